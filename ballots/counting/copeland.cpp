#include "ballots/counting/methods.hpp"
#include "ballots/counting/pairwise.hpp"

namespace ogniwo::counting {

Result<CountRecord> count_copeland(const Election& election, const MaybeLot& lot) {
    OGNIWO_ASSIGN(CountRecord record, begin_pairwise(Method::copeland, election));
    auto& detail = std::get<PairwiseCount>(record.detail);
    const Pairwise& pairs = detail.pairwise;
    const std::vector<Candidate> standing = election.standing();
    detail.scores.resize(election.names.size());
    for (const Candidate a : standing) {
        std::uint64_t twice = 0;
        for (const Candidate b : standing) {
            if (a != b) {
                twice += pairs(a, b) > pairs(b, a) ? 2U : pairs(a, b) == pairs(b, a) ? 1U : 0U;
            }
        }
        detail.scores[a] = Rational(twice, 2);
    }
    detail.places = places_by_score(standing, detail.scores);
    fill_seats(record, election, Places(detail.places), lot);
    return record;
}

} // namespace ogniwo::counting
