#include "ballots/counting/hands.hpp"

namespace ogniwo::counting {

Hands::Hands(const TransferRun& run, int decimals)
    : votes(run.standing.size(), 0), parcels(run.standing.size()), run_(&run) {
    const Units one = power_of_ten(decimals);
    std::vector<Parcel> first(run.standing.size());
    for (std::uint32_t i = 0; i < run.ballots.size(); ++i) {
        const Candidate c = run.ballots[i].marks.front().candidate;
        first[c].papers.push_back({i, 0});
        votes[c] += one * run.ballots[i].count;
        all_votes_ += one * run.ballots[i].count;
    }
    for (Candidate c = 0; c < first.size(); ++c) {
        if (!first[c].papers.empty()) {
            first[c].value = one;
            parcels[c].push_back(std::move(first[c]));
        }
    }
}

std::uint64_t Hands::papers_of(const Paper& paper) const {
    return run_->ballots[paper.ballot].count;
}

Units Hands::total(const Parcel& parcel) const {
    Units papers = 0;
    for (const Paper& paper : parcel.papers) {
        papers += papers_of(paper);
    }
    return papers * parcel.value;
}

std::optional<std::uint32_t> Hands::next_place(const Paper& paper) const {
    const auto& marks = run_->ballots[paper.ballot].marks;
    for (std::uint32_t place = paper.place + 1; place < marks.size(); ++place) {
        if (run_->standing[marks[place].candidate] == Standing::continuing) {
            return place;
        }
    }
    return std::nullopt;
}

std::uint64_t Hands::transferable(const std::vector<Paper>& papers) const {
    std::uint64_t count = 0;
    for (const Paper& paper : papers) {
        count += next_place(paper) ? papers_of(paper) : 0;
    }
    return count;
}

Hands::Dealt Hands::deal(const std::vector<Paper>& papers, const Units& value) {
    Dealt dealt;
    std::vector<Parcel> received(votes.size());
    for (const Paper& paper : papers) {
        const Units worth = value * papers_of(paper);
        if (const auto place = next_place(paper)) {
            const Candidate to = run_->ballots[paper.ballot].marks[*place].candidate;
            received[to].papers.push_back({paper.ballot, *place});
            votes[to] += worth;
            dealt.credited += worth;
        } else {
            dealt.without_next += worth;
        }
    }
    for (Candidate c = 0; c < received.size(); ++c) {
        if (!received[c].papers.empty()) {
            received[c].value = value;
            parcels[c].push_back(std::move(received[c]));
        }
    }
    return dealt;
}

TransferRound Hands::round(TransferAction action, std::vector<Candidate> from) const {
    TransferRound round;
    round.action = action;
    round.from = std::move(from);
    round.votes = votes;
    round.exhausted = exhausted;
    round.loss = loss;
    return round;
}

} // namespace ogniwo::counting
