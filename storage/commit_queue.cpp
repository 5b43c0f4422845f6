#include "storage/commit_queue.hpp"

#include "crypto/base/check.hpp"

#include <algorithm>

namespace ogniwo::storage {

CommitQueue::CommitQueue(Parts parts, Options options)
    : parts_(std::move(parts)), options_(std::move(options)),
      published_(std::make_shared<const PublishedHead>(parts_.published)),
      writer_([this] { run(); }) {}

CommitQueue::~CommitQueue() { drain(); }

Result<void> CommitQueue::submit(Command command, Done done) {
    {
        const std::lock_guard lock(mutex_);
        if (failed_) {
            return Error("storage.failed", "an earlier write failed");
        }
        if (stopping_) {
            return Error("storage.stopped", "the server is stopping");
        }
        if (waiting_.size() >= options_.max_waiting) {
            return Error("storage.queue_full", "too many commands wait");
        }
        waiting_.push_back({std::move(command), std::move(done), {}});
    }
    wake_.notify_one();
    return {};
}

void CommitQueue::drain() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_one();
    if (writer_.joinable()) {
        writer_.join();
    }
}

Committed CommitQueue::published() const {
    const std::lock_guard lock(mutex_);
    return published_;
}

std::size_t CommitQueue::waiting() const {
    const std::lock_guard lock(mutex_);
    return waiting_.size();
}

void CommitQueue::run() {
    for (std::vector<Job> jobs = take_batch(); !jobs.empty(); jobs = take_batch()) {
        commit(jobs);
    }
}

// Waits for a first command only: more gather while the batch before is written and synced. To wait for them as well
// cost a fifth of the throughput, with 3 ms, and made nothing better.
std::vector<CommitQueue::Job> CommitQueue::take_batch() {
    std::unique_lock lock(mutex_);
    wake_.wait(lock, [&] { return !waiting_.empty() || stopping_; });
    std::vector<Job> jobs;
    while (!waiting_.empty() && jobs.size() < options_.max_batch) {
        jobs.push_back(std::move(waiting_.front()));
        waiting_.pop_front();
    }
    return jobs;
}

void CommitQueue::commit(std::vector<Job>& jobs) {
    Transaction transaction(parts_.store);
    const Head before = parts_.ledger.head();
    if (const auto ran = run_commands(jobs, transaction); !ran) {
        fail(jobs, ran.error());
        return;
    }
    Committed head = published();
    if (!transaction.empty()) {
        const auto durable = make_durable(transaction, before);
        if (!durable) {
            fail(jobs, durable.error());
            return;
        }
        head = *durable;
        const std::lock_guard lock(mutex_);
        published_ = head;
    }
    for (Job& job : jobs) {
        job.done(job.outcome ? Result<Committed>(head) : Result<Committed>(job.outcome.error()));
    }
}

Result<void> CommitQueue::run_commands(std::vector<Job>& jobs, Transaction& transaction) {
    if (failed_) {
        return Error("storage.failed", "an earlier write failed");
    }
    const bool full = std::ranges::any_of(options_.disks, [&](const auto& folder) {
        std::error_code ec;
        const auto space = std::filesystem::space(folder, ec);
        return !ec && space.available < options_.min_free_bytes;
    });
    for (Job& job : jobs) {
        if (full) {
            job.outcome = Error("storage.no_space", "the disk is full");
            continue;
        }
        const auto transaction_mark = transaction.mark();
        const auto ledger_mark = parts_.ledger.mark();
        CommitContext context(transaction, parts_.ledger);
        job.outcome = job.command(context);
        if (!job.outcome) {
            transaction.roll_back(transaction_mark);
            parts_.ledger.roll_back(ledger_mark);
        }
    }
    return {};
}

Result<Committed> CommitQueue::make_durable(const Transaction& transaction, const Head& before) {
    OGNIWO_TRY(parts_.store.write(transaction.batch()));
    const Head head = parts_.ledger.head();
    if (head == before) {
        return published(); // private data only
    }
    // What is signed is what is stored, not what was meant to be: one flipped bit between the two would make
    // the log unusable for ever.
    OGNIWO_ASSIGN(auto stored,
                  merkle::CompactRange::load(before.size, node_getter(parts_.store)));
    OGNIWO_TRY(each_entry(parts_.store, before.size, head.size,
                          [&](std::uint64_t, ByteView entry) -> Result<void> {
                              stored.append(ledger::leaf_hash(entry), [](auto...) {});
                              return {};
                          }));
    if (stored.root() != head.root) {
        return Error("storage.corrupt", "the stored entries do not give the root");
    }
    const crypto::Checkpoint checkpoint{parts_.ledger.origin(), head.size, head.root};
    std::string note = crypto::sign_note(crypto::encode_checkpoint(checkpoint),
                                         parts_.ledger.origin(), parts_.log_key);
    OGNIWO_TRY(parts_.guard.store(note));
    return std::make_shared<const PublishedHead>(PublishedHead{head, std::move(note)});
}

// Whether the batch is on disk is unknown: say so, and stop for good.
void CommitQueue::fail(std::vector<Job>& jobs, const Error& error) {
    bool first = false;
    {
        const std::lock_guard lock(mutex_);
        first = !failed_;
        failed_ = true;
    }
    for (Job& job : jobs) {
        job.done(Error("storage.unknown", "the write failed; it is unknown what was stored"));
    }
    if (first && parts_.fatal) {
        parts_.fatal(error);
    }
}

} // namespace ogniwo::storage
