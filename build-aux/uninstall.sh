#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# uninstall.sh [BUILD]: removes what `meson install -C BUILD` has installed, and what `ninja uninstall` leaves
# behind: indexes of settings, icons and applications. An index that other programs use is updated; one that existed
# only for this program is removed, and so are empty folders. The access key and the settings belong to the person:
# docs/install.md says how to remove them.
set -euo pipefail
build=${1:-build}
log=$build/meson-logs/install-log.txt
if [ ! -f "$log" ]; then
    echo "Nothing was installed from $build: there is no $log" >&2
    exit 1
fi

# folder_of SUFFIX: the folder in which the file whose name ends with SUFFIX was installed.
folder_of() {
    local path
    path=$(grep -m 1 -- "$1\$" "$log") && dirname "$path"
}
schemas=$(folder_of .gschema.xml)
applications=$(folder_of .desktop)
icons=$(folder_of /scalable/apps/.*.svg)
icons=${icons%/scalable/apps}

# Meson counts folders that are not empty as failures; they are handled below.
ninja -C "$build" uninstall >/dev/null

# renew INDEX WHAT-IT-IS-FOR COMMAND…
renew() {
    local index=$1 kind=$2
    shift 2
    [ -f "$index" ] || return 0
    if [ -n "$(find "$(dirname "$index")" -name "$kind" -print -quit)" ]; then
        "$@"
    else
        rm "$index"
    fi
}
renew "$schemas/gschemas.compiled" '*.gschema.xml' glib-compile-schemas "$schemas"
renew "$applications/mimeinfo.cache" '*.desktop' update-desktop-database -q "$applications"
renew "$icons/icon-theme.cache" '*.[ps][nv]g' gtk4-update-icon-cache -q -t -f "$icons"

left=0
while read -r path; do
    if [ -d "$path" ]; then
        rmdir --ignore-fail-on-non-empty "$path"
    elif [ -e "$path" ]; then
        echo "Could not be removed: $path" >&2
        left=1
    fi
done < <(grep -v '^#' "$log")
exit $left
