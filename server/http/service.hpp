#pragma once
// The seam between connections (server/net) and what answers requests (the dispatcher).

#include "server/http/context.hpp"

namespace ogniwo::http {

/// The verdict on a request whose header has been read and whose body has not.
struct Admission {
    /// Set when the request is refused or needs no body: the response, and `handle` is not called.
    std::optional<Response> answer;
    /// Largest body that may be read for it, in bytes.
    std::size_t body_limit = 0;
};

/// What happened to one request, for the access log and the metrics.
struct Completed {
    const RequestContext* context = nullptr; // null when no header could be read
    std::string_view request_id;
    unsigned status = 0;
    std::string_view problem_id;
    std::uint64_t response_bytes = 0;
    /// False when the peer went away or a deadline passed while the response was written.
    bool delivered = false;
    std::chrono::steady_clock::duration elapsed{};
};

/// Thread-safe; every member may be called from any I/O thread, for a request on its connection's
/// strand.
class Service {
  public:
    Service() = default;
    Service(const Service&) = delete;
    Service& operator=(const Service&) = delete;
    virtual ~Service() = default;
    /// Decides after the header: route, method, media type, announced size, rate, session, CSRF.
    /// `declared_length` is the Content-Length, nothing without one.
    virtual asio::awaitable<Admission> admit(RequestContext& context,
                                             std::optional<std::uint64_t> declared_length) = 0;
    /// Answers a request whose body is complete. Never throws: failures are responses.
    virtual asio::awaitable<Response> handle(RequestContext& context) = 0;
    /// The response to a failure that the connection layer found (bad header, deadline, no memory
    /// left).
    virtual Response refuse(const Error& error, const RequestContext* context,
                            std::string_view request_id) = 0;
    virtual void completed(const Completed& completed) noexcept = 0;
};

} // namespace ogniwo::http
