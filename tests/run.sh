#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# run.sh UNIT... -- FUZZ... -- SYSTEM...
#
# Runs test programs, two for each processor at a time, since they wait for half of their time: unit programs (cmocka),
# fuzz targets (libFuzzer) for FUZZ_SECONDS each, and system scripts, which print `ok NAME`, `not ok NAME: WHY`,
# `skip NAME: WHY` and, behind a failure, lines that begin with #.
# B is the build folder; everything written goes below it. A system script may take TEST_SECONDS (500). A line a program,
# then the failures, then the sum.
# Exit 1 if something failed or nothing ran.

set -u

tenths() {
    t=$(date +%s%N)
    case $t in
    *N) t=$(date +%s)000000000 ;; # a date(1) without nanoseconds
    esac
    echo $((t / 100000000))
}

# limited SECONDS COMMAND...: in the background, so that a signal ends it at once.
limited() {
    timeout -k 10 "$@" >"$log" 2>&1 </dev/null &
    child=$!
    trap 'kill "$child" 2>/dev/null; exit 143' INT TERM HUP
    wait "$child"
    status=$?
    trap - INT TERM HUP
}

run_unit() {
    limited 180 "$1"
    # One line per group of tests.
    passed=$(sum_of '^\[  PASSED  \] ')
    failed=$(sum_of '^\[  FAILED  \] [0-9]* test(s)')
    skipped=$(sum_of '^\[  SKIPPED \] [0-9]* test(s)')
}

sum_of() {
    grep "$1" "$log" | awk '{ n += $4 } END { print n + 0 }'
}

run_fuzz() {
    folder=$WORK/$name.fuzz
    mkdir -p "$folder/corpus"
    short=${name#fuzz_}
    for from in "tests/fuzz/corpus/$name" "tests/fuzz/corpus/$short"; do
        [ ! -d "$from" ] || cp -R "$from/." "$folder/corpus/"
    done
    set -- "$1" -max_total_time="$FUZZ_SECONDS" -timeout=10 -rss_limit_mb=1024 -print_final_stats=1 \
        -artifact_prefix="$folder/" "$folder/corpus"
    for dict in "tests/fuzz/$name.dict" "tests/fuzz/$short.dict"; do
        [ ! -f "$dict" ] || set -- "$@" -dict="$dict"
    done
    limited $((FUZZ_SECONDS + 120)) "$@"
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    note=", ${runs:-no} runs"
    passed=$((status == 0))
    if [ "$status" -eq 0 ] && [ "${runs:-0}" -gt 0 ]; then
        rm -rf "$folder"
    else
        passed=0
        failed=1
        find "$folder" -name '*-*' -type f ! -path '*/corpus/*' | sed 's/^/# input: /' >>"$log"
    fi
}

run_system() {
    limited "${TEST_SECONDS:-500}" sh "$1"
    passed=$(grep -c '^ok ' "$log")
    failed=$(grep -c '^not ok ' "$log")
    skipped=$(grep -c '^skip ' "$log")
    # A check that does not exist is none that passed.
    failed=$((failed + $(grep -c "^[^ #]*: [0-9]*: .*: not found$" "$log")))
}

# The names of its files tell the kind, so that the three kinds cannot clash.
run_one() {
    kind=$1
    name=${2##*/}
    log=$WORK/$kind-$name.log
    note=
    passed=0
    failed=0
    skipped=0
    mkdir -p "$WORK/$kind-$name.tmp"
    TMPDIR=$WORK/$kind-$name.tmp
    export TMPDIR
    begun=$(tenths)
    "run_$kind" "$2"
    took=$(($(tenths) - begun))
    [ "$status" -ne 124 ] || echo "# ended by the time limit" >>"$log"
    # An exit status without a failure is one: a crash, a leak, a script that broke.
    [ "$status" -eq 0 ] || [ "$failed" -gt 0 ] || failed=1
    [ $((passed + failed + skipped)) -gt 0 ] || failed=1
    rm -rf "$TMPDIR"
    word=ok
    if [ "$failed" -gt 0 ]; then
        word=FAILED
        echo "# exit status $status" >>"$log"
        note="$note, $failed failed"
    fi
    [ "$skipped" -eq 0 ] || note="$note, $skipped skipped"
    printf '%-6s %-6s %-26s %5s.%s s  %s passed%s\n' "$word" "$kind" "$name" $((took / 10)) $((took % 10)) "$passed" "$note"
    echo "$passed $failed $skipped" >"$WORK/$kind-$name.sum"
}

show_failure() {
    echo
    echo "==== $1: $2 ($WORK/$1-$2.log)"
    case $1 in
    system) grep -v '^ok ' "$WORK/$1-$2.log" | tail -n 60 ;;
    unit) grep -v -e '^\[ RUN      \]' -e '^\[       OK \]' "$WORK/$1-$2.log" | tail -n 60 ;;
    *) tail -n 40 "$WORK/$1-$2.log" ;;
    esac
}

run_all() {
    kind=$1
    shift
    [ $# -gt 0 ] || return 0
    printf '%s\n' "$@" | xargs -n 1 -P "$((2 * $(nproc 2>/dev/null || echo 2)))" sh "$0" --one "$kind"
    for program in "$@"; do
        sum=$WORK/$kind-${program##*/}.sum
        [ -f "$sum" ] || echo "0 1 0" >"$sum"
    done
}

if [ "${1-}" = --one ]; then
    run_one "$2" "$3"
    exit 0
fi

case $0 in
/*) ;;
*) exec sh "$PWD/$0" "$@" ;;
esac
cd "${0%/*}/.." || exit 1
B=${B:-build}
mkdir -p "$B" && B=$(cd "$B" && pwd) || exit 1
WORK=$(mktemp -d "$B/test-XXXXXX") || exit 1
FUZZ_SECONDS=${FUZZ_SECONDS:-5}
ASAN_OPTIONS=detect_leaks=1:halt_on_error=1:exitcode=99
UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1:exitcode=99
export B WORK FUZZ_SECONDS ASAN_OPTIONS UBSAN_OPTIONS

units=''
fuzzers=''
systems=''
kind=units
for program; do
    case $kind-$program in
    units---) kind=fuzzers ;;
    fuzzers---) kind=systems ;;
    *) eval "$kind=\"\$$kind \$program\"" ;;
    esac
done
# shellcheck disable=SC2086 # lists, split at blanks on purpose
{
    run_all unit $units
    run_all system $systems
    run_all fuzz $fuzzers
}

for sum in "$WORK"/*.sum; do
    [ -f "$sum" ] || continue
    read -r passed failed skipped <"$sum"
    name=${sum##*/}
    name=${name%.sum}
    [ "$failed" -eq 0 ] || show_failure "${name%%-*}" "${name#*-}"
done
total=$(cat "$WORK"/*.sum 2>/dev/null | awk '{ p += $1; f += $2; s += $3 } END { print p + 0, f + 0, s + 0 }')
read -r passed failed skipped <<END
$total
END
if [ "$failed" -eq 0 ]; then
    if [ "$skipped" -gt 0 ]; then
        grep -h '^skip ' "$WORK"/*.log
    fi
    rm -rf "$WORK"
else
    echo
    echo "What the programs wrote is in $WORK"
fi
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
