#include "server/net/ticket_keys.hpp"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>

#include <array>

namespace ogniwo::net {
namespace {

bool set_mac(EVP_MAC_CTX* mac, const TicketKeys::Key& key) {
    char digest[] = "SHA256";
    ByteArray<32> secret = key.mac;
    const std::array<OSSL_PARAM, 3> parameters{
        OSSL_PARAM_construct_octet_string(OSSL_MAC_PARAM_KEY, secret.data(), secret.size()),
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
        OSSL_PARAM_construct_end()};
    const bool done = EVP_MAC_CTX_set_params(mac, parameters.data()) == 1;
    OPENSSL_cleanse(secret.data(), secret.size());
    return done;
}

// OpenSSL's contract: -1 failure, 0 no such key, 1 use it, 2 use it and send a new ticket.
int ticket_callback(SSL* ssl, unsigned char* name, unsigned char* iv, EVP_CIPHER_CTX* cipher,
                    EVP_MAC_CTX* mac, int encrypt) {
    auto* keys = static_cast<TicketKeys*>(SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl)));
    const auto now = std::chrono::steady_clock::now();
    if (encrypt == 1) {
        const auto key = keys->current(now);
        if (!key || RAND_bytes(iv, EVP_CIPHER_get_iv_length(EVP_aes_256_cbc())) != 1) {
            return -1;
        }
        std::ranges::copy(key->name, name);
        const bool ready =
            EVP_EncryptInit_ex(cipher, EVP_aes_256_cbc(), nullptr, key->cipher.data(), iv) == 1 &&
            set_mac(mac, *key);
        return ready ? 1 : -1;
    }
    const auto found = keys->find({name, 16}, now);
    if (!found) {
        return 0;
    }
    const bool ready =
        EVP_DecryptInit_ex(cipher, EVP_aes_256_cbc(), nullptr, found->key.cipher.data(), iv) == 1 &&
        set_mac(mac, found->key);
    if (!ready) {
        return -1;
    }
    return found->renew ? 2 : 1;
}

} // namespace

TicketKeys::~TicketKeys() {
    for (auto* key : {&present_, &previous_}) {
        if (*key) {
            OPENSSL_cleanse(&**key, sizeof(Key));
        }
    }
}

void TicketKeys::rotate(TimePoint now) {
    if (present_ && now - present_->made < period_) {
        return;
    }
    Key key;
    key.made = now;
    if (RAND_bytes(key.name.data(), static_cast<int>(key.name.size())) != 1 ||
        RAND_priv_bytes(key.cipher.data(), static_cast<int>(key.cipher.size())) != 1 ||
        RAND_priv_bytes(key.mac.data(), static_cast<int>(key.mac.size())) != 1) {
        present_.reset();
        return;
    }
    previous_ = present_;
    present_ = key;
}

std::optional<TicketKeys::Key> TicketKeys::current(TimePoint now) {
    const std::lock_guard lock(mutex_);
    rotate(now);
    return present_;
}

std::optional<TicketKeys::Found> TicketKeys::find(ByteView name, TimePoint now) {
    const std::lock_guard lock(mutex_);
    rotate(now);
    Found found;
    if (present_ && equal_vartime(present_->name, name)) {
        found.key = *present_;
        return found;
    }
    if (previous_ && equal_vartime(previous_->name, name) && now - previous_->made < 2 * period_) {
        found.key = *previous_;
        found.renew = true;
        return found;
    }
    return std::nullopt;
}

void TicketKeys::install(ssl_ctx_st* context) {
    SSL_CTX_set_app_data(context, this);
    SSL_CTX_set_tlsext_ticket_key_evp_cb(context, ticket_callback);
}

} // namespace ogniwo::net
