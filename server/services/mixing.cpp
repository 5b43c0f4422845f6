#include "server/services/mixing.hpp"

#include "crypto/base/encoding.hpp"
#include "crypto/sha256.hpp"
#include "server/services/voting_steps.hpp"

namespace ogniwo::services {
namespace {

using governance::SecretVote;
using governance::State;
using governance::VoteStatus;
using storage::CommitContext;

Error stale() { return {"shuffle.stale", "another mixer was first"}; }

bool is_mixed(const ballots::SecretElection& election) { return needs_shuffles(election.definition().questions); }

const governance::OnLedger<ledger::ShufflePosted>* shuffle_of(const SecretVote& vote, std::int64_t owner) {
    const auto found = std::ranges::find(vote.shuffles, owner, [](const auto& one) { return one.entry.owner; });
    return found == vote.shuffles.end() ? nullptr : &*found;
}

// Whether every trustee has shuffled when `owner` has too.
bool last_mixer(const SecretVote& vote, std::int64_t owner) {
    std::size_t trustees = owner > 0 ? 1 : 0;
    for (const auto& one : vote.shuffles) {
        trustees += one.entry.owner > 0 ? 1 : 0;
    }
    return trustees == vote.prepared.trustees.size() && vote.shuffles.size() + 1 >= governance::min_shuffles;
}

// `before`: shuffles that this one builds on; one that came in meanwhile makes it worthless.
FederationLog::Decide shuffle_act(std::string uuid, std::int64_t owner, std::size_t before, Bytes shuffle) {
    return [uuid = std::move(uuid), owner, before, shuffle = std::move(shuffle)](
               const State& state, CommitContext& context) -> Result<Drafts> {
        const auto id = state.vote_of_election(uuid);
        const SecretVote& vote = *state.vote(*id)->secret();
        if (vote.shuffles.size() != before) {
            return stale();
        }
        const std::string owned =
            ballots::owned_json(static_cast<std::uint64_t>(owner), crypto::sha256(shuffle));
        OGNIWO_ASSIGN(const std::string posted, context.put_blob(shuffle));
        OGNIWO_ASSIGN(const std::string wrapper, context.put_blob(as_bytes(owned)));
        Drafts drafts;
        drafts.push_back(server_draft(ledger::ShufflePosted{ledger::Uuid{uuid}, owner, ledger::DigestHex{posted},
                                                            ledger::DigestHex{wrapper}}));
        if (last_mixer(vote, owner)) {
            drafts.push_back(server_draft(ledger::ShufflesEnded{ledger::Uuid{uuid}, 0}));
        }
        return drafts;
    };
}

} // namespace

Result<void> check_mixing_size(const ballots::Election& definition, std::size_t voters) {
    const std::size_t most = definition.group == "Ed25519" ? 10'000 : 1'000;
    const auto mixed = static_cast<std::size_t>(
        std::ranges::count_if(definition.questions, &ballots::Question::shuffled));
    if (mixed * voters > most) {
        return Error("founding.limit", "the server mixes the votes of at most " + std::to_string(most / mixed) +
                                           " voters here");
    }
    return {};
}

Result<Bytes> Mixing::mixed_tally(const ballots::SecretElection& election, const SecretVote& vote) {
    const std::string& uuid = vote.prepared.election.value;
    const std::lock_guard lock(mixed_mutex_);
    if (mixed_.election != uuid || mixed_.shuffles > vote.shuffles.size()) {
        OGNIWO_ASSIGN(Bytes tally, read_named_blob(parts_.log.store(), vote.tally->encrypted_tally));
        mixed_ = {uuid, 0, std::move(tally)};
    }
    for (; mixed_.shuffles < vote.shuffles.size(); ++mixed_.shuffles) {
        const ledger::DigestHex& name = vote.shuffles[mixed_.shuffles].entry.shuffle;
        OGNIWO_ASSIGN(const Bytes shuffle, read_named_blob(parts_.log.store(), name));
        OGNIWO_ASSIGN(mixed_.tally, election.replace_by_shuffle(mixed_.tally, shuffle));
    }
    return mixed_.tally;
}

asio::awaitable<Result<ledger::Receipt>> Mixing::post_shuffle(Actor actor, std::string uuid, Shuffled shuffled) {
    const std::uint64_t owner = shuffled.owner;
    Bytes& shuffle = shuffled.shuffle;
    const auto election = parts_.log.election(uuid);
    const auto vote = vote_of(parts_.log, uuid);
    if (!election || !vote) {
        co_return Error("election.unknown", uuid);
    }
    const SecretVote& secret = *vote->secret();
    const auto& trustees = secret.prepared.trustees;
    if (owner < 1 || owner > trustees.size() || trustees[owner - 1].value != actor.mandate) {
        co_return no_role("not your trustee number");
    }
    if (!is_mixed(*election)) {
        co_return Error("shuffle.unexpected", "the votes of this election are added up");
    }
    const auto number = static_cast<std::int64_t>(owner);
    std::uint64_t index = 0;
    if (const auto* known = shuffle_of(secret, number)) {
        if (known->entry.shuffle.value != crypto::sha256_hex(shuffle)) {
            co_return Error("govern.duplicate", "you have shuffled already");
        }
        index = known->index;
    } else {
        if (vote->status != VoteStatus::tallied || secret.shuffles_ended) {
            co_return Error("govern.vote_status", "the votes are not being shuffled");
        }
        if (shuffled.after && *shuffled.after != secret.shuffles.size()) {
            co_return stale();
        }
        auto check = [this, &election, &secret, &shuffle]() -> Result<void> {
            OGNIWO_ASSIGN(const Bytes tally, mixed_tally(*election, secret));
            OGNIWO_TRY(election->apply_shuffle(tally, shuffle));
            return {};
        };
        const auto checked = co_await net::offload(parts_.pool, std::move(check));
        if (!checked) {
            co_return checked.error();
        }
        FederationLog::Decide act = shuffle_act(uuid, number, secret.shuffles.size(), std::move(shuffle));
        const auto appended = co_await parts_.log.commit(std::move(act));
        if (!appended) {
            co_return appended.error();
        }
        index = appended->indexes.front();
    }
    auto receipt = [this, index] { return parts_.log.receipt(index); };
    co_return co_await net::offload(parts_.pool, std::move(receipt));
}

void Mixing::start() {
    thread_ = std::thread([this] { run(); });
}

void Mixing::stop() {
    if (!thread_.joinable()) {
        return;
    }
    stopping_ = true;
    wake();
    thread_.join();
}

void Mixing::wake() {
    {
        const std::lock_guard lock(mutex_);
        due_ = true;
    }
    woken_.notify_one();
}

void Mixing::run() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        woken_.wait(lock, [this] { return due_; });
        due_ = false;
        lock.unlock();
        for (const std::string& election : waiting()) {
            mix(election);
        }
        lock.lock();
    }
}

