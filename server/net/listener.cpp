#include "server/net/listener.hpp"

#include "crypto/base/encoding.hpp"
#include "server/net/session.hpp"
#include "server/net/stream.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace ogniwo::net {
namespace {

using asio::ip::tcp;
constexpr auto as_result = asio::as_tuple(asio::use_awaitable);
constexpr milliseconds slot_poll{10};
constexpr unsigned shed_at_once = 64;

// A connection's place among all and among those of its network, given back when it ends.
class Place {
  public:
    Place(Shared& shared, std::string network) : shared_(shared), network_(std::move(network)) {
        shared_.metrics.connections.add(1);
    }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    ~Place() {
        shared_.metrics.connections.add(-1);
        shared_.networks.leave(network_);
        shared_.connections.give_back(1);
    }

  private:
    Shared& shared_;
    std::string network_;
};

// Owns what its session refers to; lives as long as the coroutine below.
struct Connection {
    Connection(tcp::socket socket, TlsContext* tls, http::Peer from, Shared& s)
        : peer(std::move(from)), shared(s), place(s, peer.network), stream(std::move(socket), tls) {
    }
    http::Peer peer;
    Shared& shared;
    Place place; // given back after the socket is closed
    Stream stream;
};

asio::awaitable<void> serve(std::unique_ptr<Connection> connection, Nursery::Task& task) {
    Session session(connection->stream, connection->peer, connection->shared, task);
    co_await session.run();
}

} // namespace

NetMetrics::NetMetrics(obs::Metrics& metrics, const std::string& server)
    : connections(metrics.gauge("net_connections", "Open connections", {{"server", server}})),
      accepted(metrics.counter("net_accepted_total", "Accepted connections", {{"server", server}})),
      over_network_limit(metrics.counter("net_over_network_limit_total",
                                         "Connections closed: too many from one network",
                                         {{"server", server}})),
      no_descriptor(metrics.counter("net_no_descriptor_total",
                                    "Times that no file descriptor was left",
                                    {{"server", server}})),
      tls_failures(metrics.counter("net_tls_failures_total", "TLS handshakes that failed",
                                   {{"server", server}})),
      body_budget_refusals(metrics.counter("net_body_budget_refusals_total",
                                           "Bodies refused: too many bytes in flight",
                                           {{"server", server}})),
      metrics_(metrics), server_(server) {}

obs::Counter& NetMetrics::timeout(std::string_view phase) {
    return metrics_.counter("net_timeouts_total", "Deadlines that passed",
                            {{"server", server_}, {"phase", std::string(phase)}});
}

http::Peer peer_of(const tcp::endpoint& endpoint) {
    asio::ip::address address = endpoint.address();
    if (address.is_v6() && address.to_v6().is_v4_mapped()) {
        address = asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
    }
    http::Peer peer;
    peer.address = address.to_string();
    peer.network = peer.address;
    if (address.is_v6()) {
        const auto bytes = address.to_v6().to_bytes();
        constexpr std::size_t network_bytes = 8;
        peer.network = hex_encode(ByteView(bytes).first(network_bytes)) + "/64";
    }
    return peer;
}

ReserveDescriptor::~ReserveDescriptor() {
    if (descriptor_ >= 0) {
        ::close(descriptor_);
    }
}

void ReserveDescriptor::refill() {
    descriptor_ = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
}

void ReserveDescriptor::shed(int listening, unsigned at_most) {
    if (descriptor_ >= 0) {
        ::close(descriptor_);
    }
    for (unsigned i = 0; i < at_most; ++i) {
        const int waiting = ::accept4(listening, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
        if (waiting < 0) {
            break;
        }
        ::close(waiting);
    }
    refill();
}

Listener::Listener(Acceptor acceptor, asio::any_io_executor executor, TlsContext* tls,
                   Shared& shared, Nursery& sessions)
    : acceptor_(std::move(acceptor)), executor_(std::move(executor)), tls_(tls), shared_(shared),
      sessions_(sessions) {}

asio::awaitable<void> Listener::pause(milliseconds time) {
    asio::steady_timer timer(acceptor_.get_executor(), time);
    co_await timer.async_wait(as_result);
}

asio::awaitable<void> Listener::run(Nursery::Task& task) {
    task.on_stop([this] {
        boost::system::error_code ignored;
        acceptor_.close(ignored);
    });
    while (!task.stopping()) {
        // The place is taken before the connection: over the bound, clients wait in the backlog.
        if (!shared_.connections.take(1)) {
            co_await pause(slot_poll);
            continue;
        }
        tcp::socket socket(asio::make_strand(executor_));
        tcp::endpoint from;
        const auto [ec] = co_await acceptor_.async_accept(socket, from, as_result);
        if (!ec) {
            start(std::move(socket), from);
            continue;
        }
        shared_.connections.give_back(1);
        const bool exhausted = ec == asio::error::no_descriptors || ec.value() == ENFILE ||
                               ec == asio::error::no_memory || ec == asio::error::no_buffer_space;
        if (exhausted) {
            shared_.metrics.no_descriptor.add();
            shared_.log.event(obs::Level::warning, "net.no_descriptor", {{"why", ec.message()}});
            reserve_.shed(acceptor_.native_handle(), shed_at_once);
        }
        if (!task.stopping()) {
            co_await pause(shared_.limits.accept_back_off);
        }
    }
}

void Listener::start(tcp::socket socket, const tcp::endpoint& from) {
    http::Peer peer = peer_of(from);
    if (!shared_.networks.enter(peer.network)) {
        shared_.metrics.over_network_limit.add();
        shared_.connections.give_back(1);
        return; // closes the socket
    }
    shared_.metrics.accepted.add();
    const asio::any_io_executor strand = socket.get_executor();
    auto connection = std::make_shared<std::unique_ptr<Connection>>(
        std::make_unique<Connection>(std::move(socket), tls_, std::move(peer), shared_));
    sessions_.spawn(
        strand, [connection](Nursery::Task& task) { return serve(std::move(*connection), task); });
}

} // namespace ogniwo::net
