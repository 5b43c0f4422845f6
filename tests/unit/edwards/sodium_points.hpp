#pragma once
// What libsodium says, for comparison: the kernel's tests trust nothing else.

#include "crypto/edwards/kernel.hpp"
#include "crypto/random.hpp"

#include <sodium.h>

namespace ogniwo::edwards::testing {

inline std::vector<const Path*> all_paths() {
    std::vector<const Path*> paths{&portable_path()};
    if (avx2_path() != nullptr) {
        paths.push_back(avx2_path());
    }
    return paths;
}

inline Encoding neutral_encoding() { return {1}; }

/// Whether libsodium decodes the bytes (it takes any point of the curve here, canonical or not).
inline bool on_curve(const Encoding& bytes) {
    Encoding sum;
    const Encoding neutral = neutral_encoding();
    return crypto_core_ed25519_add(sum.data(), bytes.data(), neutral.data()) == 0;
}

inline Encoding add(const Encoding& a, const Encoding& b) {
    Encoding sum{};
    if (crypto_core_ed25519_add(sum.data(), a.data(), b.data()) != 0) {
        throw std::runtime_error("not on the curve");
    }
    return sum;
}

inline Encoding random_bytes(Rng& rng) {
    Encoding bytes{};
    rng.fill(bytes);
    return bytes;
}

/// Uniform below the order.
inline ByteArray<32> random_scalar(Rng& rng) {
    ByteArray<64> wide{};
    rng.fill(wide);
    ByteArray<32> scalar{};
    crypto_core_ed25519_scalar_reduce(scalar.data(), wide.data());
    return scalar;
}

/// A random member of the prime-order subgroup.
inline Encoding random_member(Rng& rng) {
    Encoding point{};
    const Encoding scalar = random_scalar(rng);
    if (crypto_scalarmult_ed25519_base_noclamp(point.data(), scalar.data()) != 0) {
        throw std::runtime_error("a random scalar was 0");
    }
    return point;
}

/// scalar * point for a member; the neutral element where libsodium refuses to name it.
inline Encoding power(const Encoding& point, const ByteArray<32>& scalar) {
    Encoding out{};
    return crypto_scalarmult_ed25519_noclamp(out.data(), scalar.data(), point.data()) == 0
               ? out
               : neutral_encoding();
}

inline Affine decoded(const Encoding& bytes) {
    Affine p;
    if (decode(bytes, p) != 1) {
        throw std::runtime_error("not on the curve");
    }
    return p;
}

} // namespace ogniwo::edwards::testing
