#include "server/http/dispatcher.hpp"

#include "crypto/base/check.hpp"
#include "server/http/deadline.hpp"
#include "server/http/security_headers.hpp"

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>
#include <shared_mutex>

namespace ogniwo::http {
namespace {

// "application/json" or "application/json; charset=utf-8".
bool is_media_type(std::string_view value, std::string_view wanted) {
    const std::size_t end = std::min(value.find(';'), value.size());
    std::string_view type = value.substr(0, end);
    while (type.ends_with(' ')) {
        type.remove_suffix(1);
    }
    if (!equal_names(type, wanted)) {
        return false;
    }
    std::string parameter(value.substr(end));
    std::erase_if(parameter, [](char c) { return c == ' ' || c == '"'; });
    return parameter.empty() || equal_names(parameter, ";charset=utf-8");
}

// What the body of a request to this route may be, judged by its header alone.
Result<void> check_body(const Route& route, const Request& request,
                        std::optional<std::uint64_t> declared_length) {
    if (route.body_limit == 0) {
        return declared_length.value_or(0) == 0 ? Result<void>() : Error("http.body_limit");
    }
    if (!declared_length) {
        return Error("http.length_required");
    }
    if (*declared_length > route.body_limit) {
        return Error("http.body_limit", "at most " + std::to_string(route.body_limit) + " bytes");
    }
    if (!is_media_type(request.headers.find("Content-Type").value_or(""), route.accepts)) {
        return Error("http.media_type", "send " + route.accepts);
    }
    return {};
}

bool is_cancellation(const std::exception& exception) {
    const auto* system = dynamic_cast<const boost::system::system_error*>(&exception);
    return system != nullptr && system->code() == asio::error::operation_aborted;
}

} // namespace

struct Dispatcher::State {
    State(Parts p, DispatcherOptions o, obs::Log& l, obs::Metrics& m)
        : parts(std::move(p)), options(std::move(o)), log(l), metrics(m) {
        OGNIWO_CHECK(!options.languages.empty());
        for (const Rate& rate : options.rates) {
            limiters.push_back(std::make_unique<RateLimiter>(rate, options.rate_keys));
        }
        for (const Route& route : parts.router.routes()) {
            OGNIWO_CHECK(route.cost == Cost::inline_ || parts.run_on_pool);
        }
    }

    // The seconds to wait, or nothing when the request may go on.
    std::optional<unsigned> limit(RateClass rate, const RequestContext& context) {
        return limiters[static_cast<std::size_t>(rate)]->take(context.request.peer.network,
                                                              std::chrono::steady_clock::now());
    }

    std::string_view label(const RequestContext* context) const {
        if (context == nullptr) {
            return "unreadable";
        }
        if (context->route != nullptr) {
            return context->route->path;
        }
        const Target& target = context->request.target;
        return parts.files && parts.files->has(target) ? parts.files->label(target) : "none";
    }

    struct Series {
        obs::Counter* requests = nullptr;
        obs::Histogram* seconds = nullptr;
    };
    // Series by label, method and status; the labels live as long as the router.
    Series series(std::string_view route, Method method, unsigned status) {
        const auto key = std::make_tuple(route, method, status);
        {
            const std::shared_lock lock(series_mutex);
            if (const auto it = series_by_key.find(key); it != series_by_key.end()) {
                return it->second;
            }
        }
        Series made;
        made.requests = &metrics.counter("http_requests_total", "Requests answered",
                                         {{"route", std::string(route)},
                                          {"method", std::string(method_name(method))},
                                          {"status", std::to_string(status)}});
        made.seconds =
            &metrics.histogram("http_request_duration_seconds",
                               "From the header of the request to the end of the response",
                               {{"route", std::string(route)}});
        const std::unique_lock lock(series_mutex);
        return series_by_key.emplace(key, made).first->second;
    }

