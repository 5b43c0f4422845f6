#include "crypto/ed25519.hpp"
#include "crypto/finite_field.hpp"
#include "crypto/generators.hpp"
#include "crypto/shuffle_transcript.hpp"

namespace ogniwo::crypto {
namespace {

// Products of powers with bases of their own.
template <Group G> class Product {
  public:
    explicit Product(std::size_t size) { terms_.reserve(size), bases_.reserve(size); }
    void add(const typename G::PublicBase& base, const typename G::Scalar& exponent) {
        terms_.push_back({&base, exponent});
    }
    void add(const typename G::Point& point, const typename G::Scalar& exponent) {
        bases_.push_back(G::prepare_vartime(point));
        add(bases_.back(), exponent);
    }
    [[nodiscard]] typename G::Point value() const { return G::multi_exp_vartime(terms_); }

  private:
    std::vector<Term<G>> terms_;
    std::vector<typename G::PublicBase> bases_; // never grows beyond what was reserved
};

template <Group G> class Checker {
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
        return pass();
    }

  private:
    static Verdict expect(const char* name, const typename G::Point& given,
                          const typename G::Point& computed) {
        return given == computed
                   ? pass()
                   : Verdict(Error("shuffle.proof", std::string("equation of ") + name));
    }

    // (prod c_i / prod h_i)^-C g^s1
    typename G::Point t1() const {
        auto quotient = G::neutral();
        for (std::size_t i = 0; i < n_; ++i) {
            quotient = G::multiply(quotient, G::divide(proof_.c[i], generators_->each[i].point()));
        }
        Product<G> product(2);
        product.add(quotient, minus_c_);
        product.add(G::generator(), proof_.s1);
        return product.value();
    }

    // (c^_N / h^U)^-C g^s2
    typename G::Point t2() const {
        auto all = G::scalar(1);
        for (const auto& u : u_) {
            all = G::multiply(all, u);
        }
        Product<G> product(3);
        product.add(n_ == 0 ? generators_->h.point() : proof_.c_hat.back(), minus_c_);
        product.add(generators_->h, G::subtract(G::scalar(0), G::multiply(all, minus_c_)));
        product.add(G::generator(), proof_.s2);
        return product.value();
    }

    // (prod c_i^u_i)^-C g^s3 prod h_i^s'_i
    typename G::Point t3() const {
        Product<G> product(2 + n_);
        product.add(power_of_u([this](std::size_t i) { return proof_.c[i]; }), minus_c_);
        product.add(G::generator(), proof_.s3);
        for (std::size_t i = 0; i < n_; ++i) {
            product.add(generators_->each[i], proof_.s_prime[i]);
        }
        return product.value();
    }

    // (prod e_i^u_i)^-C base^-s4 prod e'_i^s'_i, for one half of the ciphertexts
    typename G::Point t4(typename G::Point Ciphertext<G>::*half,
                         const typename G::Point& base) const {
        Product<G> product(2 + n_);
        product.add(power_of_u([&](std::size_t i) { return input_[i].*half; }), minus_c_);
        product.add(base, G::subtract(G::scalar(0), proof_.s4));
        for (std::size_t i = 0; i < n_; ++i) {
            product.add(output_[i].*half, proof_.s_prime[i]);
        }
        return product.value();
    }

    // c^_i^-C g^s^_i c^_(i-1)^s'_i
    typename G::Point t_hat(std::size_t i) const {
        Product<G> product(3);
        product.add(proof_.c_hat[i], minus_c_);
        product.add(G::generator(), proof_.s_hat[i]);
        product.add(i == 0 ? generators_->h.point() : proof_.c_hat[i - 1], proof_.s_prime[i]);
        return product.value();
    }

    // prod point(i)^u_i
    template <class F> typename G::Point power_of_u(F point) const {
        Product<G> product(n_);
        for (std::size_t i = 0; i < n_; ++i) {
            product.add(point(i), u_[i]);
        }
        return product.value();
    }

    const typename G::Point& y_;
    std::span<const Ciphertext<G>> input_;
    std::span<const Ciphertext<G>> output_;
    const ShuffleProof<G>& proof_;
    std::size_t n_;
    std::shared_ptr<const Generators<G>> generators_;
    shuffling::Scalars<G> u_;
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
