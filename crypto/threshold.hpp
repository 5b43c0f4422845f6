#pragma once
// Threshold keys after Pedersen 1991 (PROTOCOL section 10): n trustees, any t of whom decrypt.
//
// Each trustee i draws a polynomial f_i of degree t-1 and publishes A_ik = g^a_ik. Trustee j's key
// is S_j = sum_i f_i(j), whose public part anybody computes from the A_ik; nobody ever knows sum_i
// f_i(0), the secret behind the common key. Indices run from 1. This file is the arithmetic; who
// sends what to whom, and the JSON of it, is ballots/ceremony.hpp.

#include "crypto/group.hpp"
#include "crypto/secret.hpp"

namespace ogniwo::crypto {

/// The most trustees that one ceremony can have.
inline constexpr std::size_t max_threshold_trustees = 15;

/// What a trustee signs with and receives shares with during a ceremony.
template <class G> struct PkiKeys {
    typename G::SecretScalar signing;
    typename G::SecretScalar decryption;
};

/// A new seed of a trustee: 22 Base58 characters, 128.8 bits.
SecretText generate_pki_seed(Rng& rng);

/// H("sk|" + seed) and H("dk|" + seed), mod q. Errors: seed.format (not 22 Base58 characters).
template <Group G> Result<PkiKeys<G>> derive_pki_keys(std::string_view seed);

/// A secret polynomial; its value at 0 is the trustee's part of the common secret.
template <Group G> class Polynomial {
  public:
    /// Uniform coefficients a_0..a_(threshold-1). Precondition: threshold from 1 to the maximum.
    static Polynomial random(std::size_t threshold, Rng& rng);

    /// A_k = g^a_k. Constant time.
    [[nodiscard]] std::vector<typename G::Point> commitments() const;
    /// f(index), the share of trustee `index`. Its time depends on the index alone.
    [[nodiscard]] typename G::SecretScalar evaluate(std::size_t index) const;
    [[nodiscard]] std::span<const typename G::SecretScalar> coefficients() const {
        return coefficients_;
    }

  private:
    std::vector<typename G::SecretScalar> coefficients_;
};

/// g^f(index) from the commitments to f: the product of A_k^(index^k). Precondition: commitments
/// not empty, index from 1 to the maximum.
template <Group G>
typename G::Point evaluate_commitments_vartime(std::span<const typename G::Point> commitments,
                                               std::size_t index);

/// l_j = product over k != j of k / (k - j), mod q: sum_j l_j f(j) = f(0) when at least t distinct
/// indices are given. Precondition: distinct, from 1 to the maximum.
template <Group G>
std::vector<typename G::Scalar> lagrange_at_zero(std::span<const std::size_t> indices);

} // namespace ogniwo::crypto
