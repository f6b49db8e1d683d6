#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Builds the Flatpaks from the manifests as they stand, without the network, and drives the sandboxed
# program with portals, without, and with portals that never answer. The runtime is a stand-in made of
# Debian 13 (runtime.sh), kept in ${XDG_CACHE_HOME:-~/.cache}/keebai-connect-flatpak; making it takes some
# minutes and a Debian mirror.
#
#   tests/flatpak/run.sh [FOLDER]    pictures, outputs and the bundle go to FOLDER (build/flatpak)
set -euo pipefail
. "$(dirname "$0")/../../build-aux/common.sh"
. tests/support/checks.sh

need_packages "${build_packages[@]}" "${drive_packages[@]}" \
    flatpak flatpak-builder bubblewrap elfutils debootstrap bzip2 git fuse3 \
    xdg-desktop-portal xdg-desktop-portal-gtk gnome-keyring libsecret-tools \
    appstream dconf-cli desktop-file-utils zbar-tools

begun=$SECONDS
cache=${XDG_CACHE_HOME:-$HOME/.cache}/keebai-connect-flatpak
tests/flatpak/runtime.sh "$cache"
runtime_took=$((SECONDS - begun))
build_in build

results=$(realpath -m "${1:-build/flatpak}")
rm -rf "$results"
mkdir -p "$results"
place=$(mktemp -d "$cache/run.XXXXXX")
trap 'rm -rf "$place"' EXIT

# The stand-in runtimes are a system installation; programs go into temporary installations.
export FLATPAK_SYSTEM_DIR=$cache/installation FLATPAK_USER_DIR=$place/user
release=com.keebai.Connect
development=com.keebai.Connect.Devel

# journey NAME FILE: counts as many checks as it prints.
journey() {
    local name=$1
    shift
    tests/journeys/in-desktop.sh "$top/build" /usr/bin/python3 "$top/tests/flatpak/$1" "$results/$name" \
        2>"$results/$name.err" | tee "$results/$name.tap" || true
    count_tap "$results/$name.tap"
}

say "Building both Flatpaks"
# A clean tree of what would be committed, because the build copies its folder.
mkdir "$place/source" "$place/lint"
git ls-files -z --cached --others --exclude-standard | tar --create --null --files-from=- --ignore-failed-read \
    | tar --extract --directory="$place/source"
check "the manifests keep to the rules" python3 tests/flatpak/manifest.py check
check "every icon is ours or the runtime's" sh -c '
    grep -rhoE "[a-z0-9-]+-symbolic\b" src/ui --include=*.c --include=*.ui | grep -v ^adw- | sort -u | while read -r icon; do
        find src/ui/icons "$1/usr/share/icons/Adwaita" -name "$icon.svg" | grep -q . || { echo "$icon"; exit 1; }
    done' sh "$cache/root"
for id in "$release" "$development"; do
    start=$SECONDS
    flatpak-builder --user --disable-rofiles-fuse --disable-download --extra-sources="$cache/sources" \
        --state-dir="$cache/state" --force-clean --default-branch=stable --repo="$place/repo" \
        "$place/$id" "$place/source/flatpak/$id.json" >"$results/build-$id.log" 2>&1 \
        || { tail -n 30 "$results/build-$id.log" >&2; die "flatpak-builder failed"; }
    echo "$id: built in $((SECONDS - start)) s"
    # The compiler's warnings about libqrencode are not ours.
    sed -n '/^Building module keebai-connect /,/^Cleaning up/p' "$results/build-$id.log" >"$place/ours.log"
    check "$id: not one warning from the compiler" sh -c '[ -s "$1" ] && ! grep -n "warning:" "$1"' sh "$place/ours.log"
    # With the validators of the runtime: those of Debian 12 are older than what they validate.
    check "$id: desktop-file-validate" flatpak build "$place/$id" \
        desktop-file-validate "/app/share/applications/$id.desktop"
    cp "$place/$id/files/share"/*/"$id".*.xml "$place/lint/$id.metainfo.xml"
    check "$id: appstreamcli validate --strict" flatpak build --filesystem="$place/lint" "$place/$id" \
        appstreamcli validate --strict --pedantic --no-net "$place/lint/$id.metainfo.xml"
    check "$id: no permission beyond the allow-list" python3 tests/flatpak/manifest.py permissions "$place/$id/metadata"
    check "$id: what Flathub looks for in a build is there" python3 tests/flatpak/manifest.py built "$place/$id" "$id"
    check "$id: flatpak-builder knows all that stands in the manifest" sh -c '
        flatpak-builder --show-manifest "$1" 2>&1 >/dev/null | grep . && exit 1 || exit 0' sh "flatpak/$id.json"
done

say "Installing both"
flatpak --user remote-add --no-gpg-verify built "file://$place/repo"
flatpak --user install --noninteractive built "$release//stable" "$development//stable" >"$results/install.log" 2>&1 \
    || { cat "$results/install.log" >&2; die "flatpak install failed"; }
flatpak info --show-permissions "$release"

# What a desktop brings. The backend is a GTK program itself; that of Debian 12 gets in the way of
# those who look for ours on the accessibility bus.
mkdir "$place/flatpak-only" "$place/portals"
services=/usr/share/dbus-1/services
cp "$services/org.freedesktop.portal.Flatpak.service" "$place/flatpak-only"
cp "$services"/org.freedesktop.portal.{Flatpak,Desktop,Documents}.service \
    "$services/org.freedesktop.impl.portal.PermissionStore.service" "$place/portals"
sed 's#^Exec=#Exec=/usr/bin/env NO_AT_BRIDGE=1 #' "$services/org.freedesktop.impl.portal.desktop.gtk.service" \
    >"$place/portals/org.freedesktop.impl.portal.desktop.gtk.service"

say "Journeys with portals"
start=$SECONDS
XDG_CURRENT_DESKTOP=GNOME KEEBAI_SERVICES=$place/portals journey portals test_portals.py
echo "took $((SECONDS - start)) s"
say "Journeys without any portal of the desktop"
start=$SECONDS
KEEBAI_SERVICES=$place/flatpak-only journey no-portals test_no_portals.py
echo "took $((SECONDS - start)) s"
say "Journeys with portals that never answer"
start=$SECONDS
KEEBAI_SERVICES=$place/flatpak-only journey silent-portals test_silent_portals.py
echo "took $((SECONDS - start)) s"
say "What an administrator sets and locks"
KEEBAI_SERVICES=$place/flatpak-only journey locks test_locks.py

say "The development build, installed beside it"
KEEBAI_APPLICATION=$development KEEBAI_SERVICES=$place/portals journey development test_start.py

say "A bundle, in a second installation that is empty"
flatpak build-bundle "$place/repo" "$results/$release.flatpak" "$release" stable
export FLATPAK_USER_DIR=$place/second
check "the bundle installs" flatpak --user install --noninteractive --bundle "$results/$release.flatpak"
KEEBAI_SERVICES=$place/portals journey bundle test_start.py

say "Figures"
own=$(cd "$place/$release/files" && find . -type f -not -path './lib/debug/*' -printf '%s\n' | awk '{ n += $1 } END { print int((n + 1023) / 1024) }')
echo "own files, libqrencode among them: $own KiB"
echo "bundle: $(($(stat -c %s "$results/$release.flatpak") / 1024)) KiB"
echo "runtime: $runtime_took s, everything: $((SECONDS - begun)) s"
# Three programs, each with everything of ours that it needs, and two languages.
check "own files under 2.2 MB" [ "$own" -lt 2150 ]
echo "pictures and outputs: $results"
finish_checks
