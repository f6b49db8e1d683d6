#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# with-wayland.sh SIZE COMMAND…: runs COMMAND with its own Wayland compositor, which has no screen, and without an X
# server. The exit code is that of COMMAND.
#
# The compositor is sway, because its windows can be queried and controlled over its socket (SWAYSOCK). Weston's
# headless backend has neither a keyboard nor xdg-activation. Windows float, at the size they ask for, and have only
# their own frame.
set -euo pipefail

size=$1
shift
place=$(mktemp -d "${TMPDIR:-/tmp}/keebai-wayland.XXXXXX")
compositor=
clean_up() {
    [ -z "$compositor" ] || { kill "$compositor" && wait "$compositor"; } 2>/dev/null || true
    rm -rf "$place"
}
trap clean_up EXIT

mkfifo "$place/name"
exec 3<>"$place/name"
cat >"$place/config" <<END
xwayland disable
output * mode $size
default_border none
default_floating_border none
for_window [app_id=".*"] floating enable
# An existing window comes to the front only with an xdg-activation token.
focus_on_window_activation focus
focus_follows_mouse no
exec "echo \$WAYLAND_DISPLAY >$place/name"
END

# sway refuses to run as root.
as_somebody=()
if [ "$(id -u)" -eq 0 ]; then
    as_somebody=(setpriv --reuid=nobody --regid=nogroup --clear-groups)
    chown -R nobody "$place"
fi
unset DISPLAY WAYLAND_DISPLAY XAUTHORITY
export SWAYSOCK=$place/sway
"${as_somebody[@]}" env XDG_RUNTIME_DIR="$place" HOME="$place" WLR_BACKENDS=headless WLR_LIBINPUT_NO_DEVICES=1 \
    WLR_RENDERER=pixman sway --config "$place/config" >"$place/log" 2>&1 3>&- &
compositor=$!
read -r -t 30 name <&3 || { cat "$place/log" >&2; exit 1; }

export WAYLAND_DISPLAY=$place/$name
"$@" 3>&-
