#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# pictures.sh [DRESS…]: takes a picture of every page: light, dark, 360 px wide, with large text, or only in the
# dresses named (tests/journeys/pictures.py lists them). To be looked at after each change of a page.
# They lie in build/pictures.
#
# pictures.sh --screenshots: renews data/screenshots, which README and the software centres show.
set -euo pipefail
. "$(dirname "$0")/common.sh"

screenshots=false
if [ "${1:-}" = --screenshots ]; then
    screenshots=true
    set -- light-default dark-default
fi

need_packages "${build_packages[@]}" "${drive_packages[@]}"
build_in build
pictures=$top/build/pictures
rm -rf "$pictures"
tests/journeys/in-desktop.sh "$top/build" /usr/bin/python3 tests/journeys/pictures.py "$pictures" "$@"
if $screenshots; then
    mkdir -p data/screenshots
    for name in welcome choose browser scan connected-qr; do
        convert "$pictures/light-default/$name.png" -strip "data/screenshots/$name.png"
        convert "$pictures/dark-default/$name.png" -strip "data/screenshots/$name-dark.png"
    done
    say "Renewed data/screenshots"
fi
say "Pictures of every page are in $pictures"
