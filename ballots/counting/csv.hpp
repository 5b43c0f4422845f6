#pragma once
// Ballots as a table (RFC 4180, separated by commas or semicolons).
//
// The first line names the candidates; a first column named "ballots" says how many equal ballots a
// line stands for. Each other line is a ballot with a rank for each candidate, 1 the best (for
// crosses and approvals a 1, for grades the number of the grade); empty or 0 is no mark. A table of
// two columns named "list" and "votes" holds the votes of lists instead, a list a line.

#include "ballots/counting/election.hpp"

namespace ogniwo::counting {

/// Reads and prepares, with one seat. Errors: count.csv, naming the line; count.line; those of
/// prepare_election.
Result<Election> read_csv(std::string_view text);

} // namespace ogniwo::counting
