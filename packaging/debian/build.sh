#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# build.sh [FOLDER]: makes keebai-connect and keebai-connect-cli as Debian packages, for the system that it
# runs on, in FOLDER (build-debian). Checks them with lintian where that is installed.
set -euo pipefail
. "$(dirname "$0")/../../build-aux/common.sh"

need_packages "${build_packages[@]}" debhelper dpkg-dev git
target=$(mkdir -p "${1:-build-debian}" && cd "${1:-build-debian}" && pwd)
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

mkdir "$place/keebai-connect"
git ls-files -z --cached --others --exclude-standard | tar --create --null --files-from=- --ignore-failed-read \
    | tar --extract --directory="$place/keebai-connect"
cd "$place/keebai-connect"
version=$(sed -n "s/^  version: '\(.*\)',/\1/p" meson.build)
mv packaging/debian debian
rm debian/build.sh
# The date of the source, so that the same source makes the same package.
date=$(git -C "$top" log -1 --format=%cD)
sed "s/@VERSION@/$version/; s/@DATE@/$date/" debian/changelog.in >debian/changelog
rm debian/changelog.in

say "Building the packages"
dpkg-buildpackage --build=binary --no-sign >"$place/build.log" 2>&1 || { tail -n 40 "$place/build.log" >&2; die "dpkg-buildpackage failed"; }
cp "$place"/*.deb "$place"/*.buildinfo "$place"/*.changes "$target/"
if command -v lintian >/dev/null; then
    say "Checking them with lintian"
    # The changelog closes no bug, because the package has none in Debian's tracker.
    lintian --fail-on error,warning --suppress-tags initial-upload-closes-no-bugs --allow-root "$target"/*.changes
fi
say "The packages are in $target"
