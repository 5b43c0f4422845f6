#pragma once
// Listens, runs one coroutine for each connection, and stops without losing a response.

#include "crypto/base/result.hpp"
#include "crypto/base/rng.hpp"
#include "server/http/service.hpp"
#include "server/net/limits.hpp"
#include "server/net/tls.hpp"
#include "server/obs/log.hpp"
#include "server/obs/metrics.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <memory>
#include <string>
#include <vector>

namespace ogniwo::net {

namespace asio = boost::asio;

/// The I/O threads. One is enough for most federations; every connection has its own strand anyway.
class IoRuntime {
  public:
    /// Starts `threads` threads, at least 1. Ignores SIGPIPE in the whole process: OpenSSL writes
    /// to sockets without MSG_NOSIGNAL.
    explicit IoRuntime(unsigned threads = 1);
    /// Lets running work finish, then joins. Stop every Server on it first.
    ~IoRuntime();
    IoRuntime(const IoRuntime&) = delete;
    IoRuntime& operator=(const IoRuntime&) = delete;
    [[nodiscard]] asio::any_io_executor executor() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

struct ListenAddress {
    /// Numeric address: "127.0.0.1", "::", "0.0.0.0".
    std::string address = "127.0.0.1";
    /// 0 takes a free one.
    std::uint16_t port = 0;
};

struct ServerOptions {
    std::vector<ListenAddress> listen{ListenAddress{}};
    Limits limits;
    /// Label of the metrics: "public", "admin".
    std::string name = "public";
};

/// One set of listening sockets with one service behind them.
class Server {
  public:
    struct Parts {
        /// Null: plain HTTP, only allowed on loopback addresses (the metrics listener).
        std::shared_ptr<TlsContext> tls;
        /// These four must outlive the server.
        http::Service& service;
        Rng& rng; ///< thread-safe
        obs::Log& log;
        obs::Metrics& metrics;
    };
    Server(asio::any_io_executor executor, Parts parts, ServerOptions options);
    /// Stops at once if it still runs.
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    /// Binds and starts to accept. Errors: net.listen (address in use, not numeric, plain HTTP
    /// beyond loopback).
    Result<void> start();
    /// The bound port of listen[i].
    [[nodiscard]] std::uint16_t port(std::size_t i = 0) const;
    [[nodiscard]] std::size_t connections() const;

    // Stopping, from any thread that is not an I/O thread. In this order, each stage at most once.
    /// Stage 1: closes the listening sockets, closes idle connections, and tells the busy ones to
    /// finish with `Connection: close`. Does not wait.
    void begin_stop();
    /// Waits until no connection is left; false when `patience` ran out first.
    bool wait_stopped(milliseconds patience);
    /// Stage 2: cancels what is still running. Does not wait.
    void cancel_all();
    /// All three: begin_stop, wait for `grace`, cancel_all, wait. Does nothing when stopped
    /// already.
    void stop(milliseconds grace = milliseconds(10'000));

  private:
    struct State;
    std::shared_ptr<State> state_;
};

} // namespace ogniwo::net
