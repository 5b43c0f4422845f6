#pragma once
// Private voting credentials (PROTOCOL section 6): the text on a voter's sheet, and the secret it stands for.
//
// Two formats: 22 Base58 characters "XXXXX-XXXXXX-XXXXX-XXXXXX" (tools 2.4 and later, the one we make) and
// 15 characters "XXX-XXX-XXX-XXX-XXX" with a check digit (tool 2.0).

#include "crypto/group.hpp"
#include "crypto/secret.hpp"

namespace ogniwo::crypto {

/// A new credential of 22 characters, dashes included in the text: 22 * log2(58) = 128.8 bits.
SecretText generate_credential(Rng& rng);

/// A new credential of 15 characters for tools of version 2.0: 82 bits, stretched by PBKDF2.
SecretText generate_short_credential(Rng& rng);

/// Whether the text has one of the two formats; the check digit of the short one is checked.
/// Errors: credential.format, credential.checksum.
Verdict check_credential(std::string_view text);

/// The secret scalar of a credential in the election `uuid`.
/// 22 characters: hex(H("derive_credential|uuid|0|c")) || hex(H("..|1|c")), 512 bits, mod q.
/// 15 characters: PBKDF2-HMAC-SHA256(c with dashes, uuid, 1000 rounds, 32 bytes), mod q.
/// Errors: those of check_credential.
template <Group G>
Result<typename G::SecretScalar> derive_credential(std::string_view text, std::string_view uuid);

} // namespace ogniwo::crypto
