// A deadline for each phase: a client that trickles or stalls is let go, and the others do not
// notice.
#include "tests/integration/http/fixture.hpp"

#include <boost/test/unit_test.hpp>

#include <thread>

using namespace ogniwo;
using namespace ogniwo::test;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace {

const std::string octets = "Content-Type: application/octet-stream\r\n";

// Every phase long, so that a test shortens the one it is about.
FixtureOptions patient() {
    FixtureOptions options;
    options.limits.tls_shutdown = milliseconds(300);
    return options;
}

// Sends one byte each 50 ms until the server ends the connection; the time that took.
milliseconds trickle(Client& client, const std::string& bytes) {
    const auto began = steady_clock::now();
    client.set_timeout(milliseconds(50));
    for (const char byte : bytes) {
        client.send({&byte, 1});
        const std::string got = client.receive_some();
        if (!got.empty() || !client.timed_out()) {
            break;
        }
    }
    return std::chrono::duration_cast<milliseconds>(steady_clock::now() - began);
}

bool between(milliseconds value, int least, int most) {
    BOOST_TEST_MESSAGE("took " << value.count() << " ms");
    return value >= milliseconds(least) && value <= milliseconds(most);
}

} // namespace

BOOST_AUTO_TEST_SUITE(deadlines)

BOOST_AUTO_TEST_CASE(slow_handshake) {
    FixtureOptions options = patient();
    options.limits.tls_handshake = milliseconds(400);
    Fixture fixture(options);
    Client silent(fixture.port(), Client::Kind::plain);
    const auto began = steady_clock::now();
    BOOST_TEST(silent.ended());
    BOOST_TEST(
        between(std::chrono::duration_cast<milliseconds>(steady_clock::now() - began), 300, 2'000));
    // A record that announces more than it brings.
    Client partial(fixture.port(), Client::Kind::plain);
    partial.send(std::string("\x16\x03\x01\x01\x00\x01", 6));
    BOOST_TEST(between(trickle(partial, std::string(200, '\0')), 300, 2'000));
}

BOOST_AUTO_TEST_CASE(slow_header) {
    FixtureOptions options = patient();
    options.limits.header = milliseconds(400);
    Fixture fixture(options);
    Client client = fixture.client();
    // Trickling does not move the deadline.
    const milliseconds took =
        trickle(client, "GET /hello HTTP/1.1\r\nHost: localhost\r\n" + std::string(200, 'x'));
    BOOST_TEST(between(took, 300, 2'000));
    BOOST_TEST(eventually([&] {
        return fixture.metric("net_timeouts_total{server=\"public\",phase=\"header\"}") == 1.0;
    }));

    Client told = fixture.client();
    told.send("GET /hello HTT");
    const auto reply = told.receive_reply();
    BOOST_REQUIRE(reply.has_value());
    BOOST_TEST(reply->status == 408U);
    BOOST_TEST(reply->header("connection") == "close");
}

BOOST_AUTO_TEST_CASE(slow_body) {
    FixtureOptions options = patient();
    options.limits.body = milliseconds(400);
    Fixture fixture(options);
    Client client = fixture.client();
    client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\n" + octets +
                "Content-Length: 1000\r\n\r\n");
    BOOST_TEST(between(trickle(client, std::string(200, 'b')), 300, 2'000));
    BOOST_TEST(fixture.metric("net_timeouts_total{server=\"public\",phase=\"body\"}") == 1.0);
    BOOST_TEST(fixture.handled.load() == 0U);

    Client told = fixture.client();
    told.send("POST /echo HTTP/1.1\r\nHost: localhost\r\n" + octets +
              "Content-Length: 9\r\n\r\nabc");
    BOOST_TEST(told.receive_reply().value_or(Reply{}).status == 408U);
}

BOOST_AUTO_TEST_CASE(idle_connection) {
    FixtureOptions options = patient();
    options.limits.idle = milliseconds(400);
    Fixture fixture(options);
    Client never = fixture.client();
    Client once = fixture.client();
    BOOST_TEST(once.get("/hello").body == "hello");
    const auto began = steady_clock::now();
    BOOST_TEST(never.ended());
    BOOST_TEST(once.ended());
    BOOST_TEST(
        between(std::chrono::duration_cast<milliseconds>(steady_clock::now() - began), 200, 2'000));
    BOOST_TEST(fixture.metric("net_timeouts_total{server=\"public\",phase=\"idle\"}") == 2.0);
}

BOOST_AUTO_TEST_CASE(slow_reader) {
    for (const bool tls : {true, false}) {
        FixtureOptions options = patient();
        options.limits.write = milliseconds(400);
        options.tls = tls;
        Fixture fixture(options);
        Client client(fixture.port(), tls ? Client::Kind::tls : Client::Kind::plain);
        client.set_receive_buffer(4'096);
        client.send(get_request("/large")); // and reads nothing of it
        while (fixture.handled.load() == 0) {
            std::this_thread::sleep_for(milliseconds(1));
        }
        const auto began = steady_clock::now();
        while (fixture.server->connections() != 0 &&
               steady_clock::now() - began < milliseconds(5'000)) {
            std::this_thread::sleep_for(milliseconds(10));
        }
        BOOST_TEST(between(std::chrono::duration_cast<milliseconds>(steady_clock::now() - began),
                           300, 3'000));
        BOOST_TEST(fixture.metric("net_timeouts_total{server=\"public\",phase=\"write\"}") == 1.0);
    }
}

BOOST_AUTO_TEST_CASE(handler_budget) {
    FixtureOptions options = patient();
    options.dispatcher.handler_budget = milliseconds(300);
    Fixture fixture(options);
    Client client = fixture.client();
    const auto began = steady_clock::now();
    const Reply reply = client.get("/slow?ms=20000");
    BOOST_TEST(reply.status == 503U);
    BOOST_TEST(reply.header("retry-after") == "2");
    BOOST_TEST(reply.body.find("/problems/request.deadline") != std::string::npos);
    BOOST_TEST(
        between(std::chrono::duration_cast<milliseconds>(steady_clock::now() - began), 250, 2'000));
    BOOST_TEST(client.get("/slow?ms=1").body == "slow"); // the connection goes on
}

BOOST_AUTO_TEST_CASE(handler_time_is_not_counted_as_idle_or_write) {
    FixtureOptions options = patient();
    options.limits.idle = milliseconds(200);
    options.limits.header = milliseconds(200);
    options.limits.body = milliseconds(200);
    options.limits.write = milliseconds(200);
    Fixture fixture(options);
    Client client = fixture.client();
    BOOST_TEST(client.get("/slow?ms=700").body == "slow");
    BOOST_TEST(client.get("/cpu?ms=700").body == "cpu");
}

BOOST_AUTO_TEST_CASE(closing_does_not_wait_for_a_silent_peer) {
    FixtureOptions options = patient();
    Fixture fixture(options);
    Client client = fixture.client();
    const Reply reply = client.get("/hello", "Connection: close\r\n");
    BOOST_TEST(reply.header("connection") == "close");
    // The client keeps its side open and says nothing.
    const auto began = steady_clock::now();
    while (fixture.server->connections() != 0 &&
           steady_clock::now() - began < milliseconds(5'000)) {
        std::this_thread::sleep_for(milliseconds(10));
    }
    BOOST_TEST(
        between(std::chrono::duration_cast<milliseconds>(steady_clock::now() - began), 200, 2'000));
}

BOOST_AUTO_TEST_CASE(requests_and_age_of_a_connection_are_bounded) {
    FixtureOptions options = patient();
    options.limits.max_requests = 3;
    Fixture by_number(options);
    Client client = by_number.client();
    BOOST_TEST(client.get("/hello").header("connection") == "");
    BOOST_TEST(client.get("/hello").header("connection") == "");
    BOOST_TEST(client.get("/hello").header("connection") == "close");
    BOOST_TEST(client.ended());

    options = patient();
    options.limits.max_age = milliseconds(300);
    Fixture by_age(options);
    Client old = by_age.client();
    BOOST_TEST(old.get("/hello").header("connection") == "");
    std::this_thread::sleep_for(milliseconds(350));
    BOOST_TEST(old.get("/hello").header("connection") == "close");
    BOOST_TEST(old.ended());
}

BOOST_AUTO_TEST_CASE(hundreds_of_slow_clients_do_not_disturb_a_good_one) {
    FixtureOptions options = patient();
    options.limits.connections_per_network = 2'000;
    options.limits.header = milliseconds(1'500);
    options.limits.idle = milliseconds(1'500);
    Fixture fixture(options);
    std::vector<Client> slow;
    for (int i = 0; i < 300; ++i) {
        slow.push_back(fixture.client());
        if (i % 3 == 1) {
            slow.back().send("GET /hello HTTP/1.1\r\nX-");
        } else if (i % 3 == 2) {
            slow.back().send("POST /echo HTTP/1.1\r\nHost: localhost\r\n" + octets +
                             "Content-Length: 4000\r\n\r\nab");
        }
    }
    Client good = fixture.client();
    auto slowest = steady_clock::duration::zero();
    for (int i = 0; i < 200; ++i) {
        const auto began = steady_clock::now();
        BOOST_REQUIRE(good.get("/hello").body == "hello");
        slowest = std::max(slowest, steady_clock::now() - began);
    }
    const double ms = std::chrono::duration<double, std::milli>(slowest).count();
    BOOST_TEST_MESSAGE("slowest of 200 requests beside 300 slow clients: " << ms << " ms");
    BOOST_TEST(ms < 500.0);
}

BOOST_AUTO_TEST_SUITE_END()
