#include "ballots/counting/methods.hpp"
#include "ballots/counting/pairwise.hpp"

#include <algorithm>
#include <functional>
#include <map>

namespace ogniwo::counting {
namespace {

struct Victory {
    Candidate winner = 0;
    Candidate loser = 0;
    std::uint64_t votes = 0;
    std::uint64_t against = 0;
};

bool equally_strong(const Victory& a, const Victory& b) {
    return a.votes == b.votes && a.against == b.against;
}

std::vector<Victory> strongest_first(const Pairwise& pairs,
                                     const std::vector<Candidate>& standing) {
    std::vector<Victory> out;
    for (const Candidate a : standing) {
        for (const Candidate b : standing) {
            if (pairs(a, b) > pairs(b, a)) {
                out.push_back({a, b, pairs(a, b), pairs(b, a)});
            }
        }
    }
    std::ranges::stable_sort(out, [](const Victory& a, const Victory& b) {
        return a.votes != b.votes ? a.votes > b.votes : a.against < b.against;
    });
    return out;
}

// Who is above whom by the locked victories: rows of bits, always transitively closed.
class Order {
  public:
    explicit Order(std::size_t size)
        : size_(size), words_((size + 63) / 64), rows_(size * words_) {}

    [[nodiscard]] bool above(Candidate a, Candidate b) const {
        return (rows_[a * words_ + b / 64] >> (b % 64) & 1) != 0;
    }
    void lock(Candidate winner, Candidate loser) {
        if (above(winner, loser)) {
            return;
        }
        for (Candidate c = 0; c < size_; ++c) {
            if (c == winner || above(c, winner)) {
                for (std::size_t w = 0; w < words_; ++w) {
                    rows_[c * words_ + w] |= rows_[loser * words_ + w];
                }
                rows_[c * words_ + loser / 64] |= std::uint64_t{1} << (loser % 64);
            }
        }
    }

  private:
    std::size_t size_;
    std::size_t words_;
    std::vector<std::uint64_t> rows_;
};

// Levels such that everyone in one beats everyone in the next: victories between levels are locked
// whatever the order, and no circle leaves a level. The k highest by duels are a level's end when
// they won all k(n-k) outside.
std::vector<std::size_t> dominance_levels(const Pairwise& pairs,
                                          const std::vector<Candidate>& standing) {
    std::vector<std::pair<std::size_t, Candidate>> twice; // of duels won, a drawn one half
    for (const Candidate a : standing) {
        std::size_t points = 0;
        for (const Candidate b : standing) {
            points += a == b || pairs(a, b) < pairs(b, a) ? 0U
                      : pairs(a, b) > pairs(b, a)         ? 2U
                                                          : 1U;
        }
        twice.emplace_back(points, a);
    }
    std::ranges::sort(twice, std::greater<>());
    std::vector<std::size_t> levels(pairs.size, 0);
    std::size_t level = 0;
    std::size_t sum = 0;
    for (std::size_t k = 1; k <= twice.size(); ++k) {
        levels[twice[k - 1].second] = level;
        sum += twice[k - 1].first;
        level += sum == k * (k - 1) + 2 * k * (twice.size() - k) ? 1U : 0U;
    }
    return levels;
}

class Locking {
  public:
    Locking(CountRecord& record, const MaybeLot& lot, std::vector<std::size_t> levels)
        : record_(record), detail_(std::get<PairwiseCount>(record.detail)), lot_(lot),
          order_(detail_.pairwise.size), levels_(std::move(levels)),
          undecided_(detail_.pairwise.size, false) {}

    // Locks one group of equally strong victories, each level's by themselves.
    void lock(const std::vector<Victory>& group) {
        std::map<std::size_t, std::vector<Victory>> within;
        for (const Victory& v : group) {
            if (levels_[v.winner] != levels_[v.loser]) {
                decide(v, PairOutcome::locked);
            } else {
                within[levels_[v.winner]].push_back(v);
            }
        }
        for (auto& [level, victories] : within) {
            lock_within(level, std::move(victories));
        }
    }

