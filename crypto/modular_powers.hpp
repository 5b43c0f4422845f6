#pragma once
// Products of powers modulo a prime, for verification: bases in Montgomery form with tables that are shared, and
// squarings shared by all powers of a product. Internal to crypto/. Variable time: for public data only.
//
// Bases and results are big-endian bytes of the size of p, exponents big-endian bytes of any size.

#include "crypto/big_number.hpp"

#include <vector>

namespace ogniwo::crypto {

/// An odd prime. Must outlive what is made with it; read by many threads.
struct Modulus {
    const BIGNUM* p;
    BN_MONT_CTX* mont;
};

/// 1..15 times (in exponents) 2^(64 k) of a base: for exponents of up to 256 bits, cut in pieces of 64. Takes about
/// 250 products to make, 1 power of such an exponent without one 310 and with one 124. 15 kB for 2048 bits.
class PieceTable {
  public:
    static constexpr std::size_t pieces = 4;
    static constexpr std::size_t piece_bits = 64;
    static constexpr std::size_t width = 4;
    PieceTable(const Modulus& modulus, ByteView base);
    /// base^(digit 2^(64 piece)). Preconditions: piece < 4, digit 1..15.
    [[nodiscard]] const BIGNUM* entry(std::size_t piece, std::size_t digit) const {
        return entries_[piece * ((std::size_t{1} << width) - 1) + digit - 1].get();
    }

  private:
    std::vector<Number> entries_;
};

/// Every digit of every window of an exponent: no squarings are left. With 256 bits and windows of 6 a power is 43
/// products, from 0.7 MB; with 2048 bits and windows of 4 it is 512, from 2 MB.
class WindowTable {
  public:
    WindowTable(const Modulus& modulus, ByteView base, std::size_t exponent_bits, std::size_t width);
    [[nodiscard]] std::size_t width() const { return width_; }
    [[nodiscard]] std::size_t windows() const { return windows_; }
    [[nodiscard]] const BIGNUM* entry(std::size_t window, std::size_t digit) const {
        return entries_[window * ((std::size_t{1} << width_) - 1) + digit - 1].get();
    }

  private:
    std::size_t width_;
    std::size_t windows_;
    std::vector<Number> entries_;
};

/// One factor of a product.
template <class Base> struct ModularPower {
    const Base* base = nullptr;
    ByteView exponent;
};

/// The product of all powers. Preconditions: exponents within what the tables are for.
void product_of_tables(const Modulus& modulus, std::span<const ModularPower<PieceTable>> pieces,
                       std::span<const ModularPower<WindowTable>> windows, std::span<std::uint8_t> out);

/// The same without tables: two bases by OpenSSL, some by Straus's way, many by Pippenger's.
struct PlainPower {
    ByteView base;
    ByteView exponent;
};
void product_of_plain(const Modulus& modulus, std::span<const PlainPower> powers, std::span<std::uint8_t> out);

} // namespace ogniwo::crypto
