#include "ballots/counting/constraints.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace ogniwo::counting {

// Candidates of the same groups are interchangeable: the search chooses how many of each kind.
struct Constraints::Search {
    struct Kind {
        std::uint32_t groups = 0;
        std::size_t available = 0;
    };
    const std::vector<Group>& groups;
    std::vector<Kind> kinds;
    std::vector<std::size_t> taken; ///< per group
    std::vector<std::vector<std::size_t>>
        rest; ///< per kind, per group: members among this and later kinds
    std::vector<std::size_t> rest_all;
    std::set<std::vector<std::size_t>> dead; ///< states that led nowhere: kind, open, taken

    bool within(std::size_t kind, std::size_t open) const {
        if (rest_all[kind] < open) {
            return false;
        }
        for (std::size_t g = 0; g < groups.size(); ++g) {
            if (taken[g] > groups[g].max ||
                taken[g] + std::min(rest[kind][g], open) < groups[g].min) {
                return false;
            }
        }
        return true;
    }

    bool run(std::size_t kind, std::size_t open) {
        if (!within(kind, open)) {
            return false;
        }
        if (kind == kinds.size()) {
            return open == 0;
        }
        std::vector<std::size_t> state = taken;
        state.push_back(kind);
        state.push_back(open);
        if (dead.contains(state)) {
            return false;
        }
        for (std::size_t take = std::min(kinds[kind].available, open) + 1; take-- > 0;) {
            add(kinds[kind].groups, take);
            const bool found = run(kind + 1, open - take);
            subtract(kinds[kind].groups, take);
            if (found) {
                return true;
            }
        }
        dead.insert(std::move(state));
        return false;
    }

    void add(std::uint32_t mask, std::size_t count) {
        for (std::size_t g = 0; g < groups.size(); ++g) {
            taken[g] += (mask >> g & 1) != 0 ? count : 0;
        }
    }
    void subtract(std::uint32_t mask, std::size_t count) {
        for (std::size_t g = 0; g < groups.size(); ++g) {
            taken[g] -= (mask >> g & 1) != 0 ? count : 0;
        }
    }
};

Constraints::Constraints(const Election& election)
    : groups_(election.groups), groups_of_(election.names.size(), 0) {
    for (std::size_t g = 0; g < groups_.size(); ++g) {
        for (const Candidate c : groups_[g].members) {
            groups_of_[c] |= std::uint32_t{1} << g;
        }
    }
}

bool Constraints::feasible(const std::vector<Candidate>& elected,
                           const std::vector<Candidate>& available, std::size_t open) const {
    if (groups_.empty()) {
        return available.size() >= open;
    }
    std::map<std::uint32_t, std::size_t> kinds;
    for (const Candidate c : available) {
        ++kinds[groups_of_[c]];
    }
    Search search{groups_, {}, std::vector<std::size_t>(groups_.size(), 0), {}, {}, {}};
    for (const auto& [mask, count] : kinds) {
        search.kinds.push_back({mask, count});
    }
    for (const Candidate c : elected) {
        search.add(groups_of_[c], 1);
    }
    const std::size_t size = search.kinds.size();
    search.rest.assign(size + 1, std::vector<std::size_t>(groups_.size(), 0));
    search.rest_all.assign(size + 1, 0);
    for (std::size_t k = size; k-- > 0;) {
        search.rest_all[k] = search.rest_all[k + 1] + search.kinds[k].available;
        for (std::size_t g = 0; g < groups_.size(); ++g) {
            const bool member = (search.kinds[k].groups >> g & 1) != 0;
            search.rest[k][g] = search.rest[k + 1][g] + (member ? search.kinds[k].available : 0);
        }
    }
    return search.run(0, open);
}

Verdict check_groups(const Election& election) {
    if (!Constraints(election).feasible({}, election.standing(), election.seats)) {
        return Error("count.groups", "no choice of " + std::to_string(election.seats) +
                                         " candidates keeps every group within its bounds");
    }
    return pass();
}

} // namespace ogniwo::counting
