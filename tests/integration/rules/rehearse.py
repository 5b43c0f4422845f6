#!/usr/bin/env python3
"""`ogniwo rehearse` against every vote that a few members can cast. Usage: rehearse.py OGNIWO"""
import itertools
import json
import os
import subprocess
import sys

from formulas import QUORUMS, expected

OGNIWO = os.path.abspath(sys.argv[1])
MAJORITIES = ("simple", "abs_cast", "abs_present", "abs_entitled", "half_plus_one", "q_2_3_cast", "q_2_3_entitled_strict",
              "q_1_1_YN", "q_1_1_entitled", "q_1_1_YN_strict", "q_3_4_present")
MEMBERS = ([1], [1, 1], [3, 1, 1], [2, 2, 1, 1], [5, 2, 2, 1], [6, 4, 2, 2], [1, 1, 1, 1, 1], [10, 3, 3, 3, 1])


def run(*arguments):
    return subprocess.run([OGNIWO, "rehearse", *map(str, arguments)], capture_output=True, text=True, check=False)


def groups(weights):
    everyone = range(len(weights))
    return [set(group) for size in range(len(weights) + 1) for group in itertools.combinations(everyone, size)]


def adopted(rule, quorum, weights, yes, others):
    """`yes` vote for it, everybody else does what `others` says: N, A or - (away)."""
    y, total = sum(weights[i] for i in yes), sum(weights)
    rest = total - y
    present = total if others != "-" else y
    n, a = (rest if others == "N" else 0), (rest if others == "A" else 0)
    return QUORUMS[quorum](total, present) and expected(rule, (total, present, y, n, a, 0))


def check_coalition(told, weights, all_groups, holds, what):
    """The fewest members, and a weight that parts the groups that can from those that cannot."""
    able = [group for group in all_groups if holds(group)]
    if not able:
        assert told is None, what
        return
    assert told["members"] == min(map(len, able)), what
    for group in all_groups:
        assert (sum(weights[i] for i in group) >= told["weight"]) == holds(group), f"{what}: {group}"


def compare(rule, quorum, weights):
    done = run("--rule", rule, "--quorum", quorum, "--weights", ",".join(map(str, weights)), "--json")
    told = json.loads(done.stdout)
    what = f"{rule} {quorum} {weights}: {told}"
    everyone, all_groups = set(range(len(weights))), groups(weights)
    votes = lambda yes, others: adopted(rule, quorum, weights, yes, others)
    possible = votes(everyone, "N")
    assert done.returncode == (0 if possible else 1), what
    check_coalition(told["passing"], weights, all_groups, lambda g: votes(g, "N"), what)
    check_coalition(told["alone"], weights, all_groups, lambda g: votes(g, "-"), what)
    assert told["stuck_members"] == max((len(g) for g in all_groups if not votes(g, "-")), default=0), what
    for name, others in (("no", "N"), ("abstaining", "A"), ("absent", "-")):
        stops = lambda g, o=others: possible and not votes(everyone - g, o)
        check_coalition(told["blocking"][name], weights, all_groups, stops, f"{name} {what}")
    stopped_by = lambda i: possible and not votes(everyone - {i}, "N")
    assert told["vetoes"] == [i + 1 for i in everyone if stopped_by(i)], what
    decides = lambda i: any(i not in g and votes(g | {i}, "N") and not votes(g, "N") for g in all_groups)
    assert told["powerless"] == [i + 1 for i in everyone if not decides(i)], what
    assert told["tie_possible"] == any(2 * sum(weights[i] for i in g) == sum(weights) for g in all_groups), what
    check_turnouts(rule, quorum, sum(weights), told["turnouts"], what)


def check_turnouts(rule, quorum, total, rows, what):
    assert [row["percent"] for row in rows] == list(range(10, 101, 10)), what
    for row in rows:
        p = total * row["percent"] // 100
        quorate = QUORUMS[quorum](total, p)
        enough = [y for y in range(p + 1) if quorate and expected(rule, (total, p, y, p - y, 0, 0))]
        assert (row["present"], row["quorum"], row["needed"]) == (p, quorate, enough[0] if enough else None), f"{row} {what}"


def refused(word, *arguments):
    done = run(*arguments)
    assert done.returncode == 2 and word in done.stderr and done.stdout == "", f"{arguments}: {done}"


def limits():
    assert run("--rule", "simple", "--members", 10_000).returncode == 0
    assert run("--rule", "simple", "--members", 10_001).returncode == 2
    refused("rehearsal.members", "--rule", "simple")
    refused("rehearsal.weights", "--rule", "simple", "--weights", "1x10001")
    refused("rehearsal.weights", "--rule", "simple", "--weights", "3,,1")
    refused("rehearsal.weights", "--rule", "simple", "--weights", "-3")
    refused("vote.numbers", "--rule", "simple", "--weights", "3,0")
    refused("vote.numbers", "--rule", "simple", "--weights", "1000000000000,1")
    refused("rule.name", "--rule", "quorum_half_ge", "--members", 3)
    refused("rule.name", "--rule", "simple", "--quorum", "abs_cast", "--members", 3)
    # Weights beyond the sum for which power is worked out, and just at it.
    assert json.loads(run("--rule", "simple", "--weights", "999999,1", "--json").stdout)["powerless"] == [2]
    assert json.loads(run("--rule", "simple", "--weights", "999999,2", "--json").stdout)["powerless"] is None
    assert json.loads(run("--rule", "simple", "--weights", "2000000x3", "--json").stdout)["powerless"] == []
    text = run("--rule", "abs_entitled", "--quorum", "quorum_half_ge", "--weights", "7,3,1x20").stdout
    assert "16 of 30 votes (8 members)" in text and "cannot pass" in text, text


def main():
    count = 0
    for rule, quorum, weights in itertools.product(MAJORITIES, QUORUMS, MEMBERS):
        compare(rule, quorum, weights)
        count += 1
    limits()
    print(f"{count} rehearsals equal to every vote tried")


if __name__ == "__main__":
    main()
