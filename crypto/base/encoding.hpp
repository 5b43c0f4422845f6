#pragma once
// Text encodings of bytes. Decoders are strict: one accepted text for each value.

#include "crypto/base/bytes.hpp"
#include "crypto/base/result.hpp"

namespace ogniwo {

/// Lowercase, two digits a byte.
std::string hex_encode(ByteView bytes);
void append_hex(std::string& out, ByteView bytes);
/// Lowercase only, even length. Errors: encoding.hex.
Result<Bytes> hex_decode(std::string_view text);

/// RFC 4648 section 4 (alphabet with + and /).
enum class Padding { none, required };
std::string base64_encode(ByteView bytes, Padding padding);
/// Strict: exact padding, unused bits zero. Errors: encoding.base64.
Result<Bytes> base64_decode(std::string_view text, Padding padding);

/// Decodes to exactly N bytes. Errors: those of the decoder, or encoding.length.
template <std::size_t N> Result<ByteArray<N>> to_array(ByteView bytes) {
    if (bytes.size() != N) {
        return Error("encoding.length", "expected " + std::to_string(N) + " bytes, got " +
                                            std::to_string(bytes.size()));
    }
    ByteArray<N> out{};
    std::ranges::copy(bytes, out.begin());
    return out;
}
/// The same into as many bytes as there are. Errors: encoding.hex, encoding.length.
Result<void> hex_decode_into(std::string_view text, std::span<std::uint8_t> out);
template <std::size_t N> Result<ByteArray<N>> hex_decode_array(std::string_view text) {
    ByteArray<N> bytes{};
    OGNIWO_TRY(hex_decode_into(text, bytes));
    return bytes;
}
template <std::size_t N>
Result<ByteArray<N>> base64_decode_array(std::string_view text, Padding padding) {
    OGNIWO_ASSIGN(const Bytes bytes, base64_decode(text, padding));
    return to_array<N>(bytes);
}

/// The Base58 alphabet of PROTOCOL section 3 (uuids, credentials): 58 characters.
inline constexpr std::string_view base58_alphabet =
    "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/// A decimal integer without sign or leading zero, at most 2^64-1. Errors: encoding.decimal.
Result<std::uint64_t> decimal_decode(std::string_view text);

/// True when the bytes are well-formed UTF-8 (RFC 3629: no overlong forms, no surrogates).
bool is_utf8(std::string_view text);

} // namespace ogniwo
