#pragma once
// Filling seats from a ranking: the next highest who fits.

#include "ballots/counting/constraints.hpp"
#include "ballots/counting/lot.hpp"
#include "ballots/counting/record.hpp"

namespace ogniwo::counting {

/// Places of a ranking, best first; those in one place are tied.
using Places = std::vector<std::vector<Candidate>>;

/// The candidates by descending score.
Places places_by_score(const std::vector<Candidate>& candidates,
                       const std::vector<Rational>& scores);

/// Fills the seats of the record from the best place down. Who cannot be elected without breaking
/// the bounds of a group is passed over. When not all who fit in one place can have a seat, the lot
/// decides; without a lot the tie stays open, and the seats from there on stay empty.
void fill_seats(CountRecord& record, const Election& election, const Places& places,
                const std::optional<Lot>& lot);

/// Errors: count.seats when there are fewer standing candidates than seats; those of check_groups.
Verdict check_seats(const Election& election);

/// Errors: count.groups_unsupported when the election has groups.
Verdict refuse_groups(const Election& election, Method method);

} // namespace ogniwo::counting
