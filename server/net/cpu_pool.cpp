#include "server/net/cpu_pool.hpp"

#include "crypto/base/check.hpp"

#include <boost/asio/async_result.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <atomic>
#include <chrono>
#include <exception>

namespace ogniwo::net {

struct CpuPool::State {
    State(unsigned threads, std::size_t limit, obs::Metrics& metrics)
        : pool(threads), max_jobs(limit),
          wait_seconds(metrics.histogram("cpu_pool_wait_seconds", "Time of jobs in the queue")),
          run_seconds(metrics.histogram("cpu_pool_run_seconds", "Time of jobs on a thread")),
          refused(metrics.counter("cpu_pool_refused_total", "Jobs refused because it was full")),
          depth(metrics.gauge("cpu_pool_jobs", "Jobs that wait or run")) {}

    // Counts a job in, or refuses it.
    bool enter() {
        std::size_t now = jobs.load();
        while (!joining.load() && now < max_jobs) {
            if (jobs.compare_exchange_weak(now, now + 1)) {
                depth.add(1);
                return true;
            }
        }
        refused.add();
        return false;
    }
    void leave() {
        jobs.fetch_sub(1);
        depth.add(-1);
    }

    asio::thread_pool pool;
    const std::size_t max_jobs;
    std::atomic<std::size_t> jobs{0};
    std::atomic<bool> joining{false};
    obs::Histogram& wait_seconds;
    obs::Histogram& run_seconds;
    obs::Counter& refused;
    obs::Gauge& depth;
};

namespace {

// Starts a job on the pool and completes its awaiter, on the awaiter's executor, when it is done.
class StartJob {
  public:
    StartJob(asio::thread_pool& pool, std::function<void()> job, std::function<void()> leave)
        : pool_(&pool), job_(std::move(job)), leave_(std::move(leave)) {}

    template <class Handler> void operator()(Handler&& handler) {
        auto executor = asio::get_associated_executor(handler);
        auto work = asio::make_work_guard(executor);
        asio::post(*pool_, [job = std::move(job_), leave = std::move(leave_),
                            done = std::forward<Handler>(handler), executor,
                            held = std::move(work)]() mutable {
            std::exception_ptr failure;
            try {
                job();
            } catch (...) {
                failure = std::current_exception();
            }
            leave();
            asio::dispatch(executor, [done = std::move(done), failure]() mutable {
                std::move(done)(failure);
            });
        });
    }

  private:
    asio::thread_pool* pool_;
    std::function<void()> job_;
    std::function<void()> leave_;
};

} // namespace

CpuPool::CpuPool(unsigned threads, std::size_t max_jobs, obs::Metrics& metrics) {
    OGNIWO_CHECK(threads >= 1 && max_jobs >= 1);
    state_ = std::make_shared<State>(threads, max_jobs, metrics);
}

CpuPool::~CpuPool() {
    join();
}

asio::awaitable<Result<void>> CpuPool::run(std::function<void()> job) {
    const std::shared_ptr<State> state = state_;
    if (!state->enter()) {
        co_return Error("server.busy", "too much is being computed");
    }
    const auto queued = std::chrono::steady_clock::now();
    std::function<void()> timed = [state, queued, inner = std::move(job)] {
        const auto started = std::chrono::steady_clock::now();
        state->wait_seconds.observe(started - queued);
        inner();
        state->run_seconds.observe(std::chrono::steady_clock::now() - started);
    };
    std::function<void()> leave = [state] { state->leave(); };
    StartJob start(state->pool, std::move(timed), std::move(leave));
    // Nobody connects the slot of this operation, so cancelling waits for the job.
    co_await asio::async_initiate<const asio::use_awaitable_t<>, void(std::exception_ptr)>(
        std::move(start), asio::use_awaitable);
    co_return Result<void>();
}

void CpuPool::join() {
    state_->joining.store(true);
    state_->pool.join();
}

std::size_t CpuPool::jobs() const {
    return state_->jobs.load();
}

http::CpuRunner cpu_runner(CpuPool& pool) {
    return [&pool](std::function<Result<http::Response>()> work) {
        return offload(pool, std::move(work));
    };
}

} // namespace ogniwo::net
