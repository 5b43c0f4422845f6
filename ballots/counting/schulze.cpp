#include "ballots/counting/methods.hpp"
#include "ballots/counting/pairwise.hpp"

#include <algorithm>

namespace ogniwo::counting {
namespace {

// The strength of a path is its weakest victory; the strongest path between any two, by Floyd and
// Warshall.
std::vector<std::uint64_t> strongest_paths(const Pairwise& pairs,
                                           const std::vector<Candidate>& standing) {
    const std::size_t size = pairs.size;
    std::vector<std::uint64_t> strength(size * size);
    for (const Candidate a : standing) {
        for (const Candidate b : standing) {
            strength[a * size + b] = pairs(a, b) > pairs(b, a) ? pairs(a, b) : 0;
        }
    }
    for (const Candidate via : standing) {
        for (const Candidate a : standing) {
            const std::uint64_t first = strength[a * size + via];
            for (const Candidate b : standing) {
                auto& best = strength[a * size + b];
                best = a == b ? 0 : std::max(best, std::min(first, strength[via * size + b]));
            }
        }
    }
    return strength;
}

} // namespace

Result<CountRecord> count_schulze(const Election& election, const MaybeLot& lot) {
    OGNIWO_ASSIGN(CountRecord record, begin_pairwise(Method::schulze, election));
    auto& detail = std::get<PairwiseCount>(record.detail);
    const std::vector<Candidate> standing = election.standing();
    detail.strengths = strongest_paths(detail.pairwise, standing);
    const auto strength = [&](Candidate a, Candidate b) {
        return detail.strengths[std::size_t{a} * detail.pairwise.size + b];
    };
    detail.places = places_by_relation(
        standing, [&](Candidate a, Candidate b) { return strength(a, b) > strength(b, a); });
    fill_seats(record, election, Places(detail.places), lot);
    return record;
}

} // namespace ogniwo::counting
