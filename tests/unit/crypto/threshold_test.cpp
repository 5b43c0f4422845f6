// Shares and their combination against the definition of interpolation, and sealed messages.

#include "crypto/base/encoding.hpp"
#include "crypto/ed25519.hpp"
#include "crypto/finite_field.hpp"
#include "crypto/random.hpp"
#include "crypto/sealed_message.hpp"
#include "crypto/threshold.hpp"

#include <boost/mpl/list.hpp>
#include <boost/test/unit_test.hpp>

#include <array>

using namespace ogniwo;
using namespace ogniwo::crypto;

namespace {

using Groups = boost::mpl::list<Ed25519, Belenios2048, Rfc3526>;

// The public value of a secret, for a test only.
template <class G> typename G::Scalar reveal(const typename G::SecretScalar& secret) {
    return *G::parse_scalar(G::reveal_text(secret));
}

// sum a_k x^k by its definition.
template <class G>
typename G::Scalar value_at(std::span<const typename G::SecretScalar> coefficients, std::size_t x) {
    auto sum = G::scalar(0);
    auto power = G::scalar(1);
    for (const auto& coefficient : coefficients) {
        sum = G::add(sum, G::multiply(reveal<G>(coefficient), power));
        power = G::multiply(power, G::scalar(x));
    }
    return sum;
}

template <class G>
typename G::Scalar interpolate(const Polynomial<G>& f, const std::vector<std::size_t>& indices) {
    const auto weights = lagrange_at_zero<G>(indices);
    auto sum = G::scalar(0);
    for (std::size_t i = 0; i < indices.size(); ++i) {
        sum = G::add(sum, G::multiply(weights[i], reveal<G>(f.evaluate(indices[i]))));
    }
    return sum;
}

std::string id_of(const auto& result) {
    return result ? std::string() : std::string(result.error().id());
}

} // namespace

BOOST_AUTO_TEST_SUITE(threshold)

