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

need_packages "${build_packages[@]}" "${drive_packages[@]}"
build_in build

if [ "${1:-}" = --screenshots ]; then
    need_packages openssl
    [ "$(id -u)" -eq 0 ] || die "as root only, in a container at best: Keebai's address is this computer for them"
    place=$(mktemp -d)
    trap 'rm -rf "$place"' EXIT
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=api.keebai.com \
        -addext subjectAltName=DNS:api.keebai.com -keyout "$place/key" -out "$place/certificate" 2>/dev/null
    cat "$place/certificate" /etc/ssl/certs/ca-certificates.crt >"$place/trusted"
    cat "$place/key" "$place/certificate" >"$place/both"
    (cat /etc/hosts; echo "127.0.0.1 api.keebai.com") >"$place/hosts"
    # Nobody else sees these two.
    KEEBAI_CERTIFICATE=$place/both unshare --mount bash -ec '
        mount --bind "$1/hosts" /etc/hosts
        mount --bind "$1/trusted" /etc/ssl/certs/ca-certificates.crt
        exec tests/journeys/in-desktop.sh build /usr/bin/python3 tests/journeys/screenshots.py "$1/pictures"' bash "$place"
    mkdir -p data/screenshots
    for name in welcome choose browser scan connected-qr; do
        cp "$place/pictures/$name.png" "$place/pictures/$name-dark.png" data/screenshots/
    done
    say "Renewed data/screenshots"
    exit
fi

pictures=$top/build/pictures
rm -rf "$pictures"
tests/journeys/in-desktop.sh "$top/build" /usr/bin/python3 tests/journeys/pictures.py "$pictures" "$@"
say "Pictures of every page are in $pictures"
