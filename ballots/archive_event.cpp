#include "ballots/archive_event.hpp"

#include "ballots/weight_json.hpp"
#include "crypto/base/check.hpp"
#include "crypto/base/encoding.hpp"
#include "crypto/base/json.hpp"

namespace ogniwo::ballots {
namespace {

constexpr EventType all_types[] = {EventType::setup,
                                   EventType::ballot,
                                   EventType::end_ballots,
                                   EventType::encrypted_tally,
                                   EventType::shuffle,
                                   EventType::end_shuffles,
                                   EventType::partial_decryption,
                                   EventType::result};

std::string quoted_hex(const Digest& hash) {
    return '"' + hex_encode(hash) + '"';
}

Result<Digest> get_digest(const json::object& object, std::string_view key) {
    OGNIWO_ASSIGN(const std::string text, get_string(object, key));
    return hex_decode_array<32>(text);
}

Result<std::optional<Digest>> get_optional_digest(const json::object& object,
                                                  std::string_view key) {
    if (!object.contains(key)) {
        return std::optional<Digest>{};
    }
    OGNIWO_ASSIGN(const Digest digest, get_digest(object, key));
    return std::optional(digest);
}

Result<std::uint64_t> get_count(const json::object& object, std::string_view key) {
    OGNIWO_ASSIGN(const std::int64_t value, get_int(object, key));
    if (value < 0) {
        return Error("json.number", "negative");
    }
    return static_cast<std::uint64_t>(value);
}

Result<Event> read_event(const json::object& object) {
    Event event;
    OGNIWO_ASSIGN(event.parent, get_optional_digest(object, "parent"));
    OGNIWO_ASSIGN(event.height, get_count(object, "height"));
    OGNIWO_ASSIGN(const std::string name, get_string(object, "type"));
    OGNIWO_ASSIGN(event.payload, get_optional_digest(object, "payload"));
    const auto* type = std::ranges::find(all_types, name, event_type_name);
    if (type == std::end(all_types)) {
        return Error("archive.event", "unknown type of event");
    }
    event.type = *type;
    return event;
}

Result<SetupData> read_setup_data(const json::object& object) {
    SetupData data;
    OGNIWO_ASSIGN(data.election, get_digest(object, "election"));
    OGNIWO_ASSIGN(data.trustees, get_digest(object, "trustees"));
    OGNIWO_ASSIGN(data.credentials, get_digest(object, "credentials"));
    OGNIWO_ASSIGN(data.credentials_certificate,
                  get_optional_digest(object, "credentials_certificate"));
    return data;
}

Result<Owned> read_owned(const json::object& object) {
    Owned owned;
    OGNIWO_ASSIGN(owned.owner, get_count(object, "owner"));
    OGNIWO_ASSIGN(owned.payload, get_digest(object, "payload"));
    return owned;
}

Result<SizedTally> read_sized_tally(const json::object& object) {
    SizedTally tally;
    OGNIWO_ASSIGN(tally.num_tallied, get_count(object, "num_tallied"));
    const json::value* weight = object.if_contains("total_weight");
    if (weight == nullptr) {
        return Error("json.shape", "missing member \"total_weight\"");
    }
    OGNIWO_ASSIGN(tally.total_weight, parse_weight_json(*weight));
    OGNIWO_ASSIGN(tally.encrypted_tally, get_digest(object, "encrypted_tally"));
    return tally;
}

// Decodes, then demands that encoding gives the same bytes: one accepted text for each value.
template <class Read, class Encode>
auto parse_exactly(ByteView body, const char* id, Read read, Encode encode)
    -> decltype(read(std::declval<const json::object&>())) {
    const auto value = parse_json(as_text(body));
    if (!value) {
        return Error(id, value.error().text());
    }
    const json::object* object = value->if_object();
    if (object == nullptr) {
        return Error(id, "not an object");
    }
    auto decoded = read(*object);
    if (!decoded) {
        return Error(id, decoded.error().text());
    }
    if (encode(*decoded) != as_text(body)) {
        return Error(id, "not in canonical form");
    }
    return decoded;
}

} // namespace

std::string_view event_type_name(EventType type) {
    switch (type) {
    case EventType::setup: return "Setup";
    case EventType::ballot: return "Ballot";
    case EventType::end_ballots: return "EndBallots";
    case EventType::encrypted_tally: return "EncryptedTally";
    case EventType::shuffle: return "Shuffle";
    case EventType::end_shuffles: return "EndShuffles";
    case EventType::partial_decryption: return "PartialDecryption";
    case EventType::result: return "Result";
    }
    OGNIWO_CHECK(false && "a type of event");
}

std::string encode_event(const Event& event) {
    std::string out = "{";
    if (event.parent) {
        out += "\"parent\":" + quoted_hex(*event.parent) + ",";
    }
    out += "\"height\":" + std::to_string(event.height) + ",\"type\":\"";
    out += event_type_name(event.type);
    out += '"';
    if (event.payload) {
        out += ",\"payload\":" + quoted_hex(*event.payload);
    }
    return out + "}";
}

Result<Event> parse_event(ByteView body) {
    return parse_exactly(body, "archive.event", read_event, encode_event);
}

std::string encode_setup_data(const SetupData& data) {
    std::string out = "{\"election\":" + quoted_hex(data.election) +
                      ",\"trustees\":" + quoted_hex(data.trustees) +
                      ",\"credentials\":" + quoted_hex(data.credentials);
    if (data.credentials_certificate) {
        out += ",\"credentials_certificate\":" + quoted_hex(*data.credentials_certificate);
    }
    return out + "}";
}

Result<SetupData> parse_setup_data(ByteView body) {
    return parse_exactly(body, "archive.setup_data", read_setup_data, encode_setup_data);
}

std::string encode_owned(const Owned& owned) {
    return "{\"owner\":" + std::to_string(owned.owner) +
           ",\"payload\":" + quoted_hex(owned.payload) + "}";
}

Result<Owned> parse_owned(ByteView body) {
    return parse_exactly(body, "archive.owned", read_owned, encode_owned);
}

std::string encode_sized_tally(const SizedTally& tally) {
    return "{\"num_tallied\":" + std::to_string(tally.num_tallied) +
           ",\"total_weight\":" + write_json(weight_json(tally.total_weight)) +
           ",\"encrypted_tally\":" + quoted_hex(tally.encrypted_tally) + "}";
}

Result<SizedTally> parse_sized_tally(ByteView body) {
    return parse_exactly(body, "archive.sized_tally", read_sized_tally, encode_sized_tally);
}

} // namespace ogniwo::ballots
