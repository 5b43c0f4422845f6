#!/usr/bin/env python3
"""How the time of `ogniwo verify` grows, beside belenios-tool, and what the other measurements printed: RESULTS.md and
results.svg in this folder. Usage: results.py OGNIWO LARGE_ELECTION PRINTED"""
import datetime
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ogniwo, maker = (str(pathlib.Path(path).resolve()) for path in sys.argv[1:3])
printed = pathlib.Path(sys.argv[3]).read_text().strip()
here = pathlib.Path(__file__).parent
cores = len(os.sched_getaffinity(0))
rounds = 3


def make(folder, ballots, answers=5, group="Ed25519", trustees=2):
    archive = folder / f"{group}-{ballots}-{answers}-{trustees}.bel"
    subprocess.run([maker, "homomorphic", str(ballots), str(archive), str(answers), group, str(trustees)], check=True)
    return archive


def seconds(*command):
    began = time.monotonic()
    subprocess.run(list(map(str, command)), check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.monotonic() - began


def medians(*commands, times_each=rounds):
    """Of each command, in rounds that take turns: a busy machine slows all alike."""
    times = [[] for _ in commands]
    for _ in range(times_each):
        for own, command in zip(times, commands):
            own.append(seconds(*command))
    return [statistics.median(own) for own in times]


def verify(archive, threads=cores):
    only = ["taskset", "-c", ",".join(map(str, sorted(os.sched_getaffinity(0))[:threads]))]
    return [*only, ogniwo, "verify", "--threads", threads, archive]


def table(head, rows):
    lines = [" | ".join(head), " | ".join("---" if i == 0 else "---:" for i in range(len(head)))]
    return "\n".join(f"| {line} |" for line in [*lines, *(" | ".join(row) for row in rows)])


def plot(title, unit, points, left):
    """One curve on logarithmic axes, with every value beside its point."""
    from math import log10
    xs, ys = [log10(x) for x, _ in points], [log10(y) for _, y in points]
    place = lambda v, low, high, size: size * (v - low) / (high - low or 1)
    at = [(left + 40 + place(x, min(xs), max(xs), 220), 190 - place(y, min(ys), max(ys), 120)) for x, y in zip(xs, ys)]
    out = [f'<text x="{left + 20}" y="30" font-weight="bold">{title}</text>',
           f'<polyline fill="none" stroke="#1d5c4d" stroke-width="2" points="{" ".join(f"{x:.0f},{y:.0f}" for x, y in at)}"/>']
    for (x, y), (size, value) in zip(at, points):
        out.append(f'<circle cx="{x:.0f}" cy="{y:.0f}" r="4" fill="#1d5c4d"/><text x="{x:.0f}" y="{y - 10:.0f}" '
                   f'text-anchor="middle">{value:.3g} {unit}</text><text x="{x:.0f}" y="215" text-anchor="middle">{size:,}</text>')
    return "\n".join(out)


def growth(folder):
    parts, curves = [], []
    rows, points = [], []
    for ballots in (1_000, 10_000, 100_000):
        archive = make(folder, ballots)
        one, all_cores = medians(*(verify(archive, threads) for threads in (1, cores)),
                                 times_each=rounds if ballots < 100_000 else 1)
        archive.unlink()
        rows.append([f"{ballots:,}", f"{one:.2f} s", f"{all_cores:.2f} s", f"{all_cores / ballots * 1000:.3f} ms", f"{one / all_cores:.2f}"])
        points.append((ballots, all_cores))
    parts.append("### Ballots (one question, 5 answers, exactly one; Ed25519)\n\n" + table(
        ["ballots", "one core", f"{cores} cores", "each, all told", "ratio"], rows))
    curves.append(("by ballots", "s", points))
    rows, points = [], []
    for answers in (2, 5, 10, 20, 50):
        took, = medians(verify(make(folder, 500, answers)))
        rows.append([str(answers), f"{took / 500 * 1000:.3f} ms"])
        points.append((answers, took / 500 * 1000))
    parts.append(f"### Answers (500 ballots, {cores} cores)\n\n" + table(["answers", "each ballot"], rows))
    curves.append(("by answers, each ballot", "ms", points))
    rows, points = [], []
    for trustees in (1, 3, 5, 10, 15):
        took, = medians(verify(make(folder, 500, trustees=trustees)))
        rows.append([str(trustees), f"{took:.3f} s"])
        points.append((trustees, took))
    parts.append(f"### Trustees (500 ballots, 5 answers, {cores} cores)\n\n" + table(["trustees", "whole election"], rows))
    curves.append(("by trustees", "s", points))
    return parts, curves


def rival(folder):
    if shutil.which("belenios-tool") is None:
        return "belenios-tool is not installed: not compared."
    own = folder / "rival"
    own.mkdir()
    shutil.copy(make(folder, 150, group="BELENIOS-2048"), own)
    ours, theirs = medians(verify(next(own.iterdir())), ["belenios-tool", "election", "verify", "--dir", own])
    return table(["BELENIOS-2048, 150 ballots, 5 answers", "seconds"],
                 [[f"`ogniwo verify`, {cores} cores", f"{ours:.2f}"], ["`belenios-tool election verify`", f"{theirs:.2f}"],
                  ["ratio", f"{theirs / ours:.2f}"]])


with tempfile.TemporaryDirectory() as name:
    parts, curves = growth(pathlib.Path(name))
    beside = rival(pathlib.Path(name))
model = next(line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name"))
(here / "results.svg").write_text(
    '<svg xmlns="http://www.w3.org/2000/svg" width="960" height="240" font-family="sans-serif" font-size="11">\n'
    '<title>Time of ogniwo verify by ballots, answers and trustees</title><rect width="960" height="240" fill="#fff"/>\n'
    + "\n".join(plot(*curve, left=320 * i) for i, curve in enumerate(curves)) + "\n</svg>\n")
text = "\n\n".join([
    "# Results", f"Written by `./run bench` on {datetime.date.today()}: {model}, {cores} cores. Medians of {rounds} rounds that take turns (100,000 ballots: one).",
    "## `ogniwo verify`, the whole program", "![By ballots, answers and trustees](results.svg)", *parts,
    "## Beside another verifier, same archive", beside, "## What was printed", f"```\n{printed}\n```"])
(here / "RESULTS.md").write_text(text + "\n")
print(text.split("## What was printed")[0])
