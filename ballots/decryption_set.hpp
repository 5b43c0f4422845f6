#pragma once
// The trustees' decryptions of one tally together: which of them pass, and who failed. Internal to
// ballots/.

#include "ballots/decryption.hpp"
#include "ballots/secret_election.hpp"

namespace ogniwo::ballots {

/// The decryptions that pass their checks, at most one of each trustee. With `failures` the others
/// are listed there and left out; without, the first is an error. Errors: those of
/// check_partial_decryption, decryption.duplicate.
template <Group G>
Result<std::vector<PresentFactors<G>>>
gather_decryptions(const Setup<G>& setup, const TallyCiphertexts<G>& tally,
                   const std::vector<PartialDecryptionView>& decryptions,
                   std::vector<TrusteeFailure>* failures);

/// Why the threshold is not met: the first decryption that was refused says more than its absence.
Error explain_missing(const Error& missing, const std::vector<TrusteeFailure>& failures);

} // namespace ogniwo::ballots
