#!/usr/bin/env bash
# Measures this machine; nothing here is asserted. Usage: tests/bench/run.sh [BALLOTS] (after a
# release build); with BALLOTS the memory of verifying so large an election
set -euo pipefail
cd "$(dirname "$0")/../.."
ogniwo=build/release/server/ogniwo
echo "$(grep -m1 'model name' /proc/cpuinfo | cut -d: -f2- | sed 's/^ //'), $(nproc) cores, load $(cut -d' ' -f1 /proc/loadavg)"
"$ogniwo" bench --ballots 600
python3 tests/bench/verify_memory.py "$ogniwo" build/release/tests/bench/large_election "$@"
python3 tests/bench/casting.py "$ogniwo"
if command -v chromium >/dev/null; then
    node tests/bench/booth.mjs "$ogniwo"
fi
