#pragma once
// The public credentials of an election with their weights (PROTOCOL section 6), ready for lookup.

#include "ballots/election.hpp"
#include "crypto/base/bytes.hpp"

#include <optional>

namespace ogniwo::ballots {

/// One line of the list, as text: `ser` or `ser,weight`. A weight of 0 is read, as the published tools do: its
/// ballot is checked and counted among the ballots, and adds nothing.
struct CredentialLine {
    std::string credential;
    std::uint64_t weight = 1;
};

/// Reads the JSON array. Elements are not decoded. Errors: json.*, credential.encoding,
/// credential.weight, election.limits.
Result<std::vector<CredentialLine>> parse_credential_list(ByteView bytes);

/// Writes the array; weights for all as soon as one is not 1.
std::string encode_credential_list(const std::vector<CredentialLine>& lines);

/// Lookup by credential. About 48 bytes for each voter, whatever the group. Immutable, thread-safe.
class CredentialRoll {
  public:
    struct Entry {
        Digest key{}; ///< SHA-256 of ser()
        std::uint64_t weight = 1;
    };

    /// Errors: credential.duplicate, credential.weight (the sum is above 2^53-1).
    static Result<CredentialRoll> make(const std::vector<CredentialLine>& lines);

    /// The number of an entry, 0..size()-1, stable for this roll; nothing when it is not on the
    /// list.
    [[nodiscard]] std::optional<std::size_t> find(std::string_view credential) const;
    [[nodiscard]] std::uint64_t weight(std::size_t entry) const { return entries_[entry].weight; }
    [[nodiscard]] std::size_t size() const { return entries_.size(); }
    [[nodiscard]] std::uint64_t total_weight() const { return total_weight_; }

  private:
    std::vector<Entry> entries_; // sorted by key
    std::uint64_t total_weight_ = 0;
};

} // namespace ogniwo::ballots
