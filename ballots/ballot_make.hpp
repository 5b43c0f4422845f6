#pragma once
// Making a ballot: encrypt, prove, sign (PROTOCOL section 7).

#include "ballots/ballot.hpp"
#include "ballots/setup.hpp"

namespace ogniwo::ballots {

/// Makes the ballot of the holder of `credential` (the private exponent). `choices` as in
/// SecretElection::make_ballot. The result is canonical. Errors: choice.*, credential.unknown (the
/// public credential is not on the list).
template <Group G>
Result<Bytes> make_ballot(const Setup<G>& setup, const typename G::SecretScalar& credential,
                          const std::vector<std::vector<std::uint32_t>>& choices, Rng& rng);

} // namespace ogniwo::ballots
