#include "server/services/voting_steps.hpp"

#include "crypto/base/encoding.hpp"

namespace ogniwo::services {

using governance::State;

Result<void> own_key(const State& state, const Actor& actor, const PersonalAct& act) {
    if (state.mandate_of_key(act.signature.key) != actor.mandate) {
        return no_role("the key is not registered for your mandate");
    }
    return {};
}

Draft server_draft(ledger::Body body) { return {std::move(body), {}, true, true}; }

std::optional<governance::Vote> vote_of(const FederationLog& log, std::string_view election) {
    return log.with_state([&](const State& state) -> std::optional<governance::Vote> {
        const auto id = state.vote_of_election(election);
        return id ? std::optional(*state.vote(*id)) : std::nullopt;
    });
}

bool is_withdrawn(const FederationLog& log, std::string_view election) {
    return log.with_state([&](const State& state) { return state.withdrawal(election) != nullptr; });
}

Result<Bytes> read_named_blob(const storage::Store& store, const ledger::DigestHex& name) {
    OGNIWO_ASSIGN(const Digest digest, hex_decode_array<32>(name.value));
    OGNIWO_ASSIGN(auto bytes, storage::read_blob(store, digest));
    if (!bytes) {
        return Error("storage.corrupt", "the blob " + name.value + " is missing");
    }
    return std::move(*bytes);
}

} // namespace ogniwo::services
