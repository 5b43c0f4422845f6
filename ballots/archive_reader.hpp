#pragma once
// Reads an archive as a stream of events, each with the data records that belong to it.
//
// Every check that needs no cryptography beyond SHA-256 is made here: canonical records, names that
// are the hashes of the bodies, the chain of events, the order of records and events. What the
// reader lets through is byte for byte what ArchiveWriter would write again.

#include "ballots/archive_event.hpp"
#include "ballots/archive_source.hpp"

namespace ogniwo::ballots {

/// The body of a data record.
struct DataRecord {
    Digest hash{};
    Bytes body;
    /// Where the body starts in the archive.
    std::uint64_t offset = 0;
};

struct ArchiveEvent {
    Event event;
    Digest hash{};
    /// In the order of PROTOCOL section 4; Setup: election, trustees, credentials, certificate
    /// (when there is one), setup data; EncryptedTally: tally, sized tally; Shuffle and
    /// PartialDecryption: object, owned wrapper; Ballot and Result: the object.
    std::vector<DataRecord> data;
    /// Bytes of the archive up to the end of this event.
    std::uint64_t end = 0;
};

/// Memory: one event and a read buffer. Not thread-safe.
class ArchiveReader {
  public:
    /// `source` must outlive the reader.
    explicit ArchiveReader(const ArchiveSource& source);

    /// Reads the first record. Call once, before next(). Errors: archive.header, archive.record,
    /// archive.truncated, archive.read.
    Result<std::uint64_t> read_header();

    /// The next event, or nothing at the end of the archive. Errors: archive.record, archive.hash,
    /// archive.truncated, archive.read, archive.event, archive.chain, archive.order,
    /// archive.payload (a data record is missing or does not belong to the event),
    /// archive.unreferenced (data after the last event), archive.setup_data, archive.owned,
    /// archive.sized_tally.
    Result<std::optional<ArchiveEvent>> next();

  private:
    struct Record {
        std::string name;
        DataRecord data;
    };
    Result<Record> read_record();
    Verdict read_bytes(std::span<std::uint8_t> out);
    Verdict check_chain(const Event& event) const;

    const ArchiveSource& source_;
    std::uint64_t position_ = 0;
    std::uint64_t timestamp_ = 0;
    Bytes buffer_;
    std::uint64_t buffer_start_ = 0;
    std::uint64_t height_ = 0;
    std::optional<Digest> parent_;
    EventType last_type_ = EventType::setup;
};

} // namespace ogniwo::ballots
