#pragma once
// The public archive of an election, rebuilt from the ledger: every event of it has its entry.

#include "server/services/federation_log.hpp"

namespace ogniwo::services {

/// Writes the .bel archive (PROTOCOL section 4) as the signed head has it. Blocks on the database.
/// Errors: election.unknown, storage.*, the sink's.
Result<void> write_archive(const FederationLog& log, std::string_view election,
                           const std::function<Result<void>(ByteView)>& sink);

} // namespace ogniwo::services
