#pragma once
// Quotas of region, legal form or gender: bounds on how many members of a group are elected.

#include "ballots/counting/election.hpp"

namespace ogniwo::counting {

/// Answers whether the seats can still be filled within all bounds. The search is exact;
/// check_groups bounds it (max_group_states). One thread at a time.
class Constraints {
  public:
    explicit Constraints(const Election& election);

    /// Whether exactly `open` of `available` can be added to `elected` so that every group is
    /// within its bounds. Without groups: whether there are enough available.
    [[nodiscard]] bool feasible(const std::vector<Candidate>& elected,
                                const std::vector<Candidate>& available, std::size_t open) const;
    [[nodiscard]] bool empty() const { return groups_.empty(); }

  private:
    struct Search;
    std::vector<Group> groups_;
    std::vector<std::uint32_t> groups_of_; ///< per candidate: bit g for group g
};

/// Errors: count.groups when no choice among the standing candidates fills the seats within the
/// bounds.
Verdict check_groups(const Election& election);

} // namespace ogniwo::counting
