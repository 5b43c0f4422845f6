#pragma once
// The gate before every handler: the session cookie, the role that the route asks for, and the origin and token
// of a request that changes something.

#include "server/api/app.hpp"
#include "server/http/dispatcher.hpp"

namespace ogniwo::api {

/// `app` must outlive the hook. Errors of the hook: session.required, role.required, csrf.origin, csrf.missing.
http::AuthHook authenticate(App& app);

} // namespace ogniwo::api
