# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Sourced by the scripts that test installed programs: counts passed and failed checks. Needs $place, a folder.

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

# count_tap FILE: counts its lines of TAP as checks, and one failure if it has no plan.
count_tap() {
    passed=$((passed + $(grep -c '^ok ' "$1" || true)))
    failed=$((failed + $(grep -c '^not ok ' "$1" || true)))
    grep -q '^1\.\.[1-9]' "$1" || failed=$((failed + 1))
}

# Prints the last line, and sets the exit status.
finish_checks() {
    echo "$passed passed, $failed failed"
    [ "$failed" -eq 0 ]
}
