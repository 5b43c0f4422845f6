#!/usr/bin/env bash
# Runs every fuzz target for some seconds, beginning with the committed corpus. Usage: run.sh BUILD_DIR SECONDS
set -euo pipefail
cd "$(dirname "$0")/../.."
build=$1 seconds=$2
for target in json note ledger archive ballot trustees shuffle http config blt passkey; do
    found=$(mktemp -d)
    corpora=("$found" "tests/fuzz/corpus/$target")
    [ "$target" = archive ] && corpora+=(tests/vectors/archives)
    echo "== $target"
    "$build/tests/fuzz/fuzz_$target" -max_total_time="$seconds" -max_len=200000 -print_final_stats=1 \
        -artifact_prefix="$build/$target-" "${corpora[@]}" 2>&1 | tail -n 8
    rm -rf "$found"
done
