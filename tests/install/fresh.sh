#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Runs README's two commands in a Debian system that has nothing installed, on a clone of what is committed:
# build-aux/run.sh opens the window, and build-aux/test.sh passes. Both have to install everything that they need.
#
#   tests/install/fresh.sh [SUITE [OPTION…]]   in that release of Debian (bookworm); options of test.sh (--quick)
#
# As root only, because it makes a Debian system; it takes half an hour. Pictures and logs go to build/fresh-SUITE.
set -euo pipefail
. "$(dirname "$0")/../../build-aux/common.sh"
. tests/support/debian-root.sh
. tests/support/checks.sh

need_packages debootstrap git
begun=$SECONDS
suite=${1:-bookworm}
shift || true
results=$top/build/fresh-$suite
rm -rf "$results"
mkdir -p "$results"
place=$(mktemp -d "${TMPDIR:-/tmp}/keebai-fresh.XXXXXX")
# in_root () mounts everything in there, and unmounts it when it ends.
trap 'rm -rf "$place"' EXIT
copy_root "$place/root" "$suite"
git clone --quiet --no-hardlinks "$top" "$place/root/srv/keebai-connect"

# in_clone LOG COMMAND…
in_clone() {
    local log=$results/$1
    shift
    in_root "$place/root" sh -c 'cd /srv/keebai-connect && exec "$@"' sh "$@" >"$log" 2>&1
}

say "build-aux/run.sh"
check "it ends well" in_clone run.log build-aux/run.sh
check "it connected a number both ways" test "$(grep -c '^ *Connected channel ' "$results/run.log")" -eq 2
check "it left pictures" sh -c 'ls "$1"/*.png' sh "$place/root/srv/keebai-connect/build/tour"
cp -r "$place/root/srv/keebai-connect/build/tour" "$results/" || true
say "build-aux/test.sh ${*:---quick}"
check "it passes" in_clone test.log build-aux/test.sh "${@:---quick}"
tail -n 1 "$results/test.log"
cp "$place"/root/srv/keebai-connect/build*/meson-logs/testlog.txt "$results/" || true
check "not one warning from the compiler" sh -c '! grep -n "warning:" "$1"/*.log' sh "$results"

echo "took $((SECONDS - begun)) s"
finish_checks
