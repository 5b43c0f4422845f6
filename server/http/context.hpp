#pragma once
// What a handler gets, and the shapes that a handler may have.

#include "server/http/message.hpp"
#include "server/http/path_pattern.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <functional>

namespace ogniwo::http {

namespace asio = boost::asio;

struct Route;

/// Who makes the request. The application derives its own type and sets it in the authentication
/// hook.
class Principal {
  public:
    Principal() = default;
    Principal(const Principal&) = delete;
    Principal& operator=(const Principal&) = delete;
    virtual ~Principal() = default;
};

/// One request on its way through the server. Lives in the frame of the connection's coroutine from
/// the end of the header until the response is written; used by one thread at a time.
struct RequestContext {
    Request request;
    /// The matched route; null when none matched. Lives as long as the router.
    const Route* route = nullptr;
    /// Values of the {names} of the path template.
    PathParams params;
    /// The reader's language, one of DispatcherOptions::languages.
    std::string language;
    /// When the handler must be done.
    std::chrono::steady_clock::time_point deadline = std::chrono::steady_clock::time_point::max();
    /// Set by the authentication hook; null for an anonymous request.
    std::shared_ptr<const Principal> principal;

    /// The value of {name} in the template of the route. Precondition: the template has it.
    [[nodiscard]] const std::string& param(std::string_view name) const;

    /// The principal as the application's own type, or null when there is none or it is of another
    /// type.
    template <class T> [[nodiscard]] const T* principal_as() const {
        return dynamic_cast<const T*>(principal.get());
    }
};

/// A handler that only computes or reads memory. Errors become problem+json (problem.hpp).
/// With Cost::cpu it runs on the CPU pool, else on the connection's strand: it must not block
/// there.
using SyncHandler = std::function<Result<Response>(RequestContext&)>;
/// A handler that waits for something. Runs on the connection's strand, within the handler budget.
using AsyncHandler = std::function<asio::awaitable<Result<Response>>(RequestContext&)>;
using Handler = std::variant<SyncHandler, AsyncHandler>;

/// Runs work on the CPU pool and waits for it; "server.busy" when the pool is full. The composition
/// root makes it from a CpuPool (net::cpu_runner).
using CpuRunner =
    std::function<asio::awaitable<Result<Response>>(std::function<Result<Response>()>)>;

} // namespace ogniwo::http
