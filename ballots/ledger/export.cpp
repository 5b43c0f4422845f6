#include "ballots/ledger/export.hpp"

#include "ballots/ledger/tar.hpp"
#include "crypto/base/check.hpp"
#include "crypto/base/encoding.hpp"
#include "crypto/sha256.hpp"

#include <set>

namespace ogniwo::ledger {
namespace {

constexpr std::string_view checkpoint_name = "checkpoint";
constexpr std::string_view blob_prefix = "blob/";

Result<ExportReader::Item> item_of(std::string_view name) {
    ExportReader::Item item;
    if (name == checkpoint_name) {
        return item;
    }
    if (name.starts_with(blob_prefix)) {
        item.kind = ExportReader::Item::Kind::blob;
        const auto digest = hex_decode_array<32>(name.substr(blob_prefix.size()));
        if (!digest) {
            return Error("export.tar", "a blob is named by its SHA-256");
        }
        item.digest = *digest;
        return item;
    }
    item.kind = ExportReader::Item::Kind::entries;
    OGNIWO_ASSIGN(item.tile, parse_tile_path(name));
    if (item.tile.level) {
        return Error("export.order", "an export holds no hash tiles");
    }
    return item;
}

} // namespace

Result<void> ExportWriter::add(std::string_view name, ByteView bytes) {
    static constexpr ByteArray<tar::block_bytes> zeros{};
    OGNIWO_CHECK(bytes.size() <= max_export_item_bytes);
    OGNIWO_TRY(sink_(tar::header(name, bytes.size())));
    OGNIWO_TRY(sink_(bytes));
    return sink_(ByteView(zeros).first(tar::padding(bytes.size())));
}

Result<void> ExportWriter::add_checkpoint(std::string_view note) {
    return add(checkpoint_name, as_bytes(note));
}

Result<void> ExportWriter::add_entries(const Tile& tile, std::span<const Bytes> entries) {
    OGNIWO_CHECK(!tile.level && entries.size() == tile.width);
    return add(tile_path(tile), encode_entry_bundle(entries));
}

Result<void> ExportWriter::add_blob(const Digest& digest, ByteView bytes) {
    return add(std::string(blob_prefix) + hex_encode(digest), bytes);
}

Result<void> ExportWriter::finish() { return sink_(ByteArray<tar::end_bytes>{}); }

Result<Bytes> ExportReader::take(std::size_t size) {
    Bytes out(size);
    std::size_t filled = 0;
    while (filled < size) {
        OGNIWO_ASSIGN(const std::size_t n, source_(std::span(out).subspan(filled)));
        if (n == 0 || n > size - filled) {
            return Error("export.tar", "the file ends early");
        }
        filled += n;
    }
    return out;
}

// Called after the first of the two empty blocks.
Result<void> ExportReader::expect_end() {
    OGNIWO_ASSIGN(const Bytes second, take(tar::block_bytes));
    if (std::ranges::any_of(second, [](std::uint8_t byte) { return byte != 0; })) {
        return Error("export.tar", "one empty block in the middle");
    }
    ByteArray<1> more{};
    OGNIWO_ASSIGN(const std::size_t n, source_(more));
    if (n != 0) {
        return Error("export.tar", "bytes after the end");
    }
    return {};
}

Result<void> ExportReader::check_order(const Item& item) {
    switch (item.kind) {
    case Item::Kind::checkpoint:
        return started_ ? Result<void>(Error("export.order", "a second checkpoint"))
                        : Result<void>();
    case Item::Kind::entries: {
        const bool follows =
            last_tile_ ? last_tile_->width == tile_width && item.tile.index == last_tile_->index + 1
                       : item.tile.index == 0;
        if (!started_ || last_blob_ || !follows) {
            return Error("export.order", "a bundle of entries out of order");
        }
        last_tile_ = item.tile;
        return {};
    }
    case Item::Kind::blob:
        if (!started_ || (last_blob_ && !(*last_blob_ < item.digest))) {
            return Error("export.order", "a blob out of order");
        }
        last_blob_ = item.digest;
        return {};
    }
    return Error("export.order");
}

Result<std::optional<ExportReader::Item>> ExportReader::next() {
    OGNIWO_ASSIGN(const Bytes block, take(tar::block_bytes));
    OGNIWO_ASSIGN(const auto header, tar::parse_header(block));
    if (!header) {
        if (!started_) {
            return Error("export.order", "there is no checkpoint");
        }
        OGNIWO_TRY(expect_end());
        return std::optional<Item>();
    }
    OGNIWO_ASSIGN(Item item, item_of(header->name));
    OGNIWO_TRY(check_order(item));
    started_ = true;
    if (header->size > max_export_item_bytes) {
        return Error("export.size", header->name + " is too large");
    }
    OGNIWO_ASSIGN(item.bytes, take(static_cast<std::size_t>(header->size)));
    OGNIWO_ASSIGN(const Bytes padding, take(tar::padding(header->size)));
    if (std::ranges::any_of(padding, [](std::uint8_t byte) { return byte != 0; })) {
        return Error("export.tar", "padding must be zero");
    }
    if (item.kind == Item::Kind::blob && crypto::sha256(item.bytes) != item.digest) {
        return Error("export.blob", "the content of " + header->name + " is not what it is named");
    }
    return std::optional(std::move(item));
}

namespace {

// The state of one verification.
class Verifier {
  public:
    Verifier(const crypto::NoteVerifier& log, const ExportVisitor& visitor)
        : log_(log), visitor_(visitor) {}

