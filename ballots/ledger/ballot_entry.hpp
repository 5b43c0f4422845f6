#pragma once
// The entry of an accepted ballot, read without a tree of JSON: nearly all entries of a large log are of this kind.

#include "ballots/ledger/entry.hpp"

namespace ogniwo::ledger {

/// Reads an entry that is `ballot.accepted` in canonical form with one signature and nothing in it escaped. Nothing
/// when it is anything else, which need not be an error: parse_entry says.
std::optional<Entry> read_ballot_entry(std::string_view entry);

} // namespace ogniwo::ledger
