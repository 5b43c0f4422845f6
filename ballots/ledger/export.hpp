#pragma once
// A whole ledger in one file (LEDGER "Export"): a ustar archive of
//
//   checkpoint              the signed note
//   tile/entries/<N>[...]   every entry below its size, in bundles of 256 (tiles.hpp)
//   blob/<sha256>           every blob that those entries name, once, ascending
//
// in this order and nothing else, so that one log at one size has one export, to the byte.
// No I/O here: bytes leave through a Sink and come in through a Source. One thread at a time.

#include "ballots/ledger/entry.hpp"
#include "ballots/ledger/tiles.hpp"
#include "crypto/note.hpp"

namespace ogniwo::ledger {

/// An item of an export is at most this large: a bundle of 256 entries, or a blob (16 MiB).
inline constexpr std::size_t max_export_item_bytes = std::size_t{17} << 20;

class ExportWriter {
  public:
    /// Takes the next bytes. Its errors end the export.
    using Sink = std::function<Result<void>(ByteView)>;
    explicit ExportWriter(Sink sink) : sink_(std::move(sink)) {}

    /// First. Errors: those of the sink.
    Result<void> add_checkpoint(std::string_view note);
    /// Then each tile of entry_tiles(size), in order. Errors: those of the sink.
    Result<void> add_entries(const Tile& tile, std::span<const Bytes> entries);
    /// Then the blobs, by ascending digest, which must be theirs. Errors: those of the sink.
    Result<void> add_blob(const Digest& digest, ByteView bytes);
    Result<void> finish();

  private:
    Result<void> add(std::string_view name, ByteView bytes);
    Sink sink_;
};

/// Reads an export from its beginning, checking order, names, sizes and the hash of every blob, in memory
/// for one item. What the entries say is verify_export's business.
class ExportReader {
  public:
    /// Fills at most out.size() bytes and returns how many: 0 only at the end.
    using Source = std::function<Result<std::size_t>(std::span<std::uint8_t> out)>;
    explicit ExportReader(Source source) : source_(std::move(source)) {}

    struct Item {
        enum class Kind { checkpoint, entries, blob } kind = Kind::checkpoint;
        Tile tile;       ///< of entries
        Digest digest{}; ///< of a blob
        Bytes bytes;
    };
    /// The next item; nothing at the end, after which it must not be called. Errors: those of the source,
    /// export.tar, export.order, export.size, export.blob (its hash is not its name), tile.*.
    Result<std::optional<Item>> next();

  private:
    Result<Bytes> take(std::size_t size);
    Result<void> expect_end();
    Result<void> check_order(const Item& item);

    Source source_;
    bool started_ = false;
    std::optional<Tile> last_tile_;
    std::optional<Digest> last_blob_;
};

/// Told of what was verified, in the order of the log, then of the blobs. Its errors end the verification.
struct ExportVisitor {
    std::function<Result<void>(std::uint64_t index, const Entry& entry, ByteView bytes)> entry;
    std::function<Result<void>(const Digest& digest, ByteView bytes)> blob;
};

/// Verifies a whole export against the log's key: the checkpoint's signature, every entry's form, origin,
/// signatures and nonce, the Merkle root over all entries, and that exactly the blobs are there that the
/// entries name. What the entries mean together is governance's question: hence the visitor, which sees
/// entries before the root is known to be right.
/// Returns the checkpoint. Errors: those of ExportReader, export.checkpoint, export.entry (with the index),
/// export.nonce, export.root, export.blob_missing, export.blob_unknown, the visitor's.
Result<crypto::Checkpoint> verify_export(ExportReader::Source source,
                                         const crypto::NoteVerifier& log,
                                         const ExportVisitor& visitor);

} // namespace ogniwo::ledger
