#include "crypto/base/encoding.hpp"
#include "server/api/routes.hpp"
#include "server/api/spool.hpp"

namespace ogniwo::api {
namespace {

using boost::asio::awaitable;
using http::RequestContext;
using http::Response;

// Largest ballot or decryption that is read at all; the election's own limit is tighter.
constexpr std::size_t max_ballot_bytes = std::size_t{1} << 20;
constexpr std::size_t trackers_per_answer = 1000;

Result<Digest> parse_tracker(std::string text) {
    std::ranges::replace(text, '-', '+');
    std::ranges::replace(text, '_', '/');
    const auto digest = base64_decode_array<32>(text, Padding::none);
    if (!digest) {
        return Error("tracker.syntax", "43 characters of base64");
    }
    return *digest;
}

// Takes off the spaces by which a client hid the length of its ballot; X-Padding says how many
// there are.
Result<void> strip_padding(http::Request& request) {
    const auto field = request.headers.find("X-Padding");
    if (!field) {
        return {};
    }
    const Error wrong("http.malformed", "X-Padding: five digits, and so many spaces end the body");
    std::size_t count = 0;
    for (const char digit : *field) {
        if (digit < '0' || digit > '9') {
            return wrong;
        }
        count = count * 10 + static_cast<std::size_t>(digit - '0');
    }
    if (field->size() != 5 || request.headers.count("X-Padding") != 1 ||
        count > request.body.size() ||
        !std::ranges::all_of(std::span(request.body).last(count),
                             [](auto byte) { return byte == ' '; })) {
        return wrong;
    }
    request.body.resize(request.body.size() - count);
    return {};
}

awaitable<Result<Response>> cast(App& app, RequestContext& context) {
    if (const auto stripped = strip_padding(context.request); !stripped) {
        co_return stripped.error();
    }
    co_return receipt_answer(co_await app.voting.cast_ballot(
        caller(context).actor(), context.param("election"), std::move(context.request.body)));
}

// The body names the ballot and holds nothing of it.
awaitable<Result<Response>> spoil(App& app, RequestContext& context) {
    const auto texts = text_members(context.request, {"tracker"});
    if (!texts) {
        co_return texts.error();
    }
    const auto ballot = parse_tracker(texts->front());
    if (!ballot) {
        co_return ballot.error();
    }
    co_return receipt_answer(co_await app.voting.spoil_ballot(caller(context).actor(),
                                                              context.param("election"), *ballot));
}

awaitable<Result<Response>> decrypt(App& app, RequestContext& context) {
    const auto owner = decimal_decode(context.param("owner"));
    if (!owner) {
        co_return Error("decryption.owner", "a trustee number");
    }
    co_return receipt_answer(co_await app.voting.post_decryption(caller(context).actor(),
                                                                 context.param("election"), *owner,
                                                                 std::move(context.request.body)));
}

awaitable<Result<Response>> shuffle(App& app, RequestContext& context) {
    const auto owner = decimal_decode(context.param("owner"));
    if (!owner) {
        co_return Error("shuffle.owner", "a trustee number");
    }
    services::Mixing::Shuffled shuffled{*owner, {}, std::move(context.request.body)};
    if (const auto after = context.request.query("after")) {
        const auto shuffles = decimal_decode(*after);
        if (!shuffles) {
            co_return Error("encoding.decimal", "\"after\" is a number of shuffles");
        }
        shuffled.after = *shuffles;
    }
    co_return receipt_answer(co_await app.mixing.post_shuffle(caller(context).actor(), context.param("election"),
                                                              std::move(shuffled)));
}

bool is_spoiled(const App& app, const std::string& election, const Digest& ballot) {
    return app.log.with_state([&](const governance::State& state) {
        const auto id = state.vote_of_election(election);
        return id && state.vote(*id)->secret()->spoiled.contains(base64_encode(ballot, Padding::none));
    });
}

Result<Response> ballot_state(App& app, const RequestContext& context) {
    const std::string& election = context.param("election");
    if (!app.log.election(election)) {
        return Error("election.unknown", election);
    }
    OGNIWO_ASSIGN(const Digest digest, parse_tracker(context.param("tracker")));
    OGNIWO_ASSIGN(const auto state, storage::find_ballot(app.log.store(), election, digest));
    if (!state) {
        const char* known = is_spoiled(app, election, digest) ? "spoiled" : "unknown";
        return answer(json::object{{"state", known}, {"replaced", false}});
    }
    if (state->entry_index >= app.log.head().head.size) { // durable, its head not signed yet
        return answer(json::object{{"state", "pending"}, {"replaced", false}});
    }
    OGNIWO_ASSIGN(const ledger::Receipt receipt, app.log.receipt(state->entry_index));
    return answer(json::object{{"state", "committed"},
                               {"receipt", ledger::encode_receipt(receipt)},
                               {"replaced", state->replaced}});
}

Result<Response> trackers(App& app, const RequestContext& context) {
    const std::string& election = context.param("election");
    if (!app.log.election(election)) {
        return Error("election.unknown", election);
    }
    OGNIWO_ASSIGN(const std::uint64_t from,
                  decimal_decode(context.request.query("from").value_or("0")));
    const std::uint64_t size = app.log.head().head.size;
    json::array list;
    std::uint64_t next = from;
    const storage::Store& store = app.log.store();
    const auto visit = [&](std::uint64_t index, ByteView bytes) -> Result<void> {
        next = index + 1;
        OGNIWO_ASSIGN(const ledger::Entry entry, ledger::parse_entry(bytes));
        const auto* ballot = std::get_if<ledger::BallotAccepted>(&entry.act.body);
        if (ballot != nullptr && ballot->election.value == election) {
            OGNIWO_ASSIGN(const Digest digest, parse_tracker(ballot->tracker.value));
            OGNIWO_ASSIGN(const auto state, storage::find_ballot(store, election, digest));
            list.push_back({{"tracker", ballot->tracker.value},
                            {"entry_index", index},
                            {"replaced", state && state->replaced}});
        }
        return {};
    };
    if (next < size) {
        const std::uint64_t end = std::min(size, next + trackers_per_answer);
        OGNIWO_TRY(storage::each_entry(store, next, end, visit));
    }
    json::object out{{"trackers", std::move(list)}};
    if (next < size) {
        out["next"] = next;
    }
    return answer(out);
}

Result<Response> archive(App& app, const RequestContext& context) {
    const std::string& election = context.param("election");
    OGNIWO_ASSIGN(http::FileBody file, spool_archive(app.spool, app.log, election));
    Response response = http::body_response(std::move(file), "application/octet-stream");
    response.headers.set("Content-Disposition", "attachment; filename=\"" + election + ".bel\"");
    response.headers.set("Cache-Control", "no-store");
    return response;
}

} // namespace

std::vector<http::Route> election_routes(App& app) {
    std::vector<http::Route> table;
    http::AsyncHandler casting = [&app](auto& context) { return cast(app, context); };
    http::AsyncHandler decrypting = [&app](auto& context) { return decrypt(app, context); };
    table.push_back(
        {.method = http::Method::post,
         .path = "/api/elections/{election}/ballots",
         .auth = http::AuthPolicy::representative,
         .body_limit = max_ballot_bytes,
         .accepts = "application/octet-stream",
         .rate = http::RateClass::cast,
         .answer_multiple = cast_answer_multiple,
         .summary =
             "Cast a secret ballot; the same bytes again give the same receipt. X-Padding (five "
             "digits): so many spaces follow the ballot",
         .handler = casting});
    http::AsyncHandler spoiling = [&app](auto& context) { return spoil(app, context); };
    table.push_back({.method = http::Method::post,
                     .path = "/api/elections/{election}/spoiled",
                     .auth = http::AuthPolicy::representative,
                     .body_limit = 256,
                     .accepts = "application/json",
                     .rate = http::RateClass::cast,
                     .answer_multiple = cast_answer_multiple,
                     .summary = "Record that the ballot with this tracker will be opened and never cast",
                     .handler = spoiling});
    table.push_back(read_route("/api/elections/{election}/ballots/{tracker}",
                               "State and receipt of a ballot",
                               [&app](auto& context) { return ballot_state(app, context); }));
    table.push_back(read_route("/api/elections/{election}/trackers",
                               "Trackers in log order, from an entry index on",
                               [&app](auto& context) { return trackers(app, context); }));
    table.push_back(read_route(
        "/api/elections/{election}/archive", "The election so far as a .bel archive",
        [&app](auto& context) { return archive(app, context); }, http::RateClass::download));
    http::AsyncHandler shuffling = [&app](auto& context) { return shuffle(app, context); };
    table.push_back({.method = http::Method::post,
                     .path = "/api/elections/{election}/shuffles/{owner}",
                     .auth = http::AuthPolicy::trustee,
                     .body_limit = services::max_shuffle_bytes,
                     .accepts = "application/octet-stream",
                     .summary = "Post a trustee's shuffle of what the mixer before made; the same bytes again "
                                "give the same receipt. `?after=N`: it builds on N shuffles, and is refused with "
                                "shuffle.stale when there are others by now",
                     .handler = shuffling});
    table.push_back({.method = http::Method::post,
                     .path = "/api/elections/{election}/decryptions/{owner}",
                     .auth = http::AuthPolicy::trustee,
                     .body_limit = max_ballot_bytes,
                     .accepts = "application/octet-stream",
                     .summary = "Post a trustee's partial decryption; the same bytes again give the same receipt",
                     .handler = decrypting});
    return table;
}

} // namespace ogniwo::api
