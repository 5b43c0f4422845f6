#include "server/api/routes.hpp"

#include "crypto/base/encoding.hpp"

#include <boost/json/serialize.hpp>

#include <array>
#include <iterator>

namespace ogniwo::api {
namespace {

constexpr JsonLimits body_limits{.max_bytes = 64 * 1024, .max_depth = 4, .max_values = 100};

json::object operation(const http::Route& route) {
    json::object out{{"summary", route.summary},
                     {"x-auth", http::auth_policy_name(route.auth)},
                     {"x-rate", http::rate_class_name(route.rate)}};
    json::array parameters;
    for (std::size_t open = route.path.find('{'); open != std::string::npos;
         open = route.path.find('{', open + 1)) {
        std::string name = route.path.substr(open + 1, route.path.find('}', open) - open - 1);
        if (name.ends_with("...")) {
            name.resize(name.size() - 3);
        }
        parameters.push_back({{"name", name},
                              {"in", "path"},
                              {"required", true},
                              {"schema", {{"type", "string"}}}});
    }
    if (!parameters.empty()) {
        out["parameters"] = std::move(parameters);
    }
    if (!route.accepts.empty()) {
        out["requestBody"] = {{"required", true},
                              {"content", {{route.accepts, json::object{}}}},
                              {"x-max-bytes", route.body_limit}};
    }
    const json::object problem{
        {"description", "Problem (RFC 9457)"},
        {"content", {{"application/problem+json", json::object{}}}}};
    out["responses"] = {{"200", {{"description", "Success"}}}, {"default", problem}};
    return out;
}

std::string lower_method(http::Method method) {
    std::string name(http::method_name(method));
    for (char& c : name) {
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return name;
}

} // namespace

http::Response answer(const json::value& value, unsigned status) {
    http::Response response = http::json_response(json::serialize(value), status);
    response.headers.set("Cache-Control", "no-store");
    return response;
}

http::Route read_route(const char* path, const char* summary, http::SyncHandler handler,
                       http::RateClass rate) {
    return {.method = http::Method::get,
            .path = path,
            .cost = http::Cost::cpu,
            .rate = rate,
            .summary = summary,
            .handler = std::move(handler)};
}

Result<http::Response> receipt_answer(const Result<ledger::Receipt>& receipt) {
    if (!receipt) {
        return receipt.error();
    }
    return answer(ledger::encode_receipt(*receipt));
}

Result<std::vector<std::string>> text_members(const http::Request& request,
                                              std::initializer_list<std::string_view> keys) {
    OGNIWO_ASSIGN(const json::value value, parse_json(as_text(request.body), body_limits));
    const json::object* object = value.if_object();
    if (object == nullptr || object->size() != keys.size()) {
        return Error("json.shape", "not the expected members");
    }
    std::vector<std::string> texts;
    for (const std::string_view key : keys) {
        OGNIWO_ASSIGN(std::string text, get_string(*object, key));
        texts.push_back(std::move(text));
    }
    return texts;
}

Result<services::PersonalAct> personal_act(std::string_view act, std::string_view key, std::string_view sig) {
    const auto bytes = base64_decode(act, Padding::required);
    const auto public_key = hex_decode_array<32>(key);
    const auto signature = hex_decode_array<64>(sig);
    if (!bytes || !public_key || !signature || bytes->size() > services::max_act_bytes) {
        return Error("act.shape", "expected an act in base64, a key and a signature in hex");
    }
    return services::PersonalAct{std::string(as_text(*bytes)), {ledger::key_hex(*public_key), *signature}};
}

Result<services::PersonalAct> act_of(const http::Request& request) {
    OGNIWO_ASSIGN(const auto texts, text_members(request, {"act", "key", "sig"}));
    return personal_act(texts[0], texts[1], texts[2]);
}

std::string openapi(const std::vector<http::Route>& table) {
    json::object paths;
    for (const http::Route& route : table) {
        std::string path = route.path;
        if (const auto dots = path.find("..."); dots != std::string::npos) {
            path.erase(dots, 3);
        }
        json::value& item = paths[path];
        if (!item.is_object()) {
            item = json::object{};
        }
        item.get_object()[lower_method(route.method)] = operation(route);
    }
    return json::serialize(json::object{
        {"openapi", "3.1.0"},
        {"info", {{"title", "Ogniwo"}, {"version", "1"}}},
        {"paths", std::move(paths)}});
}

std::vector<http::Route> routes(App& app) {
    std::vector<http::Route> table;
    for (const auto& part : {account_routes, passkey_routes, vote_routes, ceremony_routes, election_routes,
                             withdrawal_routes, log_routes}) {
        auto some = part(app);
        std::move(some.begin(), some.end(), std::back_inserter(table));
    }
    // The description describes itself too: it is made once the table is whole.
    auto text = std::make_shared<std::string>();
    http::SyncHandler describe = [text](http::RequestContext&) -> Result<http::Response> {
        return http::json_response(*text);
    };
    table.push_back({.method = http::Method::get,
                     .path = "/api/openapi.json",
                     .summary = "This description",
                     .handler = describe});
    *text = openapi(table);
    return table;
}

std::vector<std::string> page_paths() {
    static constexpr std::array pages{
        "/sign-in",          "/invitation",        "/votes",          "/votes/{id}",
        "/votes/{id}/booth", "/votes/{id}/roll-call", "/votes/{id}/result", "/check",
        "/audit",            "/verify",           "/verify/{election}", "/count",         "/officer",        "/trustee",
        "/trustee/{election}", "/texts/{id}",      "/help"};
    std::vector<std::string> out{"/en"};
    for (const char* page : pages) {
        out.emplace_back(page);
        out.emplace_back("/en" + std::string(page));
    }
    return out;
}

} // namespace ogniwo::api
