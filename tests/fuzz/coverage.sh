#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# coverage.sh REPLAY...: runs each fuzz target, as make fuzz-coverage builds it, with its committed inputs, and prints as a
# table what lines and branches they reach of the files in reach.txt. Exit 1 if one fails, has no files, or reaches nothing.

set -u

cd "$(dirname "$0")/../.." || exit 1
B=${B:-build}
B=$(cd "$B" && pwd) || exit 1
GCOV=${GCOV:-gcov}
status=0

printf '%-10s %6s %8s %15s %7s %15s %7s\n' target inputs bytes lines % branches %
for replay; do
    name=${replay##*/fuzz_}
    inputs=tests/fuzz/corpus/$name
    find "$B/obj-coverage" -name '*.gcda' -exec rm -f {} +
    "$replay" "$inputs"/* || status=1
    find "$B/obj-coverage" -name '*.gcda' | sort | while read -r counts; do
        "$GCOV" -b -c -t "${counts%.gcda}.gcno" 2>/dev/null
    done >"$B/coverage/fuzz.gcov"
    # shellcheck disable=SC2012 # our own names
    awk -v target="$name" -v inputs="$(ls "$inputs" | wc -l)" -v bytes="$(cat "$inputs"/* | wc -c)" \
        -f tests/fuzz/coverage.awk tests/fuzz/reach.txt "$B/coverage/fuzz.gcov" || status=1
done
find "$B/obj-coverage" -name '*.gcda' -exec rm -f {} +
exit $status
