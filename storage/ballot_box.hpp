#pragma once
// The ballot box of secret elections: which ballots were accepted, whose credential cast last, and the running
// encrypted tally, all changed in the one batch that records the ballot.

#include "ballots/secret_election.hpp"
#include "storage/commit_queue.hpp"

#include <map>

namespace ogniwo::storage {

/// A ballot that passed every check that needs no other ballot.
struct CastRecord {
    std::string election; ///< uuid
    /// Private name of the voter (the organisation): bound to the credential at first use.
    std::string voter;
    ballots::CheckedBallot checked;
    Bytes ballot;
};

struct CastOutcome {
    std::uint64_t entry_index = 0;
    bool duplicate = false; ///< the same bytes were accepted before
};

/// What is known of an accepted ballot.
struct CastState {
    std::uint64_t entry_index = 0;
    bool replaced = false; ///< a later ballot of the same credential counts
    std::string voter;     ///< private: who cast it; empty once that is forgotten
    [[nodiscard]] bool of_another(std::string_view who) const { return !voter.empty() && voter != who; }
};

/// The numbers beside an encrypted tally.
struct StoredTally {
    Bytes encrypted_tally; ///< exact body of the .bel record
    std::uint64_t num_tallied = 0;
    std::uint64_t total_weight = 0;
};

/// Used on the writer thread only.
class BallotBox {
  public:
    /// Records a ballot; the caller appends its entry as the next one of the same command. The same bytes
    /// again by the same voter give the first entry index and change nothing, whether the vote is open or not.
    /// A credential that another voter used, or a second credential of one voter, is refused.
    /// Errors: ballot.closed, ballot.credential_bound, ledger.blob_size, tally.*, storage.read.
    Result<CastOutcome> record(CommitContext& context, const ballots::SecretElection& election,
                               const CastRecord& record, bool open);

    /// Forgets which voter used which credential; the last ballot of each credential stays. Only for an
    /// election that is decided. Errors: storage.read, storage.corrupt.
    static Result<void> erase_bindings(CommitContext& context, const Reader& reader,
                                       std::string_view election);

  private:
    struct Running {
        ballots::RunningTally tally;
        Bytes stored; ///< what the store holds when `tally` is right
    };
    Result<void> bind(Transaction& transaction, const CastRecord& record,
                      const Digest& credential) const;
    Result<void> count(CommitContext& context, const ballots::SecretElection& election,
                       const CastRecord& record, const Digest& credential);
    Result<ballots::RunningTally> running(const Transaction& transaction,
                                          const ballots::SecretElection& election,
                                          const std::string& uuid);

    std::map<std::string, Running> running_;
};

// Reading, from any thread. Errors of all: storage.read, storage.corrupt.

/// The state of a ballot by its hash; nothing when it was never accepted.
Result<std::optional<CastState>> find_ballot(const Reader& reader, std::string_view election,
                                             const Digest& ballot);
/// Whether that ballot was accepted, in a batch that is not written yet.
Result<bool> is_cast(const Transaction& transaction, std::string_view election, const Digest& ballot);
/// The tally; an empty optional before the first ballot.
Result<std::optional<StoredTally>> read_tally(const Reader& reader, std::string_view election);
/// Voters who cast a ballot, sorted; with a transaction, those that it adds too.
Result<std::vector<std::string>> read_participants(const Reader& reader, std::string_view election,
                                                   const Transaction* transaction = nullptr);
/// The ballots that count, one of each credential, in the order of the credentials' hashes; with those that the
/// transaction adds or replaces. For SecretElection::close_tally, on the writer thread; all three must outlive it.
ballots::LastBallots last_ballots(const Reader& reader, const Transaction& transaction,
                                  const std::string& election);
Result<bool> took_part(const Reader& reader, std::string_view election, std::string_view voter);

/// The bytes under which read_tally finds a tally, and back.
Bytes encode_tally(const ballots::RunningTally& tally);
Result<StoredTally> decode_tally(ByteView bytes);

} // namespace ogniwo::storage
