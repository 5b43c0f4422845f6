#!/usr/bin/env bash
# Runs every fuzz target for some seconds, beginning with the committed corpus. Usage: run.sh BUILD_DIR SECONDS
set -euo pipefail
cd "$(dirname "$0")/../.."
build=$1 seconds=$2
for target in json note ledger archive ballot http config blt; do
    found=$(mktemp -d)
    echo "== $target"
    "$build/tests/fuzz/fuzz_$target" -max_total_time="$seconds" -max_len=65536 -print_final_stats=1 \
        -artifact_prefix="$build/$target-" "$found" "tests/fuzz/corpus/$target" 2>&1 | tail -n 8
    rm -rf "$found"
done
