# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Sourced by run.sh and test.sh: the packages that they need, and how to install them.

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$top"

say() { printf '\033[1m==> %s\033[0m\n' "$*"; }
die() { printf 'error: %s\n' "$*" >&2; exit 1; }

# To build and run.
build_packages=(
    gcc meson ninja-build pkg-config gettext
    libgtk-4-dev libadwaita-1-dev libsoup-3.0-dev libjson-glib-dev libsecret-1-dev libqrencode-dev
    libpng-dev
    libglib2.0-dev-bin libgtk-4-bin desktop-file-utils libxml2-utils
    adwaita-icon-theme ca-certificates glib-networking gsettings-desktop-schemas librsvg2-common fonts-cantarell
)
# To drive the window where there is no display: an X server without a screen, the accessibility
# bus and its Python binding, screenshots.
drive_packages=(
    xvfb dbus at-spi2-core python3 python3-gi python3-pyatspi gir1.2-atspi-2.0
    imagemagick xdotool x11-xserver-utils
)
# To run the whole test suite.
test_packages=(
    appstream clang-format dconf-cli dconf-gsettings-backend gnome-keyring tmux python3-jsonschema
    libsecret-tools zbar-tools openssl chromium python3-websocket python3-pil
    sway grim wl-clipboard xkb-data
)

# Installs those of the named packages that are missing, and says so first.
need_packages() {
    local missing=() package
    for package in "$@"; do
        if ! dpkg-query -W -f='${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed; then
            missing+=("$package")
        fi
    done
    [ ${#missing[@]} -eq 0 ] && return 0
    command -v apt-get >/dev/null \
        || die "this script installs packages on Debian only; please install: ${missing[*]}"
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || die "please install as root: apt-get install ${missing[*]}"
        as_root=(sudo)
    fi
    say "Installing with apt: ${missing[*]}"
    "${as_root[@]}" apt-get update -qq
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -qq -y --no-install-recommends "${missing[@]}" >/dev/null
}

# build_in DIRECTORY [meson setup options]: configures once, then builds what has changed.
build_in() {
    local directory=$1
    shift
    if [ ! -f "$directory/build.ninja" ]; then
        say "Configuring $directory"
        meson setup "$directory" "$@" >"$directory.log" 2>&1 || { cat "$directory.log" >&2; die "meson setup failed"; }
        rm -f "$directory.log"
    fi
    say "Building in $directory"
    ninja -C "$directory" --quiet
}
