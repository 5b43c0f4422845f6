#pragma once
// Rows of the private tables: people, invitations, passkeys.

#include "crypto/base/json.hpp"

namespace ogniwo::services {

/// Version (1 byte: 1), then canonical JSON.
Bytes encode_private_row(const json::object& object);
/// Errors: storage.corrupt (another version), json.*.
Result<json::value> decode_private_row(ByteView row);

} // namespace ogniwo::services
