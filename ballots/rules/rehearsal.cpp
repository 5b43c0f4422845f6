#include "ballots/rules/rehearsal.hpp"

#include <algorithm>
#include <functional>
#include <numeric>

namespace ogniwo::ballots {
namespace {

// Adoption depends on sums of weights alone, and a yes that becomes a no, an abstention or an
// absence never helps: every question below is one threshold.
class Trial {
  public:
    Trial(const MajorityRule& rule, const QuorumRule& quorum, std::uint64_t total)
        : rule_(rule), quorum_(quorum), total_(total) {}

    [[nodiscard]] bool adopted(std::uint64_t yes, std::uint64_t no, std::uint64_t abstain) const {
        const auto verdict =
            decide(rule_, quorum_, {total_, yes + no + abstain, yes, no, abstain, 0});
        return verdict && verdict->adopted;
    }
    [[nodiscard]] bool quorate(std::uint64_t present) const {
        const auto quorum = check_quorum(quorum_, present, total_);
        return quorum && quorum->holds;
    }
    [[nodiscard]] std::uint64_t total() const { return total_; }

  private:
    MajorityRule rule_;
    QuorumRule quorum_;
    std::uint64_t total_;
};

/// The least x from 0 to `most` for which a monotone predicate holds.
std::optional<std::uint64_t> least(std::uint64_t most,
                                   const std::function<bool(std::uint64_t)>& holds) {
    if (!holds(most)) {
        return std::nullopt;
    }
    std::uint64_t low = 0;
    while (low < most) {
        const std::uint64_t middle = low + (most - low) / 2;
        if (holds(middle)) {
            most = middle;
        } else {
            low = middle + 1;
        }
    }
    return most;
}

/// The fewest members with at least this weight. `descending`: all weights, the heaviest first.
Coalition fewest(std::uint64_t weight, std::span<const std::uint64_t> descending) {
    Coalition out{weight, 0};
    for (std::uint64_t sum = 0; sum < weight; ++out.members) {
        sum += descending[out.members];
    }
    return out;
}

/// Which sums some of the members can have, up to a limit.
class Sums {
  public:
    explicit Sums(std::uint64_t limit) : bits_(limit / 64 + 1, 0) { bits_[0] = 1; }

    void add(std::uint64_t weight) {
        const std::size_t words = weight / 64;
        const unsigned shift = weight % 64;
        for (std::size_t i = bits_.size(); i-- > words;) {
            std::uint64_t moved = bits_[i - words] << shift;
            if (shift != 0 && i > words) {
                moved |= bits_[i - words - 1] >> (64 - shift);
            }
            bits_[i] |= moved;
        }
    }
    /// Whether a sum in [from, to) can be had.
    [[nodiscard]] bool within(std::uint64_t from, std::uint64_t to) const {
        for (std::uint64_t sum = from; sum < to; ++sum) {
            if ((bits_[sum / 64] >> (sum % 64) & 1U) != 0) {
                return true;
            }
        }
        return false;
    }

