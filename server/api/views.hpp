#pragma once
// JSON of what the federation's state says: what GET /api/votes and its like answer.

#include "ballots/secret_election.hpp"
#include "crypto/base/json.hpp"
#include "server/governance/state.hpp"

namespace ogniwo::api {

/// What a view says beyond the public state.
struct Viewer {
    /// The reader's organisation; empty for a visitor.
    std::string organisation;
};

/// What storage and the election know about a secret vote.
struct SecretFacts {
    /// Organisations that have cast a ballot.
    std::uint64_t participants = 0;
    std::uint64_t entitled = 0;
    bool viewer_took_part = false;
    std::shared_ptr<const ballots::SecretElection> election;
    /// Counts of the published result, without the votes of rankings and grades; empty before.
    ballots::Counts counts;
};

std::string_view status_name(governance::VoteStatus status);

/// [{"size","threshold"}]
json::array runs_view(const std::vector<ledger::TrusteeRun>& runs);

/// When and why an election was withdrawn, and what was announced in its place; null when it was not withdrawn.
json::value withdrawal_view(const governance::State& state, std::string_view election);

json::object federation_view(const governance::State& state, std::string_view origin,
                             std::string_view log_vkey);
json::object organisations_view(const governance::State& state);

/// The short form, for lists. `facts` only for secret votes.
json::object vote_summary(const governance::State& state, std::string_view id,
                          const governance::Vote& vote, const Viewer& viewer,
                          const SecretFacts* facts);
/// The long form.
json::object vote_view(const governance::State& state, std::string_view id,
                       const governance::Vote& vote, const Viewer& viewer,
                       const SecretFacts* facts);

} // namespace ogniwo::api
