#pragma once
// The two sources of randomness.

#include "crypto/base/rng.hpp"
#include "crypto/secret.hpp"

namespace ogniwo::crypto {

/// The operating system's, through libsodium. Thread-safe.
class SystemRng final : public Rng {
  public:
    SystemRng();
    void fill(std::span<std::uint8_t> out) override;
};

/// ChaCha20 keystream of a seed, for vectors, simulations and tests: the same seed gives the same bytes,
/// however they are asked for. Not thread-safe; never for real secrets.
class SeededRng final : public Rng {
  public:
    explicit SeededRng(const ByteArray<32>& seed);
    /// Seed = SHA-256 of the text.
    explicit SeededRng(std::string_view text);
    void fill(std::span<std::uint8_t> out) override;

  private:
    SecretBytes<32> seed_;
    ByteArray<64> block_{};
    std::uint64_t next_block_ = 0;
    std::size_t used_ = 64;
};

} // namespace ogniwo::crypto
