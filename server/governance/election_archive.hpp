#pragma once
// The public archive of a secret election (PROTOCOL section 4), rebuilt from the ledger: every event of it has
// its entry, so the server that publishes it and the verifier that checks it make the same bytes.

#include "ballots/archive_writer.hpp"
#include "ballots/ledger/kinds.hpp"
#include "crypto/base/clock.hpp"

#include <functional>

namespace ogniwo::governance {

/// One thread; what it refers to must outlive it.
class ElectionArchive {
  public:
    /// The bytes of a blob by its name. Its errors end the archive.
    using Blobs = std::function<Result<Bytes>(const ledger::DigestHex& name)>;
    /// Takes the next bytes. Its errors end the archive.
    using Sink = std::function<Result<void>(ByteView)>;

    /// `prepared_at`: `at` of the election.prepared entry; its whole seconds are the archive's timestamp.
    ElectionArchive(const ledger::ElectionPrepared& prepared, UnixMillis prepared_at, Blobs blobs,
                    Sink sink)
        : prepared_(prepared), blobs_(std::move(blobs)), sink_(std::move(sink)),
          writer_(static_cast<std::uint64_t>(prepared_at) / 1000) {}

    /// Header and Setup event; first, once.
    Result<void> begin();
    /// The event of an entry, in log order; entries of other votes and kinds pass by. Errors: ledger.owned (an
    /// entry names another wrapper of a shuffle or decryption than the archive holds), those of the blobs and the sink.
    Result<void> add(const ledger::Body& body);

  private:
    /// What a shuffle's or decryption's entry names, when its wrapper is the one that belongs to it.
    [[nodiscard]] Result<Bytes> owned(std::int64_t owner, const ledger::DigestHex& payload,
                                      const ledger::DigestHex& wrapper) const;

    const ledger::ElectionPrepared& prepared_;
    Blobs blobs_;
    Sink sink_;
    ballots::ArchiveWriter writer_;
};

} // namespace ogniwo::governance
