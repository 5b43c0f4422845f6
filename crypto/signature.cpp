#include "crypto/signature.hpp"

#include "crypto/base/check.hpp"

#include <sodium.h>

#include <optional>

namespace ogniwo::crypto {
namespace {

// L, the order of the base point, least significant byte first.
constexpr ByteArray<32> order = {0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7,
                                 0xa2, 0xde, 0xf9, 0xde, 0x14, 0,    0,    0,    0,    0,    0,
                                 0,    0,    0,    0,    0,    0,    0,    0,    0,    0x10};

bool below_order(std::span<const std::uint8_t, 32> scalar) {
    return std::lexicographical_compare(scalar.rbegin(), scalar.rend(), order.rbegin(),
                                        order.rend());
}

// Nearly all entries of a ledger are signed by one key: the last good one is remembered.
bool is_valid(const PublicKey& key) {
    thread_local std::optional<PublicKey> good;
    if (key != good) {
        if (crypto_core_ed25519_is_valid_point(key.data()) != 1) {
            return false;
        }
        good = key;
    }
    return true;
}

} // namespace

SigningKey SigningKey::from_seed(std::span<const std::uint8_t, 32> seed) {
    SigningKey key;
    OGNIWO_CHECK(crypto_sign_seed_keypair(key.public_key_.data(), key.expanded_.expose().data(),
                                          seed.data()) == 0);
    return key;
}

SigningKey SigningKey::generate(Rng& rng) {
    SecretBytes<32> seed;
    rng.fill(seed.expose());
    return from_seed(seed.expose());
}

Signature SigningKey::sign(ByteView message) const {
    Signature signature{};
    OGNIWO_CHECK(crypto_sign_detached(signature.data(), nullptr, message.data(), message.size(),
                                      expanded_.expose().data()) == 0);
    return signature;
}

std::span<const std::uint8_t, 32> SigningKey::expose_seed() const {
    return expanded_.expose().first<32>();
}

// libsodium compares R with the encoding of S B - k A, which is canonical and in the subgroup because A is; it
// refuses a neutral R.
Verdict verify_signature(const PublicKey& key, ByteView message, const Signature& signature) {
    const std::span<const std::uint8_t, 64> bytes(signature);
    if (!is_valid(key)) {
        return Error("signature.key", "not a canonical point of the prime-order subgroup");
    }
    if (!below_order(bytes.last<32>())) {
        return Error("signature.encoding", "S is not in canonical form");
    }
    if (crypto_sign_verify_detached(signature.data(), message.data(), message.size(),
                                    key.data()) != 0) {
        return Error("signature.equation", "the signature is not of this message and key");
    }
    return pass();
}

} // namespace ogniwo::crypto
