#pragma once
// The append-only log in the store: entries, the nodes of perfect subtrees, blobs, used nonces.

#include "ballots/ledger/entry.hpp"
#include "crypto/merkle/tree.hpp"
#include "storage/transaction.hpp"

namespace ogniwo::storage {

/// Size and root as the database itself has them (unsigned).
struct Head {
    std::uint64_t size = 0;
    Digest root = merkle::empty_root();
    friend bool operator==(const Head&, const Head&) = default;
};

/// Blobs are at most this large.
inline constexpr std::size_t max_blob_bytes = std::size_t{16} << 20;

/// The writer's view of the log: appends into a transaction. One thread.
class LedgerWriter {
  public:
    /// The log as stored. Errors: storage.read, storage.corrupt (nodes do not give the stored root).
    static Result<LedgerWriter> load(const Reader& reader, std::string origin);

    /// Appends an entry: checks its form, origin, signatures and nonces (each (key, nonce) once), that its
    /// blobs are stored or in this transaction, and assigns the index. Writes entry, nodes, nonces and head.
    /// Errors: entry.*, act.*, ledger.origin, ledger.nonce, ledger.blob, storage.read.
    Result<std::uint64_t> append(Transaction& transaction, ByteView entry);
    /// Stores a blob under its SHA-256 and returns the hex of it. Errors: ledger.blob_size, storage.read.
    Result<std::string> put_blob(Transaction& transaction, ByteView bytes);

    [[nodiscard]] Head head() const { return {range_.size(), range_.root()}; }
    [[nodiscard]] const std::string& origin() const { return origin_; }

    /// The state before a command, to go back to together with Transaction::roll_back.
    using Mark = merkle::CompactRange;
    [[nodiscard]] Mark mark() const { return range_; }
    void roll_back(Mark mark) { range_ = std::move(mark); }

  private:
    LedgerWriter(std::string origin, merkle::CompactRange range)
        : origin_(std::move(origin)), range_(std::move(range)) {}
    std::string origin_;
    merkle::CompactRange range_;
};

// Reading, from any thread. Errors of all: storage.read, storage.corrupt.

Result<Head> read_head(const Reader& reader);
/// Errors: ledger.range.
Result<Bytes> read_entry(const Reader& reader, std::uint64_t index);
/// Nothing when there is no such blob.
Result<std::optional<Bytes>> read_blob(const Reader& reader, const Digest& digest);
/// Visits entries first..last-1 in order. Errors: ledger.range (one is missing).
Result<void> each_entry(const Reader& reader, std::uint64_t first, std::uint64_t last,
                        const std::function<Result<void>(std::uint64_t, ByteView)>& visit);
/// For proofs: the getter reads from `reader`, which must outlive it.
merkle::NodeGetter node_getter(const Reader& reader);

} // namespace ogniwo::storage
