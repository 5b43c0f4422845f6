// Both groups: values of PROTOCOL section 15, strict and lenient reading, and the edges where libraries fail.

#include "crypto/ed25519.hpp"
#include "crypto/finite_field.hpp"
#include "crypto/elgamal.hpp"
#include "crypto/random.hpp"

#include <boost/mpl/list.hpp>
#include <boost/test/unit_test.hpp>

#include <array>

using namespace ogniwo;
using namespace ogniwo::crypto;

namespace {

using Groups = boost::mpl::list<Ed25519, Belenios2048, Rfc3526>;

const std::string q_ed25519 =
    "7237005577332262213973186563042994240857116359379907606001950938285454250989";

std::string error_of(const auto& result) {
    return result ? "accepted" : std::string(result.error().id());
}

template <class G> typename G::Point power(std::uint64_t n) {
    const std::array terms{Term<G>{&G::generator(), G::scalar(n)}};
    return G::multi_exp_vartime(terms);
}

} // namespace

BOOST_AUTO_TEST_SUITE(groups)

BOOST_AUTO_TEST_CASE(published_values) {
    BOOST_TEST(Ed25519::point_text(Ed25519::generator().point()) ==
               "6666666666666666666666666666666666666666666666666666666666666658");
    BOOST_TEST(Ed25519::point_text(Ed25519::neutral()) == std::string(63, '0') + "1");
    BOOST_TEST(Ed25519::point_text(power<Ed25519>(2)) ==
               "2260cdf3092329c21da25ee8c9a21f5697390f51643851560e5f46ae6af8a3c9");
}

BOOST_AUTO_TEST_CASE(scalars_at_the_edge) {
    BOOST_TEST(error_of(Ed25519::parse_scalar("0")) == "accepted");
    std::string below = q_ed25519;
    below.back() = '8'; // q - 1
    BOOST_TEST(Ed25519::scalar_text(Ed25519::parse_scalar(below).value()) == below);
    BOOST_TEST(error_of(Ed25519::parse_scalar(q_ed25519)) == "scalar.range");
    BOOST_TEST(error_of(Ed25519::parse_scalar("1" + std::string(699, '0'))) == "scalar.range");
    BOOST_TEST(error_of(Ed25519::parse_scalar(std::string(700, '0'))) == "accepted"); // leading zeros
    BOOST_TEST(error_of(Ed25519::parse_scalar(std::string(701, '0'))) == "scalar.syntax");
    for (const char* bad : {"", "-1", "+1", " 1", "1 ", "0x1", "1e3", "१"}) {
        BOOST_TEST(error_of(Ed25519::parse_scalar(bad)) == "scalar.syntax", bad);
        BOOST_TEST(error_of(Belenios2048::parse_scalar(bad)) == "scalar.syntax", bad);
    }
    // 2^256 and its neighbours wrap to small numbers where carries are lost.
    BOOST_TEST(error_of(Ed25519::parse_scalar("115792089237316195423570985008687907853269984665640564"
                                              "039457584007913129639936")) == "scalar.range");
}

BOOST_AUTO_TEST_CASE(ed25519_reads_leniently_and_keeps_to_the_subgroup) {
    const std::string g = Ed25519::point_text(Ed25519::generator().point());
    std::string upper = Ed25519::point_text(power<Ed25519>(2));
    std::ranges::transform(upper, upper.begin(), [](char c) { return static_cast<char>(std::toupper(c)); });
    BOOST_TEST((Ed25519::parse_point(upper).value() == power<Ed25519>(2)));
    BOOST_TEST(Ed25519::point_text(Ed25519::parse_point(upper).value()) != upper);
    // y = p + 1 is the neutral element written otherwise, and so is its "negative".
    const std::string p_plus_1 = "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffee";
    BOOST_TEST((Ed25519::parse_point(p_plus_1).value() == Ed25519::neutral()));
    BOOST_TEST((Ed25519::parse_point("8" + std::string(62, '0') + "1").value() == Ed25519::neutral()));
    for (const char* bad : {"0000000000000000000000000000000000000000000000000000000000000000",
                            "8000000000000000000000000000000000000000000000000000000000000000",
                            "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffec",
                            "7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7",
                            "fa03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7",
                            "0000000000000000000000000000000000000000000000000000000000000002"}) {
        BOOST_TEST(error_of(Ed25519::parse_point(bad)) == "point.membership", bad);
    }
    for (const std::string& bad : {std::string(), g.substr(1), g + "0", "g" + g.substr(1)}) {
        BOOST_TEST(error_of(Ed25519::parse_point(bad)) == "point.syntax", bad);
    }
}

