#include "storage/publish.hpp"

#include "crypto/base/encoding.hpp"

#include <set>

namespace ogniwo::storage {

Result<merkle::Proof> read_inclusion_proof(const Reader& reader, const PublishedHead& head,
                                           std::uint64_t index) {
    return merkle::inclusion_proof(index, head.head.size, node_getter(reader));
}

Result<merkle::Proof> read_consistency_proof(const Reader& reader, const PublishedHead& head,
                                             std::uint64_t old_size) {
    return merkle::consistency_proof(old_size, head.head.size, node_getter(reader));
}

Result<ledger::Receipt> read_receipt(const Reader& reader, const PublishedHead& head,
                                     std::string_view origin, std::uint64_t index) {
    if (index >= head.head.size) {
        return Error("ledger.range", "the entry is not under the signed head");
    }
    OGNIWO_ASSIGN(const Bytes entry, read_entry(reader, index));
    OGNIWO_ASSIGN(merkle::Proof proof, read_inclusion_proof(reader, head, index));
    return ledger::make_receipt(entry, index, std::move(proof), head.note, std::string(origin));
}

Result<std::optional<Bytes>> read_tile(const Reader& reader, const PublishedHead& head,
                                       const ledger::Tile& tile) {
    if (!ledger::tile_exists(tile, head.head.size)) {
        return std::optional<Bytes>();
    }
    const std::uint64_t first = tile.index * ledger::tile_width;
    if (!tile.level) {
        std::vector<Bytes> entries;
        OGNIWO_TRY(each_entry(reader, first, first + tile.width,
                              [&](std::uint64_t, ByteView entry) -> Result<void> {
                                  entries.push_back(to_bytes(entry));
                                  return {};
                              }));
        return std::optional(ledger::encode_entry_bundle(entries));
    }
    const merkle::NodeGetter node = node_getter(reader);
    std::vector<Digest> hashes;
    for (std::uint64_t i = 0; i < tile.width; ++i) {
        OGNIWO_ASSIGN(const Digest hash, node(*tile.level * ledger::tile_height, first + i));
        hashes.push_back(hash);
    }
    return std::optional(ledger::encode_hash_tile(hashes));
}

Result<void> write_export(const Reader& reader, const PublishedHead& head,
                          ledger::ExportWriter::Sink sink) {
    ledger::ExportWriter writer(std::move(sink));
    OGNIWO_TRY(writer.add_checkpoint(head.note));
    std::set<Digest> blobs;
    for (const ledger::Tile& tile : ledger::entry_tiles(head.head.size)) {
        std::vector<Bytes> entries;
        const std::uint64_t first = tile.index * ledger::tile_width;
        OGNIWO_TRY(each_entry(
            reader, first, first + tile.width, [&](std::uint64_t, ByteView bytes) -> Result<void> {
                OGNIWO_ASSIGN(const ledger::Entry entry, ledger::parse_entry(bytes));
                for (const auto& name : ledger::blobs_of(entry.act.body)) {
                    OGNIWO_ASSIGN(const Digest digest, hex_decode_array<32>(name.value));
                    blobs.insert(digest);
                }
                entries.push_back(to_bytes(bytes));
                return {};
            }));
        OGNIWO_TRY(writer.add_entries(tile, entries));
    }
    for (const Digest& digest : blobs) {
        OGNIWO_ASSIGN(const auto bytes, read_blob(reader, digest));
        if (!bytes) {
            return Error("storage.corrupt", "the blob " + hex_encode(digest) + " is missing");
        }
        OGNIWO_TRY(writer.add_blob(digest, *bytes));
    }
    return writer.finish();
}

} // namespace ogniwo::storage
