#include "crypto/base/encoding.hpp"
#include "server/net/tls.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

namespace ogniwo::net {
namespace {

constexpr int max_days = 825; // what browsers accept of a local certificate
constexpr long day_seconds = 24L * 60 * 60;

using OwnedX509 = std::unique_ptr<X509, decltype(&X509_free)>;
using OwnedKey = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using OwnedBio = std::unique_ptr<BIO, decltype(&BIO_free)>;

bool add_extension(X509* certificate, int nid, const std::string& value) {
    X509V3_CTX context{};
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
    X509_EXTENSION* const extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str());
    if (extension == nullptr) {
        return false;
    }
    const bool added = X509_add_ext(certificate, extension, -1) == 1;
    X509_EXTENSION_free(extension);
    return added;
}

bool is_name(const std::string& text) {
    return !text.empty() && text.size() <= 253 && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '.' || c == '-' || c == ':';
    });
}

// "DNS:localhost,IP:127.0.0.1"; nothing when one is not a name or address.
Result<std::string> alternative_names(const std::vector<std::string>& dns_names,
                                      const std::vector<std::string>& addresses) {
    std::string names;
    for (const auto* list : {&dns_names, &addresses}) {
        for (const std::string& one : *list) {
            if (!is_name(one)) {
                return Error("tls.certificate", "bad name " + one);
            }
            names += (names.empty() ? "" : ",");
            names += (list == &dns_names ? "DNS:" : "IP:") + one;
        }
    }
    if (names.empty()) {
        return Error("tls.certificate", "no name");
    }
    return names;
}

bool set_serial(X509* certificate) {
    ByteArray<16> serial{};
    if (RAND_bytes(serial.data(), static_cast<int>(serial.size())) != 1) {
        return false;
    }
    serial[0] &= 0x7FU;
    serial[0] |= 0x40U; // positive, and always 16 bytes
    BIGNUM* const number = BN_bin2bn(serial.data(), static_cast<int>(serial.size()), nullptr);
    const bool done = number != nullptr &&
                      BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate)) != nullptr;
    BN_free(number);
    return done;
}

bool fill(X509* certificate, EVP_PKEY* key, const std::string& common_name,
          const std::string& names, int days) {
    X509_NAME* const subject = X509_get_subject_name(certificate);
    const auto* text = reinterpret_cast<const unsigned char*>(common_name.c_str());
    return X509_set_version(certificate, 2) == 1 && set_serial(certificate) &&
           X509_gmtime_adj(X509_getm_notBefore(certificate), -day_seconds) != nullptr &&
           X509_gmtime_adj(X509_getm_notAfter(certificate), day_seconds * days) != nullptr &&
           X509_set_pubkey(certificate, key) == 1 &&
           X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, text, -1, -1, 0) == 1 &&
           X509_set_issuer_name(certificate, subject) == 1 &&
           add_extension(certificate, NID_basic_constraints, "critical,CA:FALSE") &&
           add_extension(certificate, NID_key_usage, "critical,digitalSignature") &&
           add_extension(certificate, NID_ext_key_usage, "serverAuth") &&
           add_extension(certificate, NID_subject_alt_name, names) &&
           X509_sign(certificate, key, EVP_sha256()) > 0;
}

std::string text_of(BIO* bio) {
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    return {data, static_cast<std::size_t>(size)};
}

} // namespace

Result<Certificate> make_self_signed(const std::vector<std::string>& dns_names,
                                     const std::vector<std::string>& addresses, int days) {
    if (days < 1 || days > max_days) {
        return Error("tls.certificate", "1 to 825 days");
    }
    OGNIWO_ASSIGN(const std::string names, alternative_names(dns_names, addresses));
    const OwnedKey key(EVP_EC_gen("P-256"), &EVP_PKEY_free);
    const OwnedX509 certificate(X509_new(), &X509_free);
    const std::string& common_name = dns_names.empty() ? addresses.front() : dns_names.front();
    if (!key || !certificate ||
        !fill(certificate.get(), key.get(), common_name.substr(0, 64), names, days)) {
        ERR_clear_error();
        return Error("tls.certificate", "OpenSSL refuses the names or gives no key");
    }
    const OwnedBio chain(BIO_new(BIO_s_mem()), &BIO_free);
    const OwnedBio key_text(BIO_new(BIO_s_secmem()), &BIO_free);
    if (PEM_write_bio_X509(chain.get(), certificate.get()) != 1 ||
        PEM_write_bio_PKCS8PrivateKey(key_text.get(), key.get(), nullptr, nullptr, 0, nullptr,
                                      nullptr) != 1) {
        return Error("tls.certificate", "cannot write PEM");
    }
    return Certificate{text_of(chain.get()), text_of(key_text.get())};
}

Result<std::string> certificate_fingerprint(const std::string& chain_pem) {
    const OwnedBio bio(BIO_new_mem_buf(chain_pem.data(), static_cast<int>(chain_pem.size())),
                       &BIO_free);
    const OwnedX509 certificate(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr),
                                &X509_free);
    ByteArray<32> digest{};
    unsigned length = 0;
    if (!certificate || X509_digest(certificate.get(), EVP_sha256(), digest.data(), &length) != 1) {
        ERR_clear_error();
        return Error("tls.certificate", "no certificate in PEM");
    }
    const std::string hex = hex_encode(digest);
    std::string out;
    for (std::size_t i = 0; i < hex.size(); i += 2) {
        out += (i == 0 ? "" : ":") + hex.substr(i, 2);
    }
    return out;
}

} // namespace ogniwo::net
