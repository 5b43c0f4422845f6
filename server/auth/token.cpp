#include "server/auth/token.hpp"

#include "crypto/base/encoding.hpp"
#include "crypto/sha256.hpp"

namespace ogniwo::auth {
namespace {

constexpr std::string_view code_alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"; // 32 characters
static_assert(code_alphabet.size() == 32);

} // namespace

std::string make_token(Rng& rng) {
    ByteArray<16> random{};
    rng.fill(random);
    std::string token = base64_encode(random, Padding::none);
    std::ranges::replace(token, '+', '-');
    std::ranges::replace(token, '/', '_');
    return token;
}

std::string make_code(Rng& rng) {
    ByteArray<8> random{};
    rng.fill(random);
    std::string code;
    for (const std::uint8_t byte : random) {
        code.push_back(code_alphabet[byte % code_alphabet.size()]);
    }
    return code;
}

std::string normalise_code(std::string_view typed) {
    std::string code;
    for (const char c : typed) {
        if (c != ' ' && c != '-') {
            code.push_back(c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c);
        }
    }
    return code;
}

std::string token_hash(std::string_view token) { return crypto::sha256_hex(as_bytes(token)); }

} // namespace ogniwo::auth
