#!/usr/bin/env python3
"""`ogniwo decide` against formulas written out here, by every number that matters. Usage: decide.py OGNIWO"""
import itertools
import json
import os
import pathlib
import random
import subprocess
import sys

from formulas import BASES, QUORUMS, RULES, expected

OGNIWO = os.path.abspath(sys.argv[1])
CASES = pathlib.Path(__file__).resolve().parents[4] / "shared/fixtures/governance/majority_cases.tsv"
LETTERS = "EPYNAI"


def run(*arguments):
    return subprocess.run([OGNIWO, "decide", *map(str, arguments)], capture_output=True, text=True, check=False)


def numbers(values):
    return [part for letter, value in zip(LETTERS, values) for part in (f"-{letter}", value)]


def compare(rule, values):
    done = run("--rule", rule, *numbers(values))
    wanted = 0 if expected(rule, values) else 1
    assert done.returncode == wanted, f"{rule} {dict(zip(LETTERS, values))}: exit {done.returncode}\n{done.stdout}{done.stderr}"


def every_rule():
    """Numbers at and around the edge of every rule: a few hundred of the many, the same in every run."""
    chosen = random.Random(2026)
    shares = [f"q_{p}_{q}_{base}{end}" for (p, q), base, end in
              itertools.product([(1, 2), (2, 3), (3, 4), (3, 5), (1, 1)], BASES, ["", "_strict"])]
    count = 0
    for rule in [*RULES, *shares]:
        for _ in range(8):
            y, n, a, i = chosen.randint(0, 9), chosen.randint(0, 9), chosen.randint(0, 4), chosen.randint(0, 3)
            p = y + n + a + i + chosen.randint(0, 3)
            e = p + chosen.randint(0, 6)
            for votes in {y, max(y - 1, 0)}:
                compare(rule, (e, p, votes, n, a, i))
                count += 1
    for rule, (p, e) in itertools.product(QUORUMS, [(0, 1), (9, 29), (10, 29), (14, 29), (15, 29), (15, 30), (16, 30)]):
        done = run("--rule", rule, "-E", e, "-P", p)
        assert done.returncode == (0 if QUORUMS[rule](e, p) else 1), f"{rule} {p} of {e}: {done.stdout}"
        beside = run("--rule", "simple", "--quorum", rule, "-E", e, "-P", p, "-Y", min(p, 1))
        assert beside.returncode == (3 if not QUORUMS[rule](e, p) else 0 if p > 0 else 1), f"{rule} beside: {beside.stdout}"
    return count


def shared_cases():
    if not CASES.is_file():
        print("skipped: ../shared/fixtures is not there")
        return 0
    rows = [line.split("\t") for line in CASES.read_text().splitlines() if line and not line.startswith("#")]
    for name, *values, rule, outcome, _ in rows:
        done = run("--rule", rule, *numbers(values))
        assert done.returncode == 1 - int(outcome), f"{name}: exit {done.returncode}\n{done.stdout}{done.stderr}"
    return len(rows)


def explains():
    done = run("--rule", "abs_cast", "--entitled", 29, "--present", 21, "--yes", 10, "--no", 8, "--abstain", 3)
    assert done.returncode == 1
    assert done.stdout.splitlines() == ["not adopted", "2*10 (yes) > 1*21 (yes+no+abstain): 20 > 21 does not hold",
                                        "11 votes for are needed, margin -1"], done.stdout
    record = json.loads(run("--rule", "half_plus_one", "--quorum", "quorum_half_ge", "-E", 29, "-P", 21, "-Y", 11, "-N", 10,
                            "--json").stdout)
    assert record["majority"] == {"holds": False, "left": 22, "sign": ">=", "right": 23, "base": 21, "needed": 12,
                                  "margin": -1}, record
    assert record["quorum"]["needed"] == 15 and record["adopted"] is False and record["tie"] is False
    # Who gives only the votes means that those who voted were there, and nobody else is entitled.
    assert run("--rule", "abs_entitled", "-Y", 2, "-N", 1).returncode == 0


def casting_vote():
    tie = ("--rule", "simple", "-E", 29, "-P", 20, "-Y", 10, "-N", 10)
    assert run(*tie).returncode == 1
    assert run(*tie, "--casting-vote", "no").returncode == 1
    assert run(*tie, "--casting-vote", "yes").returncode == 0
    assert run(*tie, "--casting-vote", "yes", "--quorum", "quorum_half_gt").returncode == 0
    assert run("--rule", "simple", "-E", 40, "-P", 20, "-Y", 10, "-N", 10, "--casting-vote", "yes", "--quorum",
               "quorum_half_gt").returncode == 3
    assert run("--rule", "simple", "-P", 20, "-Y", 9, "-N", 10, "--casting-vote", "yes").returncode == 1
    refused("rule.casting_vote", "--rule", "abs_cast", "-Y", 1, "-N", 1, "--casting-vote", "yes")


def refused(word, *arguments):
    done = run(*arguments)
    assert done.returncode == 2 and word in done.stderr and done.stdout == "", f"{arguments}: {done}"
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr


def refusals():
    for name in ("", "Simple", "q_2_3", "q_2_3_", "q_2_3_cast_invalid", "q__3_cast", "q_-1_3_cast", "q_02_3_cast", "quorum_half",
                 "q_2_3_cast_strict_strict", "q_1_99999999999999999999_cast"):
        refused("rule.name", "--rule", name, "-Y", 1)
    refused("rule.fraction", "--rule", "q_3_2_cast", "-Y", 1)
    refused("rule.fraction", "--rule", "q_0_2_cast", "-Y", 1)
    refused("rule.fraction", "--rule", "q_1_1000001_cast", "-Y", 1)
    refused("rule.name", "--rule", "simple", "--quorum", "simple", "-Y", 1)
    refused("rule.name", "--rule", "quorum_half_ge", "--quorum", "quorum_half_ge", "-P", 1)
    refused("vote.numbers", "--rule", "simple", "-E", 2, "-P", 3, "-Y", 1)
    refused("vote.numbers", "--rule", "simple", "-E", 3, "-P", 3, "-Y", 4)
    refused("vote.numbers", "--rule", "simple", "-Y", 10**12 + 1)
    assert run("--rule", "simple", "-Y", 10**12).returncode == 0
    for wrong in (["--rule", "simple", "-Y", "-1"], ["--rule", "simple", "-Y", "1.5"], ["--rule", "simple", "-Y", 2**64], []):
        assert run(*wrong).returncode == 2, wrong


def main():
    given = shared_cases()
    count = every_rule()
    explains()
    casting_vote()
    refusals()
    print(f"{given} cases of the table, {count} of our own")


if __name__ == "__main__":
    main()
