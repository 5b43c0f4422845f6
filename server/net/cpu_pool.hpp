#pragma once
// Work that takes a processor for long leaves the I/O threads through one helper: offload().

#include "crypto/base/result.hpp"
#include "server/http/context.hpp"
#include "server/obs/metrics.hpp"

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <type_traits>

namespace ogniwo::net {

namespace asio = boost::asio;

/// A fixed number of threads behind a bounded queue. Thread-safe.
class CpuPool {
  public:
    /// `max_jobs` bounds the jobs that wait and run together. Precondition: both at least 1.
    CpuPool(unsigned threads, std::size_t max_jobs, obs::Metrics& metrics);
    /// Runs what was accepted, then joins.
    ~CpuPool();
    CpuPool(const CpuPool&) = delete;
    CpuPool& operator=(const CpuPool&) = delete;

    /// Runs `job` on the pool and resumes the caller on its own executor. Does not come back before
    /// the job ran, even when cancelled, so the job may refer to the caller's frame. An exception
    /// of the job is rethrown in the caller. Errors: server.busy when max_jobs are accepted
    /// already, or after join().
    asio::awaitable<Result<void>> run(std::function<void()> job);
    /// Refuses new jobs, runs the accepted ones and waits. Not from a thread of the pool.
    void join();
    [[nodiscard]] std::size_t jobs() const;

  private:
    struct State;
    std::shared_ptr<State> state_;
};

namespace detail {
template <class T> struct OffloadResult { using Type = Result<T>; };
template <class T> struct OffloadResult<Result<T>> { using Type = Result<T>; };
template <class F> using OffloadType = typename OffloadResult<std::invoke_result_t<F&>>::Type;
} // namespace detail

/// Runs `work()` on the pool and gives its value; a `Result` stays one level deep. Errors: those of
/// the work, and server.busy. Name the work on the line before: g++ 12 destroys a lambda temporary
/// twice.
///   auto work = [&ballot] { return check(ballot); };
///   auto checked = co_await offload(pool, std::move(work));
template <class F> asio::awaitable<detail::OffloadType<F>> offload(CpuPool& pool, F work) {
    using Value = std::invoke_result_t<F&>;
    if constexpr (std::is_void_v<Value>) {
        co_return co_await pool.run(std::function<void()>(std::ref(work)));
    } else {
        std::optional<Value> value;
        std::function<void()> job = [&work, &value] { value.emplace(work()); };
        Result<void> ran = co_await pool.run(std::move(job));
        if (!ran) {
            co_return ran.error();
        }
        co_return std::move(*value);
    }
}

/// What the dispatcher runs Cost::cpu handlers with. The pool must outlive the dispatcher.
http::CpuRunner cpu_runner(CpuPool& pool);

} // namespace ogniwo::net