BOOST_AUTO_TEST_CASE(belenios2048_keeps_to_the_subgroup) {
    BOOST_TEST(error_of(Belenios2048::parse_point("1")) == "accepted");
    BOOST_TEST(error_of(Belenios2048::parse_point("0")) == "point.membership");
    BOOST_TEST(error_of(Belenios2048::parse_point("2")) == "point.membership");
    BOOST_TEST(error_of(Belenios2048::parse_point("-1")) == "point.syntax");
    BOOST_TEST(error_of(Belenios2048::parse_point(std::string(700, '9'))) == "point.membership");
    BOOST_TEST(error_of(Belenios2048::parse_point(std::string(701, '1'))) == "point.syntax");
}

BOOST_AUTO_TEST_CASE_TEMPLATE(laws, G, Groups) {
    SeededRng rng("laws");
    for (int i = 0; i < 10; ++i) {
        const auto x = G::random_secret(rng);
        const auto y = G::random_secret(rng);
        const auto gx = G::exp_generator(x);
        const auto gy = G::exp_generator(y);
        BOOST_TEST((G::multiply(gx, gy) == G::exp_generator(G::add(x, y))));
        BOOST_TEST((G::exp(gx, y) == G::exp(gy, x)));
        BOOST_TEST((G::divide(G::multiply(gx, gy), gy) == gx));
        BOOST_TEST((G::divide(gx, gx) == G::neutral()));
        const std::array points{gx, gy, G::neutral()};
        const std::array others{gy, gy, gx};
        const auto quotients = G::divide_each(points, others);
        BOOST_TEST((G::multiply_each(quotients, others) == std::vector(points.begin(), points.end())));
        BOOST_TEST((quotients[1] == G::neutral()));
        BOOST_TEST((G::parse_point(G::point_text(gx)).value() == gx));
        const auto a = G::random_scalar(rng);
        BOOST_TEST((G::parse_scalar(G::scalar_text(a)).value() == a));
        BOOST_TEST((G::add(G::subtract(a, a), a) == a));
        BOOST_TEST(G::reveal_text(G::parse_secret(G::scalar_text(a)).value()) == G::scalar_text(a));
        // The public and the secret way of raising to a power agree.
        const auto base = G::prepare_vartime(gx);
        const std::array term{Term<G>{&base, a}};
        BOOST_TEST((G::multi_exp_vartime(term) == G::exp(gx, G::parse_secret(G::scalar_text(a)).value())));
        // w - x c, recombined.
        const auto response = G::respond(x, y, a);
        const auto key = G::prepare_vartime(gy);
        const std::array terms{Term<G>{&G::generator(), response}, Term<G>{&key, a}};
        BOOST_TEST((G::multi_exp_vartime(terms) == gx));
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(edges_that_libraries_refuse, G, Groups) {
    const auto zero = G::reduce_secret({});
    const auto minus_one = G::subtract(G::scalar(0), G::scalar(1));
    const auto g = G::generator().point();
    BOOST_TEST((G::exp_generator(zero) == G::neutral()));
    BOOST_TEST((G::exp(g, zero) == G::neutral()));
    SeededRng rng("edges");
    BOOST_TEST((G::exp(G::neutral(), G::random_secret(rng)) == G::neutral()));
    BOOST_TEST((G::multi_exp_vartime({}) == G::neutral()));
    const auto neutral = G::prepare_vartime(G::neutral());
    const std::array terms{Term<G>{&neutral, G::scalar(5)}, Term<G>{&G::generator(), G::scalar(0)},
                           Term<G>{&G::generator(), minus_one}, Term<G>{&G::generator(), G::scalar(1)}};
    BOOST_TEST((G::multi_exp_vartime(terms) == G::neutral()));
    BOOST_TEST((G::multiply(G::neutral(), g) == g));
    BOOST_TEST((G::divide(G::neutral(), g) == G::exp(g, G::parse_secret(G::scalar_text(minus_one)).value())));
    BOOST_TEST((G::parse_point(G::point_text(G::neutral())).value() == G::neutral()));
    // 64 bytes of ones, reduced: (2^512 - 1) mod q, the same by both ways.
    const Bytes ones(64, 0xff);
    BOOST_TEST(G::scalar_text(G::reduce(ones)) == G::reveal_text(G::reduce_secret(ones)));
    BOOST_TEST((G::reduce({}) == G::scalar(0)));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(ciphertexts_add_up, G, Groups) {
    SeededRng rng("elgamal");
    const auto x = G::random_secret(rng);
    const auto y = G::exp_generator(x);
    const auto sum = multiply(exp_vartime(encrypt<G>(y, G::random_secret(rng), 2), 3),
                              divide(encrypt<G>(y, G::random_secret(rng), 7),
                                     encrypt<G>(y, G::random_secret(rng), 5)));
    BOOST_TEST((G::divide(sum.beta, G::exp(sum.alpha, x)) == power<G>(2 * 3 + 7 - 5)));
    BOOST_TEST((exp_vartime(sum, 1) == sum));
    BOOST_TEST((exp_vartime(sum, 0) == Ciphertext<G>{}));
}

BOOST_AUTO_TEST_SUITE_END()
