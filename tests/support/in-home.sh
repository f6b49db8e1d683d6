#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# in-home.sh COMMAND…: runs a test program in its own home folder, away from the person's settings, programs and
# session bus. The exit code is that of COMMAND.
set -euo pipefail

home=$(mktemp -d "${TMPDIR:-/tmp}/keebai-home.XXXXXX")
trap 'rm -rf "$home"' EXIT
mkdir -m 700 "$home/run"
export HOME="$home" XDG_RUNTIME_DIR="$home/run"
export XDG_CONFIG_HOME="$home/config" XDG_DATA_HOME="$home/data" XDG_CACHE_HOME="$home/cache"
# The system's themes, but none of its programs: a test must not open a real browser.
mkdir "$home/share"
for each in icons themes mime glib-2.0 fonts; do
    ln -s "/usr/share/$each" "$home/share/$each"
done
export XDG_DATA_DIRS="$home/share"
export DBUS_SESSION_BUS_ADDRESS=unix:path=/nonexistent
"$@"
