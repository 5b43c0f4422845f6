#pragma once
// Exponential ElGamal (PROTOCOL section 7): alpha = g^r, beta = y^r g^m.

#include "crypto/group.hpp"

namespace ogniwo::crypto {

template <class G> struct Ciphertext {
    typename G::Point alpha = G::neutral();
    typename G::Point beta = G::neutral();
    friend bool operator==(const Ciphertext&, const Ciphertext&) = default;
};

/// The key of an election, prepared for whoever encrypts under it many times.
template <class G> struct EncryptionKey {
    typename G::SecretBase g;
    typename G::SecretBase y;
};
template <Group G> EncryptionKey<G> prepare_encryption(const typename G::Point& y);

/// Encrypts messages[i] with the randomness r[i] (uniform, each used once). Constant time but for the number of
/// messages. Precondition: equal lengths.
template <Group G>
std::vector<Ciphertext<G>> encrypt_each(const EncryptionKey<G>& key,
                                        std::span<const typename G::SecretScalar> r,
                                        std::span<const std::uint32_t> messages);
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
