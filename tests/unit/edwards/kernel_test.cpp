// The kernel beside libsodium on every path: edges and a sample. The large sweep is sweep_test.cpp.

#include "crypto/ed25519.hpp"
#include "tests/unit/edwards/sodium_points.hpp"

#include <boost/test/unit_test.hpp>

#include <numeric>

using namespace ogniwo;
using namespace ogniwo::edwards;
using namespace ogniwo::edwards::testing;

// Secrets do not fit in.
static_assert(std::is_constructible_v<PublicScalar, const ByteArray<32>&>);
static_assert(!std::is_constructible_v<PublicScalar, const crypto::Ed25519::SecretScalar&>);
static_assert(!std::is_constructible_v<PublicScalar, const crypto::SecretBytes<32>&>);
static_assert(!std::is_constructible_v<
              PublicScalar, decltype(std::declval<const crypto::SecretBytes<32>&>().expose())>);
static_assert(!std::is_constructible_v<
              PublicScalar, decltype(std::declval<crypto::SecretBytes<32>&>().expose())>);
static_assert(!std::is_convertible_v<const crypto::Ed25519::SecretScalar&, crypto::Ed25519::Scalar>);

namespace {

Encoding from_hex(std::string_view hex) {
    Encoding out{};
    for (std::size_t i = 0; i < 32; ++i) {
        out[i] = static_cast<std::uint8_t>(std::stoi(std::string(hex.substr(2 * i, 2)), nullptr, 16));
    }
    return out;
}

// All eight points of order 1, 2, 4, 8: multiples of one of order 8.
std::vector<Encoding> small_order_points() {
    const Encoding eighth =
        from_hex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a");
    std::vector<Encoding> out{neutral_encoding()};
    for (int i = 1; i < 8; ++i) {
        out.push_back(testing::add(out.back(), eighth));
    }
    return out;
}

// Every text of a number >= p, and 0 and 1, with either sign.
std::vector<Encoding> odd_encodings() {
    std::vector<Encoding> out;
    for (int i = 0; i < 19; ++i) {
        for (const std::uint8_t sign : {std::uint8_t{0}, std::uint8_t{0x80}}) {
            Encoding bytes;
            bytes.fill(0xff);
            bytes[0] = static_cast<std::uint8_t>(0xed + i);
            bytes[31] = static_cast<std::uint8_t>(0x7f | sign);
            out.push_back(bytes);
            Encoding low{static_cast<std::uint8_t>(i)};
            low[31] = sign;
            out.push_back(low);
        }
    }
    return out;
}

ByteArray<32> scalar_of(std::string_view name) {
    ByteArray<32> out{};
    if (name == "L-1") {
        std::copy(std::begin(group_order), std::end(group_order), out.begin());
        out[0] -= 1;
    } else if (name == "2^256-1 mod L") {
        ByteArray<64> wide{};
        std::fill_n(wide.begin(), 32, std::uint8_t{0xff});
        crypto_core_ed25519_scalar_reduce(out.data(), wide.data());
    } else {
        out[0] = static_cast<std::uint8_t>(std::stoi(std::string(name)));
    }
    return out;
}

struct Tables {
    explicit Tables(std::size_t size) : own(size) {
        for (BaseTable& table : own) {
            pointers.push_back(&table);
        }
    }
    std::vector<BaseTable> own;
    std::vector<BaseTable*> pointers;
};

std::vector<std::uint8_t> members(const Path& path, const std::vector<Affine>& points) {
    std::vector<std::uint8_t> out(points.size());
    check_members_vartime(path, points, out);
    return out;
}

} // namespace

BOOST_AUTO_TEST_SUITE(kernel)

BOOST_AUTO_TEST_CASE(encodings_that_are_not_canonical) {
    for (const Encoding& bytes : odd_encodings()) {
        Affine p;
        BOOST_TEST((decode(bytes, p) == 1) == on_curve(bytes));
        if (on_curve(bytes)) {
            BOOST_TEST((encode(p) == testing::add(bytes, neutral_encoding())));
        }
    }
}

BOOST_AUTO_TEST_CASE(small_and_mixed_orders_are_no_members) {
    crypto::SeededRng rng("orders");
    std::vector<Affine> points;
    std::vector<bool> expected;
    for (const Encoding& small : small_order_points()) {
        for (int i = 0; i < 4; ++i) {
            const Encoding p = i == 0 ? small : testing::add(small, random_member(rng));
            points.push_back(decoded(p));
            BOOST_TEST((encode(points.back()) == p));
            expected.push_back(small == neutral_encoding());
            if (p != neutral_encoding()) {
                BOOST_TEST((crypto_core_ed25519_is_valid_point(p.data()) == 1) == expected.back());
            }
        }
    }
    for (const Path* path : all_paths()) {
        const auto found = members(*path, points);
        BOOST_TEST(std::equal(found.begin(), found.end(), expected.begin(), expected.end()), path->name);
    }
}