std::vector<std::string> Mixing::waiting() const {
    return parts_.log.with_state([](const State& state) {
        std::vector<std::string> uuids;
        for (const auto& [id, vote] : state.votes()) {
            const SecretVote* secret = vote.secret();
            if (vote.status == VoteStatus::tallied && !secret->shuffles_ended && shuffle_of(*secret, 0) == nullptr) {
                uuids.push_back(secret->prepared.election.value);
            }
        }
        return uuids;
    });
}

// Each trustee can be in between once.
void Mixing::mix(const std::string& election) {
    for (std::size_t tries = 0; tries <= ballots::ElectionLimits::max_trustees && !stopping_; ++tries) {
        const auto mixed = try_to_mix(election);
        if (!mixed && mixed.error() == stale()) {
            continue;
        }
        if (!mixed || *mixed) {
            parts_.events.event(mixed ? obs::Level::info : obs::Level::error, "election.mixed",
                                {{"election", election}, {"cause", mixed ? "" : mixed.error().text()}});
        }
        return;
    }
}

// False when there was nothing to do.
Result<bool> Mixing::try_to_mix(const std::string& uuid) {
    const auto election = parts_.log.election(uuid);
    const auto vote = vote_of(parts_.log, uuid);
    if (!election || !vote || !is_mixed(*election) || vote->status != VoteStatus::tallied ||
        vote->secret()->shuffles_ended) {
        return false;
    }
    const SecretVote& secret = *vote->secret();
    OGNIWO_ASSIGN(const Bytes tally, mixed_tally(*election, secret));
    OGNIWO_ASSIGN(Bytes shuffle, election->make_shuffle(tally, parts_.rng));
    // What a broken memory made would stand on the ledger for ever.
    OGNIWO_TRY(election->apply_shuffle(tally, shuffle));
    OGNIWO_TRY(parts_.log.commit_and_wait(shuffle_act(uuid, 0, secret.shuffles.size(), std::move(shuffle))));
    return true;
}

} // namespace ogniwo::services
