#pragma once
// Every check on one ballot that needs no other ballot (PROTOCOL section 7).

#include "ballots/ballot.hpp"
#include "ballots/setup.hpp"

namespace ogniwo::ballots {

template <class G> struct AcceptedBallot {
    Ballot<G> ballot;
    /// Its credential's place in the roll.
    std::size_t roll_entry = 0;
};

/// Decodes and checks. Variable time: ballots are public. Errors: those of
/// SecretElection::check_ballot.
template <Group G>
Result<AcceptedBallot<G>> check_ballot(const Setup<G>& setup, ByteView raw, Strictness strictness);
/// The same with a fresh reader of the caller's.
template <Group G>
Result<AcceptedBallot<G>> check_ballot(const Setup<G>& setup, ByteView raw, Strictness strictness,
                                       typename G::Reader& reader);

} // namespace ogniwo::ballots
