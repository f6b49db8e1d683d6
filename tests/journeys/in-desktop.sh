#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# in-desktop.sh BUILD COMMAND…: runs COMMAND in its own small desktop, which is gone afterwards: an X server without a
# screen (with KEEBAI_DISPLAY=wayland a Wayland compositor, and no X server), a session bus, the accessibility bus, an
# unlocked keyring, a notification service, and a temporary home folder. The exit code is that of COMMAND; 77 if
# something is not installed. The programs are those of BUILD, or of the prefix KEEBAI_PREFIX if it is set.
set -euo pipefail

if [ "${1:-}" = --inside ]; then
    shift
    /usr/bin/python3 "$(dirname "$0")/notifications.py" "$HOME/notifications" >/dev/null 2>&1 &
    printf 'practice' | gnome-keyring-daemon --foreground --unlock --components=secrets >/dev/null 2>&1 &
    echo $! >"$HOME/keyring.pid"
    trap 'kill $(jobs -p) 2>/dev/null || true' EXIT
    result=0
    "$@" >&4 2>&5 4>&- 5>&- || result=$?
    exit $result
fi

build=$(realpath "$1")
source=$(realpath "$(dirname "$0")/../..")
shift

display=${KEEBAI_DISPLAY:-x11}
case $display in
    x11) tools=(Xvfb import xdotool) with_display=with-display.sh ;;
    wayland) tools=(sway swaymsg setpriv grim wl-copy) with_display=with-wayland.sh ;;
    *) echo "KEEBAI_DISPLAY: x11 or wayland, not $display" >&2; exit 2 ;;
esac

for tool in dbus-run-session "${tools[@]}"; do
    if ! command -v "$tool" >/dev/null; then
        echo "1..0 # SKIP $tool is not installed"
        exit 77
    fi
done

place=$(mktemp -d "${TMPDIR:-/tmp}/keebai-desktop.XXXXXX")
clean_up() {
    # Programs that outlive their session go on writing into the folder for a moment.
    for _ in 1 2 3 4 5; do
        rm -rf "$place" 2>/dev/null && return
        sleep 0.2
    done
}
trap clean_up EXIT
mkdir -m 700 "$place/home" "$place/run"

export HOME=$place/home XDG_RUNTIME_DIR=$place/run
unset XDG_CONFIG_HOME XDG_DATA_HOME XDG_CACHE_HOME XDG_STATE_HOME WAYLAND_DISPLAY DISPLAY \
    DBUS_SESSION_BUS_ADDRESS KEEBAI_API_KEY KEEBAI_BASE_URL G_DEBUG
export LC_ALL=C.UTF-8 GDK_BACKEND=$display GSK_RENDERER=cairo GTK_A11Y=atspi GSETTINGS_BACKEND=memory
export XDG_DATA_DIRS=/usr/local/share:/usr/share
if [ -n "${KEEBAI_PREFIX:-}" ]; then
    # Only what was installed there. A program in /usr needs no variables.
    [ "$KEEBAI_PREFIX" = /usr ] || export XDG_DATA_DIRS=$KEEBAI_PREFIX/share:$XDG_DATA_DIRS
else
    export GSETTINGS_SCHEMA_DIR=$build/data XDG_DATA_DIRS=$source/data:$XDG_DATA_DIRS
fi
# GTK reports the use of what will be removed.
export G_ENABLE_DIAGNOSTIC=1
export KEEBAI_BUILD=$build NO_AT_BRIDGE=0 PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1

# What a GNOME desktop's settings daemon would set.
mkdir -p "$HOME/.config/gtk-4.0"
printf '[Settings]\ngtk-font-name=Cantarell 11\ngtk-xft-dpi=98304\ngtk-xft-antialias=1\ngtk-xft-hinting=1\ngtk-xft-hintstyle=hintslight\ngtk-decoration-layout=appmenu:close\n' \
    >"$HOME/.config/gtk-4.0/settings.ini"

# In sanitized builds. GTK and its libraries keep memory until the process ends.
export ASAN_OPTIONS=detect_leaks=0 UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1

# A bus that starts nothing by itself but the accessibility bus and the services in the folder KEEBAI_SERVICES: what a
# journey has not started does not exist.
mkdir "$place/services"
cp /usr/share/dbus-1/services/org.a11y.Bus.service ${KEEBAI_SERVICES:+"$KEEBAI_SERVICES"/*.service} "$place/services/"
cat >"$place/bus.conf" <<END
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=$place/run</listen>
  <auth>EXTERNAL</auth>
  <servicedir>$place/services</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
END

# The command keeps our output; that of the bus and its services goes elsewhere.
exec 4>&1 5>&2
"$source/tests/support/$with_display" 2400x1400 \
    dbus-run-session --config-file="$place/bus.conf" -- "$(realpath "$0")" --inside "$@" >"$place/bus.log" 2>&1
