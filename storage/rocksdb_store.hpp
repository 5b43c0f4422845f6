#pragma once
// The embedded database: RocksDB, kept out of every other translation unit.

#include "storage/store.hpp"

#include <filesystem>

namespace ogniwo::storage {

enum class OpenMode {
    /// Creates what is missing.
    create,
    /// Must exist. Refuses damaged write-ahead logs (kTolerateCorruptedTailRecords).
    normal,
    /// Read-only, from whatever can still be read: for a database that does not open any more.
    salvage,
};

/// One process at a time: RocksDB locks the folder, except for salvage. Errors: storage.open (with RocksDB's
/// reason), storage.locked (another process has it), storage.format (a table that this version does not know).
Result<std::unique_ptr<Store>> open_rocksdb(const std::filesystem::path& folder, OpenMode mode);

} // namespace ogniwo::storage
