#include "server/governance/apply.hpp"

namespace ogniwo::governance {
namespace {

Result<void> check_casting_vote(const State& state, const ledger::OpenVotePrepared& b) {
    if (!b.casting_vote) {
        return {};
    }
    const Mandate* chair = state.mandate(b.casting_vote->value);
    if (chair == nullptr || !chair->roles.contains(ledger::Role::representative)) {
        return Error("govern.reference", "the casting vote is of no representative: " + b.casting_vote->value);
    }
    if (!ballots::allows_casting_vote(b.rule) || b.organisations) {
        return Error("govern.rule", "a casting vote goes with a simple majority alone");
    }
    return {};
}

} // namespace

Result<void> State::Applier::operator()(const ledger::OpenVotePrepared& b) const {
    OGNIWO_TRY(by_server());
    OGNIWO_TRY(ballots::check_rule(b.rule));
    OGNIWO_TRY(ballots::check_rule(b.quorum));
    if (b.organisations) {
        OGNIWO_TRY(ballots::check_rule(*b.organisations));
    }
    OGNIWO_TRY(check_casting_vote(s, b));
    if (b.text && !s.texts_.contains(b.text->value)) {
        return reference("text", b.text->value);
    }
    return add_vote(b.vote, b.title.value, OpenVote{b, {}, {}});
}

Result<void> State::Applier::operator()(const ledger::VoteOpened& b) const {
    OGNIWO_TRY(by_officers(b.officers));
    OGNIWO_ASSIGN(Vote * vote, find_vote(b.vote, VoteStatus::prepared));
    vote->status = VoteStatus::open;
    vote->opened_index = entry.index;
    vote->opened_at = entry.at;
    vote->opened_by = b.officers;
    return {};
}

Result<void> State::Applier::operator()(const ledger::VoteClosed& b) const {
    OGNIWO_TRY(by_officers(b.officers));
    OGNIWO_ASSIGN(Vote * vote, find_vote(b.vote, VoteStatus::open));
    vote->status = VoteStatus::closed;
    vote->closed_index = entry.index;
    vote->closed_at = entry.at;
    vote->closed_by = b.officers;
    return {};
}

Result<void> State::Applier::operator()(const ledger::OpenVoteCast& b) const {
    OGNIWO_ASSIGN(Vote * vote, find_vote(b.vote, VoteStatus::open));
    auto* open = std::get_if<OpenVote>(&vote->kind);
    if (open == nullptr) {
        return Error("govern.reference", "not an open vote: " + b.vote.value);
    }
    if (!s.organisations_.contains(b.organisation.value)) {
        return reference("organisation", b.organisation.value);
    }
    if (b.mandates.size() != 1 || entry.signers.size() != 1) {
        return Error("govern.signer", "one mandate and one signature");
    }
    const Mandate* mandate = s.mandate(b.mandates.front().value);
    if (mandate == nullptr || mandate->organisation != b.organisation ||
        !mandate->roles.contains(ledger::Role::representative)) {
        return Error("govern.signer", "not a representative of the organisation");
    }
    if (mandate->key != entry.signers.front()) {
        return Error("govern.signer", "not the registered key of the mandate");
    }
    open->cast[b.organisation.value] = {b.option, entry.index};
    return {};
}

Result<void> State::Applier::operator()(const ledger::OpenVoteDecided& b) const {
    OGNIWO_TRY(by_server());
    OGNIWO_ASSIGN(Vote * vote, find_vote(b.vote, VoteStatus::closed));
    OGNIWO_ASSIGN(const ledger::OpenVoteDecided expected, decide_open_vote(s, b.vote.value));
    if (b != expected) {
        return Error("govern.decision", "the decision is not what the votes and the rule give");
    }
    std::get<OpenVote>(vote->kind).decision = b;
    vote->status = VoteStatus::decided;
    vote->decided_at = entry.at;
    return {};
}

} // namespace ogniwo::governance
