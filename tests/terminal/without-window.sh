#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# without-window.sh [BUILD]: checks that -Dwindow=false can be configured where neither GTK nor libadwaita is
# installed, and that what is built and installed then contains nothing of a window. With BUILD, everything is built
# in that folder, and its tests run.
set -euo pipefail

source=$(realpath "$(dirname "$0")/../..")
place=$(mktemp -d "${TMPDIR:-/tmp}/keebai-without-window.XXXXXX")
trap 'rm -rf "$place"' EXIT

cat >"$place/pkg-config" <<'END'
#!/bin/sh
case " $* " in *gtk* | *adwaita* | *gdk*) exit 1 ;; esac
exec pkg-config "$@"
END
chmod +x "$place/pkg-config"

build=${1:-$place/build}
# The option must be necessary: with a window, configuring must fail.
if PKG_CONFIG="$place/pkg-config" meson setup "$place/with" "$source" -Dtests=false >/dev/null 2>&1; then
    echo "configured with a window where there is no GTK: the test tests nothing"
    exit 1
fi
PKG_CONFIG="$place/pkg-config" meson setup "$build" "$source" -Dwindow=false >"$place/log" 2>&1 || { cat "$place/log"; exit 1; }

if grep -E 'gtk-4|libadwaita|src/ui/' "$build/build.ninja"; then
    echo "builds something of a window"
    exit 1
fi
meson introspect "$build" --installed >"$place/installed"
for program in keebai-connect-cli keebai-sandbox; do
    grep -q "bin/$program\"" "$place/installed" || { echo "$program is not installed"; exit 1; }
done
if grep -E 'bin/keebai-connect"|\.desktop"|metainfo|icons/|dbus-1' "$place/installed"; then
    echo "installs something of a window"
    exit 1
fi
if [ -n "${1:-}" ]; then
    ninja -C "$build" --quiet
    meson test -C "$build" --no-rebuild --quiet --print-errorlogs
fi
