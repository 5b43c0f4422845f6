#!/usr/bin/env python3
"""`ogniwo count` as a user and a script see it. Usage: command_line.py OGNIWO"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

OGNIWO = os.path.abspath(sys.argv[1])
METHODS = ("plurality block limited approval stv-scottish stv-meek stv-ers97 irv borda borda-nauru schulze "
           "ranked-pairs copeland majority-judgment dhondt sainte-lague largest-remainder equal-shares").split()
SHARED_KEYS = {"method", "title", "seats", "candidates", "withdrawn", "ballots", "elected", "election_order",
               "complete", "quota", "rounds", "ties", "lot_seed", "group_effects"}
BLT = '4 1\n42 1 2 3 4 0\n26 2 3 4 1 0\n15 3 4 2 1 0\n17 4 3 2 1 0\n0\n"Memphis"\n"Nashville"\n"Chattanooga"\n' \
      '"Knoxville"\n"Capital"\n'
CSV = "ballots,Memphis,Nashville,Chattanooga,Knoxville\n42,1,2,3,4\n26,4,1,2,3\n15,4,3,1,2\n17,4,3,2,1\n"
JSON = json.dumps({"title": "Capital", "candidates": ["Memphis", "Nashville", "Chattanooga", "Knoxville"],
                   "ballots": [{"count": 42, "marks": [1, 2, 3, 4]}, {"count": 26, "marks": [4, 1, 2, 3]},
                               {"count": 15, "marks": [4, 3, 1, 2]}, {"count": 17, "marks": [4, 3, 2, 1]}]})
# What Tennessee elects; the block vote counts every mark, so all are crossed out, and approval is a tie.
WINNERS = {"plurality": 1, "stv-scottish": 4, "stv-meek": 4, "stv-ers97": 4, "irv": 4, "borda": 2, "borda-nauru": 2,
           "schulze": 2, "ranked-pairs": 2, "copeland": 2, "majority-judgment": 2, "dhondt": 1, "sainte-lague": 1,
           "largest-remainder": 1}


def run(*arguments):
    return subprocess.run([OGNIWO, "count", *map(str, arguments)], capture_output=True, text=True, check=False)


def fails(word, *arguments, code=2):
    done = run(*arguments)
    assert done.returncode == code, f"{arguments}: exit {done.returncode}\n{done.stdout}{done.stderr}"
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1 and word in lines[0], f"{arguments}: wanted one line with '{word}', got:\n{done.stderr}"
    assert done.stdout == ""


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        files = {"blt": BLT, "csv": CSV, "json": JSON}
        for ending, text in files.items():
            (folder / f"ballots.{ending}").write_text(text)

        for method in METHODS:
            records = []
            for ending in files:
                done = run("--method", method, "--json", "--lot-seed", "01", folder / f"ballots.{ending}")
                assert done.returncode == 0, f"{method} {ending}: {done.stderr}"
                record = json.loads(done.stdout)
                assert SHARED_KEYS <= set(record), f"{method}: {SHARED_KEYS - set(record)} missing"
                assert record["method"] == method and isinstance(record["rounds"], list) and record["rounds"] != [] \
                    or method in ("majority-judgment", "ranked-pairs")
                assert record["elected"] == sorted(record["elected"])
                del record["title"]
                records.append(record)
            assert records[0] == records[1] == records[2], f"{method}: the three formats differ"
            if method in WINNERS:
                assert records[0]["elected"] == [WINNERS[method]], f"{method}: {records[0]['elected']}"
            table = run("--method", method, "--lot-seed", "01", folder / "ballots.blt").stdout
            assert table.startswith(f"Capital: {method}, 1 seat\n") and "\nelected: " in table, table

        blt = folder / "ballots.blt"
        scottish = json.loads(run("--method", "stv-scottish", "--seats", 2, "--json", blt).stdout)
        assert scottish["quota"] == 34 and scottish["seats"] == 2
        assert scottish["rounds"][0]["votes"] == ["42.00000", "26.00000", "15.00000", "17.00000"]
        meek = json.loads(run("--method", "stv-meek", "--json", blt).stdout)
        assert meek["quota"] == "50.000000001"

        tie = folder / "tie.blt"
        tie.write_text("2 1\n1 1 0\n1 2 0\n0\n")
        for arguments in ([], ["--json"]):
            done = run("--method", "plurality", *arguments, tie)
            assert done.returncode == 1, "a tie without a lot"
        assert json.loads(done.stdout)["complete"] is False
        assert json.loads(done.stdout)["ties"] == [{"over": "election", "rule": "open", "tied": [1, 2], "chosen": []}]
        assert "--lot-seed" in run("--method", "plurality", tie).stdout
        drawn = run("--method", "plurality", "--json", "--lot-seed", "c0ffee", tie)
        assert drawn.returncode == 0 and json.loads(drawn.stdout)["lot_seed"] == "c0ffee"

        (folder / "ballots.txt").write_text(JSON)
        assert run("--method", "schulze", folder / "ballots.txt").returncode == 0
        (folder / "approvals.csv").write_text("A,B,C\n1,1,\n1,,\n,,1\n")
        half = json.loads(run("--method", "approval", "--threshold", "2/3", "--seats", 3, "--json",
                              folder / "approvals.csv").stdout)
        assert half["elected"] == [1] and half["needed"] == 2
        limited = json.loads(run("--method", "limited", "--seats", 3, "--choices", 1, "--json", "--lot-seed", "00",
                                 folder / "approvals.csv").stdout)
        assert limited["ballots"]["invalid"] == 1

        fails("count.method", "--method", "stv", blt)
        fails("cannot read", "--method", "irv", folder / "none.blt")
        fails("count.seats", "--method", "irv", "--seats", 2, blt)
        fails("count.seats", "--method", "block", "--seats", 5, blt)
        fails("count.lot_seed", "--method", "irv", "--lot-seed", "xyz", blt)
        fails("count.lot_seed", "--method", "irv", "--lot-seed", "", blt)
        fails("count.threshold", "--method", "approval", "--threshold", "half", blt)
        fails("count.threshold", "--method", "approval", "--threshold", "", blt)
        (folder / "bad.blt").write_text("2 1\n1 3 0\n0\n")
        fails("line 2: candidate 3 of 2", "--method", "irv", folder / "bad.blt")
        (folder / "equal.blt").write_text("2 1\n1 1=2 0\n0\n")
        fails("count.equal_ranks", "--method", "stv-meek", folder / "equal.blt")
        # The file is named, and says nothing to the terminal.
        for name, text, words in [("empty.json", "", "json.syntax: "), ("bom.json", "\ufeff" + JSON, "json.syntax: "),
                                  ("member.json", JSON[:-1] + ', "x\\n\\u001b[2J": 1}', "json.shape: "),
                                  ("control.blt", "\x1b[2J 1\n", "count.blt: "), ("empty.csv", "", "count.csv: ")]:
            (folder / name).write_text(text)
            fails(f"{words}{folder / name}", "--method", "irv", folder / name)
            assert "\x1b" not in run("--method", "irv", folder / name).stderr
        assert run("--method", "irv", "--seats", 0, blt).returncode == 2
        assert run("--seats", 1, blt).returncode == 2
        assert run("--help").returncode == 0
    print("ogniwo count: every method, three formats, ties and refusals")


if __name__ == "__main__":
    main()
