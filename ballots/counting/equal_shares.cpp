#include "ballots/counting/crosses.hpp"
#include "ballots/counting/methods.hpp"

#include <algorithm>
#include <map>

namespace ogniwo::counting {
namespace {

// Ballots that approve the same items always have the same money left: a purse stands for all of
// them.
struct Purse {
    std::uint64_t ballots = 0;
    Rational money; ///< of each
    std::vector<Candidate> items;
};

class Shopping {
  public:
    Shopping(CountRecord& record, const Election& election, const MaybeLot& lot,
             std::vector<std::uint64_t> votes)
        : record_(record), detail_(std::get<SharesCount>(record.detail)), lot_(lot),
          votes_(std::move(votes)), supporters_(election.names.size()),
          bounds_(election.names.size(), Rational(0)) {
        std::map<std::vector<Candidate>, std::uint64_t> joined;
        for (const Ballot& ballot : election.ballots) {
            std::vector<Candidate> items;
            for (const Mark& mark : ballot.marks) {
                items.push_back(mark.candidate);
            }
            std::ranges::sort(items);
            if (!items.empty()) {
                joined[items] += ballot.count;
            }
        }
        for (const auto& [items, ballots] : joined) {
            for (const Candidate item : items) {
                supporters_[item].push_back(purses_.size());
            }
            purses_.push_back({ballots, detail_.share, items});
        }
        for (const Candidate item : election.standing()) {
            if (votes_[item] > 0) {
                left_.push_back(item);
            }
        }
    }

    void run() {
        while (const auto best = cheapest()) {
            const auto chosen = settle(*best, true);
            if (!chosen) {
                return;
            }
            pay(*chosen);
        }
        complete();
    }

  private:
    // The most that one supporter pays when the cost is shared as equally as their money allows.
    // nullopt: they cannot pay it together.
    [[nodiscard]] std::optional<Rational> price(Candidate item) const {
        std::vector<const Purse*> purses;
        std::uint64_t payers = 0;
        for (const std::size_t i : supporters_[item]) {
            purses.push_back(&purses_[i]);
            payers += purses_[i].ballots;
        }
        std::ranges::sort(purses,
                          [](const Purse* a, const Purse* b) { return a->money < b->money; });
        Rational cost = detail_.costs[item];
        for (const Purse* purse : purses) {
            if (purse->money * payers >= cost) {
                return Rational(cost / payers);
            }
            cost -= purse->money * purse->ballots;
            payers -= purse->ballots;
        }
        return std::nullopt;
    }

    // Items with the least price for their cost. What an item costs its supporters only rises, so a
    // price from an earlier step is a lower bound.
    std::optional<std::vector<Candidate>> cheapest() {
        std::ranges::stable_sort(
            left_, [this](Candidate a, Candidate b) { return bounds_[a] < bounds_[b]; });
        std::vector<Candidate> best;
        std::vector<Candidate> unaffordable;
        Rational least = 0;
        for (const Candidate item : left_) {
            if (!best.empty() && bounds_[item] > least) {
                break;
            }
            const auto paid = price(item);
            if (!paid) {
                unaffordable.push_back(item);
                continue;
            }
            bounds_[item] = *paid / detail_.costs[item];
            if (best.empty() || bounds_[item] < least) {
                best.clear();
                least = bounds_[item];
            }
            if (bounds_[item] == least) {
                best.push_back(item);
            }
        }
        std::erase_if(left_, [&](Candidate c) {
            return std::ranges::find(unaffordable, c) != unaffordable.end();
        });
        too_dear_.insert(too_dear_.end(), unaffordable.begin(), unaffordable.end());
        std::ranges::sort(best);
        return best.empty() ? std::nullopt : std::optional(best);
    }

    // No purse with money pays for two of them: their order does not matter.
    [[nodiscard]] bool independent(const std::vector<Candidate>& items) const {
        std::vector<bool> seen(purses_.size(), false);
        for (const Candidate item : items) {
            for (const std::size_t i : supporters_[item]) {
                if (purses_[i].money > 0 && seen[i]) {
                    return false;
                }
                seen[i] = true;
            }
        }
        return true;
    }

