#pragma once
// Ballots as JSON: the form that holds everything a count can be given.
//
//     {"title": "Council", "seats": 3, "candidates": ["Ann", "Bo", "Cy", "Di"],
//      "ballots": [[1, 2, 0, 3], {"count": 17, "marks": [0, 1, 0, 0]}],
//      "withdrawn": [4], "choices": 2, "threshold": [5, 100],
//      "groups": [{"name": "women", "candidates": [1, 4], "min": 1, "max": 2}],
//      "costs": [10, 20, 5, 7], "budget": 30,
//      "people": [[{"name": "Ed", "votes": 3}], ...]}
//
// A ballot has one number for each candidate: its rank, 1 the best, or 0. Candidates' numbers count
// from 1. Only "candidates" and "ballots" must be there; costs and budget belong together. "people" are for methods of
// lists: of each candidate, which is a list then, who stands on it and the votes for them within it.

#include "ballots/counting/election.hpp"

namespace ogniwo::counting {

/// Reads {"choices","threshold","groups"}, each as above and optional, of at most 64 KiB, into an election whose
/// candidates are known. Errors: count.json; those of parse_json.
Verdict read_terms_json(std::string_view text, Election& election);

/// Reads and prepares. Errors: count.json; those of parse_json and prepare_election.
Result<Election> read_election_json(std::string_view text);

} // namespace ogniwo::counting
