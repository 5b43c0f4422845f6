#include "crypto/sha256.hpp"

#include "crypto/base/check.hpp"
#include "crypto/base/encoding.hpp"

#include <openssl/evp.h>

namespace ogniwo::crypto {
namespace {

// Fetched once: a fetch for each digest costs more than a short digest.
const EVP_MD* algorithm() {
    static const EVP_MD* const fetched = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    OGNIWO_CHECK(fetched != nullptr);
    return fetched;
}

} // namespace

struct Sha256::Context {
    EVP_MD_CTX* evp = EVP_MD_CTX_new();
    Context() { OGNIWO_CHECK(evp != nullptr); }
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;
    ~Context() { EVP_MD_CTX_free(evp); }
    void start() { OGNIWO_CHECK(EVP_DigestInit_ex2(evp, algorithm(), nullptr) == 1); }
};

Sha256::Sha256() : context_(std::make_unique<Context>()) { context_->start(); }
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::update(ByteView bytes) {
    OGNIWO_CHECK(EVP_DigestUpdate(context_->evp, bytes.data(), bytes.size()) == 1);
}

Digest Sha256::finish() {
    Digest digest{};
    OGNIWO_CHECK(EVP_DigestFinal_ex(context_->evp, digest.data(), nullptr) == 1);
    context_->start();
    return digest;
}

Digest sha256(std::initializer_list<ByteView> parts) {
    thread_local Sha256 hasher;
    for (const ByteView part : parts) {
        hasher.update(part);
    }
    return hasher.finish();
}

Digest sha256(ByteView bytes) { return sha256({bytes}); }

std::string sha256_hex(ByteView bytes) { return hex_encode(sha256(bytes)); }

} // namespace ogniwo::crypto
