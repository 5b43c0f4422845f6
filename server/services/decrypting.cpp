#include "server/services/voting_steps.hpp"

#include "crypto/sha256.hpp"

namespace ogniwo::services {

using governance::State;
using storage::CommitContext;

namespace {

FederationLog::Decide decryption_act(std::string uuid, std::uint64_t owner, Bytes decryption) {
    return [uuid = std::move(uuid), owner, decryption = std::move(decryption)](
               const State&, CommitContext& context) -> Result<Drafts> {
        const std::string owned = ballots::owned_json(owner, crypto::sha256(decryption));
        OGNIWO_ASSIGN(const std::string posted, context.put_blob(decryption));
        OGNIWO_ASSIGN(const std::string wrapper, context.put_blob(as_bytes(owned)));
        Drafts drafts;
        drafts.push_back(server_draft(ledger::DecryptionPosted{ledger::Uuid{uuid},
                                                               static_cast<std::int64_t>(owner),
                                                               ledger::DigestHex{posted},
                                                               ledger::DigestHex{wrapper}}));
        return drafts;
    };
}

} // namespace

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
    const auto known = secret.decryptions.find(static_cast<std::int64_t>(owner));
    if (known != secret.decryptions.end() &&
        known->second.entry.partial_decryption.value == crypto::sha256_hex(decryption)) {
        co_return co_await receipt(known->second.index);
    }
    if (!secret.tally) {
        co_return Error("govern.vote_status", "the vote is not closed yet");
    }
    if (needs_shuffles(election->definition().questions) && !secret.shuffles_ended) {
        co_return Error("govern.order", "the votes are not shuffled to the end yet");
    }
    auto check = [this, &election, &secret, owner, &decryption]() -> Result<void> {
        OGNIWO_ASSIGN(const Bytes tally, parts_.mixing.mixed_tally(*election, secret));
        return election->check_partial_decryption(owner, tally, decryption);
    };
    const auto checked = co_await net::offload(parts_.pool, std::move(check));
    if (!checked) {
        co_return checked.error();
    }
    FederationLog::Decide act = decryption_act(uuid, owner, std::move(decryption));
    const auto appended = co_await parts_.log.commit(std::move(act));
    if (!appended) {
        co_return appended.error();
    }
    const auto published = co_await publish_result(uuid);
    if (!published) {
        co_return published.error();
    }
    co_return co_await receipt(appended->indexes.front());
}

} // namespace ogniwo::services
