#include "tests/integration/http/client.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <netinet/in.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace ogniwo::test {

struct Client::State {
    int descriptor = -1;
    SSL_CTX* context = nullptr;
    SSL* ssl = nullptr;
    ~State() {
        SSL_free(ssl);
        SSL_CTX_free(context);
        if (descriptor >= 0) {
            ::close(descriptor);
        }
    }
};

std::string Reply::header(const std::string& name) const {
    const auto it = headers.find(name);
    return it == headers.end() ? std::string() : it->second;
}

Client::Client() : state_(std::make_unique<State>()) {}
Client::Client(Client&& other) noexcept = default;
Client::~Client() = default;

int Client::connect(std::uint16_t port) {
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): the sockets interface
    const auto* generic = reinterpret_cast<const sockaddr*>(&address);
    if (descriptor < 0 || ::connect(descriptor, generic, sizeof address) != 0) {
        ::close(descriptor);
        throw std::runtime_error("cannot connect");
    }
    return descriptor;
}

Client::Client(std::uint16_t port, Kind kind, const TlsOptions& options) : Client() {
    state_->descriptor = connect(port);
    set_timeout(std::chrono::seconds(10));
    if (kind == Kind::tls) {
        shake_hands(options);
    }
}

Client Client::over(int descriptor, const TlsOptions& options) {
    Client client;
    client.state_->descriptor = descriptor;
    client.set_timeout(std::chrono::seconds(10));
    client.shake_hands(options);
    return client;
}

void Client::shake_hands(const TlsOptions& options) {
    state_->context = SSL_CTX_new(TLS_client_method());
    SSL_CTX_set_security_level(state_->context,
                               0); // so that the old versions can be offered at all
    SSL_CTX_set_options(state_->context, SSL_OP_IGNORE_UNEXPECTED_EOF);
    SSL_CTX_set_min_proto_version(state_->context, options.min_version);
    SSL_CTX_set_max_proto_version(state_->context, options.max_version);
    state_->ssl = SSL_new(state_->context);
    if (!options.alpn.empty()) {
        const std::string wire = static_cast<char>(options.alpn.size()) + options.alpn;
        // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): OpenSSL's bytes
        SSL_set_alpn_protos(state_->ssl, reinterpret_cast<const unsigned char*>(wire.data()),
                            static_cast<unsigned>(wire.size()));
    }
    if (options.session != nullptr) {
        SSL_set_session(state_->ssl, static_cast<SSL_SESSION*>(options.session));
    }
    SSL_set_fd(state_->ssl, state_->descriptor);
    if (SSL_connect(state_->ssl) != 1) {
        std::array<char, 200> text{};
        ERR_error_string_n(ERR_get_error(), text.data(), text.size());
        ERR_clear_error();
        throw std::runtime_error(std::string("handshake: ") + text.data());
    }
}

void Client::set_timeout(std::chrono::milliseconds timeout) {
    timeval value{};
    value.tv_sec = timeout.count() / 1000;
    value.tv_usec = (timeout.count() % 1000) * 1000;
    ::setsockopt(state_->descriptor, SOL_SOCKET, SO_RCVTIMEO, &value, sizeof value);
    ::setsockopt(state_->descriptor, SOL_SOCKET, SO_SNDTIMEO, &value, sizeof value);
}

void Client::set_receive_buffer(int bytes) {
    ::setsockopt(state_->descriptor, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
}

int Client::descriptor() const {
    return state_->descriptor;
}
void* Client::ssl() const {
    return state_->ssl;
}

bool Client::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const long n = state_->ssl != nullptr
                           ? SSL_write(state_->ssl, bytes.data(), static_cast<int>(bytes.size()))
                           : ::send(state_->descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (n <= 0) {
            ERR_clear_error();
            return false;
        }
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
}

std::string Client::receive_some() {
    std::array<char, 16384> chunk{};
    errno = 0;
    const long n = state_->ssl != nullptr
                       ? SSL_read(state_->ssl, chunk.data(), static_cast<int>(chunk.size()))
                       : ::recv(state_->descriptor, chunk.data(), chunk.size(), 0);
    if (n > 0) {
        return {chunk.data(), static_cast<std::size_t>(n)};
    }
    timed_out_ = errno == EAGAIN;
    ERR_clear_error();
    return {};
}

std::string Client::receive_all() {
    std::string all = std::exchange(buffer_, {});
    while (true) {
        const std::string more = receive_some();
        if (more.empty()) {
            return all;
        }
        all += more;
    }
}

std::optional<Reply> Client::receive_reply(bool head) {
    std::size_t end = 0;
    while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
        const std::string more = receive_some();
        if (more.empty()) {
            return std::nullopt;
        }
        buffer_ += more;
    }
    Reply reply;
    std::string_view lines = std::string_view(buffer_).substr(0, end + 2);
    reply.status = static_cast<unsigned>(std::stoul(std::string(lines.substr(9, 3))));
    lines.remove_prefix(lines.find("\r\n") + 2);
    while (!lines.empty()) {
        const std::string_view line = lines.substr(0, lines.find("\r\n"));
        lines.remove_prefix(line.size() + 2);
        const std::size_t colon = line.find(':');
        std::string name(line.substr(0, colon));
        std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::tolower(c); });
        reply.headers.emplace(std::move(name), std::string(line.substr(colon + 2)));
    }
    buffer_.erase(0, end + 4);
    const std::string length = reply.header("content-length");
    const std::size_t wanted = head || length.empty() ? 0 : std::stoul(length);
    while (buffer_.size() < wanted) {
        const std::string more = receive_some();
        if (more.empty()) {
            return std::nullopt;
        }
        buffer_ += more;
    }
    reply.body = buffer_.substr(0, wanted);
    buffer_.erase(0, wanted);
    return reply;
}

Reply Client::get(std::string_view target, std::string_view more_headers) {
    if (!send(get_request(target, more_headers))) {
        return {};
    }
    return receive_reply().value_or(Reply{});
}

void Client::half_close() {
    if (state_->ssl != nullptr) {
        SSL_shutdown(state_->ssl);
    }
    ::shutdown(state_->descriptor, SHUT_WR);
}

void Client::close() {
    ::close(state_->descriptor);
    state_->descriptor = -1;
}

bool Client::ended() {
    return buffer_.empty() && receive_some().empty() && !timed_out_;
}

std::string get_request(std::string_view target, std::string_view more_headers) {
    return "GET " + std::string(target) + " HTTP/1.1\r\nHost: localhost\r\n" +
           std::string(more_headers) + "\r\n";
}

std::string request(std::string_view method, std::string_view target, std::string_view more_headers,
                    std::string_view body) {
    return std::string(method) + " " + std::string(target) + " HTTP/1.1\r\nHost: localhost\r\n" +
           "Content-Length: " + std::to_string(body.size()) + "\r\n" + std::string(more_headers) +
           "\r\n" + std::string(body);
}

} // namespace ogniwo::test
