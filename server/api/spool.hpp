#pragma once
// Large downloads, written to an unnamed file first: the memory they take does not grow with them.

#include "server/api/app.hpp"

namespace ogniwo::api {

/// The archive of an election as the signed head has it. Blocks: for the CPU pool.
/// Errors: election.unknown, storage.*, http.file.
Result<http::FileBody> spool_archive(const App& app, const std::string& election);

/// The whole ledger at the signed head as one tar. Blocks. Errors: storage.*, http.file.
Result<http::FileBody> spool_export(const App& app);

} // namespace ogniwo::api
