// SECURITY N65: passkeys of another site, changed by a bit, replayed, counted backwards, of another kind of key.

#include "crypto/random.hpp"
#include "server/auth/challenges.hpp"
#include "server/auth/passkey.hpp"
#include "tests/support/clock.hpp"
#include "tests/unit/auth/software_authenticator.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

using namespace ogniwo;
using namespace ogniwo::auth;
using ogniwo::test::SoftwareAuthenticator;

namespace {

const RelyingParty rp{"vote.example", "https://vote.example:8443"};
const std::string challenge = "AAAAAAAAAAAAAAAAAAAAAA";

Result<Passkey> register_with(const SoftwareAuthenticator& device) {
    return check_registration(rp, challenge, device.client_data("webauthn.create", challenge),
                              device.authenticator_data(true));
}

Result<Assertion> sign_in_with(const SoftwareAuthenticator& device, const Passkey& passkey) {
    const Bytes client = device.client_data("webauthn.get", challenge);
    const Bytes data = device.authenticator_data(false);
    return check_assertion(rp, challenge, passkey, client, data, device.sign(data, client));
}

std::string id_of(const auto& result) { return result ? "" : std::string(result.error().id()); }

} // namespace

BOOST_AUTO_TEST_SUITE(passkey)

BOOST_DATA_TEST_CASE(every_kind_of_key_signs_in, boost::unit_test::data::make({-7, -8, -257}), algorithm) {
    SoftwareAuthenticator device(algorithm);
    const auto passkey = register_with(device);
    BOOST_REQUIRE_MESSAGE(passkey, passkey.error().text());
    BOOST_TEST(static_cast<int>(passkey->algorithm) == algorithm);
    BOOST_TEST(passkey->credential_id == device.credential_id);
    BOOST_TEST(passkey->count == 1U);
    device.count = 2;
    const auto assertion = sign_in_with(device, *passkey);
    BOOST_REQUIRE_MESSAGE(assertion, assertion.error().text());
    BOOST_TEST(assertion->count == 2U);
    BOOST_TEST(assertion->user_verified);
    device.flags = 0x01;
    BOOST_TEST(!sign_in_with(device, *passkey)->user_verified);
    const auto read = parse_passkey(encode_passkey(*passkey));
    BOOST_REQUIRE(read);
    BOOST_TEST(read->public_key == passkey->public_key);
    BOOST_TEST(sign_in_with(device, *read).has_value());
}

BOOST_AUTO_TEST_CASE(registrations_of_others) {
    const auto with = [](auto change) {
        SoftwareAuthenticator device(-7);
        change(device);
        return id_of(register_with(device));
    };
    BOOST_TEST(with([](auto&) {}) == "");
    BOOST_TEST(with([](auto& d) { d.origin = "https://vote.example"; }) == "passkey.origin");
    BOOST_TEST(with([](auto& d) { d.origin = "https://evil.example:8443"; }) == "passkey.origin");
    BOOST_TEST(with([](auto& d) { d.more_client_data = R"(,"crossOrigin":true)"; }) == "passkey.origin");
    BOOST_TEST(with([](auto& d) { d.more_client_data = ""; }) == "");
    BOOST_TEST(with([](auto& d) { d.rp = "evil.example"; }) == "passkey.rp");
    BOOST_TEST(with([](auto& d) { d.flags = 0x04; }) == "passkey.presence");
    BOOST_TEST(with([](auto& d) { d.more_client_data = R"(,"type":"webauthn.create")"; }) == "passkey.client_data");
    const SoftwareAuthenticator device(-7);
    const Bytes data = device.authenticator_data(true);
    const auto client = [&](const std::string& type, const std::string& given) { return device.client_data(type, given); };
    BOOST_TEST(id_of(check_registration(rp, challenge, client("webauthn.get", challenge), data)) == "passkey.client_data");
    BOOST_TEST(id_of(check_registration(rp, challenge, client("webauthn.create", "BBBB"), data)) == "passkey.challenge");
    BOOST_TEST(id_of(check_registration(rp, "", client("webauthn.create", ""), data)) == "passkey.challenge");
    BOOST_TEST(id_of(check_registration(rp, challenge, as_bytes("[]"), data)) == "passkey.client_data");
    const Bytes good = client("webauthn.create", challenge);
    BOOST_TEST(id_of(check_registration(rp, challenge, good, device.authenticator_data(false))) == "passkey.attestation");
    for (std::size_t size = 0; size < data.size(); ++size) {
        BOOST_TEST(!check_registration(rp, challenge, good, ByteView(data).first(size)).has_value());
    }
}

