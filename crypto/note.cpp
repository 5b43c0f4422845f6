#include "crypto/note.hpp"

#include "crypto/base/check.hpp"
#include "crypto/base/encoding.hpp"
#include "crypto/sha256.hpp"

namespace ogniwo::crypto {
namespace {

constexpr std::uint8_t ed25519_algorithm = 0x01;
constexpr std::string_view signature_mark = "\xe2\x80\x94 "; // em dash and a space
constexpr std::size_t max_note_bytes = 64 * 1024;
constexpr std::size_t max_signatures = 100;

// Space characters of Unicode beyond ASCII, in UTF-8 (White_Space=yes).
bool has_unicode_space(std::string_view text) {
    static constexpr std::array<std::string_view, 19> spaces{
        "\xc2\x85",     "\xc2\xa0",     "\xe1\x9a\x80", "\xe2\x80\x80", "\xe2\x80\x81",
        "\xe2\x80\x82", "\xe2\x80\x83", "\xe2\x80\x84", "\xe2\x80\x85", "\xe2\x80\x86",
        "\xe2\x80\x87", "\xe2\x80\x88", "\xe2\x80\x89", "\xe2\x80\x8a", "\xe2\x80\xa8",
        "\xe2\x80\xa9", "\xe2\x80\xaf", "\xe2\x81\x9f", "\xe3\x80\x80"};
    return std::ranges::any_of(
        spaces, [&](std::string_view space) { return text.find(space) != std::string_view::npos; });
}

bool is_control(char c) { return static_cast<unsigned char>(c) < ' ' && c != '\n'; }

// Splits off the next line; nothing when there is no line feed.
std::optional<std::string_view> take_line(std::string_view& rest) {
    const std::size_t end = rest.find('\n');
    if (end == std::string_view::npos) {
        return std::nullopt;
    }
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    return line;
}

} // namespace

bool is_note_name(std::string_view name) {
    const auto forbidden = [](char c) {
        return static_cast<unsigned char>(c) <= ' ' || c == '+' || c == 0x7f;
    };
    return !name.empty() && name.size() <= 200 && is_utf8(name) &&
           std::ranges::none_of(name, forbidden) && !has_unicode_space(name);
}

ByteArray<4> note_key_hash(std::string_view name, const PublicKey& key) {
    static constexpr ByteArray<2> separator{'\n', ed25519_algorithm};
    const Digest digest = sha256({as_bytes(name), separator, key});
    ByteArray<4> hash{};
    std::copy_n(digest.begin(), hash.size(), hash.begin());
    return hash;
}

std::string encode_note_verifier(const NoteVerifier& verifier) {
    Bytes key{ed25519_algorithm};
    append(key, verifier.key);
    return verifier.name + "+" + hex_encode(note_key_hash(verifier.name, verifier.key)) + "+" +
           base64_encode(key, Padding::required);
}

Result<NoteVerifier> parse_note_verifier(std::string_view text) {
    const Error bad("note.key", "expected name+hash+key");
    const std::size_t first = text.find('+');
    const std::size_t second = first == std::string_view::npos ? first : text.find('+', first + 1);
    if (second == std::string_view::npos || !is_note_name(text.substr(0, first))) {
        return bad;
    }
    const auto key = base64_decode_array<33>(text.substr(second + 1), Padding::required);
    if (!key || (*key)[0] != ed25519_algorithm) {
        return bad;
    }
    NoteVerifier verifier{std::string(text.substr(0, first)), {}};
    std::copy_n(key->begin() + 1, verifier.key.size(), verifier.key.begin());
    if (encode_note_verifier(verifier) != text) {
        return Error("note.key", "the hash does not belong to the key");
    }
    return verifier;
}

std::string sign_note(std::string_view text, std::string_view name, const SigningKey& key) {
    OGNIWO_CHECK(is_note_name(name) && text.ends_with('\n'));
    Bytes blob = to_bytes(note_key_hash(name, key.public_key()));
    append(blob, key.sign(as_bytes(text)));
    return std::string(text) + "\n" + std::string(signature_mark) + std::string(name) + " " +
           base64_encode(blob, Padding::required) + "\n";
}

Result<std::string> open_note(std::string_view note, const NoteVerifier& verifier) {
    const std::size_t split = note.rfind("\n\n");
    if (note.size() > max_note_bytes || split == std::string_view::npos || !is_utf8(note) ||
        std::ranges::any_of(note, is_control)) {
        return Error("note.syntax", "not a signed note");
    }
    const std::string_view text = note.substr(0, split + 1);
    std::string_view rest = note.substr(split + 2);
    const auto hash = note_key_hash(verifier.name, verifier.key);
    bool verified = false;
    std::size_t count = 0;
    while (!rest.empty()) {
        const auto line = take_line(rest);
        if (!line || !line->starts_with(signature_mark) || ++count > max_signatures) {
            return Error("note.syntax", "not a signature line");
        }
        const std::string_view body = line->substr(signature_mark.size());
        const std::size_t space = body.find(' ');
        if (space == std::string_view::npos || !is_note_name(body.substr(0, space))) {
            return Error("note.syntax", "not a signature line");
        }
        const auto blob = base64_decode(body.substr(space + 1), Padding::required);
        if (!blob || blob->size() < hash.size()) {
            return Error("note.syntax", "not a signature line");
        }
        const bool ours = body.substr(0, space) == verifier.name &&
                          std::equal(hash.begin(), hash.end(), blob->begin());
        if (ours && !verified) {
            const auto signature = to_array<64>(ByteView(*blob).subspan(hash.size()));
            if (!signature || !verify_signature(verifier.key, as_bytes(text), *signature)) {
                return Error("note.signature", "the signature is wrong");
            }
            verified = true;
        }
    }
    if (!verified) {
        return Error("note.signature", "no signature of the expected key");
    }
    return std::string(text);
}

std::string encode_checkpoint(const Checkpoint& checkpoint) {
    return checkpoint.origin + "\n" + std::to_string(checkpoint.size) + "\n" +
           base64_encode(checkpoint.root, Padding::required) + "\n";
}

Result<Checkpoint> parse_checkpoint(std::string_view text) {
    const Error bad("checkpoint.syntax", "expected origin, size and root, a line each");
    const auto origin = take_line(text);
    const auto size_line = take_line(text);
    const auto root_line = take_line(text);
    if (!origin || !size_line || !root_line || !is_note_name(*origin)) {
        return bad;
    }
    const auto size = decimal_decode(*size_line);
    const auto root = base64_decode_array<32>(*root_line, Padding::required);
    if (!size || !root || *size > (std::uint64_t{1} << 62)) {
        return bad;
    }
    return Checkpoint{std::string(*origin), *size, *root};
}

Result<Checkpoint> open_checkpoint(std::string_view note, const NoteVerifier& verifier) {
    OGNIWO_ASSIGN(const std::string text, open_note(note, verifier));
    OGNIWO_ASSIGN(Checkpoint checkpoint, parse_checkpoint(text));
    if (checkpoint.origin != verifier.name) {
        return Error("checkpoint.origin", "the checkpoint is of another log");
    }
    return checkpoint;
}

} // namespace ogniwo::crypto
