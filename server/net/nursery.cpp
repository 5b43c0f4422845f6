#include "server/net/nursery.hpp"

#include "crypto/base/check.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/system/system_error.hpp>

namespace ogniwo::net {
namespace {

// The body must live as long as its coroutine: a lambda's captures die with the lambda.
asio::awaitable<void> run(std::function<asio::awaitable<void>(Nursery::Task&)> body,
                          std::shared_ptr<Nursery::Task> task) {
    co_await body(*task);
}

} // namespace

void Nursery::Task::on_stop(std::function<void()> hook) {
    hook_ = std::move(hook);
    if (stopping() && hook_) {
        hook_();
    }
}

Nursery::~Nursery() {
    OGNIWO_CHECK(tasks_.empty());
}

bool Nursery::spawn(asio::any_io_executor strand,
                    std::function<asio::awaitable<void>(Task&)> body) {
    auto task = std::make_shared<Task>(strand);
    {
        const std::lock_guard lock(mutex_);
        if (stopping_) {
            return false;
        }
        task->place_ = tasks_.insert(tasks_.end(), task);
    }
    asio::co_spawn(strand, run(std::move(body), task),
                   asio::bind_cancellation_slot(
                       task->signal_.slot(),
                       [this, task](std::exception_ptr failure) { done(task, failure); }));
    return true;
}

void Nursery::done(const std::shared_ptr<Task>& task, std::exception_ptr failure) {
    task->done_ = true;
    task->hook_ = nullptr;
    try {
        if (failure) {
            std::rethrow_exception(failure);
        }
    } catch (const boost::system::system_error& error) {
        if (error.code() != asio::error::operation_aborted) {
            log_.event(obs::Level::error, "net.exception", {{"what", error.what()}});
        }
    } catch (const std::exception& error) {
        log_.event(obs::Level::error, "net.exception", {{"what", error.what()}});
    }
    const std::lock_guard lock(mutex_);
    tasks_.erase(task->place_);
    if (tasks_.empty()) {
        empty_.notify_all(); // under the lock: the waiter may destroy the nursery next
    }
}

void Nursery::request_stop() {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    for (const auto& task : tasks_) {
        asio::post(task->strand_, [task] {
            task->stopping_.store(true);
            if (!task->done_ && task->hook_) {
                task->hook_();
            }
        });
    }
}

void Nursery::cancel_all() {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    for (const auto& task : tasks_) {
        asio::post(task->strand_, [task] {
            if (!task->done_) {
                task->signal_.emit(asio::cancellation_type::terminal);
            }
        });
    }
}

bool Nursery::wait_empty(std::chrono::milliseconds patience) {
    std::unique_lock lock(mutex_);
    return empty_.wait_for(lock, patience, [this] { return tasks_.empty(); });
}

std::size_t Nursery::size() const {
    const std::lock_guard lock(mutex_);
    return tasks_.size();
}

} // namespace ogniwo::net
