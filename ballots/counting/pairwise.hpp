#pragma once
// Duels: how many ballots rank one candidate above another.

#include "ballots/counting/selection.hpp"

#include <functional>

namespace ogniwo::counting {

/// A marked candidate is above one without a mark; equal ranks and two without a mark are a vote
/// for neither.
Pairwise count_pairs(const Election& election);

/// A record with the pairwise table and nobody elected. Errors: those of check_seats.
Result<CountRecord> begin_pairwise(Method method, const Election& election);

/// Those whom no other beats, then those whom no one of the rest beats, and so on. `beats` must be
/// free of circles.
Places places_by_relation(const std::vector<Candidate>& candidates,
                          const std::function<bool(Candidate, Candidate)>& beats);

} // namespace ogniwo::counting
