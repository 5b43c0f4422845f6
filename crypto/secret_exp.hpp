#pragma once
// Powers of public points of edwards25519 with secret exponents, many at a time; for one alone ed25519.cpp asks
// libsodium.
//
// Constant time: the steps and the memory that is read depend on the number of points alone. Exponents are
// recoded to digits of -8..8, every table is read as a whole, and the formulas are complete.

#include "crypto/edwards/kernel.hpp"

namespace ogniwo::crypto {

/// A secret integer below 2^253, 32 bytes, least significant first; its owner wipes it.
class SecretScalarView {
  public:
    explicit SecretScalarView(std::span<const std::uint8_t, 32> bytes) : bytes_(bytes) {}
    [[nodiscard]] std::span<const std::uint8_t, 32> expose() const { return bytes_; }

  private:
    std::span<const std::uint8_t, 32> bytes_;
};

/// 1..8 times 256^k P in row k, for a base of many secret exponents: 30 kB.
struct SecretTable {
    static constexpr std::size_t rows = 32;
    static constexpr std::size_t multiples = 8;
    edwards::Niels<edwards::Fe> entry[rows][multiples];
};
std::unique_ptr<const SecretTable> make_secret_table(const edwards::Affine& p);

/// A table and the exponents of its point.
struct SecretFactor {
    const SecretTable* table = nullptr;
    std::vector<SecretScalarView> exponents;
};

/// For every i the sum of all factors' exponents[i] times their points: one inversion for all.
/// Precondition: one factor or more, lists of equal lengths.
std::vector<edwards::Affine> secret_sums(std::span<const SecretFactor> factors);

/// sum of exponents[i] points[i]; the doublings are shared. Precondition: equal lengths.
edwards::Affine secret_sum(std::span<const edwards::Affine> points, std::span<const SecretScalarView> exponents);

} // namespace ogniwo::crypto
