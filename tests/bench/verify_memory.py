#!/usr/bin/env python3
"""Memory of `ogniwo verify` as ballots grow. Usage: verify_memory.py OGNIWO LARGE_ELECTION [BALLOTS]

Without BALLOTS the slope between two sizes; with it one election of that size (100000 take ten minutes to make).
"""
import pathlib
import subprocess
import sys
import tempfile
import time

ogniwo, maker = (str(pathlib.Path(path).resolve()) for path in sys.argv[1:3])
sizes = {"homomorphic": [10_000, 20_000], "ranking": [500, 1_500]}
if len(sys.argv) > 3:
    sizes = {"homomorphic": [int(sys.argv[3])]}


def measure(archive):
    """Peak memory in KiB and seconds of one verification, by a child of its own."""
    code = ("import resource,subprocess,sys;subprocess.run(sys.argv[1:],stdout=subprocess.DEVNULL,check=True);"
            "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)")
    start = time.monotonic()
    done = subprocess.run([sys.executable, "-c", code, ogniwo, "verify", str(archive)], check=True, capture_output=True, text=True)
    return int(done.stdout), time.monotonic() - start


with tempfile.TemporaryDirectory() as name:
    for kind, counts in sizes.items():
        peaks = []
        for count in counts:
            archive = pathlib.Path(name) / "large.bel"
            subprocess.run([maker, kind, str(count), str(archive)], check=True)
            peak, seconds = measure(archive)
            peaks.append(peak)
            print(f"verify, {count} ballots, {kind}, {archive.stat().st_size / 1e6:.0f} MB"
                  f"{'':10}{peak / 1024:10.1f} MiB {seconds:8.1f} s", flush=True)
        if len(counts) == 2:
            slope = (peaks[1] - peaks[0]) * 1024 / (counts[1] - counts[0])
            print(f"  memory for each further ballot{'':26}{slope:10.0f} bytes")
