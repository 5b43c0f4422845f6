// Four lanes in AVX2 registers: ten limbs of 26 and 25 bits in turn, least significant first, the same limb of
// four numbers in one register. The only file compiled for AVX2; see loops.hpp about linkage.
//
// Limbs are unsigned. Reduced ones are below 2^26 + 2^18 (even) and 2^25 + 2^18 (odd). In mul(f, g), g may be
// up to 3 * 2^26 (even) and half of that (odd), a difference of reduced elements, so that 19 g still has 32
// bits; f up to 2^29. Sums of ten products stay below 2^64.

#include "crypto/edwards/loops.hpp"

#ifdef __AVX2__

#include <cstring>
#include <immintrin.h>
#include <utility>

namespace ogniwo::edwards {
namespace {

using Vec = unsigned long long __attribute__((vector_size(32)));

struct Field {
    Vec limb[10];
};

constexpr unsigned long long mask26 = (1ULL << 26) - 1;
constexpr unsigned long long mask25 = (1ULL << 25) - 1;

inline Vec splat(unsigned long long a) { return Vec{a, a, a, a}; }
// Of the low 32 bits of each lane.
inline Vec times(Vec a, Vec b) {
    return reinterpret_cast<Vec>(
        _mm256_mul_epu32(reinterpret_cast<__m256i>(a), reinterpret_cast<__m256i>(b)));
}

inline Field add(const Field& a, const Field& b) {
    Field h;
    for (int i = 0; i < 10; ++i) {
        h.limb[i] = a.limb[i] + b.limb[i];
    }
    return h;
}

// a - b + 2p.
inline Field sub(const Field& a, const Field& b) {
    Field h;
    h.limb[0] = a.limb[0] + splat(2 * (mask26 - 18)) - b.limb[0];
    for (int i = 1; i < 10; ++i) {
        h.limb[i] = a.limb[i] + splat(i % 2 == 0 ? 2 * mask26 : 2 * mask25) - b.limb[i];
    }
    return h;
}

// Every carry at once, each by one limb.
inline Field carry(const Field& a) {
    Field h;
    const Vec top = a.limb[9] >> 25;
    h.limb[0] = (a.limb[0] & mask26) + top + (top << 1) + (top << 4);
    for (int i = 1; i < 10; ++i) {
        h.limb[i] = i % 2 == 0 ? (a.limb[i] & mask26) + (a.limb[i - 1] >> 25)
                               : (a.limb[i] & mask25) + (a.limb[i - 1] >> 26);
    }
    return h;
}

// Two chains of carries side by side, from limb 0 and from limb 4.
inline Field carried(Vec* h) {
    Field r;
    const auto step = [h](int i) {
        if (i % 2 == 0) {
            h[i + 1] += h[i] >> 26;
            h[i] &= mask26;
        } else {
            h[i + 1] += h[i] >> 25;
            h[i] &= mask25;
        }
    };
    step(0), step(4);
    step(1), step(5);
    step(2), step(6);
    step(3), step(7);
    step(4), step(8);
    const Vec top = h[9] >> 25;
    h[9] &= mask25;
    h[0] += top + (top << 1) + (top << 4);
    step(0);
    for (int i = 0; i < 10; ++i) {
        r.limb[i] = h[i];
    }
    return r;
}

template <int K, int... I>
inline Vec column(const Vec* f, const Vec* g, const Vec* g19, std::integer_sequence<int, I...>) {
    return (times(f[I], I <= K ? g[(K - I) % 10] : g19[(K - I + 10) % 10]) + ...);
}

// Limb i stands at bit 25.5 i, rounded up: a product of two odd limbs counts twice.
inline Field mul(const Field& f, const Field& g) {
    constexpr std::make_integer_sequence<int, 10> each{};
    Vec f2[10];
    Vec g19[10];
    for (int i = 0; i < 10; ++i) {
        f2[i] = i % 2 == 0 ? f.limb[i] : f.limb[i] + f.limb[i];
        g19[i] = times(g.limb[i], splat(19));
    }
    Vec h[10] = {column<0>(f2, g.limb, g19, each), column<1>(f.limb, g.limb, g19, each),
                 column<2>(f2, g.limb, g19, each), column<3>(f.limb, g.limb, g19, each),
                 column<4>(f2, g.limb, g19, each), column<5>(f.limb, g.limb, g19, each),
                 column<6>(f2, g.limb, g19, each), column<7>(f.limb, g.limb, g19, each),
                 column<8>(f2, g.limb, g19, each), column<9>(f.limb, g.limb, g19, each)};
    return carried(h);
}

inline Field sq(const Field& a) {
    const auto& [f0, f1, f2, f3, f4, f5, f6, f7, f8, f9] = a.limb;
    const Vec d0 = f0 + f0, d1 = f1 + f1, d2 = f2 + f2, d3 = f3 + f3, d4 = f4 + f4;
    const Vec d5 = f5 + f5, d6 = f6 + f6, d7 = f7 + f7;
    const Vec n5 = times(f5, splat(38)), n6 = times(f6, splat(19)), n7 = times(f7, splat(38));
    const Vec n8 = times(f8, splat(19)), n9 = times(f9, splat(38));
    Vec h[10] = {
        times(f0, f0) + times(d1, n9) + times(d2, n8) + times(d3, n7) + times(d4, n6) +
            times(f5, n5),
        times(d0, f1) + times(f2, n9) + times(d3, n8) + times(f4, n7) + times(d5, n6),
        times(d0, f2) + times(d1, f1) + times(d3, n9) + times(d4, n8) + times(d5, n7) +
            times(f6, n6),
        times(d0, f3) + times(d1, f2) + times(f4, n9) + times(d5, n8) + times(f6, n7),
        times(d0, f4) + times(d1, d3) + times(f2, f2) + times(d5, n9) + times(d6, n8) +
            times(f7, n7),
        times(d0, f5) + times(d1, f4) + times(d2, f3) + times(f6, n9) + times(d7, n8),
        times(d0, f6) + times(d1, d5) + times(d2, f4) + times(d3, f3) + times(d7, n9) +
            times(f8, n8),
        times(d0, f7) + times(d1, f6) + times(d2, f5) + times(d3, f4) + times(f8, n9),
        times(d0, f8) + times(d1, d7) + times(d2, f6) + times(d3, d5) + times(f4, f4) +
            times(f9, n9),
        times(d0, f9) + times(d1, f8) + times(d2, f7) + times(d3, f6) + times(d4, f5)};
    return carried(h);
}

// Rows to columns of a square of 64-bit words.
inline void transpose(Vec* r) {
    const Vec a = __builtin_shufflevector(r[0], r[1], 0, 4, 2, 6);
    const Vec b = __builtin_shufflevector(r[0], r[1], 1, 5, 3, 7);
    const Vec c = __builtin_shufflevector(r[2], r[3], 0, 4, 2, 6);
    const Vec d = __builtin_shufflevector(r[2], r[3], 1, 5, 3, 7);
    r[0] = __builtin_shufflevector(a, c, 0, 1, 4, 5);
    r[1] = __builtin_shufflevector(b, d, 0, 1, 4, 5);
    r[2] = __builtin_shufflevector(a, c, 2, 3, 6, 7);
    r[3] = __builtin_shufflevector(b, d, 2, 3, 6, 7);
}

struct FourLanes {
    using F = Field;
    static constexpr std::size_t width = 4;

