#include "crypto/proof.hpp"

#include "crypto/base/check.hpp"
#include "crypto/ed25519.hpp"
#include "crypto/finite_field.hpp"
#include "crypto/sha256.hpp"

#include <boost/algorithm/string/join.hpp>

#include <array>
#include <utility>

namespace ogniwo::crypto {
namespace {

// H(prefix || texts) mod q, with the texts of the commitments joined by ",".
template <Group G> typename G::Scalar challenge(const ProofPrefix& prefix, std::string_view texts) {
    thread_local Sha256 hasher;
    for (const std::string_view part : prefix.parts()) {
        hasher.update(part);
    }
    hasher.update(texts);
    return G::reduce(hasher.finish());
}

template <Group G>
typename G::Scalar challenge(const ProofPrefix& prefix,
                             const std::vector<typename G::Point>& commitments) {
    return challenge<G>(prefix, boost::algorithm::join(G::point_texts(commitments), ","));
}

constexpr std::size_t max_pending_commitments = 128;

} // namespace

template <Group G> void ProofBatch<G>::add(const ProofPrefix& prefix, Pending pending) {
    for (const std::string_view part : prefix.parts()) {
        prefixes_ += part;
        pending.prefix_size += part.size();
    }
    pending_.push_back(pending);
    if (commitments_.size() >= max_pending_commitments) {
        settle_pending();
    }
}

// A = g^response X^challenge.
template <Group G>
void ProofBatch<G>::add_schnorr(const ProofPrefix& prefix, const typename G::Point& public_key,
                                const Proof<G>& proof) {
    commitments_.push_back(
        {{{public_key, proof.challenge}, {}}, {{&G::generator(), proof.response}, {}}});
    add(prefix, {1, proof.challenge});
}

// A = g^response X^challenge, B = alpha^response factor^challenge.
template <Group G>
void ProofBatch<G>::add_chaum_pedersen(const ProofPrefix& prefix,
                                       const typename G::PublicBase& public_key,
                                       const typename G::Point& alpha,
                                       const typename G::Point& factor, const Proof<G>& proof) {
    commitments_.push_back(
        {{}, {{&G::generator(), proof.response}, {&public_key, proof.challenge}}});
    commitments_.push_back({{{alpha, proof.response}, {factor, proof.challenge}}, {}});
    add(prefix, {2, proof.challenge});
}

// A = g^response alpha^challenge, B = y^response (beta / g^M)^challenge, the power of g apart: fixed bases
// are the cheap ones.
template <Group G>
void ProofBatch<G>::add_disjunction(const ProofPrefix& prefix, std::span<const Disjunct<G>> branches,
                                    std::span<const Proof<G>> proofs) {
    OGNIWO_CHECK(y_ != nullptr && !branches.empty() && branches.size() == proofs.size());
    Pending pending{2 * branches.size(), G::scalar(0)};
    for (std::size_t i = 0; i < branches.size(); ++i) {
        const Proof<G>& proof = proofs[i];
        const Ciphertext<G>& c = *branches[i].ciphertext;
        pending.challenge_sum = G::add(pending.challenge_sum, proof.challenge);
        commitments_.push_back(
            {{{c.alpha, proof.challenge}, {}}, {{&G::generator(), proof.response}, {}}});
        PowerProduct<G> b{{{c.beta, proof.challenge}, {}}, {{y_, proof.response}, {}}};
        if (branches[i].value != 0) {
            const auto shift = G::multiply(proof.challenge, G::scalar(branches[i].value));
            b.shared[1] = {&G::generator(), G::subtract(G::scalar(0), shift)};
        }
        commitments_.push_back(b);
    }
    add(prefix, pending);
}

// A0, A1 = a^t1 g^t2, A2 = b^t1 y^t2 A0^c. A neutral A0 would prove nothing.
template <Group G>
void ProofBatch<G>::add_nonzero(const ProofPrefix& prefix, const Ciphertext<G>& ciphertext,
                                const NonzeroProof<G>& proof) {
    OGNIWO_CHECK(y_ != nullptr);
    const auto& [t1, t2] = proof.responses;
    commitments_.push_back({{{proof.commitment, G::scalar(1)}, {}}, {}});
    commitments_.push_back({{{ciphertext.alpha, t1}, {}}, {{&G::generator(), t2}, {}}});
    commitments_.push_back(
        {{{ciphertext.beta, t1}, {proof.commitment, proof.challenge}}, {{y_, t2}, {}}});
    add(prefix, {3, proof.challenge, proof.commitment == G::neutral()});
}

template <Group G> void ProofBatch<G>::settle_pending() {
    if (!failure_) {
        const std::vector<typename G::Point> points = G::products_vartime(commitments_, reader_);
        std::span<const typename G::Point> rest(points);
        std::string_view prefixes = prefixes_;
        std::string texts;
        for (std::size_t i = 0; i < pending_.size() && !failure_; ++i) {
            const Pending& p = pending_[i];
            texts.clear();
            for (const auto& point : rest.first(p.commitments)) {
                texts += texts.empty() ? "" : ",";
                G::append_text(texts, point);
            }
            if (p.refused || challenge<G>(prefixes.substr(0, p.prefix_size), texts) != p.challenge_sum) {
                failure_ = settled_ + i;
            }
            rest = rest.subspan(p.commitments);
            prefixes.remove_prefix(p.prefix_size);
        }
    }
    settled_ += pending_.size();
    pending_.clear();
    prefixes_.clear();
    commitments_.clear();
}

template <Group G> std::optional<std::size_t> ProofBatch<G>::first_failure_vartime() {
    settle_pending();
    settled_ = 0;
    return std::exchange(failure_, std::nullopt);
}

template <Group G>
Proof<G> prove_schnorr(const ProofPrefix& prefix, const typename G::SecretScalar& secret, Rng& rng) {
    const auto w = G::random_secret(rng);
    const auto c = challenge<G>(prefix, {G::exp_generator(w)});
    return {c, G::respond(w, secret, c)};
}

template <Group G>
Proof<G> prove_chaum_pedersen(const ProofPrefix& prefix, const typename G::Point& alpha,
                              const typename G::SecretScalar& secret, Rng& rng) {
    const auto w = G::random_secret(rng);
    const auto c = challenge<G>(prefix, {G::exp_generator(w), G::exp(alpha, w)});
    return {c, G::respond(w, secret, c)};
}

// A0 = (b / y^r)^u. Knowledge of u and -ur in a^u g^-ur = 1, b^u y^-ur = A0.
template <Group G>
NonzeroProof<G> prove_nonzero(const ProofPrefix& prefix, const typename G::Point& y,
                              const Ciphertext<G>& ciphertext, const typename G::SecretScalar& r,
                              Rng& rng) {
    const auto u = G::random_secret(rng);
    const auto w1 = G::random_secret(rng);
    const auto w2 = G::random_secret(rng);
    const auto ur = G::multiply(u, r);
    const auto minus_one = G::subtract(G::scalar(0), G::scalar(1));
    NonzeroProof<G> proof;
    proof.commitment = G::divide(G::exp(ciphertext.beta, u), G::exp(y, ur));
    proof.challenge = challenge<G>(
        prefix, {proof.commitment, G::multiply(G::exp(ciphertext.alpha, w1), G::exp_generator(w2)),
                 G::multiply(G::exp(ciphertext.beta, w1), G::exp(y, w2))});
    proof.responses = {G::respond(w1, u, proof.challenge),
                       G::respond(w2, ur, G::multiply(minus_one, proof.challenge))};
    return proof;
}

// Every branch is simulated in the same way with secret random (c', t'): A = g^t' alpha^c', B = y^t' (beta / g^M)^c'.
// With alpha = g^r and beta = y^r g^m these are g^w and y^w g^(c' (m - M)) with w = t' + r c', powers of fixed bases.
// In the true branch m = M, so moving its challenge by delta = H - sum(c') only asks for the response t' - r delta.
// The others move by 0 * delta: no operation depends on true_branch.
template <Group G>
std::vector<Proof<G>> prove_disjunction(const ProofPrefix& prefix, const EncryptionKey<G>& key,
                                        std::span<const KnownDisjunct<G>> branches,
                                        std::size_t true_branch, Rng& rng) {
    OGNIWO_CHECK(true_branch < branches.size());
    static constexpr std::array<std::uint8_t, 1> one_byte{1};
    const auto one = G::reduce_secret(one_byte);
    std::vector<typename G::SecretScalar> challenges;
    std::vector<typename G::SecretScalar> responses;
    std::vector<typename G::SecretScalar> w;
    std::vector<typename G::SecretScalar> shifts;
    auto sum = G::reduce_secret({});
    for (const KnownDisjunct<G>& branch : branches) {
        const auto& c = challenges.emplace_back(G::random_secret(rng));
        const auto& t = responses.emplace_back(G::random_secret(rng));
        sum = G::add(sum, c);
        w.push_back(G::add(t, G::multiply(*branch.r, c)));
        const auto off = G::subtract(G::scalar(branch.message), G::scalar(branch.value));
        shifts.push_back(G::multiply(c, G::secret(off)));
    }
    const std::array of_g{SecretPowers<G>{&key.g, w}};
    const std::array of_both{SecretPowers<G>{&key.y, w}, SecretPowers<G>{&key.g, shifts}};
    const auto a = G::products(of_g);
    const auto b = G::products(of_both);
    std::vector<typename G::Point> commitments;
    for (std::size_t i = 0; i < branches.size(); ++i) {
        commitments.insert(commitments.end(), {a[i], b[i]});
    }
    const auto hash = challenge<G>(prefix, commitments);
    const auto delta = G::subtract(G::scalar(0), G::respond(sum, one, hash)); // hash - sum

    std::vector<Proof<G>> proofs;
    for (std::size_t i = 0; i < branches.size(); ++i) {
        const auto moved = G::multiply(delta, G::scalar(static_cast<std::uint64_t>(i == true_branch)));
        proofs.push_back({G::respond(challenges[i], one, G::subtract(G::scalar(0), moved)),
                          G::respond(responses[i], *branches[i].r, moved)});
    }
    return proofs;
}

#define OGNIWO_INSTANTIATE(G)                                                                      \
    template class ProofBatch<G>;                                                                  \
    template Proof<G> prove_schnorr<G>(const ProofPrefix&, const G::SecretScalar&, Rng&);            \
    template Proof<G> prove_chaum_pedersen<G>(const ProofPrefix&, const G::Point&,                   \
                                              const G::SecretScalar&, Rng&);                       \
    template NonzeroProof<G> prove_nonzero<G>(const ProofPrefix&, const G::Point&,                   \
                                              const Ciphertext<G>&, const G::SecretScalar&, Rng&); \
    template std::vector<Proof<G>> prove_disjunction<G>(                                           \
        const ProofPrefix&, const EncryptionKey<G>&, std::span<const KnownDisjunct<G>>,            \
        std::size_t, Rng&);

OGNIWO_INSTANTIATE(Ed25519)
OGNIWO_INSTANTIATE(Belenios2048)
OGNIWO_INSTANTIATE(Rfc3526)

} // namespace ogniwo::crypto
