#pragma once
// The bytes of one connection, behind TLS or (on loopback) plain.

#include "crypto/base/bytes.hpp"
#include "crypto/base/result.hpp"
#include "server/net/watchdog.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>

struct ssl_st;

namespace ogniwo::net {

namespace asio = boost::asio;

class TlsContext;

/// Drives OpenSSL on the non-blocking socket itself: between two operations it holds no buffer of
/// its own, and OpenSSL frees its own (10,000 idle connections must fit in memory). All on the
/// socket's strand; one operation at a time. Every operation ends when the watchdog's deadline
/// passes. Errors: net.timeout (the deadline), net.closed (cancelled, reset), net.tls (protocol
/// failure).
class Stream {
  public:
    using Socket = asio::ip::tcp::socket;
    /// `context` null: plain. Otherwise it must outlive the stream.
    Stream(Socket socket, TlsContext* context);
    ~Stream();
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;

    [[nodiscard]] Watchdog& watchdog() { return watchdog_; }
    /// TLS handshake; nothing to do when plain.
    asio::awaitable<Result<void>> handshake();
    /// Waits until there is something to read, without a buffer.
    asio::awaitable<Result<void>> wait_readable();
    /// Reads at least one byte; 0 at the end of the stream. Precondition: `into` is not empty.
    asio::awaitable<Result<std::size_t>> read_some(std::span<std::uint8_t> into);
    /// Writes everything.
    asio::awaitable<Result<void>> write(ByteView bytes);
    /// Says that nothing more will be written (close_notify, FIN), then reads and drops at most
    /// `limit` bytes until the peer closes, so that unread input does not reset what the peer has
    /// yet to read.
    asio::awaitable<void> finish(std::size_t limit);
    /// Makes closing discard unsent bytes at once.
    void abandon();
    /// Ends a pending wait; on the strand.
    void cancel();

  private:
    enum class Wanted : std::uint8_t { read, write };
    asio::awaitable<Result<void>> wait(Wanted wanted);
    // What OpenSSL or the kernel says after a call that did not succeed.
    Result<Wanted> wanted_after(long result) const;
    [[nodiscard]] bool is_end(long result) const;

    Socket socket_;
    Watchdog watchdog_;
    ssl_st* tls_ = nullptr;
};

} // namespace ogniwo::net
