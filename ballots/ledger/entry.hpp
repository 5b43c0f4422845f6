#pragma once
// Acts and entries (LEDGER.md): what a key signs, and the exact bytes that the log hashes.
//
//   act   = canonical JSON {"body","kind","nonce","origin"}
//   signed bytes = "ogniwo/act/v1\n" + act
//   entry = canonical JSON {"act","at"?,"sigs":[{"key","sig"},..]}, at most 65,535 bytes

#include "ballots/ledger/kinds.hpp"
#include "crypto/base/clock.hpp"
#include "crypto/merkle/tree.hpp"
#include "crypto/signature.hpp"

namespace ogniwo::ledger {

inline constexpr std::size_t max_entry_bytes = 65'535;
inline constexpr std::size_t max_signatures = 16;

/// 128 random bits: a (key, nonce) pair is accepted once, so nothing replays.
using Nonce = ByteArray<16>;

struct Act {
    std::string origin;
    Nonce nonce{};
    Body body;
};

/// A new act with a random nonce.
Act make_act(std::string origin, Body body, Rng& rng);

/// The canonical bytes.
std::string encode_act(const Act& act);
/// Refuses what is not in canonical form: parse and encode round-trip to the byte.
/// Errors: act.canonical, act.shape, json.*, entry.kind, entry.body.
Result<Act> parse_act(std::string_view bytes);
/// What a key signs, from the canonical bytes.
Bytes signed_bytes(std::string_view act);

struct EntrySignature {
    KeyHex key;
    crypto::Signature signature{};
};

/// Signs the canonical bytes of an act.
EntrySignature sign_act(std::string_view act, const crypto::SigningKey& key);
/// Errors: act.signature, naming the key.
Verdict verify_act_signature(std::string_view act, const EntrySignature& signature);

/// An entry, read and checked in itself; what it means for the federation is governance's question.
struct Entry {
    Act act;
    std::string act_bytes; ///< canonical
    std::optional<UnixMillis> at;
    std::vector<EntrySignature> signatures; ///< at least one, keys distinct

    [[nodiscard]] std::vector<KeyHex> signers() const;
};

/// The bytes of an entry from a canonical act. Errors: entry.size, entry.signatures (none, too many, or a
/// key twice).
Result<std::string> encode_entry(std::string_view act, std::optional<UnixMillis> at,
                                 const std::vector<EntrySignature>& signatures);

/// Reads an entry: canonical form, shape, size. Does not verify signatures.
/// Errors: entry.size, entry.canonical, entry.shape, entry.signatures, act.*, json.*, entry.kind, entry.body.
Result<Entry> parse_entry(ByteView bytes);

/// Every signature of the entry. Errors: act.signature.
Verdict verify_signatures(const Entry& entry);

inline Digest leaf_hash(ByteView entry) { return merkle::leaf_hash(entry); }

/// Tracker of an entry that records one vote: the named one of a ballot.accepted, SHA-256 of the signed bytes
/// of an open_vote.cast; nothing for other kinds.
std::optional<std::string> tracker_of(const Entry& entry);
/// The election (or open vote) that such an entry belongs to; nothing for other kinds.
std::optional<std::string> election_of(const Entry& entry);

/// 64 lowercase hexadecimal digits.
KeyHex key_hex(const crypto::PublicKey& key);
crypto::PublicKey public_key(const KeyHex& key);

} // namespace ogniwo::ledger
