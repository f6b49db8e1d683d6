#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Keebai Connect developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Runs hundreds of attempts with random faults, and checks that each ends with the truth.
#
#   tests/soak/run.sh [--attempts N] [--seed S] [--lanes N] [--scale N] [--verbose]
#
# To repeat a seed that failed: tests/soak/run.sh --attempts 1 --seed S --verbose
set -euo pipefail
. "$(dirname "$0")/../../build-aux/common.sh"

need_packages "${build_packages[@]}"
build_in build
export G_DEBUG=fatal-warnings GIO_USE_VFS=local no_proxy='*' LC_ALL=C.UTF-8
exec nice -n 10 build/tests/soak/kc-soak "$@" build/src/keebai-sandbox
