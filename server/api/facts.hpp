#pragma once
// What views say of secret votes beyond the public state, read from the store.

#include "server/api/app.hpp"
#include "server/api/views.hpp"

namespace ogniwo::api {

/// Facts of every secret vote in the state, by vote. Blocks on the database: for the CPU pool.
/// Errors: storage.*.
Result<std::map<std::string, SecretFacts>> read_facts(const App& app,
                                                      const std::string& viewer_organisation);

/// The reader of a request: a caller's organisation, or a visitor.
Viewer viewer_of(const http::RequestContext& context);

} // namespace ogniwo::api
