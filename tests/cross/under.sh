#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The programs of tests/unit and tests/fault under emulation, two at a time; a result for each program. Sourced by the
# target's script. B is the build folder.

. "${0%/*}/../system/lib.sh"
. "$tests/cross/names.sh"

target=${0##*/units-}
target=${target%.sh}
if [ -f "$B/cross/$target/skipped" ]; then
    skip "$target: unit tests" "$(cat "$B/cross/$target/skipped")"
    finish
fi
emulator=$(emulator_of "$target")
export emulator T

# A program tells what passed by its exit status, and that it ran by its last words.
# shellcheck disable=SC2016
printf '%s\n' "$B/cross/$target/units/tests"/unit/test_* "$B/cross/$target/units/tests"/fault/test_* | xargs -P2 -n1 sh -c '
    name=${1##*/}
    "$emulator" "$1" >"$T/$name.log" 2>&1
    echo $? >"$T/$name.status"' run
for source in "$tests"/unit/test_*.c "$tests"/fault/test_*.c; do
    name=$(basename "$source" .c)
    log=$T/$name.log
    if [ ! -f "$log" ]; then
        # What make should have built and has not is its failure.
        skip "$target: $name" "not for it, for the reason that tests/cross/names.sh gives"
    elif [ "$(cat "$T/$name.status")" -eq 0 ] && grep -q '^\[  PASSED  \] [1-9]' "$log"; then
        ok "$target: $name"
    else
        : >"$T/out"
        grep -v -e '^\[ RUN      \]' -e '^\[       OK \]' "$log" >"$T/err"
        not_ok "$target: $name" "exit $(cat "$T/$name.status")"
    fi
done
finish
