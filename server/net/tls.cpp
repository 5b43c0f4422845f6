#include "server/net/tls.hpp"

#include "server/net/ticket_keys.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include <string_view>

namespace ogniwo::net {
namespace {

using OwnedBio = std::unique_ptr<BIO, decltype(&BIO_free)>;
using OwnedX509 = std::unique_ptr<X509, decltype(&X509_free)>;
using OwnedKey = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

OwnedBio memory_bio(const std::string& text) {
    return {BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), &BIO_free};
}

// A key file with a passphrase is refused instead of asking on the terminal.
int no_passphrase(char*, int, int, void*) {
    return -1;
}

Result<void> use_certificate(SSL_CTX* context, const Certificate& certificate) {
    const OwnedBio chain = memory_bio(certificate.chain_pem);
    const OwnedBio key_text = memory_bio(certificate.key_pem);
    const OwnedX509 leaf(PEM_read_bio_X509(chain.get(), nullptr, no_passphrase, nullptr),
                         &X509_free);
    if (!leaf || SSL_CTX_use_certificate(context, leaf.get()) != 1) {
        return Error("tls.certificate", "no certificate in PEM");
    }
    while (X509* next = PEM_read_bio_X509(chain.get(), nullptr, no_passphrase, nullptr)) {
        if (SSL_CTX_add0_chain_cert(context, next) != 1) {
            X509_free(next);
            return Error("tls.certificate", "bad chain");
        }
    }
    const OwnedKey key(PEM_read_bio_PrivateKey(key_text.get(), nullptr, no_passphrase, nullptr),
                       &EVP_PKEY_free);
    if (!key || SSL_CTX_use_PrivateKey(context, key.get()) != 1 ||
        SSL_CTX_check_private_key(context) != 1) {
        return Error("tls.certificate", "the key is not PEM, or not of this certificate");
    }
    ERR_clear_error(); // the end of the chain left an entry
    return {};
}

int choose_protocol(SSL*, const unsigned char** out, unsigned char* out_length,
                    const unsigned char* in, unsigned int in_length, void*) {
    static constexpr std::string_view ours("\x08http/1.1", 9);
    const std::string_view offered(reinterpret_cast<const char*>(in), in_length);
    for (std::size_t at = 0; at < offered.size();) {
        const std::size_t length = static_cast<unsigned char>(offered[at]) + std::size_t{1};
        if (offered.substr(at, length) == ours) {
            *out = in + at + 1;
            *out_length = static_cast<unsigned char>(ours.size() - 1);
            return SSL_TLSEXT_ERR_OK;
        }
        at += length;
    }
    return SSL_TLSEXT_ERR_ALERT_FATAL;
}

bool set_policy(SSL_CTX* context) {
    SSL_CTX_set_options(context, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION |
                                     SSL_OP_CIPHER_SERVER_PREFERENCE |
                                     SSL_OP_IGNORE_UNEXPECTED_EOF);
    // Buffers of 16 KiB each way are freed while a connection is idle.
    SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
                                  SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF); // tickets only
    SSL_CTX_set_alpn_select_cb(context, choose_protocol, nullptr);
    static constexpr unsigned char session_context[] = "ogniwo";
    return SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1 &&
           SSL_CTX_set_max_proto_version(context, TLS1_3_VERSION) == 1 &&
           SSL_CTX_set_cipher_list(context, "ECDHE+AESGCM:ECDHE+CHACHA20") == 1 &&
           SSL_CTX_set1_groups_list(context, "X25519:P-256") == 1 &&
           SSL_CTX_set_max_early_data(context, 0) == 1 &&
           SSL_CTX_set_num_tickets(context, 1) == 1 &&
           SSL_CTX_set_session_id_context(context, session_context, sizeof session_context - 1) ==
               1;
}

} // namespace

TlsContext::TlsContext(ssl_ctx_st* context)
    : context_(context), tickets_(std::make_unique<TicketKeys>()) {
    tickets_->install(context_);
}

TlsContext::~TlsContext() {
    SSL_CTX_free(context_);
}

Result<std::shared_ptr<TlsContext>> TlsContext::make(const Certificate& certificate) {
    SSL_CTX* const raw = SSL_CTX_new(TLS_server_method());
    if (raw == nullptr) {
        return Error("tls.context", "OpenSSL gives no context");
    }
    const std::shared_ptr<TlsContext> context(new TlsContext(raw));
    if (!set_policy(raw)) {
        return Error("tls.context", "OpenSSL refuses the settings");
    }
    OGNIWO_TRY(use_certificate(raw, certificate));
    return context;
}

} // namespace ogniwo::net
