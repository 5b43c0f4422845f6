#include "server/api/routes.hpp"
#include "server/api/views.hpp"

namespace ogniwo::api {
namespace {

using boost::asio::awaitable;

json::array keys_of(const governance::State& state, const std::string& mandate) {
    json::array keys;
    if (const auto* found = state.mandate(mandate); found != nullptr && found->key) {
        keys.push_back(json::value(found->key->value));
    }
    return keys;
}

json::array trusteeships_of(const governance::State& state, const std::string& mandate) {
    json::array out;
    for (const auto& [id, vote] : state.votes()) {
        const auto* secret = vote.secret();
        for (std::size_t i = 0; secret != nullptr && i < secret->prepared.trustees.size(); ++i) {
            if (secret->prepared.trustees[i].value == mandate) {
                out.push_back({{"election", secret->prepared.election.value}, {"owner", i + 1}});
            }
        }
    }
    return out;
}

json::object session_view(const App& app, const services::Accounts::SignedIn& who) {
    const auth::Person& person = who.person;
    return app.log.with_state([&](const governance::State& state) {
        json::array roles;
        const auto* mandate = state.mandate(person.mandate);
        const auto has = [&](ledger::Role role) {
            return mandate != nullptr && mandate->roles.contains(role);
        };
        if (has(ledger::Role::representative)) {
            roles.push_back("representative");
        }
        if (has(ledger::Role::officer)) {
            roles.push_back("officer");
        }
        if (has(ledger::Role::trustee)) {
            roles.push_back("trustee");
        }
        const auto organisation = state.organisations().find(person.organisation);
        const std::string name = organisation == state.organisations().end()
                                     ? person.organisation
                                     : organisation->second.name.value;
        return json::object{
            {"signed_in", true},
            {"person",
             {{"name", person.name},
              {"mandate", person.mandate},
              {"organisation", {{"id", person.organisation}, {"name", name}}},
              {"roles", std::move(roles)}}},
            {"csrf", who.session.csrf},
            {"expires_at", who.session.expires},
            {"keys", keys_of(state, person.mandate)},
            {"trustee_of", trusteeships_of(state, person.mandate)}};
    });
}

void set_cookie(http::Response& response, std::string_view name, std::string_view value,
                std::string_view more) {
    response.headers.add("Set-Cookie", std::string(name) + "=" + std::string(value) +
                                           "; Path=/; Secure; HttpOnly; SameSite=Strict" +
                                           std::string(more));
}

Result<http::Response> get_session(App& app, const http::RequestContext& context) {
    const auto* who = context.principal_as<Caller>();
    return answer(who == nullptr ? json::object{{"signed_in", false}}
                                 : session_view(app, who->who));
}

Result<http::Response> request_link(App& app, const http::RequestContext& context) {
    OGNIWO_ASSIGN(const json::value body, parse_json(as_text(context.request.body)));
    OGNIWO_ASSIGN(const json::object* object, expect_object(body, {{"email"}, {"lang"}}));
    OGNIWO_ASSIGN(const std::string email, get_string(*object, "email"));
    std::string lang;
    if (object->contains("lang")) {
        OGNIWO_ASSIGN(lang, get_string(*object, "lang"));
        if (lang != "pl" && lang != "en") {
            return Error("json.shape", "\"lang\" is \"pl\" or \"en\"");
        }
    }
    OGNIWO_ASSIGN(const std::string browser,
                  app.accounts.request_link(email, lang, context.request.peer.network));
    http::Response response = answer(json::object{{"sent", true}}, 202);
    set_cookie(response, browser_cookie, browser, "");
    return response;
}

awaitable<Result<http::Response>> confirm(App& app, http::RequestContext& context) {
    const http::Request& request = context.request;
    const std::string browser(request.cookie(browser_cookie).value_or(""));
    Result<std::string> session = Error("link.unknown");
    if (const auto token = text_members(request, {"token"})) {
        session = co_await app.accounts.confirm_token(token->front(), browser,
                                                      request.peer.network);
    } else if (const auto code = text_members(request, {"code"})) {
        session = app.accounts.confirm_code(code->front(), browser, request.peer.network);
    } else {
        co_return token.error();
    }
    if (!session) {
        co_return session.error();
    }
    co_return start_session(app, context, *session);
}

Result<http::Response> sign_out(App& app, const http::RequestContext& context) {
    app.accounts.sign_out(caller(context).token);
    http::Response response = http::empty_response();
    set_cookie(response, session_cookie, "", "; Max-Age=0");
    return response;
}

Result<http::Response> get_sessions(App& app, const http::RequestContext& context) {
    const Caller& who = caller(context);
    const std::string here = auth::Sessions::listed_id(who.token);
    json::array sessions;
    for (const auth::ListedSession& one : app.accounts.sessions().of(who.who.person.mandate)) {
        sessions.push_back(json::object{{"id", one.id},
                                        {"created", one.created},
                                        {"last_used", one.last_used},
                                        {"here", one.id == here}});
    }
    return answer(json::object{{"sessions", std::move(sessions)}});
}

Result<http::Response> end_session(App& app, const http::RequestContext& context) {
    const Caller& who = caller(context);
    if (!app.accounts.sessions().end_listed(who.who.person.mandate, context.param("session"))) {
        return Error("sessions.unknown", "no such session of yours");
    }
    return http::empty_response();
}

} // namespace

Result<http::Response> start_session(App& app, const http::RequestContext& context, const std::string& token) {
    const auto who = app.accounts.who(token);
    if (!who) {
        return Error("link.unknown");
    }
    if (const auto* before = context.principal_as<Caller>()) {
        app.accounts.sign_out(before->token);
    }
    http::Response response = answer(session_view(app, *who));
    set_cookie(response, session_cookie, token, "");
    set_cookie(response, browser_cookie, "", "; Max-Age=0");
    return response;
}

std::vector<http::Route> account_routes(App& app) {
    using enum http::Method;
    std::vector<http::Route> table;
    http::SyncHandler session = [&app](auto& context) { return get_session(app, context); };
    http::SyncHandler request = [&app](auto& context) { return request_link(app, context); };
    http::AsyncHandler confirmed = [&app](auto& context) { return confirm(app, context); };
    http::SyncHandler out = [&app](auto& context) { return sign_out(app, context); };
    table.push_back({.method = get,
                     .path = "/api/session",
                     .summary = "Who is signed in",
                     .handler = session});
    table.push_back({.method = post,
                     .path = "/api/sign-in/request",
                     .body_limit = 1024,
                     .accepts = "application/json",
                     .rate = http::RateClass::sign_in,
                     .summary = "Ask for a sign-in letter; the answer is the same for every address",
                     .handler = request});
    table.push_back({.method = post,
                     .path = "/api/sign-in/confirm",
                     .body_limit = 1024,
                     .accepts = "application/json",
                     .rate = http::RateClass::sign_in,
                     .summary = "Sign in by the token of a link or invitation, or by a code",
                     .handler = confirmed});
    table.push_back({.method = post,
                     .path = "/api/sign-out",
                     .auth = http::AuthPolicy::session,
                     .body_limit = 16,
                     .accepts = "application/json",
                     .summary = "End the session",
                     .handler = out});
    http::SyncHandler list = [&app](auto& context) { return get_sessions(app, context); };
    http::SyncHandler end = [&app](auto& context) { return end_session(app, context); };
    table.push_back({.method = get,
                     .path = "/api/sessions",
                     .auth = http::AuthPolicy::session,
                     .summary = "The signed-in browsers of the person",
                     .handler = list});
    table.push_back({.method = post,
                     .path = "/api/sessions/{session}/end",
                     .auth = http::AuthPolicy::session,
                     .body_limit = 16,
                     .accepts = "application/json",
                     .summary = "Sign another browser of the same person out",
                     .handler = end});
    return table;
}

} // namespace ogniwo::api
