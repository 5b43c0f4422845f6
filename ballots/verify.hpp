#pragma once
// The verifier of a whole election: everything that PROTOCOL section 13 lists, from the archive
// alone.
//
// It reads the archive once as a stream, checks ballots on all cores with a bounded look-ahead, and
// keeps less than a kilobyte for each ballot and each credential. It needs no secret and no
// network.

#include "ballots/archive_source.hpp"
#include "ballots/secret_election.hpp"

#include <functional>

namespace ogniwo::ballots {

struct VerifyOptions {
    /// Threads that check ballots; 0 means one for each core.
    unsigned threads = 0;
    /// Called from the calling thread with the bytes verified so far and in all, at most a few
    /// hundred times.
    std::function<void(std::uint64_t done, std::uint64_t total)> progress;
};

enum class CheckState {
    passed,
    failed,
    not_reached, ///< an earlier check failed
    not_present, ///< the archive ends before there is anything to check
};

/// One line of the report.
struct CheckLine {
    /// Stable: archive.format, archive.chain, archive.order, setup.election, setup.trustees,
    /// setup.credentials, ballots.valid, ballots.distinct, tally.encrypted, tally.num_tallied,
    /// tally.total_weight, then shuffle.mixers and shuffle.proofs where a question needs shuffles,
    /// decryption.partial, result.counts.
    std::string_view id;
    std::string description;
    CheckState state = CheckState::not_reached;
    /// What was found: numbers when it passed, id and detail of the error when it failed.
    std::string detail;
};

struct VerifyWarning {
    std::string_view id;
    std::string detail;
};

struct VerifyReport {
    /// All checks that apply passed. An archive that ends early (before the result) can be valid:
    /// see `complete`.
    bool ok = false;
    /// The archive is valid and holds a result.
    bool complete = false;
    /// The first error, with the fine-grained id ("ballot.signature"); nothing when ok.
    std::optional<Error> failure;
    std::vector<CheckLine> checks;
    std::vector<VerifyWarning> warnings;

    std::string uuid;
    std::string name;
    std::string group;
    /// Fingerprints, base64 without padding, to compare with what was published elsewhere.
    std::string phi;
    std::string trustees_fingerprint;
    std::string credentials_fingerprint;
    std::size_t trustees = 0;
    std::size_t voters = 0;
    /// Shuffles, all of them checked.
    std::size_t shuffles = 0;
    /// Ballot events, revotes included.
    std::uint64_t ballots = 0;
    /// Last ballots, one for each credential that voted.
    std::uint64_t counted = 0;
    std::uint64_t counted_weight = 0;
    std::uint64_t events = 0;
    /// Hash of the last event: publish it elsewhere to notice a truncated archive.
    std::optional<Digest> last_event;
    std::vector<Question> questions;
    std::optional<Counts> counts;

    /// Machine-readable form, canonical JSON.
    [[nodiscard]] std::string to_json() const;
    /// For a person: one line for each check, then the warnings. Ends in a newline.
    [[nodiscard]] std::string to_text() const;
};

/// Verifies one archive. Never throws on bad input; the report says what failed first.
VerifyReport verify_election(const ArchiveSource& archive, const VerifyOptions& options = {});

/// Whether `older` is a prefix of `newer`, record by record (PROTOCOL section 4, verify-diff).
/// Verifies neither. Errors: archive.not_a_prefix, archive.truncated, archive.read.
Verdict check_prefix(const ArchiveSource& older, const ArchiveSource& newer);

} // namespace ogniwo::ballots
