#include "server/services/voting_steps.hpp"

#include "crypto/sha256.hpp"

namespace ogniwo::services {

using governance::State;
using governance::VoteStatus;
using storage::CommitContext;

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
        OGNIWO_ASSIGN(const Bytes tally, read_named_blob(parts_.log.store(), secret.tally->encrypted_tally));
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
        drafts.push_back(server_draft(
            ledger::DecryptionPosted{ledger::Uuid{uuid}, static_cast<std::int64_t>(owner),
                                     ledger::DigestHex{posted}, ledger::DigestHex{wrapper}}));
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
        parts_.events.event(published ? obs::Level::info : obs::Level::error, "election.decided",
                            {{"ok", published.has_value()}});
    } else if (publish.error() != Error("govern.order")) {
        co_return publish.error();
    }
    co_return co_await receipt(appended->indexes.front());
}

// The command that publishes the result, when as many trustees have decrypted as it takes. Errors: govern.order
// (not yet).
Result<FederationLog::Decide> Voting::result_of(const std::string& uuid) {
    const auto election = parts_.log.election(uuid);
    const auto vote = vote_of(parts_.log, uuid);
    if (!election || !vote || vote->status != VoteStatus::tallied) {
        return Error("govern.order", "nothing to compute");
    }
    const governance::SecretVote& secret = *vote->secret();
    if (!governance::enough_decryptions(secret)) {
        return Error("govern.order", "not enough trustees have decrypted");
    }
    const storage::Store& store = parts_.log.store();
    OGNIWO_ASSIGN(const Bytes tally, read_named_blob(store, secret.tally->encrypted_tally));
    OGNIWO_ASSIGN(const auto stored, storage::read_tally(store, uuid));
    std::map<std::int64_t, Bytes> decryptions;
    for (const auto& [owner, posted] : secret.decryptions) {
        OGNIWO_ASSIGN(decryptions[owner], read_named_blob(store, posted.partial_decryption));
    }
    std::vector<ballots::PartialDecryptionView> views;
    for (const auto& [owner, bytes] : decryptions) {
        views.push_back({static_cast<std::uint64_t>(owner), bytes});
    }
    OGNIWO_ASSIGN(const ballots::ElectionResult result,
                  election->compute_result(tally, stored ? stored->total_weight : 0, views));
    OGNIWO_ASSIGN(const governance::Elected elected,
                  governance::decide_election(secret, election->definition(), result.counts,
                                              election->voters()));
    return FederationLog::Decide(
        [uuid, json = result.json, elected](const State&, CommitContext& context) -> Result<Drafts> {
            OGNIWO_ASSIGN(const std::string name, context.put_blob(as_bytes(json)));
            Drafts drafts;
            drafts.push_back(server_draft(ledger::ElectionDecided{
                ledger::Uuid{uuid}, ledger::DigestHex{name}, elected.answers, elected.tie,
                std::nullopt}));
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

} // namespace ogniwo::services
