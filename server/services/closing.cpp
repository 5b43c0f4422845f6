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
    OGNIWO_ASSIGN(const std::string encrypted,
                  context.put_blob(as_bytes(tally.encrypted_tally_json())));
    OGNIWO_ASSIGN(const std::string sized, context.put_blob(as_bytes(tally.sized_tally_json())));

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
    co_return co_await commit_personal(std::move(act), false, std::move(also));
}

} // namespace ogniwo::services
