#pragma once
// One convention for all Schnorr-type proofs (PROTOCOL sections 1.3 and 2).
//
// A proof is (challenge, response) with response = w - secret * challenge. A verifier recomputes each
// commitment as base^response * public^challenge and compares H(prefix || commitments) mod q with the
// (sum of the) challenges. The prefix is the preimage up to the commitments and ends in "|"; commitments are
// joined by ",". Every prefix binds its whole statement; the tables of PROTOCOL section 2 say how.

#include "crypto/elgamal.hpp"

#include <array>

namespace ogniwo::crypto {

/// A prefix, in parts that follow each other: none is copied together only to be hashed. A view for the time of one
/// call. At most max_parts.
class ProofPrefix {
  public:
    static constexpr std::size_t max_parts = 9;
    template <class Text>
        requires std::convertible_to<const Text&, std::string_view>
    ProofPrefix(const Text& text) : parts_{text}, size_(1) {} // NOLINT(google-explicit-constructor): one part
    template <class... Text>
        requires(sizeof...(Text) > 1 && sizeof...(Text) <= max_parts)
    explicit ProofPrefix(const Text&... parts) : parts_{parts...}, size_(sizeof...(Text)) {}
    [[nodiscard]] std::span<const std::string_view> parts() const { return std::span(parts_).first(size_); }

  private:
    std::array<std::string_view, max_parts> parts_;
    std::size_t size_;
};

template <class G> struct Proof {
    typename G::Scalar challenge;
    typename G::Scalar response;
    friend bool operator==(const Proof&, const Proof&) = default;
};

/// One branch of a disjunction: "the ciphertext encrypts `value`".
template <class G> struct Disjunct {
    const Ciphertext<G>* ciphertext;
    std::uint64_t value;
};

/// That a ciphertext does not encrypt 0 (PROTOCOL section 7, Lists).
template <class G> struct NonzeroProof {
    typename G::Point commitment = G::neutral(); ///< A0, not neutral in a valid proof
    typename G::Scalar challenge;
    std::array<typename G::Scalar, 2> responses;
    friend bool operator==(const NonzeroProof&, const NonzeroProof&) = default;
};

/// Verifies many proofs, computing their commitments together: add each, then ask once. The memory it
/// takes does not grow with their number. Not thread-safe; a ballot makes one of its own.
template <Group G> class ProofBatch {
  public:
    /// `y` is the election key (may be null when only proofs without y are added). `reader` has read
    /// and checked the ballot's points (null for none). Both must outlive the batch.
    explicit ProofBatch(const typename G::PublicBase* y,
                        const typename G::Reader* reader = nullptr)
        : y_(y), reader_(reader) {}

    /// Knowledge of x in X = g^x. One commitment A = g^response X^challenge.
    void add_schnorr(const ProofPrefix& prefix, const typename G::Point& public_key,
                     const Proof<G>& proof);
    /// Equality of logarithms: X = g^x and factor = alpha^x. Commitments A, B. X must outlive the batch.
    void add_chaum_pedersen(const ProofPrefix& prefix, const typename G::PublicBase& public_key,
                            const typename G::Point& alpha, const typename G::Point& factor,
                            const Proof<G>& proof);
    /// One of the branches holds. Commitments A0,B0,A1,B1,... Precondition: equal lengths, >= 1.
    void add_disjunction(const ProofPrefix& prefix, std::span<const Disjunct<G>> branches,
                         std::span<const Proof<G>> proofs);

    /// The ciphertext does not encrypt 0 Commitments A0, A1, A2.
    void add_nonzero(const ProofPrefix& prefix, const Ciphertext<G>& ciphertext,
                     const NonzeroProof<G>& proof);

    /// The number (in order of adding) of the first proof that fails, or nothing. Empties the batch.
    [[nodiscard]] std::optional<std::size_t> first_failure_vartime();

  private:
    struct Pending {
        std::size_t commitments = 0;
        typename G::Scalar challenge_sum;
        bool refused = false;        ///< whatever the hash says
        std::size_t prefix_size = 0; ///< of its part of prefixes_
    };
    void add(const ProofPrefix& prefix, Pending pending);
    void settle_pending();

    const typename G::PublicBase* y_;
    const typename G::Reader* reader_;
    std::vector<Pending> pending_;
    std::string prefixes_;                     ///< of all pending proofs, in order
    std::vector<PowerProduct<G>> commitments_; ///< the same
    std::size_t settled_ = 0;
    std::optional<std::size_t> failure_;
};

/// Proves knowledge of `secret` in g^secret.
template <Group G>
Proof<G> prove_schnorr(const ProofPrefix& prefix, const typename G::SecretScalar& secret, Rng& rng);

/// Proves that g^secret and alpha^secret share their exponent (a partial decryption).
template <Group G>
Proof<G> prove_chaum_pedersen(const ProofPrefix& prefix, const typename G::Point& alpha,
                              const typename G::SecretScalar& secret, Rng& rng);

/// Proves that `ciphertext`, of key y and randomness r, does not encrypt 0. Precondition: it does not.
template <Group G>
NonzeroProof<G> prove_nonzero(const ProofPrefix& prefix, const typename G::Point& y,
                              const Ciphertext<G>& ciphertext, const typename G::SecretScalar& r,
                              Rng& rng);

/// One branch of a disjunction, and what whoever encrypted knows of its ciphertext.
template <class G> struct KnownDisjunct {
    std::uint64_t value;   ///< that it encrypts, says the branch
    std::uint64_t message; ///< that it does encrypt
    const typename G::SecretScalar* r;
};

/// Proves that branch number `true_branch` holds; the others are simulated. The sequence of group operations does
/// not depend on `true_branch`, the messages or the randomness.
template <Group G>
std::vector<Proof<G>> prove_disjunction(const ProofPrefix& prefix, const EncryptionKey<G>& key,
                                        std::span<const KnownDisjunct<G>> branches,
                                        std::size_t true_branch, Rng& rng);

} // namespace ogniwo::crypto