    // A limb of 51 bits is one of 26 below one of 25.
    static Field load(const Fe* const* source) {
        Vec word[5];
        for (int i = 0; i < 4; ++i) {
            std::memcpy(&word[i], source[i]->limb, sizeof(Vec));
        }
        transpose(word);
        word[4] = Vec{source[0]->limb[4], source[1]->limb[4], source[2]->limb[4],
                      source[3]->limb[4]};
        Field h;
        for (int i = 0; i < 5; ++i) {
            h.limb[2 * i] = word[i] & mask26;
            h.limb[2 * i + 1] = word[i] >> 26;
        }
        return h;
    }
    static Field load_signed(const Fe* const* source, const std::size_t* negate) {
        const Field h = load(source);
        const Field zero{};
        const Field minus = sub(zero, h);
        const Vec mask = Vec{} - Vec{negate[0], negate[1], negate[2], negate[3]};
        Field out;
        for (int i = 0; i < 10; ++i) {
            out.limb[i] = (minus.limb[i] & mask) | (h.limb[i] & ~mask);
        }
        return out;
    }
    static void store(const Field& a, Fe* const* target) {
        Vec word[5];
        for (int i = 0; i < 5; ++i) {
            word[i] = a.limb[2 * i] + (a.limb[2 * i + 1] << 26);
        }
        transpose(word);
        for (int i = 0; i < 4; ++i) {
            std::memcpy(target[i]->limb, &word[i], sizeof(Vec));
            target[i]->limb[4] = word[4][i];
        }
    }
};

} // namespace

const Path* avx2_path() {
    using Own = Loops<FourLanes>;
    static constexpr Path path{"AVX2", Own::root_candidates, Own::make_tables, Own::products};
    static const bool has_avx2 = __builtin_cpu_supports("avx2") != 0;
    return has_avx2 ? &path : nullptr;
}

} // namespace ogniwo::edwards

#else

namespace ogniwo::edwards {

const Path* avx2_path() { return nullptr; }

} // namespace ogniwo::edwards

#endif
