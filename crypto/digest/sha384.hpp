#pragma once
// SHA-384 (FIPS 180-4), the hash of subresource integrity.

#include "crypto/base/bytes.hpp"

namespace ogniwo::crypto {

/// The 48-byte digest of the bytes.
ByteArray<48> sha384(ByteView bytes);

} // namespace ogniwo::crypto
