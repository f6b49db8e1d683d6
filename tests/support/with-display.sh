#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# with-display.sh SIZE COMMAND…: runs COMMAND with its own X server, which has no screen. The exit code is that of
# COMMAND. The server chooses its display number itself (xvfb-run does not, so that two started at once may choose the
# same), and does not restart when its last client goes.
set -euo pipefail

size=$1
shift
place=$(mktemp -d "${TMPDIR:-/tmp}/keebai-display.XXXXXX")
server=
clean_up() {
    [ -z "$server" ] || { kill "$server" && wait "$server"; } 2>/dev/null || true
    rm -rf "$place"
}
trap clean_up EXIT

mkfifo "$place/number"
exec 3<>"$place/number"
Xvfb -displayfd 3 -noreset -screen 0 "${size}x24" -dpi 96 -nolisten tcp >"$place/log" 2>&1 &
server=$!
read -r -t 30 number <&3 || { cat "$place/log" >&2; exit 1; }

export DISPLAY=:$number
unset WAYLAND_DISPLAY XAUTHORITY
"$@" 3>&-
