#include "crypto/edwards/kernel.hpp"

#include "crypto/base/check.hpp"

#include <numeric>

namespace ogniwo::edwards {
namespace {

// x^2 = u/v from y: -x^2 + y^2 = 1 + d x^2 y^2.
struct Ratio {
    explicit Ratio(const Fe& y) {
        const Fe y_squared = sq(y);
        u = canonical(sub(y_squared, fe_one));
        v = canonical(add(mul(y_squared, fe_d), fe_one));
    }
    Fe u, v;
};

// The candidate is the root, or sqrt(-1) times it, or there is none.
std::uint64_t finish(const Fe& y, const Ratio& ratio, const Fe& candidate, std::uint64_t sign,
                     Affine& out) {
    const Fe square = mul(ratio.v, sq(candidate));
    const std::uint64_t direct = equal(square, ratio.u);
    const std::uint64_t turned = equal(square, sub(fe_zero, ratio.u));
    const Fe x = canonical(select(mul(candidate, fe_sqrt_minus_one), candidate, direct));
    const std::uint64_t valid = direct | turned;
    const Fe with_sign = canonical(select(x, sub(fe_zero, x), parity(x) ^ sign));
    out.x = select(fe_zero, with_sign, valid);
    out.y = select(fe_one, canonical(y), valid);
    return valid;
}

Extended<Fe> extended(const Affine& p) { return {p.x, p.y, fe_one, mul(p.x, p.y)}; }

Niels<Fe> niels(const Affine& p) {
    return {{add(p.y, p.x), sub(p.y, p.x)}, mul(mul(p.x, p.y), fe_2d)};
}

Projective<Fe> add_once(const Affine& a, const Affine& b) {
    return projective(edwards::sum(extended(a), niels(b)));
}

} // namespace

bool operator==(const Affine& a, const Affine& b) {
    return std::ranges::equal(a.x.limb, b.x.limb) && std::ranges::equal(a.y.limb, b.y.limb);
}

std::uint64_t decode(const Encoding& bytes, Affine& out) {
    const Fe y = from_bytes(bytes);
    const Ratio ratio(y);
    return finish(y, ratio, root_candidate(ratio.u, ratio.v), bytes[31] >> 7, out);
}

void decode_vartime(const Path& path, std::span<const Encoding> bytes, std::span<Affine> out,
                    std::span<std::uint8_t> valid) {
    OGNIWO_CHECK(bytes.size() == out.size() && bytes.size() == valid.size());
    std::vector<Fe> u;
    std::vector<Fe> v;
    for (const Encoding& one : bytes) {
        const Ratio ratio(from_bytes(one));
        u.push_back(ratio.u);
        v.push_back(ratio.v);
    }
    std::vector<Fe> candidates(bytes.size());
    path.root_candidates(u.data(), v.data(), bytes.size(), candidates.data());
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const Fe y = from_bytes(bytes[i]);
        valid[i] = static_cast<std::uint8_t>(
            finish(y, Ratio(y), candidates[i], bytes[i][31] >> 7, out[i]));
    }
}

Encoding encode(const Affine& p) {
    Encoding bytes = to_bytes(p.y);
    bytes[31] = static_cast<std::uint8_t>(bytes[31] | parity(p.x) << 7);
    return bytes;
}

Affine negative(const Affine& p) { return {canonical(sub(fe_zero, p.x)), p.y}; }

Affine sum(const Affine& a, const Affine& b) {
    const Projective<Fe> p = add_once(a, b);
    return affine({&p, 1}).front();
}

std::vector<Affine> sums(std::span<const Affine> a, std::span<const Affine> b) {
    OGNIWO_CHECK(a.size() == b.size());
    std::vector<Projective<Fe>> out;
    out.reserve(a.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
        out.push_back(add_once(a[i], b[i]));
    }
    return affine(out);
}

Affine total(std::span<const Affine> points) {
    Extended<Fe> all = extended(Affine());
    for (const Affine& p : points) {
        all = edwards::extended(edwards::sum(all, niels(p)));
    }
    const Projective<Fe> p{all.x, all.y, all.z};
    return affine({&p, 1}).front();
}

