#pragma once
// Seats for lists: what D'Hondt, Sainte-Lague and the largest remainder share.

#include "ballots/counting/crosses.hpp"

#include <functional>

namespace ogniwo::counting {

/// First preferences as votes of lists, and which lists take part. Errors: count.no_votes,
/// count.groups_unsupported, count.seats (more than there are people), count.people (somebody has more votes than
/// their list).
Result<CountRecord> begin_lists(Method method, const Election& election);

/// Whether a list takes part and somebody on it is without a seat yet. Without people it is never full.
bool has_room(const AllocationCount& detail, const Election& election, Candidate list);

/// Gives the seats of each list to its people with the most votes; equal ones by lot. Records the ties.
void seat_people(CountRecord& record, const Election& election, const std::optional<Lot>& lot);

/// Which of the lists with equal claims gets the next seat: the one with more votes, then by lot;
/// any of them when there are seats for all. Records the tie. nullopt when it stays open.
std::optional<Candidate> next_of_equals(CountRecord& record, const std::vector<Candidate>& equals,
                                        std::size_t open, const std::optional<Lot>& lot);

/// Highest averages: seat by seat to the list with room that has the greatest votes / divisor(seats it has). Seats
/// stay empty when every list is full.
Result<CountRecord> highest_averages(Method method, const Election& election,
                                     const std::optional<Lot>& lot,
                                     const std::function<std::uint64_t(std::uint32_t)>& divisor);

} // namespace ogniwo::counting
