#include "ballots/counting/methods.hpp"
#include "ballots/counting/positions.hpp"

#include <map>

namespace ogniwo::counting {

// Ballots are first counted by place, so that fractions are added once a place and not once a
// ballot.
Result<CountRecord> count_borda_nauru(const Election& election, const MaybeLot& lot) {
    OGNIWO_TRY(check_seats(election));
    using Place = std::pair<std::size_t, std::size_t>; // first and last of the places shared
    std::vector<std::map<Place, std::uint64_t>> times(election.names.size());
    for (const Ballot& ballot : election.ballots) {
        for_each_position(ballot, [&](Candidate c, std::size_t first, std::size_t last) {
            times[c][{first, last}] += ballot.count;
        });
    }
    CountRecord record = begin_record(Method::borda_nauru, election, crosses(election));
    ScoreCount detail;
    for (const auto& places : times) {
        Rational score = 0;
        for (const auto& [place, count] : places) {
            Rational points = 0;
            for (std::size_t p = place.first; p <= place.second; ++p) {
                points += Rational(1, p + 1);
            }
            score += points * count / (place.second - place.first + 1);
        }
        detail.scores.push_back(score);
    }
    fill_seats(record, election, places_by_score(election.standing(), detail.scores), lot);
    record.detail = std::move(detail);
    return record;
}

} // namespace ogniwo::counting
