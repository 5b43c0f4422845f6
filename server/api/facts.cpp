#include "server/api/facts.hpp"

#include "crypto/base/encoding.hpp"

namespace ogniwo::api {
namespace {

// Of lists one after the other.
Result<void> add_numbers(const json::value& value, std::vector<std::uint64_t>& numbers) {
    if (const auto* list = value.if_array()) {
        for (const json::value& element : *list) {
            OGNIWO_TRY(add_numbers(element, numbers));
        }
    } else if (const auto* text = value.if_string()) { // above 2^30 (PROTOCOL section 3)
        OGNIWO_ASSIGN(const std::uint64_t count, decimal_decode(std::string_view(*text)));
        numbers.push_back(count);
    } else {
        numbers.push_back(static_cast<std::uint64_t>(value.get_int64()));
    }
    return {};
}

// What was published and checked before. The votes of rankings and grades, one by one, are left out: who wants them
// reads the result itself.
Result<ballots::Counts> parse_counts(const ballots::Election& definition, ByteView result) {
    OGNIWO_ASSIGN(const json::value value, parse_json(as_text(result)));
    OGNIWO_ASSIGN(const json::object* object, expect_object(value, {{"result"}}));
    OGNIWO_ASSIGN(const json::array* questions, get_array(*object, "result"));
    ballots::Counts counts;
    for (std::size_t i = 0; i < questions->size(); ++i) {
        auto& numbers = counts.emplace_back();
        if (!definition.questions.at(i).shuffled()) {
            OGNIWO_TRY(add_numbers((*questions)[i], numbers));
        }
    }
    return counts;
}

Result<SecretFacts> facts_of(const App& app, const governance::SecretVote& secret,
                             const std::string& organisation) {
    const std::string& uuid = secret.prepared.election.value;
    const storage::Store& store = app.log.store();
    SecretFacts facts;
    facts.election = app.log.election(uuid);
    if (!facts.election) {
        return Error("election.unknown", uuid);
    }
    facts.entitled = facts.election->voters();
    OGNIWO_ASSIGN(auto participants, storage::read_participants(store, uuid));
    if (secret.participation) { // what is bound to credentials is erased in time, the list stays
        participants.clear();
        for (const ledger::Id& id : secret.participation->organisations) {
            participants.push_back(id.value);
        }
    }
    facts.participants = participants.size();
    facts.viewer_took_part = std::ranges::binary_search(participants, organisation);
    if (secret.decision) {
        OGNIWO_ASSIGN(const Digest digest, hex_decode_array<32>(secret.decision->result.value));
        OGNIWO_ASSIGN(const auto result, storage::read_blob(store, digest));
        if (!result) {
            return Error("storage.corrupt", "the result is missing");
        }
        OGNIWO_ASSIGN(facts.counts, parse_counts(facts.election->definition(), *result));
    }
    return facts;
}

} // namespace

Result<std::map<std::string, SecretFacts>> read_facts(const App& app,
                                                      const std::string& viewer_organisation) {
    const auto votes = app.log.with_state([](const governance::State& state) {
        std::vector<std::pair<std::string, governance::SecretVote>> secrets;
        for (const auto& [id, vote] : state.votes()) {
            if (const auto* secret = vote.secret()) {
                secrets.emplace_back(id, *secret);
            }
        }
        return secrets;
    });
    std::map<std::string, SecretFacts> all;
    for (const auto& [id, secret] : votes) {
        OGNIWO_ASSIGN(SecretFacts facts, facts_of(app, secret, viewer_organisation));
        all.emplace(id, std::move(facts));
    }
    return all;
}

Viewer viewer_of(const http::RequestContext& context) {
    const auto* who = context.principal_as<Caller>();
    return {who == nullptr ? std::string() : who->who.person.organisation};
}

} // namespace ogniwo::api
