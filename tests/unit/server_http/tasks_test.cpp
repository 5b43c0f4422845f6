// offload, with_deadline, Nursery, HeadScanner: the pieces that the sessions are made of.
#include "server/net/cpu_pool.hpp"
#include "server/net/deadline.hpp"
#include "server/net/head.hpp"
#include "server/net/nursery.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/test/unit_test.hpp>

#include <stdexcept>
#include <thread>

using namespace ogniwo;
using namespace ogniwo::net;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace {

asio::awaitable<Result<int>> wait_and_give(milliseconds time, int value) {
    asio::steady_timer timer(co_await asio::this_coro::executor, time);
    co_await timer.async_wait(asio::use_awaitable);
    co_return value;
}

asio::awaitable<Result<int>> wait_and_throw(milliseconds time) {
    const Result<int> waited = co_await wait_and_give(time, 0);
    if (waited) {
        throw std::runtime_error("on purpose");
    }
    co_return waited;
}

// Runs a coroutine on this thread to its end.
template <class T> T run(asio::awaitable<T> work) {
    asio::io_context context;
    auto future = asio::co_spawn(context, std::move(work), asio::use_future);
    context.run();
    return future.get();
}

struct Hop {
    std::thread::id before;
    std::thread::id job;
    std::thread::id after;
    Result<int> value = Error("unset");
};

asio::awaitable<void> hop(CpuPool& pool, Hop& out) {
    out.before = std::this_thread::get_id();
    auto work = [&out] {
        out.job = std::this_thread::get_id();
        return 42;
    };
    out.value = co_await offload(pool, std::move(work));
    out.after = std::this_thread::get_id();
}

asio::awaitable<Result<int>> offload_result(CpuPool& pool, bool good) {
    auto work = [good]() -> Result<int> { return good ? Result<int>(7) : Error("work.failed"); };
    co_return co_await offload(pool, std::move(work));
}

asio::awaitable<Result<int>> offload_throwing(CpuPool& pool) {
    auto work = []() -> int { throw std::runtime_error("on purpose"); };
    co_return co_await offload(pool, std::move(work));
}

asio::awaitable<Result<int>> slow_job(CpuPool& pool, std::atomic<bool>& ran) {
    auto work = [&ran] {
        std::this_thread::sleep_for(milliseconds(300));
        ran = true;
        return 1;
    };
    co_return co_await offload(pool, std::move(work));
}

} // namespace

BOOST_AUTO_TEST_SUITE(tasks)

BOOST_AUTO_TEST_CASE(offload_hops_there_and_back) {
    obs::Metrics metrics;
    CpuPool pool(1, 4, metrics);
    Hop out;
    run(hop(pool, out));
    BOOST_TEST((out.before == std::this_thread::get_id()));
    BOOST_TEST((out.after == out.before));
    BOOST_TEST((out.job != out.before));
    BOOST_TEST(*out.value == 42);
    BOOST_TEST(*run(offload_result(pool, true)) == 7);
    BOOST_TEST((run(offload_result(pool, false)).error() == Error("work.failed")));
    BOOST_CHECK_THROW((void)run(offload_throwing(pool)), std::runtime_error);
    BOOST_TEST(pool.jobs() == 0U);
    pool.join();
    BOOST_TEST((run(offload_result(pool, true)).error() == Error("server.busy")));
}

