#include "ballots/counting/election.hpp"

#include "crypto/base/encoding.hpp"

#include <algorithm>

namespace ogniwo::counting {
namespace {

std::string number(std::uint64_t value) {
    return std::to_string(value);
}

Verdict check_text(const std::string& text, const std::string& what) {
    const bool control = std::ranges::any_of(text, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 || byte == 0x7f;
    });
    if (text.size() > max_name_bytes) {
        return Error("count.name", what + " is longer than " + number(max_name_bytes) + " bytes");
    }
    if (control || !is_utf8(text)) {
        return Error("count.name", what + " is not plain UTF-8 text");
    }
    return pass();
}

Verdict check_candidates(const Election& election) {
    const std::size_t size = election.names.size();
    if (size == 0 || size > max_candidates) {
        return Error("count.candidates",
                     number(size) + " candidates; there may be 1 to " + number(max_candidates));
    }
    if (election.seats == 0 || election.seats > max_seats) {
        return Error("count.seats",
                     number(election.seats) + " seats; there may be 1 to " + number(max_seats));
    }
    OGNIWO_TRY(check_text(election.title, "the title"));
    for (std::size_t i = 0; i < size; ++i) {
        OGNIWO_TRY(check_text(election.names[i], "the name of candidate " + number(i + 1)));
    }
    if (election.standing().empty()) {
        return Error("count.candidates", "every candidate has withdrawn");
    }
    return pass();
}

Verdict prepare_ballot(Ballot& ballot, const Election& election, std::size_t row) {
    const auto fault = [row](const std::string& what) {
        return Error("count.ballot", "ballot row " + number(row + 1) + ": " + what);
    };
    if (ballot.count == 0 || ballot.count > max_total_ballots) {
        return fault("stands for " + number(ballot.count) + " ballots; it may be 1 to " +
                     number(max_total_ballots));
    }
    for (const Mark& mark : ballot.marks) {
        if (mark.candidate >= election.names.size()) {
            return fault("candidate " + number(std::uint64_t{mark.candidate} + 1) + " of " +
                         number(election.names.size()));
        }
        if (mark.rank == 0 || mark.rank > max_rank) {
            return fault("rank " + number(mark.rank) + "; it may be 1 to " + number(max_rank));
        }
    }
    std::ranges::sort(ballot.marks, {}, &Mark::candidate);
    const auto twice = std::ranges::adjacent_find(ballot.marks, {}, &Mark::candidate);
    if (twice != ballot.marks.end()) {
        return fault("candidate " + number(std::uint64_t{twice->candidate} + 1) +
                     " is marked twice");
    }
    std::erase_if(ballot.marks, [&](const Mark& m) { return election.withdrawn[m.candidate]; });
    std::ranges::stable_sort(ballot.marks, {}, &Mark::rank);
    return pass();
}

Verdict prepare_ballots(Election& election) {
    if (election.ballots.size() > max_ballot_rows) {
        return Error("count.ballots", number(election.ballots.size()) + " rows; there may be " +
                                          number(max_ballot_rows));
    }
    std::uint64_t total = 0;
    std::size_t marks = 0;
    for (std::size_t row = 0; row < election.ballots.size(); ++row) {
        Ballot& ballot = election.ballots[row];
        marks += ballot.marks.size();
        if (marks > max_marks) {
            return Error("count.ballots", "more than " + number(max_marks) + " marks in all");
        }
        OGNIWO_TRY(prepare_ballot(ballot, election, row));
        total += ballot.count; // both at most 10^12: no overflow
        if (total > max_total_ballots) {
            return Error("count.ballots",
                         "more than " + number(max_total_ballots) + " ballots in all");
        }
    }
    return pass();
}

Verdict prepare_groups(Election& election) {
    if (election.groups.size() > max_groups) {
        return Error("count.groups", number(election.groups.size()) + " groups; there may be " +
                                         number(max_groups));
    }
    std::size_t states = 1;
    for (Group& group : election.groups) {
        OGNIWO_TRY(check_text(group.name, "the name of a group"));
        std::ranges::sort(group.members);
        if (std::ranges::adjacent_find(group.members) != group.members.end()) {
            return Error("count.groups", "group " + group.name + " names a candidate twice");
        }
        if (!group.members.empty() && group.members.back() >= election.names.size()) {
            return Error("count.groups",
                         "group " + group.name + " names a candidate that there is not");
        }
        if (group.min > group.max) {
            return Error("count.groups", "group " + group.name + " has a min above its max");
        }
        const std::size_t most =
            std::min<std::size_t>({group.max, group.members.size(), election.seats});
        states *= most + 1;
        if (states > max_group_states) {
            return Error("count.groups",
                         "the groups allow too many combinations; use fewer or smaller ones");
        }
    }
    return pass();
}

Verdict check_terms(const Election& election) {
    if (election.choices && (*election.choices == 0 || *election.choices > max_candidates)) {
        return Error("count.choices",
                     "a ballot may have 1 to " + number(max_candidates) + " choices");
    }
    if (election.threshold) {
        const auto [num, den] = *election.threshold;
        if (den == 0 || den > 1'000'000 || num > den) {
            return Error("count.threshold", "not a share: " + number(num) + "/" + number(den));
        }
    }
    if (!election.costs.empty()) {
        if (election.costs.size() != election.names.size()) {
            return Error("count.costs", number(election.costs.size()) + " costs for " +
                                            number(election.names.size()) + " items");
        }
        const auto fits = [](std::uint64_t money) { return money >= 1 && money <= max_cost; };
        if (!std::ranges::all_of(election.costs, fits) || !fits(election.budget)) {
            return Error("count.costs",
                         "the budget and every cost may be 1 to " + number(max_cost));
        }
    }
    return pass();
}

Verdict check_people(const Election& election) {
    if (election.people.empty()) {
        return pass();
    }
    if (election.people.size() != election.names.size()) {
        return Error("count.people", "people of " + number(election.people.size()) + " lists for " +
                                         number(election.names.size()));
    }
    for (std::size_t list = 0; list < election.people.size(); ++list) {
        if (election.people[list].empty()) {
            return Error("count.people", "nobody is on list " + number(list + 1));
        }
        for (const Person& person : election.people[list]) {
            OGNIWO_TRY(check_text(person.name, "the name of a person on list " + number(list + 1)));
        }
    }
    if (election.numbers() - election.names.size() > max_candidates) {
        return Error("count.people", "more than " + number(max_candidates) + " people on all lists");
    }
    return pass();
}

} // namespace

