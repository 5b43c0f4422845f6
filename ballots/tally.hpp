#pragma once
// The encrypted tally: for each choice the product of the last ballots, each to the power of its
// weight (PROTOCOL section 8).

#include "ballots/codec.hpp"
#include "ballots/election.hpp"

namespace ogniwo::ballots {

/// Ciphertexts per question, per choice.
template <class G> using TallyCiphertexts = std::vector<std::vector<Ciphertext<G>>>;

template <Group G> class Tally {
  public:
    /// The tally of no ballots: neutral elements.
    explicit Tally(const std::vector<Question>& questions);

    // The counters below are modulo 2^64: threads may tally apart and join. Their bounds are the
    // business of RunningTally and of the verifier.

    /// Multiplies in one ballot's ciphertexts, in the shape of the questions.
    void add(const TallyCiphertexts<G>& ballot, std::uint64_t weight);
    /// Divides out a ballot.
    void remove(const TallyCiphertexts<G>& ballot, std::uint64_t weight);
    /// Adds, or takes out, all ballots of another tally of the same questions.
    void add(const Tally& other);
    void remove(const Tally& other);

    [[nodiscard]] const TallyCiphertexts<G>& ciphertexts() const { return ciphertexts_; }
    [[nodiscard]] std::uint64_t num_tallied() const { return num_tallied_; }
    [[nodiscard]] std::uint64_t total_weight() const { return total_weight_; }

    /// [[{"alpha","beta"},..],..]
    [[nodiscard]] std::string json() const;
    /// Reads the canonical form. Errors: tally.encoding, tally.shape, tally.membership.
    static Result<Tally> parse(const std::vector<Question>& questions, ByteView json,
                               std::uint64_t num_tallied, std::uint64_t total_weight);

  private:
    TallyCiphertexts<G> ciphertexts_;
    std::uint64_t num_tallied_ = 0;
    std::uint64_t total_weight_ = 0;
};

} // namespace ogniwo::ballots
