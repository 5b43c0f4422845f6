// Bounds that hold for all connections together.
#include "tests/integration/http/fixture.hpp"

#include <boost/test/unit_test.hpp>

#include <fcntl.h>
#include <fstream>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

using namespace ogniwo;
using namespace ogniwo::test;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace {

const std::string octets = "Content-Type: application/octet-stream\r\n";

// AddressSanitizer does, and gives it back when it likes.
#ifdef __SANITIZE_ADDRESS__
constexpr bool keeps_freed_memory = true;
#else
constexpr bool keeps_freed_memory = false;
#endif

std::size_t resident_bytes() {
    std::ifstream in("/proc/self/statm");
    std::size_t total = 0;
    std::size_t resident = 0;
    in >> total >> resident;
    return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

} // namespace

BOOST_AUTO_TEST_SUITE(limits)

BOOST_AUTO_TEST_CASE(connections_over_the_cap_wait_in_the_backlog) {
    FixtureOptions options;
    options.limits.connections = 3;
    Fixture fixture(options);
    std::vector<Client> clients;
    for (int i = 0; i < 3; ++i) {
        clients.push_back(fixture.client());
        BOOST_TEST(clients.back().get("/hello").body == "hello");
    }
    // The kernel completes this connection, but nobody reads from it.
    Client waiting(fixture.port(), Client::Kind::plain);
    waiting.set_timeout(milliseconds(300));
    waiting.send("no TLS at all, no TLS at all");
    BOOST_TEST(waiting.receive_some().empty());
    BOOST_TEST(waiting.timed_out());
    BOOST_TEST(fixture.server->connections() == 3U);
    clients.pop_back();
    // Its turn has come: it speaks no TLS, so the server hangs up.
    waiting.set_timeout(std::chrono::seconds(5));
    BOOST_TEST(!waiting.receive_some().starts_with("HTTP"));
    BOOST_TEST(!waiting.timed_out());
    Client next = fixture.client();
    BOOST_TEST(next.get("/hello").body == "hello");
}

BOOST_AUTO_TEST_CASE(one_network_cannot_take_all) {
    FixtureOptions options;
    options.limits.connections_per_network = 2;
    Fixture fixture(options);
    {
        Client first = fixture.client();
        Client second = fixture.client();
        BOOST_TEST(first.get("/hello").body == "hello");
        Client third(fixture.port(), Client::Kind::plain);
        BOOST_TEST(third.ended());
        BOOST_TEST(fixture.metric("net_over_network_limit_total{server=\"public\"}") == 1.0);
    }
    BOOST_TEST(eventually([&] { return fixture.server->connections() == 0; }));
    Client again = fixture.client();
    BOOST_TEST(again.get("/hello").body == "hello");
}

BOOST_AUTO_TEST_CASE(survives_having_no_descriptor_left) {
    Fixture fixture;
    // Sockets that exist already, so that the client side needs no descriptor later.
    Client before = fixture.client();
    BOOST_TEST(before.get("/hello").body == "hello");
    rlimit old_limit{};
    ::getrlimit(RLIMIT_NOFILE, &old_limit);
    const int probe = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    std::vector<int> fillers{probe};
    rlimit low = old_limit;
    low.rlim_cur = static_cast<rlim_t>(probe) + 40;
    ::setrlimit(RLIMIT_NOFILE, &low);
    std::vector<int> taken;
    for (int i = 0; i < 10; ++i) {
        taken.push_back(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    }
    int filler = 0;
    while ((filler = ::open("/dev/null", O_RDONLY | O_CLOEXEC)) >= 0) {
        fillers.push_back(filler);
    }
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(fixture.port());
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    for (const int descriptor : taken) {
        // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): the sockets interface
        ::connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address);
    }
    // They are accepted and closed by means of the reserve, not left hanging.
    int closed = 0;
    for (const int descriptor : taken) {
        timeval timeout{};
        timeout.tv_sec = 5;
        ::setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout);
        char byte = 0;
        const ssize_t got = ::recv(descriptor, &byte, 1, 0);
        closed += got == 0 || (got < 0 && errno == ECONNRESET) ? 1 : 0;
    }
    BOOST_TEST(closed == 10);
    BOOST_TEST(before.get("/hello").body == "hello"); // the others are served
    for (const int descriptor : fillers) {
        ::close(descriptor);
    }
    for (const int descriptor : taken) {
        ::close(descriptor);
    }
    ::setrlimit(RLIMIT_NOFILE, &old_limit);
    BOOST_TEST(fixture.metric("net_no_descriptor_total{server=\"public\"}") >= 1.0);
    // It backed off instead of spinning: at most one try in 100 ms.
    BOOST_TEST(fixture.metric("net_no_descriptor_total{server=\"public\"}") < 60.0);
    Client after = fixture.client();
    BOOST_TEST(after.get("/hello").body == "hello");
}

