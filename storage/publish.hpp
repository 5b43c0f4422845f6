#pragma once
// What the log shows to everyone: proofs, receipts, tiles and the export, read from one signed head.

#include "ballots/ledger/export.hpp"
#include "ballots/ledger/receipt.hpp"
#include "storage/commit_queue.hpp"

namespace ogniwo::storage {

// Any thread; `head` must be a head that was published from this store. Errors of all: storage.read,
// storage.corrupt, ledger.range (beyond the head).

/// Entry, inclusion proof and checkpoint of one entry.
Result<ledger::Receipt> read_receipt(const Reader& reader, const PublishedHead& head,
                                     std::string_view origin, std::uint64_t index);

/// Path of a leaf under the signed root. Errors: merkle.range too.
Result<merkle::Proof> read_inclusion_proof(const Reader& reader, const PublishedHead& head,
                                           std::uint64_t index);

/// That the log of `old_size` is a prefix of the signed one. Errors: merkle.range too.
Result<merkle::Proof> read_consistency_proof(const Reader& reader, const PublishedHead& head,
                                             std::uint64_t old_size);

/// The bytes of a tile or entry bundle; nothing when the signed log does not fill it. A partial tile is
/// served for every width that the signed log has, so for every size that was ever a checkpoint.
Result<std::optional<Bytes>> read_tile(const Reader& reader, const PublishedHead& head,
                                       const ledger::Tile& tile);

/// Writes the whole log at this head: the same head gives the same bytes. Errors: the sink's,
/// storage.corrupt (a blob that an entry names is missing).
Result<void> write_export(const Reader& reader, const PublishedHead& head,
                          ledger::ExportWriter::Sink sink);

} // namespace ogniwo::storage
