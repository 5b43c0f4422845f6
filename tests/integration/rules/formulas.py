"""The rules as anybody would write them down: what the program is held to."""
from fractions import Fraction

BASES = {"YN": lambda e, p, y, n, a, i: y + n, "cast": lambda e, p, y, n, a, i: y + n + a,
         "cast_inv": lambda e, p, y, n, a, i: y + n + a + i, "present": lambda e, p, y, n, a, i: p,
         "entitled": lambda e, p, y, n, a, i: e}
RULES = {"simple": lambda e, p, y, n, a, i: y > n,
         "simple_inv_against": lambda e, p, y, n, a, i: y > n + i,
         "abs_cast": lambda e, p, y, n, a, i: y > n + a,
         "abs_cast_inv": lambda e, p, y, n, a, i: y > n + a + i,
         "abs_present": lambda e, p, y, n, a, i: y > p - y,
         "abs_entitled": lambda e, p, y, n, a, i: y > e - y,
         "half_plus_one": lambda e, p, y, n, a, i: y >= Fraction(y + n + a, 2) + 1}
QUORUMS = {"quorum_half_ge": lambda e, p: Fraction(p) >= Fraction(e, 2),
           "quorum_half_gt": lambda e, p: Fraction(p) > Fraction(e, 2),
           "quorum_third_ge": lambda e, p: Fraction(p) >= Fraction(e, 3), "quorum_second_any": lambda e, p: True}


def expected(rule, values):
    """By the formulas above; a resolution needs one vote for it."""
    if rule in RULES:
        return RULES[rule](*values) and values[2] > 0
    share, base = rule[2:].split("_", 2)[:2], rule[2:].split("_", 2)[2]
    strict = base.endswith("_strict")
    base = BASES[base.removesuffix("_strict")](*values)
    left, right = Fraction(values[2]), Fraction(int(share[0]), int(share[1])) * base
    return (left > right if strict else left >= right) and values[2] > 0