BOOST_DATA_TEST_CASE(assertions_of_others, boost::unit_test::data::make({-7, -8, -257}), algorithm) {
    SoftwareAuthenticator device(algorithm);
    const Passkey passkey = *register_with(device);
    device.count = 2;
    const Bytes client = device.client_data("webauthn.get", challenge);
    const Bytes data = device.authenticator_data(false);
    const Bytes signature = device.sign(data, client);
    const auto check = [&](const Passkey& key, ByteView c, ByteView d, ByteView s) {
        return id_of(check_assertion(rp, challenge, key, c, d, s));
    };
    BOOST_TEST(check(passkey, client, data, signature) == "");
    BOOST_TEST(check(passkey, device.client_data("webauthn.create", challenge), data, signature) == "passkey.client_data");
    BOOST_TEST(check(passkey, device.client_data("webauthn.get", "BBBB"), data, signature) == "passkey.challenge");
    BOOST_TEST(check(passkey, client, data, {}) == "passkey.signature");
    BOOST_TEST(check(passkey, client, data, Bytes(513, 1)) == "passkey.signature");
    // A member that nobody reads is signed for too.
    BOOST_TEST(check(passkey, to_bytes(std::string(as_text(client)) + " "), data, signature) == "passkey.signature");
    for (std::size_t i = 0; i < data.size(); ++i) {
        Bytes changed = data;
        changed[i] ^= 0x80;
        BOOST_TEST(check(passkey, client, changed, signature) != "");
    }
    for (std::size_t i = 0; i < signature.size(); i += 7) {
        Bytes changed = signature;
        changed[i] ^= 1;
        BOOST_TEST(check(passkey, client, data, changed) == "passkey.signature");
    }
    const SoftwareAuthenticator other(algorithm);
    BOOST_TEST(check(*register_with(other), client, data, signature) == "passkey.signature");
    Passkey confused = passkey;
    confused.algorithm = algorithm == -7 ? PasskeyAlgorithm::eddsa : PasskeyAlgorithm::es256;
    BOOST_TEST(check(confused, client, data, signature) == "passkey.signature");
}

BOOST_AUTO_TEST_CASE(counters) {
    SoftwareAuthenticator device(-7);
    device.count = 5;
    const Passkey passkey = *register_with(device);
    for (const std::uint32_t count : {0U, 4U, 5U}) {
        device.count = count;
        BOOST_TEST(id_of(sign_in_with(device, passkey)) == "passkey.counter");
    }
    device.count = 6;
    BOOST_TEST(sign_in_with(device, passkey).has_value());
    Passkey uncounted = passkey;
    uncounted.count = 0;
    device.count = 0;
    BOOST_TEST(sign_in_with(device, uncounted).has_value());
}

BOOST_AUTO_TEST_CASE(origins) {
    BOOST_TEST(relying_party("https://vote.example:8443")->id == "vote.example");
    BOOST_TEST(relying_party("https://localhost")->id == "localhost");
    for (const char* bad : {"http://vote.example", "https://", "https://vote.example/path", "https://:8443"}) {
        BOOST_TEST(id_of(relying_party(bad)) == "passkey.origin");
    }
}

BOOST_AUTO_TEST_CASE(challenges_are_used_once) {
    test::ManualClock clock;
    crypto::SystemRng rng;
    Challenges challenges({.lifetime_ms = 1000, .max_challenges = 2}, clock, rng);
    const std::string mine = challenges.open("m-01");
    BOOST_TEST(mine.size() == 22U);
    BOOST_TEST(!challenges.take(mine, "m-02"));
    BOOST_TEST(!challenges.take(mine, "m-01")); // a wrong owner uses it up
    const std::string good = challenges.open("");
    BOOST_TEST(challenges.take(good, ""));
    BOOST_TEST(!challenges.take(good, ""));
    const std::string late = challenges.open("m-01");
    clock.advance(1000);
    BOOST_TEST(!challenges.take(late, "m-01"));
    const std::string first = challenges.open("a");
    clock.advance(1);
    const std::string second = challenges.open("b");
    const std::string third = challenges.open("c");
    BOOST_TEST(!challenges.take(first, "a")); // gave way
    BOOST_TEST(challenges.take(second, "b"));
    BOOST_TEST(challenges.take(third, "c"));
}

BOOST_AUTO_TEST_SUITE_END()
