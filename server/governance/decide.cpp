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

ballots::VoteNumbers organisation_numbers(const State& state, const OpenVote& vote) {
    ballots::VoteNumbers numbers;
    for (const auto& [organisation, cast] : vote.cast) {
        ++(cast.option == ledger::Option::yes  ? numbers.yes
           : cast.option == ledger::Option::no ? numbers.no
                                               : numbers.abstain);
    }
    numbers.present = vote.cast.size();
    numbers.entitled = state.organisations().size();
    return numbers;
}

std::optional<ledger::Option> chair_option(const State& state, const OpenVote& vote) {
    if (!vote.prepared.casting_vote) {
        return std::nullopt;
    }
    const Mandate& chair = *state.mandate(vote.prepared.casting_vote->value);
    const auto cast = vote.cast.find(chair.organisation.value);
    return cast == vote.cast.end() ? std::nullopt : std::optional(cast->second.option);
}

namespace {

// A double majority: the organisations, each counted once, must agree too.
Result<void> decide_by_organisations(const State& state, const OpenVote& open, ledger::OpenVoteDecided& out) {
    const ballots::VoteNumbers n = organisation_numbers(state, open);
    OGNIWO_ASSIGN(const ballots::MajorityVerdict verdict, ballots::decide(*open.prepared.organisations, {}, n));
    out.adopted = out.adopted && verdict.adopted;
    out.organisations = ledger::OrganisationNumbers{
        static_cast<std::int64_t>(n.yes), static_cast<std::int64_t>(n.no), static_cast<std::int64_t>(n.abstain),
        static_cast<std::int64_t>(n.entitled)};
    return {};
}

} // namespace

Result<ledger::OpenVoteDecided> decide_open_vote(const State& state, std::string_view id) {
    const Vote* vote = state.vote(id);
    if (vote == nullptr || vote->open() == nullptr) {
        return Error("govern.reference", "no such open vote: " + std::string(id));
    }
    const OpenVote& open = *vote->open();
    const ballots::VoteNumbers n = open_numbers(state, open);
    const auto chair = chair_option(state, open);
    OGNIWO_ASSIGN(const ballots::MajorityVerdict verdict,
                  ballots::decide(open.prepared.rule, open.prepared.quorum, n,
                                  chair ? std::optional(*chair == ledger::Option::yes) : std::nullopt));
    ledger::OpenVoteDecided out{.vote = open.prepared.vote,
                                   .yes = static_cast<std::int64_t>(n.yes),
                                   .no = static_cast<std::int64_t>(n.no),
                                   .abstain = static_cast<std::int64_t>(n.abstain),
                                   .entitled = static_cast<std::int64_t>(n.entitled),
                                   .quorum = verdict.quorum.holds,
                                   .adopted = verdict.adopted};
    if (chair && verdict.tie && verdict.quorum.holds && n.yes > 0) {
        out.casting_vote = *chair;
    }
    if (open.prepared.organisations) {
        OGNIWO_TRY(decide_by_organisations(state, open, out));
    }
    return out;
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