// Montgomery's trick: the inverse of the product, and from it each one's.
std::vector<Affine> affine(std::span<const Projective<Fe>> points) {
    std::vector<Fe> before; // the product of all z up to here
    before.reserve(points.size());
    Fe all = fe_one;
    for (const Projective<Fe>& p : points) {
        before.push_back(all);
        all = mul(all, p.z);
    }
    Fe inverse = invert(all);
    std::vector<Affine> out(points.size());
    for (std::size_t i = points.size(); i-- > 0;) {
        const Fe own = mul(inverse, before[i]);
        inverse = mul(inverse, points[i].z);
        out[i] = {canonical(mul(points[i].x, own)), canonical(mul(points[i].y, own))};
    }
    return out;
}

bool is_neutral(const Projective<Fe>& p) {
    return (equal(p.x, fe_zero) & equal(p.y, p.z)) == 1;
}

void make_tables_vartime(const Path& path, std::span<const Affine> points,
                         std::span<BaseTable* const> tables, std::span<std::uint8_t> members) {
    OGNIWO_CHECK(points.size() == tables.size() && points.size() == members.size());
    std::vector<Projective<Fe>> multiples(points.size());
    path.make_tables_vartime(points.data(), points.size(), tables.data(), multiples.data());
    for (std::size_t i = 0; i < points.size(); ++i) {
        members[i] = is_neutral(multiples[i]) ? 1 : 0;
    }
}

void check_members_vartime(const Path& path, std::span<const Affine> points,
                           std::span<std::uint8_t> members) {
    OGNIWO_CHECK(points.size() == members.size());
    constexpr std::size_t at_once = 4;
    const std::size_t scratch_size = std::min(at_once, points.size());
    std::vector<BaseTable> scratch(scratch_size);
    BaseTable* tables[at_once] = {};
    for (std::size_t i = 0; i < scratch_size; ++i) {
        tables[i] = &scratch[i];
    }
    for (std::size_t first = 0; first < points.size(); first += at_once) {
        const std::size_t count = std::min(at_once, points.size() - first);
        make_tables_vartime(path, points.subspan(first, count), {tables, count},
                            members.subspan(first, count));
    }
}

std::unique_ptr<const FixedTable> make_fixed_table_vartime(const Affine& p) {
    std::vector<Projective<Fe>> multiples;
    multiples.reserve(pieces * FixedTable::multiples);
    Affine base = p;
    for (std::size_t piece = 0; piece < pieces; ++piece) {
        const Niels<Fe> step = niels(base);
        Extended<Fe> next = extended(base);
        for (std::size_t i = 0; i < FixedTable::multiples; ++i) {
            multiples.push_back({next.x, next.y, next.z});
            next = edwards::extended(edwards::sum(next, step));
        }
        // From 2^7 times the base to 2^32 times.
        Projective<Fe> doubled = multiples.back();
        for (int i = 7; i < 32; ++i) {
            doubled = projective(twice(doubled));
        }
        base = affine({&doubled, 1}).front();
    }
    const std::vector<Affine> points = affine(multiples);
    auto table = std::make_unique<FixedTable>();
    for (std::size_t i = 0; i < points.size(); ++i) {
        const Niels<Fe> entry = niels(points[i]);
        table->entry[i / FixedTable::multiples][i % FixedTable::multiples] = {
            {canonical(entry.yx[0]), canonical(entry.yx[1])}, canonical(entry.t2d)};
    }
    return table;
}

std::vector<Affine> products_vartime(const Path& path, std::span<const Product> products) {
    // Lanes go through the same steps: products that need more of them stand together.
    const auto make = [&products](std::size_t i) {
        const Product& p = products[i];
        int weight = p.tabulated.base != nullptr ? 1 : 0;
        for (const auto& fixed : p.fixed) {
            weight += fixed.base != nullptr ? 2 : 0;
        }
        for (const auto& once : p.once) {
            weight += once.base != nullptr ? 8 : 0;
        }
        return weight;
    };
    std::vector<std::size_t> order(products.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, make);
    std::vector<const Product*> sorted;
    for (const std::size_t i : order) {
        sorted.push_back(&products[i]);
    }
    std::vector<Projective<Fe>> results(products.size());
    path.products_vartime(sorted.data(), sorted.size(), results.data());
    const std::vector<Affine> points = affine(results);
    std::vector<Affine> out(products.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
        out[order[i]] = points[i];
    }
    return out;
}

const Path& best_path() {
    static const Path& best = avx2_path() != nullptr ? *avx2_path() : portable_path();
    return best;
}

} // namespace ogniwo::edwards
