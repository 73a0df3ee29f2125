#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# sizes.sh [--update]: the sizes of the programs below $B/cross beside the committed ones, which are those of one version of
# the compiler: with another one the number is only printed.

set -eu

cd "$(dirname "$0")/../.."
. tests/cross/names.sh
. tests/budget/compare.sh
B=${B:-build}
measured=$B/cross/measured

for target in $targets; do
    out=$B/cross/$target
    if [ -f "$out/skipped" ]; then
        echo "program_size_$target - $(cat "$out/skipped")"
    elif [ ! -f "$out/zimport" ]; then
        echo "program_size_$target - not built now"
    else
        echo "program_size_$target $(wc -c <"$out/zimport") $(with "$(triplet_of "$target")-gcc")"
    fi
done >"$measured"

[ "${1-}" != --update ] || update "$measured"
if compare cross "$measured"; then
    echo "cross: all within"
else
    echo "cross: a program has grown; where that has a good reason: sh tests/cross/sizes.sh --update, and commit the numbers with it"
    exit 1
fi
