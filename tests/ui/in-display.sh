#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# in-display.sh COMMAND…: runs a test program on a display (of size SCREEN, if that is set) and in its own home
# folder.
set -euo pipefail

if ! command -v Xvfb >/dev/null; then
    echo "1..0 # SKIP Xvfb is missing (Debian: apt install xvfb)"
    exit 0
fi
export GDK_BACKEND=x11 GSK_RENDERER=cairo ADW_DISABLE_PORTAL=1 GTK_A11Y=test
# For sanitized builds: fontconfig and GTK keep memory until the process ends. The finalize assertions watch our own
# objects.
export ASAN_OPTIONS=detect_leaks=0
support=$(dirname "$0")/../support
exec "$support/in-home.sh" "$support/with-display.sh" "${SCREEN:-1280x1024}" "$@"
