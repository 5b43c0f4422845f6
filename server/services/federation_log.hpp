#pragma once
// The one way in: decide -> commit -> evolve (ARCHITECTURE "The write path"). Holds the federation's state twice:
// the writer's, which runs ahead within a batch, and the published one, which is durable and signed.

#include "ballots/ledger/receipt.hpp"
#include "server/governance/state.hpp"
#include "storage/ballot_box.hpp"
#include "storage/database.hpp"

#include <boost/asio/awaitable.hpp>

#include <shared_mutex>

namespace ogniwo::services {

namespace asio = boost::asio;

/// A person's act as it came in: canonical bytes and the signature over them.
struct PersonalAct {
    std::string act;
    ledger::EntrySignature signature;
};

/// An entry to be. With `personal` the act is that one and `body` must be what it says; without, the server
/// makes the act.
struct Draft {
    ledger::Body body;
    std::optional<PersonalAct> personal;
    /// Whether the server's key signs (too).
    bool server_signs = true;
    /// Whether the entry carries the server's time; never for ballots.
    bool timed = true;
};

/// What a commit appended: indexes in the order of the drafts, and the signed head over them.
struct Appended {
    std::vector<std::uint64_t> indexes;
    storage::Committed head;
};

/// Thread-safe unless a member says otherwise.
class FederationLog {
  public:
    /// Runs on the writer thread; may write private tables and blobs through the context, which are undone
    /// with everything else after an error.
    using Decide =
        std::function<Result<std::vector<Draft>>(const governance::State&, storage::CommitContext&)>;
    using Done = std::function<void(Result<Appended>)>;

    struct Parts {
        storage::Database& database;
        const crypto::SigningKey& server_key;
        const Clock& clock;
        Rng& rng; ///< thread-safe
    };

    /// Replays the log and hashes its entries. A log that does not replay, or whose entries do not give its
    /// root, freezes the database: its beginning can be read. Errors: none so far.
    static Result<std::unique_ptr<FederationLog>> open(Parts parts);
    ~FederationLog();
    FederationLog(const FederationLog&) = delete;
    FederationLog& operator=(const FederationLog&) = delete;

    /// Starts the writer; without it only reading works. Errors: those of Database::start_writer.
    Result<void> start_writer(const crypto::SigningKey& log_key,
                              storage::CommitQueue::Options options,
                              std::function<void(const Error&)> fatal);
    /// Finishes what waits and stops the writer.
    void stop_writer();

    /// Decides, appends and evolves; `done` is called once on the writer thread. Errors: storage.frozen,
    /// those of CommitQueue::submit.
    Result<void> submit(Decide decide, Done done);
    /// The same for a coroutine, which resumes on its own executor. Errors: also those of `decide`,
    /// LedgerWriter::append and State::apply.
    asio::awaitable<Result<Appended>> commit(Decide decide);
    /// The same for a thread that may block.
    Result<Appended> commit_and_wait(Decide decide);

    /// Runs `read` under a shared lock with the published state; keep it short.
    template <class F> auto with_state(F read) const {
        const std::shared_lock lock(mutex_);
        return read(published_);
    }
    /// The election of that uuid; null when there is none.
    [[nodiscard]] std::shared_ptr<const ballots::SecretElection>
    election(std::string_view uuid) const;

    /// The 32 bytes behind the lot of an election's CountRule: SHA-256 of the server's signature over
    /// "ogniwo/lot/v1\n" and the uuid. Nothing to store, and nobody without the server's key can tell it; it is
    /// published with the result.
    [[nodiscard]] Digest lot_of(std::string_view uuid) const;
    /// The uuid of what is announced in the place of a withdrawn election. It comes from the server's key too: it is
    /// the same whenever it is asked for, before and after a restart.
    [[nodiscard]] std::string successor_of(std::string_view uuid) const;
    /// Receipt of entry `index` under the published head. Blocks on the database.
    /// Errors: ledger.range, storage.* (storage.frozen: no receipt under the signed head), merkle.*.
    [[nodiscard]] Result<ledger::Receipt> receipt(std::uint64_t index) const;
    [[nodiscard]] storage::PublishedHead head() const;
    [[nodiscard]] const storage::Store& store() const { return parts_.database.store(); }
    /// Store::purge. Blocks.
    [[nodiscard]] Result<void> purge(storage::Table table) {
        return parts_.database.store().purge(table);
    }
    [[nodiscard]] const std::string& origin() const { return parts_.database.origin(); }
    [[nodiscard]] const std::optional<Error>& frozen() const { return parts_.database.frozen(); }
    /// What a reader is told of an error that the data gave: storage.frozen when the log is frozen, for then the
    /// database may not reach the signed head; otherwise the error itself.
    [[nodiscard]] Error frozen_or(const Error& error) const;
    [[nodiscard]] std::size_t waiting() const;
    /// For commands only: the writer thread's ballot box.
    [[nodiscard]] storage::BallotBox& ballot_box() { return ballot_box_; }
    /// Exact bytes of an entry made and signed by the server. Errors: entry.size.
    [[nodiscard]] Result<std::string> server_entry(const ledger::Body& body, bool timed) const;

  private:
    struct Applied {
        ledger::Body body;
        std::vector<ledger::KeyHex> signers;
        std::uint64_t index = 0;
        std::optional<UnixMillis> at;
    };
    explicit FederationLog(Parts parts) : parts_(parts) {}
    Result<void> replay();
    Result<std::vector<Applied>> run(const Decide& decide, storage::CommitContext& context);
    Result<Applied> append(const Draft& draft, storage::CommitContext& context) const;
    void publish(const std::vector<Applied>& applied);
    Result<void> open_election(const ledger::Body& body);
    /// SHA-256 of the server's signature over the label and the uuid.
    [[nodiscard]] Digest derived(std::string_view label, std::string_view uuid) const;

    Parts parts_;
    storage::BallotBox ballot_box_;
    governance::State working_; ///< writer thread, or before it starts
    mutable std::shared_mutex mutex_;
    governance::State published_;
    std::map<std::string, std::shared_ptr<const ballots::SecretElection>, std::less<>> elections_;
    std::unique_ptr<storage::CommitQueue> queue_; // last: its thread uses everything above
};

} // namespace ogniwo::services
