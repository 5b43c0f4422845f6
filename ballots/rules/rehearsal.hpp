#pragma once
// A rule tried on members before a statute fixes it: who can pass a resolution, who can stop one,
// and when nobody can.

#include "ballots/rules/majority.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace ogniwo::ballots {

inline constexpr std::size_t max_rehearsal_members = 10'000;
/// Which members' votes never matter is worked out up to this sum of weights, divided by their
/// greatest common divisor.
inline constexpr std::uint64_t max_rehearsal_sum = 1'000'000;

/// A group of members: its least weight, and the fewest members who have it.
struct Coalition {
    std::uint64_t weight = 0;
    std::size_t members = 0;
    friend bool operator==(const Coalition&, const Coalition&) = default;
};

/// One turnout, everybody present voting yes or no.
struct TurnoutRow {
    unsigned percent = 0;      ///< of the weight, 10 to 100 in tens
    std::uint64_t present = 0; ///< that weight, rounded down
    bool quorum = false;
    /// The least weight of yes that is enough; nothing when even everybody present is not.
    std::optional<std::uint64_t> needed;
};

struct Rehearsal {
    std::uint64_t total = 0;
    /// The least who pass a resolution against everybody else's no. Nothing: no resolution can ever
    /// pass.
    std::optional<Coalition> passing;
    /// The least who pass one alone, everybody else being away: below this turnout nothing can be
    /// decided.
    std::optional<Coalition> alone;
    /// The most members who may be present while nothing can be decided: the lightest ones.
    std::size_t stuck_members = 0;
    /// The least who stop what everybody else wants, by voting no, by abstaining, by staying away.
    /// Nothing when no resolution can pass at all.
    std::optional<Coalition> blocking_no;
    std::optional<Coalition> blocking_abstaining;
    std::optional<Coalition> blocking_absent;
    /// Positions of the members who can stop a resolution alone, by voting no.
    std::vector<std::size_t> vetoes;
    /// Positions of the members whose yes or no never decides when everybody votes. Nothing: the
    /// weights are beyond max_rehearsal_sum.
    std::optional<std::vector<std::size_t>> powerless;
    /// Yes and no can be equal when everybody votes. Nothing as above.
    std::optional<bool> tie_possible;
    std::vector<TurnoutRow> turnouts;
};

/// Tries a rule and a quorum on members with these weights. Errors: rule.fraction;
/// rehearsal.members (none, or more than 10'000); vote.numbers (a weight of 0, or a sum above
/// 10^12).
Result<Rehearsal> rehearse(const MajorityRule& rule, const QuorumRule& quorum,
                           std::span<const std::uint64_t> weights);

} // namespace ogniwo::ballots
