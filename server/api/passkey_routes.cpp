#include "crypto/base/encoding.hpp"
#include "server/api/routes.hpp"

#include <array>

namespace ogniwo::api {
namespace {

using boost::asio::awaitable;
using http::RequestContext;
using http::Response;

// Hexadecimal digits of the largest parts of a request, the challenge, the name and the JSON around them.
constexpr std::size_t max_passkey_body_bytes =
    2 * (auth::max_credential_id_bytes + auth::max_client_data_bytes + auth::max_authenticator_data_bytes +
         auth::max_passkey_signature_bytes) + 1024;

json::object passkey_view(const auth::Passkey& passkey) {
    return {{"id", hex_encode(passkey.credential_id)},
            {"name", passkey.name},
            {"created", passkey.created},
            {"last_used", passkey.last_used}};
}

Result<Response> list(App& app, const RequestContext& context) {
    json::array passkeys;
    for (const auth::Passkey& one : app.passkeys.of(caller(context).who.person.mandate)) {
        passkeys.push_back(passkey_view(one));
    }
    return answer(json::object{{"passkeys", std::move(passkeys)}, {"limit", services::max_passkeys_per_mandate}});
}

Result<Response> registration_challenge(App& app, const RequestContext& context) {
    OGNIWO_TRY(text_members(context.request, {}));
    const auth::Person& person = caller(context).who.person;
    json::array exclude;
    for (const auth::Passkey& one : app.passkeys.of(person.mandate)) {
        exclude.push_back(json::value(hex_encode(one.credential_id)));
    }
    return answer(json::object{{"challenge", app.passkeys.challenge(person.mandate)},
                               {"rp", app.passkeys.relying_party().id},
                               {"user",
                                {{"id", hex_encode(services::Passkeys::user_handle(person))},
                                 {"name", person.email},
                                 {"display_name", person.name}}},
                               {"exclude", std::move(exclude)}});
}

Result<Response> sign_in_challenge(App& app, const RequestContext& context) {
    OGNIWO_TRY(text_members(context.request, {}));
    return answer(json::object{{"challenge", app.passkeys.challenge("")}, {"rp", app.passkeys.relying_party().id}});
}

// Members of a body that are bytes in hexadecimal digits.
template <std::size_t N> Result<std::array<Bytes, N>> decode(const std::vector<std::string>& texts, std::size_t from) {
    std::array<Bytes, N> out;
    for (std::size_t i = 0; i < N; ++i) {
        OGNIWO_ASSIGN(out[i], hex_decode(texts[from + i]));
    }
    return out;
}

awaitable<Result<Response>> add(App& app, RequestContext& context) {
    const auto texts = text_members(context.request, {"challenge", "name", "client_data", "authenticator_data"});
    if (!texts) {
        co_return texts.error();
    }
    auto bytes = decode<2>(*texts, 2);
    if (!bytes) {
        co_return bytes.error();
    }
    services::Passkeys::Registration made{(*texts)[0], (*texts)[1], std::move((*bytes)[0]), std::move((*bytes)[1])};
    const auto added = co_await app.passkeys.add(caller(context).who.person.mandate, std::move(made));
    if (!added) {
        co_return added.error();
    }
    co_return answer(passkey_view(*added), 201);
}

awaitable<Result<Response>> remove(App& app, RequestContext& context) {
    const auto texts = text_members(context.request, {"id"});
    auto id = texts ? hex_decode(texts->front()) : Result<Bytes>(texts.error());
    if (!id) {
        co_return id.error();
    }
    const auto removed = co_await app.passkeys.remove(caller(context).who.person.mandate, std::move(*id));
    if (!removed) {
        co_return removed.error();
    }
    co_return http::empty_response();
}

awaitable<Result<Response>> sign_in(App& app, RequestContext& context) {
    const auto texts =
        text_members(context.request, {"challenge", "id", "client_data", "authenticator_data", "signature"});
    if (!texts) {
        co_return texts.error();
    }
    auto bytes = decode<4>(*texts, 1);
    if (!bytes) {
        co_return bytes.error();
    }
    auto& [id, client_data, authenticator_data, signature] = *bytes;
    services::Passkeys::Answer given{texts->front(), std::move(id), std::move(client_data),
                                     std::move(authenticator_data), std::move(signature)};
    const auto mandate = co_await app.passkeys.sign_in(std::move(given));
    if (!mandate) {
        co_return mandate.error();
    }
    const auto token = app.accounts.start_session(*mandate);
    if (!token) {
        co_return token.error();
    }
    co_return start_session(app, context, *token);
}

http::Route post_route(const char* path, const char* summary, http::AuthPolicy auth, std::size_t body_limit) {
    return {.method = http::Method::post,
            .path = path,
            .auth = auth,
            .body_limit = body_limit,
            .accepts = "application/json",
            .summary = summary};
}

} // namespace

std::vector<http::Route> passkey_routes(App& app) {
    using enum http::AuthPolicy;
    http::SyncHandler all = [&app](auto& context) { return list(app, context); };
    std::vector<http::Route> table{{.method = http::Method::get,
                                    .path = "/api/passkeys",
                                    .auth = session,
                                    .summary = "The passkeys of the person",
                                    .handler = all}};
    const auto push = [&](http::Route route, auto handler, http::RateClass rate = http::RateClass::api) {
        route.rate = rate;
        route.handler = std::move(handler);
        table.push_back(std::move(route));
    };
    push(post_route("/api/passkeys/challenge", "A challenge for a new passkey, for five minutes", session, 16),
         http::SyncHandler([&app](auto& context) { return registration_challenge(app, context); }));
    push(post_route("/api/passkeys", "Register a passkey", session, max_passkey_body_bytes),
         http::AsyncHandler([&app](auto& context) { return add(app, context); }));
    push(post_route("/api/passkeys/remove", "Remove a passkey", session, max_passkey_body_bytes),
         http::AsyncHandler([&app](auto& context) { return remove(app, context); }));
    push(post_route("/api/sign-in/passkey/challenge", "A challenge for signing in, for five minutes", anyone, 16),
         http::SyncHandler([&app](auto& context) { return sign_in_challenge(app, context); }),
         http::RateClass::sign_in);
    push(post_route("/api/sign-in/passkey", "Sign in by a passkey", anyone, max_passkey_body_bytes),
         http::AsyncHandler([&app](auto& context) { return sign_in(app, context); }), http::RateClass::sign_in);
    return table;
}

} // namespace ogniwo::api
