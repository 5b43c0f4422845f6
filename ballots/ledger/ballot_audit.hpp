#pragma once
// The file with which another device checks an opened ballot: "The audit file" in ballots/README.md.

#include "ballots/ballot_opening.hpp"
#include "ballots/ledger/receipt.hpp"

namespace ogniwo::ledger {

/// Bytes of the largest file that is read.
inline constexpr std::size_t max_ballot_audit_bytes = std::size_t{4} << 20;

struct BallotAudit {
    std::string election; ///< uuid
    Bytes ballot;         ///< exact bytes
    ballots::BallotOpening opening;
    Receipt receipt; ///< of the entry ballot.spoiled
};

/// Errors: audit.size, audit.shape, receipt.shape.
Result<BallotAudit> parse_ballot_audit(std::string_view text);

/// The files of the election, from another source than the audit file.
struct ElectionFiles {
    ByteView election;
    ByteView trustees;
    ByteView credentials;
};

/// That the ballot says what the file says, that its opening stands on the log `log`, and so that it can never be cast.
/// Errors: audit.election (of another election), those of verify_receipt, audit.spoiled (the entry does not spoil this
/// ballot), those of check_opening.
Verdict verify_ballot_audit(const BallotAudit& audit, const ElectionFiles& files, const crypto::NoteVerifier& log);

} // namespace ogniwo::ledger
