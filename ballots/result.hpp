#pragma once
// The result of an election (PROTOCOL section 12).

#include "ballots/decryption.hpp"
#include "ballots/secret_election.hpp"

namespace ogniwo::ballots {

/// {"result":[[..],..]}, nested as the questions are.
std::string encode_result(const std::vector<Question>& questions, const Counts& counts);

/// Reads the canonical form. `rows`: how many ciphertexts each question has. Errors:
/// result.encoding, result.shape.
Result<Counts> parse_result(const std::vector<Question>& questions,
                            const std::vector<std::size_t>& rows, ByteView bytes);

/// Finds the counts in decrypted elements g^count, each at most `total_weight`, and the numbers of
/// every shuffled vote. Errors: result.range, result.total_weight (above 2^32: the search would
/// take too long).
template <Group G>
Result<Counts> find_counts(const std::vector<Question>& questions,
                           const DecryptionFactors<G>& elements, std::uint64_t total_weight);

/// Checks that every element is g^count and no count is above `total_weight`, and that the numbers
/// of a shuffled vote are those in its element. Errors: result.range, result.value.
template <Group G>
Verdict check_counts(const std::vector<Question>& questions, const DecryptionFactors<G>& elements,
                     const Counts& counts, std::uint64_t total_weight);

} // namespace ogniwo::ballots
