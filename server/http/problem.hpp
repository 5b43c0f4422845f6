#pragma once
// RFC 9457 problem details: one stable id for each failure, the rest in the reader's language.

#include "server/http/message.hpp"

#include <functional>

namespace ogniwo::http {

/// What is known about an error id.
struct ProblemInfo {
    unsigned status = 500;
    std::string title;
    /// Seconds, sent as Retry-After.
    std::optional<unsigned> retry_after_s;
    /// For ballots: whether the vote counts in spite of the error.
    std::optional<bool> vote_recorded;
};

/// Looks an id up in a language; nothing when the id is unknown. Called from any thread.
using ProblemLookup =
    std::function<std::optional<ProblemInfo>(std::string_view id, std::string_view language)>;

/// The problems that this layer raises itself (ids "http.*", "server.*", "request.*",
/// "rate.limited"), titles in English and Polish; any other language gets English.
std::optional<ProblemInfo> builtin_problem(std::string_view id, std::string_view language);

struct Problem {
    std::string id;
    ProblemInfo info;
    std::string detail;
    /// The id of the request.
    std::string instance;
};

/// application/problem+json with type "/problems/<id>", title, status, detail, instance and, where
/// set, vote_recorded; Retry-After where set; Cache-Control: no-store.
Response problem_response(const Problem& problem);

/// The response to an expected failure. An id that neither `lookup` nor the built-in table knows
/// becomes 500 "server.internal" without a detail: what is not meant for readers does not reach
/// them.
Response problem_response(const Error& error, const ProblemLookup& lookup,
                          std::string_view language, std::string_view request_id);

} // namespace ogniwo::http
