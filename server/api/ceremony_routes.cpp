#include "crypto/base/encoding.hpp"
#include "server/api/routes.hpp"
#include "server/api/views.hpp"

namespace ogniwo::api {
namespace {

using boost::asio::awaitable;
using governance::AnnouncedElection;
using governance::KeyStep;
using governance::State;
using http::RequestContext;
using http::Response;

json::object trustee_view(const State& state, const AnnouncedElection& election, std::int64_t owner) {
    const governance::TrusteePlace place = *governance::place_of(election.announced.runs, owner);
    const std::string& mandate =
        election.announced.trustees[static_cast<std::size_t>(owner) - 1].value;
    const std::string& organisation = state.mandate(mandate)->organisation.value;
    json::object out{{"owner", owner},
                     {"mandate", mandate},
                     {"organisation", organisation},
                     {"name", state.organisations().at(organisation).name.value},
                     {"ceremony", nullptr},
                     {"next", nullptr}};
    if (place.ceremony()) {
        out["ceremony"] = {{"first", place.first},
                           {"index", owner - place.first + 1},
                           {"size", place.run.size},
                           {"threshold", place.run.threshold}};
    }
    json::object posted;
    for (const KeyStep step :
         {KeyStep::certificate, KeyStep::commitment, KeyStep::polynomial, KeyStep::key}) {
        const auto& texts = governance::posted_texts(election, step, place.ceremony());
        if (const auto found = texts.find(owner); found != texts.end()) {
            posted[governance::key_step_name(step)] = {{"text", found->second.text.value},
                                                       {"entry_index", found->second.entry_index}};
        }
    }
    out["posted"] = std::move(posted);
    if (const auto next = governance::next_step(election, owner)) {
        out["next"] = {{"step", governance::key_step_name(next->step)}, {"ready", next->ready}};
    }
    return out;
}

json::object ceremony_view(const State& state, const AnnouncedElection& election,
                           const std::string& mandate) {
    const ledger::ElectionAnnounced& announced = election.announced;
    json::array trustees;
    json::value mine = nullptr;
    for (std::size_t i = 0; i < announced.trustees.size(); ++i) {
        const auto owner = static_cast<std::int64_t>(i) + 1;
        trustees.push_back(trustee_view(state, election, owner));
        if (announced.trustees[i].value == mandate) {
            mine = owner;
        }
    }
    return {{"election", announced.election.value},
            {"vote", announced.vote.value},
            {"title", announced.title.value},
            {"group", announced.group.value},
            {"seats", announced.seats},
            {"definition", announced.definition.value},
            {"credentials", announced.credentials.value},
            {"prepared", state.vote_of_election(announced.election.value).has_value()},
            {"withdrawn", withdrawal_view(state, announced.election.value)},
            {"replaces", announced.replaces ? json::value(announced.replaces->election.value) : json::value()},
            {"runs", runs_view(announced.runs)},
            {"trustees", std::move(trustees)},
            {"mine", std::move(mine)}};
}

std::string mandate_of(const RequestContext& context) {
    const auto* who = context.principal_as<Caller>();
    return who == nullptr ? std::string() : who->who.person.mandate;
}

Result<Response> get_ceremonies(App& app, const RequestContext& context) {
    const std::string mandate = mandate_of(context);
    return answer(app.log.with_state([&](const State& state) {
        json::array list;
        for (const auto& [uuid, election] : state.announced()) {
            list.push_back(ceremony_view(state, election, mandate));
        }
        return json::object{{"ceremonies", std::move(list)}};
    }));
}

Result<Response> get_ceremony(App& app, const RequestContext& context) {
    const std::string mandate = mandate_of(context);
    const std::string& uuid = context.param("election");
    auto view = app.log.with_state([&](const State& state) -> Result<json::object> {
        const AnnouncedElection* election = state.announced(uuid);
        if (election == nullptr) {
            return Error("election.unknown", uuid);
        }
        return ceremony_view(state, *election, mandate);
    });
    if (!view) {
        return view.error();
    }
    return answer(std::move(*view));
}

awaitable<Result<Response>> post_step(App& app, RequestContext& context) {
    const auto step = governance::parse_key_step(context.param("step"));
    const auto owner = decimal_decode(context.param("owner"));
    if (!step || !owner || *owner > ballots::ElectionLimits::max_trustees) {
        co_return Error("ceremony.step", "certificate, commitment, polynomial or key, and a trustee number");
    }
    co_return receipt_answer(co_await app.key_ceremony.post(
        caller(context).actor(), context.param("election"), *step,
        static_cast<std::int64_t>(*owner), std::move(context.request.body)));
}

} // namespace

std::vector<http::Route> ceremony_routes(App& app) {
    std::vector<http::Route> table;
    table.push_back(read_route("/api/ceremonies",
                               "Elections whose trustees make or have made their keys on the ledger",
                               [&app](auto& context) { return get_ceremonies(app, context); }));
    table.push_back(read_route(
        "/api/elections/{election}/ceremony",
        "Who has to do what for the key: for each trustee the hashes of the texts they posted (blobs under "
        "/tlog/blob/; a commitment is the hash itself) and their next step, `ready` when it is their turn; "
        "`mine` is the reader's own number; `withdrawn` why and when the election was given up",
        [&app](auto& context) { return get_ceremony(app, context); }));
    http::AsyncHandler posting = [&app](auto& context) { return post_step(app, context); };
    table.push_back(
        {.method = http::Method::post,
         .path = "/api/elections/{election}/ceremony/{step}/{owner}",
         .auth = http::AuthPolicy::trustee,
         .body_limit = services::max_step_bytes,
         .accepts = "application/octet-stream",
         .summary = "Post one's own text of a step: `certificate`, `commitment` (SHA-256 of one's polynomial, "
                    "64 hexadecimal digits), `polynomial` when everybody of the ceremony has committed, `key` "
                    "(the voutput of a ceremony, or the public key of a trustee who is in none). The same "
                    "bytes again give the same receipt",
         .handler = posting});
    return table;
}

} // namespace ogniwo::api
