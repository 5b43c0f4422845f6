#pragma once
// What the kernel works on: points, tables of their multiples, and public exponents.

#include "crypto/edwards/formulas.hpp"

namespace ogniwo::edwards {

/// A point of the curve, coordinates in canonical form. Default: the neutral element.
struct Affine {
    Fe x = fe_zero;
    Fe y = fe_one;
};

/// A public integer below 2^253, 32 bytes, least significant first. Variable time is for these only:
/// there is no way from a secret scalar or secret bytes to this type.
class PublicScalar {
  public:
    PublicScalar() = default;
    explicit PublicScalar(const ByteArray<32>& little_endian) : bytes_(little_endian) {}
    template <class Other> explicit PublicScalar(const Other&) = delete;

    [[nodiscard]] const std::uint8_t* data() const { return bytes_.data(); }
    [[nodiscard]] bool zero() const { return bytes_ == ByteArray<32>{}; }

  private:
    ByteArray<32> bytes_{};
};

/// An exponent is cut into this many pieces of 32 bits, each with a table of its own: 32 doublings
/// are left for each product of powers, whatever the number of its bases.
inline constexpr std::size_t pieces = 8;

/// 1..8 times 2^(32 piece) P: for exponents in digits of -8..8. 10 kB; serves all exponents of P.
struct BaseTable {
    static constexpr std::size_t digit_bits = 4;
    static constexpr std::size_t digits = 8; ///< in a piece
    static constexpr std::size_t multiples = 8;
    using Piece = Cached<Fe>[multiples];
    Piece entry[pieces];
};

/// 1..128 times 2^(32 piece) P, for a base that is used very often: digits of -128..128. 123 kB.
struct FixedTable {
    static constexpr std::size_t digit_bits = 8;
    static constexpr std::size_t digits = 4;
    static constexpr std::size_t multiples = 128;
    using Piece = Niels<Fe>[multiples];
    Piece entry[pieces];
};

/// One factor of a product; without a base it is 1.
template <class Base> struct Power {
    const Base* base = nullptr;
    PublicScalar exponent;
};

/// A product of powers. What is pointed to must outlive its use.
struct Product {
    Power<BaseTable> tabulated;
    Power<Affine> once[3]; ///< bases that are not worth a table: 221 more doublings for all of them
    Power<FixedTable> fixed[2];
};

} // namespace ogniwo::edwards