BOOST_AUTO_TEST_CASE(sums_of_points_of_any_order) {
    crypto::SeededRng rng("sums");
    std::vector<Encoding> some = small_order_points();
    for (int i = 0; i < 4; ++i) {
        some.push_back(random_member(rng));
        some.push_back(testing::add(some[1], some.back()));
    }
    std::vector<Affine> all;
    for (const Encoding& a : some) {
        all.push_back(decoded(a));
        BOOST_TEST((edwards::sum(decoded(a), negative(decoded(a))) == Affine()));
        for (const Encoding& b : some) {
            BOOST_TEST((encode(edwards::sum(decoded(a), decoded(b))) == testing::add(a, b)));
        }
    }
    const Encoding expected =
        std::accumulate(some.begin(), some.end(), neutral_encoding(), testing::add);
    BOOST_TEST((encode(total(all)) == expected));
    BOOST_TEST((total({}) == Affine()));
}

BOOST_AUTO_TEST_CASE(products_at_the_edge) {
    crypto::SeededRng rng("products");
    const std::vector<Encoding> bases{neutral_encoding(), random_member(rng), random_member(rng)};
    std::vector<ByteArray<32>> exponents;
    for (const char* name : {"0", "1", "8", "9", "16", "128", "129", "L-1", "2^256-1 mod L"}) {
        exponents.push_back(scalar_of(name));
    }
    exponents.push_back(random_scalar(rng));
    for (const Path* path : all_paths()) {
        Tables tables(bases.size());
        std::vector<Affine> points;
        std::vector<std::unique_ptr<const FixedTable>> fixed;
        for (const Encoding& base : bases) {
            points.push_back(decoded(base));
            fixed.push_back(make_fixed_table_vartime(points.back()));
        }
        std::vector<std::uint8_t> are(points.size());
        make_tables_vartime(*path, points, tables.pointers, are);
        std::vector<Product> products;
        std::vector<Encoding> expected;
        for (std::size_t i = 0; i < bases.size() * exponents.size() * exponents.size(); ++i) {
            const std::size_t b = i % bases.size();
            const auto& x = exponents[i / bases.size() % exponents.size()];
            const auto& y = exponents[i / bases.size() / exponents.size()];
            const std::size_t other = (b + 1) % bases.size();
            const PublicScalar px(x);
            const PublicScalar py(y);
            const Encoding both = testing::add(power(bases[b], x), power(bases[other], y));
            products.push_back({{&tables.own[b], px}, {}, {{fixed[other].get(), py}, {}}});
            products.push_back({{&tables.own[b], px}, {{&points[other], py}, {}}, {}});
            products.push_back({{}, {{&points[b], px}, {&points[other], py}}, {}});
            products.push_back({{}, {{}, {}, {&points[b], px}}, {{}, {fixed[other].get(), py}}});
            products.push_back({{}, {}, {{fixed[b].get(), px}, {fixed[other].get(), py}}});
            expected.insert(expected.end(), 5, both);
        }
        products.push_back({});
        expected.push_back(neutral_encoding());
        const std::vector<Affine> found = products_vartime(*path, products);
        for (std::size_t i = 0; i < found.size(); ++i) {
            BOOST_TEST((encode(found[i]) == expected[i]), path->name << ", product " << i);
        }
    }
}

BOOST_AUTO_TEST_CASE(multi_exponentiation_of_any_length) {
    crypto::SeededRng rng("multi_exp");
    for (const std::size_t size : {0U, 1U, 2U, 3U, 17U, 100U, 700U}) {
        std::vector<Affine> points;
        std::vector<PublicScalar> exponents;
        Encoding expected = neutral_encoding();
        for (std::size_t i = 0; i < size; ++i) {
            const Encoding p = i == 5 ? neutral_encoding() : random_member(rng);
            const auto x = i % 3 == 0 ? scalar_of(i % 2 == 0 ? "L-1" : "0") : random_scalar(rng);
            points.push_back(decoded(p));
            exponents.emplace_back(x);
            expected = testing::add(expected, power(p, x));
        }
        BOOST_TEST((encode(multi_exp_vartime(points, exponents)) == expected));
    }
}

BOOST_AUTO_TEST_CASE(every_path_decodes_alike) {
    crypto::SeededRng rng("paths");
    std::vector<Encoding> bytes = odd_encodings();
    for (int i = 0; i < 301; ++i) {
        bytes.push_back(random_bytes(rng));
    }
    for (const Path* path : all_paths()) {
        std::vector<Affine> points(bytes.size());
        std::vector<std::uint8_t> valid(bytes.size());
        decode_vartime(*path, bytes, points, valid);
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            Affine p;
            BOOST_TEST(decode(bytes[i], p) == valid[i]);
            BOOST_TEST((p == points[i]));
            BOOST_TEST((valid[i] == 1) == on_curve(bytes[i]));
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
