#pragma once
// Points of edwards25519 for verification: everything that libsodium does one by one with checks and
// inversions of its own, here with tables that are shared, several lanes at once and one inversion for many.
//
// Functions with `_vartime` in their names are for public data. The others take constant time, so that
// points that depend on secrets (never scalars) may pass through them.

#include "crypto/edwards/path.hpp"

#include <memory>
#include <vector>

namespace ogniwo::edwards {

using Encoding = ByteArray<32>;

bool operator==(const Affine& a, const Affine& b);

/// RFC 8032 section 5.1.3, leniently: y is taken mod p, the sign of x = 0 is ignored. Any point of the curve
/// passes, of whatever order. Gives 1 or 0, and the neutral element with 0.
std::uint64_t decode(const Encoding& bytes, Affine& out);
/// The same for many. `valid` gets 1 or 0 for each. Precondition: equal lengths.
void decode_vartime(const Path& path, std::span<const Encoding> bytes, std::span<Affine> out,
                    std::span<std::uint8_t> valid);
/// The canonical encoding.
Encoding encode(const Affine& p);

Affine negative(const Affine& p);
Affine sum(const Affine& a, const Affine& b);
/// a[i] + b[i], one inversion for all. Precondition: equal lengths.
std::vector<Affine> sums(std::span<const Affine> a, std::span<const Affine> b);
/// The sum of all; neutral when there are none.
Affine total(std::span<const Affine> points);
/// One inversion for all.
std::vector<Affine> affine(std::span<const Projective<Fe>> points);
bool is_neutral(const Projective<Fe>& p);

/// Which of the points are in the prime-order subgroup: 1 or 0 for each. Fills the table of each.
void make_tables_vartime(const Path& path, std::span<const Affine> points,
                         std::span<BaseTable* const> tables, std::span<std::uint8_t> members);
/// The same without keeping tables.
void check_members_vartime(const Path& path, std::span<const Affine> points,
                           std::span<std::uint8_t> members);
std::unique_ptr<const FixedTable> make_fixed_table_vartime(const Affine& p);
std::vector<Affine> products_vartime(const Path& path, std::span<const Product> products);

/// sum of exponents[i] points[i]: Pippenger's buckets. Precondition: equal lengths.
Affine multi_exp_vartime(std::span<const Affine> points, std::span<const PublicScalar> exponents);

} // namespace ogniwo::edwards
