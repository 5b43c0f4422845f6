#pragma once
// Secret bytes: their own type, move-only, wiped at the end, without a formatter or a comparison.

#include "crypto/base/bytes.hpp"

namespace ogniwo::crypto {

/// Overwrites memory in a way that the compiler keeps.
void wipe(std::span<std::uint8_t> bytes) noexcept;

/// Wipes a text that held a secret, its unused capacity included.
void wipe(std::string& text) noexcept;

/// N secret bytes. A moved-from object holds zeros.
template <std::size_t N> class SecretBytes {
  public:
    SecretBytes() noexcept = default;
    SecretBytes(const SecretBytes&) = delete;
    SecretBytes& operator=(const SecretBytes&) = delete;
    SecretBytes(SecretBytes&& other) noexcept : bytes_(other.bytes_) { wipe(other.bytes_); }
    SecretBytes& operator=(SecretBytes&& other) noexcept {
        if (this != &other) {
            bytes_ = other.bytes_;
            wipe(other.bytes_);
        }
        return *this;
    }
    ~SecretBytes() { wipe(bytes_); }

    /// For the function that computes with the secret; never for a log or a variable-time comparison.
    [[nodiscard]] std::span<std::uint8_t, N> expose() noexcept { return bytes_; }
    [[nodiscard]] std::span<const std::uint8_t, N> expose() const noexcept { return bytes_; }

  private:
    ByteArray<N> bytes_{};
};

/// A secret text of any length (a private credential, a key file): the same rules.
class SecretText {
  public:
    SecretText() noexcept = default;
    explicit SecretText(std::string text) noexcept : text_(std::move(text)) {}
    SecretText(const SecretText&) = delete;
    SecretText& operator=(const SecretText&) = delete;
    SecretText(SecretText&& other) noexcept : text_(std::move(other.text_)) { wipe(other.text_); }
    SecretText& operator=(SecretText&& other) noexcept {
        if (this != &other) {
            wipe(text_);
            text_ = std::move(other.text_);
            wipe(other.text_);
        }
        return *this;
    }
    ~SecretText() { wipe(text_); }

    [[nodiscard]] std::string_view expose() const noexcept { return text_; }

  private:
    std::string text_;
};

} // namespace ogniwo::crypto
