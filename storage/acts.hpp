#pragma once
// Personal acts that the log holds already.

#include "ballots/ledger/entry.hpp"
#include "storage/transaction.hpp"

namespace ogniwo::storage {

/// Index of the entry that holds this very act (canonical bytes) under this very signature; nothing
/// when there is none, also when the key has signed something else with the act's nonce. Errors:
/// act.*, entry.*, json.*, storage.read, storage.corrupt.
Result<std::optional<std::uint64_t>> find_act(const Transaction& transaction, std::string_view act,
                                              const ledger::EntrySignature& signature);

} // namespace ogniwo::storage
