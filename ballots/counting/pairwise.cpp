#include "ballots/counting/pairwise.hpp"

#include "ballots/counting/crosses.hpp"
#include "ballots/counting/positions.hpp"
#include "crypto/base/check.hpp"

namespace ogniwo::counting {

Pairwise count_pairs(const Election& election) {
    const std::size_t size = election.names.size();
    Pairwise pairs{size, std::vector<std::uint64_t>(size * size)};
    const std::vector<Candidate> standing = election.standing();
    for (const Ballot& ballot : election.ballots) {
        const std::vector<Candidate> rest = without_mark(ballot, standing);
        const auto& marks = ballot.marks;
        for (std::size_t i = 0; i < marks.size(); ++i) {
            std::uint64_t* row = &pairs.votes[marks[i].candidate * size];
            for (std::size_t j = i + 1; j < marks.size(); ++j) {
                row[marks[j].candidate] += marks[j].rank > marks[i].rank ? ballot.count : 0;
            }
            for (const Candidate c : rest) {
                row[c] += ballot.count;
            }
        }
    }
    return pairs;
}

Result<CountRecord> begin_pairwise(Method method, const Election& election) {
    OGNIWO_TRY(check_seats(election));
    CountRecord record = begin_record(method, election, crosses(election));
    PairwiseCount detail;
    detail.pairwise = count_pairs(election);
    record.detail = std::move(detail);
    return record;
}

Places places_by_relation(const std::vector<Candidate>& candidates,
                          const std::function<bool(Candidate, Candidate)>& beats) {
    std::vector<std::size_t> beaten_by(candidates.size());
    std::vector<bool> placed(candidates.size(), false);
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        for (const Candidate other : candidates) {
            beaten_by[i] += other != candidates[i] && beats(other, candidates[i]) ? 1U : 0U;
        }
    }
    Places places;
    for (std::size_t left = candidates.size(); left > 0;) {
        std::vector<Candidate> place;
        for (std::size_t i = 0; i < candidates.size(); ++i) {
            if (!placed[i] && beaten_by[i] == 0) {
                place.push_back(candidates[i]);
                placed[i] = true;
            }
        }
        OGNIWO_CHECK(!place.empty());
        left -= place.size();
        for (std::size_t i = 0; i < candidates.size(); ++i) {
            for (const Candidate above : place) {
                beaten_by[i] -= !placed[i] && beats(above, candidates[i]) ? 1U : 0U;
            }
        }
        places.push_back(std::move(place));
    }
    return places;
}

} // namespace ogniwo::counting
