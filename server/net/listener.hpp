#pragma once
// Accepts connections within the bounds and starts a session for each.

#include "server/net/nursery.hpp"
#include "server/net/shared.hpp"
#include "server/net/tls.hpp"

#include <boost/asio/ip/tcp.hpp>

namespace ogniwo::net {

/// One file descriptor kept in reserve: when none is left, giving it up lets waiting connections be
/// accepted and closed, so that their clients learn it at once instead of hanging.
class ReserveDescriptor {
  public:
    ReserveDescriptor() { refill(); }
    ~ReserveDescriptor();
    ReserveDescriptor(const ReserveDescriptor&) = delete;
    ReserveDescriptor& operator=(const ReserveDescriptor&) = delete;
    /// Closes at most `at_most` waiting connections of the listening socket.
    void shed(int listening, unsigned at_most);

  private:
    void refill();
    int descriptor_ = -1;
};

class Listener {
  public:
    using Acceptor = asio::ip::tcp::acceptor;
    /// All must outlive the listener; `tls` null means plain. The acceptor is bound, listens and
    /// works on a strand of its own.
    Listener(Acceptor acceptor, asio::any_io_executor executor, TlsContext* tls, Shared& shared,
             Nursery& sessions);
    /// The accept loop, until the task is told to stop. On the acceptor's strand.
    asio::awaitable<void> run(Nursery::Task& task);

  private:
    void start(asio::ip::tcp::socket socket, const asio::ip::tcp::endpoint& from);
    asio::awaitable<void> pause(milliseconds time);

    Acceptor acceptor_;
    asio::any_io_executor executor_; // what each connection makes its strand on
    TlsContext* tls_;
    Shared& shared_;
    Nursery& sessions_;
    ReserveDescriptor reserve_;
};

/// Address and network of an endpoint, an IPv4-mapped IPv6 address as IPv4.
http::Peer peer_of(const asio::ip::tcp::endpoint& endpoint);

} // namespace ogniwo::net
