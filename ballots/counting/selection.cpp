#include "ballots/counting/selection.hpp"

#include <algorithm>

namespace ogniwo::counting {
namespace {

class Filling {
  public:
    Filling(CountRecord& record, const Election& election, const std::optional<Lot>& lot)
        : record_(record), constraints_(election), lot_(lot), available_(election.standing()) {}

    /// False when a tie stays open.
    bool place(const std::vector<Candidate>& tied) {
        std::vector<Candidate> fitting;
        for (const Candidate c : tied) {
            if (fits({c})) {
                fitting.push_back(c);
            } else if (open() > 0) {
                record_.group_effects.push_back({c, false});
            }
        }
        if (open() == 0 || fitting.empty()) {
            drop(tied);
            return true;
        }
        if (fits(fitting)) {
            elect(fitting);
        } else if (!draw(fitting)) {
            return false;
        }
        drop(tied);
        return true;
    }

  private:
    [[nodiscard]] std::size_t open() const { return record_.seats - record_.elected.size(); }

    bool fits(const std::vector<Candidate>& more) const {
        if (more.size() > open()) {
            return false;
        }
        std::vector<Candidate> elected = record_.elected;
        elected.insert(elected.end(), more.begin(), more.end());
        std::vector<Candidate> rest;
        std::ranges::copy_if(available_, std::back_inserter(rest),
                             [&](Candidate c) { return std::ranges::find(more, c) == more.end(); });
        return constraints_.feasible(elected, rest, open() - more.size());
    }

    void elect(const std::vector<Candidate>& chosen) {
        record_.elected.insert(record_.elected.end(), chosen.begin(), chosen.end());
        drop(chosen);
    }

    void drop(const std::vector<Candidate>& gone) {
        std::erase_if(available_,
                      [&](Candidate c) { return std::ranges::find(gone, c) != gone.end(); });
    }

    bool draw(const std::vector<Candidate>& fitting) {
        Tie tie{TieOver::election, lot_ ? TieRule::lot : TieRule::open, fitting, {}};
        if (!lot_) {
            record_.ties.push_back(std::move(tie));
            return false;
        }
        for (const Candidate c : lot_->sorted(fitting)) {
            if (fits({c})) {
                elect({c});
                tie.chosen.push_back(c);
            }
        }
        record_.ties.push_back(std::move(tie));
        return true;
    }

    CountRecord& record_;
    Constraints constraints_;
    const std::optional<Lot>& lot_;
    std::vector<Candidate> available_;
};

} // namespace

Places places_by_score(const std::vector<Candidate>& candidates,
                       const std::vector<Rational>& scores) {
    std::vector<Candidate> sorted = candidates;
    std::ranges::stable_sort(sorted,
                             [&](Candidate a, Candidate b) { return scores[a] > scores[b]; });
    Places places;
    for (const Candidate c : sorted) {
        if (places.empty() || scores[places.back().front()] != scores[c]) {
            places.emplace_back();
        }
        places.back().push_back(c);
    }
    return places;
}

void fill_seats(CountRecord& record, const Election& election, const Places& places,
                const std::optional<Lot>& lot) {
    Filling filling(record, election, lot);
    for (const auto& tied : places) {
        if (record.elected.size() == record.seats || !filling.place(tied)) {
            return;
        }
    }
}

Verdict check_seats(const Election& election) {
    const std::size_t standing = election.standing().size();
    if (standing < election.seats) {
        return Error("count.seats", std::to_string(election.seats) + " seats for " +
                                        std::to_string(standing) +
                                        " candidates: give --seats a number that they can fill");
    }
    return check_groups(election);
}

Verdict refuse_groups(const Election& election, Method method) {
    if (!election.groups.empty()) {
        return Error("count.groups_unsupported",
                     std::string(method_name(method)) + " has no place for groups; leave them out");
    }
    return pass();
}

} // namespace ogniwo::counting
