#pragma once
// The running tally of open votes: each organisation's last option and the sums of weights.

#include "ballots/open_vote.hpp"
#include "storage/commit_queue.hpp"

namespace ogniwo::storage {

/// Records the option of an organisation in the batch of its entry; an earlier one is taken out of the sums.
/// Writer thread. Errors: storage.read, storage.corrupt.
Result<void> record_open_vote(Transaction& transaction, std::string_view vote,
                              std::string_view organisation, ballots::Option option,
                              std::uint64_t weight);

/// The sums so far; zeros before the first vote. Errors: storage.read, storage.corrupt.
Result<ballots::OpenTally> read_open_tally(const Reader& reader, std::string_view vote);

/// Every organisation's last option with its weight. Errors: storage.read, storage.corrupt.
Result<std::vector<std::pair<std::string, ballots::OpenVote>>>
read_open_votes(const Reader& reader, std::string_view vote);

} // namespace ogniwo::storage
