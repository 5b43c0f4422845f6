#include "crypto/ed25519.hpp"
#include "crypto/finite_field.hpp"
#include "crypto/generators.hpp"
#include "crypto/permutation.hpp"
#include "crypto/shuffle_transcript.hpp"

namespace ogniwo::crypto {
namespace {

using shuffling::Scalars;
using shuffling::Statement;

template <class G> using Secrets = std::vector<typename G::SecretScalar>;

template <Group G> Secrets<G> random_secrets(std::size_t count, Rng& rng) {
    Secrets<G> out;
    out.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        out.push_back(G::random_secret(rng));
    }
    return out;
}

template <Group G>
typename G::SecretScalar scalar_product(const Secrets<G>& a, const Secrets<G>& b) {
    auto sum = G::reduce_secret({});
    for (std::size_t i = 0; i < a.size(); ++i) {
        sum = G::add(sum, G::multiply(a[i], b[i]));
    }
    return sum;
}

template <Group G> Secrets<G> secrets_of(const Scalars<G>& numbers) {
    Secrets<G> out;
    out.reserve(numbers.size());
    for (const typename G::Scalar& number : numbers) {
        out.push_back(G::secret(number));
    }
    return out;
}

// Shuffles one list, and proves it while it still knows how.
template <Group G> class Mixer {
  public:
    Mixer(std::string_view phi, const typename G::Point& y, std::span<const Ciphertext<G>> input,
          Rng& rng)
        : phi_(phi), y_(y), input_(input), n_(input.size()), rng_(rng), psi_(n_, rng),
          generators_(shuffle_generators<G>(n_)), r_prime_(random_secrets<G>(n_, rng)),
          r_(random_secrets<G>(n_, rng)), r_hat_(random_secrets<G>(n_, rng)) {}

    Shuffle<G> mix() && {
        re_encrypt();
        commit();
        const Statement<G> statement{phi_, y_, input_, out_.ciphertexts, proof().c};
        u_ = shuffling::challenges<G>(statement);
        u_permuted_ = u_;
        psi_.apply(std::span(u_permuted_));
        u_prime_ = secrets_of<G>(u_permuted_);
        wipe_order();
        chain();
        respond(statement);
        return std::move(out_);
    }

  private:
    ShuffleProof<G>& proof() { return out_.proof; }

    void re_encrypt() {
        out_.ciphertexts.reserve(n_);
        for (std::size_t i = 0; i < n_; ++i) {
            out_.ciphertexts.push_back({G::multiply(input_[i].alpha, G::exp_generator(r_prime_[i])),
                                        G::multiply(input_[i].beta, G::exp(y_, r_prime_[i]))});
        }
        psi_.apply(std::span(out_.ciphertexts));
    }

    // c_psi(i) = g^r_psi(i) h_i
    void commit() {
        for (std::size_t i = 0; i < n_; ++i) {
            proof().c.push_back(generators_->each[i].point());
        }
        psi_.apply_inverse(std::span(proof().c));
        for (std::size_t i = 0; i < n_; ++i) {
            proof().c[i] = G::multiply(G::exp_generator(r_[i]), proof().c[i]);
        }
    }

    // c^_i = g^r^_i c^_(i-1)^u'_i, from c^_0 = h
    void chain() {
        typename G::Point last = generators_->h.point();
        for (std::size_t i = 0; i < n_; ++i) {
            last = G::multiply(G::exp_generator(r_hat_[i]), G::exp(last, u_prime_[i]));
            proof().c_hat.push_back(last);
        }
    }

    void respond(const Statement<G>& statement) {
        const Secrets<G> w = random_secrets<G>(4, rng_);
        const Secrets<G> w_hat = random_secrets<G>(n_, rng_);
        const Secrets<G> w_prime = random_secrets<G>(n_, rng_);
        commit_to(w, w_hat, w_prime);
        // respond() subtracts: w + secret * challenge.
        const auto minus = G::subtract(G::scalar(0), shuffling::challenge<G>(statement, proof()));
        auto r_sum = G::reduce_secret({});
        for (const auto& r : r_) {
            r_sum = G::add(r_sum, r);
        }
        // The exponent of g in c^_N: each r^_i times all u' after it.
        auto chain_sum = G::reduce_secret({});
        for (std::size_t i = 0; i < n_; ++i) {
            chain_sum = G::add(r_hat_[i], G::multiply(chain_sum, u_prime_[i]));
        }
        const Secrets<G> u = secrets_of<G>(u_);
        proof().s1 = G::respond(w[0], r_sum, minus);
        proof().s2 = G::respond(w[1], chain_sum, minus);
        proof().s3 = G::respond(w[2], scalar_product<G>(r_, u), minus);
        proof().s4 = G::respond(w[3], scalar_product<G>(r_prime_, u), minus);
        for (std::size_t i = 0; i < n_; ++i) {
            proof().s_hat.push_back(G::respond(w_hat[i], r_hat_[i], minus));
            proof().s_prime.push_back(G::respond(w_prime[i], u_prime_[i], minus));
        }
    }

    void commit_to(const Secrets<G>& w, const Secrets<G>& w_hat, const Secrets<G>& w_prime) {
        ShuffleProof<G>& p = proof();
        p.t1 = G::exp_generator(w[0]);
        p.t2 = G::exp_generator(w[1]);
        p.t3 = G::exp_generator(w[2]);
        p.t41 = G::divide(G::neutral(), G::exp(y_, w[3]));
        p.t42 = G::divide(G::neutral(), G::exp_generator(w[3]));
        typename G::Point before = generators_->h.point();
        for (std::size_t i = 0; i < n_; ++i) {
            const Ciphertext<G>& e = out_.ciphertexts[i];
            p.t3 = G::multiply(p.t3, G::exp(generators_->each[i].point(), w_prime[i]));
            p.t41 = G::multiply(p.t41, G::exp(e.beta, w_prime[i]));
            p.t42 = G::multiply(p.t42, G::exp(e.alpha, w_prime[i]));
            p.t_hat.push_back(G::multiply(G::exp_generator(w_hat[i]), G::exp(before, w_prime[i])));
            before = p.c_hat[i];
        }
    }

    // The u are public, their permuted order is not.
    void wipe_order() {
        const auto bytes = std::as_writable_bytes(std::span(u_permuted_));
        // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): both are byte types.
        wipe({reinterpret_cast<std::uint8_t*>(bytes.data()), bytes.size()});
    }

    std::string_view phi_;
    const typename G::Point& y_;
    std::span<const Ciphertext<G>> input_;
    std::size_t n_;
    Rng& rng_;
    SecretPermutation psi_;
    std::shared_ptr<const Generators<G>> generators_;
    Secrets<G> r_prime_;
    Secrets<G> r_;
    Secrets<G> r_hat_;
    Scalars<G> u_;
    Scalars<G> u_permuted_;
    Secrets<G> u_prime_;
    Shuffle<G> out_;
};

} // namespace

template <Group G>
Shuffle<G> make_shuffle(std::string_view phi, const typename G::Point& y,
                        std::span<const Ciphertext<G>> input, Rng& rng) {
    return Mixer<G>(phi, y, input, rng).mix();
}

#define OGNIWO_INSTANTIATE(G)                                                                      \
    template Shuffle<G> make_shuffle<G>(std::string_view, const G::Point&,                         \
                                        std::span<const Ciphertext<G>>, Rng&);

OGNIWO_INSTANTIATE(Ed25519)
OGNIWO_INSTANTIATE(Belenios2048)
OGNIWO_INSTANTIATE(Rfc3526)

} // namespace ogniwo::crypto
