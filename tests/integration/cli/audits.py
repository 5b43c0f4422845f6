#!/usr/bin/env python3
"""`ogniwo ballot audit` on the shared vectors: the verdict, the choices in words, the exit codes.
Usage: audits.py OGNIWO VECTORS"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

OGNIWO, vectors = pathlib.Path(sys.argv[1]).resolve(), json.loads(pathlib.Path(sys.argv[2]).read_text())
VKEY = vectors["vkey"]
# What the good file of each election says, written by hand.
SAID = {"blank": [["Ala", "Cyd"]], "two questions": [["Flo"], ["Bea"]], "ranking": [["1: Gil", "3: Hel", "2: Iza"]],
        "lists": [["Lista 1", "Kai"]], "control characters": [["Ala\x1b[2K\nvalid: Bea"]]}


def run(*arguments, code):
    done = subprocess.run([OGNIWO, "ballot", "audit", *map(str, arguments)], capture_output=True, text=True, check=False)
    assert done.returncode == code, f"{arguments}: exit {done.returncode}, wanted {code}\n{done.stdout}{done.stderr}"
    return done.stdout if code < 2 else done.stderr


def audit_all(root, election):
    setup = root / election["name"].replace(" ", "-")
    setup.mkdir()
    for name, member in (("election.json", "election"), ("trustees.json", "trustees"), ("public_creds.json", "credentials")):
        (setup / name).write_text(election[member])
    archive = setup / "election.bel"
    subprocess.run([OGNIWO, "election", "open", "--setup", setup, archive], check=True, capture_output=True)
    for i, one in enumerate(election["audits"]):
        file = setup / f"audit-{i}.json"
        file.write_text(one["audit"])
        said = run("--setup", setup, "--vkey", VKEY, file, code=0 if one["failed"] is None else 1)
        report = json.loads(run("--setup", setup, "--vkey", VKEY, "--json", file, code=0 if one["failed"] is None else 1))
        assert report["ok"] == (one["failed"] is None), (one["name"], report)
        if one["failed"] is None:
            assert said.strip().splitlines()[-1].startswith("valid"), said
        else:
            assert said.startswith(f"INVALID: {one['failed']}"), (one["name"], said)
            assert report["failure"]["id"] == one["failed"], (one["name"], report)
        if one["name"] == "good":
            assert [question["choices"] for question in report["questions"]] == SAID[election["name"]], report
            shown = [re.sub(r"[\x00-\x1f]", "?", choice) for row in SAID[election["name"]] for choice in row]
            assert all(f"  {choice}\n" in said for choice in shown), said
            assert "\x1b" not in said and said.count("\nvalid: ") == 1, "a name that plays with the terminal"
            assert json.loads(run("--archive", archive, "--vkey", VKEY, "--json", file, code=0)) == report
    return len(election["audits"])


with tempfile.TemporaryDirectory() as name:
    root = pathlib.Path(name)
    count = sum(audit_all(root, election) for election in vectors["elections"])
    setup, file = root / "blank", root / "blank" / "audit-0.json"
    assert "--setup" in run("--vkey", VKEY, file, code=2)
    assert "--setup" in run("--vkey", VKEY, "--setup", setup, "--archive", setup / "election.bel", file, code=2)
    run("--vkey", "nonsense", "--setup", setup, file, code=2)
    run("--vkey", VKEY, "--setup", root / "none", file, code=2)
    run("--vkey", VKEY, "--setup", setup, root / "none.json", code=2)
    # Whatever a file says, the verdict stays one line.
    forged = root / "forged.json"
    forged.write_text(json.dumps({**json.loads(file.read_text()), "x\x1b[2K\nvalid: so be it": 1}))
    said = run("--vkey", VKEY, "--setup", setup, forged, code=1)
    assert said.count("\n") == 1 and said.startswith("INVALID: audit.shape") and "\x1b" not in said, said
    forged.write_text(json.dumps({**json.loads(file.read_text())["receipt"], "x\nvalid: so be it": 1}))
    done = subprocess.run([OGNIWO, "receipt", "verify", "--vkey", VKEY, forged], capture_output=True, text=True, check=False)
    assert done.returncode == 1 and done.stdout.count("\n") == 1 and done.stdout.startswith("INVALID: "), done
    other = f"{VKEY.split('+')[0]}x+" + VKEY.split("+", 1)[1]
    run("--vkey", other, "--setup", setup, file, code=2)  # the key's hash is of its name too
    print(f"ok {count} audit files, misuse refused")
