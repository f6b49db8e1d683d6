#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Takes a picture of every page: light, dark, 360 px wide, with large text. To be looked at after
# each change of a page. They lie in build/pictures, and with --screenshots the best of them
# go into data/screenshots too.
set -euo pipefail
. "$(dirname "$0")/common.sh"

need_packages "${build_packages[@]}" "${drive_packages[@]}"
build_in build
pictures=$top/build/pictures
rm -rf "$pictures"
tests/journeys/in-desktop.sh "$top/build" /usr/bin/python3 tests/journeys/pictures.py "$pictures"
if [ "${1:-}" = --screenshots ]; then
    mkdir -p data/screenshots
    for name in welcome choose browser scan connected-qr; do
        convert "$pictures/light-default/$name.png" -strip "data/screenshots/$name.png"
        convert "$pictures/dark-default/$name.png" -strip "data/screenshots/$name-dark.png"
    done
    say "Renewed data/screenshots"
fi
say "Pictures of every page are in $pictures"
