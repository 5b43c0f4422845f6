#include "crypto/credential.hpp"

#include "crypto/base/check.hpp"
#include "crypto/base/encoding.hpp"
#include "crypto/ed25519.hpp"
#include "crypto/finite_field.hpp"
#include "crypto/sha256.hpp"

#include <openssl/evp.h>

#include <array>
#include <numeric>

namespace ogniwo::crypto {
namespace {

constexpr std::array<std::size_t, 4> long_groups{5, 6, 5, 6};
constexpr std::array<std::size_t, 5> short_groups{3, 3, 3, 3, 3};
constexpr int short_rounds = 1000;
constexpr std::uint32_t checksum_modulus = 53;

std::size_t text_length(std::span<const std::size_t> groups) {
    return std::accumulate(groups.begin(), groups.end(), groups.size() - 1);
}

// Uniform over the alphabet: bytes from 58 * 4 on are drawn again.
char random_character(Rng& rng) {
    SecretBytes<1> byte;
    do {
        rng.fill(byte.expose());
    } while (byte.expose()[0] >= base58_alphabet.size() * 4);
    return base58_alphabet[byte.expose()[0] % base58_alphabet.size()];
}

std::string random_groups(Rng& rng, std::span<const std::size_t> groups) {
    std::string text;
    text.reserve(text_length(groups));
    for (const std::size_t length : groups) {
        if (!text.empty()) {
            text.push_back('-');
        }
        for (std::size_t i = 0; i < length; ++i) {
            text.push_back(random_character(rng));
        }
    }
    return text;
}

bool has_groups(std::string_view text, std::span<const std::size_t> groups) {
    if (text.size() != text_length(groups)) {
        return false;
    }
    std::size_t position = 0;
    for (const std::size_t length : groups) {
        if (position > 0 && text[position++] != '-') {
            return false;
        }
        const std::string_view group = text.substr(position, length);
        if (group.find_first_not_of(base58_alphabet) != std::string_view::npos) {
            return false;
        }
        position += length;
    }
    return true;
}

// Digit that the last of the 15 characters must be: 53 - (value of the first 14 mod 53).
std::uint32_t check_digit(std::string_view text) {
    std::uint32_t value = 0;
    for (const char c : text.substr(0, text.size() - 1)) {
        if (c != '-') {
            const auto digit = static_cast<std::uint32_t>(base58_alphabet.find(c));
            value = (value * 58 + digit) % checksum_modulus;
        }
    }
    return checksum_modulus - value;
}

} // namespace

SecretText generate_credential(Rng& rng) { return SecretText(random_groups(rng, long_groups)); }

SecretText generate_short_credential(Rng& rng) {
    std::string text = random_groups(rng, short_groups);
    text.back() = base58_alphabet[check_digit(text)];
    return SecretText(std::move(text));
}

Verdict check_credential(std::string_view text) {
    if (has_groups(text, long_groups)) {
        return pass();
    }
    if (!has_groups(text, short_groups)) {
        return Error("credential.format", "expected 22 characters in groups of 5, 6, 5 and 6");
    }
    if (base58_alphabet.find(text.back()) != check_digit(text)) {
        return Error("credential.checksum", "a character is wrong");
    }
    return pass();
}

template <Group G>
Result<typename G::SecretScalar> derive_credential(std::string_view text, std::string_view uuid) {
    OGNIWO_TRY(check_credential(text));
    SecretBytes<64> wide;
    if (text.size() == text_length(short_groups)) {
        const auto half = wide.expose().template first<32>();
        OGNIWO_CHECK(PKCS5_PBKDF2_HMAC(text.data(), static_cast<int>(text.size()),
                                       as_bytes(uuid).data(), static_cast<int>(uuid.size()),
                                       short_rounds, EVP_sha256(), 32, half.data()) == 1);
        return G::reduce_secret(half);
    }
    for (const char part : {'0', '1'}) {
        const std::array parts{'|', part, '|'};
        Digest digest = sha256({as_bytes("derive_credential|"), as_bytes(uuid),
                                as_bytes(std::string_view(parts.data(), parts.size())),
                                as_bytes(text)});
        std::ranges::copy(digest, wide.expose().begin() + (part == '0' ? 0 : 32));
        wipe(digest);
    }
    return G::reduce_secret(wide.expose());
}

template Result<Ed25519::SecretScalar> derive_credential<Ed25519>(std::string_view,
                                                                  std::string_view);
template Result<Belenios2048::SecretScalar> derive_credential<Belenios2048>(std::string_view,
                                                                            std::string_view);
template Result<Rfc3526::SecretScalar> derive_credential<Rfc3526>(std::string_view,
                                                                  std::string_view);

} // namespace ogniwo::crypto
