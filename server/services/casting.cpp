#include "server/services/voting_steps.hpp"

#include "crypto/sha256.hpp"
#include "storage/open_tally.hpp"

namespace ogniwo::services {

using governance::State;
using governance::VoteStatus;
using storage::CommitContext;

namespace {

// Without a copy of the vote, whose opened ballots may be many.
std::optional<VoteStatus> status_of(const FederationLog& log, std::string_view election) {
    return log.with_state([&](const State& state) -> std::optional<VoteStatus> {
        const auto id = state.vote_of_election(election);
        return id ? std::optional(state.vote(*id)->status) : std::nullopt;
    });
}

} // namespace

asio::awaitable<Result<ledger::Receipt>> Voting::cast_open(Actor actor, std::string vote,
                                                           PersonalAct act) {
    const auto body = body_of<ledger::OpenVoteCast>(act);
    if (!body) {
        co_return body.error();
    }
    if (body->vote.value != vote || body->organisation.value != actor.organisation) {
        co_return Error("act.vote", "the act is about another vote or organisation");
    }
    if (per_voter_.take(actor.organisation, std::chrono::steady_clock::now())) {
        co_return Error("rate.voter", "too many casts in a minute");
    }
    FederationLog::Decide also = [actor, act, cast = *body](const State& state,
                                                           CommitContext& context) -> Result<Drafts> {
        OGNIWO_TRY(own_key(state, actor, act));
        const auto organisation = state.organisations().find(cast.organisation.value);
        if (organisation != state.organisations().end()) {
            OGNIWO_TRY(storage::record_open_vote(
                context.transaction(), cast.vote.value, cast.organisation.value, cast.option,
                static_cast<std::uint64_t>(organisation->second.weight)));
        }
        return Drafts{};
    };
    co_return co_await commit_personal(std::move(act), false, std::move(also));
}

asio::awaitable<Result<ledger::Receipt>> Voting::cast_ballot(Actor actor, std::string uuid,
                                                             Bytes ballot) {
    const auto started = std::chrono::steady_clock::now();
    if (is_withdrawn(parts_.log, uuid)) {
        co_return Error("ballot.withdrawn", uuid);
    }
    const auto election = parts_.log.election(uuid);
    const auto status = status_of(parts_.log, uuid);
    if (!election || !status) {
        co_return Error("election.unknown", uuid);
    }
    if (per_voter_.take(actor.organisation, started)) {
        co_return Error("rate.voter", "too many casts in a minute");
    }
    // The same bytes again are the same ballot, also after the close.
    const Digest hash = crypto::sha256(ballot);
    auto look_up = [this, &uuid, &hash] {
        return storage::find_ballot(parts_.log.store(), uuid, hash);
    };
    const auto known = co_await net::offload(parts_.pool, std::move(look_up));
    if (!known) {
        co_return known.error();
    }
    if (*known && (*known)->of_another(actor.organisation)) {
        co_return Error("ballot.credential_bound", "another voter has used this credential");
    }
    // One that is stored and not yet signed for waits for that behind the queue, as it did the first time.
    if (*known && (*known)->entry_index < parts_.log.head().head.size) {
        co_return co_await receipt((*known)->entry_index);
    }
    if (!*known && *status != VoteStatus::open) {
        co_return Error(*status == VoteStatus::prepared ? "ballot.not_open" : "ballot.closed");
    }
    auto check = [&election, &ballot] {
        return election->check_ballot(ballot, ballots::Strictness::cast);
    };
    auto checked = co_await net::offload(parts_.pool, std::move(check));
    check_time_.observe(std::chrono::steady_clock::now() - started);
    if (!checked) {
        rejected_.add();
        parts_.events.event(obs::Level::info, "ballot.rejected",
                            {{"check", checked.error().id()}});
        co_return checked.error();
    }
    const auto record = std::make_shared<storage::CastRecord>();
    record->election = uuid;
    record->voter = actor.organisation;
    record->checked = std::move(*checked);
    record->ballot = std::move(ballot);
    const auto outcome = std::make_shared<storage::CastOutcome>();
    const auto committing = std::chrono::steady_clock::now();
    FederationLog::Decide decide = [this, election, record, outcome](
                                       const State& state, CommitContext& context) -> Result<Drafts> {
        const auto id = state.vote_of_election(record->election);
        if (id && state.vote(*id)->secret()->spoiled.contains(record->checked.tracker)) {
            return Error("ballot.spoiled", record->checked.tracker);
        }
        const bool open = id && state.vote(*id)->status == VoteStatus::open; // may have closed meanwhile
        OGNIWO_ASSIGN(*outcome, parts_.log.ballot_box().record(context, *election, *record, open));
        Drafts drafts;
        if (!outcome->duplicate) {
            drafts.push_back({ledger::BallotAccepted{ledger::Uuid{record->election},
                                                     ledger::Tracker{record->checked.tracker}},
                              {},
                              true,
                              false});
        }
        return drafts;
    };
    const auto appended = co_await parts_.log.commit(std::move(decide));
    commit_time_.observe(std::chrono::steady_clock::now() - committing);
    if (!appended) {
        co_return appended.error();
    }
    if (!outcome->duplicate) {
        accepted_.add();
        parts_.events.event(obs::Level::info, "ballot.accepted", {});
    }
    co_return co_await receipt(outcome->entry_index);
}

Result<std::size_t> Voting::erase_bindings(UnixMillis before) {
    const auto due = parts_.log.with_state([before](const State& state) {
        std::vector<std::string> uuids;
        for (const auto& [id, vote] : state.votes()) {
            if (vote.secret() != nullptr && vote.decided_at && *vote.decided_at < before) {
                uuids.push_back(vote.secret()->prepared.election.value);
            }
        }
        return uuids;
    });
    std::size_t erased = 0;
    const storage::Store& store = parts_.log.store();
    for (const std::string& uuid : due) {
        OGNIWO_ASSIGN(const auto voters, storage::read_participants(store, uuid));
        if (voters.empty()) {
            continue;
        }
        const auto erase = [&](const State&, CommitContext& context) -> Result<Drafts> {
            OGNIWO_TRY(storage::BallotBox::erase_bindings(context, store, uuid));
            return Drafts();
        };
        OGNIWO_TRY(parts_.log.commit_and_wait(erase));
        parts_.events.event(obs::Level::info, "election.bindings_erased", {{"election", uuid}});
        ++erased;
    }
    if (erased > 0) {
        OGNIWO_TRY(parts_.log.purge(storage::Table::participants));
        OGNIWO_TRY(parts_.log.purge(storage::Table::credentials));
    }
    return erased;
}

} // namespace ogniwo::services
