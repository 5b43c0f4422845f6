#pragma once
// The verifier of a whole ledger: what a stranger checks with one export and the log's key.

#include "ballots/archive_source.hpp"
#include "ballots/ledger/export.hpp"
#include "ballots/verify.hpp"
#include "server/governance/state.hpp"

#include <functional>

namespace ogniwo::governance {

struct LedgerCheck {
    /// Stable: ledger.log, ledger.state, ledger.keys, ledger.elections, ledger.results.
    std::string_view id;
    std::string description{};
    ballots::CheckState state = ballots::CheckState::not_reached;
    std::string detail{};
};

struct LedgerReport {
    /// The first error, with its fine-grained id; nothing when everything holds.
    std::optional<Error> failure;
    std::vector<LedgerCheck> checks;
    /// One report for each secret election, in order of vote id.
    std::vector<ballots::VerifyReport> elections;
    std::string federation;
    std::string origin;
    std::uint64_t entries = 0;
    std::size_t organisations = 0;
    std::size_t votes = 0;

    [[nodiscard]] std::string to_json() const;
    /// One line for each check, the report of each election, and the verdict as the last line.
    [[nodiscard]] std::string to_text() const;
};

struct LedgerVerifyOptions {
    unsigned threads = 0; ///< for the ballots; 0: one for each core
    /// Where the archive of an election is put together, one at a time.
    std::function<Result<std::unique_ptr<ballots::ScratchArchive>>()> scratch;
    /// Bytes done of all bytes of one stage: the export, then each election's archive. May be empty.
    std::function<void(std::uint64_t done, std::uint64_t total)> progress;
};

/// Verifies an export: the signed head and every entry under it (ledger::verify_export), every act of the
/// federation in order (State::apply, which recomputes the decisions of open votes), every text by which trustees
/// made their keys on the ledger and the setup that these give, that no two elections share a credential and who
/// announced one in the place of a withdrawn one brought as many (check_credentials_apart, check_new_roll), every
/// secret election as the archive that its entries give, and who was elected. Blobs are read again where they are
/// needed, so memory holds about 700 bytes for each ballot and none of their content.
LedgerReport verify_ledger(const ballots::ArchiveSource& exported, const crypto::NoteVerifier& log,
                           const LedgerVerifyOptions& options);

} // namespace ogniwo::governance
