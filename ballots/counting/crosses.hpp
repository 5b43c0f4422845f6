#pragma once
// Votes as crosses: what plurality, block, limited, approval and the methods of lists share.

#include "ballots/counting/selection.hpp"

#include <limits>

namespace ogniwo::counting {

struct CrossTally {
    std::vector<std::uint64_t> votes; ///< per candidate
    std::uint64_t ballots = 0;
    std::uint64_t blank = 0;
    std::uint64_t invalid = 0;
};

/// One vote for the candidate ranked first; several firsts: invalid.
CrossTally first_preferences(const Election& election);
/// One vote for each mark; more than `most` marks: invalid.
CrossTally crosses(const Election& election,
                   std::size_t most = std::numeric_limits<std::size_t>::max());

/// A record with the numbers of the tally and nobody elected.
CountRecord begin_record(Method method, const Election& election, const CrossTally& tally);

/// A ScoreCount of the votes, and the seats filled by them.
Result<CountRecord> elect_by_votes(Method method, const Election& election, const CrossTally& tally,
                                   const std::optional<Lot>& lot);

} // namespace ogniwo::counting
