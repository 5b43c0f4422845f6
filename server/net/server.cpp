#include "server/net/server.hpp"

#include "crypto/base/check.hpp"
#include "server/net/listener.hpp"

#include <boost/asio/strand.hpp>

namespace ogniwo::net {
namespace {
using asio::ip::tcp;
constexpr milliseconds after_cancel{5'000};
} // namespace

struct Server::State {
    State(asio::any_io_executor ex, Parts p, ServerOptions o)
        : executor(std::move(ex)), tls(std::move(p.tls)), options(std::move(o)), log(p.log),
          shared(p.service, p.rng, p.log, p.metrics, options.limits, options.name), tasks(p.log) {}

    Result<tcp::acceptor> bind(const ListenAddress& where) {
        boost::system::error_code ec;
        const auto address = asio::ip::make_address(where.address, ec);
        if (ec) {
            return Error("net.listen", where.address + " is no numeric address");
        }
        if (!tls && !address.is_loopback()) {
            return Error("net.listen", "plain HTTP only on a loopback address");
        }
        const tcp::endpoint endpoint(address, where.port);
        tcp::acceptor acceptor(asio::make_strand(executor));
        acceptor.open(endpoint.protocol(), ec);
        if (!ec) {
            acceptor.set_option(tcp::acceptor::reuse_address(true), ec);
        }
        if (!ec) {
            acceptor.bind(endpoint, ec);
        }
        if (!ec) {
            acceptor.listen(options.limits.backlog, ec);
        }
        if (ec) {
            return Error("net.listen",
                         where.address + ":" + std::to_string(where.port) + ": " + ec.message());
        }
        return acceptor;
    }

    asio::any_io_executor executor;
    std::shared_ptr<TlsContext> tls;
    ServerOptions options;
    obs::Log& log;
    Shared shared;
    Nursery tasks;
    std::vector<std::unique_ptr<Listener>> listeners;
    std::vector<std::uint16_t> ports;
    bool started = false;
    bool stopped = false;
};

Server::Server(asio::any_io_executor executor, Parts parts, ServerOptions options)
    : state_(std::make_shared<State>(std::move(executor), std::move(parts), std::move(options))) {}

Server::~Server() {
    stop(milliseconds(0));
}

Result<void> Server::start() {
    OGNIWO_CHECK(!state_->started);
    std::vector<tcp::acceptor> acceptors;
    for (const ListenAddress& where : state_->options.listen) {
        OGNIWO_ASSIGN(tcp::acceptor acceptor, state_->bind(where));
        state_->ports.push_back(acceptor.local_endpoint().port());
        acceptors.push_back(std::move(acceptor));
    }
    for (tcp::acceptor& acceptor : acceptors) {
        const asio::any_io_executor strand = acceptor.get_executor();
        state_->listeners.push_back(std::make_unique<Listener>(std::move(acceptor),
                                                               state_->executor, state_->tls.get(),
                                                               state_->shared, state_->tasks));
        Listener* const listener = state_->listeners.back().get();
        state_->tasks.spawn(strand,
                            [listener](Nursery::Task& task) { return listener->run(task); });
    }
    state_->started = true;
    return {};
}

std::uint16_t Server::port(std::size_t i) const {
    return state_->ports.at(i);
}

std::size_t Server::connections() const {
    return static_cast<std::size_t>(state_->shared.metrics.connections.value());
}

void Server::begin_stop() {
    state_->tasks.request_stop();
}

bool Server::wait_stopped(milliseconds patience) {
    return state_->tasks.wait_empty(patience);
}

void Server::cancel_all() {
    state_->tasks.cancel_all();
}

void Server::stop(milliseconds grace) {
    if (!state_->started || state_->stopped) {
        return;
    }
    begin_stop();
    if (!wait_stopped(grace)) {
        state_->log.event(obs::Level::warning, "net.stop_forced", {{"connections", connections()}});
        cancel_all();
        // Work that cannot be cancelled (a job on the CPU pool) is waited for: it uses its
        // connection.
        while (!wait_stopped(after_cancel)) {
            state_->log.event(obs::Level::error, "net.stop_waits",
                              {{"connections", connections()}});
        }
    }
    state_->stopped = true;
}

} // namespace ogniwo::net