// Every set of trustees, for all 1 <= t <= n <= 5: at least t of them find f(0), fewer find
// something else.
BOOST_AUTO_TEST_CASE_TEMPLATE(any_t_of_n, G, Groups) {
    SeededRng rng("any t of n");
    for (std::size_t n = 1; n <= 5; ++n) {
        for (std::size_t t = 1; t <= n; ++t) {
            const auto f = Polynomial<G>::random(t, rng);
            BOOST_REQUIRE(f.coefficients().size() == t);
            const auto secret = reveal<G>(f.coefficients()[0]);
            for (unsigned set = 1; set < (1U << n); ++set) {
                std::vector<std::size_t> indices;
                for (std::size_t i = 1; i <= n; ++i) {
                    if ((set >> (i - 1) & 1U) != 0) {
                        indices.push_back(i);
                    }
                }
                const bool enough = indices.size() >= t;
                BOOST_TEST((interpolate<G>(f, indices) == secret) == enough,
                           n << " " << t << " " << set);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(shares_fit_their_commitments, G, Groups) {
    SeededRng rng("commitments");
    for (const std::size_t t : {1U, 2U, 7U, 15U}) {
        const auto f = Polynomial<G>::random(t, rng);
        const auto commitments = f.commitments();
        BOOST_REQUIRE(commitments.size() == t);
        for (std::size_t j = 1; j <= max_threshold_trustees; ++j) {
            const auto share = f.evaluate(j);
            BOOST_TEST((reveal<G>(share) == value_at<G>(f.coefficients(), j)));
            BOOST_TEST(
                (evaluate_commitments_vartime<G>(commitments, j) == G::exp_generator(share)));
        }
        BOOST_TEST((evaluate_commitments_vartime<G>(commitments, 1) ==
                    G::exp_generator(f.evaluate(2))) == (t == 1));
    }
}

// 1 and 3: l_1 = 3/(3-1) = 3/2, l_3 = 1/(1-3) = -1/2.
BOOST_AUTO_TEST_CASE_TEMPLATE(weights_by_hand, G, Groups) {
    const auto weights = lagrange_at_zero<G>(std::array<std::size_t, 2>{1, 3});
    const auto two = G::scalar(2);
    BOOST_TEST((G::multiply(weights[0], two) == G::scalar(3)));
    BOOST_TEST((G::add(G::multiply(weights[1], two), G::scalar(1)) == G::scalar(0)));
    BOOST_TEST((lagrange_at_zero<G>(std::array<std::size_t, 1>{7})[0] == G::scalar(1)));
}

BOOST_AUTO_TEST_CASE(seeds) {
    SeededRng rng("seeds");
    const SecretText seed = generate_pki_seed(rng);
    BOOST_TEST(seed.expose().size() == 22U);
    BOOST_TEST(id_of(derive_pki_keys<Ed25519>(seed.expose())) == "");
    BOOST_TEST((generate_pki_seed(rng).expose() != seed.expose()));
    BOOST_TEST(id_of(derive_pki_keys<Ed25519>("w8jBCBevCizs4L9TMLCnc")) == "seed.format");
    BOOST_TEST(id_of(derive_pki_keys<Ed25519>("w8jBCBevCizs4L9TMLCncww")) == "seed.format");
    BOOST_TEST(id_of(derive_pki_keys<Ed25519>("w8jBCBevCizs4L9TMLCnc0")) == "seed.format");
    // A certificate that belenios-tool 3.3.0 made from this seed names these keys.
    const auto keys = derive_pki_keys<Ed25519>("w8jBCBevCizs4L9TMLCncw");
    BOOST_TEST(Ed25519::point_text(Ed25519::exp_generator(keys->signing)) ==
               "d740cc5e6e70c2e9c2c0b316ef591982a8c31e8ad849d689c983f6ec36ba3460");
    BOOST_TEST(Ed25519::point_text(Ed25519::exp_generator(keys->decryption)) ==
               "ac3409abb3266a37920ab29259ebe23c6bfddf0f61df2b3b7e16d3f5a4d4d521");
}

BOOST_AUTO_TEST_CASE_TEMPLATE(sealed_messages, G, Groups) {
    SeededRng rng("sealed");
    const auto key = G::random_secret(rng);
    const auto other = G::random_secret(rng);
    const auto recipient = G::exp_generator(key);
    for (const std::size_t size : {0U, 1U, 15U, 16U, 17U, 70'000U}) {
        const std::string text(size, 'x');
        const SealedMessage<G> sealed = seal_message<G>(recipient, text, rng);
        BOOST_TEST(sealed.data.size() == size + 16);
        const auto opened = open_message<G>(key, sealed);
        BOOST_REQUIRE(opened);
        BOOST_TEST((opened->expose() == text));
        BOOST_TEST(id_of(open_message<G>(other, sealed)) == "channel.authentication");
    }
    const SealedMessage<G> good = seal_message<G>(recipient, "a share", rng);
    for (std::size_t i = 0; i < good.data.size(); ++i) {
        SealedMessage<G> changed = good;
        changed.data[i] ^= 1;
        BOOST_TEST(id_of(open_message<G>(key, changed)) == "channel.authentication");
    }
    SealedMessage<G> changed = good;
    changed.data.pop_back();
    BOOST_TEST(id_of(open_message<G>(key, changed)) == "channel.authentication");
    changed.data.resize(15);
    BOOST_TEST(id_of(open_message<G>(key, changed)) == "channel.size");
    changed = good;
    changed.algorithm = SealAlgorithm::aes_ccm;
    BOOST_TEST(id_of(open_message<G>(key, changed)) == "channel.authentication");
    changed = good;
    changed.alpha = G::multiply(changed.alpha, G::generator().point());
    BOOST_TEST(id_of(open_message<G>(key, changed)) == "channel.authentication");
    changed = good;
    changed.beta = G::multiply(changed.beta, G::generator().point());
    BOOST_TEST(id_of(open_message<G>(key, changed)) == "channel.authentication");
    // Fresh randomness for each: the same text never looks the same.
    BOOST_TEST((seal_message<G>(recipient, "a share", rng).data != good.data));
}

BOOST_AUTO_TEST_SUITE_END()
