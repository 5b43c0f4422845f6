#include "crypto/base/encoding.hpp"
#include "server/api/facts.hpp"
#include "server/api/routes.hpp"

namespace ogniwo::api {
namespace {

using boost::asio::awaitable;
using governance::State;
using http::RequestContext;
using http::Response;

Result<Response> get_federation(App& app) {
    return answer(app.log.with_state([&](const State& state) {
        return federation_view(state, app.log.origin(), app.log_vkey);
    }));
}

Result<Response> get_organisations(App& app) {
    return answer(app.log.with_state(organisations_view));
}

const SecretFacts* facts_for(const std::map<std::string, SecretFacts>& facts,
                             const std::string& id) {
    const auto found = facts.find(id);
    return found == facts.end() ? nullptr : &found->second;
}

// A vote prepared between reading the facts and the state has none yet: it shows at the next reading.
bool can_show(const governance::Vote& vote, const SecretFacts* facts) {
    return vote.secret() == nullptr || facts != nullptr;
}

Result<Response> get_votes(App& app, const RequestContext& context) {
    const Viewer viewer = viewer_of(context);
    OGNIWO_ASSIGN(const auto facts, read_facts(app, viewer.organisation));
    return answer(app.log.with_state([&](const State& state) {
        json::array list;
        for (const auto& [id, vote] : state.votes()) {
            const SecretFacts* own = facts_for(facts, id);
            if (can_show(vote, own)) {
                list.push_back(vote_summary(state, id, vote, viewer, own));
            }
        }
        json::array withdrawn;
        for (const auto& [uuid, withdrawal] : state.withdrawals()) {
            withdrawn.push_back(withdrawal_view(state, uuid));
        }
        return json::object{{"votes", std::move(list)}, {"withdrawn", std::move(withdrawn)}};
    }));
}

Result<Response> get_vote(App& app, const RequestContext& context) {
    const Viewer viewer = viewer_of(context);
    const std::string& id = context.param("vote");
    OGNIWO_ASSIGN(const auto facts, read_facts(app, viewer.organisation));
    const SecretFacts* own = facts_for(facts, id);
    std::optional<std::uint64_t> prepared_index;
    auto view = app.log.with_state([&](const State& state) -> Result<json::object> {
        const governance::Vote* vote = state.vote(id);
        if (vote == nullptr || !can_show(*vote, own)) {
            return Error("vote.unknown", id);
        }
        if (vote->secret() != nullptr) {
            prepared_index = vote->prepared_index;
        }
        return vote_view(state, id, *vote, viewer, own);
    });
    if (!view) {
        return view.error();
    }
    // The booth encrypts only for documents that an entry of the signed log names.
    if (prepared_index) {
        OGNIWO_ASSIGN(const ledger::Receipt prepared, app.log.receipt(*prepared_index));
        (*view)["prepared"] = ledger::encode_receipt(prepared);
    }
    return answer(std::move(*view));
}

Result<Response> get_text(App& app, const RequestContext& context) {
    const std::string& id = context.param("text");
    auto view = app.log.with_state([&](const State& state) -> Result<json::object> {
        const auto found = state.texts().find(id);
        if (found == state.texts().end()) {
            return Error("blob.unknown", id);
        }
        return json::object{{"id", id},
                            {"title", found->second.title},
                            {"version", found->second.version},
                            {"blob", found->second.blob}};
    });
    if (!view) {
        return view.error();
    }
    return answer(std::move(*view));
}

// The key of the registration is in the act that it signs.
Result<services::PersonalAct> key_act_of(const http::Request& request) {
    OGNIWO_ASSIGN(const auto texts, text_members(request, {"entry", "sig"}));
    OGNIWO_ASSIGN(const Bytes bytes, base64_decode(texts[0], Padding::required));
    OGNIWO_ASSIGN(const ledger::Act act, ledger::parse_act(as_text(bytes)));
    const auto* body = std::get_if<ledger::KeyRegistered>(&act.body);
    if (body == nullptr) {
        return Error("act.kind", "the act does not register a key");
    }
    return personal_act(texts[0], body->key.value, texts[1]);
}

awaitable<Result<Response>> register_key(App& app, RequestContext& context) {
    auto act = key_act_of(context.request);
    if (!act) {
        co_return act.error();
    }
    co_return receipt_answer(
        co_await app.voting.register_key(caller(context).actor(), std::move(*act)));
}

using Step = awaitable<Result<ledger::Receipt>> (services::Voting::*)(services::Actor, std::string,
                                                                      services::PersonalAct);

awaitable<Result<Response>> act_on_vote(App& app, RequestContext& context, Step step) {
    auto act = act_of(context.request);
    if (!act) {
        co_return act.error();
    }
    co_return receipt_answer(co_await (app.voting.*step)(
        caller(context).actor(), context.param("vote"), std::move(*act)));
}

http::Route act_route(App& app, const char* path, http::AuthPolicy auth, http::RateClass rate,
                      const char* summary, Step step) {
    http::AsyncHandler handler = [&app, step](auto& context) {
        return act_on_vote(app, context, step);
    };
    return {.method = http::Method::post,
            .path = path,
            .auth = auth,
            .body_limit = 2 * services::max_act_bytes,
            .accepts = "application/json",
            .rate = rate,
            .answer_multiple = rate == http::RateClass::cast ? cast_answer_multiple : 0,
            .summary = summary,
            .handler = handler};
}

} // namespace

std::vector<http::Route> vote_routes(App& app) {
    using http::AuthPolicy;
    using http::RateClass;
    using services::Voting;
    std::vector<http::Route> table;
    table.push_back(read_route("/api/federation", "Name, origin and log key",
                               [&app](auto&) { return get_federation(app); }));
    table.push_back(read_route("/api/organisations", "The member organisations",
                               [&app](auto&) { return get_organisations(app); }));
    table.push_back(read_route("/api/votes",
                               "All votes, in short, and all elections that were withdrawn before they opened",
                               [&app](auto& context) { return get_votes(app, context); }));
    table.push_back(read_route("/api/votes/{vote}", "One vote, whole",
                               [&app](auto& context) { return get_vote(app, context); }));
    table.push_back(read_route("/api/texts/{text}", "The present version of a text",
                               [&app](auto& context) { return get_text(app, context); }));
    http::AsyncHandler key = [&app](auto& context) { return register_key(app, context); };
    table.push_back({.method = http::Method::post,
                     .path = "/api/keys",
                     .auth = AuthPolicy::session,
                     .body_limit = 2 * services::max_act_bytes,
                     .accepts = "application/json",
                     .summary = "Register the public part of a signing key made in the browser",
                     .handler = key});
    table.push_back(act_route(app, "/api/votes/{vote}/open", AuthPolicy::officer, RateClass::api,
                              "Open a vote by an officer's signed act", &Voting::open_vote));
    table.push_back(act_route(app, "/api/votes/{vote}/close", AuthPolicy::officer, RateClass::api,
                              "Close a vote by an officer's signed act", &Voting::close_vote));
    table.push_back(act_route(app, "/api/votes/{vote}/shuffles-ended", AuthPolicy::officer, RateClass::api,
                              "End the mixing of the votes by an officer's signed act: the trustees decrypt",
                              &Voting::end_shuffles));
    table.push_back(act_route(app, "/api/votes/{vote}/roll-call", AuthPolicy::representative,
                              RateClass::cast,
                              "Cast an organisation's open vote; the same act again gives the same receipt",
                              &Voting::cast_open));
    return table;
}

} // namespace ogniwo::api
