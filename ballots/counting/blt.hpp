#pragma once
// The .blt format (Hill, Wichmann and Woodall, Algorithm 123), with the usual additions.
//
//     4 2                  4 candidates, 2 seats
//     -2                   candidate 2 withdrew
//     3 1 3=4 2 0          3 ballots: 1 first, then 3 and 4 equally, then 2
//     1 1 - 4 0            a rank left out
//     1 0                  a blank ballot
//     0                    end of the ballots
//     "Adam"               names, one a line, quoted ("" for a quote within) or not
//     ...
//     "Title"
//
// White space and ends of lines before the names are the same. From # to the end of a line is
// comment (between names: whole lines). Names may be missing, with or without the title. Ranks of a
// ballot are 1, 2, 3...

#include "ballots/counting/election.hpp"

namespace ogniwo::counting {

/// Reads and prepares. Errors: count.blt, naming the line; count.line (too long); those of
/// prepare_election.
Result<Election> read_blt(std::string_view text);

/// A text that read_blt reads as the same election, apart from what .blt cannot hold: groups, costs
/// and terms.
std::string write_blt(const Election& election);

} // namespace ogniwo::counting
