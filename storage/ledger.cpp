#include "storage/ledger.hpp"

#include "crypto/base/encoding.hpp"
#include "crypto/sha256.hpp"
#include "storage/keys.hpp"

namespace ogniwo::storage {
namespace {

constexpr std::string_view head_key = "head";

Error corrupt(std::string detail) { return {"storage.corrupt", std::move(detail)}; }

Result<bool> blob_present(const Transaction& transaction, const ledger::DigestHex& digest) {
    OGNIWO_ASSIGN(const Digest key, hex_decode_array<32>(digest.value));
    return transaction.has(Table::blobs, key);
}

} // namespace

merkle::NodeGetter node_getter(const Reader& reader) {
    return [&reader](unsigned level, std::uint64_t index) -> Result<Digest> {
        OGNIWO_ASSIGN(const auto value, reader.get(Table::nodes, keys::node(level, index)));
        if (!value || value->size() != 32) {
            return corrupt("node " + std::to_string(level) + "/" + std::to_string(index) +
                           " is missing");
        }
        return to_array<32>(*value);
    };
}

Result<Head> read_head(const Reader& reader) {
    OGNIWO_ASSIGN(const auto value, reader.get(Table::meta, as_bytes(head_key)));
    Head head;
    if (!value) {
        return head;
    }
    if (value->size() != 40) {
        return corrupt("the head has the wrong length");
    }
    head.size = read_be<std::uint64_t>(*value);
    std::copy_n(value->begin() + 8, 32, head.root.begin());
    return head;
}

Result<LedgerWriter> LedgerWriter::load(const Reader& reader, std::string origin) {
    OGNIWO_ASSIGN(const Head head, read_head(reader));
    OGNIWO_ASSIGN(auto range, merkle::CompactRange::load(head.size, node_getter(reader)));
    if (range.root() != head.root) {
        return corrupt("the nodes do not give the stored root");
    }
    return LedgerWriter(std::move(origin), std::move(range));
}

Result<std::uint64_t> LedgerWriter::append(Transaction& transaction, ByteView bytes) {
    OGNIWO_ASSIGN(const ledger::Entry entry, ledger::parse_entry(bytes));
    if (entry.act.origin != origin_) {
        return Error("ledger.origin", "the act is for the log " + entry.act.origin);
    }
    OGNIWO_TRY(ledger::verify_signatures(entry));
    for (const ledger::DigestHex& blob : ledger::blobs_of(entry.act.body)) {
        OGNIWO_ASSIGN(const bool present, blob_present(transaction, blob));
        if (!present) {
            return Error("ledger.blob", "the blob " + blob.value + " is not stored");
        }
    }
    const std::uint64_t index = range_.size();
    for (const ledger::EntrySignature& signature : entry.signatures) {
        const Bytes key = keys::nonce(ledger::public_key(signature.key), entry.act.nonce);
        OGNIWO_ASSIGN(const bool used, transaction.has(Table::nonces, key));
        if (used) {
            return Error("ledger.nonce", "this key has signed with this nonce before");
        }
        transaction.put(Table::nonces, key, keys::number(index));
    }
    transaction.put(Table::entries, keys::number(index), bytes);
    range_.append(ledger::leaf_hash(bytes),
                  [&](unsigned level, std::uint64_t node, const Digest& hash) {
                      transaction.put(Table::nodes, keys::node(level, node), hash);
                  });
    Bytes head = keys::number(range_.size());
    ogniwo::append(head, range_.root());
    transaction.put(Table::meta, as_bytes(head_key), head);
    return index;
}

Result<std::string> LedgerWriter::put_blob(Transaction& transaction, ByteView bytes) {
    if (bytes.size() > max_blob_bytes) {
        return Error("ledger.blob_size", "more than 16 MiB");
    }
    const Digest digest = crypto::sha256(bytes);
    OGNIWO_ASSIGN(const bool present, transaction.has(Table::blobs, digest));
    if (!present) {
        transaction.put(Table::blobs, digest, bytes);
    }
    return hex_encode(digest);
}

Result<Bytes> read_entry(const Reader& reader, std::uint64_t index) {
    OGNIWO_ASSIGN(auto value, reader.get(Table::entries, keys::number(index)));
    if (!value) {
        return Error("ledger.range", "no entry " + std::to_string(index));
    }
    return std::move(*value);
}

Result<std::optional<Bytes>> read_blob(const Reader& reader, const Digest& digest) {
    OGNIWO_ASSIGN(auto value, reader.get(Table::blobs, digest));
    if (value && crypto::sha256(*value) != digest) {
        return corrupt("the blob " + hex_encode(digest) + " is damaged");
    }
    return value;
}

Result<void> each_entry(const Reader& reader, std::uint64_t first, std::uint64_t last,
                        const std::function<Result<void>(std::uint64_t, ByteView)>& visit) {
    std::uint64_t expected = first;
    Result<void> result;
    OGNIWO_TRY(reader.scan(Table::entries, keys::number(first), keys::number(last),
                           [&](ByteView key, ByteView value) {
                               if (key.size() != 8 || read_be<std::uint64_t>(key) != expected) {
                                   return false;
                               }
                               result = visit(expected, value);
                               expected += result ? 1U : 0U;
                               return result.has_value();
                           }));
    if (!result) {
        return result;
    }
    if (expected != last) {
        return Error("ledger.range", "entry " + std::to_string(expected) + " is missing");
    }
    return {};
}

} // namespace ogniwo::storage
