#pragma once
// What the layers above may assume of a database: ordered keys, snapshots, atomic durable batches. Nothing
// here knows RocksDB; a shared database could stand behind the same interface.

#include "crypto/base/bytes.hpp"
#include "crypto/base/result.hpp"

#include <functional>
#include <memory>
#include <optional>

namespace ogniwo::storage {

/// FORMAT.md describes every key and value. The numbers are part of the format.
enum class Table : std::uint8_t {
    meta = 0,
    entries = 1,
    nodes = 2,
    nonces = 3,
    blobs = 4,
    trackers = 5,
    credentials = 6,
    participants = 7,
    tallies = 8,
    open_votes = 9,
    people = 10,
    invitations = 11,
    passkeys = 12,
};
inline constexpr std::size_t table_count = 13;
std::string_view table_name(Table table);

/// One change of a batch; no value means erase.
struct Change {
    Table table = Table::meta;
    Bytes key;
    std::optional<Bytes> value;
};
using Batch = std::vector<Change>;

/// Called for each pair in key order; returns false to stop. The views end with the call.
using Visitor = std::function<bool(ByteView key, ByteView value)>;

/// Thread-safe reads of one state.
class Reader {
  public:
    Reader() = default;
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;
    virtual ~Reader() = default;
    /// Nothing when the key is absent; an error is never "absent". Errors: storage.read.
    [[nodiscard]] virtual Result<std::optional<Bytes>> get(Table table, ByteView key) const = 0;
    /// Pairs with from <= key < to; an empty `to` means to the end of the table. Errors: storage.read.
    [[nodiscard]] virtual Result<void> scan(Table table, ByteView from, ByteView to,
                                            const Visitor& visit) const = 0;
};

class Store : public Reader {
  public:
    /// One state of all tables, unmoved by later writes. Must end before the store does.
    [[nodiscard]] virtual std::unique_ptr<const Reader> snapshot() const = 0;
    /// All or nothing, and on stable storage when it returns. After an error the batch may be there or
    /// not, and every further write fails: the caller must stop. Errors: storage.write.
    [[nodiscard]] virtual Result<void> write(const Batch& batch) = 0;
    /// Rewrites the files of a table, so that what was erased or replaced is on the disk no longer (as far as
    /// the file system forgets what it deletes); keys alone may stay until the next start. Blocks for seconds on a large table. Errors: storage.write.
    [[nodiscard]] virtual Result<void> purge(Table table) = 0;
};

/// First key after all that begin with `prefix`; empty when there is none.
Bytes prefix_end(ByteView prefix);

} // namespace ogniwo::storage
