#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Builds the program from a clean tree as docs/install.md says, installs it, drives the installed program, and
# uninstalls it: there must be no warning from anything on the way, and nothing left at the end.
#
#   tests/install/run.sh [PREFIX…]    into a DESTDIR and a folder in the home folder, both temporary,
#                                     and into each PREFIX: /usr as root only, best in a container
set -euo pipefail
. "$(dirname "$0")/../../build-aux/common.sh"
. tests/support/checks.sh

need_packages "${build_packages[@]}" "${drive_packages[@]}" git gnome-keyring zbar-tools

begun=$SECONDS
place=$(mktemp -d "$HOME/keebai-install.XXXXXX")
trap 'rm -rf "$place"' EXIT
mkdir "$place/source" "$place/results"
git ls-files -z --cached --others --exclude-standard | tar --create --null --files-from=- --ignore-failed-read \
    | tar --extract --directory="$place/source"
cd "$place/source"

# build PREFIX: always in the same folder, whatever the prefix was before.
build() {
    if [ -d build ]; then
        meson configure build --prefix="$1"
    else
        meson setup build --prefix="$1" --buildtype=release --fatal-meson-warnings
    fi >"$place/setup.log" 2>&1 || { cat "$place/setup.log" >&2; die "meson failed"; }
    ninja -C build >"$place/build.log" 2>&1 || { tail -n 30 "$place/build.log" >&2; die "ninja failed"; }
    check "$1: not one warning from the compiler" sh -c '! grep -n "warning:" "$1"' sh "$place/build.log"
}

# names FOLDER: the names of everything in it.
names() {
    [ ! -d "$1" ] || find "$1" -xdev | sort
}

completes() {
    bash -ec '
        . "$1/share/bash-completion/completions/keebai-connect"
        COMP_WORDS=(keebai-connect --pra) COMP_CWORD=1
        _keebai_connect
        [ "${COMPREPLY[*]}" = --practice ]' bash "$1"
}

is_complete() {
    local file
    for file in bin/keebai-connect bin/keebai-sandbox share/applications/com.keebai.Connect.desktop \
        share/dbus-1/services/com.keebai.Connect.service share/metainfo/com.keebai.Connect.metainfo.xml \
        share/icons/hicolor/scalable/apps/com.keebai.Connect.svg \
        share/icons/hicolor/symbolic/apps/com.keebai.Connect-symbolic.svg \
        share/glib-2.0/schemas/com.keebai.Connect.gschema.xml share/man/man1/keebai-connect.1; do
        [ -f "$1/$file" ] || { echo "$file is missing"; return 1; }
    done
}

# Every journey that can drive the installed program, run by meson with what was installed.
journeys() {
    KEEBAI_PREFIX=$1 meson test -C build --no-rebuild --suite journeys journey-installed journey-qr \
        --print-errorlogs
}

say "Into a DESTDIR"
build /opt/keebai-connect
check "DESTDIR: installs" env DESTDIR="$place/destdir" meson install -C build --no-rebuild --quiet
check "DESTDIR: everything is there" is_complete "$place/destdir/opt/keebai-connect"
check "DESTDIR: nothing beside it" sh -c '[ "$(ls "$1" "$1/opt")" = "$(printf "%s:\nopt\n\n%s/opt:\nkeebai-connect" "$1" "$1")" ]' sh "$place/destdir"
check "DESTDIR: no file names it" sh -c '! grep -rl "$1" "$1"' sh "$place/destdir"

for prefix in "$place/prefix" "$@"; do
    say "Into $prefix"
    names "$prefix" >"$place/before"
    build "$prefix"
    check "$prefix: installs" meson install -C build --no-rebuild --quiet
    check "$prefix: everything is there" is_complete "$prefix"
    check "$prefix: says its version" sh -c '"$1/bin/keebai-connect" --version | grep -q "^keebai-connect [0-9]"' sh "$prefix"
    check "$prefix: the shell completes its options" completes "$prefix"
    # Programs that run may come only from the prefix.
    check "$prefix: the installed program's journeys" journeys "$prefix"
    check "$prefix: is taken away" build-aux/uninstall.sh build
    names "$prefix" >"$place/after"
    check "$prefix: nothing is left" diff "$place/before" "$place/after"
done

echo "took $((SECONDS - begun)) s"
finish_checks
