#pragma once
// The single writer. Commands wait in a bounded queue, are taken in batches and made durable together.
//
// For each batch: run the commands -> one durable write -> read the new entries back and re-hash them -> sign
// the checkpoint -> write and fsync the head file -> publish the checkpoint -> release the results. A result is
// released only when its entries are on stable storage and under a signed head.

#include "storage/head_guard.hpp"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>

namespace ogniwo::storage {

/// What a command may do, on the writer thread.
class CommitContext {
  public:
    CommitContext(Transaction& transaction, LedgerWriter& ledger)
        : transaction_(transaction), ledger_(ledger) {}
    [[nodiscard]] Transaction& transaction() { return transaction_; }
    [[nodiscard]] std::uint64_t next_index() const { return ledger_.head().size; }
    /// Errors: those of LedgerWriter::append.
    Result<std::uint64_t> append(ByteView entry) { return ledger_.append(transaction_, entry); }
    /// Errors: those of LedgerWriter::put_blob.
    Result<std::string> put_blob(ByteView bytes) { return ledger_.put_blob(transaction_, bytes); }

  private:
    Transaction& transaction_;
    LedgerWriter& ledger_;
};

/// A signed head; immutable once published.
struct PublishedHead {
    Head head;
    std::string note;
};

/// What a command got. An error of the command itself leaves no trace in the store.
using Committed = std::shared_ptr<const PublishedHead>;

class CommitQueue {
  public:
    /// Runs on the writer thread. After an error everything that it wrote is undone.
    using Command = std::function<Result<void>(CommitContext&)>;
    /// Called on the writer thread, once, in the order of the commands. Must not block.
    using Done = std::function<void(Result<Committed>)>;

    struct Options {
        std::size_t max_waiting = 1024; ///< commands
        std::size_t max_batch = 256;    ///< commands
        /// Below this the disk is as good as full: commands are refused, nothing is lost.
        std::uint64_t min_free_bytes = std::uint64_t{64} << 20;
        std::vector<std::filesystem::path> disks; ///< folders whose free space is watched
    };
    struct Parts {
        Store& store;
        LedgerWriter ledger;
        const HeadGuard& guard;
        const crypto::SigningKey& log_key;
        PublishedHead published;
        /// Told once, on the writer thread, when a write or a sync failed: the process must stop.
        std::function<void(const Error&)> fatal;
    };

    CommitQueue(Parts parts, Options options);
    /// drain() if that was not done.
    ~CommitQueue();
    CommitQueue(const CommitQueue&) = delete;
    CommitQueue& operator=(const CommitQueue&) = delete;

    /// Any thread. Done is called exactly once when this returns a value. Errors: storage.queue_full,
    /// storage.stopped, storage.failed (a write failed before).
    Result<void> submit(Command command, Done done);
    /// Refuses new commands, finishes the waiting ones, joins the writer.
    void drain();
    /// The last published head. Any thread.
    [[nodiscard]] Committed published() const;
    [[nodiscard]] std::size_t waiting() const;

  private:
    struct Job {
        Command command;
        Done done;
        Result<void> outcome;
    };
    void run();
    std::vector<Job> take_batch();
    void commit(std::vector<Job>& jobs);
    Result<void> run_commands(std::vector<Job>& jobs, Transaction& transaction);
    Result<Committed> make_durable(const Transaction& transaction, const Head& before);
    void fail(std::vector<Job>& jobs, const Error& error);

    Parts parts_;
    Options options_;
    mutable std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Job> waiting_;
    Committed published_;
    bool stopping_ = false;
    bool failed_ = false;
    std::thread writer_; // last: it uses everything above
};

} // namespace ogniwo::storage
