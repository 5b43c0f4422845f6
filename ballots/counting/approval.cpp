#include "ballots/counting/crosses.hpp"
#include "ballots/counting/methods.hpp"

#include <algorithm>

namespace ogniwo::counting {

Result<CountRecord> count_approval(const Election& election, const MaybeLot& lot) {
    const CrossTally tally = crosses(election);
    if (!election.threshold) {
        return elect_by_votes(Method::approval, election, tally, lot);
    }
    if (!election.groups.empty()) {
        return Error("count.threshold",
                     "a threshold and groups can contradict each other; give one of them");
    }
    OGNIWO_TRY(check_seats(election));
    CountRecord record = begin_record(Method::approval, election, tally);
    ScoreCount detail;
    detail.scores.assign(tally.votes.begin(), tally.votes.end());
    const Rational share(election.threshold->num, election.threshold->den);
    detail.needed = share * record.valid();
    std::vector<Candidate> reaching = election.standing();
    std::erase_if(reaching, [&](Candidate c) { return detail.scores[c] < *detail.needed; });
    fill_seats(record, election, places_by_score(reaching, detail.scores), lot);
    record.detail = std::move(detail);
    return record;
}

} // namespace ogniwo::counting
