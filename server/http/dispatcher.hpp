#pragma once
// The middleware, in this order: request id -> access log and metrics -> limits -> security headers
// -> session and CSRF hook -> handler -> problem+json.

#include "server/http/problem.hpp"
#include "server/http/rate_limit.hpp"
#include "server/http/router.hpp"
#include "server/http/service.hpp"
#include "server/http/static_files.hpp"
#include "server/obs/log.hpp"
#include "server/obs/metrics.hpp"

#include <array>

namespace ogniwo::http {

/// Called for each routed request after routing and limits and before its body is read. Checks the
/// AuthPolicy of context.route, the session and the CSRF token, and sets context.principal.
/// An error refuses the request ("session.required" and the like, mapped by the problem lookup).
using AuthHook = std::function<asio::awaitable<Result<void>>(RequestContext&)>;

struct DispatcherOptions {
    /// First is the default.
    std::vector<std::string> languages{"pl", "en"};
    /// True behind TLS: adds Strict-Transport-Security.
    bool secure = true;
    std::chrono::milliseconds handler_budget{30'000};
    /// Per peer network, by RateClass.
    std::array<Rate, rate_class_count> rates{Rate{600, 6000}, Rate{300, 1200}, Rate{30, 60},
                                             Rate{60, 120}, Rate{60, 120}};
    /// Buckets of each class.
    std::size_t rate_keys = 65'536;
};

/// Exceptions of hooks and handlers end here: they are logged and become 500.
class Dispatcher final : public Service {
  public:
    struct Parts {
        Router router;
        std::optional<StaticFiles> files;
        ProblemLookup problems;
        /// Absent: every route is open (the loopback listener for metrics).
        AuthHook authenticate;
        /// Needed when a route has Cost::cpu.
        CpuRunner run_on_pool;
    };
    /// `log` and `metrics` must outlive the dispatcher.
    Dispatcher(Parts parts, DispatcherOptions options, obs::Log& log, obs::Metrics& metrics);
    Dispatcher(const Dispatcher&) = delete;
    Dispatcher& operator=(const Dispatcher&) = delete;
    ~Dispatcher() override;

    [[nodiscard]] const Router& router() const;

    asio::awaitable<Admission> admit(RequestContext& context,
                                     std::optional<std::uint64_t> declared_length) override;
    asio::awaitable<Response> handle(RequestContext& context) override;
    Response refuse(const Error& error, const RequestContext* context,
                    std::string_view request_id) override;
    void completed(const Completed& completed) noexcept override;

  private:
    struct State;
    [[nodiscard]] Admission decide(RequestContext& context,
                                   std::optional<std::uint64_t> declared_length) const;
    asio::awaitable<Result<void>> authenticate(RequestContext& context);
    asio::awaitable<Result<Response>> run_handler(RequestContext& context);
    [[nodiscard]] Response problem(const Error& error, const RequestContext& context) const;
    std::unique_ptr<State> state_;
};

} // namespace ogniwo::http
