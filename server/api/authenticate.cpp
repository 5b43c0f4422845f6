#include "server/api/authenticate.hpp"

#include "crypto/base/check.hpp"

namespace ogniwo::api {
namespace {

std::shared_ptr<Caller> find_caller(App& app, const http::Request& request) {
    const auto token = request.cookie(session_cookie);
    auto who = token ? app.accounts.who(*token) : std::nullopt;
    if (!who) {
        return nullptr;
    }
    auto caller = std::make_shared<Caller>();
    caller->token = *token;
    // Roles are what the ledger says now, not what they were at sign-in.
    caller->roles = app.log.with_state([&](const governance::State& state) {
        const auto* mandate = state.mandate(who->person.mandate);
        return mandate == nullptr ? std::set<ledger::Role>{} : mandate->roles;
    });
    caller->who = std::move(*who);
    return caller;
}

bool allowed(http::AuthPolicy policy, const Caller* caller) {
    switch (policy) {
    case http::AuthPolicy::anyone: return true;
    case http::AuthPolicy::session: return caller != nullptr;
    case http::AuthPolicy::representative:
        return caller != nullptr && caller->roles.contains(ledger::Role::representative);
    case http::AuthPolicy::officer:
        return caller != nullptr && caller->roles.contains(ledger::Role::officer);
    case http::AuthPolicy::trustee: break;
    }
    return caller != nullptr && caller->roles.contains(ledger::Role::trustee);
}

Result<void> check_request_forgery(const App& app, const http::Request& request,
                                   const Caller* caller, bool needs_session) {
    const auto origin = request.headers.find("Origin");
    if (!origin || *origin != app.public_origin) {
        return Error("csrf.origin", "the request comes from another site");
    }
    const auto site = request.headers.find("Sec-Fetch-Site");
    if (site && *site != "same-origin") {
        return Error("csrf.origin", "the request comes from another site");
    }
    const auto token = request.headers.find("X-Ogniwo-Csrf");
    if (needs_session && (!token || *token != caller->who.session.csrf)) {
        return Error("csrf.missing", "the token of the session is missing");
    }
    return {};
}

Result<void> check(App& app, http::RequestContext& context) {
    const http::Route& route = *context.route;
    const auto caller = find_caller(app, context.request);
    const bool needs_session = route.auth != http::AuthPolicy::anyone;
    if (needs_session && !caller) {
        return Error("session.required");
    }
    if (!allowed(route.auth, caller.get())) {
        return Error("role.required", std::string(http::auth_policy_name(route.auth)));
    }
    if (route.changes_state()) {
        OGNIWO_TRY(check_request_forgery(app, context.request, caller.get(), needs_session));
    }
    context.principal = caller;
    return {};
}

} // namespace

const Caller& caller(const http::RequestContext& context) {
    const auto* found = context.principal_as<Caller>();
    OGNIWO_CHECK(found != nullptr);
    return *found;
}

http::AuthHook authenticate(App& app) {
    return [&app](http::RequestContext& context) -> boost::asio::awaitable<Result<void>> {
        co_return check(app, context);
    };
}

} // namespace ogniwo::api
