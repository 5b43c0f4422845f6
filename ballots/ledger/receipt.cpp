#include "ballots/ledger/receipt.hpp"

#include "crypto/base/encoding.hpp"

namespace ogniwo::ledger {
namespace {

constexpr JsonLimits limits{.max_bytes = std::size_t{256} * 1024, .max_depth = 4, .max_values = 200};

Result<Receipt> read(const json::value& value) {
    OGNIWO_ASSIGN(const json::object* object,
                  expect_object(value, {{"version", "origin", "election", "tracker", "entry",
                                         "entry_index", "inclusion_proof", "checkpoint"}}));
    OGNIWO_ASSIGN(const std::int64_t version, get_int(*object, "version"));
    if (version != 1) {
        return Error("receipt.shape", "unknown version");
    }
    Receipt receipt;
    OGNIWO_ASSIGN(receipt.origin, get_string(*object, "origin"));
    OGNIWO_ASSIGN(receipt.election, get_string(*object, "election"));
    OGNIWO_ASSIGN(receipt.tracker, get_string(*object, "tracker"));
    OGNIWO_ASSIGN(receipt.checkpoint, get_string(*object, "checkpoint"));
    OGNIWO_ASSIGN(const std::string entry, get_string(*object, "entry"));
    OGNIWO_ASSIGN(receipt.entry, base64_decode(entry, Padding::required));
    OGNIWO_ASSIGN(const std::int64_t index, get_int(*object, "entry_index"));
    if (index < 0) {
        return Error("receipt.shape", "a negative index");
    }
    receipt.entry_index = static_cast<std::uint64_t>(index);
    OGNIWO_ASSIGN(const json::array* proof, get_array(*object, "inclusion_proof"));
    if (proof->size() > merkle::max_proof_length) {
        return Error("receipt.shape", "the proof is too long");
    }
    for (const json::value& hash : *proof) {
        const json::string* text = hash.if_string();
        OGNIWO_ASSIGN(const Digest digest,
                      hex_decode_array<32>(text == nullptr ? "" : std::string_view(*text)));
        receipt.inclusion_proof.push_back(digest);
    }
    return receipt;
}

} // namespace

Receipt make_receipt(ByteView entry, std::uint64_t index, merkle::Proof proof,
                     std::string checkpoint, std::string origin) {
    Receipt receipt{std::move(origin), {},    {}, to_bytes(entry), index, std::move(proof),
                    std::move(checkpoint)};
    if (const auto parsed = parse_entry(entry)) {
        receipt.election = election_of(*parsed).value_or("");
        receipt.tracker = tracker_of(*parsed).value_or("");
    }
    return receipt;
}

json::object encode_receipt(const Receipt& receipt) {
    json::array proof;
    for (const Digest& hash : receipt.inclusion_proof) {
        proof.push_back(json::value(hex_encode(hash)));
    }
    return {{"version", 1},
            {"origin", receipt.origin},
            {"election", receipt.election},
            {"tracker", receipt.tracker},
            {"entry", base64_encode(receipt.entry, Padding::required)},
            {"entry_index", receipt.entry_index},
            {"inclusion_proof", std::move(proof)},
            {"checkpoint", receipt.checkpoint}};
}

Result<Receipt> parse_receipt(std::string_view text) {
    OGNIWO_ASSIGN(const json::value value, parse_json(text, limits));
    auto receipt = read(value);
    if (!receipt) {
        return Error("receipt.shape", receipt.error().text());
    }
    return receipt;
}

Verdict verify_receipt(const Receipt& receipt, const crypto::NoteVerifier& log) {
    if (receipt.origin != log.name) {
        return Error("receipt.origin", "the receipt is of the log " + receipt.origin);
    }
    const auto checkpoint = crypto::open_checkpoint(receipt.checkpoint, log);
    if (!checkpoint) {
        return Error("receipt.checkpoint", checkpoint.error().text());
    }
    const auto entry = parse_entry(receipt.entry);
    if (!entry) {
        return Error("receipt.entry", entry.error().text());
    }
    if (const auto signatures = verify_signatures(*entry); !signatures) {
        return Error("receipt.entry", signatures.error().text());
    }
    if (entry->act.origin != log.name) {
        return Error("receipt.origin", "the entry is of the log " + entry->act.origin);
    }
    if (election_of(*entry).value_or("") != receipt.election) {
        return Error("receipt.election", "the entry is of another vote");
    }
    if (tracker_of(*entry).value_or("") != receipt.tracker) {
        return Error("receipt.tracker", "the entry holds another vote");
    }
    if (receipt.entry_index >= checkpoint->size) {
        return Error("receipt.index", "the index is beyond the checkpoint");
    }
    if (const auto included =
            merkle::verify_inclusion(receipt.entry_index, checkpoint->size,
                                     leaf_hash(receipt.entry), receipt.inclusion_proof,
                                     checkpoint->root);
        !included) {
        return Error("receipt.inclusion", included.error().text());
    }
    return pass();
}

} // namespace ogniwo::ledger
