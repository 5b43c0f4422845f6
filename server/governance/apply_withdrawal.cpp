#include "server/governance/apply.hpp"
#include "server/governance/withdrawal.hpp"

namespace ogniwo::governance {

Result<void> State::Applier::operator()(const ledger::ElectionWithdrawn& b) const {
    OGNIWO_TRY(by_officers(b.officers));
    if (!entry.at) {
        return Error("govern.rule", "a withdrawal has a time");
    }
    OGNIWO_TRY(not_withdrawn(b.election));
    const auto id = s.vote_of_election(b.election.value);
    if (!id && !s.announced_.contains(b.election.value)) {
        return reference("election", b.election.value);
    }
    if (id) {
        Vote& vote = s.votes_.at(*id);
        if (vote.status != VoteStatus::prepared) {
            return Error("govern.opened", "the vote was opened and can no longer be withdrawn: " + *id);
        }
        vote.status = VoteStatus::withdrawn;
    }
    s.withdrawals_.emplace(b.election.value, Withdrawal{b, entry.index, *entry.at});
    return {};
}

Result<void> State::Applier::check_replacement(const ledger::ElectionAnnounced& b) const {
    OGNIWO_TRY(by_officers_and_server(b.replaces->officers));
    OGNIWO_ASSIGN(ledger::ElectionAnnounced same, announce_again(s, b.replaces->election.value));
    const ledger::DigestHex withdrawn_roll = s.announced(b.replaces->election.value)->announced.credentials;
    same.vote = b.vote;
    same.election = b.election;
    same.credentials = b.credentials;
    same.replaces = b.replaces;
    if (same.count && b.count) {
        same.count->lot = b.count->lot;
    }
    if (same != b || b.credentials == withdrawn_roll) {
        return Error("govern.rule", "not the vote that was withdrawn, with new credentials: " +
                                        b.replaces->election.value);
    }
    return {};
}

} // namespace ogniwo::governance
