#include "crypto/threshold.hpp"

#include "crypto/base/check.hpp"
#include "crypto/base/encoding.hpp"
#include "crypto/credential.hpp"
#include "crypto/ed25519.hpp"
#include "crypto/finite_field.hpp"
#include "crypto/sha256.hpp"

#include <array>

namespace ogniwo::crypto {
namespace {

constexpr std::size_t seed_characters = 22;

bool valid_index(std::size_t index) {
    return index >= 1 && index <= max_threshold_trustees;
}

template <Group G>
typename G::SecretScalar hash_to_secret(std::string_view label, std::string_view seed) {
    Digest digest = sha256({as_bytes(label), as_bytes(seed)});
    auto secret = G::reduce_secret(digest);
    wipe(digest);
    return secret;
}

// x * factor by doubling and adding: only the public factor decides what is done.
template <Group G>
typename G::SecretScalar times(const typename G::SecretScalar& x, std::size_t factor) {
    auto product = G::reduce_secret({});
    for (std::size_t bit = std::size_t{1} << 3; bit != 0; bit >>= 1) {
        product = G::add(product, product);
        if ((factor & bit) != 0) {
            product = G::add(product, x);
        }
    }
    return product;
}

// a^(q-2) = 1/a, by the decimal digits of the exponent.
template <Group G> typename G::Scalar invert_vartime(const typename G::Scalar& a) {
    const auto power = [](const typename G::Scalar& base, int exponent) {
        auto product = G::scalar(1);
        for (int i = 0; i < exponent; ++i) {
            product = G::multiply(product, base);
        }
        return product;
    };
    auto inverse = G::scalar(1);
    for (const char digit : G::scalar_text(G::subtract(G::scalar(0), G::scalar(2)))) {
        inverse = G::multiply(power(inverse, 10), power(a, digit - '0'));
    }
    return inverse;
}

} // namespace

// A credential without its dashes has the alphabet, the length and the strength of a seed.
SecretText generate_pki_seed(Rng& rng) {
    const SecretText credential = generate_credential(rng);
    std::string seed;
    seed.reserve(credential.expose().size());
    std::ranges::copy_if(credential.expose(), std::back_inserter(seed),
                         [](char c) { return c != '-'; });
    return SecretText(std::move(seed));
}

template <Group G> Result<PkiKeys<G>> derive_pki_keys(std::string_view seed) {
    if (seed.size() != seed_characters ||
        seed.find_first_not_of(base58_alphabet) != std::string_view::npos) {
        return Error("seed.format", "a trustee's seed has 22 Base58 characters");
    }
    return PkiKeys<G>{hash_to_secret<G>("sk|", seed), hash_to_secret<G>("dk|", seed)};
}

template <Group G> Polynomial<G> Polynomial<G>::random(std::size_t threshold, Rng& rng) {
    OGNIWO_CHECK(valid_index(threshold));
    Polynomial out;
    out.coefficients_.reserve(threshold);
    for (std::size_t k = 0; k < threshold; ++k) {
        out.coefficients_.push_back(G::random_secret(rng));
    }
    return out;
}

template <Group G> std::vector<typename G::Point> Polynomial<G>::commitments() const {
    std::vector<typename G::Point> out;
    out.reserve(coefficients_.size());
    for (const typename G::SecretScalar& coefficient : coefficients_) {
        out.push_back(G::exp_generator(coefficient));
    }
    return out;
}

template <Group G> typename G::SecretScalar Polynomial<G>::evaluate(std::size_t index) const {
    OGNIWO_CHECK(valid_index(index));
    auto value = G::clone(coefficients_.back());
    for (std::size_t k = coefficients_.size() - 1; k-- > 0;) {
        value = G::add(times<G>(value, index), coefficients_[k]);
    }
    return value;
}

template <Group G>
typename G::Point evaluate_commitments_vartime(std::span<const typename G::Point> commitments,
                                               std::size_t index) {
    OGNIWO_CHECK(valid_index(index) && !commitments.empty());
    auto value = commitments.back();
    for (std::size_t k = commitments.size() - 1; k-- > 0;) {
        const auto base = G::prepare_vartime(value);
        const std::array terms{Term<G>{&base, G::scalar(index)}};
        value = G::multiply(G::multi_exp_vartime(terms), commitments[k]);
    }
    return value;
}

template <Group G>
std::vector<typename G::Scalar> lagrange_at_zero(std::span<const std::size_t> indices) {
    std::vector<typename G::Scalar> out;
    for (const std::size_t j : indices) {
        OGNIWO_CHECK(valid_index(j));
        auto numerator = G::scalar(1);
        auto denominator = G::scalar(1);
        for (const std::size_t k : indices) {
            if (k != j) {
                numerator = G::multiply(numerator, G::scalar(k));
                denominator = G::multiply(denominator, G::subtract(G::scalar(k), G::scalar(j)));
            }
        }
        out.push_back(G::multiply(numerator, invert_vartime<G>(denominator)));
    }
    return out;
}

#define OGNIWO_INSTANTIATE(G)                                                                      \
    template Result<PkiKeys<G>> derive_pki_keys<G>(std::string_view);                              \
    template class Polynomial<G>;                                                                  \
    template G::Point evaluate_commitments_vartime<G>(std::span<const G::Point>, std::size_t);     \
    template std::vector<G::Scalar> lagrange_at_zero<G>(std::span<const std::size_t>);

OGNIWO_INSTANTIATE(Ed25519)
OGNIWO_INSTANTIATE(Belenios2048)
OGNIWO_INSTANTIATE(Rfc3526)

} // namespace ogniwo::crypto
