#include "crypto/ed25519.hpp"
#include "crypto/finite_field.hpp"
#include "crypto/generators.hpp"
#include "crypto/permutation.hpp"
#include "crypto/shuffle_transcript.hpp"

namespace ogniwo::crypto {
namespace {

using shuffling::Points;
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
          generators_(shuffle_generators<G>(n_)), g_(G::prepare_secret(G::generator().point())),
          h_(G::prepare_secret(generators_->h.point())), r_prime_(random_secrets<G>(n_, rng)),
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
        const auto y = G::prepare_secret(y_);
        Points<G> alphas;
        Points<G> betas;
        for (const Ciphertext<G>& e : input_) {
            alphas.push_back(e.alpha);
            betas.push_back(e.beta);
        }
        alphas = G::multiply_each(alphas, powers({{&g_, r_prime_}}));
        betas = G::multiply_each(betas, powers({{&y, r_prime_}}));
        out_.ciphertexts.reserve(n_);
        for (std::size_t i = 0; i < n_; ++i) {
            out_.ciphertexts.push_back({alphas[i], betas[i]});
        }
        psi_.apply(std::span(out_.ciphertexts));
    }

    // c_psi(i) = g^r_psi(i) h_i
    void commit() {
        for (std::size_t i = 0; i < n_; ++i) {
            proof().c.push_back(generators_->each[i].point());
        }
        psi_.apply_inverse(std::span(proof().c));
        proof().c = G::multiply_each(proof().c, powers({{&g_, r_}}));
    }

    // c^_i = g^r^_i c^_(i-1)^u'_i, from c^_0 = h: which is g^a_i h^b_i, and powers of fixed bases are cheap.
    void chain() {
        chain_g_.push_back(G::reduce_secret({}));
        chain_h_.push_back(G::secret(G::scalar(1)));
        for (std::size_t i = 0; i < n_; ++i) {
            chain_g_.push_back(G::add(r_hat_[i], G::multiply(chain_g_[i], u_prime_[i])));
            chain_h_.push_back(G::multiply(chain_h_[i], u_prime_[i]));
        }
        proof().c_hat = powers({{&g_, std::span(chain_g_).subspan(1)}, {&h_, std::span(chain_h_).subspan(1)}});
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
        const Secrets<G> u = secrets_of<G>(u_);
        proof().s1 = G::respond(w[0], r_sum, minus);
        proof().s2 = G::respond(w[1], chain_g_.back(), minus);
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
        Points<G> generators;
        Points<G> alphas;
        Points<G> betas;
        // t^_i = g^w^_i c^_(i-1)^w'_i, as in chain().
        Secrets<G> of_g;
        Secrets<G> of_h;
        for (std::size_t i = 0; i < n_; ++i) {
            generators.push_back(generators_->each[i].point());
            alphas.push_back(out_.ciphertexts[i].alpha);
            betas.push_back(out_.ciphertexts[i].beta);
            of_g.push_back(G::add(w_hat[i], G::multiply(w_prime[i], chain_g_[i])));
            of_h.push_back(G::multiply(w_prime[i], chain_h_[i]));
        }
        p.t3 = G::multiply(G::exp_generator(w[2]), G::product_of_powers(generators, w_prime));
        p.t41 = G::divide(G::product_of_powers(betas, w_prime), G::exp(y_, w[3]));
        p.t42 = G::divide(G::product_of_powers(alphas, w_prime), G::exp_generator(w[3]));
        p.t_hat = powers({{&g_, of_g}, {&h_, of_h}});
    }

    static Points<G> powers(std::initializer_list<SecretPowers<G>> factors) {
        return G::products(std::span(factors.begin(), factors.size()));
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
    typename G::SecretBase g_;
    typename G::SecretBase h_;
    Secrets<G> r_prime_;
    Secrets<G> r_;
    Secrets<G> r_hat_;
    Scalars<G> u_;
    Scalars<G> u_permuted_;
    Secrets<G> u_prime_;
    Secrets<G> chain_g_; // of c^_0 to c^_N
    Secrets<G> chain_h_;
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
