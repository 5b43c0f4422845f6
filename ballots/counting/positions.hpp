#pragma once
// Places on a ballot, for methods that give points by place: the first is 0, and equal ranks share
// several.

#include "ballots/counting/crosses.hpp"

#include <algorithm>

namespace ogniwo::counting {

/// Calls give(candidate, first, last) for each mark: the candidate shares places first..last with
/// its equals.
template <class Give> void for_each_position(const Ballot& ballot, const Give& give) {
    const auto& marks = ballot.marks;
    for (std::size_t first = 0; first < marks.size();) {
        std::size_t end = first;
        while (end < marks.size() && marks[end].rank == marks[first].rank) {
            ++end;
        }
        for (std::size_t i = first; i < end; ++i) {
            give(marks[i].candidate, first, end - 1);
        }
        first = end;
    }
}

/// Those of `standing` that the ballot does not mark. Both are ascending.
inline std::vector<Candidate> without_mark(const Ballot& ballot,
                                           const std::vector<Candidate>& standing) {
    std::vector<Candidate> marked;
    for (const Mark& mark : ballot.marks) {
        marked.push_back(mark.candidate);
    }
    std::ranges::sort(marked);
    std::vector<Candidate> rest;
    std::ranges::set_difference(standing, marked, std::back_inserter(rest));
    return rest;
}

} // namespace ogniwo::counting