BOOST_AUTO_TEST_CASE(deadline_cancels_and_reports) {
    const auto began = steady_clock::now();
    auto late = run(with_deadline(wait_and_give(milliseconds(20'000), 1),
                                  steady_clock::now() + milliseconds(100)));
    BOOST_TEST((late.error() == Error("request.deadline")));
    auto good = run(with_deadline(wait_and_give(milliseconds(1), 5),
                                  steady_clock::now() + milliseconds(20'000)));
    BOOST_TEST(*good == 5);
    BOOST_CHECK_THROW((void)run(with_deadline(wait_and_throw(milliseconds(1)),
                                              steady_clock::now() + milliseconds(20'000))),
                      std::runtime_error);
    BOOST_TEST((steady_clock::now() - began < milliseconds(5'000)));
}

BOOST_AUTO_TEST_CASE(deadline_waits_for_a_job_that_uses_the_frame) {
    obs::Metrics metrics;
    CpuPool pool(1, 4, metrics);
    std::atomic<bool> ran{false};
    const auto late =
        run(with_deadline(slow_job(pool, ran), steady_clock::now() + milliseconds(20)));
    BOOST_TEST(ran.load());
    BOOST_TEST((late.error() == Error("request.deadline")));
}

BOOST_AUTO_TEST_CASE(nursery_stops_in_two_stages) {
    asio::io_context context;
    auto work = asio::make_work_guard(context);
    std::thread thread([&context] { context.run(); });
    const auto log = obs::Log::to_memory();
    Nursery nursery(*log);
    std::atomic<int> hooks{0};
    std::atomic<int> started{0};
    for (int i = 0; i < 3; ++i) {
        nursery.spawn(asio::make_strand(context),
                      [&hooks, &started](Nursery::Task& task) -> asio::awaitable<void> {
                          task.on_stop([&hooks] { ++hooks; });
                          ++started;
                          const Result<int> never = co_await wait_and_give(milliseconds(60'000), 0);
                          BOOST_TEST(!never.has_value());
                      });
    }
    nursery.spawn(asio::make_strand(context), [](Nursery::Task&) -> asio::awaitable<void> {
        const Result<int> thrown = co_await wait_and_throw(milliseconds(1));
        BOOST_TEST(!thrown.has_value());
    });
    BOOST_TEST(!nursery.wait_empty(milliseconds(200)));
    BOOST_TEST(nursery.size() == 3U);
    nursery.request_stop();
    BOOST_TEST(!nursery.wait_empty(milliseconds(100)));
    BOOST_TEST(started.load() == 3);
    BOOST_TEST(hooks.load() == 3);
    BOOST_TEST(!nursery.spawn(asio::make_strand(context),
                              [](Nursery::Task&) -> asio::awaitable<void> { co_return; }));
    nursery.cancel_all();
    BOOST_TEST(nursery.wait_empty(milliseconds(2'000)));
    work.reset();
    thread.join();
    log->flush();
    // The exception is logged once, being cancelled not at all.
    BOOST_REQUIRE(log->lines().size() == 1U);
    BOOST_TEST(log->lines()[0].find("on purpose") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(head_scanner_is_the_same_for_every_cut) {
    const std::string head = "GET /hello HTTP/1.1\r\nHost: a\r\nX-A:\tb c\r\n\r\n";
    const std::string bytes = head + "body";
    for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
        HeadScanner scanner({8192, 64});
        const auto first = scanner.scan(as_bytes(bytes).first(cut));
        BOOST_REQUIRE(first.has_value());
        BOOST_TEST(first->has_value() == (cut >= head.size()));
        const auto second = scanner.scan(as_bytes(bytes));
        BOOST_REQUIRE(second.has_value());
        BOOST_REQUIRE(second->has_value());
        BOOST_TEST(**second == head.size());
    }
}

// Whatever a mutated header is, it is refused or read: no crash, no exception (RELIABILITY R11).
BOOST_AUTO_TEST_CASE(mutated_headers_never_break_the_parser) {
    const std::vector<std::string> seeds{
        "GET /hello?a=b HTTP/1.1\r\nHost: localhost\r\nCookie: a=b; c=d\r\n\r\n",
        "POST /api/elections/abc/ballots HTTP/1.1\r\nHost: localhost:8443\r\nContent-Length: 12\r\n"
        "Content-Type: application/octet-stream\r\nExpect: 100-continue\r\n\r\n",
        "OPTIONS /%C5%BC/x HTTP/1.1\r\nHost: [::1]\r\nConnection: close, x\r\nTransfer-Encoding: "
        "chunked\r\n\r\n"};
    std::uint64_t state = 0x9E3779B97F4A7C15U;
    const auto random = [&state](std::size_t bound) {
        state = state * 6364136223846793005U + 1442695040888963407U;
        return static_cast<std::size_t>(state >> 33U) % bound;
    };
    std::size_t accepted = 0;
    constexpr std::size_t rounds = 200'000;
    for (std::size_t i = 0; i < rounds; ++i) {
        std::string bytes = seeds[random(seeds.size())];
        for (std::size_t n = random(4); n > 0; --n) {
            const std::size_t at = random(bytes.size());
            const std::size_t kind = random(4);
            if (kind == 0) {
                bytes[at] = static_cast<char>(random(256));
            } else if (kind == 1) {
                bytes.erase(at, 1 + random(5));
            } else if (kind == 2) {
                bytes.insert(at, bytes.substr(random(bytes.size()), random(40)));
            } else {
                bytes.insert(at, 1, "\r\n :;,%/\0=+-."[random(13)]);
            }
            if (bytes.empty()) {
                break;
            }
        }
        HeadScanner scanner({8192, 64});
        const auto end = scanner.scan(as_bytes(bytes));
        if (end && *end) {
            const auto head = parse_head(as_bytes(bytes).first(**end));
            if (head) {
                ++accepted;
                BOOST_REQUIRE(head->headers.count("Transfer-Encoding") == 0U);
                BOOST_REQUIRE(head->headers.count("Host") == 1U);
                BOOST_REQUIRE(head->target.path.starts_with('/'));
            }
        }
    }
    BOOST_TEST_MESSAGE(accepted << " of " << rounds << " mutated headers were accepted");
    BOOST_TEST(accepted > rounds / 20);
    BOOST_TEST(accepted < rounds);
}

BOOST_AUTO_TEST_SUITE_END()
