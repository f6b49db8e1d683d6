# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Sourced by what tests installed programs: counts what is as it should be. Needs $place, a folder.

passed=0
failed=0

# check WHAT COMMAND…
check() {
    local what=$1
    shift
    if "$@" >"$place/check.log" 2>&1; then
        printf 'ok - %s\n' "$what"
        passed=$((passed + 1))
    else
        printf 'not ok - %s\n' "$what"
        tail -n 60 "$place/check.log" | sed 's/^/# /'
        failed=$((failed + 1))
    fi
}

# count_tap FILE: as many checks as it has lines of TAP, and one that failed if it has no plan.
count_tap() {
    passed=$((passed + $(grep -c '^ok ' "$1" || true)))
    failed=$((failed + $(grep -c '^not ok ' "$1" || true)))
    grep -q '^1\.\.[1-9]' "$1" || failed=$((failed + 1))
}

# The last line, and the exit status.
finish_checks() {
    echo "$passed passed, $failed failed"
    [ "$failed" -eq 0 ]
}
