#pragma once
// Byte containers and views used by every layer.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ogniwo {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;
template <std::size_t N> using ByteArray = std::array<std::uint8_t, N>;

/// A SHA-256 digest, 32 bytes.
using Digest = ByteArray<32>;

/// The bytes of a text, without copying; valid as long as the text is.
inline ByteView as_bytes(std::string_view text) {
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): both are byte types.
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

/// The text that the bytes hold, without copying or checking UTF-8; valid as long as the bytes are.
inline std::string_view as_text(ByteView bytes) {
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): both are byte types.
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

inline Bytes to_bytes(ByteView bytes) { return {bytes.begin(), bytes.end()}; }
inline Bytes to_bytes(std::string_view text) { return to_bytes(as_bytes(text)); }

inline void append(Bytes& out, ByteView more) { out.insert(out.end(), more.begin(), more.end()); }
inline void append(Bytes& out, std::string_view more) { append(out, as_bytes(more)); }

/// Compares public data. Not for secrets: it stops at the first difference.
inline bool equal_vartime(ByteView a, ByteView b) { return std::ranges::equal(a, b); }

/// Big-endian integers of fixed width, as keys and tile formats need them.
template <class Unsigned> void append_be(Bytes& out, Unsigned value) {
    for (int shift = static_cast<int>(sizeof(Unsigned) - 1) * 8; shift >= 0; shift -= 8) {
        out.push_back(static_cast<std::uint8_t>(value >> shift));
    }
}

/// Reads sizeof(Unsigned) bytes, most significant first. Precondition: bytes.size() >= sizeof(Unsigned).
template <class Unsigned> Unsigned read_be(ByteView bytes) {
    Unsigned value = 0;
    for (std::size_t i = 0; i < sizeof(Unsigned); ++i) {
        value = static_cast<Unsigned>((value << 8) | bytes[i]);
    }
    return value;
}

} // namespace ogniwo
