#include "ballots/counting/record_output.hpp"
#include "crypto/base/check.hpp"
#include "crypto/base/json.hpp"

#include <algorithm>

namespace ogniwo::counting {
namespace {

json::value number(Candidate candidate) {
    return std::int64_t{candidate} + 1;
}

json::array numbers(const std::vector<Candidate>& candidates) {
    json::array out;
    for (const Candidate c : candidates) {
        out.push_back(number(c));
    }
    return out;
}

json::array places(const std::vector<std::vector<Candidate>>& of) {
    json::array out;
    for (const auto& place : of) {
        out.push_back(numbers(place));
    }
    return out;
}

json::value integer(std::uint64_t value) {
    return static_cast<std::int64_t>(value);
}

template <class Integer> json::array integers(const std::vector<Integer>& values) {
    json::array out;
    for (const auto value : values) {
        out.push_back(integer(value));
    }
    return out;
}

json::value exact(const Rational& value) {
    const bool whole = boost::multiprecision::denominator(value) == 1;
    const std::string text = rational_text(value);
    return whole && text.size() <= 15 ? json::value(std::stoll(text)) : json::value(text);
}

json::array exact(const std::vector<Rational>& values) {
    json::array out;
    for (const Rational& value : values) {
        out.push_back(exact(value));
    }
    return out;
}

json::value decimal(const Units& units, int decimals) {
    const std::string text = decimal_text(units, decimals);
    return decimals == 0 ? json::value(std::stoll(text)) : json::value(text);
}

json::array decimals(const std::vector<Units>& units, int places) {
    json::array out;
    for (const Units& value : units) {
        out.push_back(decimal(value, places));
    }
    return out;
}

json::array matrix(const std::vector<std::uint64_t>& values, std::size_t size) {
    json::array out;
    for (std::size_t row = 0; row < size; ++row) {
        json::array cells;
        for (std::size_t column = 0; column < size; ++column) {
            cells.push_back(integer(values[row * size + column]));
        }
        out.push_back(std::move(cells));
    }
    return out;
}

json::array people_of(const Election& election) {
    json::array lists;
    for (const auto& list : election.people) {
        json::array people;
        for (const Person& person : list) {
            people.push_back(json::object{{"name", person.name}, {"votes", integer(person.votes)}});
        }
        lists.push_back(std::move(people));
    }
    return lists;
}

std::string_view over_name(TieOver over) {
    switch (over) {
    case TieOver::election: return "election";
    case TieOver::exclusion: return "exclusion";
    case TieOver::surplus: return "surplus";
    case TieOver::order: return "order";
    case TieOver::people: return "people";
    }
    OGNIWO_CHECK(false && "a tie");
}

std::string_view rule_name(TieRule rule) {
    switch (rule) {
    case TieRule::earlier_round: return "earlier_round";
    case TieRule::votes: return "votes";
    case TieRule::cost: return "cost";
    case TieRule::lot: return "lot";
    case TieRule::open: return "open";
    }
    OGNIWO_CHECK(false && "a rule");
}

std::string_view outcome_name(PairOutcome outcome) {
    switch (outcome) {
    case PairOutcome::locked: return "locked";
    case PairOutcome::circle: return "circle";
    case PairOutcome::undecided: return "undecided";
    }
    OGNIWO_CHECK(false && "an outcome");
}

// Each adds "rounds" and the tables of its family.
void add_detail(json::object& out, const CountRecord& record, const ScoreCount& detail) {
    json::object round{
        {"round", 1}, {"votes", exact(detail.scores)}, {"elected", numbers(record.elected)}};
    out["rounds"] = json::array{std::move(round)};
    if (detail.needed) {
        out["needed"] = exact(*detail.needed);
    }
}

void add_detail(json::object& out, const CountRecord&, const PairwiseCount& detail) {
    json::array rounds;
    for (const ConsideredPair& pair : detail.pairs) {
        rounds.push_back(
            json::object{{"round", integer(rounds.size() + 1)},
                         {"winner", number(pair.winner)},
                         {"loser", number(pair.loser)},
                         {"votes", integer(detail.pairwise(pair.winner, pair.loser))},
                         {"against", integer(detail.pairwise(pair.loser, pair.winner))},
                         {"outcome", outcome_name(pair.outcome)}});
    }
    if (detail.pairs.empty()) {
        for (const auto& place : detail.places) {
            rounds.push_back(
                json::object{{"round", integer(rounds.size() + 1)}, {"place", numbers(place)}});
        }
    }
    out["rounds"] = std::move(rounds);
    out["places"] = places(detail.places);
    out["pairwise"] = matrix(detail.pairwise.votes, detail.pairwise.size);
    if (!detail.strengths.empty()) {
        out["strengths"] = matrix(detail.strengths, detail.pairwise.size);
    }
    if (!detail.scores.empty()) {
        out["scores"] = exact(detail.scores);
    }
}

void add_detail(json::object& out, const CountRecord&, const TransferCount& detail) {
    json::array rounds;
    for (const TransferRound& round : detail.rounds) {
        json::object one{{"round", integer(rounds.size() + 1)},
                         {"stage", integer(round.stage)},
                         {"action", action_name(round.action)},
                         {"from", numbers(round.from)},
                         {"votes", decimals(round.votes, detail.decimals)},
                         {"exhausted", decimal(round.exhausted, detail.decimals)},
                         {"loss", decimal(round.loss, detail.decimals)},
                         {"quota", decimal(round.quota, detail.quota_decimals)},
                         {"elected", numbers(round.elected)},
                         {"excluded", numbers(round.excluded)}};
        if (round.transfer_value) {
            one["transfer_value"] = decimal(*round.transfer_value, detail.decimals);
        }
        if (!round.keep.empty()) {
            one["keep"] = decimals(round.keep, detail.decimals);
            one["iterations"] = integer(round.iterations);
        }
        rounds.push_back(std::move(one));
    }
    out["rounds"] = std::move(rounds);
    if (!detail.rounds.empty()) {
        out["quota"] = decimal(detail.rounds.back().quota, detail.quota_decimals);
    }
}

void add_detail(json::object& out, const CountRecord&, const GradeCount& detail) {
    json::array rounds;
    for (const auto& comparison : detail.comparisons) {
        rounds.push_back(json::object{{"round", integer(rounds.size() + 1)},
                                      {"removed", integer(comparison.removed)},
                                      {"candidates", numbers(comparison.candidates)},
                                      {"grades", integers(comparison.grades)}});
    }
    json::array counts;
    for (const auto& row : detail.counts) {
        counts.push_back(integers(row));
    }
    out["rounds"] = std::move(rounds);
    out["grades"] = std::move(counts);
    out["medians"] = integers(detail.medians);
    out["places"] = places(detail.places);
}

void add_detail(json::object& out, const CountRecord&, const AllocationCount& detail) {
    json::array rounds;
    for (const auto& award : detail.awards) {
        rounds.push_back(json::object{{"round", integer(rounds.size() + 1)},
                                      {"list", number(award.list)},
                                      {"seats", integer(award.seats)},
                                      {"by_remainder", award.by_remainder},
                                      {"values", exact(award.values)}});
    }
    json::array taking_part;
    for (Candidate list = 0; list < detail.takes_part.size(); ++list) {
        if (detail.takes_part[list]) {
            taking_part.push_back(number(list));
        }
    }
    out["rounds"] = std::move(rounds);
    out["votes"] = integers(detail.votes);
    out["taking_part"] = std::move(taking_part);
    out["allocation"] = integers(detail.seats);
    if (!detail.seated.empty()) {
        out["seated"] = places(detail.seated);
    }
}

void add_detail(json::object& out, const CountRecord&, const SharesCount& detail) {
    json::array rounds;
    for (const auto& step : detail.steps) {
        rounds.push_back(json::object{{"round", integer(rounds.size() + 1)},
                                      {"item", number(step.item)},
                                      {"by_completion", step.by_completion},
                                      {"price", exact(step.price)},
                                      {"supporters", integer(step.supporters)},
                                      {"paying_all", integer(step.paying_all)},
                                      {"left", exact(step.left)}});
    }
    out["rounds"] = std::move(rounds);
    out["costs"] = integers(detail.costs);
    out["budget"] = integer(detail.budget);
    out["share"] = exact(detail.share);
    out["spent"] = integer(detail.spent);
}

} // namespace

std::string_view action_name(TransferAction action) {
    switch (action) {
    case TransferAction::first_preferences: return "first_preferences";
    case TransferAction::surplus: return "surplus";
    case TransferAction::exclusion: return "exclusion";
    case TransferAction::iteration: return "iteration";
    case TransferAction::fill: return "fill";
    }
    OGNIWO_CHECK(false && "an action");
}

json::value record_json(const CountRecord& record, const Election& election) {
    json::array names;
    json::array withdrawn;
    for (Candidate c = 0; c < election.names.size(); ++c) {
        names.emplace_back(election.names[c]);
        if (election.withdrawn[c]) {
            withdrawn.push_back(number(c));
        }
    }
    json::array ties;
    for (const Tie& tie : record.ties) {
        ties.push_back(json::object{{"over", over_name(tie.over)},
                                    {"rule", rule_name(tie.rule)},
                                    {"tied", numbers(tie.tied)},
                                    {"chosen", numbers(tie.chosen)}});
    }
    json::array effects;
    for (const GroupEffect& effect : record.group_effects) {
        effects.push_back(json::object{{"candidate", number(effect.candidate)},
                                       {"effect", effect.guarded ? "guarded" : "passed_over"}});
    }
    std::vector<Candidate> ascending = record.elected;
    std::ranges::sort(ascending);
    json::object out{{"method", method_name(record.method)},
                     {"title", election.title},
                     {"seats", integer(record.seats)},
                     {"candidates", std::move(names)},
                     {"withdrawn", std::move(withdrawn)},
                     {"ballots", json::object{{"all", integer(record.ballots)},
                                              {"blank", integer(record.blank)},
                                              {"invalid", integer(record.invalid)},
                                              {"valid", integer(record.valid())}}},
                     {"elected", numbers(ascending)},
                     {"election_order", numbers(record.elected)},
                     {"complete", record.complete()},
                     {"quota", record.quota ? exact(*record.quota) : json::value()}};
    std::visit([&](const auto& detail) { add_detail(out, record, detail); }, record.detail);
    if (!election.people.empty() && std::holds_alternative<AllocationCount>(record.detail)) {
        out["people"] = people_of(election);
    }
    out["ties"] = std::move(ties);
    out["lot_seed"] = record.lot_seed.empty() ? json::value() : json::value(record.lot_seed);
    out["group_effects"] = std::move(effects);
    return out;
}

} // namespace ogniwo::counting