    std::vector<Candidate> keep_best(const std::vector<Candidate>& items, TieRule rule,
                                     const std::vector<std::uint64_t>& of, bool most) {
        const auto by = [&](Candidate a, Candidate b) { return of[a] < of[b]; };
        const std::uint64_t best =
            of[most ? *std::ranges::max_element(items, by) : *std::ranges::min_element(items, by)];
        std::vector<Candidate> kept;
        std::ranges::copy_if(items, std::back_inserter(kept),
                             [&](Candidate c) { return of[c] == best; });
        if (kept.size() < items.size()) {
            record_.ties.push_back({TieOver::election, rule, items, kept});
        }
        return kept;
    }

    // Which of equal items is next; any of them when their order does not matter.
    std::optional<Candidate> settle(std::vector<Candidate> items, bool paying) {
        const auto harmless = [&] {
            if (paying) {
                return independent(items);
            }
            std::uint64_t together = 0;
            for (const Candidate item : items) {
                together += detail_.costs[item];
            }
            return together <= detail_.budget - detail_.spent;
        };
        if (harmless()) {
            return items.front();
        }
        items = keep_best(items, TieRule::cost, detail_.costs, false);
        if (paying) {
            items = keep_best(items, TieRule::votes, votes_, true);
        }
        if (harmless()) {
            return items.front();
        }
        Tie tie{TieOver::election, lot_ ? TieRule::lot : TieRule::open, items, {}};
        const auto chosen = lot_ ? std::optional(lot_->sorted(items).front()) : std::nullopt;
        if (chosen) {
            tie.chosen = {*chosen};
        }
        record_.ties.push_back(std::move(tie));
        return chosen;
    }

    void take(SharesCount::Step step) {
        detail_.spent += detail_.costs[step.item];
        std::erase(left_, step.item);
        std::erase(too_dear_, step.item);
        record_.elected.push_back(step.item);
        step.supporters = votes_[step.item];
        for (const Purse& purse : purses_) {
            step.left += purse.money * purse.ballots;
        }
        detail_.steps.push_back(std::move(step));
    }

    void pay(Candidate item) {
        SharesCount::Step step;
        step.item = item;
        step.price = *price(item);
        for (const std::size_t i : supporters_[item]) {
            Purse& purse = purses_[i];
            step.paying_all += purse.money <= step.price && purse.money > 0 ? purse.ballots : 0;
            purse.money -= std::min(purse.money, step.price);
        }
        take(std::move(step));
    }

    // Items that the rest of the budget pays for, those with most approvals first.
    void complete() {
        while (true) {
            std::vector<Candidate> fitting = too_dear_;
            std::erase_if(fitting, [this](Candidate c) {
                return detail_.costs[c] > detail_.budget - detail_.spent;
            });
            if (fitting.empty()) {
                return;
            }
            std::ranges::sort(fitting);
            const auto by = [this](Candidate c) { return votes_[c]; };
            const std::uint64_t most = by(*std::ranges::max_element(fitting, {}, by));
            std::erase_if(fitting, [&](Candidate c) { return by(c) != most; });
            const auto chosen = settle(fitting, false);
            if (!chosen) {
                return;
            }
            SharesCount::Step step;
            step.item = *chosen;
            step.by_completion = true;
            take(std::move(step));
        }
    }

    CountRecord& record_;
    SharesCount& detail_;
    const MaybeLot& lot_;
    std::vector<std::uint64_t> votes_;
    std::vector<std::vector<std::size_t>> supporters_; ///< per item: purses
    std::vector<Rational> bounds_; ///< per item: least price for cost that is still possible
    std::vector<Purse> purses_;
    std::vector<Candidate> left_;     ///< may still be paid for
    std::vector<Candidate> too_dear_; ///< no longer
};

} // namespace

Result<CountRecord> count_equal_shares(const Election& election, const MaybeLot& lot) {
    OGNIWO_TRY(refuse_groups(election, Method::equal_shares));
    const CrossTally tally = crosses(election);
    CountRecord record = begin_record(Method::equal_shares, election, tally);
    if (record.valid() == 0) {
        return Error("count.no_votes", "no ballot approves an item");
    }
    SharesCount detail;
    detail.costs = election.costs;
    detail.budget = election.budget;
    if (detail.costs.empty()) {
        detail.costs.assign(election.names.size(), 1);
        detail.budget = election.seats;
    }
    detail.share = Rational(detail.budget, record.valid());
    record.detail = std::move(detail);
    Shopping(record, election, lot, tally.votes).run();
    return record;
}

} // namespace ogniwo::counting