BOOST_AUTO_TEST_CASE(full_pool_answers_503) {
    FixtureOptions options;
    options.cpu_threads = 1;
    options.cpu_jobs = 2;
    Fixture fixture(options);
    Client running = fixture.client();
    Client waiting = fixture.client();
    running.send(get_request("/gate"));
    waiting.send(get_request("/gate"));
    BOOST_TEST(eventually([&] { return fixture.pool->jobs() == 2; }));
    Client refused = fixture.client();
    const Reply reply = refused.get("/cpu?ms=1");
    BOOST_TEST(reply.status == 503U);
    BOOST_TEST(reply.header("retry-after") == "2");
    BOOST_TEST(reply.body.find("/problems/server.busy") != std::string::npos);
    // I/O goes on while the processor is taken.
    BOOST_TEST(refused.get("/hello").body == "hello");
    fixture.open_gate();
    BOOST_TEST(running.receive_reply().value_or(Reply{}).body == "open");
    BOOST_TEST(waiting.receive_reply().value_or(Reply{}).body == "open");
    BOOST_TEST(refused.get("/cpu?ms=1").body == "cpu");
    BOOST_TEST(fixture.metric("cpu_pool_refused_total") == 1.0);
    BOOST_TEST(fixture.metric("cpu_pool_jobs") == 0.0);
}

BOOST_AUTO_TEST_CASE(bodies_in_flight_are_bounded_together) {
    FixtureOptions options;
    options.limits.in_flight_body_bytes = 6'000;
    Fixture fixture(options);
    const std::string head =
        "POST /echo HTTP/1.1\r\nHost: localhost\r\n" + octets + "Content-Length: 4000\r\n";
    Client first = fixture.client();
    first.send(head + "Expect: 100-continue\r\n\r\n");
    BOOST_TEST(first.receive_reply().value_or(Reply{}).status == 100U); // its share is taken
    Client second = fixture.client();
    second.send(head + "\r\n" + std::string(4000, 'b'));
    const auto refused = second.receive_reply();
    BOOST_REQUIRE(refused.has_value());
    BOOST_TEST(refused->status == 503U);
    BOOST_TEST(refused->header("retry-after") == "2");
    first.send(std::string(4000, 'a'));
    BOOST_TEST(first.receive_reply().value_or(Reply{}).body.size() == 4000U);
    Client third = fixture.client();
    third.send(head + "\r\n" + std::string(4000, 'c'));
    BOOST_TEST(third.receive_reply().value_or(Reply{}).body.size() == 4000U);
}

BOOST_AUTO_TEST_CASE(idle_connections_hold_little_memory) {
    FixtureOptions options;
    options.limits.connections_per_network = 2'000;
    Fixture fixture(options);
    constexpr std::size_t n = 200;
    std::vector<Client> clients;
    clients.reserve(n);
    const std::size_t before = resident_bytes();
    for (std::size_t i = 0; i < n; ++i) {
        clients.push_back(fixture.client());
        clients.back().get("/hello");
    }
    const std::size_t each = (resident_bytes() - before) / n;
    // Both sides of each connection live in this process, so this is more than the server's share.
    BOOST_TEST_MESSAGE("bytes for an idle connection, client and server: " << each);
    BOOST_TEST((keeps_freed_memory || each < 120'000U));
}

BOOST_AUTO_TEST_SUITE_END()
