#pragma once
// Receipts (LEDGER "Receipt"): that a vote is on the ledger, checkable by anyone who has the log's key.

#include "ballots/ledger/entry.hpp"
#include "crypto/note.hpp"

namespace ogniwo::ledger {

/// A receipt is a JSON object of these members; `entry` is base64, the proof a list of 64-digit hex hashes.
struct Receipt {
    std::string origin;
    std::string election; ///< uuid of an election, or id of an open vote
    std::string tracker;
    Bytes entry;
    std::uint64_t entry_index = 0;
    merkle::Proof inclusion_proof;
    std::string checkpoint; ///< signed note
};

/// The receipt of any entry; election and tracker stay empty when the entry records no vote.
Receipt make_receipt(ByteView entry, std::uint64_t index, merkle::Proof proof,
                     std::string checkpoint, std::string origin);

json::object encode_receipt(const Receipt& receipt);
/// At most 256 KiB. Errors: receipt.shape, json.*.
Result<Receipt> parse_receipt(std::string_view text);

/// Everything that a receipt claims, against the log key that the caller brings, never one in the receipt.
/// Does not need the ballot. Errors: receipt.origin, receipt.checkpoint (not signed by the key, or not of
/// this log), receipt.entry (does not parse, or a signature is wrong), receipt.election, receipt.tracker,
/// receipt.index (not below the size), receipt.inclusion.
Verdict verify_receipt(const Receipt& receipt, const crypto::NoteVerifier& log);

} // namespace ogniwo::ledger
