#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# in-language.sh LANGUAGE COMMAND…: runs a test program in one of the languages of po/, or in one of those that
# pseudo_languages.py makes from the current source. The exit code is that of COMMAND.
set -euo pipefail

if ! command -v xgettext >/dev/null; then
    echo "1..0 # SKIP gettext is missing (Debian: apt install gettext)"
    exit 0
fi
export LANGUAGE=$1 TEXTDOMAINDIR
shift
TEXTDOMAINDIR=$(mktemp -d "${TMPDIR:-/tmp}/keebai-words.XXXXXX")
trap 'rm -rf "$TEXTDOMAINDIR"' EXIT
python3 "$(dirname "$0")/pseudo_languages.py" "$TEXTDOMAINDIR"
"$@"
