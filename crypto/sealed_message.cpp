#include "crypto/sealed_message.hpp"

#include "crypto/base/check.hpp"
#include "crypto/ed25519.hpp"
#include "crypto/finite_field.hpp"
#include "crypto/sha256.hpp"

#include <openssl/evp.h>

#include <memory>

namespace ogniwo::crypto {
namespace {

constexpr std::size_t gcm_tag = 16;
constexpr std::size_t ccm_tag = 8;
constexpr std::size_t ccm_short_text = std::size_t{1} << 16;

struct FreeCipher {
    void operator()(EVP_CIPHER_CTX* cipher) const { EVP_CIPHER_CTX_free(cipher); }
};
using Cipher = std::unique_ptr<EVP_CIPHER_CTX, FreeCipher>;

Cipher new_cipher() {
    Cipher cipher(EVP_CIPHER_CTX_new());
    OGNIWO_CHECK(cipher != nullptr);
    return cipher;
}

// OpenSSL counts in int and wants a mutable tag when it only reads one.
int length(std::size_t n) {
    return static_cast<int>(n);
}
void control(const Cipher& cipher, int what, std::size_t n, const std::uint8_t* data) {
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast): EVP_CTRL_AEAD_SET_TAG does not write.
    auto* argument = const_cast<std::uint8_t*>(data);
    OGNIWO_CHECK(EVP_CIPHER_CTX_ctrl(cipher.get(), what, length(n), argument) == 1);
}

template <Group G> void derive_key(const typename G::Point& shared, SecretBytes<32>& key) {
    std::string text = G::point_text(shared);
    Digest digest = sha256({as_bytes("key|"), as_bytes(text)});
    std::ranges::copy(digest, key.expose().begin());
    wipe(text);
    wipe(digest);
}

template <Group G> Digest derive_iv(const typename G::Point& alpha) {
    const std::string text = G::point_text(alpha);
    return sha256({as_bytes("iv|"), as_bytes(text)});
}

Bytes encrypt_gcm(const SecretBytes<32>& key, const Digest& iv, std::string_view text) {
    const Cipher cipher = new_cipher();
    Bytes out(text.size() + gcm_tag);
    int written = 0;
    OGNIWO_CHECK(EVP_EncryptInit_ex2(cipher.get(), EVP_aes_256_gcm(), nullptr, nullptr, nullptr) ==
                 1);
    control(cipher, EVP_CTRL_AEAD_SET_IVLEN, iv.size(), nullptr);
    OGNIWO_CHECK(
        EVP_EncryptInit_ex2(cipher.get(), nullptr, key.expose().data(), iv.data(), nullptr) == 1 &&
        EVP_EncryptUpdate(cipher.get(), out.data(), &written, as_bytes(text).data(),
                          length(text.size())) == 1 &&
        EVP_EncryptFinal_ex(cipher.get(), out.data() + written, &written) == 1 &&
        EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_AEAD_GET_TAG, length(gcm_tag),
                            out.data() + text.size()) == 1);
    return out;
}

// Both fill `text`, which has the right size already, and say whether the tag fits.
bool decrypt_gcm(const SecretBytes<32>& key, const Digest& iv, ByteView data, std::string& text) {
    const Cipher cipher = new_cipher();
    int written = 0;
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): both are byte types.
    auto* out = reinterpret_cast<std::uint8_t*>(text.data());
    OGNIWO_CHECK(EVP_DecryptInit_ex2(cipher.get(), EVP_aes_256_gcm(), nullptr, nullptr, nullptr) ==
                 1);
    control(cipher, EVP_CTRL_AEAD_SET_IVLEN, iv.size(), nullptr);
    control(cipher, EVP_CTRL_AEAD_SET_TAG, gcm_tag, data.data() + text.size());
    return EVP_DecryptInit_ex2(cipher.get(), nullptr, key.expose().data(), iv.data(), nullptr) ==
               1 &&
           EVP_DecryptUpdate(cipher.get(), out, &written, data.data(), length(text.size())) == 1 &&
           EVP_DecryptFinal_ex(cipher.get(), out + written, &written) == 1;
}

bool decrypt_ccm(const SecretBytes<32>& key, const Digest& iv, ByteView data, std::string& text) {
    const Cipher cipher = new_cipher();
    const std::size_t nonce = text.size() < ccm_short_text ? 13 : 12;
    int written = 0;
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): both are byte types.
    auto* out = reinterpret_cast<std::uint8_t*>(text.data());
    OGNIWO_CHECK(EVP_DecryptInit_ex2(cipher.get(), EVP_aes_256_ccm(), nullptr, nullptr, nullptr) ==
                 1);
    control(cipher, EVP_CTRL_AEAD_SET_IVLEN, nonce, nullptr);
    control(cipher, EVP_CTRL_AEAD_SET_TAG, ccm_tag, data.data() + text.size());
    return EVP_DecryptInit_ex2(cipher.get(), nullptr, key.expose().data(), iv.data(), nullptr) ==
               1 &&
           EVP_DecryptUpdate(cipher.get(), nullptr, &written, nullptr, length(text.size())) == 1 &&
           EVP_DecryptUpdate(cipher.get(), out, &written, data.data(), length(text.size())) == 1;
}

} // namespace

template <Group G>
SealedMessage<G> seal_message(const typename G::Point& encryption_key, std::string_view text,
                              Rng& rng) {
    OGNIWO_CHECK(text.size() <= max_sealed_text);
    const auto r = G::random_secret(rng);
    const auto shared = G::exp_generator(G::random_secret(rng));
    SealedMessage<G> sealed;
    sealed.alpha = G::exp_generator(r);
    sealed.beta = G::multiply(G::exp(encryption_key, r), shared);
    SecretBytes<32> key;
    derive_key<G>(shared, key);
    sealed.data = encrypt_gcm(key, derive_iv<G>(sealed.alpha), text);
    return sealed;
}

template <Group G>
Result<SecretText> open_message(const typename G::SecretScalar& decryption_key,
                                const SealedMessage<G>& sealed) {
    const bool gcm = sealed.algorithm == SealAlgorithm::aes_gcm;
    const std::size_t tag = gcm ? gcm_tag : ccm_tag;
    if (sealed.data.size() < tag || sealed.data.size() > tag + max_sealed_text) {
        return Error("channel.size", "not a sealed text of at most 1 MiB");
    }
    SecretBytes<32> key;
    derive_key<G>(G::divide(sealed.beta, G::exp(sealed.alpha, decryption_key)), key);
    const Digest iv = derive_iv<G>(sealed.alpha);
    std::string text(sealed.data.size() - tag, '\0');
    if (!(gcm ? decrypt_gcm : decrypt_ccm)(key, iv, sealed.data, text)) {
        wipe(text); // unauthenticated
        return Error("channel.authentication", "sealed for another key, or changed on the way");
    }
    return SecretText(std::move(text));
}

#define OGNIWO_INSTANTIATE(G)                                                                      \
    template SealedMessage<G> seal_message<G>(const G::Point&, std::string_view, Rng&);            \
    template Result<SecretText> open_message<G>(const G::SecretScalar&, const SealedMessage<G>&);

OGNIWO_INSTANTIATE(Ed25519)
OGNIWO_INSTANTIATE(Belenios2048)
OGNIWO_INSTANTIATE(Rfc3526)

} // namespace ogniwo::crypto
