#pragma once
// What has happened in the sample federation before anybody looks: the votes are open, some have voted.

#include "server/demo/sample.hpp"
#include "server/services/federation_log.hpp"

namespace ogniwo::demo {

/// Organisations from this one on (counted from 1) have cast their secret ballot.
inline constexpr std::size_t first_secret_voter = 13;
/// Organisations from this one on have voted in the open vote; their signing keys are in the handouts.
inline constexpr std::size_t first_open_voter = 16;

/// The chair opens the votes, and the later organisations vote in them, with real keys, proofs and entries.
/// Blocks. Errors: file.write, those of commit and of making ballots.
Result<void> play(services::FederationLog& log, const Handouts& handouts,
                  const std::vector<std::vector<VotingCode>>& codes, Rng& rng);

} // namespace ogniwo::demo
