#pragma once
// What the steps of a vote share, from the trustees' keys to their decryptions.

#include "server/services/voting.hpp"

namespace ogniwo::services {

using Drafts = std::vector<Draft>;

inline Error no_role(const char* detail) { return {"role.required", detail}; }

/// The body of an act that must be of one kind. Errors: act.*, entry.*, act.kind.
template <class Kind> Result<Kind> body_of(const PersonalAct& act) {
    OGNIWO_ASSIGN(const ledger::Act parsed, ledger::parse_act(act.act));
    const auto* body = std::get_if<Kind>(&parsed.body);
    if (body == nullptr) {
        return Error("act.kind", "the act is not a " + std::string(Kind::kind));
    }
    return *body;
}

/// The key must be the actor's own: a stolen session alone does not act. Errors: role.required.
Result<void> own_key(const governance::State& state, const Actor& actor, const PersonalAct& act);

/// An entry that the server makes and signs, with its time.
Draft server_draft(ledger::Body body);

/// A copy of the published vote that an election belongs to; nothing when there is none.
std::optional<governance::Vote> vote_of(const FederationLog& log, std::string_view election);

bool is_withdrawn(const FederationLog& log, std::string_view election);

/// A blob that an entry names. Blocks. Errors: storage.*.
Result<Bytes> read_named_blob(const storage::Store& store, const ledger::DigestHex& name);

} // namespace ogniwo::services
