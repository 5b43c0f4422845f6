#include "crypto/secret_exp.hpp"

#include "crypto/base/check.hpp"
#include "crypto/secret.hpp"

namespace ogniwo::crypto {
namespace {

using namespace edwards; // NOLINT(google-build-using-namespace): its arithmetic is all there is here

constexpr std::size_t digit_count = 64;
constexpr std::size_t multiples = SecretTable::multiples;
constexpr Extended<Fe> neutral{fe_zero, fe_one, fe_one, fe_zero};

// Digits of -8..8 to base 16, the least significant first, each as a byte in two's complement.
class Digits {
  public:
    explicit Digits(const SecretScalarView& scalar) {
        const auto bytes = scalar.expose();
        const auto out = bytes_.expose();
        std::uint32_t up = 0;
        for (std::size_t i = 0; i < digit_count; ++i) {
            const std::uint32_t nibble = (static_cast<std::uint32_t>(bytes[i / 2]) >> (4 * (i % 2)) & 15U) + up;
            up = (nibble + 7) >> 4; // 9 and more count as 16 less, and one up
            out[i] = static_cast<std::uint8_t>(nibble - (up << 4));
        }
    }
    [[nodiscard]] std::uint8_t operator[](std::size_t i) const { return bytes_.expose()[i]; }

  private:
    SecretBytes<digit_count> bytes_;
};

// 1 where they are equal.
std::uint64_t same(std::uint32_t a, std::uint32_t b) { return ((a ^ b) - 1U) >> 31; }

std::uint64_t sign_of(std::uint8_t digit) { return digit >> 7; }
std::uint32_t size_of(std::uint8_t digit) {
    const std::uint32_t mask = 0U - (static_cast<std::uint32_t>(digit) >> 7);
    return ((digit ^ mask) - mask) & 0xffU;
}

void choose(Niels<Fe>& out, const Niels<Fe>& other, std::uint64_t take) {
    out = {{select(out.yx[0], other.yx[0], take), select(out.yx[1], other.yx[1], take)}, select(out.t2d, other.t2d, take)};
}
void choose(Cached<Fe>& out, const Cached<Fe>& other, std::uint64_t take) {
    out = {{select(out.yx[0], other.yx[0], take), select(out.yx[1], other.yx[1], take)},
           select(out.z2, other.z2, take),
           select(out.t2d, other.t2d, take)};
}

// digit times the base of a row of its multiples; the whole row is read.
template <class Entry> Entry look_up(const Entry (&row)[multiples], Entry none, std::uint8_t digit) {
    Entry out = none;
    for (std::uint32_t i = 0; i < multiples; ++i) {
        choose(out, row[i], same(size_of(digit), i + 1));
    }
    const std::uint64_t negative = sign_of(digit);
    const Fe first = out.yx[0];
    out.yx[0] = select(first, out.yx[1], negative);
    out.yx[1] = select(out.yx[1], first, negative);
    out.t2d = select(out.t2d, sub(fe_zero, out.t2d), negative);
    return out;
}

constexpr Niels<Fe> no_niels{{fe_one, fe_one}, fe_zero};
constexpr Cached<Fe> no_cached{{fe_one, fe_one}, {{2, 0, 0, 0, 0}}, fe_zero};

Extended<Fe> sixteen_times(Extended<Fe> p) {
    for (int i = 0; i < 4; ++i) {
        p = extended(twice(p));
    }
    return p;
}

struct Row {
    Cached<Fe> entry[multiples];
};

Row multiples_of(const Affine& p) {
    Row row;
    const Extended<Fe> base{p.x, p.y, fe_one, mul(p.x, p.y)};
    Extended<Fe> next = base;
    for (Cached<Fe>& entry : row.entry) {
        entry = cached(next, fe_2d);
        next = extended(sum(next, row.entry[0]));
    }
    return row;
}

} // namespace

std::unique_ptr<const SecretTable> make_secret_table(const Affine& p) {
    std::vector<Projective<Fe>> found;
    found.reserve(SecretTable::rows * multiples);
    Extended<Fe> base{p.x, p.y, fe_one, mul(p.x, p.y)};
    for (std::size_t row = 0; row < SecretTable::rows; ++row) {
        const Cached<Fe> step = cached(base, fe_2d);
        Extended<Fe> next = base;
        for (std::size_t i = 0; i < multiples; ++i) {
            found.push_back({next.x, next.y, next.z});
            next = extended(sum(next, step));
        }
        base = sixteen_times(sixteen_times(base));
    }
    const std::vector<Affine> points = affine(found);
    auto table = std::make_unique<SecretTable>();
    for (std::size_t i = 0; i < points.size(); ++i) {
        const auto& [x, y] = points[i];
        table->entry[i / multiples][i % multiples] = {{add(y, x), sub(y, x)}, mul(mul(x, y), fe_2d)};
    }
    return table;
}

// The odd digits first, 16 times what they give, and the even ones: so a table needs only every second row.
std::vector<Affine> secret_sums(std::span<const SecretFactor> factors) {
    const std::size_t count = factors.front().exponents.size();
    std::vector<Projective<Fe>> out;
    out.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        std::vector<Digits> digits;
        digits.reserve(factors.size());
        for (const SecretFactor& factor : factors) {
            OGNIWO_CHECK(factor.exponents.size() == count);
            digits.emplace_back(factor.exponents[i]);
        }
        Extended<Fe> all = neutral;
        for (const std::size_t half : {std::size_t{1}, std::size_t{0}}) {
            for (std::size_t f = 0; f < factors.size(); ++f) {
                for (std::size_t row = 0; row < SecretTable::rows; ++row) {
                    all = extended(
                        sum(all, look_up(factors[f].table->entry[row], no_niels, digits[f][2 * row + half])));
                }
            }
            all = half == 1 ? sixteen_times(all) : all;
        }
        out.push_back({all.x, all.y, all.z});
    }
    return affine(out);
}

Affine secret_sum(std::span<const Affine> points, std::span<const SecretScalarView> exponents) {
    OGNIWO_CHECK(points.size() == exponents.size());
    constexpr std::size_t at_once = 256; // tables of so many stay in the cache: 320 kB
    Extended<Fe> all = neutral;
    for (std::size_t first = 0; first < points.size(); first += at_once) {
        const std::size_t count = std::min(at_once, points.size() - first);
        std::vector<Row> rows;
        std::vector<Digits> digits;
        rows.reserve(count);
        digits.reserve(count);
        for (std::size_t i = first; i < first + count; ++i) {
            rows.push_back(multiples_of(points[i]));
            digits.emplace_back(exponents[i]);
        }
        Extended<Fe> part = neutral;
        for (std::size_t k = digit_count; k-- > 0;) {
            part = sixteen_times(part);
            for (std::size_t i = 0; i < count; ++i) {
                part = extended(sum(part, look_up(rows[i].entry, no_cached, digits[i][k])));
            }
        }
        all = extended(sum(all, cached(part, fe_2d)));
    }
    const Projective<Fe> result{all.x, all.y, all.z};
    return affine({&result, 1}).front();
}

} // namespace ogniwo::crypto
