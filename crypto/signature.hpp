#pragma once
// Ed25519 signatures (RFC 8032) of the ledger: acts, entries, checkpoints.

#include "crypto/base/result.hpp"
#include "crypto/base/rng.hpp"
#include "crypto/secret.hpp"

namespace ogniwo::crypto {

using PublicKey = ByteArray<32>;
using Signature = ByteArray<64>;

/// A signing key: the 32-byte seed of RFC 8032. Move-only, wiped.
class SigningKey {
  public:
    static SigningKey generate(Rng& rng);
    static SigningKey from_seed(std::span<const std::uint8_t, 32> seed);
    [[nodiscard]] const PublicKey& public_key() const { return public_key_; }
    [[nodiscard]] Signature sign(ByteView message) const;
    /// For a key file only.
    [[nodiscard]] std::span<const std::uint8_t, 32> expose_seed() const;

  private:
    SigningKey() = default;
    SecretBytes<64> expanded_; // seed || public key, as libsodium keeps it
    PublicKey public_key_{};
};

/// Strict: besides the equation, S < L, and A and R canonical members of the prime-order subgroup, so that
/// all verifiers agree and no signature has a second form (RELIABILITY finding 5).
/// Errors: signature.key, signature.encoding, signature.equation.
Verdict verify_signature(const PublicKey& key, ByteView message, const Signature& signature);

} // namespace ogniwo::crypto
