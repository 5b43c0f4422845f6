#include "storage/acts.hpp"

#include "storage/keys.hpp"

#include <algorithm>

namespace ogniwo::storage {

Result<std::optional<std::uint64_t>> find_act(const Transaction& transaction, std::string_view act,
                                              const ledger::EntrySignature& signature) {
    OGNIWO_ASSIGN(const ledger::Act parsed, ledger::parse_act(act));
    const Bytes key = keys::nonce(ledger::public_key(signature.key), parsed.nonce);
    OGNIWO_ASSIGN(const auto index, transaction.get(Table::nonces, key));
    if (!index) {
        return std::optional<std::uint64_t>();
    }
    OGNIWO_ASSIGN(const auto bytes, transaction.get(Table::entries, *index));
    if (index->size() != 8 || !bytes) {
        return Error("storage.corrupt", "a used nonce names no entry");
    }
    OGNIWO_ASSIGN(const ledger::Entry entry, ledger::parse_entry(*bytes));
    const auto is_it = [&](const ledger::EntrySignature& one) {
        return one.key.value == signature.key.value && one.signature == signature.signature;
    };
    const bool same = entry.act_bytes == act && std::ranges::any_of(entry.signatures, is_it);
    return same ? std::optional(read_be<std::uint64_t>(*index)) : std::nullopt;
}

} // namespace ogniwo::storage
