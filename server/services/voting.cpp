#include "server/services/voting.hpp"

#include "crypto/base/encoding.hpp"
#include "crypto/sha256.hpp"
#include "storage/acts.hpp"
#include "storage/open_tally.hpp"

namespace ogniwo::services {
namespace {

using governance::State;
using governance::VoteStatus;
using storage::CommitContext;
using Drafts = std::vector<Draft>;

Error no_role(const char* detail) { return {"role.required", detail}; }

/// The body of an act that must be of one kind. Errors: act.*, entry.*, act.kind.
template <class Kind> Result<Kind> body_of(const PersonalAct& act) {
    OGNIWO_ASSIGN(const ledger::Act parsed, ledger::parse_act(act.act));
    const auto* body = std::get_if<Kind>(&parsed.body);
    if (body == nullptr) {
        return Error("act.kind", "the act is not a " + std::string(Kind::kind));
    }
    return *body;
}

/// The key must be the actor's own: a stolen session alone does not act.
Result<void> own_key(const State& state, const Actor& actor, const PersonalAct& act) {
    if (state.mandate_of_key(act.signature.key) != actor.mandate) {
        return no_role("the key is not registered for your mandate");
    }
    return {};
}

Drafts single(ledger::Body body, PersonalAct act, bool server_signs) {
    Drafts drafts;
    drafts.push_back({std::move(body), std::move(act), server_signs, true});
    return drafts;
}

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
    drafts.push_back({std::move(participation), {}, true, true});
    drafts.push_back({ledger::ElectionTallied{secret.prepared.election,
                                              ledger::DigestHex{encrypted},
                                              ledger::DigestHex{sized}},
                      {},
                      true,
                      true});
    return drafts;
}

Result<Bytes> blob(const storage::Store& store, const ledger::DigestHex& name) {
    OGNIWO_ASSIGN(const Digest digest, hex_decode_array<32>(name.value));
    OGNIWO_ASSIGN(auto bytes, storage::read_blob(store, digest));
    if (!bytes) {
        return Error("storage.corrupt", "the blob " + name.value + " is missing");
    }
    return std::move(*bytes);
}

std::optional<governance::Vote> vote_of(const FederationLog& log, std::string_view election) {
    return log.with_state([&](const State& state) -> std::optional<governance::Vote> {
        const auto id = state.vote_of_election(election);
        return id ? std::optional(*state.vote(*id)) : std::nullopt;
    });
}

} // namespace

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
        Drafts drafts = single(body, act, server_signs);
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
        drafts.push_back({std::move(decided), {}, true, true});
        return drafts;
    };
    co_return co_await commit_personal(std::move(act), false, std::move(also));
}

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
    const auto election = parts_.log.election(uuid);
    const auto vote = vote_of(parts_.log, uuid);
    if (!election || !vote) {
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
    if (!*known && vote->status != VoteStatus::open) {
        co_return Error(vote->status == VoteStatus::prepared ? "ballot.not_open" : "ballot.closed");
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

asio::awaitable<Result<ledger::Receipt>>
Voting::post_decryption(Actor actor, std::string uuid, std::uint64_t owner, Bytes decryption) {
    const auto election = parts_.log.election(uuid);
    const auto vote = vote_of(parts_.log, uuid);
    if (!election || !vote || vote->secret() == nullptr) {
        co_return Error("election.unknown", uuid);
    }
    const governance::SecretVote& secret = *vote->secret();
    const auto& trustees = secret.prepared.trustees;
    if (owner < 1 || owner > trustees.size() || trustees[owner - 1].value != actor.mandate) {
        co_return no_role("not your trustee number");
    }
    if (!secret.tally) {
        co_return Error("govern.vote_status", "the vote is not closed yet");
    }
    auto check = [this, &election, &secret, owner, &decryption]() -> Result<void> {
        OGNIWO_ASSIGN(const Bytes tally, blob(parts_.log.store(), secret.tally->encrypted_tally));
        return election->check_partial_decryption(owner, tally, decryption);
    };
    const auto checked = co_await net::offload(parts_.pool, std::move(check));
    if (!checked) {
        co_return checked.error();
    }
    FederationLog::Decide decide = [uuid, owner, decryption](
                                       const State&, CommitContext& context) -> Result<Drafts> {
        const std::string owned = ballots::owned_json(owner, crypto::sha256(decryption));
        OGNIWO_ASSIGN(const std::string posted, context.put_blob(decryption));
        OGNIWO_ASSIGN(const std::string wrapper, context.put_blob(as_bytes(owned)));
        Drafts drafts;
        drafts.push_back({ledger::DecryptionPosted{ledger::Uuid{uuid},
                                                   static_cast<std::int64_t>(owner),
                                                   ledger::DigestHex{posted},
                                                   ledger::DigestHex{wrapper}},
                          {},
                          true,
                          true});
        return drafts;
    };
    const auto appended = co_await parts_.log.commit(std::move(decide));
    if (!appended) {
        co_return appended.error();
    }
    auto compute = [this, &uuid] { return result_of(uuid); };
    auto publish = co_await net::offload(parts_.pool, std::move(compute));
    if (publish) {
        const auto published = co_await parts_.log.commit(std::move(*publish));
        if (published || published.error() != Error("govern.order")) {
            parts_.events.event(published ? obs::Level::info : obs::Level::error,
                                "election.decided", {{"ok", published.has_value()}});
        }
    } else if (publish.error() != Error("govern.order")) {
        co_return publish.error();
    }
    co_return co_await receipt(appended->indexes.front());
}

// The command that publishes the result, when every trustee has decrypted. Errors: govern.order (not yet).
Result<FederationLog::Decide> Voting::result_of(const std::string& uuid) {
    const auto election = parts_.log.election(uuid);
    const auto vote = vote_of(parts_.log, uuid);
    if (!election || !vote || vote->status != VoteStatus::tallied) {
        return Error("govern.order", "nothing to compute");
    }
    const governance::SecretVote& secret = *vote->secret();
    if (secret.decryptions.size() != secret.prepared.trustees.size()) {
        return Error("govern.order", "not every trustee has decrypted");
    }
    const storage::Store& store = parts_.log.store();
    OGNIWO_ASSIGN(const Bytes tally, blob(store, secret.tally->encrypted_tally));
    OGNIWO_ASSIGN(const auto stored, storage::read_tally(store, uuid));
    std::vector<Bytes> bytes;
    for (const auto& [owner, posted] : secret.decryptions) {
        OGNIWO_ASSIGN(Bytes decryption, blob(store, posted.partial_decryption));
        bytes.push_back(std::move(decryption));
    }
    std::vector<ballots::PartialDecryptionView> views;
    views.reserve(bytes.size());
    for (const Bytes& decryption : bytes) {
        views.push_back({views.size() + 1, decryption});
    }
    OGNIWO_ASSIGN(const ballots::ElectionResult result,
                  election->compute_result(tally, stored ? stored->total_weight : 0, views));
    OGNIWO_ASSIGN(const governance::Elected elected,
                  governance::decide_election(secret, election->definition(), result.counts,
                                              election->voters()));
    return FederationLog::Decide(
        [uuid, json = result.json, elected](const State& state,
                                            CommitContext& context) -> Result<Drafts> {
            const auto id = state.vote_of_election(uuid);
            if (!id || state.vote(*id)->status != VoteStatus::tallied) {
                return Error("govern.order", "another trustee's request has published the result");
            }
            OGNIWO_ASSIGN(const std::string name, context.put_blob(as_bytes(json)));
            Drafts drafts;
            drafts.push_back({ledger::ElectionDecided{ledger::Uuid{uuid}, ledger::DigestHex{name},
                                                      elected.answers, elected.tie},
                              {},
                              true,
                              true});
            return drafts;
        });
}

Result<void> Voting::finish_pending() {
    const auto elections = parts_.log.with_state([](const State& state) {
        std::vector<std::string> uuids;
        for (const auto& [id, vote] : state.votes()) {
            if (vote.status == VoteStatus::tallied) {
                uuids.push_back(vote.secret()->prepared.election.value);
            }
        }
        return uuids;
    });
    for (const std::string& uuid : elections) {
        if (auto publish = result_of(uuid)) {
            OGNIWO_TRY(parts_.log.commit_and_wait(std::move(*publish)));
        } else if (publish.error() != Error("govern.order")) {
            return publish.error();
        }
    }
    return {};
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
