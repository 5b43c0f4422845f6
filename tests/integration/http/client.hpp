#pragma once
// A client that sends what it is told, byte by byte: no HTTP library stands between test and
// server.

#include "crypto/base/bytes.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace ogniwo::test {

struct TlsOptions {
    int min_version = 0; ///< OpenSSL's numbers; 0: the library's default
    int max_version = 0;
    std::string alpn;        ///< protocol to offer; empty: none
    void* session = nullptr; ///< SSL_SESSION* to resume
};

struct Reply {
    unsigned status = 0;
    std::multimap<std::string, std::string> headers; ///< names in lower case
    std::string body;
    [[nodiscard]] std::string header(const std::string& name) const;
};

/// Blocking, with a receive timeout of 10 s unless told otherwise.
class Client {
  public:
    enum class Kind { tls, plain };
    /// Connects to 127.0.0.1 and, for tls, shakes hands. Throws std::runtime_error.
    Client(std::uint16_t port, Kind kind, const TlsOptions& options = {});
    explicit Client(std::uint16_t port) : Client(port, Kind::tls) {}
    /// Takes a connected socket and shakes hands.
    static Client over(int descriptor, const TlsOptions& options = {});
    /// A connected TCP socket.
    static int connect(std::uint16_t port);
    Client(Client&& other) noexcept;
    Client& operator=(Client&&) = delete;
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;
    ~Client();

    /// False when the peer is gone.
    bool send(std::string_view bytes);
    /// At least one byte; empty at the end of the stream or after a reset or timeout (see
    /// timed_out).
    std::string receive_some();
    /// Everything up to the end of the stream.
    std::string receive_all();
    /// One response, by its Content-Length; nothing when the stream ends first. `head`: no body
    /// follows.
    std::optional<Reply> receive_reply(bool head = false);
    Reply get(std::string_view target, std::string_view more_headers = "");
    /// FIN, but goes on reading (close_notify first on TLS).
    void half_close();
    void close();
    /// True when the server ended the stream without a byte more (within the receive timeout).
    bool ended();
    void set_timeout(std::chrono::milliseconds timeout);
    [[nodiscard]] bool timed_out() const { return timed_out_; }
    [[nodiscard]] int descriptor() const;
    [[nodiscard]] void* ssl() const;
    void set_receive_buffer(int bytes);

  private:
    struct State;
    Client();
    void shake_hands(const TlsOptions& options);
    std::unique_ptr<State> state_;
    std::string buffer_;
    bool timed_out_ = false;
};

/// "GET <target> HTTP/1.1" with Host and further header lines (each ended by CRLF).
std::string get_request(std::string_view target, std::string_view more_headers = "");
std::string request(std::string_view method, std::string_view target, std::string_view more_headers,
                    std::string_view body);

} // namespace ogniwo::test
