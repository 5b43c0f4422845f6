#pragma once
// The Shuffle object (PROTOCOL section 9): what a mixer publishes for all shuffled questions at
// once.

#include "ballots/setup.hpp"
#include "ballots/tally.hpp"

namespace ogniwo::ballots {

/// Shuffles the rows of all shuffled questions of `tally` and makes
/// {"ciphertexts":[[ct..],..],"proofs":[[[t1,..],[s1,..],[c..],[c^..]],..]}.
template <Group G>
std::string make_shuffle(const Setup<G>& setup, const TallyCiphertexts<G>& tally, Rng& rng);

/// Reads a shuffle in canonical form, checks its proofs against `tally`, and returns the tally with
/// the shuffled rows in place: the input of the next mixer and of the trustees. Errors:
/// shuffle.encoding, shuffle.shape (not one list, of the right length, for each shuffled question),
/// shuffle.membership, shuffle.proof.
template <Group G>
Result<TallyCiphertexts<G>> apply_shuffle(const Setup<G>& setup, TallyCiphertexts<G> tally,
                                          ByteView shuffle);

/// The same without the proofs, for a shuffle that apply_shuffle accepted. Errors: as above, but shuffle.proof.
template <Group G>
Result<TallyCiphertexts<G>> replace_by_shuffle(const Setup<G>& setup, TallyCiphertexts<G> tally,
                                               ByteView shuffle);

} // namespace ogniwo::ballots
