#include "server/api/views.hpp"

#include <boost/json/value_from.hpp>

namespace ogniwo::api {
namespace {

using governance::State;
using governance::Vote;

json::object rule_view(const ballots::MajorityRule& rule) {
    return {{"base", ballots::majority_base_name(rule.base)},
            {"num", rule.num},
            {"den", rule.den},
            {"strict", rule.strict}};
}

json::object quorum_view(const ballots::QuorumRule& rule) {
    return {{"num", rule.num}, {"den", rule.den}, {"strict", rule.strict}};
}

json::object comparison_view(const ballots::Comparison& c) {
    return {{"holds", c.holds}, {"strict", c.strict}, {"left", c.left},    {"right", c.right},
            {"votes", c.votes}, {"base", c.base},     {"needed", c.needed}, {"margin", c.margin}};
}

void set_time(json::object& out, std::string_view key, const std::optional<UnixMillis>& at) {
    if (at) {
        out[key] = *at;
    }
}

std::string organisation_name(const State& state, const std::string& id) {
    const auto found = state.organisations().find(id);
    return found == state.organisations().end() ? id : found->second.name.value;
}

json::object open_decision(const State& state, const governance::OpenVote& open) {
    const ledger::OpenVoteDecided& d = *open.decision;
    json::object out{{"yes", d.yes},           {"no", d.no},         {"abstain", d.abstain},
                     {"entitled", d.entitled}, {"quorum", d.quorum}, {"adopted", d.adopted}};
    if (d.organisations) {
        out["organisations"] = {{"yes", d.organisations->yes},
                                {"no", d.organisations->no},
                                {"abstain", d.organisations->abstain},
                                {"entitled", d.organisations->entitled}};
    }
    if (d.casting_vote) {
        out["casting_vote"] = ballots::option_name(*d.casting_vote);
    }
    const auto verdict = ballots::decide(open.prepared.rule, open.prepared.quorum,
                                         governance::open_numbers(state, open));
    if (verdict) {
        out["explanation_numbers"] = {{"majority", comparison_view(verdict->majority)},
                                      {"quorum", comparison_view(verdict->quorum)},
                                      {"formula", verdict->formula}};
    }
    return out;
}

void add_open(json::object& out, const State& state, const governance::OpenVote& open,
              const Viewer& viewer) {
    const ledger::OpenVotePrepared& prepared = open.prepared;
    out["question"] = prepared.question.value;
    out["options"] = {"yes", "no", "abstain"};
    out["rule"] = rule_view(prepared.rule);
    out["quorum"] = quorum_view(prepared.quorum);
    if (prepared.organisations) {
        out["organisations_rule"] = rule_view(*prepared.organisations);
    }
    if (prepared.casting_vote) {
        const std::string& chair = state.mandate(prepared.casting_vote->value)->organisation.value;
        out["casting_vote"] = {{"mandate", prepared.casting_vote->value},
                               {"organisation", chair},
                               {"name", organisation_name(state, chair)}};
    }
    if (prepared.text) {
        const governance::Text& text = state.texts().at(prepared.text->value);
        out["text"] = {{"id", prepared.text->value},
                       {"title", text.title},
                       {"version", text.version},
                       {"blob", text.blob}};
    }
    json::array roll_call;
    for (const auto& [organisation, cast] : open.cast) {
        roll_call.push_back({{"organisation", organisation},
                             {"name", organisation_name(state, organisation)},
                             {"option", ballots::option_name(cast.option)},
                             {"entry_index", cast.entry_index}});
        if (organisation == viewer.organisation) {
            out["my_option"] = ballots::option_name(cast.option);
        }
    }
    out["roll_call"] = std::move(roll_call);
    if (open.decision) {
        out["decision"] = open_decision(state, open);
    }
}

json::array counts_view(const ballots::Counts& counts) {
    json::array out;
    for (const auto& question : counts) {
        out.push_back(json::value_from(question));
    }
    return out;
}

// `absent`: decided without them, as a ceremony's threshold allows.
json::array trustees_view(const State& state, const governance::SecretVote& secret,
                          const ballots::SecretElection& election) {
    json::array out;
    for (std::uint64_t owner = 1; owner <= election.trustees(); ++owner) {
        const std::string& mandate = secret.prepared.trustees[owner - 1].value;
        const bool decrypted = secret.decryptions.contains(static_cast<std::int64_t>(owner));
        out.push_back({{"owner", owner},
                       {"mandate", mandate},
                       {"organisation", state.mandate(mandate)->organisation.value},
                       {"name", election.trustee_name(owner).value_or("")},
                       {"public_key", election.trustee_public_key(owner)},
                       {"decrypted", decrypted},
                       {"absent", secret.decision && !decrypted}});
    }
    return out;
}

// Who has shuffled the votes of rankings and grades; `name` is null for the server, mixer 0.
json::object mixing_view(const governance::SecretVote& secret, const ballots::SecretElection& election,
                         std::uint64_t votes) {
    json::array shuffles;
    for (const auto& [posted, index] : secret.shuffles) {
        json::value name = nullptr;
        if (posted.owner > 0) {
            name = election.trustee_name(static_cast<std::uint64_t>(posted.owner)).value_or("");
        }
        shuffles.push_back({{"owner", posted.owner},
                            {"name", std::move(name)},
                            {"shuffle", posted.shuffle.value},
                            {"entry_index", index}});
    }
    return {{"min", governance::min_shuffles},
            {"votes", votes},
            {"ended", secret.shuffles_ended},
            {"shuffles", std::move(shuffles)}};
}

json::object count_view(const ledger::CountRule& rule) {
    json::object out{{"method", rule.method.value}, {"lot", rule.lot.value}};
    if (rule.constraints) {
        out["constraints"] = rule.constraints->value;
    }
    return out;
}

void add_secret(json::object& out, const State& state, const governance::SecretVote& secret,
                const SecretFacts& facts) {
    const ledger::ElectionPrepared& prepared = secret.prepared;
    out["election"] = prepared.election.value;
    out["seats"] = prepared.seats;
    out["quorum"] = quorum_view(prepared.quorum);
    out["setup"] = {{"election", prepared.setup.election.value},
                    {"trustees", prepared.setup.trustees.value},
                    {"credentials", prepared.setup.credentials.value}};
    out["ballots"] = secret.ballots;
    out["trustees"] = trustees_view(state, secret, *facts.election);
    out["runs"] = runs_view(governance::runs_of(prepared));
    if (prepared.count) {
        out["count"] = count_view(*prepared.count);
    }
    if (secret.tally) {
        out["encrypted_tally"] = secret.tally->encrypted_tally.value;
    }
    if (needs_shuffles(facts.election->definition().questions)) {
        out["mixing"] = mixing_view(secret, *facts.election, facts.participants);
    }
    if (secret.participation) {
        json::array list;
        for (const ledger::Id& organisation : secret.participation->organisations) {
            list.push_back({{"organisation", organisation.value},
                            {"name", organisation_name(state, organisation.value)}});
        }
        out["participation"] = std::move(list);
    }
    if (secret.decision) {
        const auto quorum =
            ballots::check_quorum(prepared.quorum, facts.participants, facts.entitled);
        json::object decision{{"result", secret.decision->result.value},
                              {"counts", counts_view(facts.counts)},
                              {"elected", json::value_from(secret.decision->elected)},
                              {"tie", secret.decision->tie}};
        if (quorum) {
            decision["quorum"] = comparison_view(*quorum);
        }
        if (const auto& count = secret.decision->count) {
            decision["count"] = {{"record", count->record.value}, {"lot", count->seed.value}};
        }
        out["decision"] = std::move(decision);
    }
}

} // namespace

std::string_view status_name(governance::VoteStatus status) {
    switch (status) {
    case governance::VoteStatus::prepared: return "prepared";
    case governance::VoteStatus::open: return "open";
    case governance::VoteStatus::closed: return "closed";
    case governance::VoteStatus::tallied: return "tallied";
    case governance::VoteStatus::withdrawn: return "withdrawn";
    case governance::VoteStatus::decided: break;
    }
    return "decided";
}

json::array runs_view(const std::vector<ledger::TrusteeRun>& runs) {
    json::array out;
    for (const ledger::TrusteeRun& run : runs) {
        out.push_back({{"size", run.size}, {"threshold", run.threshold}});
    }
    return out;
}

json::value withdrawal_view(const State& state, std::string_view election) {
    const governance::Withdrawal* withdrawal = state.withdrawal(election);
    if (withdrawal == nullptr) {
        return nullptr;
    }
    const governance::AnnouncedElection* announced = state.announced(election);
    const auto vote = state.vote_of_election(election);
    json::object out{{"election", election},
                     {"vote", vote ? *vote : announced->announced.vote.value},
                     {"title", vote ? state.vote(*vote)->title : announced->announced.title.value},
                     {"prepared", vote.has_value()},
                     {"announced", announced != nullptr},
                     {"reason", withdrawal->entry.reason.value},
                     {"officers", withdrawal->entry.officers},
                     {"at", withdrawal->at},
                     {"entry_index", withdrawal->index},
                     {"in_its_place", nullptr}};
    if (const auto* other = state.in_place_of(election)) {
        out["in_its_place"] = {{"election", other->election.value},
                               {"vote", other->vote.value},
                               {"prepared", state.vote_of_election(other->election.value).has_value()}};
    }
    return out;
}

json::object federation_view(const State& state, std::string_view origin,
                             std::string_view log_vkey) {
    return {{"name", state.federation()},
            {"origin", origin},
            {"log_vkey", log_vkey},
            {"server_key", state.server_key().value},
            {"organisations", state.organisations().size()},
            {"lang", "pl"}};
}

json::object organisations_view(const State& state) {
    json::array list;
    for (const auto& [id, organisation] : state.organisations()) {
        list.push_back({{"id", id},
                        {"name", organisation.name.value},
                        {"legal_form", organisation.legal_form.value},
                        {"seat", organisation.seat.value},
                        {"weight", organisation.weight}});
    }
    return {{"organisations", std::move(list)}};
}

json::object vote_summary(const State& state, std::string_view id, const Vote& vote,
                          const Viewer& viewer, const SecretFacts* facts) {
    json::object out{{"id", id},
                     {"type", vote.open() != nullptr ? "open" : "secret"},
                     {"title", vote.title},
                     {"status", status_name(vote.status)}};
    set_time(out, "prepared_at", vote.prepared_at);
    set_time(out, "opened_at", vote.opened_at);
    set_time(out, "closed_at", vote.closed_at);
    if (vote.opened_by > 0) {
        out["opened_by_officers"] = vote.opened_by;
    }
    if (vote.closed_by > 0) {
        out["closed_by_officers"] = vote.closed_by;
    }
    bool took_part = false;
    if (const auto* open = vote.open()) {
        out["turnout"] = {{"cast", open->cast.size()}, {"entitled", state.organisations().size()}};
        took_part = open->cast.contains(viewer.organisation);
    } else {
        out["election"] = vote.secret()->prepared.election.value;
        out["turnout"] = {{"cast", facts->participants}, {"entitled", facts->entitled}};
        took_part = facts->viewer_took_part;
        out["withdrawn"] = withdrawal_view(state, vote.secret()->prepared.election.value);
    }
    out["mine"] = viewer.organisation.empty() ? json::value(nullptr)
                                              : json::value(took_part ? "cast" : "not_cast");
    return out;
}

json::object vote_view(const State& state, std::string_view id, const Vote& vote,
                       const Viewer& viewer, const SecretFacts* facts) {
    json::object out = vote_summary(state, id, vote, viewer, facts);
    if (const auto* open = vote.open()) {
        add_open(out, state, *open, viewer);
    } else {
        add_secret(out, state, *vote.secret(), *facts);
    }
    return out;
}

} // namespace ogniwo::api
