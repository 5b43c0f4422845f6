#pragma once
// Integers modulo p = 2^255-19 in five limbs of 51 bits. Everything here takes constant time.
//
// Limbs are loose. "Reduced" is below 2^51 + 2^15 each: what multiplication and squaring give. They take
// anything below 2^54: a sum or difference of reduced elements, or of one such and a reduced one.

#include "crypto/base/bytes.hpp"

namespace ogniwo::edwards {

struct Fe {
    std::uint64_t limb[5];
};

inline constexpr std::uint64_t limb_mask = (std::uint64_t{1} << 51) - 1;
inline constexpr Fe fe_zero{{0, 0, 0, 0, 0}};
inline constexpr Fe fe_one{{1, 0, 0, 0, 0}};
/// d of the curve -x^2 + y^2 = 1 + d x^2 y^2 (RFC 8032 section 5.1), and its double.
inline constexpr Fe fe_d{
    {929955233495203, 466365720129213, 1662059464998953, 2033849074728123, 1442794654840575}};
inline constexpr Fe fe_2d{
    {1859910466990425, 932731440258426, 1072319116312658, 1815898335770999, 633789495995903}};
/// 2^((p-1)/4), a square root of -1.
inline constexpr Fe fe_sqrt_minus_one{
    {1718705420411056, 234908883556509, 2233514472574048, 2117202627021982, 765476049583133}};

namespace detail {

__extension__ using Wide = unsigned __int128;

inline Wide wide(std::uint64_t a, std::uint64_t b) { return static_cast<Wide>(a) * b; }
inline std::uint64_t low(Wide a) { return static_cast<std::uint64_t>(a) & limb_mask; }
inline std::uint64_t high(Wide a) { return static_cast<std::uint64_t>(a >> 51); }

inline Fe carried(Wide r0, Wide r1, Wide r2, Wide r3, Wide r4) {
    Fe h;
    r1 += high(r0);
    r2 += high(r1);
    r3 += high(r2);
    r4 += high(r3);
    const std::uint64_t first = low(r0) + 19 * high(r4);
    h.limb[0] = first & limb_mask;
    h.limb[1] = low(r1) + (first >> 51);
    h.limb[2] = low(r2);
    h.limb[3] = low(r3);
    h.limb[4] = low(r4);
    return h;
}

} // namespace detail

inline Fe add(const Fe& a, const Fe& b) {
    return {{a.limb[0] + b.limb[0], a.limb[1] + b.limb[1], a.limb[2] + b.limb[2],
             a.limb[3] + b.limb[3], a.limb[4] + b.limb[4]}};
}

/// a - b + 4p. `b` is at most a sum of two reduced elements.
inline Fe sub(const Fe& a, const Fe& b) {
    constexpr std::uint64_t first = 4 * (limb_mask - 18);
    constexpr std::uint64_t other = 4 * limb_mask;
    return {{a.limb[0] + first - b.limb[0], a.limb[1] + other - b.limb[1],
             a.limb[2] + other - b.limb[2], a.limb[3] + other - b.limb[3],
             a.limb[4] + other - b.limb[4]}};
}

inline Fe mul(const Fe& a, const Fe& b) {
    using detail::wide;
    const auto& [a0, a1, a2, a3, a4] = a.limb;
    const auto& [b0, b1, b2, b3, b4] = b.limb;
    const std::uint64_t b1_19 = 19 * b1;
    const std::uint64_t b2_19 = 19 * b2;
    const std::uint64_t b3_19 = 19 * b3;
    const std::uint64_t b4_19 = 19 * b4;
    return detail::carried(
        wide(a0, b0) + wide(a1, b4_19) + wide(a2, b3_19) + wide(a3, b2_19) + wide(a4, b1_19),
        wide(a0, b1) + wide(a1, b0) + wide(a2, b4_19) + wide(a3, b3_19) + wide(a4, b2_19),
        wide(a0, b2) + wide(a1, b1) + wide(a2, b0) + wide(a3, b4_19) + wide(a4, b3_19),
        wide(a0, b3) + wide(a1, b2) + wide(a2, b1) + wide(a3, b0) + wide(a4, b4_19),
        wide(a0, b4) + wide(a1, b3) + wide(a2, b2) + wide(a3, b1) + wide(a4, b0));
}

inline Fe sq(const Fe& a) {
    using detail::wide;
    const auto& [a0, a1, a2, a3, a4] = a.limb;
    const std::uint64_t twice0 = 2 * a0;
    const std::uint64_t twice1 = 2 * a1;
    const std::uint64_t a3_19 = 19 * a3;
    const std::uint64_t a4_19 = 19 * a4;
    return detail::carried(wide(a0, a0) + wide(twice1, a4_19) + wide(2 * a2, a3_19),
                           wide(twice0, a1) + wide(2 * a2, a4_19) + wide(a3, a3_19),
                           wide(twice0, a2) + wide(a1, a1) + wide(2 * a3, a4_19),
                           wide(twice0, a3) + wide(twice1, a2) + wide(a4, a4_19),
                           wide(twice0, a4) + wide(twice1, a3) + wide(a2, a2));
}

/// Reduces a sum or difference. Five limbs have room enough to multiply without; lanes have not.
inline const Fe& carry(const Fe& a) { return a; }

/// The one form with every limb below 2^51 and the number below p. Limbs below 2^54 come in.
Fe canonical(const Fe& a);
/// 32 bytes, least significant first; the top bit is ignored, the number may be p or more.
Fe from_bytes(std::span<const std::uint8_t, 32> bytes);
/// The bytes of the canonical form.
ByteArray<32> to_bytes(const Fe& a);
/// a^(p-2): the inverse, or 0 of 0.
Fe invert(const Fe& a);
/// `b` where `choose` is 1, `a` where it is 0.
inline Fe select(const Fe& a, const Fe& b, std::uint64_t choose) {
    const std::uint64_t mask = 0 - choose;
    Fe out;
    for (int i = 0; i < 5; ++i) {
        out.limb[i] = a.limb[i] ^ (mask & (a.limb[i] ^ b.limb[i]));
    }
    return out;
}
/// 1 or 0.
std::uint64_t equal(const Fe& a, const Fe& b);
/// The lowest bit of the canonical form: the "sign" of RFC 8032.
std::uint64_t parity(const Fe& a);

} // namespace ogniwo::edwards
