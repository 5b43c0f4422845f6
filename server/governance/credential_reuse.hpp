#pragma once
// Every election has credentials of its own: who votes with the same one twice can be recognised, and whoever learnt
// the private half in one election votes in the other (SECURITY N20).

#include "server/governance/outcome.hpp"
#include "server/governance/state.hpp"

namespace ogniwo::governance {

/// The list of public credentials of each election, by its uuid.
using CredentialRolls = std::map<std::string, ledger::DigestHex, std::less<>>;

/// Those of all elections on the ledger, also of the announced and of the withdrawn ones.
[[nodiscard]] CredentialRolls credential_rolls(const State& state);

/// Whether no credential stands in two lists; each list is read once. About 40 bytes for each credential.
/// Errors: credential.reused (names both elections), those of `read` and of parse_credential_list.
[[nodiscard]] Result<void> check_credentials_apart(const CredentialRolls& rolls, const ReadBlob& read);

} // namespace ogniwo::governance
