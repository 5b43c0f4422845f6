#pragma once
// Majority and quorum: the rule as data, the verdict with the numbers that explain it (GOVERNANCE sections 2-3).
// Exact integers; the rule is what a statute states and is never derived from its name.

#include "crypto/base/result.hpp"

#include <array>
#include <cstdint>
#include <string_view>

namespace ogniwo::ballots {

/// What the yes votes are measured against: yes and no; all votes cast (abstentions included); the weight
/// present; all entitled.
enum class MajorityBase { yes_no, cast, present, entitled };
inline constexpr std::array<std::string_view, 4> majority_base_names{"YN", "cast", "present",
                                                                     "entitled"};

/// Adopted iff den * yes >= num * base, or > when strict. At least one yes vote is always needed.
struct MajorityRule {
    MajorityBase base = MajorityBase::yes_no;
    std::int64_t num = 1; ///< 1 to 1,000
    std::int64_t den = 2; ///< num to 1,000
    bool strict = true;
    friend bool operator==(const MajorityRule&, const MajorityRule&) = default;
};

/// Present iff den * taking_part >= num * entitled, or > when strict.
struct QuorumRule {
    std::int64_t num = 1; ///< 0 to 1,000; 0 asks for nobody
    std::int64_t den = 2; ///< num (at least 1) to 1,000
    bool strict = false;
    friend bool operator==(const QuorumRule&, const QuorumRule&) = default;
};

/// Weights of a vote, each at most 2^40: products stay within 64 bits.
struct VoteWeights {
    std::int64_t yes = 0;
    std::int64_t no = 0;
    std::int64_t abstain = 0;
    std::int64_t present = 0; ///< at least yes + no + abstain
    std::int64_t entitled = 0; ///< at least present
};

/// One comparison, as it is shown: "left >= right" (or >), and how many votes decided it.
struct Comparison {
    std::int64_t base = 0;  ///< the weight that the share is taken of
    std::int64_t left = 0;  ///< den * votes
    std::int64_t right = 0; ///< num * base
    bool strict = false;
    bool holds = false;
    /// When it holds: votes that could be missing and it would still hold. Else: votes that were missing
    /// (each as one more vote, the base unchanged).
    std::int64_t margin = 0;
};

struct MajorityVerdict {
    Comparison quorum;
    Comparison majority;
    /// Quorum and majority and at least one yes.
    bool adopted = false;
};

/// Errors: rule.range, rule.weights.
Result<MajorityVerdict> decide(const MajorityRule& rule, const QuorumRule& quorum,
                               const VoteWeights& weights);

/// Errors: rule.range.
Result<void> check_rule(const MajorityRule& rule);
Result<void> check_rule(const QuorumRule& rule);

/// A quorum alone, for votes that elect. Errors: rule.range, rule.weights.
Result<Comparison> decide_quorum(const QuorumRule& quorum, std::int64_t taking_part,
                                 std::int64_t entitled);

} // namespace ogniwo::ballots
