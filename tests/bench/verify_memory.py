#!/usr/bin/env python3
"""Memory of `ogniwo verify` as ballots grow. Usage: verify_memory.py OGNIWO"""
import json
import pathlib
import resource
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "integration" / "casting"))
import harness  # noqa: E402
from harness import tool  # noqa: E402

harness.OGNIWO = str(pathlib.Path(sys.argv[1]).resolve())


def peak_kib(archive):
    """Peak memory of one verification, measured by a child of its own."""
    code = ("import resource,subprocess,sys;subprocess.run(sys.argv[1:],stdout=subprocess.DEVNULL,check=True);"
            "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)")
    return int(subprocess.run([sys.executable, "-c", code, harness.OGNIWO, "verify", str(archive)], check=True,
                              capture_output=True, text=True).stdout)


with tempfile.TemporaryDirectory() as name:
    root = pathlib.Path(name)
    uuid = tool("election", "uuid").strip()
    tool("credentials", "generate", "--uuid", uuid, "--count", 10, "--out", root)
    tool("trustee", "generate", "--uuid", uuid, "--owner", 1, "--out", root)
    (root / "t.json").write_text(json.dumps({"description": "d", "name": "n", "administrator": "a", "questions": [
        {"answers": ["a", "b"], "min": 1, "max": 1, "question": "q"}], "credential_authority": "c"}))
    tool("election", "new", "--uuid", uuid, "--template", root / "t.json", "--trustee", root / "trustee-1.public.json",
         "--credentials", root / "public_creds.json", "--out", root / "setup")
    codes = [line.split(",")[1] for line in (root / "private_creds.csv").read_text().splitlines()]
    (root / "c").write_text("[[1,0]]")
    files = []
    for n in range(2000):
        files.append(root / f"b{n}")
        tool("ballot", "make", "--setup", root / "setup", "--choices", root / "c", files[-1], text=codes[n % 10] + "\n")
    peaks = []
    for count in (500, 2000):
        archive = root / f"{count}.bel"
        tool("election", "open", "--setup", root / "setup", archive)
        tool("ballot", "add", archive, *files[:count])
        peaks.append(peak_kib(archive))
    print(f"verify, memory for each further ballot{'':20}{(peaks[1] - peaks[0]) * 1024 / 1500:10.0f} bytes")
