#pragma once
// The encrypted tally (PROTOCOL section 8). Homomorphic and lists questions: for each choice the
// product of the last ballots, each to the power of its weight. Shuffled questions: the ciphertexts
// of the last ballots, sorted; they come in at the end only, so that a running tally does not grow
// with the ballots.

#include "ballots/codec.hpp"
#include "ballots/election.hpp"

namespace ogniwo::ballots {

/// Ciphertexts per question, in one row whatever the nesting in JSON.
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

    /// A running tally as it was stored. Errors: those of parse_tally, tally.shape (shuffled
    /// questions must be empty).
    static Result<Tally> parse(const std::vector<Question>& questions, ByteView json,
                               std::uint64_t num_tallied, std::uint64_t total_weight);

  private:
    TallyCiphertexts<G> ciphertexts_;
    std::uint64_t num_tallied_ = 0;
    std::uint64_t total_weight_ = 0;
};

/// [[{"alpha","beta"},..],..], nested as the questions are.
template <Group G>
std::string encode_tally(const std::vector<Question>& questions,
                         const TallyCiphertexts<G>& ciphertexts);
/// Reads the canonical form, with any number of ciphertexts for a shuffled question. Errors:
/// tally.encoding, tally.shape, tally.membership.
template <Group G>
Result<TallyCiphertexts<G>> parse_tally(const std::vector<Question>& questions, ByteView json,
                                        unsigned threads = 1);

/// Puts the shuffled ciphertexts in the order in which they are published: alpha, then beta
/// (PROTOCOL section 1).
template <Group G>
void sort_shuffled(const std::vector<Question>& questions, TallyCiphertexts<G>& ciphertexts);

} // namespace ogniwo::ballots