    // Above by what is locked. In a level where something stayed undecided nobody is above anybody.
    [[nodiscard]] bool above(Candidate a, Candidate b) const {
        const bool open = levels_[a] == levels_[b] && undecided_[levels_[a]];
        return !open && order_.above(a, b);
    }

  private:
    void decide(const Victory& v, PairOutcome outcome) {
        detail_.pairs.push_back({v.winner, v.loser, outcome});
        if (outcome == PairOutcome::locked) {
            order_.lock(v.winner, v.loser);
        }
    }

    void lock_within(std::size_t level, std::vector<Victory> group) {
        if (undecided_[level]) {
            std::ranges::for_each(group,
                                  [this](const Victory& v) { decide(v, PairOutcome::undecided); });
            return;
        }
        std::erase_if(group, [this](const Victory& v) {
            const bool closes = order_.above(v.loser, v.winner);
            if (closes) {
                decide(v, PairOutcome::circle);
            }
            return closes;
        });
        if (!close_a_circle(group)) {
            std::ranges::for_each(group,
                                  [this](const Victory& v) { decide(v, PairOutcome::locked); });
        } else if (lot_) {
            lock_by_lot(std::move(group));
        } else {
            undecided_[level] = true;
            std::ranges::for_each(group,
                                  [this](const Victory& v) { decide(v, PairOutcome::undecided); });
        }
    }

    [[nodiscard]] bool close_a_circle(const std::vector<Victory>& group) const {
        Order together = order_;
        for (const Victory& v : group) {
            if (together.above(v.loser, v.winner)) {
                return true;
            }
            together.lock(v.winner, v.loser);
        }
        return false;
    }

    // Zavist and Tideman: the victory of who has the better draw first, then the one over the worse
    // draw.
    void lock_by_lot(std::vector<Victory> group) {
        Tie tie{TieOver::order, TieRule::lot, {}, {}};
        for (const Victory& v : group) {
            tie.tied.insert(tie.tied.end(), {v.winner, v.loser});
        }
        std::ranges::sort(tie.tied);
        tie.tied.erase(std::unique(tie.tied.begin(), tie.tied.end()), tie.tied.end());
        tie.chosen = lot_->sorted(tie.tied);
        record_.ties.push_back(std::move(tie));
        std::ranges::sort(group, [this](const Victory& a, const Victory& b) {
            const auto first = lot_->place(a.winner);
            const auto second = lot_->place(b.winner);
            return first != second ? first < second : lot_->place(a.loser) > lot_->place(b.loser);
        });
        for (const Victory& v : group) {
            decide(v, order_.above(v.loser, v.winner) ? PairOutcome::circle : PairOutcome::locked);
        }
    }

    CountRecord& record_;
    PairwiseCount& detail_;
    const MaybeLot& lot_;
    Order order_;
    std::vector<std::size_t> levels_; ///< per candidate
    std::vector<bool> undecided_;     ///< per level
};

} // namespace

Result<CountRecord> count_ranked_pairs(const Election& election, const MaybeLot& lot) {
    OGNIWO_ASSIGN(CountRecord record, begin_pairwise(Method::ranked_pairs, election));
    auto& detail = std::get<PairwiseCount>(record.detail);
    const std::vector<Candidate> standing = election.standing();
    const std::vector<Victory> victories = strongest_first(detail.pairwise, standing);
    Locking locking(record, lot, dominance_levels(detail.pairwise, standing));
    for (auto from = victories.begin(); from != victories.end();) {
        const auto to = std::find_if_not(
            from, victories.end(), [&](const Victory& v) { return equally_strong(v, *from); });
        locking.lock({from, to});
        from = to;
    }
    detail.places =
        places_by_relation(standing, [&](Candidate a, Candidate b) { return locking.above(a, b); });
    fill_seats(record, election, Places(detail.places), lot);
    return record;
}

} // namespace ogniwo::counting
