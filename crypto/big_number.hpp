#pragma once
// OpenSSL's big integers with owners. Internal to crypto/.

#include "crypto/base/bytes.hpp"
#include "crypto/base/check.hpp"

#include <openssl/bn.h>
#include <openssl/crypto.h>

#include <memory>
#include <string>
#include <utility>

namespace ogniwo::crypto {

/// For what fails only without memory.
inline void require(bool ok) { OGNIWO_CHECK(ok); }

/// Wiped at the end, so that no caller has to think which ones were secret.
class Number {
  public:
    Number() : bn_(BN_new()) { require(bn_ != nullptr); }
    explicit Number(ByteView big_endian) : Number() {
        require(BN_bin2bn(big_endian.data(), static_cast<int>(big_endian.size()), bn_) != nullptr);
    }
    explicit Number(const char* hex) : Number() { require(BN_hex2bn(&bn_, hex) > 0); }
    Number(const Number&) = delete;
    Number& operator=(const Number&) = delete;
    Number(Number&& other) noexcept : bn_(std::exchange(other.bn_, nullptr)) {}
    Number& operator=(Number&& other) noexcept {
        std::swap(bn_, other.bn_);
        return *this;
    }
    ~Number() { BN_clear_free(bn_); }

    [[nodiscard]] BIGNUM* get() { return bn_; }
    [[nodiscard]] const BIGNUM* get() const { return bn_; }
    /// Tells OpenSSL to take its constant-time paths with this number.
    Number& constant_time() {
        BN_set_flags(bn_, BN_FLG_CONSTTIME);
        return *this;
    }
    void write(std::span<std::uint8_t> out) const {
        require(BN_bn2binpad(bn_, out.data(), static_cast<int>(out.size())) ==
                static_cast<int>(out.size()));
    }
    [[nodiscard]] std::string decimal() const {
        char* digits = BN_bn2dec(bn_);
        require(digits != nullptr);
        std::string text(digits);
        OPENSSL_clear_free(digits, text.size() + 1);
        return text;
    }

  private:
    BIGNUM* bn_;
};

/// Scratch space of the calling thread.
BN_CTX* context();

} // namespace ogniwo::crypto
