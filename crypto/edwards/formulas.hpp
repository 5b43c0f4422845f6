#pragma once
// The group law of edwards25519 for any representation F of field elements: one (Fe) or several lanes
// that compute the same on different points. Constant time; complete, so neutral and equal points need no
// case of their own.
//
// Formulas: Hisil, Wong, Carter, Dawson, "Twisted Edwards Curves Revisited" (2008), section 3.1 and
// the doubling of Bernstein et al. for a = -1, signs turned so that differences stay small. A sum stays
// "completed" until it is known what comes next: a doubling needs three products, an addition four.

#include "crypto/edwards/field.hpp"

namespace ogniwo::edwards {

/// x = X/Z, y = Y/Z.
template <class F> struct Projective {
    F x, y, z;
};

/// The same with T = XY/Z.
template <class F> struct Extended {
    F x, y, z, t;
};

/// X = EF, Y = GH, Z = FG, T = EH.
template <class F> struct Completed {
    F e, f, g, h;
};

/// A point made ready to be added often: Y+X and Y-X, 2Z, 2dT. Its negative has the first two exchanged
/// and the sign of the last.
template <class F> struct Cached {
    F yx[2];
    F z2, t2d;
};

/// The same with Z = 1.
template <class F> struct Niels {
    F yx[2];
    F t2d;
};

template <class F> [[gnu::always_inline]] inline Projective<F> projective(const Completed<F>& p) {
    return {mul(p.e, p.f), mul(p.g, p.h), mul(p.f, p.g)};
}

template <class F> [[gnu::always_inline]] inline Extended<F> extended(const Completed<F>& p) {
    return {mul(p.e, p.f), mul(p.g, p.h), mul(p.f, p.g), mul(p.e, p.h)};
}

template <class F> [[gnu::always_inline]] inline Cached<F> cached(const Extended<F>& p, const F& two_d) {
    return {{carry(add(p.y, p.x)), carry(sub(p.y, p.x))}, carry(add(p.z, p.z)), mul(p.t, two_d)};
}

template <class F> [[gnu::always_inline]] inline Completed<F> twice(const F& x, const F& y, const F& z) {
    const F a = sq(x);
    const F b = sq(y);
    const F z_squared = sq(z);
    const F g = sub(a, b);
    const F h = add(a, b);
    return {sub(h, sq(add(x, y))), carry(add(add(z_squared, z_squared), g)), g, h};
}
template <class F> [[gnu::always_inline]] inline Completed<F> twice(const Projective<F>& p) { return twice(p.x, p.y, p.z); }
template <class F> [[gnu::always_inline]] inline Completed<F> twice(const Extended<F>& p) { return twice(p.x, p.y, p.z); }

template <class F> [[gnu::always_inline]] inline Completed<F> sum(const Extended<F>& p, const Cached<F>& q) {
    const F a = mul(sub(p.y, p.x), q.yx[1]);
    const F b = mul(add(p.y, p.x), q.yx[0]);
    const F c = mul(p.t, q.t2d);
    const F d = mul(p.z, q.z2);
    return {sub(b, a), sub(d, c), add(d, c), add(b, a)};
}

template <class F> [[gnu::always_inline]] inline Completed<F> sum(const Extended<F>& p, const Niels<F>& q) {
    const F a = mul(sub(p.y, p.x), q.yx[1]);
    const F b = mul(add(p.y, p.x), q.yx[0]);
    const F c = mul(p.t, q.t2d);
    const F d = add(p.z, p.z);
    return {sub(b, a), carry(sub(d, c)), add(d, c), add(b, a)};
}

/// a^(2^count).
template <class F> F squared_times(F a, int count) {
    for (int i = 0; i < count; ++i) {
        a = sq(a);
    }
    return a;
}

/// a^(2^250-1), and a^11 on the way: what inversion and square root share.
template <class F> struct Chain {
    explicit Chain(const F& a) {
        const F a2 = sq(a);
        const F a9 = mul(squared_times(a2, 2), a);
        a11 = mul(a9, a2);
        const F ones5 = mul(sq(a11), a9);
        const F ones10 = mul(squared_times(ones5, 5), ones5);
        const F ones20 = mul(squared_times(ones10, 10), ones10);
        const F ones40 = mul(squared_times(ones20, 20), ones20);
        const F ones50 = mul(squared_times(ones40, 10), ones10);
        const F ones100 = mul(squared_times(ones50, 50), ones50);
        const F ones200 = mul(squared_times(ones100, 100), ones100);
        ones250 = mul(squared_times(ones200, 50), ones50);
    }
    F a11;
    F ones250;
};

/// A candidate for sqrt(u/v): u v^3 (u v^7)^((p-5)/8) (RFC 8032 section 5.1.3).
template <class F> F root_candidate(const F& u, const F& v) {
    const F v3 = mul(sq(v), v);
    const F uv7 = mul(mul(sq(v3), v), u);
    const F power = mul(squared_times(Chain<F>(uv7).ones250, 2), uv7);
    return mul(mul(u, v3), power);
}

} // namespace ogniwo::edwards
