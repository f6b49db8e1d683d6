# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Sourced after build-aux/common.sh: Debian systems in a folder, to build and install in. As root only.

roots=${XDG_CACHE_HOME:-$HOME/.cache}/keebai-connect-roots

# make_root ROOT SUITE: Debian's smallest system, with the mirror that this computer uses.
make_root() {
    local root=$1 suite=$2 mirror
    [ "$(id -u)" -eq 0 ] || die "a Debian system is made as root only, in a container at best"
    mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Origin: Debian' 'Label: Debian' 'Identifier: Packages' | head -n 1)
    [ -n "$mirror" ] || die "apt knows no Debian mirror here"
    say "Making a Debian system ($suite; once, some minutes)"
    rm -rf "$root" "$root.new"
    mkdir -p "$(dirname "$root")"
    debootstrap --variant=minbase "$suite" "$root.new" "$mirror" >"$root.log" 2>&1 \
        || { tail -n 20 "$root.log" >&2; die "debootstrap failed"; }
    printf '#!/bin/sh\nexit 101\n' | install -m 755 /dev/stdin "$root.new/usr/sbin/policy-rc.d"
    printf 'deb %s %s main\ndeb-src %s %s main\n' "$mirror" "$suite" "$mirror" "$suite" \
        | install -m 644 /dev/stdin "$root.new/etc/apt/sources.list"
    # The proxy and certificates with which this computer reaches its mirror.
    { apt-config dump | grep -E '^Acquire::(http|https|Check|Retries)' || true; } \
        | install -m 644 /dev/stdin "$root.new/etc/apt/apt.conf.d/99host"
    echo 'force-unsafe-io' >"$root.new/etc/dpkg/dpkg.cfg.d/thrown-away"
    cp -L /etc/resolv.conf /etc/hosts "$root.new/etc/"
    mv "$root.new" "$root"
}

# copy_root ROOT SUITE: the same, copied from one that is kept.
copy_root() {
    [ -d "$roots/$2" ] || make_root "$roots/$2" "$2"
    cp -a --reflink=auto "$roots/$2" "$1"
}

# in_root ROOT COMMAND…: runs COMMAND in its own mount namespace, so that nothing stays mounted whatever happens.
in_root() {
    unshare --mount --fork --pid --kill-child bash -ec '
        root=$1; shift
        mount -t proc proc "$root/proc"
        mount --rbind /dev "$root/dev"
        exec chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin HOME=/root LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"
    ' in_root "$@"
}
