#include "ballots/ballot_pipeline.hpp"

#include "crypto/base/check.hpp"

namespace ogniwo::ballots {
namespace {

constexpr std::size_t look_ahead_per_thread = 64;
constexpr std::ptrdiff_t max_randomness = 48;

} // namespace

BallotPipeline::BallotPipeline(const SecretElection& election, const ArchiveSource& archive,
                               unsigned threads)
    : election_(election), archive_(archive), look_ahead_(look_ahead_per_thread * threads),
      last_(election.voters()) {
    OGNIWO_CHECK(threads >= 1);
    for (unsigned i = 0; i < threads; ++i) {
        workers_.push_back(std::make_unique<Worker>(election));
    }
    for (const auto& worker : workers_) {
        worker->thread = std::thread([this, &worker] { work(*worker); });
    }
}

BallotPipeline::~BallotPipeline() {
    {
        const std::lock_guard lock(mutex_);
        stop_ = true;
        waiting_.clear();
    }
    has_work_.notify_all();
    for (const auto& worker : workers_) {
        worker->thread.join();
    }
}

void BallotPipeline::work(Worker& worker) {
    for (;;) {
        Job* job = nullptr;
        {
            std::unique_lock lock(mutex_);
            has_work_.wait(lock, [this] { return stop_ || !waiting_.empty(); });
            if (stop_) {
                return;
            }
            job = waiting_.front();
            waiting_.pop_front();
        }
        perform(*job, worker);
        {
            const std::lock_guard lock(mutex_);
            job->done = true;
        }
        has_result_.notify_one();
    }
}

void BallotPipeline::perform(Job& job, Worker& worker) const {
    if (!job.take_out) {
        job.outcome = election_.check_and_count(job.ballot.body, Strictness::audit, worker.added);
        job.ballot.body = {};
        return;
    }
    Bytes body(job.size);
    const auto take_out = [&]() -> Verdict {
        OGNIWO_TRY(archive_.read_at(job.ballot.offset, body));
        return worker.taken_out.add(body, job.weight);
    };
    if (const Verdict verdict = take_out(); verdict) {
        job.outcome = CheckedBallot{};
    } else {
        job.outcome = verdict.error();
    }
}

void BallotPipeline::enqueue(std::unique_ptr<Job> job) {
    {
        const std::lock_guard lock(mutex_);
        waiting_.push_back(job.get());
    }
    has_work_.notify_one();
    window_.push_back(std::move(job));
}

// Takes the oldest job out of the window if it is done; waits for it when asked to.
bool BallotPipeline::take_front(bool wait) {
    std::unique_ptr<Job> job;
    {
        std::unique_lock lock(mutex_);
        if (wait) {
            has_result_.wait(lock, [this] { return window_.front()->done; });
        }
        if (!window_.front()->done) {
            return false;
        }
    }
    job = std::move(window_.front());
    window_.pop_front();
    if (!failure_) {
        settle(*job);
    }
    return true;
}

void BallotPipeline::settle(const Job& job) {
    if (!job.outcome) {
        failure_ = Error(job.outcome.error().id().data(),
                         "ballot " + std::to_string(job.number) + " (" +
                             base64_encode(job.ballot.hash, Padding::none) + ")" +
                             (job.outcome.error().detail().empty() ? "" : ": ") +
                             job.outcome.error().detail());
        return;
    }
    if (job.take_out) {
        return;
    }
    if (!seen_.insert(job.ballot.hash).second) {
        failure_ = Error("ballot.duplicate", "ballot " + std::to_string(job.number) + " (" +
                                                 job.outcome->tracker + ") repeats an earlier one");
        return;
    }
    not_canonical_ += job.outcome->warnings.empty() ? 0U : 1U;
    const auto& randomness = job.outcome->randomness;
    const auto kept = std::min(std::ssize(randomness), max_randomness);
    randomness_.insert(randomness_.end(), randomness.begin(), randomness.begin() + kept);
    LastBallot& last = last_[job.outcome->roll_entry];
    if (last.size == 0) {
        ++counted_;
        counted_weight_ += job.outcome->weight;
    } else {
        auto again = std::make_unique<Job>();
        again->take_out = true;
        again->number = job.number;
        again->ballot.hash = job.ballot.hash;
        again->ballot.offset = last.offset;
        again->size = last.size;
        again->weight = job.outcome->weight;
        enqueue(std::move(again));
    }
    last = {job.ballot.offset, job.size};
}

Verdict BallotPipeline::submit(DataRecord ballot) {
    while (!window_.empty() && !failure_ && take_front(window_.size() >= look_ahead_)) {
    }
    if (failure_) {
        return *failure_;
    }
    auto job = std::make_unique<Job>();
    job->number = ++ballots_;
    job->size = static_cast<std::uint32_t>(ballot.body.size());
    job->ballot = std::move(ballot);
    enqueue(std::move(job));
    return pass();
}

Verdict BallotPipeline::finish() {
    while (!window_.empty() && !failure_) {
        take_front(true);
    }
    return failure_ ? Verdict(*failure_) : pass();
}

std::uint64_t BallotPipeline::repeated_randomness() const {
    std::vector<std::uint64_t> sorted = randomness_;
    std::ranges::sort(sorted);
    const auto repeated = std::unique(sorted.begin(), sorted.end());
    return static_cast<std::uint64_t>(sorted.end() - repeated);
}

Result<ClosedTally> BallotPipeline::close(const RunningTally& tally) const {
    auto next = last_.begin();
    return election_.close_tally(tally, [&]() -> Result<std::optional<Bytes>> {
        next = std::find_if(next, last_.end(), [](const LastBallot& b) { return b.size > 0; });
        if (next == last_.end()) {
            return std::optional<Bytes>();
        }
        Bytes body(next->size);
        OGNIWO_TRY(archive_.read_at(next->offset, body));
        ++next;
        return std::optional(std::move(body));
    });
}

RunningTally BallotPipeline::tally() const {
    OGNIWO_CHECK(window_.empty() && !failure_);
    RunningTally total = election_.empty_tally();
    for (const auto& worker : workers_) {
        total.add_all(worker->added);
    }
    for (const auto& worker : workers_) {
        total.remove_all(worker->taken_out);
    }
    return total;
}

} // namespace ogniwo::ballots
