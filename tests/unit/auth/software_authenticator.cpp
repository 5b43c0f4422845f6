#include "tests/unit/auth/software_authenticator.hpp"

#include <boost/test/unit_test.hpp>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/rsa.h>
#include <openssl/sha.h>

namespace ogniwo::test {
namespace {

Bytes digest(ByteView bytes) {
    Bytes out(SHA256_DIGEST_LENGTH);
    SHA256(bytes.data(), bytes.size(), out.data());
    return out;
}

// A number of a key, in so many bytes.
Bytes number(EVP_PKEY* key, const char* name, int size) {
    BIGNUM* value = nullptr;
    BOOST_REQUIRE(EVP_PKEY_get_bn_param(key, name, &value) == 1);
    Bytes out(static_cast<std::size_t>(size));
    BOOST_REQUIRE(BN_bn2binpad(value, out.data(), size) == size);
    BN_free(value);
    return out;
}

void add(Bytes& out, std::initializer_list<int> bytes) {
    for (const int byte : bytes) {
        out.push_back(static_cast<std::uint8_t>(byte));
    }
}
void add(Bytes& out, const Bytes& bytes) { out.insert(out.end(), bytes.begin(), bytes.end()); }

} // namespace

SoftwareAuthenticator::SoftwareAuthenticator(int algorithm) : algorithm_(algorithm) {
    EVP_PKEY* key = algorithm == -7   ? EVP_EC_gen("P-256")
                    : algorithm == -8 ? EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519")
                                      : EVP_RSA_gen(2048);
    BOOST_REQUIRE(key != nullptr);
    key_.reset(key, EVP_PKEY_free);
}

Bytes SoftwareAuthenticator::client_data(const std::string& type, const std::string& challenge) const {
    return to_bytes(R"({"type":")" + type + R"(","challenge":")" + challenge + R"(","origin":")" + origin + "\"" +
                    more_client_data + "}");
}

Bytes SoftwareAuthenticator::cose_key() const {
    Bytes out;
    if (algorithm_ == -7) { // {1: 2, 3: -7, -1: 1, -2: x, -3: y}
        add(out, {0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20});
        add(out, number(key_.get(), OSSL_PKEY_PARAM_EC_PUB_X, 32));
        add(out, {0x22, 0x58, 0x20});
        add(out, number(key_.get(), OSSL_PKEY_PARAM_EC_PUB_Y, 32));
    } else if (algorithm_ == -8) { // {1: 1, 3: -8, -1: 6, -2: x}
        add(out, {0xa4, 0x01, 0x01, 0x03, 0x27, 0x20, 0x06, 0x21, 0x58, 0x20});
        Bytes raw(32);
        std::size_t size = raw.size();
        BOOST_REQUIRE(EVP_PKEY_get_raw_public_key(key_.get(), raw.data(), &size) == 1);
        add(out, raw);
    } else { // {1: 3, 3: -257, -1: n, -2: e}
        add(out, {0xa4, 0x01, 0x03, 0x03, 0x39, 0x01, 0x00, 0x20, 0x59, 0x01, 0x00});
        add(out, number(key_.get(), OSSL_PKEY_PARAM_RSA_N, 256));
        add(out, {0x21, 0x43});
        add(out, number(key_.get(), OSSL_PKEY_PARAM_RSA_E, 3));
    }
    return out;
}

Bytes SoftwareAuthenticator::authenticator_data(bool with_key) const {
    Bytes out = digest(as_bytes(rp));
    out.push_back(static_cast<std::uint8_t>(flags | (with_key ? 0x40 : 0)));
    for (int shift = 24; shift >= 0; shift -= 8) {
        out.push_back(static_cast<std::uint8_t>(count >> shift));
    }
    if (with_key) {
        out.resize(out.size() + 16); // the AAGUID of nobody
        add(out, {static_cast<int>(credential_id.size() >> 8), static_cast<int>(credential_id.size() & 0xff)});
        add(out, credential_id);
        add(out, cose_key());
    }
    return out;
}

Bytes SoftwareAuthenticator::sign(ByteView authenticator_data, ByteView client_data) const {
    Bytes message(authenticator_data.begin(), authenticator_data.end());
    add(message, digest(client_data));
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    const EVP_MD* hash = algorithm_ == -8 ? nullptr : EVP_sha256();
    BOOST_REQUIRE(EVP_DigestSignInit(context, nullptr, hash, nullptr, key_.get()) == 1);
    std::size_t size = 0;
    BOOST_REQUIRE(EVP_DigestSign(context, nullptr, &size, message.data(), message.size()) == 1);
    Bytes out(size);
    BOOST_REQUIRE(EVP_DigestSign(context, out.data(), &size, message.data(), message.size()) == 1);
    out.resize(size);
    EVP_MD_CTX_free(context);
    return out;
}

} // namespace ogniwo::test
