#include "crypto/base/encoding.hpp"

#include <charconv>

namespace ogniwo {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::string_view base64_alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr std::uint8_t invalid = 0xff;

constexpr ByteArray<256> reverse_table(std::string_view alphabet) {
    ByteArray<256> table{};
    table.fill(invalid);
    for (std::size_t i = 0; i < alphabet.size(); ++i) {
        table[static_cast<std::uint8_t>(alphabet[i])] = static_cast<std::uint8_t>(i);
    }
    return table;
}

constexpr auto hex_values = reverse_table(hex_digits);
constexpr auto base64_values = reverse_table(base64_alphabet);

} // namespace

void append_hex(std::string& out, ByteView bytes) {
    std::size_t at = out.size();
    out.resize(at + bytes.size() * 2);
    for (const std::uint8_t byte : bytes) {
        out[at++] = hex_digits[byte >> 4];
        out[at++] = hex_digits[byte & 15];
    }
}

std::string hex_encode(ByteView bytes) {
    std::string out;
    append_hex(out, bytes);
    return out;
}

Result<Bytes> hex_decode(std::string_view text) {
    if (text.size() % 2 != 0) {
        return Error("encoding.hex", "odd number of digits");
    }
    Bytes out(text.size() / 2);
    OGNIWO_TRY(hex_decode_into(text, out));
    return out;
}

Result<void> hex_decode_into(std::string_view text, std::span<std::uint8_t> out) {
    if (text.size() != 2 * out.size()) {
        return Error("encoding.length", "expected " + std::to_string(out.size()) + " bytes");
    }
    const ByteView digits = as_bytes(text);
    for (std::size_t i = 0; i < out.size(); ++i) {
        const std::uint8_t high = hex_values[digits[2 * i]];
        const std::uint8_t low = hex_values[digits[2 * i + 1]];
        if (high == invalid || low == invalid) {
            return Error("encoding.hex", "not a lowercase hexadecimal digit");
        }
        out[i] = static_cast<std::uint8_t>(high << 4 | low);
    }
    return {};
}

std::string base64_encode(ByteView bytes, Padding padding) {
    std::string out;
    out.reserve((bytes.size() + 2) / 3 * 4);
    std::uint32_t bits = 0;
    unsigned count = 0;
    for (const std::uint8_t byte : bytes) {
        bits = bits << 8 | byte;
        count += 8;
        while (count >= 6) {
            count -= 6;
            out.push_back(base64_alphabet[bits >> count & 63]);
        }
    }
    if (count > 0) {
        out.push_back(base64_alphabet[bits << (6 - count) & 63]);
    }
    while (padding == Padding::required && out.size() % 4 != 0) {
        out.push_back('=');
    }
    return out;
}

Result<Bytes> base64_decode(std::string_view text, Padding padding) {
    if (padding == Padding::required) {
        if (text.size() % 4 != 0) {
            return Error("encoding.base64", "padding is missing");
        }
        for (int i = 0; i < 2 && !text.empty() && text.back() == '='; ++i) {
            text.remove_suffix(1);
        }
    }
    if (text.size() % 4 == 1) {
        return Error("encoding.base64", "impossible length");
    }
    Bytes out;
    out.reserve(text.size() * 3 / 4);
    std::uint32_t bits = 0;
    unsigned count = 0;
    for (const std::uint8_t character : as_bytes(text)) {
        const std::uint8_t value = base64_values[character];
        if (value == invalid) {
            return Error("encoding.base64", "not a character of the alphabet");
        }
        bits = bits << 6 | value;
        count += 6;
        if (count >= 8) {
            count -= 8;
            out.push_back(static_cast<std::uint8_t>(bits >> count));
        }
    }
    if ((bits & ((1U << count) - 1)) != 0) {
        return Error("encoding.base64", "unused bits are not zero");
    }
    return out;
}

Result<std::uint64_t> decimal_decode(std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool leading_zero = text.size() > 1 && text.front() == '0';
    if (text.empty() || error != std::errc{} || end != text.data() + text.size() || leading_zero) {
        return Error("encoding.decimal", "not a decimal number in canonical form");
    }
    return value;
}

bool is_utf8(std::string_view text) {
    const ByteView s = as_bytes(text);
    for (std::size_t i = 0; i < s.size();) {
        const std::uint8_t lead = s[i];
        const std::size_t length = lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2
                                   : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
        if (length == 0 || length > s.size() - i) {
            return false;
        }
        for (std::size_t k = 1; k < length; ++k) {
            if ((s[i + k] & 0xc0) != 0x80) {
                return false;
            }
        }
        const bool overlong = (lead == 0xe0 && s[i + 1] < 0xa0) || (lead == 0xf0 && s[i + 1] < 0x90);
        const bool surrogate = lead == 0xed && s[i + 1] > 0x9f;
        const bool too_large = lead == 0xf4 && s[i + 1] > 0x8f;
        if (overlong || surrogate || too_large) {
            return false;
        }
        i += length;
    }
    return true;
}

} // namespace ogniwo
