#pragma once
// Checks and counts the ballots of an archive on several threads, in bounded memory. Internal to
// the verifier.
//
// Results are taken in the order of the archive, so that the first invalid ballot is the same
// whatever the number of threads. When a credential votes again, its earlier ballot is read once
// more from the archive and taken out of the tally: no ciphertext is kept.

#include "ballots/archive_reader.hpp"
#include "ballots/secret_election.hpp"
#include "crypto/base/encoding.hpp"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <unordered_set>

namespace ogniwo::ballots {

class BallotPipeline {
  public:
    /// Both must outlive the pipeline. `threads` >= 1.
    BallotPipeline(const SecretElection& election, const ArchiveSource& archive, unsigned threads);
    BallotPipeline(const BallotPipeline&) = delete;
    BallotPipeline& operator=(const BallotPipeline&) = delete;
    ~BallotPipeline();

    /// Hands over the next ballot of the archive; may wait for earlier ones. Errors: that of the
    /// first ballot found invalid so far, with its number from 1 and its tracker in the detail.
    Verdict submit(DataRecord ballot);

    /// Waits for all ballots handed over. Errors: those of submit.
    Verdict finish();

    /// The running tally of the last ballots, and the one that is published. The latter reads the
    /// last ballots once more where a question is shuffled. Precondition: finish() passed.
    [[nodiscard]] RunningTally tally() const;
    [[nodiscard]] Result<ClosedTally> close(const RunningTally& tally) const;

    [[nodiscard]] std::uint64_t ballots() const { return ballots_; }
    /// Ballots with non-canonical numbers that the published tools accept too.
    [[nodiscard]] std::uint64_t not_canonical() const { return not_canonical_; }
    /// Ciphertexts that share their randomness with an earlier one. Of each ballot the first 48
    /// count, so that memory stays bounded.
    [[nodiscard]] std::uint64_t repeated_randomness() const;
    /// Credentials that voted, and the sum of their weights.
    [[nodiscard]] std::uint64_t counted() const { return counted_; }
    [[nodiscard]] std::uint64_t counted_weight() const { return counted_weight_; }

  private:
    struct Job {
        bool take_out = false; // an earlier ballot that was replaced
        std::uint64_t number = 0;
        DataRecord ballot;
        std::uint32_t size = 0;
        std::uint64_t weight = 0;
        bool done = false;
        Result<CheckedBallot> outcome{Error("internal.unset")};
    };
    struct Worker {
        explicit Worker(const SecretElection& election)
            : added(election.empty_tally()), taken_out(election.empty_tally()) {}
        RunningTally added;
        RunningTally taken_out;
        std::thread thread;
    };
    /// Where a credential's last ballot lies; size 0 when it has not voted.
    struct LastBallot {
        std::uint64_t offset = 0;
        std::uint32_t size = 0;
    };
    struct DigestHash {
        std::size_t operator()(const Digest& digest) const {
            return static_cast<std::size_t>(read_be<std::uint64_t>(digest));
        }
    };

    void work(Worker& worker);
    void perform(Job& job, Worker& worker) const;
    void enqueue(std::unique_ptr<Job> job);
    bool take_front(bool wait);
    void settle(const Job& job);

    const SecretElection& election_;
    const ArchiveSource& archive_;
    std::size_t look_ahead_;
    std::vector<std::unique_ptr<Worker>> workers_;

    std::mutex mutex_;
    std::condition_variable has_work_;
    std::condition_variable has_result_;
    std::deque<Job*> waiting_; // guarded by mutex_
    bool stop_ = false;        // guarded by mutex_
    std::deque<std::unique_ptr<Job>>
        window_; // the owner's thread only; Job::done guarded by mutex_

    std::optional<Error> failure_;
    std::unordered_set<Digest, DigestHash> seen_;
    std::vector<LastBallot> last_;
    std::vector<std::uint64_t> randomness_;
    std::uint64_t ballots_ = 0;
    std::uint64_t not_canonical_ = 0;
    std::uint64_t counted_ = 0;
    std::uint64_t counted_weight_ = 0;
};

} // namespace ogniwo::ballots
