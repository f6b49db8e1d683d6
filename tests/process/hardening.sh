#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# hardening.sh PROGRAM fortified|not-fortified FLAG…: checks that PROGRAM was built with those FLAGs that the compiler
# supports, and linked so that little of it can be overwritten.
set -euo pipefail

program=$1 fortified=$2
shift 2
problems=0

# check WHAT PATTERN READELF-OPTION…: the output of readelf matches the pattern.
check() {
    local what=$1 pattern=$2 text
    shift 2
    text=$(LC_ALL=C readelf -W "$@" "$program" 2>/dev/null)
    if ! grep -Eq -- "$pattern" <<<"$text"; then
        echo "$program: no $what"
        problems=1
    fi
}

check 'position-independent code' 'Type: +DYN' -h
check 'binding at the start (-z now)' 'FLAGS.*NOW' -d
check 'relocations that are read-only (-z relro)' 'GNU_RELRO' -l
check 'stack without code (-z noexecstack)' 'GNU_STACK.* RW +0x' -l
[ "$fortified" != fortified ] || check '_FORTIFY_SOURCE' '__[a-z_]+_chk(@|$)' -s
# The compiler records its flags for each of our files.
if LC_ALL=C readelf -SW "$program" | grep -q '\.debug_info'; then
    for flag in "$@"; do
        check "$flag" "DW_AT_producer.*$flag" --debug-dump=info
    done
fi
for flag in "$@"; do
    [ "$flag" != -fstack-protector-strong ] || check 'stack protector' '__stack_chk_fail' -s
done
exit $problems
