#pragma once
// Status, title and language of every failure that the application reports.

#include "server/http/problem.hpp"

namespace ogniwo::api {

/// An id or the family before its first dot ("ballot.signature" falls back to "ballot."). Polish and
/// English. Nothing for ids that are not for readers. Thread-safe.
std::optional<http::ProblemInfo> find_problem(std::string_view id, std::string_view language);

} // namespace ogniwo::api
