#include "server/services/voting_steps.hpp"

namespace ogniwo::services {
namespace {

using governance::State;
using governance::VoteStatus;
using storage::CommitContext;

// What follows the close of a secret vote, in the same batch.
Result<Drafts> tally_drafts(CommitContext& context, const governance::SecretVote& secret,
                            const ballots::SecretElection& election,
                            const storage::Store& store) {
    const std::string& uuid = secret.prepared.election.value;
    storage::Transaction& transaction = context.transaction();
    OGNIWO_ASSIGN(const auto stored, transaction.get(storage::Table::tallies, as_bytes(uuid)));
    ballots::RunningTally tally = election.empty_tally();
    if (stored) {
        OGNIWO_ASSIGN(const auto numbers, storage::decode_tally(*stored));
        OGNIWO_ASSIGN(tally, election.tally_from_json(numbers.encrypted_tally, numbers.num_tallied,
                                                      numbers.total_weight));
    }
    const auto last = storage::last_ballots(store, transaction, uuid);
    OGNIWO_ASSIGN(const ballots::ClosedTally closed, election.close_tally(tally, last));
    OGNIWO_ASSIGN(const std::string encrypted, context.put_blob(closed.encrypted_tally));
    OGNIWO_ASSIGN(const std::string sized, context.put_blob(closed.sized_tally));

    // Voters of earlier batches; those of this very batch are in the transaction alone.
    OGNIWO_ASSIGN(const auto voters, storage::read_participants(store, uuid, &transaction));
    ledger::ParticipationPublished participation{secret.prepared.vote, {}};
    for (const std::string& voter : voters) {
        participation.organisations.push_back(ledger::Id{voter});
    }
    Drafts drafts;
    drafts.push_back(server_draft(std::move(participation)));
    drafts.push_back(server_draft(ledger::ElectionTallied{
        secret.prepared.election, ledger::DigestHex{encrypted}, ledger::DigestHex{sized}}));
    return drafts;
}

} // namespace

asio::awaitable<Result<ledger::Receipt>> Voting::close_vote(Actor actor, std::string vote,
                                                            PersonalAct act) {
    const auto body = body_of<ledger::VoteClosed>(act);
    if (!body) {
        co_return body.error();
    }
    if (body->vote.value != vote) {
        co_return Error("act.vote", "the act is about another vote");
    }
    FederationLog::Decide also = [this, actor, act, vote](const State& state,
                                                         CommitContext& context) -> Result<Drafts> {
        OGNIWO_TRY(own_key(state, actor, act));
        const governance::Vote* found = state.vote(vote);
        if (found == nullptr || found->status != VoteStatus::open) {
            return Drafts{}; // State::apply says what is wrong
        }
        if (const auto* secret = found->secret()) {
            return tally_drafts(context, *secret,
                                *parts_.log.election(secret->prepared.election.value),
                                parts_.log.store());
        }
        OGNIWO_ASSIGN(ledger::OpenVoteDecided decided, governance::decide_open_vote(state, vote));
        Drafts drafts;
        drafts.push_back(server_draft(std::move(decided)));
        return drafts;
    };
    auto closed = co_await commit_personal(std::move(act), false, std::move(also));
    if (closed) {
        parts_.mixing.wake();
    }
    co_return closed;
}

asio::awaitable<Result<ledger::Receipt>> Voting::end_shuffles(Actor actor, std::string vote, PersonalAct act) {
    const auto body = body_of<ledger::ShufflesEnded>(act);
    if (!body) {
        co_return body.error();
    }
    FederationLog::Decide also = [actor, act, vote, election = body->election](
                                     const State& state, CommitContext&) -> Result<Drafts> {
        OGNIWO_TRY(own_key(state, actor, act));
        if (state.vote_of_election(election.value) != vote) {
            return Error("act.vote", "the act is about another vote");
        }
        return Drafts{};
    };
    co_return co_await commit_personal(std::move(act), false, std::move(also));
}

} // namespace ogniwo::services
