#pragma once
// The outline of what an authenticator signs (WebAuthn level 2, section 6.1): whether every part of it is there,
// before a library allocates what the lengths in it promise.

#include "crypto/base/bytes.hpp"

namespace ogniwo::auth {

/// Fixed part: hash of the relying party, flags, counter.
inline constexpr std::size_t rp_hash_bytes = 32;
inline constexpr std::size_t flags_at = 32;
inline constexpr std::size_t authenticator_head_bytes = 37;
inline constexpr std::uint8_t flag_user_present = 0x01;
inline constexpr std::uint8_t flag_user_verified = 0x04;
inline constexpr std::uint8_t flag_attested = 0x40;
inline constexpr std::uint8_t flag_extensions = 0x80;

/// Whether the bytes are a head, then an attested credential and extensions where the flags say so, and nothing
/// else. CBOR in them is definite, at most 8 levels deep, and no item is longer than the bytes that follow it.
bool is_whole_authenticator_data(ByteView bytes);

} // namespace ogniwo::auth
