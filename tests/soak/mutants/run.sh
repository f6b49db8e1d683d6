#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Tests the soak: each patch in this folder breaks the program in one way, and the soak must find that wrong; the
# unchanged program must pass.
#
#   tests/soak/mutants/run.sh [--attempts N] [--seed S] [NAME…]
#
# NAME is a patch without ".patch", or "unchanged"; without one, all run. N (400) is the number of attempts that a
# mutant may survive. Everything is built in build/mutants, from a copy; the output of each run is there too, in
# NAME.log. The exit status is 1 if a mutant survives, or if the unchanged program is found wrong.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../../../build-aux/common.sh"

attempts=400
seed=1
names=()
while [ $# -gt 0 ]; do
    case $1 in
        --attempts) attempts=$2; shift 2 ;;
        --seed) seed=$2; shift 2 ;;
        -*) sed -n 's/^#   //p' "$0" >&2; exit 2 ;;
        *) names+=("$1"); shift ;;
    esac
done
if [ ${#names[@]} -eq 0 ]; then
    names=(unchanged)
    for patch in "$here"/*.patch; do names+=("$(basename "$patch" .patch)"); done
fi

need_packages "${build_packages[@]}" git
work=$top/build/mutants
copy=$work/source
mkdir -p "$work"
rm -rf "$copy"
mkdir "$copy"
git ls-files -z --cached --others --exclude-standard \
    | tar --create --null --files-from=- --ignore-failed-read 2>/dev/null | tar --extract --directory="$copy"
# If an interrupted run has built something from a patched file, it is built again.
sed -n 's|^+++ b/||p' "$here"/*.patch | sort -u | (cd "$copy" && xargs touch)
[ -f "$work/build/build.ninja" ] || meson setup "$work/build" "$copy" --buildtype=debug >"$work/setup.log"

# The copy does not belong to the checkout that it is in.
export GIT_CEILING_DIRECTORIES=$work
export G_DEBUG=fatal-warnings GIO_USE_VFS=local no_proxy='*' LC_ALL=C.UTF-8
failed=0
printf '%-44s %-10s %8s %8s %5s  %s\n' mutant '' attempts seed s 'first seen as'

# run NAME: builds and runs the copy, and prints its line of the table.
run() {
    local name=$1 log=$work/$1.log began=$SECONDS status=0 result='' first='' count='' found=''
    if ! ninja -C "$work/build" tests/soak/kc-soak src/keebai-sandbox >"$log" 2>&1; then
        failed=1
        printf '%-44s %-10s %8s %8s %5d  %s\n' "$name" 'NOT BUILT' - - $((SECONDS - began)) "see $log"
        return
    fi
    nice -n 19 "$work/build/tests/soak/kc-soak" --until-wrong --attempts "$attempts" --seed "$seed" \
        "$work/build/src/keebai-sandbox" >"$log" 2>&1 || status=$?
    first=$(grep -A1 -m1 '^FAILED seed' "$log" || true)
    found=$(sed -n '1s/^FAILED seed \([0-9]*\).*/\1/p' <<<"$first")
    count=$(sed -n 's/^FAILED: attempt \([0-9]*\)$/\1/p' "$log")
    first=$(sed -n -e '1s/^[^:]*: \(.*\): [^:]* (held up.*/\1/p' -e '2s/^  \([a-z].*\)/; \1/p' <<<"$first" \
        | grep -v -e '^; embedded,' -e '^; QR,' | tr -d '\n' || true)
    case $name,$status in
        unchanged,0) result=fine ;;
        unchanged,*) result=WRONG ;;
        *,0) result=SURVIVED ;;
        *,1) [ -n "$found" ] && result=wrong || result=UNCLEAR ;;
        *) result=ABORTED ;;
    esac
    case $result in fine | wrong) ;; *) failed=1 ;; esac
    printf '%-44s %-10s %8s %8s %5d  %s\n' "$name" "$result" "${count:-$attempts}" "${found:--}" \
        $((SECONDS - began)) "$first"
}

for name in "${names[@]}"; do
    if [ "$name" = unchanged ]; then
        run unchanged
        continue
    fi
    [ -f "$here/$name.patch" ] || die "there is no $here/$name.patch"
    git -C "$copy" apply "$here/$name.patch"
    run "$name"
    git -C "$copy" apply --reverse "$here/$name.patch"
done
exit $failed
