#include "server/services/voting_steps.hpp"

#include "storage/acts.hpp"

namespace ogniwo::services {

using governance::State;
using storage::CommitContext;

Voting::Voting(Parts parts)
    : parts_(parts), per_voter_({parts.casts_per_minute_per_voter, parts.casts_per_minute_per_voter}),
      accepted_(parts.metrics.counter("ogniwo_ballots_accepted_total", "Secret ballots accepted")),
      rejected_(parts.metrics.counter("ogniwo_ballots_rejected_total", "Secret ballots refused")),
      check_time_(parts.metrics.histogram("ogniwo_ballot_check_seconds",
                                          "From a ballot's arrival until it is checked")),
      commit_time_(parts.metrics.histogram("ogniwo_ballot_commit_seconds",
                                           "From a checked ballot until it is durable")) {}

asio::awaitable<Result<ledger::Receipt>> Voting::receipt(std::uint64_t index) {
    auto work = [this, index] { return parts_.log.receipt(index); };
    co_return co_await net::offload(parts_.pool, std::move(work));
}

asio::awaitable<Result<ledger::Receipt>> Voting::commit_personal(PersonalAct act, bool server_signs,
                                                                 FederationLog::Decide also) {
    auto parsed = ledger::parse_act(act.act);
    if (!parsed) {
        co_return parsed.error();
    }
    const auto known = std::make_shared<std::optional<std::uint64_t>>();
    FederationLog::Decide decide = [body = std::move(parsed->body), act = std::move(act), server_signs,
                                    also = std::move(also), known](
                                       const State& state, CommitContext& context) -> Result<Drafts> {
        // The same act again, because its answer was lost, is the same entry: also after the close.
        OGNIWO_ASSIGN(*known, storage::find_act(context.transaction(), act.act, act.signature));
        if (*known) {
            return Drafts{};
        }
        Drafts drafts;
        drafts.push_back({body, act, server_signs, true});
        OGNIWO_ASSIGN(Drafts more, also(state, context));
        std::ranges::move(more, std::back_inserter(drafts));
        return drafts;
    };
    const auto appended = co_await parts_.log.commit(std::move(decide));
    if (!appended) {
        co_return appended.error();
    }
    co_return co_await receipt(*known ? **known : appended->indexes.front());
}

asio::awaitable<Result<ledger::Receipt>> Voting::register_key(Actor actor, PersonalAct act) {
    const auto body = body_of<ledger::KeyRegistered>(act);
    if (!body) {
        co_return body.error();
    }
    if (body->mandate.value != actor.mandate) {
        co_return no_role("a key is registered for one's own mandate");
    }
    FederationLog::Decide nothing_more = [](const State&, CommitContext&) -> Result<Drafts> {
        return Drafts{};
    };
    co_return co_await commit_personal(std::move(act), true, std::move(nothing_more));
}

asio::awaitable<Result<ledger::Receipt>> Voting::open_vote(Actor actor, std::string vote,
                                                           PersonalAct act) {
    const auto body = body_of<ledger::VoteOpened>(act);
    if (!body) {
        co_return body.error();
    }
    if (body->vote.value != vote) {
        co_return Error("act.vote", "the act is about another vote");
    }
    FederationLog::Decide also = [actor, act](const State& state, CommitContext&) -> Result<Drafts> {
        OGNIWO_TRY(own_key(state, actor, act));
        return Drafts{};
    };
    co_return co_await commit_personal(std::move(act), false, std::move(also));
}

} // namespace ogniwo::services
