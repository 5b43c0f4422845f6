#include "ballots/ledger/entry.hpp"

#include "ballots/ledger/ballot_entry.hpp"
#include "crypto/base/check.hpp"
#include "crypto/base/encoding.hpp"
#include "crypto/sha256.hpp"

#include <set>

namespace ogniwo::ledger {
namespace {

constexpr std::string_view act_prefix = "ogniwo/act/v1\n";
constexpr JsonLimits limits{.max_bytes = max_entry_bytes, .max_depth = 12, .max_values = 20'000};

Result<Act> read_act(const json::value& value) {
    const auto object = expect_object(value, {{"body", "kind", "nonce", "origin"}});
    if (!object) {
        return Error("act.shape", object.error().detail());
    }
    Act act;
    OGNIWO_ASSIGN(act.origin, get_string(**object, "origin"));
    OGNIWO_ASSIGN(const std::string nonce, get_string(**object, "nonce"));
    OGNIWO_ASSIGN(const std::string kind, get_string(**object, "kind"));
    OGNIWO_ASSIGN(const json::object* body, get_object(**object, "body"));
    const auto decoded = hex_decode_array<16>(nonce);
    if (!decoded) {
        return Error("act.shape", "a nonce is 32 hexadecimal digits");
    }
    act.nonce = *decoded;
    OGNIWO_ASSIGN(act.body, parse_body(kind, *body));
    return act;
}

Result<EntrySignature> read_signature(const json::value& value) {
    const auto object = expect_object(value, {{"key", "sig"}});
    if (!object) {
        return Error("entry.signatures", object.error().detail());
    }
    OGNIWO_ASSIGN(const std::string key, get_string(**object, "key"));
    OGNIWO_ASSIGN(const std::string sig, get_string(**object, "sig"));
    const auto signature = hex_decode_array<64>(sig);
    if (!hex_decode_array<32>(key) || !signature) {
        return Error("entry.signatures", "a key is 64 and a signature 128 hexadecimal digits");
    }
    return EntrySignature{KeyHex{key}, *signature};
}

Verdict check_signers(const std::vector<EntrySignature>& signatures) {
    std::set<KeyHex> keys;
    for (const EntrySignature& signature : signatures) {
        keys.insert(signature.key);
    }
    if (signatures.empty() || signatures.size() > max_signatures ||
        keys.size() != signatures.size()) {
        return Error("entry.signatures", "1 to 16 signatures, each by another key");
    }
    return pass();
}

} // namespace

Act make_act(std::string origin, Body body, Rng& rng) {
    Act act{std::move(origin), {}, std::move(body)};
    rng.fill(act.nonce);
    return act;
}

std::string encode_act(const Act& act) {
    return write_canonical_json(json::object{{"body", encode_body(act.body)},
                                             {"kind", kind_of(act.body)},
                                             {"nonce", hex_encode(act.nonce)},
                                             {"origin", act.origin}});
}

Result<Act> parse_act(std::string_view bytes) {
    OGNIWO_ASSIGN(const json::value value, parse_json(bytes, limits));
    OGNIWO_ASSIGN(Act act, read_act(value));
    if (encode_act(act) != bytes) {
        return Error("act.canonical", "not in canonical form");
    }
    return act;
}

Bytes signed_bytes(std::string_view act) {
    Bytes bytes = to_bytes(act_prefix);
    append(bytes, act);
    return bytes;
}

EntrySignature sign_act(std::string_view act, const crypto::SigningKey& key) {
    return {key_hex(key.public_key()), key.sign(signed_bytes(act))};
}

Verdict verify_act_signature(std::string_view act, const EntrySignature& signature) {
    if (!crypto::verify_signature(public_key(signature.key), signed_bytes(act),
                                  signature.signature)) {
        return Error("act.signature", "the signature of key " + signature.key.value + " is wrong");
    }
    return pass();
}

std::vector<KeyHex> Entry::signers() const {
    std::vector<KeyHex> keys;
    keys.reserve(signatures.size());
    for (const EntrySignature& signature : signatures) {
        keys.push_back(signature.key);
    }
    return keys;
}

// Members in canonical order: "act" < "at" < "sigs". The act goes in as it was signed.
Result<std::string> encode_entry(std::string_view act, std::optional<UnixMillis> at,
                                 const std::vector<EntrySignature>& signatures) {
    OGNIWO_TRY(check_signers(signatures));
    std::string out = "{\"act\":" + std::string(act);
    if (at) {
        out += ",\"at\":" + std::to_string(*at);
    }
    out += ",\"sigs\":[";
    for (const EntrySignature& signature : signatures) {
        out += out.back() == '[' ? "{\"key\":\"" : ",{\"key\":\"";
        out += signature.key.value + "\",\"sig\":\"" + hex_encode(signature.signature) + "\"}";
    }
    out += "]}";
    if (out.size() > max_entry_bytes) {
        return Error("entry.size", "more than " + std::to_string(max_entry_bytes) + " bytes");
    }
    return out;
}

Result<Entry> parse_entry(ByteView bytes) {
    if (bytes.size() > max_entry_bytes) {
        return Error("entry.size", "more than " + std::to_string(max_entry_bytes) + " bytes");
    }
    if (auto ballot = read_ballot_entry(as_text(bytes))) {
        return std::move(*ballot);
    }
    OGNIWO_ASSIGN(const json::value value, parse_json(as_text(bytes), limits));
    const auto object = expect_object(value, {{"act", "sigs"}, {"at"}});
    if (!object) {
        return Error("entry.shape", object.error().detail());
    }
    Entry entry;
    OGNIWO_ASSIGN(entry.act, read_act((*object)->at("act")));
    entry.act_bytes = encode_act(entry.act);
    if ((*object)->contains("at")) {
        OGNIWO_ASSIGN(const std::int64_t at, get_int(**object, "at"));
        if (at < 0) {
            return Error("entry.shape", "a time before 1970");
        }
        if (std::holds_alternative<BallotAccepted>(entry.act.body)) {
            return Error("entry.shape", "the entry of a ballot carries no time");
        }
        entry.at = at;
    }
    OGNIWO_ASSIGN(const json::array* signatures, get_array(**object, "sigs"));
    for (const json::value& item : *signatures) {
        OGNIWO_ASSIGN(const EntrySignature signature, read_signature(item));
        entry.signatures.push_back(signature);
    }
    OGNIWO_ASSIGN(const std::string canonical,
                  encode_entry(entry.act_bytes, entry.at, entry.signatures));
    if (canonical != as_text(bytes)) {
        return Error("entry.canonical", "not in canonical form");
    }
    return entry;
}

Verdict verify_signatures(const Entry& entry) {
    for (const EntrySignature& signature : entry.signatures) {
        OGNIWO_TRY(verify_act_signature(entry.act_bytes, signature));
    }
    return pass();
}

std::optional<std::string> tracker_of(const Entry& entry) {
    if (const auto* ballot = std::get_if<BallotAccepted>(&entry.act.body)) {
        return ballot->tracker.value;
    }
    if (std::holds_alternative<OpenVoteCast>(entry.act.body)) {
        return base64_encode(crypto::sha256(signed_bytes(entry.act_bytes)), Padding::none);
    }
    return std::nullopt;
}

std::optional<std::string> election_of(const Entry& entry) {
    if (const auto* ballot = std::get_if<BallotAccepted>(&entry.act.body)) {
        return ballot->election.value;
    }
    if (const auto* open = std::get_if<OpenVoteCast>(&entry.act.body)) {
        return open->vote.value;
    }
    return std::nullopt;
}

KeyHex key_hex(const crypto::PublicKey& key) { return KeyHex{hex_encode(key)}; }

crypto::PublicKey public_key(const KeyHex& key) {
    const auto bytes = hex_decode_array<32>(key.value);
    OGNIWO_CHECK(bytes.has_value()); // a KeyHex is checked where it is read
    return *bytes;
}

} // namespace ogniwo::ledger
