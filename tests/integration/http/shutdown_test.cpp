// Stopping: what was begun is finished, and nothing that ran goes unanswered (RELIABILITY R8).
#include "tests/integration/http/fixture.hpp"

#include <boost/test/unit_test.hpp>

#include <thread>

using namespace ogniwo;
using namespace ogniwo::test;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

BOOST_AUTO_TEST_SUITE(stopping)

BOOST_AUTO_TEST_CASE(no_response_is_lost_under_load) {
    for (int round = 0; round < 5; ++round) {
        FixtureOptions options;
        options.cpu_jobs = 100;
        options.limits.tls_shutdown = milliseconds(500);
        Fixture fixture(options);
        std::atomic<unsigned> answered{0};
        std::atomic<unsigned> broken{0};
        std::vector<std::thread> threads;
        for (int i = 0; i < 8; ++i) {
            threads.emplace_back([&fixture, &answered, &broken, i] {
                try {
                    Client client = fixture.client();
                    const std::string target = i % 2 == 0 ? "/slow?ms=3" : "/cpu?ms=1";
                    while (client.send(get_request(target))) {
                        const auto reply = client.receive_reply();
                        if (!reply) {
                            return; // closed while idle: the request was not begun
                        }
                        if (reply->status == 200) {
                            ++answered;
                        } else {
                            ++broken;
                        }
                        if (reply->header("connection") == "close") {
                            return;
                        }
                    }
                } catch (const std::runtime_error&) {
                    return; // not connected any more
                }
            });
        }
        std::this_thread::sleep_for(milliseconds(150));
        const auto began = steady_clock::now();
        fixture.server->stop(milliseconds(5'000));
        const auto took = steady_clock::now() - began;
        for (std::thread& thread : threads) {
            thread.join();
        }
        BOOST_TEST(answered.load() > 20U);
        BOOST_TEST(broken.load() == 0U);
        // Each handler that ran has its answer in a client's hands.
        BOOST_TEST(fixture.handled.load() == answered.load());
        BOOST_TEST((took < milliseconds(3'000)));
    }
}

BOOST_AUTO_TEST_CASE(busy_ones_finish_and_are_told_to_close) {
    FixtureOptions options;
    options.limits.tls_shutdown = milliseconds(300);
    Fixture fixture(options);
    Client busy = fixture.client();
    Client idle = fixture.client();
    BOOST_TEST(idle.get("/hello").body == "hello");
    busy.send(get_request("/slow?ms=400"));
    while (fixture.handled.load() < 2) {
        std::this_thread::sleep_for(milliseconds(1));
    }
    fixture.server->begin_stop();
    BOOST_TEST(idle.ended()); // at once, long before its 30 s
    const auto reply = busy.receive_reply();
    BOOST_REQUIRE(reply.has_value());
    BOOST_TEST(reply->body == "slow");
    BOOST_TEST(reply->header("connection") == "close");
    BOOST_TEST(busy.ended());
    BOOST_CHECK_THROW(static_cast<void>(fixture.client()),
                      std::runtime_error); // nobody listens any more
    BOOST_TEST(fixture.server->wait_stopped(milliseconds(3'000)));
}

BOOST_AUTO_TEST_CASE(second_stage_cancels_what_does_not_end) {
    Fixture fixture;
    Client stuck = fixture.client();
    stuck.send(get_request("/slow?ms=20000"));
    Client silent(fixture.port(), Client::Kind::plain); // in its handshake
    while (fixture.handled.load() == 0) {
        std::this_thread::sleep_for(milliseconds(1));
    }
    const auto began = steady_clock::now();
    fixture.server->stop(milliseconds(300));
    const auto took = steady_clock::now() - began;
    BOOST_TEST((took >= milliseconds(250)));
    BOOST_TEST((took < milliseconds(2'000)));
    BOOST_TEST(!stuck.receive_reply().has_value());
}

BOOST_AUTO_TEST_CASE(a_job_on_the_pool_is_waited_for) {
    Fixture fixture;
    Client client = fixture.client();
    client.send(get_request("/cpu?ms=700"));
    while (fixture.handled.load() == 0) {
        std::this_thread::sleep_for(milliseconds(1));
    }
    const auto began = steady_clock::now();
    fixture.server->stop(milliseconds(50)); // the job uses the connection's frame
    BOOST_TEST((steady_clock::now() - began >= milliseconds(500)));
    BOOST_TEST(fixture.pool->jobs() == 0U);
}

BOOST_AUTO_TEST_CASE(stopping_twice_and_without_start) {
    Fixture fixture;
    fixture.server->stop(milliseconds(100));
    fixture.server->stop(milliseconds(100));
    net::Server::Parts parts{nullptr, *fixture.dispatcher, fixture.rng, *fixture.log,
                             fixture.metrics};
    net::Server never(fixture.io->executor(), std::move(parts), net::ServerOptions{});
    never.stop(milliseconds(100));
}

BOOST_AUTO_TEST_SUITE_END()
