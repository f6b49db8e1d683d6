#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# run.sh [SECONDS [TARGET…]]: fuzzes each target (all of them if none is named) for that long, 900 seconds if not said,
# with clang's libFuzzer and the address and undefined behaviour sanitizers. Ends with 1 if there was a finding; the
# input then lies in build-fuzz/findings. What reaches new code is kept in build-fuzz/corpus.
#
# run.sh --merge: adds to tests/fuzz/corpus what build-fuzz/corpus covers beyond it, as few and small files as will do.
set -euo pipefail
. "$(dirname "$0")/../../build-aux/common.sh"

merge=false
if [ "${1:-}" = --merge ]; then
    merge=true
    shift
fi
seconds=${1:-900}
[ $# -eq 0 ] || shift

need_packages "${build_packages[@]}" clang
export CC=clang
build_in build-fuzz -Dfuzz=true -Dwindow=false -Db_sanitize=address,undefined -Db_lundef=false

targets=("$@")
[ ${#targets[@]} -gt 0 ] || mapfile -t targets < <(ls tests/fuzz/corpus)
export UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
mkdir -p build-fuzz/findings
failed=0
for target in "${targets[@]}"; do
    program=build-fuzz/tests/fuzz/fuzz-$target
    corpus=build-fuzz/corpus/$target
    mkdir -p "$corpus"
    if $merge; then
        "$program" -merge=1 -max_len=4096 "tests/fuzz/corpus/$target" "$corpus" 2>"build-fuzz/$target.log"
        say "$target: $(ls "tests/fuzz/corpus/$target" | wc -l) files"
        continue
    fi
    say "Fuzzing $target for $seconds s"
    if "$program" -max_total_time="$seconds" -max_len=16384 -timeout=60 -rss_limit_mb=1024 -print_final_stats=1 \
        -artifact_prefix="build-fuzz/findings/$target-" "$corpus" "tests/fuzz/corpus/$target" \
        2>"build-fuzz/$target.log"; then
        grep -E 'number_of_executed_units' "build-fuzz/$target.log"
    else
        tail -n 40 "build-fuzz/$target.log"
        failed=$((failed + 1))
    fi
done
$merge || say "${#targets[@]} targets, $failed with a finding"
[ "$failed" -eq 0 ]
