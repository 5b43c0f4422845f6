#pragma once
// Majorities and quorums in exact integers (GOVERNANCE sections 2 and 3).
//
// A rule is a formula, never a name: statutes use the same words for different rules. Nothing here
// rounds: a fraction num/den of a base is compared as den * votes against num * base.

#include "crypto/base/result.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace ogniwo::ballots {

/// Weights of one vote. Units: votes (or any common fraction of one).
struct VoteNumbers {
    std::uint64_t entitled = 0; ///< E
    std::uint64_t present = 0;  ///< P, in person or represented
    std::uint64_t yes = 0;      ///< Y
    std::uint64_t no = 0;       ///< N
    std::uint64_t abstain = 0;  ///< A
    std::uint64_t invalid = 0;  ///< I, spoilt or blank
};

/// What the share is taken of.
enum class MajorityBase {
    yes_no,         ///< Y+N
    yes_no_invalid, ///< Y+N+I
    cast,           ///< Y+N+A
    cast_invalid,   ///< Y+N+A+I
    present,        ///< P
    entitled,       ///< E
};

/// Adopted iff den*Y >= num*B + den*more, or > when `strict`. Simple majority: strict 1/2 of
/// yes_no.
struct MajorityRule {
    MajorityBase base = MajorityBase::yes_no;
    std::uint64_t num = 1;
    std::uint64_t den = 2;
    bool strict = true;
    /// Whole votes beyond the share: "50 % + 1" taken by the letter. No entry of the ledger carries
    /// it, for no statute that means a majority means this.
    std::uint64_t more = 0;
    friend bool operator==(const MajorityRule&, const MajorityRule&) = default;
};

/// Present iff den*P >= num*E, or > when `strict`.
struct QuorumRule {
    std::uint64_t num = 0;
    std::uint64_t den = 1;
    bool strict = false;
    friend bool operator==(const QuorumRule&, const QuorumRule&) = default;
};

/// One comparison with its numbers, so that anyone can redo it.
struct Comparison {
    bool holds = false;
    bool strict = false;
    /// den * votes and num * base (+ den * more): holds iff left > right, or left >= right when not
    /// strict.
    std::uint64_t left = 0;
    std::uint64_t right = 0;
    /// The votes that were compared (Y or P) and the base.
    std::uint64_t votes = 0;
    std::uint64_t base = 0;
    /// The least number of votes that suffices for this base.
    std::uint64_t needed = 0;
    /// votes - needed: how many votes were to spare (>= 0) or missing (< 0).
    std::int64_t margin = 0;
};

struct MajorityVerdict {
    Comparison majority;
    Comparison quorum;
    /// The quorum is there and the majority is reached. A tie is not adopted under a simple
    /// majority.
    bool adopted = false;
    /// Y = N.
    bool tie = false;
    /// The chair's casting vote settled the tie.
    bool cast_by_chair = false;
    /// For a person, in formulas: "yes 10 > no 8" style numbers, e.g. "2*10 > 1*18 (yes+no)".
    std::string formula;
};

/// "YN", "YN_invalid", "cast", "cast_invalid", "present", "entitled": as in the ledger. Errors:
/// rule.base.
Result<MajorityBase> parse_majority_base(std::string_view name);
std::string_view majority_base_name(MajorityBase base);

/// den >= 1, num <= den, both at most 1'000'000; a majority rule needs num >= 1 and at most
/// 1'000'000 `more`. Errors: rule.fraction.
Verdict check_rule(const MajorityRule& rule);
Verdict check_rule(const QuorumRule& rule);

/// Whether a chair's casting vote can settle a tie under a rule: a simple majority, where Y = N and
/// nothing else stands in the way.
bool allows_casting_vote(const MajorityRule& rule);

/// Applies both rules. `casting`: how the chair voted, where the statute gives the chair a casting
/// vote and the vote is open; it counts only when Y = N. Errors: rule.fraction, rule.casting_vote
/// (the rule does not allow one); vote.numbers (a number above 10^12, Y+N+A+I > P, or P > E).
Result<MajorityVerdict> decide(const MajorityRule& rule, const QuorumRule& quorum,
                               const VoteNumbers& numbers,
                               std::optional<bool> casting = std::nullopt);

/// The quorum alone. Errors: those of decide.
Result<Comparison> check_quorum(const QuorumRule& quorum, std::uint64_t present,
                                std::uint64_t entitled);

} // namespace ogniwo::ballots
