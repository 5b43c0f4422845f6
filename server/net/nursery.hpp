#pragma once
// A group of coroutines that are started, told to stop and cancelled together.

#include "server/obs/log.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_signal.hpp>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <list>
#include <memory>
#include <mutex>

namespace ogniwo::net {

namespace asio = boost::asio;

/// Thread-safe. An exception of a task is logged once, here; being cancelled is none.
class Nursery {
  public:
    /// What a task knows of its group. Lives as long as the task; used on the task's strand.
    class Task {
      public:
        explicit Task(asio::any_io_executor strand) : strand_(std::move(strand)) {}
        /// True from the first stage of stopping on.
        [[nodiscard]] bool stopping() const { return stopping_.load(); }
        /// Called on the strand when stopping begins (at once when it has begun already).
        void on_stop(std::function<void()> hook);

      private:
        friend class Nursery;
        asio::any_io_executor strand_;
        asio::cancellation_signal signal_;
        std::function<void()> hook_;
        std::atomic<bool> stopping_{false};
        bool done_ = false;
        std::list<std::shared_ptr<Task>>::iterator place_;
    };

    /// `log` must outlive the nursery.
    explicit Nursery(obs::Log& log) : log_(log) {}
    Nursery(const Nursery&) = delete;
    Nursery& operator=(const Nursery&) = delete;
    /// Precondition: empty. A task would outlive what it uses.
    ~Nursery();

    /// Starts `body(task)` on `strand`, which must be a strand of its own. False when stopping: the
    /// body is not started.
    bool spawn(asio::any_io_executor strand, std::function<asio::awaitable<void>(Task&)> body);
    /// Stage 1: no new tasks, and the hooks of the present ones are called.
    void request_stop();
    /// Stage 2: terminal cancellation of every task.
    void cancel_all();
    /// False when tasks are left after `patience`.
    bool wait_empty(std::chrono::milliseconds patience);
    [[nodiscard]] std::size_t size() const;

  private:
    void done(const std::shared_ptr<Task>& task, std::exception_ptr failure);

    obs::Log& log_;
    mutable std::mutex mutex_;
    std::condition_variable empty_;
    std::list<std::shared_ptr<Task>> tasks_;
    bool stopping_ = false;
};

} // namespace ogniwo::net
