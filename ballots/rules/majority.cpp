#include "ballots/rules/majority.hpp"

#include "crypto/base/check.hpp"

namespace ogniwo::ballots {
namespace {

constexpr std::uint64_t max_fraction = 1'000'000;
// max_fraction * max_weight < 2^60, and max_fraction^2 more: no product or sum overflows.
constexpr std::uint64_t max_weight = 1'000'000'000'000;

std::uint64_t base_of(MajorityBase base, const VoteNumbers& n) {
    switch (base) {
    case MajorityBase::yes_no: return n.yes + n.no;
    case MajorityBase::yes_no_invalid: return n.yes + n.no + n.invalid;
    case MajorityBase::cast: return n.yes + n.no + n.abstain;
    case MajorityBase::cast_invalid: return n.yes + n.no + n.abstain + n.invalid;
    case MajorityBase::present: return n.present;
    case MajorityBase::entitled: return n.entitled;
    }
    OGNIWO_CHECK(false && "a base");
}

std::string_view base_words(MajorityBase base) {
    switch (base) {
    case MajorityBase::yes_no: return "yes+no";
    case MajorityBase::yes_no_invalid: return "yes+no+invalid";
    case MajorityBase::cast: return "yes+no+abstain";
    case MajorityBase::cast_invalid: return "yes+no+abstain+invalid";
    case MajorityBase::present: return "present";
    case MajorityBase::entitled: return "entitled";
    }
    OGNIWO_CHECK(false && "a base");
}

Comparison compare(std::uint64_t votes, std::uint64_t base, std::uint64_t num, std::uint64_t den,
                   bool strict, std::uint64_t more = 0) {
    Comparison result;
    result.strict = strict;
    result.votes = votes;
    result.base = base;
    result.left = den * votes;
    result.right = num * base + den * more;
    result.holds = strict ? result.left > result.right : result.left >= result.right;
    result.needed = strict ? result.right / den + 1 : (result.right + den - 1) / den;
    result.margin = static_cast<std::int64_t>(votes) - static_cast<std::int64_t>(result.needed);
    return result;
}

Verdict check_fraction(std::uint64_t num, std::uint64_t den, std::uint64_t least) {
    if (den < 1 || den > max_fraction || num > den || num < least) {
        return Error("rule.fraction",
                     "not a share of the base: " + std::to_string(num) + "/" + std::to_string(den));
    }
    return pass();
}

Verdict check_numbers(const VoteNumbers& n) {
    for (const std::uint64_t number : {n.entitled, n.present, n.yes, n.no, n.abstain, n.invalid}) {
        if (number > max_weight) {
            return Error("vote.numbers", "a number is above 10^12");
        }
    }
    if (n.yes + n.no + n.abstain + n.invalid > n.present) {
        return Error("vote.numbers", "more votes returned than present");
    }
    if (n.present > n.entitled) {
        return Error("vote.numbers", "more present than entitled");
    }
    return pass();
}

} // namespace

Result<MajorityBase> parse_majority_base(std::string_view name) {
    for (const MajorityBase base :
         {MajorityBase::yes_no, MajorityBase::yes_no_invalid, MajorityBase::cast,
          MajorityBase::cast_invalid, MajorityBase::present, MajorityBase::entitled}) {
        if (name == majority_base_name(base)) {
            return base;
        }
    }
    return Error("rule.base", "expected YN, YN_invalid, cast, cast_invalid, present or entitled");
}

std::string_view majority_base_name(MajorityBase base) {
    switch (base) {
    case MajorityBase::yes_no: return "YN";
    case MajorityBase::yes_no_invalid: return "YN_invalid";
    case MajorityBase::cast: return "cast";
    case MajorityBase::cast_invalid: return "cast_invalid";
    case MajorityBase::present: return "present";
    case MajorityBase::entitled: return "entitled";
    }
    OGNIWO_CHECK(false && "a base");
}

Verdict check_rule(const MajorityRule& rule) {
    if (rule.more > max_fraction) {
        return Error("rule.fraction", "more than 1000000 votes beyond the share");
    }
    return check_fraction(rule.num, rule.den, 1);
}
Verdict check_rule(const QuorumRule& rule) {
    return check_fraction(rule.num, rule.den, 0);
}

Result<Comparison> check_quorum(const QuorumRule& quorum, std::uint64_t present,
                                std::uint64_t entitled) {
    OGNIWO_TRY(check_rule(quorum));
    VoteNumbers numbers;
    numbers.present = present;
    numbers.entitled = entitled;
    OGNIWO_TRY(check_numbers(numbers));
    return compare(present, entitled, quorum.num, quorum.den, quorum.strict);
}

bool allows_casting_vote(const MajorityRule& rule) {
    return rule.base == MajorityBase::yes_no && rule.strict && rule.den == 2 * rule.num &&
           rule.more == 0;
}

Result<MajorityVerdict> decide(const MajorityRule& rule, const QuorumRule& quorum,
                               const VoteNumbers& numbers, std::optional<bool> casting) {
    OGNIWO_TRY(check_rule(rule));
    if (casting && !allows_casting_vote(rule)) {
        return Error("rule.casting_vote", "a casting vote settles a tie of a simple majority only");
    }
    OGNIWO_TRY(check_numbers(numbers));
    MajorityVerdict verdict;
    OGNIWO_ASSIGN(verdict.quorum, check_quorum(quorum, numbers.present, numbers.entitled));
    verdict.majority = compare(numbers.yes, base_of(rule.base, numbers), rule.num, rule.den,
                               rule.strict, rule.more);
    // With nobody voting "at least" would hold as 0 >= 0: a resolution needs a vote in favour.
    if (verdict.majority.needed == 0) {
        verdict.majority.needed = 1;
        verdict.majority.margin -= 1;
    }
    verdict.adopted = verdict.quorum.holds && verdict.majority.holds && numbers.yes > 0;
    verdict.tie = numbers.yes == numbers.no;
    if (casting == true && verdict.tie && verdict.quorum.holds && numbers.yes > 0) {
        verdict.cast_by_chair = true;
        verdict.adopted = true;
    }
    verdict.formula = std::to_string(rule.den) + "*" + std::to_string(numbers.yes) + " (yes) " +
                      (rule.strict ? ">" : ">=") + " " + std::to_string(rule.num) + "*" +
                      std::to_string(verdict.majority.base) + " (" +
                      std::string(base_words(rule.base)) + ")" +
                      (rule.more > 0 ? " + " + std::to_string(rule.den * rule.more) : "") + ": " +
                      std::to_string(verdict.majority.left) + (rule.strict ? " > " : " >= ") +
                      std::to_string(verdict.majority.right) +
                      (verdict.majority.holds ? " holds" : " does not hold");
    return verdict;
}

} // namespace ogniwo::ballots
