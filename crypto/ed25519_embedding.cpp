// Integers in points, and generators from hashes (PROTOCOL section 1.2).

#include "crypto/base/check.hpp"
#include "crypto/ed25519.hpp"
#include "crypto/sha256.hpp"

#include <sodium.h>

namespace ogniwo::crypto {
namespace {

constexpr std::size_t padding_bits = 14;
constexpr std::size_t bits_per_integer = 8;

// Where integer `i` of `count` starts in the point's number: the last one is the lowest.
std::size_t bit_of(std::size_t i, std::size_t count) {
    return padding_bits + bits_per_integer * (count - 1 - i);
}

// value + 1, least significant byte first.
void increment(ByteArray<32>& value) {
    for (std::uint8_t& byte : value) {
        if (++byte != 0) {
            return;
        }
    }
}

} // namespace

Ed25519::Point Ed25519::embed(ByteView integers) {
    OGNIWO_CHECK(integers.size() <= max_integers);
    ByteArray<32> bytes{};
    for (std::size_t i = 0; i < integers.size(); ++i) {
        const std::size_t bit = bit_of(i, integers.size());
        const std::uint32_t shifted = std::uint32_t{integers[i]} << (bit % 8);
        bytes[bit / 8] |= static_cast<std::uint8_t>(shifted);
        bytes[bit / 8 + 1] |= static_cast<std::uint8_t>(shifted >> 8);
    }
    // The top bit stays 0: the number is below 2^254.
    while (bytes != edwards::encode({}) && crypto_core_ed25519_is_valid_point(bytes.data()) != 1) {
        increment(bytes);
    }
    return from_sodium(bytes);
}

Bytes Ed25519::extract(const Point& p, std::size_t count) {
    OGNIWO_CHECK(count <= max_integers);
    Bytes integers(count);
    const ByteArray<32> bytes = edwards::encode(p.affine_);
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t bit = bit_of(i, count);
        const std::uint32_t pair = bytes[bit / 8] | std::uint32_t{bytes[bit / 8 + 1]} << 8;
        integers[i] = static_cast<std::uint8_t>(pair >> (bit % 8));
    }
    return integers;
}

// b = H("ggen|number") >> 2, then 8 times the first curve point at or after b.
Ed25519::Point Ed25519::independent_generator(std::int64_t number) {
    const Digest hash = sha256(as_bytes("ggen|" + std::to_string(number)));
    ByteArray<32> candidate{};
    std::uint32_t above = 0;
    for (std::size_t i = 0; i < 32; ++i) {
        candidate[31 - i] = static_cast<std::uint8_t>(above << 6 | std::uint32_t{hash[i]} >> 2);
        above = hash[i] & 3U;
    }
    edwards::Affine found;
    while (edwards::decode(candidate, found) != 1) {
        increment(candidate);
    }
    for (int i = 0; i < 3; ++i) {
        found = edwards::sum(found, found);
    }
    const Point p(found);
    OGNIWO_CHECK(p != neutral() && p != generator().point());
    return p;
}

} // namespace ogniwo::crypto
