#include "crypto/ed25519.hpp"
#include "crypto/finite_field.hpp"
#include "crypto/generators.hpp"
#include "crypto/shuffle_transcript.hpp"

#include <numeric>

namespace ogniwo::crypto {
namespace {

template <Group G> class Checker {
    using Points = shuffling::Points<G>;
    using Scalars = shuffling::Scalars<G>;
    using Powers = std::vector<Power<G>>;

  public:
    Checker(std::string_view phi, const typename G::Point& y, std::span<const Ciphertext<G>> input,
            const Shuffle<G>& shuffle)
        : y_(y), input_(input), output_(shuffle.ciphertexts), proof_(shuffle.proof),
          n_(input.size()), generators_(shuffle_generators<G>(n_)) {
        const shuffling::Statement<G> statement{phi, y, input_, output_, proof_.c};
        u_ = shuffling::challenges<G>(statement);
        minus_c_ = G::subtract(G::scalar(0), shuffling::challenge<G>(statement, proof_));
    }

    Verdict run() const {
        return folded_holds() ? pass() : explain();
    }

  private:
    // All equations at once. With lhs_j = rhs_j for each equation j, also prod lhs_j^rho_j = prod rhs_j^rho_j.
    // If some equation fails, lhs_j = rhs_j g^d_j with some d_j != 0 (all points are members of a group of
    // prime order q > 2^128), and the products agree only if sum rho_j d_j = 0 mod q: for any choice of the
    // other rho that holds for at most one of the 2^128 values of rho_j. The rho are a hash of statement and
    // proof, every response included, so whoever makes the proof has to settle it first: to find one that
    // passes wrongly takes 2^128 trials, as many as to guess the challenge of a proof. A hash and not the
    // verifier's own randomness, so that every verifier says the same of the same bytes.
    bool folded_holds() const {
        const Scalars rho = coefficients();
        const auto [rho1, rho2, rho3, rho41, rho42] = std::array{rho[0], rho[1], rho[2], rho[3], rho[4]};
        const auto rho_hat = std::span(rho).subspan(5);

        Powers given;
        given.reserve(n_ + 5);
        const std::array t{proof_.t1, proof_.t2, proof_.t3, proof_.t41, proof_.t42};
        for (std::size_t j = 0; j < rho.size(); ++j) {
            given.push_back({j < 5 ? t[j] : proof_.t_hat[j - 5], rho[j]});
        }

        Powers computed;
        computed.reserve(7 * n_ + 3);
        auto of_g = sum({G::multiply(rho1, proof_.s1), G::multiply(rho2, proof_.s2),
                         G::multiply(rho3, proof_.s3), negative(G::multiply(rho42, proof_.s4))});
        auto of_h = negative(G::multiply(G::multiply(rho2, product_of_u()), minus_c_));
        // What the point before in the chain has gathered: h stands before the first.
        auto of_last = G::multiply(minus_c_, rho2);
        const auto minus_c_rho1 = G::multiply(minus_c_, rho1);
        for (std::size_t i = 0; i < n_; ++i) {
            const auto& s_prime = proof_.s_prime[i];
            const auto minus_cu = G::multiply(minus_c_, u_[i]);
            of_g = G::add(of_g, G::multiply(rho_hat[i], proof_.s_hat[i]));
            computed.push_back({proof_.c[i], G::add(minus_c_rho1, G::multiply(minus_cu, rho3))});
            computed.push_back({generators_->each[i].point(),
                                G::subtract(G::multiply(rho3, s_prime), minus_c_rho1)});
            computed.push_back({input_[i].beta, G::multiply(minus_cu, rho41)});
            computed.push_back({input_[i].alpha, G::multiply(minus_cu, rho42)});
            computed.push_back({output_[i].beta, G::multiply(s_prime, rho41)});
            computed.push_back({output_[i].alpha, G::multiply(s_prime, rho42)});
            const auto own = G::multiply(minus_c_, rho_hat[i]);
            const auto next = i + 1 < n_ ? G::multiply(rho_hat[i + 1], proof_.s_prime[i + 1]) : of_last;
            computed.push_back({proof_.c_hat[i], G::add(own, next)});
        }
        of_h = G::add(of_h, n_ > 0 ? G::multiply(rho_hat[0], proof_.s_prime[0]) : of_last);
        computed.push_back({G::generator().point(), of_g});
        computed.push_back({generators_->h.point(), of_h});
        computed.push_back({y_, negative(G::multiply(rho41, proof_.s4))});
        return G::product_of_powers_vartime(given) == G::product_of_powers_vartime(computed);
    }

    // 128 bits for t1, t2, t3, t41, t42, t^_0, ..; the challenge stands for the statement and all t.
    Scalars coefficients() const {
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
        Scalars rho;
        rho.reserve(n_ + 5);
        for (std::size_t j = 0; j < n_ + 5; ++j) {
            const Digest hash = sha256({seed, as_bytes(std::to_string(j))});
            rho.push_back(G::reduce(std::span(hash).first(16)));
        }
        return rho;
    }

    static typename G::Scalar negative(const typename G::Scalar& s) {
        return G::subtract(G::scalar(0), s);
    }
    static typename G::Scalar sum(std::initializer_list<typename G::Scalar> numbers) {
        return std::accumulate(numbers.begin(), numbers.end(), G::scalar(0),
                               [](const auto& a, const auto& b) { return G::add(a, b); });
    }
    typename G::Scalar product_of_u() const {
        return std::accumulate(u_.begin(), u_.end(), G::scalar(1),
                               [](const auto& a, const auto& b) { return G::multiply(a, b); });
    }

    // Equation by equation, to name the one that fails.
    Verdict explain() const {
        const Verdict verdicts[] = {
            expect("t1", proof_.t1, t1()), expect("t2", proof_.t2, t2()),
            expect("t3", proof_.t3, t3()), expect("t41", proof_.t41, t4(&Ciphertext<G>::beta, y_)),
            expect("t42", proof_.t42, t4(&Ciphertext<G>::alpha, G::generator().point()))};
        for (const Verdict& verdict : verdicts) {
            OGNIWO_TRY(verdict);
        }
        for (std::size_t i = 0; i < n_; ++i) {
            OGNIWO_TRY(expect("t^", proof_.t_hat[i], t_hat(i)));
        }
        return Error("shuffle.proof", "equations together"); // no proof comes here: see folded_holds
    }

    static Verdict expect(const char* name, const typename G::Point& given,
                          const typename G::Point& computed) {
        return given == computed
                   ? pass()
                   : Verdict(Error("shuffle.proof", std::string("equation of ") + name));
    }

    // (prod c_i / prod h_i)^-C g^s1
    typename G::Point t1() const {
        Points generators;
        for (std::size_t i = 0; i < n_; ++i) {
            generators.push_back(generators_->each[i].point());
        }
        const auto quotient = G::divide(G::product(proof_.c), G::product(generators));
        return value({{quotient, minus_c_}, {G::generator().point(), proof_.s1}});
    }

    // (c^_N / h^U)^-C g^s2
    typename G::Point t2() const {
        const auto& last = n_ == 0 ? generators_->h.point() : proof_.c_hat.back();
        return value({{last, minus_c_},
                      {generators_->h.point(), negative(G::multiply(product_of_u(), minus_c_))},
                      {G::generator().point(), proof_.s2}});
    }

    // (prod c_i^u_i)^-C g^s3 prod h_i^s'_i
    typename G::Point t3() const {
        Powers powers{{power_of_u([this](std::size_t i) { return proof_.c[i]; }), minus_c_},
                      {G::generator().point(), proof_.s3}};
        for (std::size_t i = 0; i < n_; ++i) {
            powers.push_back({generators_->each[i].point(), proof_.s_prime[i]});
        }
        return value(powers);
    }

    // (prod e_i^u_i)^-C base^-s4 prod e'_i^s'_i, for one half of the ciphertexts
    typename G::Point t4(typename G::Point Ciphertext<G>::*half,
                         const typename G::Point& base) const {
        Powers powers{{power_of_u([&](std::size_t i) { return input_[i].*half; }), minus_c_},
                      {base, negative(proof_.s4)}};
        for (std::size_t i = 0; i < n_; ++i) {
            powers.push_back({output_[i].*half, proof_.s_prime[i]});
        }
        return value(powers);
    }

    // c^_i^-C g^s^_i c^_(i-1)^s'_i
    typename G::Point t_hat(std::size_t i) const {
        const auto& before = i == 0 ? generators_->h.point() : proof_.c_hat[i - 1];
        return value({{proof_.c_hat[i], minus_c_},
                      {G::generator().point(), proof_.s_hat[i]},
                      {before, proof_.s_prime[i]}});
    }

    // prod point(i)^u_i
    template <class F> typename G::Point power_of_u(F point) const {
        Powers powers;
        for (std::size_t i = 0; i < n_; ++i) {
            powers.push_back({point(i), u_[i]});
        }
        return value(powers);
    }

    static typename G::Point value(const Powers& powers) {
        return G::product_of_powers_vartime(powers);
    }

    const typename G::Point& y_;
    std::span<const Ciphertext<G>> input_;
    std::span<const Ciphertext<G>> output_;
    const ShuffleProof<G>& proof_;
    std::size_t n_;
    std::shared_ptr<const Generators<G>> generators_;
    Scalars u_;
    typename G::Scalar minus_c_;
};

} // namespace

template <Group G>
Verdict check_shuffle(std::string_view phi, const typename G::Point& y,
                      std::span<const Ciphertext<G>> input, const Shuffle<G>& shuffle) {
    const ShuffleProof<G>& p = shuffle.proof;
    for (const std::size_t length : {shuffle.ciphertexts.size(), p.t_hat.size(), p.s_hat.size(),
                                     p.s_prime.size(), p.c.size(), p.c_hat.size()}) {
        if (length != input.size()) {
            return Error("shuffle.length", "expected lists of " + std::to_string(input.size()));
        }
    }
    return Checker<G>(phi, y, input, shuffle).run();
}

#define OGNIWO_INSTANTIATE(G)                                                                      \
    template Verdict check_shuffle<G>(std::string_view, const G::Point&,                           \
                                      std::span<const Ciphertext<G>>, const Shuffle<G>&);

OGNIWO_INSTANTIATE(Ed25519)
OGNIWO_INSTANTIATE(Belenios2048)
OGNIWO_INSTANTIATE(Rfc3526)

} // namespace ogniwo::crypto
