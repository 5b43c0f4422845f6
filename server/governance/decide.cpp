#include "server/governance/state.hpp"

#include <algorithm>
#include <numeric>

namespace ogniwo::governance {

ballots::VoteNumbers open_numbers(const State& state, const OpenVote& vote) {
    ballots::VoteNumbers numbers;
    for (const auto& [organisation, cast] : vote.cast) {
        const auto weight =
            static_cast<std::uint64_t>(state.organisations().at(organisation).weight);
        (cast.option == ledger::Option::yes  ? numbers.yes
         : cast.option == ledger::Option::no ? numbers.no
                                             : numbers.abstain) += weight;
    }
    numbers.present = numbers.yes + numbers.no + numbers.abstain;
    numbers.entitled = state.entitled_weight();
    return numbers;
}

Result<ledger::OpenVoteDecided> decide_open_vote(const State& state, std::string_view id) {
    const Vote* vote = state.vote(id);
    if (vote == nullptr || vote->open() == nullptr) {
        return Error("govern.reference", "no such open vote: " + std::string(id));
    }
    const OpenVote& open = *vote->open();
    const ballots::VoteNumbers n = open_numbers(state, open);
    OGNIWO_ASSIGN(const ballots::MajorityVerdict verdict,
                  ballots::decide(open.prepared.rule, open.prepared.quorum, n));
    return ledger::OpenVoteDecided{.vote = open.prepared.vote,
                                   .yes = static_cast<std::int64_t>(n.yes),
                                   .no = static_cast<std::int64_t>(n.no),
                                   .abstain = static_cast<std::int64_t>(n.abstain),
                                   .entitled = static_cast<std::int64_t>(n.entitled),
                                   .quorum = verdict.quorum.holds,
                                   .adopted = verdict.adopted};
}

std::vector<std::uint64_t> candidate_counts(const ballots::Election& election,
                                            const ballots::Counts& counts) {
    const ballots::HomomorphicQuestion* question =
        counts.empty() || election.questions.empty() ? nullptr
                                                     : election.questions.front().homomorphic();
    if (question == nullptr) {
        return {};
    }
    const std::size_t blank = question->blank ? 1 : 0;
    const std::span<const std::uint64_t> first(counts.front());
    const auto answers = first.subspan(std::min(blank, first.size()));
    return {answers.begin(), answers.end()};
}

Elected elect(const std::vector<std::uint64_t>& counts, std::int64_t seats) {
    std::vector<std::size_t> order(counts.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, [&](auto a, auto b) { return counts[a] > counts[b]; });
    std::erase_if(order, [&](std::size_t answer) { return counts[answer] == 0; });

    Elected result;
    const auto available = static_cast<std::size_t>(std::max<std::int64_t>(seats, 0));
    std::size_t filled = std::min(available, order.size());
    if (filled > 0 && filled < order.size() &&
        counts[order[filled - 1]] == counts[order[filled]]) {
        result.tie = true;
        const std::uint64_t tied = counts[order[filled]];
        while (filled > 0 && counts[order[filled - 1]] == tied) {
            --filled;
        }
    }
    for (std::size_t i = 0; i < filled; ++i) {
        result.answers.push_back(static_cast<std::int64_t>(order[i]));
    }
    return result;
}

Result<Elected> decide_election(const SecretVote& vote, const ballots::Election& definition,
                                const ballots::Counts& counts, std::uint64_t entitled) {
    if (!vote.participation) {
        return Error("govern.order", "the participation list is not published");
    }
    OGNIWO_ASSIGN(const ballots::Comparison quorum,
                  ballots::check_quorum(vote.prepared.quorum,
                                        vote.participation->organisations.size(), entitled));
    return quorum.holds ? elect(candidate_counts(definition, counts), vote.prepared.seats)
                        : Elected{};
}

} // namespace ogniwo::governance
