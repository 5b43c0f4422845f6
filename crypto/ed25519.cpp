#include "crypto/ed25519.hpp"

#include "crypto/base/check.hpp"
#include "crypto/base/encoding.hpp"

#include <sodium.h>

namespace ogniwo::crypto {
namespace {

constexpr std::size_t max_scalar_digits = 700;

// q, least significant byte first.
constexpr ByteArray<32> order = {0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7,
                                 0xa2, 0xde, 0xf9, 0xde, 0x14, 0,    0,    0,    0,    0,    0,
                                 0,    0,    0,    0,    0,    0,    0,    0,    0,    0x10};
// The field prime 2^255-19, least significant byte first.
constexpr ByteArray<32> prime = [] {
    ByteArray<32> p{};
    p.fill(0xff);
    p[0] = 0xed;
    p[31] = 0x7f;
    return p;
}();
constexpr ByteArray<32> neutral_bytes = {1};

bool less_le(const ByteArray<32>& a, const ByteArray<32>& b) {
    return std::lexicographical_compare(a.rbegin(), a.rend(), b.rbegin(), b.rend());
}

// Decimal text to 32 bytes; the time depends on the number of digits alone.
Result<void> decimal_to_bytes(std::string_view text, std::span<std::uint8_t, 32> out) {
    if (text.empty() || text.size() > max_scalar_digits ||
        text.find_first_not_of("0123456789") != std::string_view::npos) {
        return Error("scalar.syntax", "not a decimal number");
    }
    SecretBytes<32> value;
    std::uint32_t overflow = 0;
    for (const char digit : text) {
        auto carry = static_cast<std::uint32_t>(digit - '0');
        for (std::uint8_t& byte : value.expose()) {
            carry += 10U * byte;
            byte = static_cast<std::uint8_t>(carry);
            carry >>= 8;
        }
        overflow |= carry;
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

Result<Ed25519::Point> Ed25519::parse_point(std::string_view text) {
    if (text.size() != 64) {
        return Error("point.syntax", "not 64 hexadecimal digits");
    }
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(), [](char c) {
        return c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    const auto decoded = hex_decode_array<32>(lower);
    if (!decoded) {
        return Error("point.syntax", "not 64 hexadecimal digits");
    }
    // y from the low 255 bits, reduced mod p; the top bit is the sign of x.
    ByteArray<32> bytes = *decoded;
    std::ranges::reverse(bytes);
    const auto sign = static_cast<std::uint8_t>(bytes[31] & 0x80);
    bytes[31] &= 0x7f;
    if (!less_le(bytes, prime)) { // y - p is at most 18
        bytes = {static_cast<std::uint8_t>(bytes[0] - prime[0])};
    }
    Point p;
    if (bytes == neutral_bytes) { // x = 0 has no sign
        return p;
    }
    bytes[31] |= sign;
    if (crypto_core_ed25519_is_valid_point(bytes.data()) != 1) {
        return Error("point.membership", "not in the prime-order subgroup");
    }
    p.bytes_ = bytes;
    return p;
}

std::string Ed25519::point_text(const Point& p) {
    ByteArray<32> reversed = p.bytes_;
    std::ranges::reverse(reversed);
    return hex_encode(reversed);
}

std::vector<std::string> Ed25519::point_texts(std::span<const Point> points) {
    std::vector<std::string> texts;
    texts.reserve(points.size());
    for (const Point& point : points) {
        texts.push_back(point_text(point));
    }
    return texts;
}

Ed25519::Point Ed25519::multiply(const Point& a, const Point& b) {
    Point product;
    OGNIWO_CHECK(crypto_core_ed25519_add(product.bytes_.data(), a.bytes_.data(), b.bytes_.data()) ==
                 0);
    return product;
}

Ed25519::Point Ed25519::divide(const Point& a, const Point& b) {
    Point quotient;
    OGNIWO_CHECK(crypto_core_ed25519_sub(quotient.bytes_.data(), a.bytes_.data(),
                                         b.bytes_.data()) == 0);
    return quotient;
}

// The result is neutral only for x = 0 or a neutral base: the order is prime. That much of x shows in time.
Ed25519::Point Ed25519::exp(const Point& p, const SecretScalar& x) {
    const auto exponent = x.bytes_.expose();
    Point result;
    if (p == result || sodium_is_zero(exponent.data(), exponent.size()) == 1) {
        return result;
    }
    OGNIWO_CHECK(crypto_scalarmult_ed25519_noclamp(result.bytes_.data(), exponent.data(),
                                                   p.bytes_.data()) == 0);
    return result;
}

Ed25519::Point Ed25519::exp_generator(const SecretScalar& x) {
    const auto exponent = x.bytes_.expose();
    Point result;
    if (sodium_is_zero(exponent.data(), exponent.size()) == 1) {
        return result;
    }
    OGNIWO_CHECK(crypto_scalarmult_ed25519_base_noclamp(result.bytes_.data(), exponent.data()) == 0);
    return result;
}

const Ed25519::PublicBase& Ed25519::generator() {
    static const PublicBase base = [] {
        Point g;
        const Scalar one = scalar(1);
        OGNIWO_CHECK(crypto_scalarmult_ed25519_base_noclamp(g.bytes_.data(), one.bytes_.data()) == 0);
        return PublicBase(g);
    }();
    return base;
}

Ed25519::Point Ed25519::multi_exp_vartime(std::span<const Term<Ed25519>> terms) {
    const Scalar zero;
    Point product;
    for (const Term<Ed25519>& term : terms) {
        const Point& base = term.base->point();
        if (base == neutral() || term.exponent == zero) {
            continue;
        }
        Point power;
        const int failed =
            term.base == &generator()
                ? crypto_scalarmult_ed25519_base_noclamp(power.bytes_.data(),
                                                         term.exponent.bytes_.data())
                : crypto_scalarmult_ed25519_noclamp(
                      power.bytes_.data(), term.exponent.bytes_.data(), base.bytes_.data());
        OGNIWO_CHECK(failed == 0);
        product = product == neutral() ? power : multiply(product, power);
    }
    return product;
}

} // namespace ogniwo::crypto
