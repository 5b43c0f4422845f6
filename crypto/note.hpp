#pragma once
// C2SP signed notes and tlog checkpoints: the form in which a log's head is signed and published.

#include "crypto/signature.hpp"

#include <optional>

namespace ogniwo::crypto {

/// A verifier key as text: "<name>+<8 hex digits>+<base64(0x01 || public key)>".
struct NoteVerifier {
    std::string name;
    PublicKey key{};
};

/// Whether a text may name a key or an origin: 1 to 200 bytes of UTF-8, no white space, no "+".
bool is_note_name(std::string_view name);

/// First four bytes of SHA-256(name || "\n" || 0x01 || key).
ByteArray<4> note_key_hash(std::string_view name, const PublicKey& key);

std::string encode_note_verifier(const NoteVerifier& verifier);
/// Errors: note.key.
Result<NoteVerifier> parse_note_verifier(std::string_view text);

/// text + "\n" + "— <name> <base64(key hash || signature)>\n". Precondition: the text ends in "\n" and holds
/// no empty line at its end; is_note_name(name).
std::string sign_note(std::string_view text, std::string_view name, const SigningKey& key);

/// The text of a note that carries a good signature of this verifier. Other signatures are passed over, as
/// the format asks. At most 64 KiB and 100 signatures.
/// Errors: note.syntax, note.signature (none of this key, or a wrong one).
Result<std::string> open_note(std::string_view note, const NoteVerifier& verifier);

/// The head of a log at one size.
struct Checkpoint {
    std::string origin;
    std::uint64_t size = 0;
    Digest root{};
    friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};

/// "<origin>\n<size>\n<base64 root>\n".
std::string encode_checkpoint(const Checkpoint& checkpoint);
/// Accepts further (extension) lines, as the format asks. Errors: checkpoint.syntax.
Result<Checkpoint> parse_checkpoint(std::string_view text);

/// open_note, then parse_checkpoint, and the origin must be the verifier's name.
/// Errors: theirs, checkpoint.origin.
Result<Checkpoint> open_checkpoint(std::string_view note, const NoteVerifier& verifier);

} // namespace ogniwo::crypto
