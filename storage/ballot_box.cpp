#include "storage/ballot_box.hpp"

#include "crypto/sha256.hpp"
#include "storage/keys.hpp"

#include <set>

namespace ogniwo::storage {
namespace {

Error corrupt(const char* what) { return {"storage.corrupt", what}; }

// credentials: election 0x00 SHA-256(credential) -> hash of the last ballot (32), voter (none when erased).
struct CredentialRow {
    Digest last_ballot{};
    std::string voter;
};

Bytes encode(const CredentialRow& row) {
    Bytes out = to_bytes(row.last_ballot);
    append(out, row.voter);
    return out;
}

Result<std::optional<CredentialRow>> decode(const std::optional<Bytes>& value) {
    if (!value) {
        return std::optional<CredentialRow>();
    }
    if (value->size() < 32) {
        return corrupt("a credential row is too short");
    }
    CredentialRow row;
    std::copy_n(value->begin(), 32, row.last_ballot.begin());
    row.voter = as_text(ByteView(*value).subspan(32));
    return std::optional(std::move(row));
}

// The very bytes that were checked when they were cast: nobody checks them again before they are tallied.
Result<Bytes> accepted_ballot(const Transaction& transaction, const Digest& hash) {
    OGNIWO_ASSIGN(auto ballot, transaction.get(Table::blobs, hash));
    if (!ballot) {
        return corrupt("the last ballot of a credential is missing");
    }
    if (crypto::sha256(*ballot) != hash) {
        return corrupt("the last ballot of a credential is damaged");
    }
    return std::move(*ballot);
}

// In a Reader or in a Transaction.
template <class Source>
Result<std::optional<CastState>> find_in(const Source& source, std::string_view election,
                                         const Digest& ballot) {
    OGNIWO_ASSIGN(const auto row, source.get(Table::trackers, keys::scoped(election, ballot)));
    if (!row) {
        return std::optional<CastState>();
    }
    if (row->size() != 40) {
        return corrupt("a tracker row has the wrong length");
    }
    OGNIWO_ASSIGN(const auto value,
                  source.get(Table::credentials,
                             keys::scoped(election, ByteView(*row).subspan(8))));
    OGNIWO_ASSIGN(const auto credential, decode(value));
    if (!credential) {
        return corrupt("the credential of a ballot is missing");
    }
    return std::optional(CastState{read_be<std::uint64_t>(*row),
                                   credential->last_ballot != ballot, credential->voter});
}

Result<std::set<Bytes>> credential_keys(const Reader& reader, const Transaction& transaction,
                                        std::string_view election) {
    const Bytes prefix = keys::scope(election);
    std::set<Bytes> found;
    const auto add = [&](ByteView key) { found.insert(to_bytes(key)); };
    OGNIWO_TRY(reader.scan(Table::credentials, prefix, prefix_end(prefix),
                           [&](ByteView key, ByteView) {
                               add(key);
                               return true;
                           }));
    transaction.each_put(Table::credentials, prefix, add);
    return found;
}

} // namespace

// tallies: number of ballots (8), weight (8), encrypted tally as in the archive.
Bytes encode_tally(const ballots::RunningTally& tally) {
    Bytes out;
    append_be(out, tally.num_tallied());
    append_be(out, tally.total_weight());
    append(out, tally.encrypted_tally_json());
    return out;
}

Result<StoredTally> decode_tally(ByteView bytes) {
    if (bytes.size() < 17) {
        return corrupt("a tally is too short");
    }
    return StoredTally{to_bytes(bytes.subspan(16)), read_be<std::uint64_t>(bytes),
                       read_be<std::uint64_t>(bytes.subspan(8))};
}

Result<void> BallotBox::bind(Transaction& transaction, const CastRecord& record,
                             const Digest& credential) const {
    const Bytes voter_key = keys::scoped(record.election, as_bytes(record.voter));
    OGNIWO_ASSIGN(const auto bound, transaction.get(Table::participants, voter_key));
    if (bound && !equal_vartime(*bound, credential)) {
        return Error("ballot.credential_bound", "this voter has voted with another credential");
    }
    OGNIWO_ASSIGN(const auto row, transaction.get(Table::credentials,
                                                  keys::scoped(record.election, credential)));
    OGNIWO_ASSIGN(const auto existing, decode(row));
    if (existing && existing->voter != record.voter) {
        return Error("ballot.credential_bound", "another voter has used this credential");
    }
    transaction.put(Table::participants, voter_key, credential);
    return {};
}

// The tally as the transaction has it: kept from batch to batch while nobody else changed it.
Result<ballots::RunningTally> BallotBox::running(const Transaction& transaction,
                                                 const ballots::SecretElection& election,
                                                 const std::string& uuid) {
    OGNIWO_ASSIGN(const auto stored, transaction.get(Table::tallies, as_bytes(uuid)));
    const auto kept = running_.find(uuid);
    if (kept != running_.end() && stored && *stored == kept->second.stored) {
        return kept->second.tally;
    }
    if (!stored) {
        return election.empty_tally();
    }
    OGNIWO_ASSIGN(const StoredTally tally, decode_tally(*stored));
    return election.tally_from_json(tally.encrypted_tally, tally.num_tallied, tally.total_weight);
}

Result<void> BallotBox::count(CommitContext& context, const ballots::SecretElection& election,
                              const CastRecord& record, const Digest& credential) {
    Transaction& transaction = context.transaction();
    const Bytes credential_key = keys::scoped(record.election, credential);
    OGNIWO_ASSIGN(const auto value, transaction.get(Table::credentials, credential_key));
    OGNIWO_ASSIGN(const auto row, decode(value));
    OGNIWO_ASSIGN(ballots::RunningTally tally, running(transaction, election, record.election));
    if (row) {
        OGNIWO_ASSIGN(const Bytes last, accepted_ballot(transaction, row->last_ballot));
        OGNIWO_TRY(tally.remove(last, record.checked.weight));
    }
    OGNIWO_TRY(tally.add(record.ballot, record.checked.weight));
    Bytes stored = encode_tally(tally);
    transaction.put(Table::tallies, as_bytes(record.election), stored);
    transaction.put(Table::credentials, credential_key,
                    encode(CredentialRow{record.checked.hash, record.voter}));
    running_.insert_or_assign(record.election, Running{std::move(tally), std::move(stored)});
    return {};
}

Result<CastOutcome> BallotBox::record(CommitContext& context,
                                      const ballots::SecretElection& election,
                                      const CastRecord& record, bool open) {
    Transaction& transaction = context.transaction();
    OGNIWO_ASSIGN(const auto known, find_in(transaction, record.election, record.checked.hash));
    if (known && known->of_another(record.voter)) {
        return Error("ballot.credential_bound", "another voter has used this credential");
    }
    if (known) {
        return CastOutcome{known->entry_index, true};
    }
    if (!open) {
        return Error("ballot.closed");
    }
    const Digest credential = crypto::sha256(as_bytes(record.checked.credential));
    OGNIWO_TRY(bind(transaction, record, credential));
    OGNIWO_TRY(count(context, election, record, credential));
    OGNIWO_TRY(context.put_blob(record.ballot));
    const std::uint64_t index = context.next_index();
    // trackers: election 0x00 hash -> entry index (8), SHA-256(credential) (32).
    Bytes row = keys::number(index);
    append(row, credential);
    transaction.put(Table::trackers, keys::scoped(record.election, record.checked.hash), row);
    return CastOutcome{index, false};
}

Result<void> BallotBox::erase_bindings(CommitContext& context, const Reader& reader,
                                       std::string_view election) {
    Transaction& transaction = context.transaction();
    const Bytes from = keys::scope(election);
    OGNIWO_TRY(reader.scan(Table::participants, from, prefix_end(from),
                           [&](ByteView key, ByteView) {
                               transaction.erase(Table::participants, key);
                               return true;
                           }));
    bool whole = true;
    OGNIWO_TRY(reader.scan(Table::credentials, from, prefix_end(from),
                           [&](ByteView key, ByteView value) {
                               whole = value.size() >= 32;
                               if (whole) {
                                   transaction.put(Table::credentials, key, value.first(32));
                               }
                               return whole;
                           }));
    return whole ? Result<void>() : corrupt("a credential row is too short");
}

Result<std::optional<CastState>> find_ballot(const Reader& reader, std::string_view election,
                                             const Digest& ballot) {
    return find_in(reader, election, ballot);
}

Result<bool> is_cast(const Transaction& transaction, std::string_view election, const Digest& ballot) {
    return transaction.has(Table::trackers, keys::scoped(election, ballot));
}

Result<std::optional<StoredTally>> read_tally(const Reader& reader, std::string_view election) {
    OGNIWO_ASSIGN(const auto value, reader.get(Table::tallies, as_bytes(election)));
    if (!value) {
        return std::optional<StoredTally>();
    }
    OGNIWO_ASSIGN(StoredTally tally, decode_tally(*value));
    return std::optional(std::move(tally));
}

Result<std::vector<std::string>> read_participants(const Reader& reader, std::string_view election,
                                                   const Transaction* transaction) {
    const Bytes prefix = keys::scope(election);
    std::set<std::string> voters;
    const auto add = [&](ByteView key) { voters.emplace(as_text(key.subspan(prefix.size()))); };
    OGNIWO_TRY(reader.scan(Table::participants, prefix, prefix_end(prefix),
                           [&](ByteView key, ByteView) {
                               add(key);
                               return true;
                           }));
    if (transaction != nullptr) {
        transaction->each_put(Table::participants, prefix, add);
    }
    return std::vector<std::string>(voters.begin(), voters.end());
}

ballots::LastBallots last_ballots(const Reader& reader, const Transaction& transaction,
                                  const std::string& election) {
    const auto waiting = std::make_shared<std::optional<std::set<Bytes>>>();
    return [&reader, &transaction, &election, waiting]() -> Result<std::optional<Bytes>> {
        if (!*waiting) {
            OGNIWO_ASSIGN(*waiting, credential_keys(reader, transaction, election));
        }
        std::set<Bytes>& keys = **waiting;
        if (keys.empty()) {
            return std::optional<Bytes>();
        }
        const Bytes key = std::move(keys.extract(keys.begin()).value());
        OGNIWO_ASSIGN(const auto value, transaction.get(Table::credentials, key));
        OGNIWO_ASSIGN(const auto row, decode(value));
        if (!row) {
            return corrupt("the row of a credential is missing");
        }
        OGNIWO_ASSIGN(Bytes ballot, accepted_ballot(transaction, row->last_ballot));
        return std::optional(std::move(ballot));
    };
}

Result<bool> took_part(const Reader& reader, std::string_view election, std::string_view voter) {
    OGNIWO_ASSIGN(const auto value,
                  reader.get(Table::participants, keys::scoped(election, as_bytes(voter))));
    return value.has_value();
}

} // namespace ogniwo::storage
