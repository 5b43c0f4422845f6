#!/usr/bin/env bash
# Measures this machine and writes RESULTS.md; nothing here is asserted. Usage: tests/bench/run.sh [BALLOTS] (after a
# release build); with BALLOTS only the memory of verifying so large an election
set -euo pipefail
cd "$(dirname "$0")/../.."
ogniwo=build/release/server/ogniwo
bench=build/release/tests/bench
if [ $# -gt 0 ]; then
    exec python3 tests/bench/verify_memory.py "$ogniwo" "$bench/large_election" "$1"
fi
printed=$(mktemp)
trap 'rm -f "$printed"' EXIT
{
    echo "$(grep -m1 'model name' /proc/cpuinfo | cut -d: -f2- | sed 's/^ //'), $(nproc) cores, load $(cut -d' ' -f1 /proc/loadavg)"
    "$bench/kernel_bench" --benchmark_color=false --benchmark_min_time=0.2 2>/dev/null
    "$bench/verification"
    "$ogniwo" bench --ballots 600
    python3 tests/bench/verify_memory.py "$ogniwo" "$bench/large_election"
    python3 tests/bench/casting.py "$ogniwo" "$bench/cast_load"
    python3 tests/bench/restart.py "$ogniwo" "$bench/large_log"
    if command -v chromium >/dev/null; then
        node tests/bench/booth.mjs "$ogniwo"
    fi
} | tee "$printed"
python3 tests/bench/results.py "$ogniwo" "$bench/large_election" "$printed"
