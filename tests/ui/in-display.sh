#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Runs a test program on a display of its own, away from the person's settings and session.
set -euo pipefail
if ! command -v Xvfb >/dev/null; then
    echo "1..0 # SKIP Xvfb is missing (Debian: apt install xvfb)"
    exit 0
fi
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
mkdir -m 700 "$home/run"
export HOME="$home" XDG_RUNTIME_DIR="$home/run"
export XDG_CONFIG_HOME="$home/config" XDG_DATA_HOME="$home/data" XDG_CACHE_HOME="$home/cache"
# The looks of the system, but none of its programs: a test opens no real browser.
mkdir "$home/share"
for each in icons themes mime glib-2.0 fonts; do
    ln -s "/usr/share/$each" "$home/share/$each"
done
export XDG_DATA_DIRS="$home/share"
export DBUS_SESSION_BUS_ADDRESS=unix:path=/nonexistent
export GDK_BACKEND=x11 GSK_RENDERER=cairo ADW_DISABLE_PORTAL=1 GTK_A11Y=test
# In sanitized builds: fontconfig and GTK keep things to the end of the process. What is ours is
# watched by the finalize assertions.
export ASAN_OPTIONS=detect_leaks=0
"$(dirname "$0")/../support/with-display.sh" 1280x1024 "$@"
