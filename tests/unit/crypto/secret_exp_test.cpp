// Powers with secret exponents, many at a time, beside one at a time: on Ed25519 these are libsodium's.

#include "crypto/ed25519.hpp"
#include "crypto/finite_field.hpp"
#include "crypto/random.hpp"

#include <boost/mpl/list.hpp>
#include <boost/test/unit_test.hpp>

using namespace ogniwo;
using namespace ogniwo::crypto;

// The public kernel takes no secrets, and this one gives none away.
static_assert(!std::is_convertible_v<SecretScalarView, std::span<const std::uint8_t, 32>>);
static_assert(!std::is_constructible_v<edwards::PublicScalar, SecretScalarView>);

namespace {

using Groups = boost::mpl::list<Ed25519, Belenios2048, Rfc3526>;

template <class G> constexpr std::size_t many = 12;
template <> constexpr std::size_t many<Ed25519> = 600; // more than one batch of tables

// 0, 1, 2, 8, 9, 16, 2^255-ish, q - 1, and random ones.
template <Group G> std::vector<typename G::SecretScalar> exponents(std::size_t count, Rng& rng) {
    std::vector<typename G::SecretScalar> out;
    for (const unsigned small : {0U, 1U, 2U, 7U, 8U, 9U, 15U, 16U, 0x88U, 0x99U}) {
        out.push_back(G::secret(G::scalar(small)));
    }
    out.push_back(G::secret(G::subtract(G::scalar(0), G::scalar(1))));
    while (out.size() < count) {
        out.push_back(G::random_secret(rng));
    }
    return out;
}

template <Group G> std::vector<typename G::Point> points(std::size_t count, Rng& rng) {
    std::vector<typename G::Point> out{G::neutral(), G::generator().point()};
    while (out.size() < count) {
        out.push_back(G::exp_generator(G::random_secret(rng)));
    }
    return out;
}

} // namespace

BOOST_AUTO_TEST_SUITE(secret_exp)

BOOST_AUTO_TEST_CASE_TEMPLATE(products_of_fixed_bases, G, Groups) {
    SeededRng rng("fixed");
    const auto first = exponents<G>(many<G>, rng);
    auto second = exponents<G>(many<G>, rng);
    std::ranges::reverse(second);
    const auto own = points<G>(3, rng);
    for (const auto& point : own) {
        const auto base = G::prepare_secret(point);
        const auto h = G::prepare_secret(own.back());
        const SecretPowers<G> both[] = {{&base, first}, {&h, second}};
        const auto single = G::products(std::span(both).first(1));
        const auto found = G::products(both);
        BOOST_REQUIRE(single.size() == first.size() && found.size() == first.size());
        for (std::size_t i = 0; i < first.size(); ++i) {
            const auto expected = G::exp(point, first[i]);
            BOOST_TEST((single[i] == expected), "power " << i);
            BOOST_TEST((found[i] == G::multiply(expected, G::exp(own.back(), second[i]))), "product " << i);
        }
        const SecretPowers<G> none[] = {{&base, {}}};
        BOOST_TEST(G::products(none).empty());
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(one_product_of_many_powers, G, Groups) {
    SeededRng rng("many");
    const auto bases = points<G>(many<G>, rng);
    const auto secrets = exponents<G>(many<G>, rng);
    auto expected = G::neutral();
    for (std::size_t count = 0; count <= bases.size(); ++count) {
        if (count < 4 || count % 64 == 0 || count == bases.size()) {
            BOOST_TEST((G::product_of_powers(std::span(bases).first(count), std::span(secrets).first(count)) == expected),
                       count << " powers");
        }
        if (count < bases.size()) {
            expected = G::multiply(expected, G::exp(bases[count], secrets[count]));
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
