#pragma once
// Exponential ElGamal (PROTOCOL section 7): alpha = g^r, beta = y^r g^m.

#include "crypto/group.hpp"

namespace ogniwo::crypto {

template <class G> struct Ciphertext {
    typename G::Point alpha = G::neutral();
    typename G::Point beta = G::neutral();
    friend bool operator==(const Ciphertext&, const Ciphertext&) = default;
};

/// Encrypts `message` under the key y with the randomness r (uniform, used once).
template <Group G>
Ciphertext<G> encrypt(const typename G::Point& y, const typename G::SecretScalar& r,
                      std::uint64_t message);

template <Group G> Ciphertext<G> multiply(const Ciphertext<G>& a, const Ciphertext<G>& b);
/// The product of all.
template <Group G> Ciphertext<G> product(std::span<const Ciphertext<G>> ciphertexts);
template <Group G> Ciphertext<G> divide(const Ciphertext<G>& a, const Ciphertext<G>& b);
/// Both components to the power of a public weight.
template <Group G> Ciphertext<G> exp_vartime(const Ciphertext<G>& c, std::uint64_t weight);

} // namespace ogniwo::crypto
