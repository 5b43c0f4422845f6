#include "server/services/key_ceremony.hpp"

#include "crypto/sha256.hpp"
#include "server/services/voting_steps.hpp"

namespace ogniwo::services {
namespace {

using governance::AnnouncedElection;
using governance::KeyStep;
using governance::State;
using storage::CommitContext;

std::optional<AnnouncedElection> announced(const FederationLog& log, const std::string& uuid) {
    return log.with_state([&](const State& state) {
        const AnnouncedElection* found = state.announced(uuid);
        return found == nullptr ? std::nullopt : std::optional(*found);
    });
}

ledger::Body step_entry(const std::string& uuid, KeyStep step, bool ceremony, std::int64_t owner,
                        const ledger::DigestHex& text) {
    const ledger::Uuid election{uuid};
    switch (step) {
    case KeyStep::certificate: return ledger::CeremonyCertificatePosted{election, owner, text};
    case KeyStep::commitment: return ledger::CeremonyCommitmentPosted{election, owner, text};
    case KeyStep::polynomial: return ledger::CeremonyPolynomialPosted{election, owner, text};
    case KeyStep::key: break;
    }
    return ceremony ? ledger::Body(ledger::CeremonyKeyPosted{election, owner, text})
                    : ledger::Body(ledger::TrusteeKeyPosted{election, owner, text});
}

using Setup = std::shared_ptr<const ballots::SetupFiles>;

// The setup when this text is the last one that it needs, null when others are missing too.
Result<Setup> check_and_complete(AnnouncedElection election, std::int64_t owner, KeyStep step,
                                 bool ceremony, const ledger::DigestHex& name,
                                 const std::string& text, const governance::Texts& stored) {
    OGNIWO_TRY(governance::check_text(election, owner, step, text, stored));
    if (step == KeyStep::key) {
        (ceremony ? election.voutputs : election.keys).try_emplace(owner, governance::PostedText{name, 0});
    }
    if (!governance::keys_complete(election)) {
        return Setup();
    }
    const governance::Texts with_this = [&](const ledger::DigestHex& wanted) -> Result<std::string> {
        return wanted == name ? Result<std::string>(text) : stored(wanted);
    };
    OGNIWO_ASSIGN(ballots::SetupFiles files, governance::make_setup(election, with_this));
    return std::make_shared<const ballots::SetupFiles>(std::move(files));
}

Result<void> add_preparation(Drafts& drafts, CommitContext& context,
                             const ledger::ElectionAnnounced& announced,
                             const ballots::SetupFiles& files) {
    for (const Bytes* file : {&files.election, &files.trustees, &files.credentials}) {
        OGNIWO_TRY(context.put_blob(*file));
    }
    drafts.push_back(server_draft(governance::prepare(announced, files)));
    return {};
}

} // namespace

governance::Texts KeyCeremony::stored_texts() const {
    return [this](const ledger::DigestHex& name) -> Result<std::string> {
        OGNIWO_ASSIGN(const Bytes bytes, read_named_blob(parts_.log.store(), name));
        return std::string(as_text(bytes));
    };
}

asio::awaitable<Result<ledger::Receipt>> KeyCeremony::post(Actor actor, std::string uuid,
                                                           KeyStep step, std::int64_t owner,
                                                           Bytes bytes) {
    const auto election = announced(parts_.log, uuid);
    if (!election) {
        co_return Error("election.unknown", uuid);
    }
    const auto& trustees = election->announced.trustees;
    const auto place = governance::place_of(election->announced.runs, owner);
    if (!place || trustees[static_cast<std::size_t>(owner) - 1].value != actor.mandate) {
        co_return no_role("not your trustee number");
    }
    const bool ceremony = place->ceremony();
    const std::string text(as_text(bytes));
    const ledger::DigestHex name{step == KeyStep::commitment ? text : crypto::sha256_hex(bytes)};
    const auto& posted = governance::posted_texts(*election, step, ceremony);
    std::uint64_t index = 0;
    if (const auto known = posted.find(owner); known != posted.end()) {
        if (known->second.text != name) {
            co_return Error("govern.duplicate", "trustee " + std::to_string(owner) +
                                                    ": has finished this step with another text");
        }
        index = known->second.entry_index;
    } else if (is_withdrawn(parts_.log, uuid)) {
        co_return Error("govern.withdrawn", uuid);
    } else {
        auto check = [&] {
            return check_and_complete(*election, owner, step, ceremony, name, text, stored_texts());
        };
        const auto setup = co_await net::offload(parts_.pool, std::move(check));
        if (!setup) {
            co_return setup.error();
        }
        const ledger::Body entry = step_entry(uuid, step, ceremony, owner, name);
        FederationLog::Decide decide = [entry, bytes, step, setup = *setup,
                                        announced = election->announced](
                                           const State&, CommitContext& context) -> Result<Drafts> {
            if (step != KeyStep::commitment) {
                OGNIWO_TRY(context.put_blob(bytes));
            }
            Drafts drafts;
            drafts.push_back(server_draft(entry));
            if (setup) {
                OGNIWO_TRY(add_preparation(drafts, context, announced, *setup));
            }
            return drafts;
        };
        const auto appended = co_await parts_.log.commit(std::move(decide));
        if (!appended) {
            co_return appended.error();
        }
        index = appended->indexes.front();
        auto pending = [this, &uuid] { return preparation(uuid); };
        auto prepare = co_await net::offload(parts_.pool, std::move(pending));
        if (prepare) {
            const auto prepared = co_await parts_.log.commit(std::move(*prepare));
            if (prepared || prepared.error() != Error("govern.order")) {
                parts_.events.event(prepared ? obs::Level::info : obs::Level::error,
                                    "election.prepared", {{"ok", prepared.has_value()}});
            }
        }
    }
    auto receipt = [this, index] { return parts_.log.receipt(index); };
    co_return co_await net::offload(parts_.pool, std::move(receipt));
}

Result<FederationLog::Decide> KeyCeremony::preparation(const std::string& uuid) const {
    const auto election = announced(parts_.log, uuid);
    const bool prepared = parts_.log.with_state(
        [&](const State& state) { return state.vote_of_election(uuid).has_value(); });
    if (!election || prepared || is_withdrawn(parts_.log, uuid) || !governance::keys_complete(*election)) {
        return Error("govern.order", "nothing to prepare");
    }
    OGNIWO_ASSIGN(const ballots::SetupFiles files, governance::make_setup(*election, stored_texts()));
    return FederationLog::Decide([announced = election->announced, files](
                                     const State& state, CommitContext& context) -> Result<Drafts> {
        if (state.vote_of_election(announced.election.value)) {
            return Error("govern.order", "another trustee's request has prepared the election");
        }
        if (state.withdrawal(announced.election.value) != nullptr) {
            return Error("govern.order", "the election was withdrawn meanwhile");
        }
        Drafts drafts;
        OGNIWO_TRY(add_preparation(drafts, context, announced, files));
        return drafts;
    });
}

Result<void> KeyCeremony::finish_pending() {
    const auto elections = parts_.log.with_state([](const State& state) {
        std::vector<std::string> uuids;
        for (const auto& [uuid, election] : state.announced()) {
            uuids.push_back(uuid);
        }
        return uuids;
    });
    for (const std::string& uuid : elections) {
        if (auto prepare = preparation(uuid)) {
            OGNIWO_TRY(parts_.log.commit_and_wait(std::move(*prepare)));
        } else if (prepare.error() != Error("govern.order")) {
            parts_.events.event(obs::Level::error, "election.not_prepared",
                                {{"cause", prepare.error().id()}, {"detail", prepare.error().detail()}});
        }
    }
    return {};
}

} // namespace ogniwo::services
