#!/usr/bin/env python3
"""Random small elections, counted by `ogniwo count` and by naive.py. Usage: judge.py OGNIWO [SEED]"""
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile

import naive

OGNIWO = os.path.abspath(sys.argv[1])
SEED = int(sys.argv[2]) if len(sys.argv) > 2 else 2024
LOT = "00112233445566778899aabbccddeeff"


def strict_ballots(rng, n, rows):
    out = []
    for _ in range(rows):
        order = rng.sample(range(n), rng.randint(1, n))
        ranks = [0] * n
        for rank, c in enumerate(order, 1):
            ranks[c] = rank
        out.append((rng.choice([1, 1, 2, 3, 5, rng.randint(1, 30)]), ranks))
    return out


def weak_ballots(rng, n, rows):
    out = [(rng.randint(1, 9), [rng.choice([0, 1, 1, 2, 3]) for _ in range(n)]) for _ in range(rows)]
    return out + [(1, [1] + [0] * (n - 1))]


def list_votes(rng):
    return [rng.choice([0, 1, 2, 3, 6, 10, 12, 30, rng.randint(1, 1000)]) for _ in range(rng.randint(2, 6))] + [5]


class Judge:
    def __init__(self, folder):
        self.file = pathlib.Path(folder) / "ballots.json"
        self.counts = {}

    def count(self, method, election):
        self.file.write_text(json.dumps(election))
        done = subprocess.run([OGNIWO, "count", "--method", method, "--json", "--lot-seed", LOT, self.file],
                              capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{method}: exit {done.returncode}\n{done.stderr}{json.dumps(election)}"
        self.counts[method] = self.counts.get(method, 0) + 1
        return json.loads(done.stdout)

    def ranked(self, method, rng, make, judge, one_seat=False):
        n = rng.randint(2, 6)
        seats = 1 if one_seat else rng.randint(1, n)
        ballots = make(rng, n, rng.randint(1, 14))
        election = {"candidates": [f"c{i}" for i in range(1, n + 1)], "seats": seats,
                    "ballots": [{"count": count, "marks": ranks} for count, ranks in ballots]}
        got = self.count(method, election)["elected"]
        lot = naive.lot_order(LOT, n)
        wanted = sorted(c + 1 for c in (judge(ballots, n, lot) if one_seat else judge(ballots, n, seats, lot)))
        assert got == wanted, f"{method}: {got}, the judge says {wanted}\n{json.dumps(election)}"

    def lists(self, method, rng, judge):
        votes, seats = list_votes(rng), rng.randint(1, 12)
        election = {"candidates": [f"l{i}" for i in range(len(votes))], "seats": seats,
                    "ballots": [{"count": v, "marks": [int(i == j) for j in range(len(votes))]}
                                for i, v in enumerate(votes) if v]}
        got = self.count(method, election)["allocation"]
        wanted = judge(votes, seats, naive.lot_order(LOT, len(votes)))
        assert got == wanted, f"{method}: {got}, the judge says {wanted}\n{json.dumps(election)}"

    def people(self, method, rng, judge):
        """Lists that may be too short for their seats, and who of each has them."""
        votes = list_votes(rng)
        people = [[rng.choice([0, v, rng.randint(0, v)]) for _ in range(rng.randint(1, 4))] for v in votes]
        room = [len(of) for of in people]
        seats, lot = rng.randint(1, min(12, sum(room))), naive.lot_order(LOT, len(votes) + sum(room))
        election = {"candidates": [f"l{i}" for i in range(len(votes))], "seats": seats,
                    "ballots": [{"count": v, "marks": [int(i == j) for j in range(len(votes))]}
                                for i, v in enumerate(votes) if v],
                    "people": [[{"name": f"p{i}", "votes": v} for i, v in enumerate(of)] for of in people]}
        record = self.count(method, election)
        wanted = judge(votes, seats, lot, room)
        assert record["allocation"] == wanted, f"{method}: {record}, the judge says {wanted}\n{json.dumps(election)}"
        first = len(votes)
        for of, won, got in zip(people, wanted, record["seated"]):
            those = [number + 1 for number in naive.seated(of, first, won, lot)]
            assert sorted(got) == those, f"{method}: {got}, the judge says {those}\n{json.dumps(election)}"
            first += len(of)

    def shares(self, rng, unit):
        n = rng.randint(2, 6)
        ballots = weak_ballots(rng, n, rng.randint(1, 8))
        election = {"candidates": [f"i{i}" for i in range(n)],
                    "ballots": [{"count": count, "marks": ranks} for count, ranks in ballots]}
        if unit:
            costs, budget = [1] * n, rng.randint(1, n)
            election["seats"] = budget
        else:
            costs, budget = [rng.choice([2, 3, 3, 5, rng.randint(1, 40)]) for _ in range(n)], rng.randint(1, 60)
            election |= {"costs": costs, "budget": budget}
        got = self.count("equal-shares", election)["elected"]
        wanted = sorted(c + 1 for c in naive.equal_shares(ballots, n, costs, budget, naive.lot_order(LOT, n)))
        assert got == wanted, f"equal-shares: {got}, the judge says {wanted}\n{json.dumps(election)}"


def main():
    rng = random.Random(SEED)
    with tempfile.TemporaryDirectory() as folder:
        judge = Judge(folder)
        for _ in range(120):
            judge.ranked("stv-scottish", rng, strict_ballots, naive.stv_scottish)
            judge.ranked("stv-meek", rng, strict_ballots, naive.stv_meek)
            judge.ranked("stv-ers97", rng, strict_ballots, naive.stv_ers97)
            judge.ranked("schulze", rng, weak_ballots, naive.schulze)
            judge.ranked("ranked-pairs", rng, weak_ballots, naive.ranked_pairs)
            judge.shares(rng, unit=True)
            judge.shares(rng, unit=False)
        for _ in range(60):
            judge.ranked("irv", rng, strict_ballots, naive.irv, one_seat=True)
            judge.ranked("copeland", rng, weak_ballots, naive.copeland)
            judge.ranked("borda", rng, weak_ballots, naive.borda)
            judge.ranked("majority-judgment", rng, weak_ballots, naive.majority_judgment)
            judge.lists("dhondt", rng, lambda v, s, lot: naive.highest_averages(v, s, lambda i: i + 1, lot))
            judge.lists("sainte-lague", rng, lambda v, s, lot: naive.highest_averages(v, s, lambda i: 2 * i + 1, lot))
            judge.lists("largest-remainder", rng, naive.largest_remainder)
            judge.people("dhondt", rng, lambda v, s, lot, room: naive.highest_averages(v, s, lambda i: i + 1, lot, room))
            judge.people("sainte-lague", rng,
                         lambda v, s, lot, room: naive.highest_averages(v, s, lambda i: 2 * i + 1, lot, room))
            judge.people("largest-remainder", rng, naive.largest_remainder)
        print(f"{sum(judge.counts.values())} counts agree: {judge.counts}")


if __name__ == "__main__":
    main()
