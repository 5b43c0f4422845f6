#include "server/services/voting_steps.hpp"

#include "crypto/base/encoding.hpp"
#include "server/governance/outcome.hpp"

namespace ogniwo::services {
namespace {

using governance::SecretVote;
using governance::State;
using governance::VoteStatus;
using storage::CommitContext;

// What the result's entry says, and the blobs that it names.
FederationLog::Decide decision_act(std::string uuid, std::string result, governance::Outcome outcome, Digest lot) {
    return [uuid = std::move(uuid), result = std::move(result), outcome = std::move(outcome),
            lot](const State& state, CommitContext& context) -> Result<Drafts> {
        const auto id = state.vote_of_election(uuid);
        if (!id || state.vote(*id)->status != VoteStatus::tallied) {
            return Error("govern.order", "another trustee's request has published the result");
        }
        OGNIWO_ASSIGN(const std::string name, context.put_blob(as_bytes(result)));
        ledger::ElectionDecided decided{ledger::Uuid{uuid}, ledger::DigestHex{name}, outcome.elected.answers,
                                        outcome.elected.tie};
        if (outcome.record) {
            OGNIWO_ASSIGN(const std::string record, context.put_blob(as_bytes(*outcome.record)));
            decided.count = ledger::CountOutcome{ledger::DigestHex{record}, ledger::DigestHex{hex_encode(lot)}};
        }
        Drafts drafts;
        drafts.push_back(server_draft(std::move(decided)));
        return drafts;
    };
}

} // namespace

Result<FederationLog::Decide> Voting::result_of(const std::string& uuid) {
    const auto election = parts_.log.election(uuid);
    const auto vote = vote_of(parts_.log, uuid);
    if (!election || !vote || vote->status != VoteStatus::tallied) {
        return Error("govern.order", "nothing to compute");
    }
    const SecretVote& secret = *vote->secret();
    if (!governance::enough_decryptions(secret)) {
        return Error("govern.order", "not enough trustees have decrypted");
    }
    const storage::Store& store = parts_.log.store();
    OGNIWO_ASSIGN(const Bytes tally, parts_.mixing.mixed_tally(*election, secret));
    OGNIWO_ASSIGN(const auto stored, storage::read_tally(store, uuid));
    std::map<std::int64_t, Bytes> decryptions;
    for (const auto& [owner, posted] : secret.decryptions) {
        OGNIWO_ASSIGN(decryptions[owner], read_named_blob(store, posted.entry.partial_decryption));
    }
    std::vector<ballots::PartialDecryptionView> views;
    for (const auto& [owner, bytes] : decryptions) {
        views.push_back({static_cast<std::uint64_t>(owner), bytes});
    }
    const std::uint64_t weight = stored ? stored->total_weight : 0;
    OGNIWO_ASSIGN(ballots::ElectionResult result, election->compute_result(tally, weight, views));
    const governance::ReadBlob blob = [&](const ledger::DigestHex& name) { return read_named_blob(store, name); };
    OGNIWO_ASSIGN(const std::string constraints, governance::read_constraints(secret.prepared.count, blob));
    const Digest lot = parts_.log.lot_of(uuid);
    OGNIWO_ASSIGN(governance::Outcome outcome,
                  governance::decide_outcome({secret, election->definition(), result.counts, election->voters(),
                                              weight, constraints, lot}));
    return decision_act(uuid, std::move(result.json), std::move(outcome), lot);
}

asio::awaitable<Result<void>> Voting::publish_result(std::string uuid) {
    auto compute = [this, &uuid] { return result_of(uuid); };
    auto publish = co_await net::offload(parts_.pool, std::move(compute));
    if (!publish) {
        co_return publish.error() == Error("govern.order") ? Result<void>() : publish.error();
    }
    const auto published = co_await parts_.log.commit(std::move(*publish));
    if (published || published.error() != Error("govern.order")) {
        parts_.events.event(published ? obs::Level::info : obs::Level::error, "election.decided",
                            {{"ok", published.has_value()}});
    }
    co_return Result<void>();
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