std::size_t Election::numbers() const {
    std::size_t all = names.size();
    for (const auto& list : people) {
        all += list.size();
    }
    return all;
}

const std::string& Election::name_of(Candidate candidate) const {
    if (candidate < names.size()) {
        return names[candidate];
    }
    std::size_t at = candidate - names.size();
    std::size_t list = 0;
    while (at >= people[list].size()) {
        at -= people[list++].size();
    }
    return people[list][at].name;
}

std::vector<Candidate> Election::standing() const {
    std::vector<Candidate> out;
    for (Candidate c = 0; c < names.size(); ++c) {
        if (!withdrawn[c]) {
            out.push_back(c);
        }
    }
    return out;
}

Result<Election> prepare_election(Election election) {
    election.withdrawn.resize(election.names.size(), false);
    OGNIWO_TRY(check_candidates(election));
    OGNIWO_TRY(prepare_ballots(election));
    OGNIWO_TRY(prepare_groups(election));
    OGNIWO_TRY(check_terms(election));
    OGNIWO_TRY(check_people(election));
    return election;
}

std::string candidate_text(const Election& election, Candidate candidate) {
    const std::string text = "candidate " + number(std::uint64_t{candidate} + 1);
    const std::string& name = election.names[candidate];
    return name.empty() ? text : text + " (" + name + ")";
}

} // namespace ogniwo::counting
