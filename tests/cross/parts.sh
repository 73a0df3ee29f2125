#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# parts.sh TARGET...: installs what is missing of the targets' compilers and emulators. B is the build folder. Where a
# system has no compiler for a target, the reason is put into $B/cross/TARGET/skipped and printed; that it cannot be
# installed although there is one is an error.

set -eu

here=$(cd "$(dirname "$0")" && pwd)
. "$here/names.sh"

need() {
    sh "$here/../../port/need.sh" "$@"
}

is_known() { # PACKAGE
    command -v apt-cache >/dev/null && apt-cache show "$1" >/dev/null 2>&1
}

for target; do
    compiler=$(triplet_of "$target")-gcc
    skipped=$B/cross/$target/skipped
    mkdir -p "$B/cross/$target"
    rm -f "$skipped"
    if ! need "$compiler" "gcc-${compiler%-gcc}"; then
        ! is_known "gcc-${compiler%-gcc}" || exit 1
        echo "there is no $compiler here, and no package gcc-${compiler%-gcc}" >"$skipped"
        printf '  SKIP    %s: %s\n' "$target" "$(cat "$skipped")"
    else
        emulator_of "$target" >/dev/null || need "qemu-$(cpu_of "$target")" qemu-user
    fi
done
