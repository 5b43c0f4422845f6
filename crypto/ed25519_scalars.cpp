#include "crypto/ed25519.hpp"

#include "crypto/base/check.hpp"

#include <sodium.h>

namespace ogniwo::crypto {
namespace {

constexpr std::size_t max_scalar_digits = 700;

// q, least significant byte first.
constexpr ByteArray<32> order = {0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7,
                                 0xa2, 0xde, 0xf9, 0xde, 0x14, 0,    0,    0,    0,    0,    0,
                                 0,    0,    0,    0,    0,    0,    0,    0,    0,    0x10};
// value = value * scale + part in place, four bytes at a time; gives what does not fit.
std::uint32_t multiply_add(std::span<std::uint8_t, 32> value, std::uint32_t scale,
                           std::uint32_t part) {
    std::uint64_t carry = part;
    for (std::size_t i = 0; i < value.size(); i += 4) {
        std::uint32_t word = 0;
        for (std::size_t k = 4; k-- > 0;) {
            word = word << 8 | value[i + k];
        }
        carry += std::uint64_t{word} * scale;
        for (std::size_t k = 0; k < 4; ++k) {
            value[i + k] = static_cast<std::uint8_t>(carry >> (8 * k));
        }
        carry >>= 32;
    }
    return static_cast<std::uint32_t>(carry);
}

// Decimal text to 32 bytes; the time depends on the number of digits alone.
Result<void> decimal_to_bytes(std::string_view text, std::span<std::uint8_t, 32> out) {
    if (text.empty() || text.size() > max_scalar_digits ||
        text.find_first_not_of("0123456789") != std::string_view::npos) {
        return Error("scalar.syntax", "not a decimal number");
    }
    SecretBytes<32> value;
    std::uint32_t overflow = 0;
    for (std::size_t first = 0; first < text.size();) {
        // So many digits at a time as a word holds: value = 10^digits value + part.
        const std::size_t digits = std::min<std::size_t>(8, text.size() - first);
        std::uint32_t part = 0;
        std::uint32_t scale = 1;
        for (const char digit : text.substr(first, digits)) {
            part = 10 * part + static_cast<std::uint32_t>(digit - '0');
            scale *= 10;
        }
        first += digits;
        overflow |= multiply_add(value.expose(), scale, part);
    }
    // value - q borrows exactly when value < q.
    std::uint32_t borrow = 0;
    for (std::size_t i = 0; i < order.size(); ++i) {
        borrow = (value.expose()[i] - (order[i] + borrow)) >> 31;
    }
    if (overflow != 0 || borrow == 0) {
        return Error("scalar.range", "not below the order of the group");
    }
    std::ranges::copy(value.expose(), out.begin());
    return {};
}

// 32 bytes to decimal text by repeated division; the number of steps is fixed.
std::string bytes_to_decimal(std::span<const std::uint8_t, 32> bytes) {
    SecretBytes<32> rest;
    std::ranges::copy(bytes, rest.expose().begin());
    std::string digits(78, '0');
    for (std::size_t i = digits.size(); i-- > 0;) {
        std::uint32_t remainder = 0;
        for (std::size_t k = 32; k-- > 0;) {
            const std::uint32_t part = remainder << 8 | rest.expose()[k];
            rest.expose()[k] = static_cast<std::uint8_t>(part / 10);
            remainder = part % 10;
        }
        digits[i] = static_cast<char>('0' + remainder);
    }
    const std::size_t first = std::min(digits.find_first_not_of('0'), digits.size() - 1);
    std::string text = digits.substr(first);
    wipe(digits);
    return text;
}

void reduce_into(ByteView big_endian, std::span<std::uint8_t, 32> out) {
    OGNIWO_CHECK(big_endian.size() <= 64);
    SecretBytes<64> wide;
    std::ranges::copy(big_endian.rbegin(), big_endian.rend(), wide.expose().begin());
    crypto_core_ed25519_scalar_reduce(out.data(), wide.expose().data());
}

void random_into(Rng& rng, std::span<std::uint8_t, 32> out) {
    SecretBytes<64> wide;
    rng.fill(wide.expose());
    crypto_core_ed25519_scalar_reduce(out.data(), wide.expose().data());
}

} // namespace

Result<Ed25519::Scalar> Ed25519::parse_scalar(std::string_view text) {
    Scalar s;
    OGNIWO_TRY(decimal_to_bytes(text, s.bytes_));
    return s;
}

std::string Ed25519::scalar_text(const Scalar& s) { return bytes_to_decimal(s.bytes_); }

Ed25519::Scalar Ed25519::scalar(std::uint64_t value) {
    Scalar s;
    for (std::size_t i = 0; i < 8; ++i) {
        s.bytes_[i] = static_cast<std::uint8_t>(value >> (8 * i));
    }
    return s;
}

Ed25519::Scalar Ed25519::reduce(ByteView big_endian) {
    Scalar s;
    reduce_into(big_endian, s.bytes_);
    return s;
}

Ed25519::Scalar Ed25519::add(const Scalar& a, const Scalar& b) {
    Scalar s;
    crypto_core_ed25519_scalar_add(s.bytes_.data(), a.bytes_.data(), b.bytes_.data());
    return s;
}

Ed25519::Scalar Ed25519::subtract(const Scalar& a, const Scalar& b) {
    Scalar s;
    crypto_core_ed25519_scalar_sub(s.bytes_.data(), a.bytes_.data(), b.bytes_.data());
    return s;
}

Ed25519::Scalar Ed25519::multiply(const Scalar& a, const Scalar& b) {
    Scalar s;
    crypto_core_ed25519_scalar_mul(s.bytes_.data(), a.bytes_.data(), b.bytes_.data());
    return s;
}

Ed25519::Scalar Ed25519::random_scalar(Rng& rng) {
    Scalar s;
    random_into(rng, s.bytes_);
    return s;
}

Ed25519::SecretScalar Ed25519::random_secret(Rng& rng) {
    SecretScalar x;
    random_into(rng, x.bytes_.expose());
    return x;
}

Ed25519::SecretScalar Ed25519::reduce_secret(ByteView big_endian) {
    SecretScalar x;
    reduce_into(big_endian, x.bytes_.expose());
    return x;
}

Ed25519::SecretScalar Ed25519::add(const SecretScalar& a, const SecretScalar& b) {
    SecretScalar x;
    crypto_core_ed25519_scalar_add(x.bytes_.expose().data(), a.bytes_.expose().data(),
                                   b.bytes_.expose().data());
    return x;
}

Ed25519::SecretScalar Ed25519::multiply(const SecretScalar& a, const SecretScalar& b) {
    SecretScalar x;
    crypto_core_ed25519_scalar_mul(x.bytes_.expose().data(), a.bytes_.expose().data(),
                                   b.bytes_.expose().data());
    return x;
}

Ed25519::SecretScalar Ed25519::secret(const Scalar& s) {
    SecretScalar x;
    std::ranges::copy(s.bytes_, x.bytes_.expose().begin());
    return x;
}

Ed25519::SecretScalar Ed25519::clone(const SecretScalar& x) {
    SecretScalar copy;
    std::ranges::copy(x.bytes_.expose(), copy.bytes_.expose().begin());
    return copy;
}

Ed25519::Scalar Ed25519::respond(const SecretScalar& commitment, const SecretScalar& secret,
                                 const Scalar& challenge) {
    SecretBytes<32> product;
    crypto_core_ed25519_scalar_mul(product.expose().data(), secret.bytes_.expose().data(),
                                   challenge.bytes_.data());
    Scalar response;
    crypto_core_ed25519_scalar_sub(response.bytes_.data(), commitment.bytes_.expose().data(),
                                   product.expose().data());
    return response;
}

std::string Ed25519::reveal_text(const SecretScalar& x) {
    return bytes_to_decimal(x.bytes_.expose());
}

Result<Ed25519::SecretScalar> Ed25519::parse_secret(std::string_view text) {
    SecretScalar x;
    OGNIWO_TRY(decimal_to_bytes(text, x.bytes_.expose()));
    return x;
}

} // namespace ogniwo::crypto
