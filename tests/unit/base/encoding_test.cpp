#include "crypto/base/encoding.hpp"

#include <boost/test/unit_test.hpp>

using namespace ogniwo;

BOOST_AUTO_TEST_SUITE(encoding)

// RFC 4648 section 10.
BOOST_AUTO_TEST_CASE(base64_vectors) {
    const std::pair<const char*, const char*> cases[] = {
        {"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"}, {"foobar", "Zm9vYmFy"}};
    for (const auto& [plain, encoded] : cases) {
        BOOST_TEST(base64_encode(as_bytes(plain), Padding::required) == encoded);
        BOOST_TEST(as_text(base64_decode(encoded, Padding::required).value()) == plain);
    }
    BOOST_TEST(base64_encode(as_bytes("fo"), Padding::none) == "Zm8");
}

BOOST_AUTO_TEST_CASE(base64_is_strict) {
    for (const char* bad : {"Zg", "Zg=", "Zh==", "Zg==\n", "Z===", "====", "Zm-v"}) {
        BOOST_TEST(!base64_decode(bad, Padding::required).has_value(), bad);
    }
    for (const char* bad : {"Zg==", "Zh", "Z", "Zm9v Zg"}) {
        BOOST_TEST(!base64_decode(bad, Padding::none).has_value(), bad);
    }
}

BOOST_AUTO_TEST_CASE(hex_is_strict) {
    BOOST_TEST(hex_encode(Bytes{0x00, 0xab, 0xff}) == "00abff");
    BOOST_TEST(hex_decode("00abff").value() == (Bytes{0x00, 0xab, 0xff}));
    for (const char* bad : {"0", "0G", "AB", " 00"}) {
        BOOST_TEST(!hex_decode(bad).has_value(), bad);
    }
    BOOST_TEST(hex_decode_array<2>("0001ff").error().id() == "encoding.length");
}

BOOST_AUTO_TEST_CASE(decimal_is_canonical) {
    BOOST_TEST(decimal_decode("0").value() == 0U);
    BOOST_TEST(decimal_decode("18446744073709551615").value() == UINT64_MAX);
    for (const char* bad : {"", "00", "01", "-1", "+1", "1 ", "18446744073709551616", "0x1"}) {
        BOOST_TEST(!decimal_decode(bad).has_value(), bad);
    }
}

BOOST_AUTO_TEST_CASE(utf8) {
    BOOST_TEST(is_utf8("Zażółć gęślą jaźń 🗳"));
    for (const char* bad : {"\xc0\xaf", "\xe0\x80\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xff",
                            "\xc5", "\x80"}) {
        BOOST_TEST(!is_utf8(bad));
    }
}

BOOST_AUTO_TEST_SUITE_END()
