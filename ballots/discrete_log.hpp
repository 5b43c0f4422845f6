#pragma once
// Finding r from g^r for small r: baby steps, giant steps.

#include "crypto/group.hpp"

namespace ogniwo::ballots {

/// Largest bound that find() accepts: 2^32, some seconds for a handful of elements.
inline constexpr std::uint64_t max_discrete_log = std::uint64_t{1} << 32;

template <crypto::Group G> class DiscreteLog {
  public:
    /// Prepares to find exponents in 0..bound. `expected` is how many elements will be asked for:
    /// it balances the table (at most 2^20 entries of 12 bytes) against the search. Precondition:
    /// bound <= max_discrete_log.
    DiscreteLog(std::uint64_t bound, std::size_t expected);

    /// The exponent of `element`, or nothing when it is not in 0..bound.
    [[nodiscard]] std::optional<std::uint64_t> find(const typename G::Point& element) const;

  private:
    struct Entry {
        std::uint64_t fingerprint;
        std::uint32_t exponent;
    };
    [[nodiscard]] std::optional<std::uint64_t> look_up(std::string_view text) const;

    std::uint64_t bound_;
    std::uint64_t step_;
    std::vector<Entry> table_; // of g^0 .. g^(step-1), sorted by fingerprint
    typename G::Point giant_;  // g^-step
};

} // namespace ogniwo::ballots
