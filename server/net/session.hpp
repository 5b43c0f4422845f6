#pragma once
// One connection: handshake, then requests one after another, each phase with its own deadline.

#include "server/net/head.hpp"
#include "server/net/nursery.hpp"
#include "server/net/shared.hpp"
#include "server/net/stream.hpp"

namespace ogniwo::net {

/// States: handshake -> (idle -> header -> admission -> body -> handler -> write)* -> finish.
/// Exactly one request is in flight; what a client pipelines waits in the kernel and in at most one
/// header's worth of buffer. Everything runs on the connection's strand.
class Session {
  public:
    /// All must outlive the session.
    Session(Stream& stream, http::Peer peer, Shared& shared, Nursery::Task& task);
    asio::awaitable<void> run();

  private:
    enum class Next : std::uint8_t { request, finish, drop };

    asio::awaitable<Next> serve_request();
    asio::awaitable<Next> wait_for_request();
    asio::awaitable<Result<std::size_t>> read_head();
    asio::awaitable<Result<void>> read_body(http::RequestContext& context, std::size_t length);
    asio::awaitable<Next> answer(http::RequestContext& context, Head head);
    asio::awaitable<Next> refuse(const Error& error, const http::RequestContext* context);
    asio::awaitable<Next> respond(http::Response response, const http::RequestContext* context,
                                  bool close);
    asio::awaitable<Result<void>> write_response(const http::Response& response,
                                                 const std::string& head, bool with_body);
    asio::awaitable<Result<void>> write_file(const http::FileBody& body);
    asio::awaitable<Result<void>> write_slices(ByteView bytes);
    asio::awaitable<Result<void>> read_more(std::size_t at_most);
    [[nodiscard]] Watchdog::Clock::time_point transfer_deadline(milliseconds base,
                                                                std::uint64_t bytes) const;
    void arm_slice(Watchdog::Clock::time_point overall);
    Next lost(const Error& error, std::string_view phase);

    Stream& stream_;
    http::Peer peer_;
    Shared& shared_;
    const Limits& limits_;
    Nursery::Task& task_;
    Bytes buffer_; // received and not yet used; freed while idle
    bool idle_ = false;
    std::string id_prefix_;
    std::string request_id_;
    std::uint64_t requests_ = 0;
    Watchdog::Clock::time_point opened_;
    Watchdog::Clock::time_point request_began_;
    Watchdog::Clock::time_point write_deadline_;
};

} // namespace ogniwo::net