    Result<void> take(const ExportReader::Item& item) {
        switch (item.kind) {
        case ExportReader::Item::Kind::checkpoint: return take_checkpoint(item.bytes);
        case ExportReader::Item::Kind::entries: return take_entries(item);
        case ExportReader::Item::Kind::blob: return take_blob(item);
        }
        return Error("export.order");
    }

    Result<crypto::Checkpoint> finish() {
        OGNIWO_TRY(check_root());
        if (!wanted_.empty()) {
            return Error("export.blob_missing", "the blob " + hex_encode(*wanted_.begin()));
        }
        return checkpoint_;
    }

  private:
    Result<void> take_checkpoint(ByteView note) {
        const auto checkpoint = crypto::open_checkpoint(as_text(note), log_);
        if (!checkpoint) {
            return Error("export.checkpoint", checkpoint.error().text());
        }
        checkpoint_ = *checkpoint;
        return {};
    }

    Result<void> take_entries(const ExportReader::Item& item) {
        OGNIWO_ASSIGN(const auto entries, parse_entry_bundle(item.bytes, item.tile.width));
        for (const ByteView bytes : entries) {
            OGNIWO_TRY(take_entry(bytes));
        }
        return {};
    }

    Result<void> take_entry(ByteView bytes) {
        const std::uint64_t index = range_.size();
        if (index >= checkpoint_.size) {
            return Error("export.root", "more entries than the checkpoint has");
        }
        const auto entry = parse_entry(bytes);
        Verdict verdict = entry ? verify_signatures(*entry) : Verdict(entry.error());
        if (verdict && entry->act.origin != log_.name) {
            verdict = Error("entry.origin", "the act is for the log " + entry->act.origin);
        }
        if (!verdict) {
            return Error("export.entry",
                         "entry " + std::to_string(index) + ": " + verdict.error().text());
        }
        for (const EntrySignature& signature : entry->signatures) {
            if (!nonces_.insert(crypto::sha256({public_key(signature.key), entry->act.nonce}))
                     .second) {
                return Error("export.nonce",
                             "entry " + std::to_string(index) + " repeats a nonce of its key");
            }
        }
        for (const DigestHex& blob : blobs_of(entry->act.body)) {
            OGNIWO_ASSIGN(const Digest digest, hex_decode_array<32>(blob.value));
            wanted_.insert(digest);
        }
        range_.append(leaf_hash(bytes), [](auto...) {});
        return visitor_.entry ? visitor_.entry(index, *entry, bytes) : Result<void>();
    }

    Result<void> take_blob(const ExportReader::Item& item) {
        OGNIWO_TRY(check_root()); // nothing more is said about a log that does not reach its root
        if (wanted_.erase(item.digest) == 0) {
            return Error("export.blob_unknown", "no entry names " + hex_encode(item.digest));
        }
        return visitor_.blob ? visitor_.blob(item.digest, item.bytes) : Result<void>();
    }

    Result<void> check_root() {
        if (range_.size() != checkpoint_.size || range_.root() != checkpoint_.root) {
            return Error("export.root", "the entries do not give the root of the checkpoint");
        }
        return {};
    }

    const crypto::NoteVerifier& log_;
    const ExportVisitor& visitor_;
    crypto::Checkpoint checkpoint_;
    merkle::CompactRange range_;
    std::set<Digest> nonces_; // of key and nonce
    std::set<Digest> wanted_; // blobs named and not seen yet
};

} // namespace

Result<crypto::Checkpoint> verify_export(ExportReader::Source source,
                                         const crypto::NoteVerifier& log,
                                         const ExportVisitor& visitor) {
    ExportReader reader(std::move(source));
    Verifier verifier(log, visitor);
    for (;;) {
        OGNIWO_ASSIGN(const auto item, reader.next());
        if (!item) {
            return verifier.finish();
        }
        OGNIWO_TRY(verifier.take(*item));
    }
}

} // namespace ogniwo::ledger
