// Integers in points, and generators: values of PROTOCOL section 15, and the edges.

#include "crypto/ed25519.hpp"
#include "crypto/finite_field.hpp"
#include "crypto/generators.hpp"
#include "crypto/random.hpp"

#include <boost/mpl/list.hpp>
#include <boost/test/unit_test.hpp>

#include <set>

using namespace ogniwo;
using namespace ogniwo::crypto;

namespace {

using Groups = boost::mpl::list<Ed25519, Rfc3526>;

} // namespace

BOOST_AUTO_TEST_SUITE(embedding)

BOOST_AUTO_TEST_CASE(published_embeddings) {
    const auto text = [](const Bytes& integers) {
        return Ed25519::point_text(Ed25519::embed(integers));
    };
    BOOST_TEST(text({1, 2, 3, 4}) ==
               "0000000000000000000000000000000000000000000000000000004080c10008");
    BOOST_TEST(text({0, 0, 0, 0}) ==
               "0000000000000000000000000000000000000000000000000000000000000001");
    BOOST_TEST(text({255, 0, 1, 128}) ==
               "00000000000000000000000000000000000000000000000000003fc000600004");
}

// (((1*256+2)*256)+3)*256 + e, the smallest e that is a square mod p; 0 is none, so nothing
// becomes 1.
BOOST_AUTO_TEST_CASE(embeddings_of_the_finite_field) {
    const auto value = [](const Bytes& integers) {
        return std::stoull(Rfc3526::point_text(Rfc3526::embed(integers)));
    };
    BOOST_TEST(value({0, 0}) == 1U);
    BOOST_TEST(value({}) == 1U);
    const std::uint64_t start = ((1 * 256 + 2) * 256 + 3) * 256;
    const std::uint64_t found = value({1, 2, 3});
    BOOST_TEST((found >= start && found < start + 256));
    for (std::uint64_t below = start; below < found; ++below) {
        BOOST_TEST(!Rfc3526::parse_point(std::to_string(below)));
    }
    BOOST_TEST(Belenios2048::max_integers == 0U);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(what_went_in_comes_out, G, Groups) {
    for (const std::size_t count : {std::size_t{1}, std::size_t{7}, std::size_t{G::max_integers}}) {
        for (const int fill : {0, 1, 255}) {
            Bytes integers(count, static_cast<std::uint8_t>(fill));
            integers.back() = 128;
            const auto point = G::embed(integers);
            BOOST_TEST((G::parse_point(G::point_text(point)).value() == point));
            BOOST_TEST((G::extract(point, count) == integers));
        }
    }
    // Every point holds some integers.
    BOOST_TEST((G::extract(G::neutral(), 2) == Bytes{0, 0}));
    BOOST_TEST(G::extract(G::generator().point(), G::max_integers).size() == G::max_integers);
}

BOOST_AUTO_TEST_CASE(members_of_the_safe_prime_group_are_the_squares) {
    // By Euler's criterion, computed elsewhere: the first number that is no square mod p is 11.
    const std::pair<const char*, bool> expected[] = {{"0", false},  {"1", true},   {"2", true},
                                                     {"10", true},  {"11", false}, {"22", false},
                                                     {"121", true}, {"110", false}};
    for (const auto& [number, member] : expected) {
        BOOST_TEST(Rfc3526::parse_point(number).has_value() == member, number);
    }
    const auto minus_one = Rfc3526::subtract(Rfc3526::scalar(0), Rfc3526::scalar(1));
    BOOST_TEST(Rfc3526::scalar_text(minus_one).size() == 617U);
    BOOST_TEST(!Rfc3526::parse_point(std::string(617, '9')));
    // Random scalars are of full size: the top byte, below 2^7, is not always zero.
    SeededRng rng("full size");
    bool long_one = false;
    for (int i = 0; i < 8; ++i) {
        long_one |= Rfc3526::scalar_text(Rfc3526::random_scalar(rng)).size() >= 616;
    }
    BOOST_TEST(long_one);
}

BOOST_AUTO_TEST_CASE(published_generators) {
    const auto text = [](std::int64_t i) {
        return Ed25519::point_text(Ed25519::independent_generator(i));
    };
    BOOST_TEST(text(-1) == "d6f7c1ea42e2474a28baea1141185bb7b39fe58011e5fc31d093b5c9345f18c7");
    BOOST_TEST(text(0) == "c95c81b40c41366b2e62e68fec3c5fa4dbb93f0c3c242ac2fe7a07c0e0fd92fe");
    BOOST_TEST(text(1) == "8278c9f7f36153e64f1e858bf1bfbf7f3a42f2f9589a4010c192a5d11c89746c");
}

BOOST_AUTO_TEST_CASE_TEMPLATE(generators_are_members_and_kept, G, Groups) {
    const auto few = shuffle_generators<G>(2);
    const auto more = shuffle_generators<G>(9);
    BOOST_TEST(few->each.size() >= 2U);
    BOOST_TEST((more->h.point() == G::independent_generator(-1)));
    std::set<std::string> distinct{G::point_text(more->h.point()),
                                   G::point_text(G::generator().point()),
                                   G::point_text(G::neutral())};
    for (std::size_t i = 0; i < 9; ++i) {
        const auto& point = more->each[i].point();
        BOOST_TEST((point == G::independent_generator(static_cast<std::int64_t>(i))));
        BOOST_TEST(G::parse_point(G::point_text(point)).has_value());
        distinct.insert(G::point_text(point));
    }
    BOOST_TEST(distinct.size() == 12U);
    BOOST_TEST((few->each[1].point() == more->each[1].point()));
    BOOST_TEST((shuffle_generators<G>(9) == more));
}

BOOST_AUTO_TEST_SUITE_END()
