#pragma once
// The counting methods: pure functions from ballots to a record. Each is in the file of its name.
//
// All of them take an election that prepare_election returned and, for ties that only a lot can
// settle, a lot. Without one such a tie stays open: the record says so (CountRecord::complete) and
// elects no further. The result never depends on the order of ballots or candidates in the file,
// except through the lot's draws. Errors of all: count.seats, count.groups (no choice fills the
// seats within the bounds), count.no_votes, and count.groups_unsupported where groups are said to
// be refused.

#include "ballots/counting/lot.hpp"
#include "ballots/counting/record.hpp"

namespace ogniwo::counting {

using MaybeLot = std::optional<Lot>;

/// Calls the function of the method below.
Result<CountRecord> count(Method method, const Election& election, const MaybeLot& lot);

// --- Crosses. Who has most is elected; groups bound the choice; ties: lot.

/// One vote a ballot: the candidate ranked first. Several firsts make a ballot invalid.
Result<CountRecord> count_plurality(const Election& election, const MaybeLot& lot);
/// Every mark is a vote, whatever its rank. More marks than seats make a ballot invalid.
Result<CountRecord> count_block(const Election& election, const MaybeLot& lot);
/// As block, with Election::choices in place of the seats. Errors: count.choices when there are as
/// many as seats.
Result<CountRecord> count_limited(const Election& election, const MaybeLot& lot);
/// Every mark is an approval. With a threshold only who reaches it can be elected; seats may stay
/// empty then. A threshold together with groups is refused (count.threshold).
Result<CountRecord> count_approval(const Election& election, const MaybeLot& lot);

// --- Transferable votes. Equal ranks are refused (count.equal_ranks).

/// Scottish Local Government Elections Order 2007, rules 45 to 52: weighted inclusive Gregory
/// transfers, values to five places cut off, quota floor(valid / (seats+1)) + 1, exclusions one at
/// a time. Ties: votes at the most recent earlier stage where they differ, then lot. Groups are an
/// addition to the Order: see README.
Result<CountRecord> count_stv_scottish(const Election& election, const MaybeLot& lot);
/// The Proportional Representation Foundation's reference form of Meek's method (Hill, Wichmann,
/// Woodall, Algorithm 123): nine places, keep factors rounded up, a round converged when the
/// surplus is under 10^-6. Ties (within the surplus): votes in the most recent earlier round where
/// they differ, then lot. Groups as above.
Result<CountRecord> count_stv_meek(const Election& election, const MaybeLot& lot);
/// Electoral Reform Society rules, third edition of 1997, section 5: two places, surpluses of the
/// last batch, deferred surpluses, exclusions together, batches by value. Ties: votes at the
/// earliest point where they differ, then lot. Groups are refused.
Result<CountRecord> count_stv_ers97(const Election& election, const MaybeLot& lot);
/// One seat (count.seats): the last is excluded until one has more than half of the votes not
/// exhausted. Ties as Scottish. Groups are refused.
Result<CountRecord> count_irv(const Election& election, const MaybeLot& lot);

// --- Points. Groups bound the choice; ties: lot.

/// n-1 points for the first of n, 0 for the last. Equal ranks share their places; candidates
/// without a mark share the places after all others.
Result<CountRecord> count_borda(const Election& election, const MaybeLot& lot);
/// 1, 1/2, 1/3... points (Dowdall). Equal ranks share their places; without a mark no points.
Result<CountRecord> count_borda_nauru(const Election& election, const MaybeLot& lot);

// --- Pairs. A marked candidate beats one without a mark; equal ranks are a vote for neither.
// Groups bound the choice. Several seats are filled from the ranking down.

/// Schulze 2011: strongest paths by winning votes. Ties: lot.
Result<CountRecord> count_schulze(const Election& election, const MaybeLot& lot);
/// Tideman 1987: victories by votes for, then fewest against, locked unless they close a circle.
/// Equal victories that cannot all be locked, and candidates left equal: lot (Zavist and Tideman
/// 1989).
Result<CountRecord> count_ranked_pairs(const Election& election, const MaybeLot& lot);
/// Duels won, half a point for a drawn one. Ties: lot.
Result<CountRecord> count_copeland(const Election& election, const MaybeLot& lot);

// --- Grades. Groups bound the choice.

/// Balinski and Laraki: the highest median (the lower middle one), ties by taking one median away
/// from each at a time, then lot. Ranks are grades; no mark is the worst grade.
Result<CountRecord> count_majority_judgment(const Election& election, const MaybeLot& lot);

// --- Lists. A ballot's first preference is a vote for a list; a threshold is a share of the valid
// ballots. Groups are refused. Ties: the list with more votes, then lot. Where the lists have people, each seat of a
// list goes to the one with the most votes within it (ties: lot), and a list that has no more people than seats takes
// no further one: that goes on to the next quotient or remainder. Errors: also count.people.

/// Highest averages with divisors 1, 2, 3...
Result<CountRecord> count_dhondt(const Election& election, const MaybeLot& lot);
/// Highest averages with divisors 1, 3, 5...
Result<CountRecord> count_sainte_lague(const Election& election, const MaybeLot& lot);
/// Whole Hare quotas (votes / seats), then the largest remainders; when lists that are full leave more seats than
/// there are lists to serve, once more from the largest remainder down.
Result<CountRecord> count_largest_remainder(const Election& election, const MaybeLot& lot);

// --- Items within a budget.

/// Method of equal shares (Peters, Pierczynski, Skowron 2021) with approvals, utility = cost; then,
/// by approvals, what the rest of the money pays for. Ties: lower cost, more approvals, lot. Groups
/// are refused.
Result<CountRecord> count_equal_shares(const Election& election, const MaybeLot& lot);

} // namespace ogniwo::counting
