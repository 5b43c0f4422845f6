#pragma once
// Re-encryption shuffles with a proof (PROTOCOL section 9; Wikström and Terelius, in the form of
// CHVote).
//
// A mixer re-encrypts every ciphertext, puts them in a secret random order and proves that nothing
// else happened: the output decrypts to the same messages, and nobody but the mixer can link the
// two.

#include "crypto/elgamal.hpp"

namespace ogniwo::crypto {

/// Names as in PROTOCOL section 9. All lists have one element for each ciphertext.
template <class G> struct ShuffleProof {
    typename G::Point t1, t2, t3, t41, t42;
    std::vector<typename G::Point> t_hat;
    typename G::Scalar s1, s2, s3, s4;
    std::vector<typename G::Scalar> s_hat;
    std::vector<typename G::Scalar> s_prime;
    std::vector<typename G::Point> c;     ///< commitments to the permutation
    std::vector<typename G::Point> c_hat; ///< chain of commitments
    friend bool operator==(const ShuffleProof&, const ShuffleProof&) = default;
};

template <class G> struct Shuffle {
    std::vector<Ciphertext<G>> ciphertexts;
    ShuffleProof<G> proof;
};

/// Shuffles `input`, encrypted under y, and proves it for the election of this phi. Operations and
/// memory accesses do not depend on the permutation or the randomness, both of which are forgotten
/// at the end. About 1.5 ms a ciphertext on Ed25519.
template <Group G>
Shuffle<G> make_shuffle(std::string_view phi, const typename G::Point& y,
                        std::span<const Ciphertext<G>> input, Rng& rng);

/// Verifies the proof; variable time. Membership of all points is a matter of their type. Errors:
/// shuffle.length (a list of another length than the input), shuffle.proof (naming the equation).
/// `threads` share the work.
template <Group G>
Verdict check_shuffle(std::string_view phi, const typename G::Point& y,
                      std::span<const Ciphertext<G>> input, const Shuffle<G>& shuffle,
                      unsigned threads = 1);

} // namespace ogniwo::crypto
