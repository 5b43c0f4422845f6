#include "ballots/counting/methods.hpp"
#include "ballots/counting/positions.hpp"

namespace ogniwo::counting {

// Twice the points of places first..last of n are 2(n-1) - first - last, shared by all of them:
// whole numbers.
Result<CountRecord> count_borda(const Election& election, const MaybeLot& lot) {
    OGNIWO_TRY(check_seats(election));
    const std::vector<Candidate> standing = election.standing();
    const std::uint64_t n = standing.size();
    std::vector<Units> twice(election.names.size(), 0);
    for (const Ballot& ballot : election.ballots) {
        if (ballot.marks.empty()) {
            continue;
        }
        const auto give = [&](Candidate c, std::size_t first, std::size_t last) {
            twice[c] += Units(2 * (n - 1) - first - last) * ballot.count;
        };
        for_each_position(ballot, give);
        if (ballot.marks.size() < n) {
            for (const Candidate c : without_mark(ballot, standing)) {
                give(c, ballot.marks.size(), n - 1);
            }
        }
    }
    CountRecord record = begin_record(Method::borda, election, crosses(election));
    ScoreCount detail;
    for (const Units& points : twice) {
        detail.scores.push_back(Rational(points) / 2);
    }
    fill_seats(record, election, places_by_score(standing, detail.scores), lot);
    record.detail = std::move(detail);
    return record;
}

} // namespace ogniwo::counting
