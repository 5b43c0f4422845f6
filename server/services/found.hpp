#pragma once
// The first entries of a new log, all in one batch.

#include "server/services/founding.hpp"
#include "server/services/federation_log.hpp"

namespace ogniwo::services {

/// Appends log.created and everything of the founding, and stores the people. The log must be empty; nothing
/// is written when one entry is refused. May block. Errors: storage.exists, govern.*, ledger.*, storage.*.
Result<void> found_federation(FederationLog& log, const Founding& founding,
                              const crypto::PublicKey& server_key);

} // namespace ogniwo::services
