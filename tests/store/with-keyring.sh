#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# with-keyring.sh PROGRAM [ARGUMENTS]: runs it on its own session bus, with a real keyring that is unlocked and empty,
# and without a display. Nothing of the person's own is touched.
set -euo pipefail

for tool in dbus-run-session gdbus gnome-keyring-daemon; do
    if ! command -v "$tool" >/dev/null; then
        echo "1..0 # SKIP $tool is missing"
        exit 77
    fi
done

home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
mkdir -m 700 "$home/run"
export HOME=$home XDG_RUNTIME_DIR=$home/run
export XDG_DATA_HOME=$home/data XDG_CONFIG_HOME=$home/config XDG_CACHE_HOME=$home/cache
unset DISPLAY WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS GNOME_KEYRING_CONTROL

# The test's variables make warnings fatal and fill the log; the daemons must not see them.
strict=("G_DEBUG=${G_DEBUG:-}" "G_MESSAGES_DEBUG=${G_MESSAGES_DEBUG:-}")
unset G_DEBUG G_MESSAGES_DEBUG MALLOC_PERTURB_

# The daemon ends with the session bus. Without a wait for its name, the bus could start a second one, which is
# locked.
dbus-run-session -- bash -euo pipefail -c '
    printf %s "not a secret" | gnome-keyring-daemon --unlock --components=secrets >/dev/null
    gdbus wait --session --timeout 20 org.freedesktop.secrets
    env "$@"
' with-keyring "${strict[@]}" "$@"
