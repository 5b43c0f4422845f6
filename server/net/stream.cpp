#include "server/net/stream.hpp"

#include "crypto/base/check.hpp"
#include "server/net/tls.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <array>
#include <cerrno>
#include <sys/socket.h>

namespace ogniwo::net {
namespace {
constexpr auto as_result = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t max_slice = 1U << 30U; // OpenSSL counts in int
} // namespace

Stream::Stream(Socket socket, TlsContext* context)
    : socket_(std::move(socket)), watchdog_(socket_) {
    boost::system::error_code ec;
    socket_.native_non_blocking(true, ec);
    socket_.set_option(asio::ip::tcp::no_delay(true), ec); // a dead socket shows in the first read
    if (context != nullptr) {
        tls_ = SSL_new(context->native());
        if (tls_ != nullptr) {
            SSL_set_fd(tls_, socket_.native_handle());
            SSL_set_accept_state(tls_);
            SSL_set_read_ahead(tls_, 1);
        } else {
            socket_.close(ec); // out of memory; never fall back to plain
        }
    }
}

Stream::~Stream() {
    SSL_free(tls_);
}

asio::awaitable<Result<void>> Stream::wait(Wanted wanted) {
    if (watchdog_.expired()) {
        co_return Error("net.timeout");
    }
    const auto direction = wanted == Wanted::read ? Socket::wait_read : Socket::wait_write;
    const auto [ec] = co_await socket_.async_wait(direction, as_result);
    if (ec) {
        co_return watchdog_.expired() ? Error("net.timeout") : Error("net.closed", ec.message());
    }
    co_return Result<void>();
}

Result<Stream::Wanted> Stream::wanted_after(long result) const {
    const int system_error = errno;
    if (tls_ == nullptr) {
        const bool again = system_error == EAGAIN;
        return again ? Result<Wanted>(Wanted::write) : Error("net.closed");
    }
    switch (SSL_get_error(tls_, static_cast<int>(result))) {
    case SSL_ERROR_WANT_READ:
        return Wanted::read;
    case SSL_ERROR_WANT_WRITE:
        return Wanted::write;
    case SSL_ERROR_SYSCALL:
    case SSL_ERROR_ZERO_RETURN:
        return Error("net.closed");
    default:
        break;
    }
    std::array<char, 120> text{};
    ERR_error_string_n(ERR_peek_error(), text.data(), text.size());
    ERR_clear_error();
    return Error("net.tls", text.data());
}

bool Stream::is_end(long result) const {
    return tls_ == nullptr ? result == 0
                           : result <= 0 && SSL_get_error(tls_, static_cast<int>(result)) ==
                                                SSL_ERROR_ZERO_RETURN;
}

asio::awaitable<Result<void>> Stream::handshake() {
    while (tls_ != nullptr) {
        ERR_clear_error();
        const int done = SSL_do_handshake(tls_);
        if (done == 1) {
            break;
        }
        const Result<Wanted> wanted = wanted_after(done);
        if (!wanted) {
            co_return wanted.error();
        }
        const Result<void> ready = co_await wait(*wanted);
        if (!ready) {
            co_return ready.error();
        }
    }
    co_return Result<void>();
}

asio::awaitable<Result<void>> Stream::wait_readable() {
    if (tls_ != nullptr && SSL_has_pending(tls_) == 1) {
        co_return Result<void>();
    }
    co_return co_await wait(Wanted::read);
}

asio::awaitable<Result<std::size_t>> Stream::read_some(std::span<std::uint8_t> into) {
    OGNIWO_CHECK(!into.empty());
    const std::size_t limit = std::min(into.size(), max_slice);
    while (true) {
        if (watchdog_.expired()) {
            co_return Error("net.timeout"); // data that is always there must not outrun a deadline
        }
        long got = 0;
        if (tls_ != nullptr) {
            ERR_clear_error();
            got = SSL_read(tls_, into.data(), static_cast<int>(limit));
        } else {
            got = ::recv(socket_.native_handle(), into.data(), limit, 0);
        }
        if (got > 0) {
            co_return static_cast<std::size_t>(got);
        }
        if (is_end(got)) {
            co_return std::size_t{0};
        }
        const Result<Wanted> wanted = wanted_after(got);
        if (!wanted) {
            co_return wanted.error();
        }
        const Result<void> ready = co_await wait(tls_ == nullptr ? Wanted::read : *wanted);
        if (!ready) {
            co_return ready.error();
        }
    }
}

asio::awaitable<Result<void>> Stream::write(ByteView bytes) {
    while (!bytes.empty()) {
        if (watchdog_.expired()) {
            co_return Error("net.timeout");
        }
        const std::size_t slice = std::min(bytes.size(), max_slice);
        long put = 0;
        if (tls_ != nullptr) {
            ERR_clear_error();
            put = SSL_write(tls_, bytes.data(), static_cast<int>(slice));
        } else {
            put = ::send(socket_.native_handle(), bytes.data(), slice, MSG_NOSIGNAL);
        }
        if (put > 0) {
            bytes = bytes.subspan(static_cast<std::size_t>(put));
            continue;
        }
        const Result<Wanted> wanted = wanted_after(put);
        if (!wanted) {
            co_return wanted.error();
        }
        const Result<void> ready = co_await wait(*wanted);
        if (!ready) {
            co_return ready.error();
        }
    }
    co_return Result<void>();
}

asio::awaitable<void> Stream::finish(std::size_t limit) {
    if (tls_ != nullptr && SSL_is_init_finished(tls_) == 1) {
        ERR_clear_error();
        SSL_shutdown(tls_); // best effort: a full send buffer means that nobody reads anyway
        ERR_clear_error();
    }
    boost::system::error_code ec;
    socket_.shutdown(Socket::shutdown_send, ec);
    ByteArray<4096> dropped{};
    std::size_t total = 0;
    while (!ec && total < limit) {
        const ssize_t got = ::recv(socket_.native_handle(), dropped.data(), dropped.size(), 0);
        if (got > 0) {
            total += static_cast<std::size_t>(got);
            continue;
        }
        if (got == 0 || errno != EAGAIN) {
            co_return;
        }
        const Result<void> ready = co_await wait(Wanted::read);
        if (!ready) {
            co_return;
        }
    }
}

void Stream::abandon() {
    boost::system::error_code ec;
    socket_.set_option(Socket::linger(true, 0), ec);
}

void Stream::cancel() {
    boost::system::error_code ec;
    socket_.cancel(ec);
}

} // namespace ogniwo::net
