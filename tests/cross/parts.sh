#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# parts.sh TARGET...: what a system has no compiler for: the reason is put into $B/cross/TARGET/skipped, and printed. What it
# has was installed before, or make has ended. B is the build folder.

set -eu

here=$(cd "$(dirname "$0")" && pwd)
. "$here/names.sh"

for target; do
    compiler=$(triplet_of "$target")-gcc
    skipped=$B/cross/$target/skipped
    mkdir -p "$B/cross/$target"
    rm -f "$skipped"
    command -v "$compiler" >/dev/null || {
        echo "there is no $compiler here, and no package gcc-${compiler%-gcc}" >"$skipped"
        printf '  SKIP    %s: %s\n' "$target" "$(cat "$skipped")"
    }
done