    Parts parts;
    DispatcherOptions options;
    obs::Log& log;
    obs::Metrics& metrics;
    std::vector<std::unique_ptr<RateLimiter>> limiters;
    std::shared_mutex series_mutex;
    std::map<std::tuple<std::string_view, Method, unsigned>, Series> series_by_key;
};

Dispatcher::Dispatcher(Parts parts, DispatcherOptions options, obs::Log& log, obs::Metrics& metrics)
    : state_(std::make_unique<State>(std::move(parts), std::move(options), log, metrics)) {}
Dispatcher::~Dispatcher() = default;

const Router& Dispatcher::router() const {
    return state_->parts.router;
}

Response Dispatcher::problem(const Error& error, const RequestContext& context) const {
    Response response =
        problem_response(error, state_->parts.problems, context.language, context.request.id);
    if (response.status >= 500) {
        state_->log.event(obs::Level::warning, "http.failure",
                          {{"request", context.request.id},
                           {"route", state_->label(&context)},
                           {"problem", error.id()},
                           {"detail", error.detail()}});
    }
    add_security_headers(response, state_->options.secure);
    return response;
}

Admission Dispatcher::decide(RequestContext& context,
                             std::optional<std::uint64_t> declared_length) const {
    const Request& request = context.request;
    const bool reads = request.method == Method::get || request.method == Method::head;
    Match match = state_->parts.router.match(request.method, request.target);
    const bool is_file = match.kind == Match::Kind::no_path && state_->parts.files &&
                         state_->parts.files->has(request.target);
    context.route = match.route;
    context.params = std::move(match.params);

    Admission admission;
    const RateClass rate = match.route != nullptr ? match.route->rate : RateClass::page;
    if (const auto wait = state_->limit(rate, context)) {
        admission.answer = problem(Error("rate.limited"), context);
        admission.answer->headers.set("Retry-After", std::to_string(*wait));
        return admission;
    }
    if (match.kind == Match::Kind::no_path && !is_file) {
        auto page = state_->parts.files ? state_->parts.files->not_found(request) : std::nullopt;
        admission.answer = page ? std::move(page) : problem(Error("http.not_found"), context);
        return admission;
    }
    const std::string allow = is_file ? "GET, HEAD, OPTIONS" : match.allow;
    const bool offered = is_file ? reads : match.kind == Match::Kind::found;
    if (!offered) {
        const bool asks = request.method == Method::options;
        admission.answer = asks ? empty_response() : problem(Error("http.method"), context);
        admission.answer->headers.set("Allow", allow);
        return admission;
    }
    if (is_file) {
        if (declared_length.value_or(0) != 0) {
            admission.answer = problem(Error("http.body_limit"), context);
        } else {
            admission.answer = state_->parts.files->find(request);
        }
        return admission;
    }
    OGNIWO_CHECK(match.route != nullptr); // what is neither a file nor a route was answered above
    if (const auto body = check_body(*match.route, request, declared_length); !body) {
        admission.answer = problem(body.error(), context);
        return admission;
    }
    admission.body_limit = match.route->body_limit;
    return admission;
}

asio::awaitable<Result<void>> Dispatcher::authenticate(RequestContext& context) {
    try {
        co_return co_await with_deadline(state_->parts.authenticate(context), context.deadline);
    } catch (const std::exception& exception) {
        if (is_cancellation(exception)) {
            co_return Error("server.stopping");
        }
        state_->log.event(obs::Level::error, "http.exception",
                          {{"request", context.request.id}, {"what", exception.what()}});
    }
    co_return Error("server.internal");
}

asio::awaitable<Admission> Dispatcher::admit(RequestContext& context,
                                             std::optional<std::uint64_t> declared_length) {
    context.language = preferred_language(context.request, state_->options.languages);
    context.deadline = std::chrono::steady_clock::now() + state_->options.handler_budget;
    Admission admission = decide(context, declared_length);
    if (!admission.answer && state_->parts.authenticate) {
        const Result<void> allowed = co_await authenticate(context);
        if (!allowed) {
            admission.answer = problem(allowed.error(), context);
        }
    }
    if (admission.answer) {
        add_security_headers(*admission.answer, state_->options.secure);
    }
    co_return admission;
}

asio::awaitable<Result<Response>> Dispatcher::run_handler(RequestContext& context) {
    const Route& route = *context.route;
    if (const auto* waits = std::get_if<AsyncHandler>(&route.handler)) {
        co_return co_await with_deadline((*waits)(context), context.deadline);
    }
    const auto& computes = std::get<SyncHandler>(route.handler);
    if (route.cost == Cost::inline_) {
        co_return computes(context);
    }
    std::function<Result<Response>()> work = [&computes, &context]() -> Result<Response> {
        if (std::chrono::steady_clock::now() > context.deadline) {
            return Error("request.deadline", "not started in time");
        }
        return computes(context);
    };
    co_return co_await state_->parts.run_on_pool(std::move(work));
}

asio::awaitable<Response> Dispatcher::handle(RequestContext& context) {
    // The body may have taken long: the budget is the handler's alone.
    context.deadline = std::chrono::steady_clock::now() + state_->options.handler_budget;
    Result<Response> result = Error("server.internal");
    try {
        result = co_await run_handler(context);
    } catch (const std::exception& exception) {
        if (is_cancellation(exception)) {
            result = Error("server.stopping");
        } else {
            state_->log.event(obs::Level::error, "http.exception",
                              {{"request", context.request.id},
                               {"route", context.route->path},
                               {"what", exception.what()}});
        }
    }
    if (!result) {
        co_return problem(result.error(), context);
    }
    add_security_headers(*result, state_->options.secure);
    co_return std::move(*result);
}

Response Dispatcher::refuse(const Error& error, const RequestContext* context,
                            std::string_view request_id) {
    const std::string& language = context != nullptr && !context->language.empty()
                                      ? context->language
                                      : state_->options.languages.front();
    Response response = problem_response(error, state_->parts.problems, language, request_id);
    add_security_headers(response, state_->options.secure);
    return response;
}

void Dispatcher::completed(const Completed& completed) noexcept {
    try {
        const std::string_view route = state_->label(completed.context);
        const Method method =
            completed.context != nullptr ? completed.context->request.method : Method::other;
        const State::Series series = state_->series(route, method, completed.status);
        series.requests->add();
        series.seconds->observe(completed.elapsed);
        const std::chrono::duration<double, std::milli> millis = completed.elapsed;
        state_->log.event(obs::Level::info, "http.request",
                          {{"request", completed.request_id},
                           {"method", method_name(method)},
                           {"route", route},
                           {"status", completed.status},
                           {"problem", completed.problem_id},
                           {"bytes", completed.response_bytes},
                           {"delivered", completed.delivered},
                           {"ms", millis.count()}});
    } catch (const std::exception&) {
        // Out of memory while logging: the response itself went out.
        return;
    }
}

} // namespace ogniwo::http
