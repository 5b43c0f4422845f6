// Pippenger's multi-exponentiation: N. Pippenger, "On the Evaluation of Powers and Monomials" (1980), in the
// form with buckets (Bernstein, Doumen, Lange, Oosterwijk, "Faster batch forgery identification", 2012).

#include "crypto/base/check.hpp"
#include "crypto/edwards/kernel.hpp"

namespace ogniwo::edwards {
namespace {

constexpr std::size_t exponent_bits = 253;

// The width of a window with which buckets cost least: each window adds every point once, and every
// bucket twice.
std::size_t best_width(std::size_t points) {
    const auto cost = [points](std::size_t width) {
        return (exponent_bits / width + 1) * (points + (std::size_t{2} << (width - 1)));
    };
    std::size_t best = 4;
    for (std::size_t width = 5; width <= 14; ++width) {
        best = cost(width) < cost(best) ? width : best;
    }
    return best;
}

// The digit of window `number`, in -2^(width-1)..2^(width-1); `carry` goes from one window to the next.
int digit(const PublicScalar& exponent, std::size_t number, std::size_t width, int& carry) {
    const std::size_t bit = number * width;
    std::uint32_t part = 0;
    for (std::size_t i = 0; i < 4 && bit / 8 + i < 32; ++i) {
        part |= std::uint32_t{exponent.data()[bit / 8 + i]} << (8 * i);
    }
    const int limit = 1 << (width - 1);
    const int value = static_cast<int>((part >> (bit % 8)) & ((1U << width) - 1)) + carry;
    carry = value > limit ? 1 : 0;
    return value - carry * 2 * limit;
}

Niels<Fe> negative(const Niels<Fe>& p) { return {{p.yx[1], p.yx[0]}, sub(fe_zero, p.t2d)}; }

constexpr Extended<Fe> neutral{fe_zero, fe_one, fe_one, fe_zero};

// Sum of (i+1) times bucket i.
Extended<Fe> weigh(std::span<const Extended<Fe>> buckets) {
    Extended<Fe> running = neutral;
    Extended<Fe> all = neutral;
    for (std::size_t i = buckets.size(); i-- > 0;) {
        running = extended(sum(running, cached(buckets[i], fe_2d)));
        all = extended(sum(all, cached(running, fe_2d)));
    }
    return all;
}

} // namespace

Affine multi_exp_vartime(std::span<const Affine> points, std::span<const PublicScalar> exponents) {
    OGNIWO_CHECK(points.size() == exponents.size());
    const std::size_t width = best_width(points.size());
    const std::size_t windows = exponent_bits / width + 1;
    std::vector<Niels<Fe>> bases;
    std::vector<std::int16_t> digits;
    bases.reserve(points.size());
    digits.reserve(points.size() * windows);
    for (std::size_t i = 0; i < points.size(); ++i) {
        const Affine& p = points[i];
        bases.push_back({{add(p.y, p.x), sub(p.y, p.x)}, mul(mul(p.x, p.y), fe_2d)});
        int carry = 0;
        for (std::size_t k = 0; k < windows; ++k) {
            digits.push_back(static_cast<std::int16_t>(digit(exponents[i], k, width, carry)));
        }
    }
    Extended<Fe> all = neutral;
    std::vector<Extended<Fe>> buckets;
    for (std::size_t k = windows; k-- > 0;) {
        for (std::size_t i = 0; i < width; ++i) {
            all = extended(twice(all));
        }
        buckets.assign(std::size_t{1} << (width - 1), neutral);
        for (std::size_t i = 0; i < bases.size(); ++i) {
            const int d = digits[i * windows + k];
            if (d != 0) {
                Extended<Fe>& bucket = buckets[static_cast<std::size_t>(d < 0 ? -d : d) - 1];
                bucket = extended(sum(bucket, d < 0 ? negative(bases[i]) : bases[i]));
            }
        }
        all = extended(sum(all, cached(weigh(buckets), fe_2d)));
    }
    const Projective<Fe> result{all.x, all.y, all.z};
    return affine({&result, 1}).front();
}

} // namespace ogniwo::edwards
