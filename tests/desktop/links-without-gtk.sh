#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# links-without-gtk.sh PROGRAM: neither GTK nor anything that draws is loaded with PROGRAM.
set -euo pipefail

libraries=$(ldd "$1")
# What has to be there, so that an empty answer proves nothing.
grep -q 'libsoup-3' <<<"$libraries"
if grep -E 'libgtk|libadwaita|libgdk|libpango|libcairo|libX11|libwayland' <<<"$libraries"; then
    echo "$1 loads what only a window needs"
    exit 1
fi
