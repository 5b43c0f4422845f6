#include "ballots/counting/lists.hpp"

#include <algorithm>

namespace ogniwo::counting {

namespace {

Verdict check_votes_of_people(const Election& election, const std::vector<std::uint64_t>& votes) {
    for (std::size_t list = 0; list < election.people.size(); ++list) {
        for (const Person& person : election.people[list]) {
            if (person.votes > votes[list]) {
                return Error("count.people", "'" + person.name + "' has more votes than list " +
                                                 std::to_string(list + 1));
            }
        }
    }
    return pass();
}

} // namespace

Result<CountRecord> begin_lists(Method method, const Election& election) {
    OGNIWO_TRY(refuse_groups(election, method));
    const std::size_t people = election.numbers() - election.names.size();
    if (!election.people.empty() && people < election.seats) {
        return Error("count.seats", std::to_string(election.seats) + " seats for " + std::to_string(people) +
                                        " people: give --seats a number that they can fill");
    }
    CrossTally tally = first_preferences(election);
    OGNIWO_TRY(check_votes_of_people(election, tally.votes));
    CountRecord record = begin_record(method, election, tally);
    AllocationCount detail;
    detail.votes = std::move(tally.votes);
    detail.seats.resize(detail.votes.size());
    const Share share = election.threshold.value_or(Share{});
    bool any = false;
    for (Candidate list = 0; list < detail.votes.size(); ++list) {
        const bool reaches =
            Units(detail.votes[list]) * share.den >= Units(record.valid()) * share.num;
        detail.takes_part.push_back(reaches && !election.withdrawn[list] && detail.votes[list] > 0);
        any = any || detail.takes_part.back();
    }
    if (!any) {
        return Error("count.no_votes", "no list has enough votes to take part");
    }
    record.detail = std::move(detail);
    return record;
}

bool has_room(const AllocationCount& detail, const Election& election, Candidate list) {
    return detail.takes_part[list] &&
           (election.people.empty() || detail.seats[list] < election.people[list].size());
}

std::optional<Candidate> next_of_equals(CountRecord& record, const std::vector<Candidate>& equals,
                                        std::size_t open, const std::optional<Lot>& lot) {
    const auto& votes = std::get<AllocationCount>(record.detail).votes;
    const auto of = [&](Candidate list) { return votes[list]; };
    std::vector<Candidate> most;
    const std::uint64_t best = of(*std::ranges::max_element(equals, {}, of));
    std::ranges::copy_if(equals, std::back_inserter(most),
                         [&](Candidate list) { return of(list) == best; });
    if (equals.size() <= open) {
        return most.front();
    }
    if (most.size() < equals.size()) {
        record.ties.push_back({TieOver::election, TieRule::votes, equals, most});
    }
    if (most.size() <= open) {
        return most.front();
    }
    Tie tie{TieOver::election, lot ? TieRule::lot : TieRule::open, most, {}};
    if (lot) {
        tie.chosen = {lot->sorted(most).front()};
    }
    const auto chosen = lot ? std::optional(tie.chosen.front()) : std::nullopt;
    record.ties.push_back(std::move(tie));
    return chosen;
}

Result<CountRecord> highest_averages(Method method, const Election& election,
                                     const std::optional<Lot>& lot,
                                     const std::function<std::uint64_t(std::uint32_t)>& divisor) {
    OGNIWO_ASSIGN(CountRecord record, begin_lists(method, election));
    while (record.elected.size() < record.seats) {
        auto& detail = std::get<AllocationCount>(record.detail);
        AllocationCount::Award award;
        award.values.resize(detail.votes.size());
        for (Candidate list = 0; list < detail.votes.size(); ++list) {
            if (has_room(detail, election, list)) {
                award.values[list] = Rational(detail.votes[list], divisor(detail.seats[list]));
            }
        }
        const Rational best = *std::ranges::max_element(award.values);
        if (best == 0) {
            break; // every list is full
        }
        std::vector<Candidate> equals;
        for (Candidate list = 0; list < award.values.size(); ++list) {
            if (award.values[list] == best) {
                equals.push_back(list);
            }
        }
        const auto chosen =
            next_of_equals(record, equals, record.seats - record.elected.size(), lot);
        if (!chosen) {
            break;
        }
        award.list = *chosen;
        ++detail.seats[*chosen];
        record.elected.push_back(*chosen);
        detail.awards.push_back(std::move(award));
    }
    seat_people(record, election, lot);
    return record;
}

} // namespace ogniwo::counting
