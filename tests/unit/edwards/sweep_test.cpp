// 100,000 random inputs beside libsodium, on every path.

#include "tests/unit/edwards/sodium_points.hpp"

#include <boost/test/unit_test.hpp>

using namespace ogniwo;
using namespace ogniwo::edwards;
using namespace ogniwo::edwards::testing;

namespace {

constexpr std::size_t inputs = 100'000;
constexpr std::size_t at_once = 1000;

} // namespace

BOOST_AUTO_TEST_SUITE(sweep)

// Half of all texts are points, an eighth of those members.
BOOST_AUTO_TEST_CASE(decoding_and_membership) {
    crypto::SeededRng rng("sweep of texts");
    std::size_t found_members = 0;
    for (std::size_t done = 0; done < inputs; done += at_once) {
        std::vector<Encoding> bytes(at_once);
        for (Encoding& one : bytes) {
            one = random_bytes(rng);
        }
        std::vector<std::vector<std::uint8_t>> verdicts;
        for (const Path* path : all_paths()) {
            std::vector<Affine> points(at_once);
            std::vector<std::uint8_t> valid(at_once);
            std::vector<std::uint8_t> members(at_once);
            decode_vartime(*path, bytes, points, valid);
            check_members_vartime(*path, points, members);
            for (std::size_t i = 0; i < at_once; ++i) {
                members[i] &= valid[i];
                if (valid[i] == 1 && encode(points[i]) != bytes[i]) {
                    BOOST_ERROR("text " << done + i << " changed");
                }
            }
            verdicts.push_back(std::move(members));
        }
        for (std::size_t i = 0; i < at_once; ++i) {
            const bool expected = crypto_core_ed25519_is_valid_point(bytes[i].data()) == 1;
            found_members += expected ? 1 : 0;
            for (const auto& members : verdicts) {
                if ((members[i] == 1) != expected) {
                    BOOST_ERROR("text " << done + i);
                }
            }
        }
    }
    BOOST_TEST(found_members > inputs / 20);
}

BOOST_AUTO_TEST_CASE(products) {
    crypto::SeededRng rng("sweep of products");
    Encoding generator{};
    const ByteArray<32> one{1};
    BOOST_TEST(crypto_scalarmult_ed25519_base_noclamp(generator.data(), one.data()) == 0);
    const auto fixed = make_fixed_table_vartime(decoded(generator));
    Encoding base = random_member(rng);
    for (std::size_t done = 0; done < inputs; done += at_once) {
        std::vector<Encoding> expected(at_once);
        std::vector<Affine> points(at_once);
        std::vector<PublicScalar> exponents;
        std::vector<PublicScalar> of_generator;
        for (std::size_t i = 0; i < at_once; ++i) {
            const auto x = random_scalar(rng);
            const auto y = random_scalar(rng);
            exponents.emplace_back(x);
            of_generator.emplace_back(y);
            points[i] = decoded(base);
            Encoding power_of_generator{};
            BOOST_REQUIRE(crypto_scalarmult_ed25519_base_noclamp(power_of_generator.data(),
                                                                 y.data()) == 0);
            const Encoding power_of_base = power(base, x);
            expected[i] = testing::add(power_of_base, power_of_generator);
            base = power_of_base;
        }
        std::vector<BaseTable> tables(at_once);
        std::vector<BaseTable*> pointers;
        for (BaseTable& table : tables) {
            pointers.push_back(&table);
        }
        for (const Path* path : all_paths()) {
            std::vector<std::uint8_t> members(at_once);
            make_tables_vartime(*path, points, pointers, members);
            std::vector<Product> asked(at_once);
            for (std::size_t i = 0; i < at_once; ++i) {
                if (i % 4 < 2) {
                    asked[i].tabulated = {pointers[i], exponents[i]};
                } else {
                    asked[i].once[0] = {&points[i], exponents[i]};
                }
                asked[i].fixed[0] = {fixed.get(), of_generator[i]};
            }
            const std::vector<Affine> found = products_vartime(*path, asked);
            for (std::size_t i = 0; i < at_once; ++i) {
                if (encode(found[i]) != expected[i] || members[i] != 1) {
                    BOOST_ERROR(path->name << ", product " << done + i);
                }
            }
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
