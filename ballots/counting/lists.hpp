#pragma once
// Seats for lists: what D'Hondt, Sainte-Lague and the largest remainder share.

#include "ballots/counting/crosses.hpp"

#include <functional>

namespace ogniwo::counting {

/// First preferences as votes of lists, and which lists take part. Errors: count.no_votes,
/// count.groups_unsupported.
Result<CountRecord> begin_lists(Method method, const Election& election);

/// Which of the lists with equal claims gets the next seat: the one with more votes, then by lot;
/// any of them when there are seats for all. Records the tie. nullopt when it stays open.
std::optional<Candidate> next_of_equals(CountRecord& record, const std::vector<Candidate>& equals,
                                        std::size_t open, const std::optional<Lot>& lot);

/// Highest averages: seat by seat to the list with the greatest votes / divisor(seats it has).
Result<CountRecord> highest_averages(Method method, const Election& election,
                                     const std::optional<Lot>& lot,
                                     const std::function<std::uint64_t(std::uint32_t)>& divisor);

} // namespace ogniwo::counting
