#pragma once
// Open (roll-call) votes: every organisation's option is public, so the count is a plain sum.

#include "crypto/base/result.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace ogniwo::ballots {

enum class Option { yes, no, abstain };

/// "yes", "no", "abstain": as in the ledger and in the API.
std::string_view option_name(Option option);
/// Errors: open_vote.option.
Result<Option> parse_option(std::string_view name);

/// What counts for one organisation: its last option, with its weight.
struct OpenVote {
    Option option = Option::abstain;
    std::uint64_t weight = 1;
};

/// Sums of weights.
struct OpenTally {
    std::uint64_t yes = 0;
    std::uint64_t no = 0;
    std::uint64_t abstain = 0;
    friend bool operator==(const OpenTally&, const OpenTally&) = default;
};

/// Adds up the votes, one for each organisation that voted. Errors: open_vote.weight (a weight of
/// 0, or a sum above 2^53-1).
Result<OpenTally> tally_open_votes(std::span<const OpenVote> votes);

} // namespace ogniwo::ballots
