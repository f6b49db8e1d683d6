#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Builds the Debian packages and tests them in Debian systems that have nothing else but their dependencies:
# installed, run, upgraded, purged, and the terminal program alone. What drives the window is outside of those
# systems.
#
#   tests/install/packages.sh [FOLDER]   packages, pictures and outputs go to FOLDER (build-debian)
#
# As root only, because it makes Debian systems.
set -euo pipefail

# Runs in its own mount namespace. At the end, temporary files are removed outside of it, where nothing is mounted.
if [ "${1:-}" != --inside ]; then
    place=$(mktemp -d /tmp/keebai-packages.XXXXXX)
    trap 'rm -rf "$place"' EXIT
    unshare --mount --propagation private -- "$0" --inside "$place" "$@"
    exit
fi
place=$2
shift 2
. "$(dirname "$0")/../../build-aux/common.sh"
. tests/support/debian-root.sh
. tests/support/checks.sh

need_packages "${drive_packages[@]}" debootstrap dpkg-dev gnome-keyring libsecret-tools zbar-tools lintian
begun=$SECONDS
folder=$(realpath -m "${1:-build-debian}")
suite=$(. /etc/os-release && echo "$VERSION_CODENAME")
data=root/.local/share/keebai-connect

# open_root NAME: a new Debian system. The desktop's folder has the same path inside and outside.
open_root() {
    local root=$place/$1
    copy_root "$root" "$suite"
    mkdir -p "$place/desktop" "$root$place/desktop"
    mount -t proc proc "$root/proc"
    mount --rbind /dev "$root/dev"
    mount --bind "$place/desktop" "$root$place/desktop"
    inside "$1" apt-get update -qq
    # A translation to show, which such a small system does not install.
    inside "$1" apt-get install -qq -y --no-install-recommends locales
    inside "$1" localedef -i es_AR -f UTF-8 es_AR.UTF-8
}

# inside NAME COMMAND…
inside() {
    local root=$place/$1
    shift
    chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin HOME=/root LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"
}

# install_needed NAME DEB…: installs their dependencies. dpkg, which fetches nothing, then installs the packages
# themselves.
install_needed() {
    local name=$1 needed
    shift
    needed=$(for package; do dpkg-deb --field "$package" Depends; done | sed 's/keebai-connect-cli ([^)]*), //' | paste -sd,)
    inside "$name" apt-get satisfy -qq -y --no-install-recommends "$needed"
}

# files NAME: all its files, except those that apt and dpkg keep for themselves, and the person's.
files() {
    (cd "$place/$1" && find . -xdev -path ./var/lib/dpkg -prune -o -path ./var/lib/apt -prune -o -path ./var/cache -prune \
        -o -path ./var/log -prune -o -path ./root -prune -o -path ".$place" -prune -o -print) | sort
}

has_version() {
    [ "$(inside "$1" dpkg-query -W -f='${Version} ${db:Status-Status}' "$2")" = "$3 installed" ]
}

has_no_window_libraries() {
    ! find "$place/$1/usr/lib" | grep -E '/lib(gtk-|adwaita|X11|wayland|cairo|pango)'
}

completes() {
    inside "$1" bash -ec '
        . /usr/share/bash-completion/completions/keebai-connect-cli
        COMP_WORDS=(keebai-connect-cli who) COMP_CWORD=1
        _keebai_connect_cli
        [ "${COMPREPLY[*]}" = whoami ]'
}

fact() { sed -n "s/^$1: //p" "$place/service"; }

# whoami NAME [VARIABLE…]
whoami() {
    local name=$1
    shift
    inside "$name" KEEBAI_API_KEY="$(fact key-full)" "$@" keebai-connect-cli whoami --api-url="$(fact base-url)"
}

knows_the_company() { whoami "$1" | grep -F 'Molino & Sol Bakery'; }
speaks_spanish() { whoami "$1" LC_ALL=es_AR.UTF-8 | grep -F 'Empresa'; }

rm -rf "$folder"
check "the packages are built, and lintian has nothing to say" packaging/debian/build.sh "$folder"
[ "$failed" -eq 0 ] || die "no packages"
new=("$folder"/keebai-connect_*.deb "$folder"/keebai-connect-cli_*.deb)
version=$(dpkg-deb --field "${new[0]}" Version)