  private:
    std::vector<std::uint64_t> bits_;
};

/// Whether one member, moving from no to yes, can ever reach `passing`: the others' yes must lie
/// just below it.
bool decides(std::size_t member, std::uint64_t passing, std::span<const std::uint64_t> weights) {
    Sums sums(passing);
    for (std::size_t i = 0; i < weights.size(); ++i) {
        if (i != member) {
            sums.add(weights[i]);
        }
    }
    return sums.within(passing > weights[member] ? passing - weights[member] : 0, passing);
}

/// Who has less weight than somebody powerless is powerless too: one threshold in the order of
/// weights.
std::vector<std::size_t> find_powerless(std::uint64_t passing,
                                        std::span<const std::uint64_t> weights) {
    std::vector<std::size_t> ascending(weights.size());
    std::iota(ascending.begin(), ascending.end(), std::size_t{0});
    std::ranges::stable_sort(ascending, {}, [&](std::size_t i) { return weights[i]; });
    const auto first = std::ranges::partition_point(
        ascending, [&](std::size_t i) { return !decides(i, passing, weights); });
    std::vector<std::size_t> out(ascending.begin(), first);
    std::ranges::sort(out);
    return out;
}

void find_power(Rehearsal& out, std::span<const std::uint64_t> weights) {
    std::uint64_t divisor = 0;
    for (const std::uint64_t weight : weights) {
        divisor = std::gcd(divisor, weight);
    }
    if (out.total / divisor > max_rehearsal_sum) {
        return;
    }
    std::vector<std::uint64_t> reduced(weights.begin(), weights.end());
    Sums sums(out.total / divisor);
    for (std::uint64_t& weight : reduced) {
        weight /= divisor;
        sums.add(weight);
    }
    const std::uint64_t total = out.total / divisor;
    out.tie_possible = total % 2 == 0 && sums.within(total / 2, total / 2 + 1);
    if (out.passing) {
        const std::uint64_t passing = (out.passing->weight + divisor - 1) / divisor;
        out.powerless = find_powerless(passing, reduced);
    } else {
        out.powerless.emplace(weights.size());
        std::iota(out.powerless->begin(), out.powerless->end(), std::size_t{0});
    }
}

std::vector<TurnoutRow> find_turnouts(const Trial& trial) {
    std::vector<TurnoutRow> rows;
    for (unsigned percent = 10; percent <= 100; percent += 10) {
        TurnoutRow row{percent, trial.total() * percent / 100, false, std::nullopt};
        row.quorum = trial.quorate(row.present);
        row.needed = least(row.present, [&](std::uint64_t yes) {
            return trial.adopted(yes, row.present - yes, 0);
        });
        rows.push_back(row);
    }
    return rows;
}

Result<std::uint64_t> sum_of(std::span<const std::uint64_t> weights) {
    constexpr std::uint64_t most = 1'000'000'000'000;
    if (weights.empty() || weights.size() > max_rehearsal_members) {
        return Error("rehearsal.members", std::to_string(weights.size()) + " members; give 1 to " +
                                              std::to_string(max_rehearsal_members));
    }
    std::uint64_t sum = 0;
    for (const std::uint64_t weight : weights) {
        if (weight == 0 || weight > most - sum) {
            return Error("vote.numbers", "a weight is 0, or their sum is above 10^12");
        }
        sum += weight;
    }
    return sum;
}

} // namespace

Result<Rehearsal> rehearse(const MajorityRule& rule, const QuorumRule& quorum,
                           std::span<const std::uint64_t> weights) {
    OGNIWO_TRY(check_rule(rule));
    OGNIWO_TRY(check_rule(quorum));
    Rehearsal out;
    OGNIWO_ASSIGN(out.total, sum_of(weights));
    const Trial trial(rule, quorum, out.total);
    const std::uint64_t all = out.total;
    std::vector<std::uint64_t> descending(weights.begin(), weights.end());
    std::ranges::sort(descending, std::greater());
    const auto coalition = [&](const std::function<bool(std::uint64_t)>& holds) {
        const auto weight = least(all, holds);
        return weight ? std::optional(fewest(*weight, descending)) : std::nullopt;
    };
    out.passing = coalition([&](std::uint64_t yes) { return trial.adopted(yes, all - yes, 0); });
    out.alone = coalition([&](std::uint64_t yes) { return trial.adopted(yes, 0, 0); });
    if (out.passing) {
        out.blocking_no =
            coalition([&](std::uint64_t no) { return !trial.adopted(all - no, no, 0); });
        out.blocking_abstaining =
            coalition([&](std::uint64_t away) { return !trial.adopted(all - away, 0, away); });
        out.blocking_absent =
            coalition([&](std::uint64_t away) { return !trial.adopted(all - away, 0, 0); });
        for (std::size_t i = 0; i < weights.size(); ++i) {
            if (weights[i] >= out.blocking_no->weight) {
                out.vetoes.push_back(i);
            }
        }
    }
    std::uint64_t sum = 0;
    const std::uint64_t enough = out.alone ? out.alone->weight : all + 1;
    for (std::size_t i = descending.size(); i-- > 0 && (sum += descending[i]) < enough;) {
        ++out.stuck_members;
    }
    find_power(out, weights);
    out.turnouts = find_turnouts(trial);
    return out;
}

} // namespace ogniwo::ballots
