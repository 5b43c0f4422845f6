#pragma once
// One way of computing the kernel's heavy loops. All give the same points; the portable one is the reference.
// Variable time: for public data only.

#include "crypto/edwards/tables.hpp"

namespace ogniwo::edwards {

/// The order L of the prime-order subgroup, least significant byte first.
inline constexpr std::uint8_t group_order[32] = {0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58,
                                                 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
                                                 0,    0,    0,    0,    0,    0,    0,    0,
                                                 0,    0,    0,    0,    0,    0,    0,    0x10};

struct Path {
    const char* name;
    /// root_candidate(u[i], v[i]) for each of `count`.
    void (*root_candidates)(const Fe* u, const Fe* v, std::size_t count, Fe* out);
    /// Fills tables[i] from points[i], any points of the curve, and gives L times each.
    void (*make_tables_vartime)(const Affine* points, std::size_t count, BaseTable* const* tables,
                                Projective<Fe>* order_multiples);
    /// Faster when products of the same make stand side by side.
    void (*products_vartime)(const Product* const* in, std::size_t count, Projective<Fe>* out);
};

const Path& portable_path();
/// Four lanes; null on a processor without AVX2.
const Path* avx2_path();
/// The fastest one that this processor has.
const Path& best_path();

} // namespace ogniwo::edwards
