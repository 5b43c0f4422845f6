#pragma once
// Names for rules, for the command line and for people who compare rules. A vote itself is fixed by
// the formula (majority.hpp), never by one of these names.

#include "ballots/rules/majority.hpp"

#include <string_view>
#include <variant>

namespace ogniwo::ballots {

/// What a name stands for.
using NamedRule = std::variant<MajorityRule, QuorumRule>;

/// One of
///   simple               Y > N
///   simple_inv_against   Y > N+I
///   abs_cast             2Y > Y+N+A
///   abs_cast_inv         2Y > Y+N+A+I
///   abs_present          2Y > P
///   abs_entitled         2Y > E
///   half_plus_one        2Y >= Y+N+A + 2, the letter of "50 % + 1"
///   q_<p>_<q>_<base>     qY >= pB, with `_strict` at the end qY > pB; base YN, cast, cast_inv,
///   present, entitled quorum_half_ge       2P >= E quorum_half_gt       2P > E quorum_third_ge 3P
///   >= E quorum_second_any    any number present, as at a second convocation
/// Errors: rule.name, rule.fraction.
Result<NamedRule> parse_rule_name(std::string_view name);

/// The same for quorums only. Errors: those of parse_rule_name, with rule.name for a majority.
Result<QuorumRule> parse_quorum_name(std::string_view name);

} // namespace ogniwo::ballots
