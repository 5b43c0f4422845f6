#pragma once
// What may stand in the place of a withdrawn election: the same vote with the same trustees, who make new keys, and
// with new credentials, for those of the withdrawn election belong to its uuid.

#include "crypto/base/bytes.hpp"
#include "server/governance/state.hpp"

namespace ogniwo::governance {

/// The announcement that may follow a withdrawn one: its vote is the first free "<vote>-2", "<vote>-3"...; the uuid,
/// the credentials and the lot of its count are empty, for whoever announces to fill in.
/// Errors: govern.reference (no such announcement: an election that was founded with its keys is not announced
/// again), govern.order (not withdrawn), govern.duplicate (something stands in its place already).
[[nodiscard]] Result<ledger::ElectionAnnounced> announce_again(const State& state, std::string_view withdrawn);

/// Whether a list of public credentials may stand in the place of another: as many of each weight. That it shares
/// none with any election is check_credentials_apart. Errors: credential.number, credential.weights, those of
/// parse_credential_list.
[[nodiscard]] Result<void> check_new_roll(ByteView withdrawn, ByteView roll);

} // namespace ogniwo::governance
