#pragma once
// What an export says of one secret election beyond its archive: who mixed, who took part, who is elected. Not for
// use outside governance: verify_ledger() is the door.

#include "ballots/verify.hpp"
#include "server/governance/outcome.hpp"

namespace ogniwo::governance {

/// Holds the entries of a vote against what its archive gave; `report` must be ok. Errors: ledger.election,
/// ledger.trustees, ledger.participation, ledger.count (a rule by which the election cannot be counted),
/// ledger.record (not the count of these votes), ledger.elected, those of `blob`. That two have mixed needs no check
/// here: the archive ends its shuffles by an entry that State lets pass after two of them.
Result<void> check_outcome(const std::string& vote, const SecretVote& secret, const ballots::VerifyReport& report,
                           const ReadBlob& blob);

} // namespace ogniwo::governance
