#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# in-root.sh ROOT COMMAND…: runs COMMAND as on a separate computer, whose name is that of the folder ROOT and whose
# /etc and home folder are in ROOT, and stay there for the next command. The exit code is that of COMMAND; 77 if this
# computer does not allow it.
set -euo pipefail

root=$1
shift

namespace=(unshare --mount --uts)
[ "$(id -u)" -eq 0 ] || namespace+=(--user --map-root-user)
"${namespace[@]}" true 2>/dev/null || exit 77

if [ ! -d "$root/etc" ]; then
    mkdir -p "$root/etc" "$root/home"
    mkdir -m 700 "$root/run"
    # Parts of it may belong to root.
    cp -r --preserve=links /etc/. "$root/etc" 2>/dev/null || true
    rm -rf "$root/etc/dconf" "$root/etc/glib-2.0" "$root/etc/environment"
    mkdir -p "$root/etc/dconf/db"
fi

export HOME=$root/home XDG_RUNTIME_DIR=$root/run
unset XDG_CONFIG_HOME XDG_DATA_HOME XDG_CACHE_HOME DCONF_PROFILE GSETTINGS_BACKEND
exec "${namespace[@]}" sh -ec '
    mount --bind "$1/etc" /etc
    hostname "$(basename "$1")"
    shift
    exec "$@"' sh "$root" "$@"
