#pragma once
// Checks a whole store against itself: everything that can be computed from the entries and blobs is computed
// anew and compared with what is stored. One flipped bit anywhere is found.

#include "storage/database.hpp"

namespace ogniwo::storage {

/// One check. Ids: fsck.head, fsck.entries, fsck.nodes, fsck.nonces, fsck.blobs, fsck.trackers,
/// fsck.credentials, fsck.participants, fsck.tallies, fsck.open_votes.
struct FsckLine {
    std::string_view id;
    std::string description;
    /// Nothing when it holds.
    std::optional<std::string> problem;
    std::uint64_t rows = 0;
};

struct FsckReport {
    std::vector<FsckLine> lines;
    [[nodiscard]] bool ok() const;
    /// One line for each check; ends in a newline.
    [[nodiscard]] std::string to_text() const;
};

/// Reads everything, tallies included (a ballot's points are decoded, its proofs are not checked: that is
/// `ogniwo verify`). The store must not be written meanwhile. Memory grows with the number of ballots.
/// Errors: storage.read only; what is wrong with the data is in the report.
Result<FsckReport> fsck(const Database& database);

} // namespace ogniwo::storage
