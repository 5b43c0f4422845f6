#include "ballots/counting/crosses.hpp"

namespace ogniwo::counting {

CrossTally first_preferences(const Election& election) {
    CrossTally tally;
    tally.votes.resize(election.names.size());
    for (const Ballot& ballot : election.ballots) {
        tally.ballots += ballot.count;
        const auto& marks = ballot.marks;
        if (marks.empty()) {
            tally.blank += ballot.count;
        } else if (marks.size() > 1 && marks[1].rank == marks[0].rank) {
            tally.invalid += ballot.count;
        } else {
            tally.votes[marks[0].candidate] += ballot.count;
        }
    }
    return tally;
}

CrossTally crosses(const Election& election, std::size_t most) {
    CrossTally tally;
    tally.votes.resize(election.names.size());
    for (const Ballot& ballot : election.ballots) {
        tally.ballots += ballot.count;
        if (ballot.marks.empty()) {
            tally.blank += ballot.count;
        } else if (ballot.marks.size() > most) {
            tally.invalid += ballot.count;
        } else {
            for (const Mark& mark : ballot.marks) {
                tally.votes[mark.candidate] += ballot.count;
            }
        }
    }
    return tally;
}

CountRecord begin_record(Method method, const Election& election, const CrossTally& tally) {
    CountRecord record;
    record.method = method;
    record.seats = election.seats;
    record.ballots = tally.ballots;
    record.blank = tally.blank;
    record.invalid = tally.invalid;
    return record;
}

Result<CountRecord> elect_by_votes(Method method, const Election& election, const CrossTally& tally,
                                   const std::optional<Lot>& lot) {
    OGNIWO_TRY(check_seats(election));
    CountRecord record = begin_record(method, election, tally);
    ScoreCount detail;
    detail.scores.assign(tally.votes.begin(), tally.votes.end());
    fill_seats(record, election, places_by_score(election.standing(), detail.scores), lot);
    record.detail = std::move(detail);
    return record;
}

} // namespace ogniwo::counting
