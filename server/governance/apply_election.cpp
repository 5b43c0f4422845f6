#include "server/governance/apply.hpp"

namespace ogniwo::governance {

namespace {

// An election is held as it was announced, with the keys that were made for it.
Result<void> check_as_announced(const AnnouncedElection& election,
                                const ledger::ElectionPrepared& b) {
    const ledger::ElectionAnnounced& a = election.announced;
    if (b.vote != a.vote || b.title != a.title || b.seats != a.seats || b.quorum != a.quorum ||
        b.count != a.count || b.setup.credentials != a.credentials || b.trustees != a.trustees ||
        runs_of(b) != a.runs) {
        return Error("govern.rule", "not the election that was announced: " + a.election.value);
    }
    if (!keys_complete(election)) {
        return Error("govern.order", "not every trustee has made a key");
    }
    return {};
}

} // namespace

Result<void> State::Applier::operator()(const ledger::ElectionPrepared& b) const {
    OGNIWO_TRY(by_server());
    OGNIWO_TRY(ballots::check_rule(b.quorum));
    if (b.seats < 1 || b.trustees.empty() || !entry.at) {
        return Error("govern.rule", "an election has seats, trustees and a time");
    }
    OGNIWO_TRY(not_withdrawn(b.election));
    OGNIWO_TRY(check_trustees(b.trustees));
    OGNIWO_TRY(check_runs(runs_of(b), b.trustees.size()));
    if (s.vote_of_election_.contains(b.election.value)) {
        return duplicate("election", b.election.value);
    }
    if (const auto found = s.announced_.find(b.election.value); found != s.announced_.end()) {
        OGNIWO_TRY(check_as_announced(found->second, b));
    }
    SecretVote secret;
    secret.prepared = b;
    OGNIWO_TRY(add_vote(b.vote, b.title.value, std::move(secret)));
    s.vote_of_election_.emplace(b.election.value, b.vote.value);
    return {};
}

Result<void> State::Applier::operator()(const ledger::BallotAccepted& b) const {
    OGNIWO_TRY(by_server());
    if (entry.at) {
        return Error("govern.rule", "a ballot entry carries no time");
    }
    OGNIWO_ASSIGN(Vote * vote, find_secret(b.election, VoteStatus::open));
    auto& secret = std::get<SecretVote>(vote->kind);
    if (secret.spoiled.contains(b.tracker.value)) {
        return Error("govern.spoiled", "the ballot was opened and can never be cast: " + b.tracker.value);
    }
    ++secret.ballots;
    return {};
}

Result<void> State::Applier::operator()(const ledger::BallotSpoiled& b) const {
    OGNIWO_TRY(by_server());
    if (entry.at) {
        return Error("govern.rule", "the entry of a spoiled ballot carries no time");
    }
    OGNIWO_ASSIGN(Vote * vote, find_secret(b.election, VoteStatus::open));
    if (!std::get<SecretVote>(vote->kind).spoiled.emplace(b.tracker.value, entry.index).second) {
        return duplicate("spoiled ballot", b.tracker.value);
    }
    return {};
}

Result<void> State::Applier::operator()(const ledger::ParticipationPublished& b) const {
    OGNIWO_TRY(by_server());
    OGNIWO_ASSIGN(Vote * vote, find_vote(b.vote, VoteStatus::closed));
    auto* secret = std::get_if<SecretVote>(&vote->kind);
    if (secret == nullptr || secret->participation) {
        return Error("govern.duplicate", "the participation list is published once");
    }
    if (!sorted_and_distinct(b.organisations)) {
        return Error("govern.rule", "the participation list must be sorted");
    }
    for (const Id& organisation : b.organisations) {
        if (!s.organisations_.contains(organisation.value)) {
            return reference("organisation", organisation.value);
        }
    }
    secret->participation = b;
    return {};
}

} // namespace ogniwo::governance
