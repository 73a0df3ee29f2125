#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# coverage.sh TEST...: runs these test programs, which count, and says which branches of the core none of them took; with
# WITH=system also which ones of the program and its ports they, the system tests, and the fuzz targets (REPLAYS) with their
# committed inputs did not take. B is the build folder.
# What has to be reached is in gates.txt. Exit 1 if a test fails or something is below its gate.

set -u

cd "$(dirname "$0")/../.." || exit 1
B=${B:-build}
B=$(cd "$B" && pwd) || exit 1
export B
GCOV=${GCOV:-gcov}
status=0

# counted BY: a table of the folders that gates.txt names for it, and what is missing. Fuzz targets have code in them that they
# include; those of an earlier WITH=system may be older than that code.
counted() {
    none=
    [ "$1" = system ] || none='*/tests/fuzz/*'
    find "$B/obj-coverage" -name '*.gcno' ! -path "$none" | sort | while read -r notes; do
        # shellcheck disable=SC2086 # options
        "$GCOV" -b -c $conditions -t "$notes" 2>/dev/null
    done >"$B/coverage/$1.gcov"
    awk -v by="$1" -f tests/coverage/report.awk tests/coverage/gates.txt "$B/coverage/$1.gcov" >"$B/coverage/$1.txt" || status=1
    cat "$B/coverage/$1.txt"
}

# The system tests but those that run other programs than the one that counts; held_test is left out because it lives on the
# time that a request takes.
that_run_it() {
    for script in tests/system/*_test.sh; do
        case ${script##*/} in
        built_* | chains_* | completion_* | examples_* | held_* | install_* | man3_* | pages_* | rtos_* | sdk_* | shell_* | static_* | threads_*) ;;
        *) echo "$script" ;;
        esac
    done
}

conditions=
"$GCOV" --help | grep -q -e '--conditions' && conditions=--conditions

find "$B/obj-coverage" -name '*.gcda' -exec rm -f {} +
begun=$(date +%s)
sh tests/run.sh "$@" -- -- >"$B/coverage/unit.log" || {
    status=1
    cat "$B/coverage/unit.log"
}
counted unit
echo "# by $# programs of tests/unit and tests/fault: $(($(date +%s) - begun)) s"

if [ "${WITH-}" = system ]; then
    begun=$(date +%s)
    ZIMPORT=$B/coverage/zimport
    TEST_SECONDS=${TEST_SECONDS:-560}
    export ZIMPORT TEST_SECONDS
    # shellcheck disable=SC2046 # names of scripts
    sh tests/run.sh -- -- $(that_run_it) >"$B/coverage/system.log" || {
        status=1
        cat "$B/coverage/system.log"
    }
    for replay in $REPLAYS; do
        "$replay" "tests/fuzz/corpus/${replay##*/fuzz_}"/* || status=1
    done
    counted system
    echo "# with tests/system and the inputs of tests/fuzz: $(($(date +%s) - begun)) s more"
fi
exit "$status"
