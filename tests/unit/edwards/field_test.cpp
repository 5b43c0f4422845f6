// Field elements: canonical form at the edges, and the laws on random and extreme limbs.

#include "crypto/edwards/field.hpp"
#include "crypto/random.hpp"

#include <boost/test/unit_test.hpp>

using namespace ogniwo;
using namespace ogniwo::edwards;

namespace {

Fe random_fe(Rng& rng) {
    ByteArray<32> bytes{};
    rng.fill(bytes);
    return from_bytes(bytes);
}

ByteArray<32> little(std::uint8_t lowest, std::uint8_t middle, std::uint8_t highest) {
    ByteArray<32> bytes;
    bytes.fill(middle);
    bytes[0] = lowest;
    bytes[31] = highest;
    return bytes;
}

} // namespace

BOOST_AUTO_TEST_SUITE(field)

BOOST_AUTO_TEST_CASE(numbers_at_the_edge_have_one_form) {
    for (std::uint8_t i = 0; i < 19; ++i) { // p .. p + 18 are 0 .. 18
        const auto above = static_cast<std::uint8_t>(0xed + i);
        BOOST_TEST((to_bytes(from_bytes(little(above, 0xff, 0x7f))) == little(i, 0, 0)));
    }
    const auto p_minus_one = little(0xec, 0xff, 0x7f);
    BOOST_TEST((to_bytes(from_bytes(p_minus_one)) == p_minus_one));
    BOOST_TEST((to_bytes(from_bytes(little(0xec, 0xff, 0xff))) == p_minus_one)); // bit 255
    BOOST_TEST((to_bytes(sub(fe_zero, fe_one)) == p_minus_one));
    BOOST_TEST((to_bytes(sq(fe_sqrt_minus_one)) == p_minus_one));
    BOOST_TEST(equal(fe_2d, add(fe_d, fe_d)) == 1U);
    BOOST_TEST(equal(mul(fe_d, sub(fe_zero, Fe{{121666, 0, 0, 0, 0}})), Fe{{121665, 0, 0, 0, 0}}) == 1U);
}

BOOST_AUTO_TEST_CASE(the_largest_limbs_that_may_come_in) {
    constexpr std::uint64_t most = (std::uint64_t{1} << 54) - 1;
    const Fe large{{most, most, most, most, most}};
    const Fe same = canonical(large);
    BOOST_TEST(equal(mul(large, large), mul(same, same)) == 1U);
    BOOST_TEST(equal(sq(large), sq(same)) == 1U);
    BOOST_TEST(equal(add(large, fe_zero), same) == 1U);
}

BOOST_AUTO_TEST_CASE(laws) {
    crypto::SeededRng rng("field laws");
    for (int i = 0; i < 2000; ++i) {
        const Fe a = random_fe(rng);
        const Fe b = random_fe(rng);
        const Fe c = random_fe(rng);
        BOOST_TEST(equal(mul(a, add(b, c)), add(mul(a, b), mul(a, c))) == 1U);
        BOOST_TEST(equal(mul(sub(a, b), c), sub(mul(a, c), mul(b, c))) == 1U);
        BOOST_TEST(equal(sq(a), mul(a, a)) == 1U);
        BOOST_TEST(equal(mul(a, invert(a)), fe_one) == 1U);
        BOOST_TEST((to_bytes(from_bytes(to_bytes(a))) == to_bytes(a)));
        BOOST_TEST(equal(select(a, b, 0), a) == 1U);
        BOOST_TEST(equal(select(a, b, 1), b) == 1U);
        BOOST_TEST(equal(a, b) == 0U);
    }
    BOOST_TEST(equal(invert(fe_zero), fe_zero) == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
