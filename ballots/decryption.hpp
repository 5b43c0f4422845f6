#pragma once
// A trustee's part of the decryption of a tally (PROTOCOL section 11).

#include "ballots/setup.hpp"
#include "ballots/tally.hpp"

namespace ogniwo::ballots {

/// alpha^x for each ciphertext of the tally, in its shape.
template <class G> using DecryptionFactors = std::vector<std::vector<typename G::Point>>;

/// Makes {"decryption_factors","decryption_proofs"}. Constant time in the key. Precondition:
/// 1 <= owner <= trustees. Errors: decryption.key (not the key of this trustee).
template <Group G>
Result<std::string> make_partial_decryption(const Setup<G>& setup, std::uint64_t owner,
                                            const typename G::SecretScalar& key,
                                            const TallyCiphertexts<G>& tally, Rng& rng);

/// Reads a partial decryption in canonical form and checks every proof. Errors: decryption.owner,
/// decryption.encoding, decryption.shape, decryption.membership, decryption.proof.
template <Group G>
Result<DecryptionFactors<G>> check_partial_decryption(const Setup<G>& setup, std::uint64_t owner,
                                                      const TallyCiphertexts<G>& tally,
                                                      ByteView bytes);

/// The checked factors of one trustee.
template <class G> struct PresentFactors {
    std::uint64_t owner = 0;
    DecryptionFactors<G> factors;
};

/// Divides the trustees' factors out of the tally: g^count for each choice. Every Single trustee is
/// needed, and of each ceremony the threshold; of more, the first in the order of their numbers are
/// combined. Precondition: no owner twice. Errors: decryption.missing, naming who is.
template <Group G>
Result<DecryptionFactors<G>> decrypt_tally(const Setup<G>& setup, const TallyCiphertexts<G>& tally,
                                           std::span<const PresentFactors<G>> present);

} // namespace ogniwo::ballots
