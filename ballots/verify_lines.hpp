#pragma once
// The lines of the verifier's report, and which of them an error belongs to. Internal to ballots/.

#include "ballots/verify.hpp"

namespace ogniwo::ballots {

/// The checks that every election goes through, in the order in which they are made; none of them
/// reached.
std::vector<CheckLine> lines_of_every_election();

/// Adds those of an election with a shuffled question, before the decryptions.
void add_lines_of_shuffles(std::vector<CheckLine>& lines);

/// The id of the line that an error fails. `stage` is where the verifier was: it decides about
/// errors that come up in several places (json.*, point.*).
std::string_view line_of(std::string_view error, std::string_view stage);

} // namespace ogniwo::ballots
