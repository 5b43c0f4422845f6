#include "ballots/rules/majority.hpp"

namespace ogniwo::ballots {
namespace {

constexpr std::int64_t max_term = 1000;
constexpr std::int64_t max_weight = std::int64_t{1} << 40;

Comparison compare(std::int64_t votes, std::int64_t base, std::int64_t num, std::int64_t den,
                   bool strict) {
    Comparison c{.base = base, .left = den * votes, .right = num * base, .strict = strict};
    // The smallest number of votes that satisfies den * v >= num * base (or >).
    const std::int64_t needed = strict ? c.right / den + 1 : (c.right + den - 1) / den;
    c.holds = votes >= needed;
    c.margin = c.holds ? votes - needed : needed - votes;
    return c;
}

std::int64_t base_weight(MajorityBase base, const VoteWeights& w) {
    switch (base) {
    case MajorityBase::yes_no: return w.yes + w.no;
    case MajorityBase::cast: return w.yes + w.no + w.abstain;
    case MajorityBase::present: return w.present;
    case MajorityBase::entitled: break;
    }
    return w.entitled;
}

Result<void> check_weights(const VoteWeights& w) {
    const bool ordered = w.yes >= 0 && w.no >= 0 && w.abstain >= 0 && w.yes <= max_weight &&
                         w.no <= max_weight && w.abstain <= max_weight &&
                         w.yes + w.no + w.abstain <= w.present && w.present <= w.entitled &&
                         w.entitled <= max_weight;
    if (!ordered) {
        return Error("rule.weights", "weights must satisfy yes+no+abstain <= present <= entitled");
    }
    return {};
}

} // namespace

Result<void> check_rule(const MajorityRule& rule) {
    if (rule.num < 1 || rule.den < rule.num || rule.den > max_term) {
        return Error("rule.range", "a majority is num/den with 1 <= num <= den <= 1000");
    }
    return {};
}

Result<void> check_rule(const QuorumRule& rule) {
    if (rule.num < 0 || rule.den < 1 || rule.den < rule.num || rule.den > max_term) {
        return Error("rule.range", "a quorum is num/den with 0 <= num <= den <= 1000, den >= 1");
    }
    return {};
}

Result<Comparison> decide_quorum(const QuorumRule& quorum, std::int64_t taking_part,
                                 std::int64_t entitled) {
    OGNIWO_TRY(check_rule(quorum));
    OGNIWO_TRY(check_weights({.present = taking_part, .entitled = entitled}));
    return compare(taking_part, entitled, quorum.num, quorum.den, quorum.strict);
}

Result<MajorityVerdict> decide(const MajorityRule& rule, const QuorumRule& quorum,
                               const VoteWeights& weights) {
    OGNIWO_TRY(check_rule(rule));
    OGNIWO_TRY(check_weights(weights));
    MajorityVerdict verdict;
    OGNIWO_ASSIGN(verdict.quorum, decide_quorum(quorum, weights.present, weights.entitled));
    verdict.majority =
        compare(weights.yes, base_weight(rule.base, weights), rule.num, rule.den, rule.strict);
    verdict.adopted = verdict.quorum.holds && verdict.majority.holds && weights.yes > 0;
    return verdict;
}

} // namespace ogniwo::ballots
