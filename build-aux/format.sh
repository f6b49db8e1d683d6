#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Formats all C files; with --check it only reports which are not formatted.
set -euo pipefail
cd "$(dirname "$0")/.."
if ! command -v clang-format >/dev/null; then
    echo "format.sh: clang-format is missing (Debian: apt install clang-format)" >&2
    exit 77
fi
# Every major version of clang-format formats differently; that of Debian 12 decides.
if ! clang-format --version | grep -q 'version 14\.'; then
    echo "format.sh: needs clang-format 14, and this is $(clang-format --version)" >&2
    exit 77
fi
mapfile -t files < <(find src tests -name '*.[ch]' | sort)
if [ "${1:-}" = --check ]; then
    exec clang-format --dry-run --Werror "${files[@]}"
fi
exec clang-format -i "${files[@]}"
