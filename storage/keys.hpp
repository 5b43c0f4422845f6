#pragma once
// Keys of every table (FORMAT.md): fixed width where they are numbers, zero-terminated where they are texts.

#include "crypto/base/bytes.hpp"

namespace ogniwo::storage::keys {

/// 8 bytes, most significant first: key order is number order.
inline Bytes number(std::uint64_t n) {
    Bytes key;
    append_be(key, n);
    return key;
}

/// level (1 byte), index (8 bytes).
inline Bytes node(unsigned level, std::uint64_t index) {
    Bytes key{static_cast<std::uint8_t>(level)};
    append_be(key, index);
    return key;
}

/// text, 0x00: the prefix of everything that belongs to an election or vote. The text holds no zero byte.
inline Bytes scope(std::string_view text) {
    Bytes key = to_bytes(text);
    key.push_back(0);
    return key;
}

/// text, 0x00, rest.
inline Bytes scoped(std::string_view text, ByteView rest) {
    Bytes key = scope(text);
    append(key, rest);
    return key;
}

/// signing key (32), nonce (16).
inline Bytes nonce(ByteView key, ByteView value) {
    Bytes out = to_bytes(key);
    append(out, value);
    return out;
}

} // namespace ogniwo::storage::keys
