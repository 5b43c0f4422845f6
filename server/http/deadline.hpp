#pragma once
// A time limit for anything that can be awaited. Boost 1.81 has no asio::cancel_after.

#include "crypto/base/result.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <exception>
#include <optional>

namespace ogniwo::http {

namespace asio = boost::asio;

namespace detail {
template <class T> struct Outcome {
    Outcome() {} // user-declared: g++ 12 destroys aggregate temporaries twice around co_await
    std::optional<Result<T>> value;
    std::exception_ptr exception;
};
// Never throws: an exception would not end the race in with_deadline, only the value does.
template <class T> asio::awaitable<Outcome<T>> caught(asio::awaitable<Result<T>> work) {
    Outcome<T> outcome;
    try {
        outcome.value.emplace(co_await std::move(work));
    } catch (...) {
        outcome.exception = std::current_exception();
    }
    co_return outcome;
}
} // namespace detail

/// Awaits `work` until `deadline`; past it, cancels the work and waits for it to end (work that
/// cannot be cancelled, such as a job on the CPU pool, ends first). An exception of the work is
/// rethrown at once. Errors: request.deadline.
template <class T>
asio::awaitable<Result<T>> with_deadline(asio::awaitable<Result<T>> work,
                                         std::chrono::steady_clock::time_point deadline) {
    using namespace asio::experimental::awaitable_operators;
    asio::steady_timer timer(co_await asio::this_coro::executor, deadline);
    auto race = detail::caught(std::move(work)) || timer.async_wait(asio::use_awaitable);
    auto first = co_await std::move(race);
    if (first.index() == 1) {
        co_return Error("request.deadline", "not done in time");
    }
    detail::Outcome<T>& outcome = std::get<0>(first);
    if (outcome.exception) {
        std::rethrow_exception(outcome.exception);
    }
    co_return std::move(*outcome.value);
}

} // namespace ogniwo::http
