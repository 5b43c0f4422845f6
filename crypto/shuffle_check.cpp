#include "crypto/base/check.hpp"
#include "crypto/base/chunks.hpp"
#include "crypto/ed25519.hpp"
#include "crypto/finite_field.hpp"
#include "crypto/generators.hpp"
#include "crypto/shuffle_transcript.hpp"

#include <algorithm>
#include <array>
#include <numeric>

namespace ogniwo::crypto {
namespace {

// The N + 5 equations of PROTOCOL section 9, t_j = product of powers: t1, t2, t3, t41, t42, t^_0,
// t^_1, .. Each is written once, in each_power, as exponents of points that have a number: g, h, y,
// and then N each of c, the generators h_i, e and e' (both halves) and c^.
template <Group G> class Checker {
    using Point = typename G::Point;
    using Scalar = typename G::Scalar;
    using Powers = std::vector<Power<G>>;

  public:
    Checker(std::string_view phi, const Point& y, std::span<const Ciphertext<G>> input,
            const Shuffle<G>& shuffle, unsigned threads)
        : y_(y), input_(input), output_(shuffle.ciphertexts), proof_(shuffle.proof),
          n_(input.size()), threads_(std::max(1U, threads)), generators_(shuffle_generators<G>(n_)) {
        const shuffling::Statement<G> statement{phi, y, input_, output_, proof_.c};
        u_ = shuffling::challenges<G>(statement);
        minus_c_ = negative(shuffling::challenge<G>(statement, proof_));
    }

    Verdict run() const { return folded_holds() ? pass() : first_failure(); }

  private:
    enum Family : std::size_t { c, base, beta, alpha, beta_out, alpha_out, c_hat, families };
    static constexpr std::size_t at_g = 0, at_h = 1, at_y = 2, singles = 3;
    static constexpr std::array names = {"t1", "t2", "t3", "t41", "t42", "t^"};

    std::size_t equations() const { return n_ + 5; }
    std::size_t of(Family family, std::size_t i) const { return singles + family * n_ + i; }
    const Point& point(std::size_t number) const {
        if (number < singles) {
            return number == at_g   ? G::generator().point()
                   : number == at_h ? generators_->h.point()
                                    : y_;
        }
        const std::size_t i = (number - singles) % n_;
        switch (static_cast<Family>((number - singles) / n_)) {
        case c: return proof_.c[i];
        case base: return generators_->each[i].point();
        case beta: return input_[i].beta;
        case alpha: return input_[i].alpha;
        case beta_out: return output_[i].beta;
        case alpha_out: return output_[i].alpha;
        default: return proof_.c_hat[i];
        }
    }
    const Point& given(std::size_t equation) const {
        const std::array t{&proof_.t1, &proof_.t2, &proof_.t3, &proof_.t41, &proof_.t42};
        return equation < t.size() ? *t[equation] : proof_.t_hat[equation - t.size()];
    }

    // Calls add(number of a point, its exponent) for the right side of one equation.
    template <class F> void each_power(std::size_t equation, F add) const {
        switch (equation) {
        case 0: // (prod c_i / prod h_i)^-C g^s1
            add(at_g, proof_.s1);
            for (std::size_t i = 0; i < n_; ++i) {
                add(of(c, i), minus_c_);
                add(of(base, i), negative(minus_c_));
            }
            return;
        case 1: // (c^_N / h^U)^-C g^s2
            add(at_g, proof_.s2);
            add(n_ == 0 ? at_h : of(c_hat, n_ - 1), minus_c_);
            add(at_h, negative(G::multiply(product_of_u(), minus_c_)));
            return;
        case 2: // (prod c_i^u_i)^-C g^s3 prod h_i^s'_i
            add(at_g, proof_.s3);
            for (std::size_t i = 0; i < n_; ++i) {
                add(of(c, i), G::multiply(u_[i], minus_c_));
                add(of(base, i), proof_.s_prime[i]);
            }
            return;
        case 3: // (prod beta_i^u_i)^-C y^-s4 prod beta'_i^s'_i
            return each_power_of_half(beta, beta_out, at_y, add);
        case 4: // (prod alpha_i^u_i)^-C g^-s4 prod alpha'_i^s'_i
            return each_power_of_half(alpha, alpha_out, at_g, add);
        default: // c^_i^-C g^s^_i c^_(i-1)^s'_i
            const std::size_t i = equation - 5;
            add(of(c_hat, i), minus_c_);
            add(at_g, proof_.s_hat[i]);
            add(i == 0 ? at_h : of(c_hat, i - 1), proof_.s_prime[i]);
        }
    }
    template <class F>
    void each_power_of_half(Family in, Family out, std::size_t pivot, F add) const {
        add(pivot, negative(proof_.s4));
        for (std::size_t i = 0; i < n_; ++i) {
            add(of(in, i), G::multiply(u_[i], minus_c_));
            add(of(out, i), proof_.s_prime[i]);
        }
    }

    // All equations at once. With lhs_j = rhs_j for each equation j, also prod lhs_j^rho_j = prod
    // rhs_j^rho_j. If some equation fails, lhs_j = rhs_j g^d_j with some d_j != 0 (all points are
    // members of a group of prime order q > 2^128), and the products agree only if sum rho_j d_j =
    // 0 mod q: for any choice of the other rho that holds for at most one of the 2^128 values of
    // rho_j. The rho are a hash of statement and proof, every response included, so whoever makes
    // the proof has to settle it first: to find one that passes wrongly takes 2^128 trials, as many
    // as to guess the challenge of a proof. A hash and not the verifier's own randomness, so that
    // every verifier says the same of the same bytes.
    bool folded_holds() const {
        const std::vector<Scalar> rho = coefficients();
        Powers left;
        left.reserve(equations());
        std::vector<Scalar> exponents(singles + families * n_, G::scalar(0));
        for (std::size_t j = 0; j < equations(); ++j) {
            left.push_back({given(j), rho[j]});
            each_power(j, [&](std::size_t number, const Scalar& exponent) {
                exponents[number] = G::add(exponents[number], G::multiply(rho[j], exponent));
            });
        }
        Powers right;
        right.reserve(exponents.size());
        for (std::size_t number = 0; number < exponents.size(); ++number) {
            right.push_back({point(number), exponents[number]});
        }
        return G::product_of_powers_vartime(left) == product_of_powers(right);
    }

    // One part for each thread: fewer and larger parts take fewer steps.
    Point product_of_powers(const Powers& powers) const {
        const std::size_t size = (powers.size() + threads_ - 1) / threads_;
        std::vector<Point> parts((powers.size() + size - 1) / size);
        const Verdict done = each_chunk(powers.size(), size, threads_, [&](std::size_t first, std::size_t count) {
            parts[first / size] = G::product_of_powers_vartime(std::span(powers).subspan(first, count));
            return pass();
        });
        OGNIWO_CHECK(done.has_value());
        return G::product(parts);
    }

    // 128 bits for t1, t2, t3, t41, t42, t^_0, ..; the challenge stands for the statement and all
    // t.
    std::vector<Scalar> coefficients() const {
        Sha256 hasher;
        hasher.update("shuffle-fold|");
        hasher.update(G::scalar_text(minus_c_));
        for (const auto* list : {&proof_.s_hat, &proof_.s_prime}) {
            for (const auto& s : *list) {
                hasher.update(",");
                hasher.update(G::scalar_text(s));
            }
        }
        for (const auto* s : {&proof_.s1, &proof_.s2, &proof_.s3, &proof_.s4}) {
            hasher.update(",");
            hasher.update(G::scalar_text(*s));
        }
        const Digest seed = hasher.finish();
        std::vector<Scalar> rho;
        rho.reserve(equations());
        for (std::size_t j = 0; j < equations(); ++j) {
            const Digest hash = sha256({seed, as_bytes(std::to_string(j))});
            rho.push_back(G::reduce(std::span(hash).first(16)));
        }
        return rho;
    }

    // Equation by equation, to name the one that fails.
    Verdict first_failure() const {
        for (std::size_t j = 0; j < equations(); ++j) {
            Powers powers;
            each_power(j, [&](std::size_t number, const Scalar& exponent) {
                powers.push_back({point(number), exponent});
            });
            if (!(G::product_of_powers_vartime(powers) == given(j))) {
                return Error("shuffle.proof",
                             std::string("equation of ") + names[std::min<std::size_t>(j, 5)]);
            }
        }
        return Error("shuffle.proof",
                     "equations together"); // no proof comes here: see folded_holds
    }

    static Scalar negative(const Scalar& s) { return G::subtract(G::scalar(0), s); }
    Scalar product_of_u() const {
        return std::accumulate(u_.begin(), u_.end(), G::scalar(1),
                               [](const auto& a, const auto& b) { return G::multiply(a, b); });
    }

    const Point& y_;
    std::span<const Ciphertext<G>> input_;
    std::span<const Ciphertext<G>> output_;
    const ShuffleProof<G>& proof_;
    std::size_t n_;
    unsigned threads_;
    std::shared_ptr<const Generators<G>> generators_;
    std::vector<Scalar> u_;
    Scalar minus_c_;
};

} // namespace

template <Group G>
Verdict check_shuffle(std::string_view phi, const typename G::Point& y,
                      std::span<const Ciphertext<G>> input, const Shuffle<G>& shuffle,
                      unsigned threads) {
    const ShuffleProof<G>& p = shuffle.proof;
    for (const std::size_t length : {shuffle.ciphertexts.size(), p.t_hat.size(), p.s_hat.size(),
                                     p.s_prime.size(), p.c.size(), p.c_hat.size()}) {
        if (length != input.size()) {
            return Error("shuffle.length", "expected lists of " + std::to_string(input.size()));
        }
    }
    return Checker<G>(phi, y, input, shuffle, threads).run();
}

#define OGNIWO_INSTANTIATE(G)                                                                      \
    template Verdict check_shuffle<G>(std::string_view, const G::Point&,                           \
                                      std::span<const Ciphertext<G>>, const Shuffle<G>&, unsigned);

OGNIWO_INSTANTIATE(Ed25519)
OGNIWO_INSTANTIATE(Belenios2048)
OGNIWO_INSTANTIATE(Rfc3526)

} // namespace ogniwo::crypto
