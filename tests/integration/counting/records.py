#!/usr/bin/env python3
"""The records that the pages are tested with are those that `ogniwo count` makes. Usage: records.py OGNIWO [--write]"""
import json
import os
import pathlib
import subprocess
import sys

OGNIWO = os.path.abspath(sys.argv[1])
FOLDER = pathlib.Path(__file__).resolve().parents[3] / "web/tests/ui/records"


def main():
    plan = json.loads((FOLDER / "records.json").read_text())
    for one in plan:
        done = subprocess.run([OGNIWO, "count", "--json", "--method", one["method"], *one["options"],
                               FOLDER / f"{one['ballots']}.ballots.json"], capture_output=True, text=True, check=False)
        assert done.returncode == 0 or json.loads(done.stdout)["complete"] is False, f"{one['record']}: {done.stderr}"
        file = FOLDER / f"{one['record']}.record.json"
        if "--write" in sys.argv:
            file.write_text(done.stdout)
        assert json.loads(file.read_text()) == json.loads(done.stdout), f"{file} is not what the program makes: run with --write"
    assert len({one["method"] for one in plan}) == 18
    print(f"{len(plan)} records of every method")


if __name__ == "__main__":
    main()
