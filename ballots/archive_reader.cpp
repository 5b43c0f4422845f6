#include "ballots/archive_reader.hpp"

#include "ballots/archive_record.hpp"
#include "crypto/base/encoding.hpp"
#include "crypto/sha256.hpp"

namespace ogniwo::ballots {
namespace {

constexpr std::size_t buffer_bytes = std::size_t{256} << 10;
// A Setup event has the most: election, trustees, credentials, certificate, setup data.
constexpr std::size_t max_data_records = 5;

// A second Setup, a ballot after the end, decryptions without a tally: none of it is possible in
// this order. It is stricter than what the published tools check (PROTOCOL section 13, point 3).
bool may_follow(EventType last, EventType next) {
    switch (next) {
    case EventType::setup: return false;
    case EventType::ballot:
    case EventType::end_ballots: return last == EventType::setup || last == EventType::ballot;
    case EventType::encrypted_tally: return last == EventType::end_ballots;
    case EventType::shuffle:
        return last == EventType::encrypted_tally || last == EventType::shuffle;
    case EventType::end_shuffles: return last == EventType::shuffle;
    case EventType::partial_decryption:
        return last == EventType::encrypted_tally || last == EventType::end_shuffles ||
               last == EventType::partial_decryption;
    case EventType::result: return last == EventType::partial_decryption;
    }
    return false;
}

Error payload_error(const Event& event, std::string_view what) {
    return {"archive.payload", std::string(event_type_name(event.type)) + " event " +
                                   std::to_string(event.height) + ": " + std::string(what)};
}

Verdict check_setup_data(const ArchiveEvent& e) {
    OGNIWO_ASSIGN(const SetupData setup, parse_setup_data(e.data.back().body));
    const std::size_t files = setup.credentials_certificate ? 4 : 3;
    if (e.data.size() != files + 1) {
        return payload_error(e.event, "wrong number of data records");
    }
    if (e.data[0].hash != setup.election || e.data[1].hash != setup.trustees ||
        e.data[2].hash != setup.credentials ||
        (setup.credentials_certificate && e.data[3].hash != *setup.credentials_certificate)) {
        return payload_error(e.event, "a file is not the one that the setup names");
    }
    return pass();
}

Verdict check_inner_hash(const ArchiveEvent& e, const Digest& named) {
    if (e.data[0].hash != named) {
        return payload_error(e.event, "the object is not the one that its wrapper names");
    }
    return pass();
}

// The records between two events must be exactly those that the event stands on, in their fixed
// order.
Verdict check_payload(const ArchiveEvent& e) {
    const EventType type = e.event.type;
    if (type == EventType::end_ballots || type == EventType::end_shuffles) {
        return e.event.payload || !e.data.empty()
                   ? Verdict(payload_error(e.event, "it has a payload"))
                   : pass();
    }
    if (!e.event.payload || e.data.empty() || e.data.back().hash != *e.event.payload) {
        return payload_error(e.event, "its payload is not the data record before it");
    }
    if (type == EventType::setup) {
        return check_setup_data(e);
    }
    const bool wrapped = type == EventType::encrypted_tally || type == EventType::shuffle ||
                         type == EventType::partial_decryption;
    if (e.data.size() != (wrapped ? 2U : 1U)) {
        return payload_error(e.event, "wrong number of data records");
    }
    if (type == EventType::encrypted_tally) {
        OGNIWO_ASSIGN(const SizedTally sized, parse_sized_tally(e.data[1].body));
        return check_inner_hash(e, sized.encrypted_tally);
    }
    if (wrapped) {
        OGNIWO_ASSIGN(const Owned owned, parse_owned(e.data[1].body));
        return check_inner_hash(e, owned.payload);
    }
    return pass();
}

} // namespace

ArchiveReader::ArchiveReader(const ArchiveSource& source) : source_(source) {}

Verdict ArchiveReader::read_bytes(std::span<std::uint8_t> out) {
    while (!out.empty()) {
        const std::uint64_t used = position_ - buffer_start_;
        if (used >= buffer_.size()) {
            const std::uint64_t left = source_.size() - std::min(position_, source_.size());
            if (out.size() > left) {
                return Error("archive.truncated", "the archive ends in the middle of a record");
            }
            buffer_.resize(static_cast<std::size_t>(std::min<std::uint64_t>(left, buffer_bytes)));
            buffer_start_ = position_;
            OGNIWO_TRY(source_.read_at(position_, buffer_));
            continue;
        }
        const ByteView ready = ByteView(buffer_).subspan(static_cast<std::size_t>(used));
        const std::size_t n = std::min(ready.size(), out.size());
        std::ranges::copy(ready.first(n), out.begin());
        out = out.subspan(n);
        position_ += n;
    }
    return pass();
}

Result<ArchiveReader::Record> ArchiveReader::read_record() {
    ByteArray<tar_block> block{};
    OGNIWO_TRY(read_bytes(block));
    OGNIWO_ASSIGN(const RecordHeader header, parse_record_header(block));
    Record record;
    record.name = header.name;
    record.data.offset = position_;
    const std::uint64_t padded = padded_size(header.size);
    // Asked before anything is allocated: a header may promise more than there is.
    if (padded > source_.size() - position_) {
        return Error("archive.truncated", "the archive ends in the middle of a record");
    }
    record.data.body.resize(static_cast<std::size_t>(header.size));
    OGNIWO_TRY(read_bytes(record.data.body));
    ByteArray<tar_block> padding{};
    const auto rest = std::span(padding).first(static_cast<std::size_t>(padded - header.size));
    OGNIWO_TRY(read_bytes(rest));
    if (std::ranges::any_of(rest, [](std::uint8_t byte) { return byte != 0; })) {
        return Error("archive.record",
                     "the padding before byte " + std::to_string(position_) + " is not zero");
    }
    if (record.data.offset != tar_block && header.mtime != timestamp_) {
        return Error("archive.record", "the time of the record before byte " +
                                           std::to_string(position_) + " is not the archive's");
    }
    if (record.data.offset == tar_block) {
        timestamp_ = header.mtime;
    }
    record.data.hash = crypto::sha256(record.data.body);
    return record;
}

Result<std::uint64_t> ArchiveReader::read_header() {
    OGNIWO_ASSIGN(const Record record, read_record());
    if (record.name != first_record_name) {
        return Error("archive.header", "the first record is not called BELENIOS");
    }
    OGNIWO_ASSIGN(const std::uint64_t timestamp, parse_first_record(record.data.body));
    if (timestamp != timestamp_) {
        return Error("archive.header", "the time of the first record is not the one it names");
    }
    return timestamp;
}

Verdict ArchiveReader::check_chain(const Event& event) const {
    if (event.height != height_) {
        return Error("archive.chain", "expected height " + std::to_string(height_) + ", got " +
                                          std::to_string(event.height));
    }
    if (event.parent != parent_) {
        return Error("archive.chain",
                     "event " + std::to_string(height_) + " does not name the event before it");
    }
    const bool in_order =
        height_ == 0 ? event.type == EventType::setup : may_follow(last_type_, event.type);
    if (!in_order) {
        return Error("archive.order",
                     "event " + std::to_string(height_) + " is a " +
                         std::string(event_type_name(event.type)) +
                         (height_ == 0 ? ", expected Setup"
                                       : " after " + std::string(event_type_name(last_type_))));
    }
    return pass();
}

Result<std::optional<ArchiveEvent>> ArchiveReader::next() {
    ArchiveEvent out;
    while (position_ < source_.size()) {
        OGNIWO_ASSIGN(Record record, read_record());
        if (record.name == data_record_name(record.data.hash)) {
            if (out.data.size() == max_data_records) {
                return Error("archive.unreferenced", "too many data records before an event");
            }
            out.data.push_back(std::move(record.data));
            continue;
        }
        if (record.name != event_record_name(record.data.hash)) {
            return Error("archive.hash", "the record before byte " + std::to_string(position_) +
                                             " is not named after its hash");
        }
        out.hash = record.data.hash;
        OGNIWO_ASSIGN(out.event, parse_event(record.data.body));
        OGNIWO_TRY(check_chain(out.event));
        OGNIWO_TRY(check_payload(out));
        out.end = position_;
        parent_ = out.hash;
        ++height_;
        last_type_ = out.event.type;
        return std::optional(std::move(out));
    }
    if (!out.data.empty()) {
        return Error("archive.unreferenced", "data records after the last event");
    }
    return std::optional<ArchiveEvent>{};
}

} // namespace ogniwo::ballots
