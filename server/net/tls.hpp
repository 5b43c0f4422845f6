#pragma once
// TLS settings and certificates. OpenSSL stays behind this header.

#include "crypto/base/result.hpp"

#include <memory>
#include <string>
#include <vector>

struct ssl_ctx_st;

namespace ogniwo::net {

class TicketKeys;

/// A server certificate chain and its key, PEM.
struct Certificate {
    std::string chain_pem;
    std::string key_pem;
};

/// Server settings: TLS 1.2 and 1.3 only, forward secrecy and AEAD only, no renegotiation, no
/// compression, no early data, ALPN "http/1.1", session tickets whose keys are replaced every 12
/// hours. Shared by all connections; thread-safe.
class TlsContext {
  public:
    /// Errors: tls.certificate (not PEM, or key and certificate do not belong together),
    /// tls.context.
    static Result<std::shared_ptr<TlsContext>> make(const Certificate& certificate);
    ~TlsContext();
    TlsContext(const TlsContext&) = delete;
    TlsContext& operator=(const TlsContext&) = delete;
    [[nodiscard]] ssl_ctx_st* native() const { return context_; }

  private:
    explicit TlsContext(ssl_ctx_st* context);
    ssl_ctx_st* context_;
    std::unique_ptr<TicketKeys> tickets_;
};

/// Makes a self-signed P-256 certificate for the given DNS names and IP addresses (subjectAltName),
/// valid from a day ago for `days` days, 1 to 825. Not an authority (CA:FALSE), serverAuth only.
/// Errors: tls.certificate.
Result<Certificate>
make_self_signed(const std::vector<std::string>& dns_names = {"localhost"},
                 const std::vector<std::string>& addresses = {"127.0.0.1", "::1"}, int days = 365);

/// SHA-256 of the first certificate's DER, lowercase hex in pairs joined by ":", as browsers show
/// it. Errors: tls.certificate.
Result<std::string> certificate_fingerprint(const std::string& chain_pem);

} // namespace ogniwo::net
