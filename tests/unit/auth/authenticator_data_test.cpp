#include "crypto/base/encoding.hpp"
#include "server/auth/authenticator_data.hpp"
#include "software_authenticator.hpp"

#include <boost/test/unit_test.hpp>

using namespace ogniwo;
using namespace ogniwo::auth;

namespace {

// A head with these flags, and what follows it in hexadecimal digits.
bool whole(std::uint8_t flags, std::string_view rest) {
    Bytes bytes(authenticator_head_bytes, 0);
    bytes[flags_at] = flags;
    const Bytes more = hex_decode(rest).value();
    bytes.insert(bytes.end(), more.begin(), more.end());
    return is_whole_authenticator_data(bytes);
}

bool extensions(std::string_view cbor) { return whole(flag_extensions, cbor); }

std::string nested(std::size_t depth) {
    std::string out;
    for (std::size_t i = 0; i < depth; ++i) {
        out += "81"; // an array of one
    }
    return out + "00";
}

} // namespace

BOOST_AUTO_TEST_SUITE(authenticator_data)

BOOST_AUTO_TEST_CASE(what_authenticators_send) {
    for (const int algorithm : {-7, -8, -257}) {
        const test::SoftwareAuthenticator device(algorithm);
        for (const bool with_key : {false, true}) {
            const Bytes data = device.authenticator_data(with_key);
            BOOST_TEST(is_whole_authenticator_data(data));
            Bytes longer = data;
            longer.push_back(0);
            BOOST_TEST(!is_whole_authenticator_data(longer));
            for (std::size_t size = 0; size < data.size(); ++size) {
                BOOST_TEST(!is_whole_authenticator_data(ByteView(data).first(size)), size << " bytes");
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(heads) {
    BOOST_TEST(whole(0, ""));
    BOOST_TEST(!whole(0, "00"));
    BOOST_TEST(!whole(flag_extensions, ""));
    BOOST_TEST(!whole(flag_attested, ""));
    const std::string aaguid(32, '0');
    BOOST_TEST(whole(flag_attested, aaguid + "0000" + "a0"));
    BOOST_TEST(whole(flag_attested, aaguid + "0002abcd" + "a0"));
    BOOST_TEST(!whole(flag_attested, aaguid + "0003abcd" + "a0")); // the key is taken for the end of the id
    BOOST_TEST(!whole(flag_attested, aaguid + "ffff" + "a0"));
    BOOST_TEST(!whole(flag_attested, aaguid + "0000" + "a0" + "a0"));
    BOOST_TEST(whole(flag_attested | flag_extensions, aaguid + "0000" + "a0" + "a0"));
}

BOOST_AUTO_TEST_CASE(items) {
    for (const char* good : {"00", "17", "18ff", "19ffff", "1affffffff", "1bffffffffffffffff", "20", "40", "41aa", "60", "6161",
                             "80", "820102", "a0", "a10102", "c000", "f4", "f6", "f818", "f90000", "fb0000000000000000",
                             "a2616101616243010203"}) {
        BOOST_TEST(extensions(good), good);
    }
    // Cut short; lengths that nothing stands behind; reserved; without an end; two items.
    for (const char* bad : {"18", "19ff", "1affffff", "1bff", "41", "42aa", "61", "81", "8201", "a1", "a101", "c0", "f8",
                            "9affffffff", "9a9a9a9a9a00", "9bffffffffffffffff00", "baffffffff00", "bb8000000000000001aaaa",
                            "5affffffff00", "7bffffffffffffffff61", "1c", "1f", "5f41aaff", "9f00ff", "bf0000ff", "0000"}) {
        BOOST_TEST(!extensions(bad), bad);
    }
    BOOST_TEST(extensions(nested(8)));
    BOOST_TEST(!extensions(nested(9)));
}

BOOST_AUTO_TEST_SUITE_END()