# The same as an earlier version.
mkdir "$place/old"
for package in "${new[@]}"; do
    dpkg-deb --raw-extract "$package" "$place/unpacked"
    sed -i 's/^Version: .*/Version: 0.0.1/; s/keebai-connect-cli (= [^)]*)/keebai-connect-cli (= 0.0.1)/' "$place/unpacked/DEBIAN/control"
    dpkg-deb --root-owner-group --build "$place/unpacked" "$place/old/" >/dev/null
    rm -r "$place/unpacked"
done

say "The terminal program alone"
open_root terminal >"$place/log" 2>&1 || { cat "$place/log" >&2; die "no Debian system"; }
check "what it depends on can be had" install_needed terminal "${new[1]}"
files terminal >"$place/terminal-before"
cp "${new[@]}" "$place/old"/*.deb "$place/desktop/"
check "it installs with nothing else" inside terminal dpkg --install "$place/desktop/$(basename "${new[1]}")"
check "neither GTK nor anything else of a window came with it" has_no_window_libraries terminal
check "it says its version" test "$(inside terminal keebai-connect-cli --version)" = "keebai-connect-cli $version"
check "its manual page is there" test -s "$place/terminal/usr/share/man/man1/keebai-connect-cli.1.gz"
check "the shell completes its commands" completes terminal

say "Both, in an earlier version"
open_root window >"$place/log" 2>&1 || { cat "$place/log" >&2; die "no Debian system"; }
check "what they depend on can be had" install_needed window "${new[@]}"
files window >"$place/window-before"
check "both install with nothing else" inside window sh -c 'dpkg --install "$1"/*_0.0.1_*.deb' sh "$place/desktop"
check "they are of the earlier version" has_version window keebai-connect 0.0.1
check "the desktop's index of settings has theirs" \
    grep -q com.keebai.Connect "$place/window/usr/share/glib-2.0/schemas/gschemas.compiled"

say "What they answer"
chroot "$place/window" keebai-sandbox >"$place/service" 2>&1 &
service=$!
while kill -0 "$service" && ! grep -q '^key-revoked: ' "$place/service"; do sleep 0.1; done
check "alone, the terminal program knows the company of a key" knows_the_company terminal
check "so it does beside the window" knows_the_company window
check "alone, it speaks Spanish" speaks_spanish terminal
kill "$service"

say "Upgraded"
mkdir -p "$place/window/$data"
echo kept >"$place/window/$data/history-kept.json"
check "both are upgraded together" inside window apt-get install -qq -y --no-install-recommends "${new[@]/#$folder/$place/desktop}"
for package in keebai-connect keebai-connect-cli; do
    check "$package is $version" has_version window "$package" "$version"
done
check "what the person keeps is still there" grep -q kept "$place/window/$data/history-kept.json"

say "Driven"
# The programs in that system, for the drivers outside.
mkdir -p "$place/desktop/prefix/bin"
cp -a "$place/window/usr/share" "$place/desktop/prefix/share"
for program in keebai-connect keebai-connect-cli keebai-sandbox; do
    printf '#!/bin/sh\nexec chroot "%s" "/usr/bin/%s" "$@"\n' "$place/window" "$program" >"$place/desktop/prefix/bin/$program"
    chmod +x "$place/desktop/prefix/bin/$program"
done
for journey in qr installed terminal; do
    TMPDIR=$place/desktop KEEBAI_PREFIX=$place/desktop/prefix tests/journeys/in-desktop.sh "$place" \
        /usr/bin/python3 "tests/journeys/test_$journey.py" "$folder/$journey" 2>"$folder/$journey.err" \
        | tee "$folder/$journey.tap" || true
    count_tap "$folder/$journey.tap"
done

say "Purged"
check "the terminal program is purged" inside terminal dpkg --purge keebai-connect-cli
files terminal >"$place/terminal-after"
check "nothing of it is left" diff "$place/terminal-before" "$place/terminal-after"
check "both are purged" inside window apt-get purge -qq -y keebai-connect keebai-connect-cli
files window >"$place/window-after"
check "nothing is left" diff "$place/window-before" "$place/window-after"
check "but what is the person's" test -s "$place/window/$data/history-kept.json"

echo "took $((SECONDS - begun)) s"
finish_checks
