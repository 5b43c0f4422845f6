#include "ballots/archive_writer.hpp"

#include "ballots/archive_event.hpp"
#include "ballots/archive_record.hpp"
#include "crypto/base/check.hpp"
#include "crypto/sha256.hpp"

namespace ogniwo::ballots {

ArchiveWriter::ArchiveWriter(std::uint64_t timestamp) : timestamp_(timestamp) {
    OGNIWO_CHECK(timestamp <= max_timestamp);
}

void ArchiveWriter::append_data(Bytes& out, ByteView body) const {
    append_record(out, data_record_name(crypto::sha256(body)), body, timestamp_);
}

void ArchiveWriter::append_event(Bytes& out, EventType type, const std::optional<Digest>& payload) {
    const std::string body = encode_event({parent_, height_, type, payload});
    const Digest hash = crypto::sha256(as_bytes(body));
    append_record(out, event_record_name(hash), as_bytes(body), timestamp_);
    parent_ = hash;
    ++height_;
}

ArchiveWriter ArchiveWriter::resume(std::uint64_t timestamp, std::uint64_t events,
                                    const Digest& last) {
    ArchiveWriter writer(timestamp);
    writer.height_ = events;
    writer.parent_ = last;
    return writer;
}

Bytes ArchiveWriter::begin() {
    OGNIWO_CHECK(height_ == 0);
    Bytes out;
    append_record(out, first_record_name, as_bytes(first_record_body(timestamp_)), timestamp_);
    return out;
}

Bytes ArchiveWriter::add_setup(ByteView election, ByteView trustees, ByteView credentials) {
    Bytes out;
    for (const ByteView body : {election, trustees, credentials}) {
        append_data(out, body);
    }
    const std::string setup = encode_setup_data({crypto::sha256(election), crypto::sha256(trustees),
                                                 crypto::sha256(credentials), std::nullopt});
    append_data(out, as_bytes(setup));
    append_event(out, EventType::setup, crypto::sha256(as_bytes(setup)));
    return out;
}

Bytes ArchiveWriter::add_ballot(ByteView ballot) {
    Bytes out;
    append_data(out, ballot);
    append_event(out, EventType::ballot, crypto::sha256(ballot));
    return out;
}

Bytes ArchiveWriter::end_ballots() {
    Bytes out;
    append_event(out, EventType::end_ballots, std::nullopt);
    return out;
}

Bytes ArchiveWriter::add_encrypted_tally(ByteView encrypted_tally, ByteView sized_tally) {
    Bytes out;
    append_data(out, encrypted_tally);
    append_data(out, sized_tally);
    append_event(out, EventType::encrypted_tally, crypto::sha256(sized_tally));
    return out;
}

Bytes ArchiveWriter::owned_event(EventType type, std::uint64_t owner, ByteView object) {
    Bytes out;
    append_data(out, object);
    const std::string owned = encode_owned({owner, crypto::sha256(object)});
    append_data(out, as_bytes(owned));
    append_event(out, type, crypto::sha256(as_bytes(owned)));
    return out;
}

Bytes ArchiveWriter::add_shuffle(std::uint64_t owner, ByteView shuffle) {
    return owned_event(EventType::shuffle, owner, shuffle);
}

Bytes ArchiveWriter::end_shuffles() {
    Bytes out;
    append_event(out, EventType::end_shuffles, std::nullopt);
    return out;
}

Bytes ArchiveWriter::add_partial_decryption(std::uint64_t owner, ByteView partial_decryption) {
    return owned_event(EventType::partial_decryption, owner, partial_decryption);
}

Bytes ArchiveWriter::add_result(ByteView result) {
    Bytes out;
    append_data(out, result);
    append_event(out, EventType::result, crypto::sha256(result));
    return out;
}

} // namespace ogniwo::ballots
