#pragma once
// with_deadline() for those who work with connections; the middleware has it from server/http.

#include "server/http/deadline.hpp"

namespace ogniwo::net {

using http::with_deadline;

} // namespace ogniwo::net
