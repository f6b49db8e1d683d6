#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# pictures.sh [VARIANT…]: takes a picture of every page in every state, in every variant or only in those named:
# light, dark, high contrast, narrow, with large text, in other languages (tests/ui/pictures.c lists them). Look
# at them after each change of a page. They are in build/pictures, with an index.html. Takes some minutes.
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
    # These two mounts are visible only here.
    KEEBAI_CERTIFICATE=$place/both unshare --mount bash -ec '
        mount --bind "$1/hosts" /etc/hosts
        mount --bind "$1/trusted" /etc/ssl/certs/ca-certificates.crt
        exec tests/journeys/in-desktop.sh build /usr/bin/python3 tests/journeys/screenshots.py "$1/pictures"' bash "$place"
    mkdir -p data/screenshots
    for name in scan choose browser connected-qr scan-dark; do
        cp "$place/pictures/$name.png" data/screenshots/
    done
    say "Renewed data/screenshots"
    exit
fi

in_english=(light dark high-contrast dark-high-contrast 360 360x480 full-screen large-text 360-large-text)
translated=(es pt_BR long-words right-to-left)
if [ $# -gt 0 ]; then
    wanted=" $* "
    keep() { for each; do case $wanted in *" $each "*) echo "$each" ;; esac; done; }
    mapfile -t in_english < <(keep "${in_english[@]}")
    mapfile -t translated < <(keep "${translated[@]}")
fi

ninja -C build --quiet tests/ui/pictures
pictures=$top/build/pictures
rm -rf "$pictures"
mkdir -p "$pictures"
words=$(mktemp -d "${TMPDIR:-/tmp}/keebai-words.XXXXXX")
trap 'rm -rf "$words"; kill $(jobs -p) 2>/dev/null || true' EXIT
python3 tests/support/pseudo_languages.py "$words"

# take LANGUAGE VARIANT…
take() {
    local language=$1
    shift
    GSETTINGS_BACKEND=memory GIO_USE_VFS=local LC_ALL=C.UTF-8 LANGUAGE=$language TEXTDOMAINDIR=$words \
        no_proxy='*' SCREEN=1920x1080 \
        tests/ui/in-display.sh build/tests/ui/pictures "$pictures" "$@" >>"$pictures/log" 2>&1 \
        || { tail -n 5 "$pictures/log" >&2; die "no pictures of $*"; }
}

SECONDS=0
say "Taking pictures"
[ ${#in_english[@]} -eq 0 ] || take en "${in_english[@]}" &
for variant in "${translated[@]}"; do
    case $variant in
        long-words) take qps "$variant" ;;
        right-to-left) take qpr "$variant" ;;
        *) take "$variant" "$variant" ;;
    esac
done
wait $!

build/tests/ui/pictures --list | python3 build-aux/pictures-index.py "$pictures" "${in_english[@]}" "${translated[@]}"
say "$(find "$pictures" -name '*.png' | wc -l) pictures in $SECONDS s: $pictures/index.html"
