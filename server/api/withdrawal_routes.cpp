#include "ballots/credential_roll.hpp"
#include "crypto/base/encoding.hpp"
#include "server/api/routes.hpp"

namespace ogniwo::api {
namespace {

using boost::asio::awaitable;
using http::RequestContext;
using http::Response;

// Enough for some 30,000 credentials in Ed25519, 6,000 in the other groups.
constexpr std::size_t max_announcement_bytes = std::size_t{4} << 20;

awaitable<Result<Response>> withdraw(App& app, RequestContext& context) {
    auto act = act_of(context.request);
    if (!act) {
        co_return act.error();
    }
    co_return receipt_answer(co_await app.voting.withdraw(caller(context).actor(), context.param("election"),
                                                          std::move(*act)));
}

Result<Response> propose(App& app, const RequestContext& context) {
    const std::string& withdrawn = context.param("election");
    OGNIWO_ASSIGN(const ledger::ElectionAnnounced again, app.voting.proposal(withdrawn));
    const std::string old_roll = app.log.with_state([&](const governance::State& state) {
        return state.announced(withdrawn)->announced.credentials.value;
    });
    OGNIWO_ASSIGN(const Digest digest, hex_decode_array<32>(old_roll));
    OGNIWO_ASSIGN(const auto bytes, storage::read_blob(app.log.store(), digest));
    if (!bytes) {
        return Error("storage.corrupt", "the list of credentials is missing");
    }
    OGNIWO_ASSIGN(const auto lines, ballots::parse_credential_list(*bytes));
    json::object body = ledger::encode_body(again);
    body.erase("credentials");
    return answer(json::object{{"act", std::move(body)}, {"credentials", lines.size()}});
}

// {"act","key","sig","credentials"}: the last is the exact text of the list.
Result<std::vector<std::string>> read_announcement(const http::Request& request) {
    OGNIWO_ASSIGN(const json::value value,
                  parse_json(as_text(request.body), {.max_bytes = max_announcement_bytes, .max_depth = 2, .max_values = 10}));
    OGNIWO_ASSIGN(const json::object* object, expect_object(value, {{"act", "key", "sig", "credentials"}}));
    std::vector<std::string> texts;
    for (const char* key : {"act", "key", "sig", "credentials"}) {
        OGNIWO_ASSIGN(std::string text, get_string(*object, key));
        texts.push_back(std::move(text));
    }
    return texts;
}

awaitable<Result<Response>> announce_again(App& app, RequestContext& context) {
    const auto texts = read_announcement(context.request);
    if (!texts) {
        co_return texts.error();
    }
    auto act = personal_act((*texts)[0], (*texts)[1], (*texts)[2]);
    if (!act) {
        co_return act.error();
    }
    Bytes credentials = to_bytes((*texts)[3]);
    co_return receipt_answer(co_await app.voting.announce_again(caller(context).actor(), context.param("election"),
                                                                std::move(*act), std::move(credentials)));
}

} // namespace

std::vector<http::Route> withdrawal_routes(App& app) {
    std::vector<http::Route> table;
    http::AsyncHandler withdrawing = [&app](auto& context) { return withdraw(app, context); };
    table.push_back({.method = http::Method::post,
                     .path = "/api/elections/{election}/withdraw",
                     .auth = http::AuthPolicy::officer,
                     .body_limit = 2 * services::max_act_bytes,
                     .accepts = "application/json",
                     .summary = "Withdraw an announced election before it opens, for good, by an officer's signed act "
                                "with its reason (1 to 1,000 bytes)",
                     .handler = withdrawing});
    http::Route proposal = read_route("/api/elections/{election}/replacement",
                                      "What an officer signs to announce a withdrawn election again: `act` is the body "
                                      "but for the hash of the new `credentials`, of which there are as many as said",
                                      [&app](auto& context) { return propose(app, context); });
    proposal.auth = http::AuthPolicy::officer;
    table.push_back(std::move(proposal));
    http::AsyncHandler announcing = [&app](auto& context) { return announce_again(app, context); };
    table.push_back({.method = http::Method::post,
                     .path = "/api/elections/{election}/replacement",
                     .auth = http::AuthPolicy::officer,
                     .body_limit = max_announcement_bytes,
                     .accepts = "application/json",
                     .summary = "Announce a withdrawn election again by an officer's signed act, with the text of its "
                                "new list of credentials; the trustees make new keys",
                     .handler = announcing});
    return table;
}

} // namespace ogniwo::api
