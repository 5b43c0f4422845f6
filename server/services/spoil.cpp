#include "crypto/base/encoding.hpp"
#include "server/services/voting.hpp"

namespace ogniwo::services {

using governance::State;
using governance::VoteStatus;
using storage::CommitContext;

// The entry of a ballot that was opened before; nothing when this one may be opened now. On the writer thread, in
// the order in which ballots are cast: of a cast and an opening of one ballot the first holds and the second is refused.
Result<std::optional<std::uint64_t>> Voting::decide_spoiled(const State& state, CommitContext& context,
                                                            const Actor& actor, const std::string& uuid,
                                                            const Digest& ballot) {
    if (state.withdrawal(uuid) != nullptr) {
        return Error("ballot.withdrawn", uuid);
    }
    const auto id = state.vote_of_election(uuid);
    if (!id) {
        return Error("election.unknown", uuid);
    }
    const governance::Vote& vote = *state.vote(*id);
    const auto& spoiled = vote.secret()->spoiled;
    if (const auto known = spoiled.find(base64_encode(ballot, Padding::none)); known != spoiled.end()) {
        return std::optional(known->second);
    }
    if (vote.status != VoteStatus::open) {
        return Error(vote.status == VoteStatus::prepared ? "ballot.not_open" : "ballot.closed");
    }
    OGNIWO_ASSIGN(const bool cast, storage::is_cast(context.transaction(), uuid, ballot));
    if (cast) {
        return Error("ballot.cast");
    }
    std::uint32_t& challenges = challenges_[{uuid, actor.organisation}];
    if (challenges >= parts_.challenges_per_voter) {
        return Error("ballot.challenge_limit", std::to_string(challenges) + " ballots opened");
    }
    ++challenges;
    return std::optional<std::uint64_t>();
}

asio::awaitable<Result<ledger::Receipt>> Voting::spoil_ballot(Actor actor, std::string uuid, Digest ballot) {
    if (per_voter_.take(actor.organisation, std::chrono::steady_clock::now())) {
        co_return Error("rate.voter", "too many requests in a minute");
    }
    const auto known = std::make_shared<std::optional<std::uint64_t>>();
    FederationLog::Decide decide = [this, actor, uuid, ballot, known](
                                       const State& state, CommitContext& context) -> Result<std::vector<Draft>> {
        OGNIWO_ASSIGN(*known, decide_spoiled(state, context, actor, uuid, ballot));
        std::vector<Draft> drafts;
        if (!*known) {
            const ledger::BallotSpoiled body{ledger::Uuid{uuid},
                                             ledger::Tracker{base64_encode(ballot, Padding::none)}};
            drafts.push_back({body, {}, true, false});
        }
        return drafts;
    };
    const auto appended = co_await parts_.log.commit(std::move(decide));
    if (!appended) {
        co_return appended.error();
    }
    if (!*known) {
        parts_.events.event(obs::Level::info, "ballot.spoiled", {});
    }
    co_return co_await receipt(*known ? **known : appended->indexes.front());
}

} // namespace ogniwo::services
