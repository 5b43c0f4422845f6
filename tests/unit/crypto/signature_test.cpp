#include "crypto/base/encoding.hpp"
#include "crypto/base/json.hpp"
#include "crypto/signature.hpp"

#include <boost/test/unit_test.hpp>

#include <sodium.h>

#include <filesystem>
#include <fstream>
#include <thread>

using namespace ogniwo;
using namespace ogniwo::crypto;

namespace {

SigningKey key_of(std::string_view seed) {
    return SigningKey::from_seed(hex_decode_array<32>(seed).value());
}

/// Whether a signature of any length verifies under a key of any length.
bool holds(const Bytes& key, const Bytes& message, const Bytes& signature) {
    const auto k = to_array<32>(key);
    const auto s = to_array<64>(signature);
    return k && s && verify_signature(*k, message, *s);
}

} // namespace

BOOST_AUTO_TEST_SUITE(signatures)

// RFC 8032 section 7.1, tests 1 to 3.
BOOST_AUTO_TEST_CASE(rfc_8032) {
    struct Case {
        const char* seed;
        const char* key;
        const char* message;
        const char* signature;
    };
    const Case cases[] = {
        {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
         "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
         "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
         "d25bf5f0595bbe24655141438e7a100b"},
        {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
         "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
         "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
         "387b2eaeb4302aeeb00d291612bb0c00"},
        {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
         "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
         "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
         "4a7c15e9716ed28dc027beceea1ec40a"}};
    for (const Case& c : cases) {
        const SigningKey key = key_of(c.seed);
        const Bytes message = hex_decode(c.message).value();
        BOOST_TEST(hex_encode(key.public_key()) == c.key);
        BOOST_TEST(hex_encode(key.sign(message)) == c.signature);
        BOOST_TEST(verify_signature(key.public_key(), message, key.sign(message)).has_value());
    }
}

BOOST_AUTO_TEST_CASE(every_flipped_bit_is_refused) {
    const SigningKey key = key_of("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7");
    const Bytes message = to_bytes("message");
    const Signature good = key.sign(message);
    for (std::size_t bit = 0; bit < 512; ++bit) {
        Signature changed = good;
        changed[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
        BOOST_TEST(!verify_signature(key.public_key(), message, changed).has_value());
    }
    for (std::size_t bit = 0; bit < 256; ++bit) {
        PublicKey changed = key.public_key();
        changed[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
        BOOST_TEST(!verify_signature(changed, message, good).has_value());
    }
    BOOST_TEST(!verify_signature(key.public_key(), to_bytes("Message"), good).has_value());
}

BOOST_AUTO_TEST_CASE(s_plus_l_is_refused) {
    const SigningKey key = key_of("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
    Signature signature = key.sign({});
    const auto order = hex_decode_array<32>(
        "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010").value();
    unsigned carry = 0;
    for (std::size_t i = 0; i < 32; ++i) {
        carry += static_cast<unsigned>(signature[32 + i]) + order[i];
        signature[32 + i] = static_cast<std::uint8_t>(carry);
        carry >>= 8;
    }
    BOOST_TEST(verify_signature(key.public_key(), {}, signature).error().id() == "signature.encoding");
}

// Encodings of points of small order and of none: no key, also where no good one was seen before.
BOOST_AUTO_TEST_CASE(keys_outside_the_subgroup_are_refused) {
    const SigningKey key = key_of("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
    const Signature signature = key.sign({});
    const auto id_of_zero_key = [&] { return verify_signature(PublicKey{}, {}, signature).error().id(); };
    std::string on_fresh_thread;
    std::jthread([&] { on_fresh_thread = id_of_zero_key(); }).join();
    BOOST_TEST(on_fresh_thread == "signature.key");
    BOOST_TEST(verify_signature(key.public_key(), {}, signature).has_value());
    BOOST_TEST(id_of_zero_key() == "signature.key");
    PublicKey neutral{};
    neutral[0] = 1;
    BOOST_TEST(verify_signature(neutral, {}, signature).error().id() == "signature.key");
}

// R = neutral, S = k a satisfies the equation: still refused, for everybody to agree.
BOOST_AUTO_TEST_CASE(neutral_r_is_refused) {
    const auto seed = hex_decode_array<32>("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60").value();
    const PublicKey key = SigningKey::from_seed(seed).public_key();
    ByteArray<64> expanded{};
    crypto_hash_sha512(expanded.data(), seed.data(), seed.size());
    expanded[0] &= 248;
    expanded[31] = static_cast<std::uint8_t>((expanded[31] & 127) | 64);
    ByteArray<64> wide{};
    std::copy_n(expanded.begin(), 32, wide.begin());
    ByteArray<32> a{};
    crypto_core_ed25519_scalar_reduce(a.data(), wide.data());
    Signature signature{};
    signature[0] = 1;
    ByteArray<64> hashed{};
    std::copy_n(signature.begin(), 32, hashed.begin());
    std::ranges::copy(key, hashed.begin() + 32);
    crypto_hash_sha512(wide.data(), hashed.data(), hashed.size());
    ByteArray<32> k{};
    crypto_core_ed25519_scalar_reduce(k.data(), wide.data());
    crypto_core_ed25519_scalar_mul(signature.data() + 32, k.data(), a.data());
    BOOST_TEST(!verify_signature(key, {}, signature).has_value());
}

BOOST_AUTO_TEST_CASE(wycheproof) {
    const std::filesystem::path folder = "../shared/fixtures/ed25519";
    std::size_t cases = 0;
    std::error_code ec;
    for (const auto& file : std::filesystem::directory_iterator(folder, ec)) {
        std::ifstream in(file.path());
        const std::string text{std::istreambuf_iterator<char>(in), {}};
        const auto document = parse_json(text, {.max_bytes = 16 << 20, .max_values = 2'000'000});
        if (!document || !document->is_object() || !document->get_object().contains("testGroups")) {
            continue;
        }
        for (const auto& group : document->at("testGroups").as_array()) {
            const auto& members = group.as_object();
            const auto& holder = members.contains("publicKey") ? members.at("publicKey") : members.at("key");
            const Bytes key = hex_decode(std::string(holder.at("pk").as_string())).value();
            for (const auto& test : group.at("tests").as_array()) {
                const Bytes message = hex_decode(std::string(test.at("msg").as_string())).value();
                const Bytes signature = hex_decode(std::string(test.at("sig").as_string())).value();
                BOOST_TEST(holds(key, message, signature) == (test.at("result").as_string() == "valid"),
                           "case " << test.at("tcId").as_int64());
                ++cases;
            }
        }
    }
    BOOST_TEST_MESSAGE((cases == 0 ? "SKIPPED: no ../shared/fixtures/ed25519" : std::to_string(cases) + " cases"));
}

BOOST_AUTO_TEST_SUITE_END()
