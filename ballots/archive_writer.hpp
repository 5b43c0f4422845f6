#pragma once
// Writes the public archive of an election, `UUID.bel` (PROTOCOL section 4), piece by piece.
//
// Every function returns the bytes to append to the file, so that an archive of any size can be
// written or sent with bounded memory. Same calls, same bytes.

#include "ballots/archive_event.hpp"
#include "crypto/base/bytes.hpp"

#include <optional>

namespace ogniwo::ballots {

class ArchiveWriter {
  public:
    /// `timestamp`: seconds since the Unix epoch, the mtime of every record. Precondition: < 2^33
    /// (eleven octal digits).
    explicit ArchiveWriter(std::uint64_t timestamp);

    /// Goes on where an archive of `events` events with this last hash ended.
    static ArchiveWriter resume(std::uint64_t timestamp, std::uint64_t events, const Digest& last);

    /// The BELENIOS record. First call, once.
    [[nodiscard]] Bytes begin();
    [[nodiscard]] Bytes add_setup(ByteView election, ByteView trustees, ByteView credentials);
    [[nodiscard]] Bytes add_ballot(ByteView ballot);
    [[nodiscard]] Bytes end_ballots();
    [[nodiscard]] Bytes add_encrypted_tally(ByteView encrypted_tally, ByteView sized_tally);
    /// `owner`: number of the mixer's trustee, from 1.
    [[nodiscard]] Bytes add_shuffle(std::uint64_t owner, ByteView shuffle);
    [[nodiscard]] Bytes end_shuffles();
    [[nodiscard]] Bytes add_partial_decryption(std::uint64_t owner, ByteView partial_decryption);
    [[nodiscard]] Bytes add_result(ByteView result);

    /// Events so far.
    [[nodiscard]] std::uint64_t events() const { return height_; }
    /// Hash of the last event: the head of the chain. Nothing before the first.
    [[nodiscard]] const std::optional<Digest>& last_event() const { return parent_; }

  private:
    void append_data(Bytes& out, ByteView body) const;
    Bytes owned_event(EventType type, std::uint64_t owner, ByteView object);
    void append_event(Bytes& out, EventType type, const std::optional<Digest>& payload);

    std::uint64_t timestamp_;
    std::uint64_t height_ = 0;
    std::optional<Digest> parent_;
};

} // namespace ogniwo::ballots
