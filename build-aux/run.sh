#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Builds Keebai Connect and opens it in practice mode: a complete local Keebai, nothing leaves the
# computer. Further arguments go to the program (`build-aux/run.sh --mode=qr`).
#
# Where there is no display, the same window runs under Xvfb, is driven through both ways as a
# person would go them, and leaves pictures of every page.
set -euo pipefail
. "$(dirname "$0")/common.sh"

need_packages "${build_packages[@]}"
build_in build

if [ -n "${WAYLAND_DISPLAY:-}${DISPLAY:-}" ]; then
    say "Opening the window in practice mode"
    exec meson devenv -C build "$top/build/src/keebai-connect" --practice "$@"
fi

need_packages "${drive_packages[@]}"
say "No display here: driving the window under Xvfb"
pictures=$top/build/tour
rm -rf "$pictures"
mkdir -p "$pictures"
tests/journeys/in-desktop.sh "$top/build" /usr/bin/python3 tests/journeys/tour.py "$pictures"
say "Pictures of every page are in $pictures"
