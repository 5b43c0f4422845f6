#include "server/services/voting_steps.hpp"

#include "crypto/sha256.hpp"
#include "server/governance/credential_reuse.hpp"
#include "server/governance/outcome.hpp"
#include "server/governance/withdrawal.hpp"
#include "server/services/founding.hpp"

namespace ogniwo::services {

using governance::State;
using storage::CommitContext;

asio::awaitable<Result<ledger::Receipt>> Voting::withdraw(Actor actor, std::string election, PersonalAct act) {
    const auto body = body_of<ledger::ElectionWithdrawn>(act);
    if (!body) {
        co_return body.error();
    }
    if (body->election.value != election) {
        co_return Error("act.vote", "the act is about another election");
    }
    FederationLog::Decide also = [actor, act](const State& state, CommitContext&) -> Result<Drafts> {
        OGNIWO_TRY(own_key(state, actor, act));
        return Drafts{};
    };
    co_return co_await commit_personal(std::move(act), false, std::move(also));
}

Result<ledger::ElectionAnnounced> Voting::proposal(const std::string& withdrawn) const {
    OGNIWO_ASSIGN(ledger::ElectionAnnounced again, parts_.log.with_state([&](const State& state) {
        return governance::announce_again(state, withdrawn);
    }));
    again.election = {parts_.log.successor_of(withdrawn)};
    if (again.count) {
        again.count->lot = governance::commit_to_lot(parts_.log.lot_of(again.election.value));
    }
    return again;
}

// Everything that the server can see before the writer does; what the credentials are for belongs to the uuid.
Result<void> Voting::check_again(const std::string& withdrawn, const ledger::ElectionAnnounced& body,
                                 const Bytes& credentials) const {
    OGNIWO_ASSIGN(ledger::ElectionAnnounced expected, proposal(withdrawn));
    expected.credentials = {crypto::sha256_hex(credentials)};
    expected.replaces->officers = body.replaces ? body.replaces->officers : 0;
    if (body != expected) {
        return Error("act.proposal", "not the announcement that is proposed, with this list of credentials");
    }
    const storage::Store& store = parts_.log.store();
    const ledger::DigestHex before = parts_.log.with_state(
        [&](const State& state) { return state.announced(withdrawn)->announced.credentials; });
    OGNIWO_ASSIGN(const Bytes old_roll, read_named_blob(store, before));
    OGNIWO_TRY(governance::check_new_roll(old_roll, credentials));
    auto rolls = parts_.log.with_state(governance::credential_rolls);
    rolls[body.election.value] = body.credentials;
    OGNIWO_TRY(governance::check_credentials_apart(rolls, [&](const ledger::DigestHex& name) -> Result<Bytes> {
        if (name == body.credentials) {
            return credentials;
        }
        return read_named_blob(store, name);
    }));
    OGNIWO_ASSIGN(const Bytes definition, read_named_blob(store, body.definition));
    OGNIWO_TRY(trial_election(body.group.value, body.election.value, definition, credentials, parts_.rng));
    return {};
}

asio::awaitable<Result<ledger::Receipt>> Voting::announce_again(Actor actor, std::string withdrawn, PersonalAct act,
                                                                Bytes credentials) {
    const auto body = body_of<ledger::ElectionAnnounced>(act);
    if (!body) {
        co_return body.error();
    }
    const bool known = parts_.log.with_state([&](const State& state) {
        const auto* other = state.in_place_of(withdrawn);
        return other != nullptr && *other == *body;
    });
    if (!known) { // the same act again is the same entry
        auto check = [&] { return check_again(withdrawn, *body, credentials); };
        const auto checked = co_await net::offload(parts_.pool, std::move(check));
        if (!checked) {
            co_return checked.error();
        }
    }
    FederationLog::Decide also = [actor, act, credentials = std::move(credentials)](
                                     const State& state, CommitContext& context) -> Result<Drafts> {
        OGNIWO_TRY(own_key(state, actor, act));
        OGNIWO_TRY(context.put_blob(credentials));
        return Drafts{};
    };
    co_return co_await commit_personal(std::move(act), true, std::move(also));
}

} // namespace ogniwo::services
