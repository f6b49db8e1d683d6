#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Runs the tests and ends with the line "N passed, N failed".
#
#   build-aux/test.sh              lint, data, every layer, and the journeys in the real window
#   build-aux/test.sh --quick      the same without the journeys
#   build-aux/test.sh --sanitize   every layer and the journeys under the address and undefined
#                                  behaviour sanitizers
#   build-aux/test.sh --valgrind   the api, qr and flow tests under valgrind
#   build-aux/test.sh --coverage   line coverage of api, flow, qr and store: at least 90 % each
#   build-aux/test.sh --all        all of these, one after the other
#
# Each has a build directory of its own and is quick when nothing has changed. Logs lie in
# DIRECTORY/meson-logs/.
set -euo pipefail
. "$(dirname "$0")/common.sh"

what=${1:-default}
case $what in
    default | --quick | --sanitize | --valgrind | --coverage | --all) ;;
    *) sed -n '6,18s/^# \{0,1\}//p' "$0"; exit 2 ;;
esac

need_packages "${build_packages[@]}" "${drive_packages[@]}" "${test_packages[@]}"
logs=()

# run_tests DIRECTORY [meson test options]: failures are counted at the end, not here.
run_tests() {
    local directory=$1
    shift
    meson test -C "$directory" --no-rebuild --print-errorlogs "$@" || true
    local log
    # With --wrap (valgrind) the log is named after the wrapper.
    log=$(ls -t "$directory"/meson-logs/testlog*.json | head -n 1)
    cp "$log" "$directory/results.json"
    logs+=("$directory/results.json")
}

test_default() {
    build_in build
    say "Testing"
    # The journeys mostly wait: one more than there are processors keeps two of them busy.
    run_tests build --num-processes $(($(nproc) + 1))
}

test_quick() {
    build_in build
    say "Testing without the journeys"
    run_tests build --no-suite journeys
}

test_sanitize() {
    # lundef: the sanitizers' symbols are resolved by the program, not by the libraries.
    build_in build-sanitize -Db_sanitize=address,undefined -Db_lundef=false
    say "Testing with the address and undefined behaviour sanitizers"
    KEEBAI_TEST_SLOWNESS=3 run_tests build-sanitize --no-suite lint --no-suite data --timeout-multiplier 4
}

test_valgrind() {
    need_packages valgrind libc6-dbg
    build_in build
    say "Testing with valgrind"
    KEEBAI_TEST_SLOWNESS=10 run_tests build --suite api --suite qr --suite flow --timeout-multiplier 20 \
        --wrap "valgrind --quiet --error-exitcode=9 --num-callers=30 --suppressions=$top/tests/valgrind.supp"
}

test_coverage() {
    need_packages gcovr
    build_in build-coverage -Db_coverage=true
    say "Measuring coverage"
    find build-coverage -name '*.gcda' -delete
    run_tests build-coverage --suite api --suite qr --suite flow --suite store
    local layer
    for layer in api flow qr store; do
        say "Line coverage of src/$layer"
        gcovr --root . --filter "src/$layer/" --fail-under-line 90 build-coverage \
            | tee "build-coverage/coverage-$layer.txt" | sed -n '/^File/,$p' || failures=1
    done
}

failures=0
case $what in
    default) test_default ;;
    --quick) test_quick ;;
    --sanitize) test_sanitize ;;
    --valgrind) test_valgrind ;;
    --coverage) test_coverage ;;
    --all) test_default; test_sanitize; test_valgrind; test_coverage ;;
esac

[ "$failures" -eq 0 ] || say "Coverage is below 90 %"
/usr/bin/python3 build-aux/count-results.py "${logs[@]}" || failures=1
exit "$failures"
