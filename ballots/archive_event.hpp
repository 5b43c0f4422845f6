#pragma once
// Events of an archive and the small JSON objects that tie data records to them (PROTOCOL section
// 4). Readers are strict: they accept exactly the bytes that the encoders give.

#include "crypto/base/bytes.hpp"
#include "crypto/base/result.hpp"

#include <optional>
#include <string>

namespace ogniwo::ballots {

enum class EventType {
    setup,
    ballot,
    end_ballots,
    encrypted_tally,
    shuffle,
    end_shuffles,
    partial_decryption,
    result,
};

/// "Setup", "Ballot", ... as in event bodies.
std::string_view event_type_name(EventType type);

struct Event {
    /// Hash of the previous event; nothing at height 0.
    std::optional<Digest> parent;
    std::uint64_t height = 0;
    EventType type = EventType::setup;
    /// Hash of a data record; nothing for end_ballots and end_shuffles.
    std::optional<Digest> payload;
};

std::string encode_event(const Event& event);
/// Errors: archive.event.
Result<Event> parse_event(ByteView body);

/// The payload of a Setup event.
struct SetupData {
    Digest election{};
    Digest trustees{};
    Digest credentials{};
    /// 3.3 and later, optional.
    std::optional<Digest> credentials_certificate;
};
std::string encode_setup_data(const SetupData& data);
/// Errors: archive.setup_data.
Result<SetupData> parse_setup_data(ByteView body);

/// The payload of a PartialDecryption or Shuffle event.
struct Owned {
    std::uint64_t owner = 0;
    Digest payload{};
};
std::string encode_owned(const Owned& owned);
/// Errors: archive.owned.
Result<Owned> parse_owned(ByteView body);

/// The payload of an EncryptedTally event. Weights above 1073741823 are written as strings.
struct SizedTally {
    std::uint64_t num_tallied = 0;
    std::uint64_t total_weight = 0;
    Digest encrypted_tally{};
};
std::string encode_sized_tally(const SizedTally& tally);
/// Errors: archive.sized_tally.
Result<SizedTally> parse_sized_tally(ByteView body);

} // namespace ogniwo::ballots
