#pragma once
// An authenticator in software, by the book of WebAuthn Level 2 and RFC 8152, on OpenSSL: it shares no code with what
// it tests.

#include "crypto/base/bytes.hpp"

#include <memory>
#include <string>

#include <openssl/evp.h>

namespace ogniwo::test {

class SoftwareAuthenticator {
  public:
    /// COSE -7 (ES256), -8 (EdDSA) or -257 (RS256).
    explicit SoftwareAuthenticator(int algorithm);

    std::string rp = "vote.example";
    std::string origin = "https://vote.example:8443";
    Bytes credential_id{1, 2, 3, 4, 5, 6, 7, 8};
    std::uint32_t count = 1;
    std::uint8_t flags = 0x05; ///< user present and verified
    std::string more_client_data = R"(,"crossOrigin":false)";

    [[nodiscard]] Bytes client_data(const std::string& type, const std::string& challenge) const;
    /// With the key (a registration) or without (an assertion).
    [[nodiscard]] Bytes authenticator_data(bool with_key) const;
    [[nodiscard]] Bytes sign(ByteView authenticator_data, ByteView client_data) const;

  private:
    [[nodiscard]] Bytes cose_key() const;
    int algorithm_;
    std::shared_ptr<EVP_PKEY> key_;
};

} // namespace ogniwo::test
