#include "server/services/archive.hpp"

#include "ballots/archive_writer.hpp"
#include "crypto/base/encoding.hpp"

namespace ogniwo::services {
namespace {

class ArchiveBuilder {
  public:
    ArchiveBuilder(const storage::Store& store, const governance::Vote& vote,
                   const std::function<Result<void>(ByteView)>& sink)
        : store_(store), prepared_(vote.secret()->prepared), sink_(sink),
          writer_(static_cast<std::uint64_t>(*vote.prepared_at) / 1000) {}

    Result<void> begin() {
        OGNIWO_TRY(sink_(writer_.begin()));
        OGNIWO_ASSIGN(const Bytes election, blob(prepared_.setup.election));
        OGNIWO_ASSIGN(const Bytes trustees, blob(prepared_.setup.trustees));
        OGNIWO_ASSIGN(const Bytes credentials, blob(prepared_.setup.credentials));
        return sink_(writer_.add_setup(election, trustees, credentials));
    }

    // Entries of other votes pass by.
    Result<void> add(const ledger::Body& body) {
        if (const auto* ballot = std::get_if<ledger::BallotAccepted>(&body)) {
            if (ballot->election == prepared_.election) {
                OGNIWO_ASSIGN(const Bytes bytes, blob(ledger::blobs_of(body).front()));
                return sink_(writer_.add_ballot(bytes));
            }
        } else if (const auto* closed = std::get_if<ledger::VoteClosed>(&body)) {
            if (closed->vote == prepared_.vote) {
                return sink_(writer_.end_ballots());
            }
        } else if (const auto* tally = std::get_if<ledger::ElectionTallied>(&body)) {
            if (tally->election == prepared_.election) {
                OGNIWO_ASSIGN(const Bytes encrypted, blob(tally->encrypted_tally));
                OGNIWO_ASSIGN(const Bytes sized, blob(tally->sized_tally));
                return sink_(writer_.add_encrypted_tally(encrypted, sized));
            }
        } else if (const auto* posted = std::get_if<ledger::DecryptionPosted>(&body)) {
            if (posted->election == prepared_.election) {
                OGNIWO_ASSIGN(const Bytes bytes, blob(posted->partial_decryption));
                return sink_(writer_.add_partial_decryption(
                    static_cast<std::uint64_t>(posted->owner), bytes));
            }
        } else if (const auto* decided = std::get_if<ledger::ElectionDecided>(&body)) {
            if (decided->election == prepared_.election) {
                OGNIWO_ASSIGN(const Bytes bytes, blob(decided->result));
                return sink_(writer_.add_result(bytes));
            }
        }
        return {};
    }

  private:
    Result<Bytes> blob(const ledger::DigestHex& name) const {
        OGNIWO_ASSIGN(const Digest digest, hex_decode_array<32>(name.value));
        OGNIWO_ASSIGN(auto bytes, storage::read_blob(store_, digest));
        if (!bytes) {
            return Error("storage.corrupt", "the blob " + name.value + " is missing");
        }
        return std::move(*bytes);
    }

    const storage::Store& store_;
    const ledger::ElectionPrepared& prepared_;
    const std::function<Result<void>(ByteView)>& sink_;
    ballots::ArchiveWriter writer_;
};

} // namespace

Result<void> write_archive(const FederationLog& log, std::string_view election,
                           const std::function<Result<void>(ByteView)>& sink) {
    const auto vote = log.with_state([&](const governance::State& state) {
        const auto id = state.vote_of_election(election);
        return id ? std::optional(*state.vote(*id)) : std::nullopt;
    });
    if (!vote) {
        return Error("election.unknown", std::string(election));
    }
    ArchiveBuilder builder(log.store(), *vote, sink);
    OGNIWO_TRY(builder.begin());
    const auto add = [&](std::uint64_t, ByteView bytes) -> Result<void> {
        OGNIWO_ASSIGN(const ledger::Entry entry, ledger::parse_entry(bytes));
        return builder.add(entry.act.body);
    };
    return storage::each_entry(log.store(), vote->prepared_index, log.head().head.size, add);
}

} // namespace ogniwo::services
