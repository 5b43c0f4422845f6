#include "crypto/base/encoding.hpp"
#include "crypto/random.hpp"
#include "crypto/self_test.hpp"
#include "crypto/sha256.hpp"

#include <boost/test/unit_test.hpp>

using namespace ogniwo;
using namespace ogniwo::crypto;

BOOST_AUTO_TEST_SUITE(machine)

BOOST_AUTO_TEST_CASE(these_libraries_compute_what_they_must) {
    const auto tested = self_test();
    BOOST_TEST(tested.has_value(), (tested ? "" : tested.error().text()));
}

// FIPS 180-4 examples.
BOOST_AUTO_TEST_CASE(sha256_in_one_piece_and_in_many) {
    BOOST_TEST(sha256_hex({}) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    const std::string text = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
    const std::string expected = "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1";
    BOOST_TEST(sha256_hex(as_bytes(text)) == expected);
    for (std::size_t cut = 0; cut <= text.size(); ++cut) {
        const auto parts = sha256({as_bytes(text).first(cut), as_bytes(text).subspan(cut)});
        BOOST_TEST(hex_encode(parts) == expected);
    }
    Sha256 hasher;
    hasher.update("left over");
    static_cast<void>(hasher.finish());
    hasher.update(text);
    BOOST_TEST(hex_encode(hasher.finish()) == expected);
}

BOOST_AUTO_TEST_CASE(a_seed_gives_one_stream_however_it_is_asked_for) {
    SeededRng whole("seed");
    SeededRng pieces("seed");
    SeededRng other("another");
    Bytes a(300);
    Bytes b(300);
    Bytes c(300);
    whole.fill(a);
    for (std::size_t i = 0; i < b.size(); i += 7) {
        pieces.fill(std::span(b).subspan(i, std::min<std::size_t>(7, b.size() - i)));
    }
    other.fill(c);
    BOOST_TEST(a == b);
    BOOST_TEST(a != c);
}

BOOST_AUTO_TEST_CASE(a_secret_leaves_nothing_where_it_moved_from) {
    SecretBytes<4> secret;
    std::ranges::fill(secret.expose(), std::uint8_t{7});
    const SecretBytes<4> moved = std::move(secret);
    BOOST_TEST(moved.expose()[3] == 7);
    // NOLINTNEXTLINE(bugprone-use-after-move): that is the point.
    BOOST_TEST(std::ranges::all_of(secret.expose(), [](auto byte) { return byte == 0; }));
    SecretText text("credential");
    const SecretText taken = std::move(text);
    BOOST_TEST(taken.expose() == "credential");
    // NOLINTNEXTLINE(bugprone-use-after-move)
    BOOST_TEST(text.expose().empty());
    static_assert(!std::is_copy_constructible_v<SecretBytes<4>>);
    static_assert(!std::is_copy_constructible_v<SecretText>);
}

BOOST_AUTO_TEST_SUITE_END()
