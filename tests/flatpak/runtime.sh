#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# runtime.sh CACHE: makes a stand-in for org.gnome.Platform//50 and org.gnome.Sdk//50 from a Debian 13 root, for
# computers that reach a Debian mirror but not Flathub. What exists already is kept:
#
#   CACHE/root           Debian 13 with GTK 4, libadwaita and a compiler
#   CACHE/sources        upstream tarballs that Debian carries unchanged, for --extra-sources
#   CACHE/installation   a Flatpak installation with the two runtimes (FLATPAK_SYSTEM_DIR)
set -euo pipefail
. "$(dirname "$0")/../../build-aux/common.sh"
. tests/support/debian-root.sh

cache=$1
suite=trixie
branch=50
packages=(
    gcc libc6-dev make meson ninja-build pkg-config gettext bzip2 ca-certificates
    libgtk-4-dev libadwaita-1-dev libsoup-3.0-dev libjson-glib-dev libsecret-1-dev libpng-dev
    libglib2.0-dev-bin libgtk-4-bin desktop-file-utils appstream appstream-util
    adwaita-icon-theme glib-networking gsettings-desktop-schemas librsvg2-common fonts-cantarell locales
)

install_packages() {
    say "Installing GTK 4 and a compiler in it"
    {
        in_root "$cache/root" apt-get update
        in_root "$cache/root" apt-get install -y --no-install-recommends "${packages[@]}"
        in_root "$cache/root" localedef -i es_AR -f UTF-8 es_AR.UTF-8
    } >>"$cache/root.log" 2>&1 || { tail -n 20 "$cache/root.log" >&2; die "installing in the root failed"; }
}

# The upstream tarball that the manifest names, as in Debian's source package.
fetch_sources() {
    local tarball=qrencode-4.1.1.tar.bz2 sum
    sum=$(python3 "$top/tests/flatpak/manifest.py" sha256 "$tarball")
    [ -f "$cache/sources/downloads/$sum/$tarball" ] && return 0
    say "Fetching $tarball out of Debian's source package"
    in_root "$cache/root" apt-get update >>"$cache/root.log" 2>&1
    in_root "$cache/root" sh -c 'cd /var/tmp && apt-get source --download-only qrencode' >>"$cache/root.log" 2>&1
    local file
    for file in "$cache"/root/var/tmp/qrencode_*.orig.tar.*; do
        if [ "$(sha256sum <"$file")" = "$sum  -" ]; then
            mkdir -p "$cache/sources/downloads/$sum"
            cp "$file" "$cache/sources/downloads/$sum/$tarball"
        fi
    done
    sh -c "rm -f '$cache'/root/var/tmp/qrencode_*"
    [ -f "$cache/sources/downloads/$sum/$tarball" ] || die "Debian's source package does not carry the tarball of the manifest"
}

# export_runtime NAME: the root's usr, and its etc where Flatpak expects it.
export_runtime() {
    local name=$1 place=$cache/export arch
    arch=$(flatpak --default-arch)
    rm -rf "$place"
    mkdir -p "$place/files" "$place/var" "$place/export"
    cp -al "$cache/root/usr" "$place/usr"
    rm -rf "$place"/usr/share/doc "$place"/usr/share/man "$place"/usr/share/locale "$place"/usr/share/i18n "$place"/usr/src
    cp -a "$cache/root/etc" "$place/usr/etc"
    chmod -R u+rwX,go+rX "$place/usr/etc"
    printf '[Runtime]\nname=%s\nruntime=%s/%s/%s\nsdk=org.gnome.Sdk/%s/%s\n' \
        "$name" "$name" "$arch" "$branch" "$arch" "$branch" >"$place/metadata"
    flatpak build-export --runtime --disable-sandbox "$cache/repo" "$place" "$branch" >>"$cache/runtime.log"
    rm -rf "$place"
}

make_installation() {
    say "Making the stand-in runtimes of it"
    rm -rf "$cache/repo" "$cache/installation" "$cache/installation.new"
    : >"$cache/runtime.log"
    # It is temporary: it need be neither small nor safe from a power failure.
    mkdir -p "$cache/repo"/{objects,tmp/cache,state,extensions,refs/heads,refs/mirrors,refs/remotes}
    printf '[core]\nrepo_version=1\nmode=archive-z2\nfsync=false\n[archive]\nzlib-level=1\n' >"$cache/repo/config"
    export_runtime org.gnome.Platform
    export_runtime org.gnome.Sdk
    flatpak build-update-repo "$cache/repo" >>"$cache/runtime.log"
    export FLATPAK_USER_DIR=$cache/installation.new
    flatpak --user remote-add --no-gpg-verify stand-in "file://$cache/repo" >>"$cache/runtime.log"
    flatpak --user install --noninteractive stand-in "org.gnome.Platform//$branch" "org.gnome.Sdk//$branch" >>"$cache/runtime.log"
    unset FLATPAK_USER_DIR
    rm -rf "$cache/repo"
    mv "$cache/installation.new" "$cache/installation"
}

mkdir -p "$cache"
cache=$(realpath "$cache")
wanted="$suite $branch ${packages[*]}"
if [ "$(cat "$cache/made-of" 2>/dev/null)" != "$wanted" ]; then
    rm -rf "$cache/installation"
    [ -x "$cache/root/usr/bin/apt-get" ] || make_root "$cache/root" "$suite"
    install_packages
    printf '%s\n' "$wanted" >"$cache/made-of"
fi
fetch_sources
[ -d "$cache/installation" ] || make_installation
