#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# proofs.sh [NAME...]: proves what proofs.txt lists, as many at a time as there are processors, and of each that CBMC finds
# the fault that is planted for it: in a copy of the code, not in the proof. Prints a line for each proof, with its seconds;
# the last line is the sum, or the exit status is 1.
#
# Settings: B (where to build), CPPFLAGS, SECONDS_MOST (of processor time, for each run of CBMC; 120).

set -eu

table=tests/proofs/proofs.txt
casts=tests/proofs/casts.txt
B=${B:-build}
flags=$(printf %s "$CPPFLAGS" | tr -d '\\') # they are quoted for a shell
bin=$B/cbmc-src/bin
# What is checked in addition to assertions, bounds, pointers, overflow of signed numbers, shifts, division and unwinding.
checks='--no-malloc-may-fail --pointer-overflow-check --slice-formula'

# lines NAME WORD: what follows WORD in the entry NAME.
lines() {
    awk -v name="$1" -v word="$2" '/^#/ { next } $1 == "proof" { here = $2 == name }
        here && $1 == word { sub(/^ *[a-z]+ */, ""); print }' "$table"
}

faulty() { # NAME: the file that gets the fault
    lines "$1" fault | sed 's/ .*//'
}

names() {
    awk '$1 == "proof" { print $2 }' "$table"
}

# verify NAME FOLDER CHECK [TREE]: CBMC's exit status, which is 0 if it holds; what it says is in FOLDER. Files of TREE
# stand in for those of the same name.
verify() {
    files=
    include=-I$(dirname "$(faulty "$1")")
    for file in tests/proofs/$(lines "$1" harness) tests/proofs/missing.c $(lines "$1" sources); do
        [ ! -f "${4-}/$file" ] || file=$4/$file
        files="$files $file"
    done
    # shellcheck disable=SC2046,SC2086 # words
    {
        "$bin/goto-cc" -std=c99 -DPROVING -D_POSIX_C_SOURCE=200809L -o "$2/program" --function proof ${4:+-I$4/src -I$4} -Iinclude -Isrc -isystem "$B/jsmn" \
            $flags $include $(lines "$1" flags) $files >"$2/said" 2>&1 || return 2
        for call in $(lines "$1" replace); do
            "$bin/goto-instrument" --replace-calls "$call" "$2/program" "$2/program" >"$2/said" 2>&1 || return 2
        done
        for call in $(lines "$1" calls); do
            "$bin/goto-instrument" --restrict-function-pointer "$call" "$2/program" "$2/program" >"$2/said" 2>&1 || return 2
        done
        (ulimit -t "${SECONDS_MOST:-120}" && exec "$bin/cbmc" $checks "$3" --unwind "$(lines "$1" unwind)" $(lines "$1" options) \
            "$2/program" >"$2/said" 2>&1)
    }
}

# meant FOLDER: nothing fails but conversions that casts.txt lists, which go to FOLDER/casts. What else fails, to FOLDER/rest.
meant() {
    grep ': FAILURE$' "$1/said" |
        sed 's/^\[\([a-z_0-9]*\)\.[^ ]* line [0-9]* \(.*\): FAILURE$/\1 \2/; s/ arithmetic overflow on .* type conversion in /: /; s/\$link[0-9]*//g' | sort -u >"$1/failures"
    grep -x -F -f "$casts" "$1/failures" >"$1/casts"
    grep -v -x -F -f "$casts" "$1/failures" >"$1/rest"
    [ -s "$1/casts" ] && [ ! -s "$1/rest" ]
}

# What CBMC says last: the property that fails, and where; or another reason.
failures() {
    grep -q '^Violated property:' "$1/said" || set -- "$1" 8
    if [ -s "$1/rest" ]; then
        head -n 3 "$1/rest"
    elif [ $# -eq 1 ]; then
        sed -n '/^Violated property:/,$p' "$1/said" | sed -n '2,3p'
    else
        tail -n "$2" "$1/said"
    fi | sed 's/^ */# /'
}

# A loop that goes on for longer would be a limit reached, and a missing function a fault of the table.
finds() { # FOLDER
    failures "$1" | sed -n 2p | grep -v -e '^# unwinding assertion' -e '^# recursion unwinding' -e '^# no body' | grep -q .
}

# Processor time of all that had ended when $work/times was written, in seconds.
spent() {
    awk 'NR == 2 { split($1, t, /[ms]/); print t[1] * 60 + t[2] }' "$work/times"
}

# one NAME: a line about it.
one() {
    work=$B/proofs/$1
    rm -rf "$work"
    mkdir -p "$work/good" "$work/bad"
    file=$(faulty "$1")
    mkdir -p "$work/tree/$(dirname "$file")"
    sed "$(lines "$1" fault | sed 's/^[^ ]* *//')" "$file" >"$work/tree/$file"
    if cmp -s "$file" "$work/tree/$file"; then
        echo "not ok $1: the fault that proofs.txt plants changes nothing in $file" && return
    fi
    status=0
    verify "$1" "$work/good" --conversion-check || status=$?
    if [ $status -eq 10 ] && meant "$work/good"; then
        status=0
    fi
    times >"$work/times"
    held=$(spent)
    if [ $status -ne 0 ]; then
        [ $status -le 10 ] || echo "# ended with $status" >>"$work/good/said"
        printf 'not ok %s: does not hold (%s s)\n%s\n' "$1" "$held" "$(failures "$work/good")" && return
    fi
    status=0
    verify "$1" "$work/bad" --stop-on-fail "$work/tree" || status=$?
    times >"$work/times"
    all=$(spent)
    if [ $status -ne 10 ] || ! finds "$work/bad"; then
        printf 'not ok %s: the planted fault is not found\n%s\n' "$1" "$(failures "$work/bad")" && return
    fi
    echo "$held $all" | awk -v name="$1" '{
        printf "ok %s: holds (%.1f s); the planted fault is found (%.1f s)\n", name, $1, $2 - $1 }'
}

cd "$(dirname "$0")/../.."
if [ "${1-}" = --one ]; then
    one "$2"
    exit
fi
wanted=${*:-$(names)}
mkdir -p "$B/proofs"
start=$(date +%s)
# shellcheck disable=SC2086 # words
printf '%s\n' $wanted | xargs -P "$(nproc)" -n 1 sh tests/proofs/proofs.sh --one | tee "$B/proofs/log"
held=$(grep -c '^ok ' "$B/proofs/log" || :)
if [ "$held" -ne "$(echo "$wanted" | wc -w)" ]; then
    echo "proofs: $(grep -c '^not ok ' "$B/proofs/log") of $(echo "$wanted" | wc -w) fail"
    exit 1
fi
if [ $# -eq 0 ]; then
    grep '^[a-z]' "$casts" | sort -u >"$B/proofs/casts"
    unneeded=$(cat "$B"/proofs/*/good/casts | sort -u | comm -13 - "$B/proofs/casts")
    if [ -n "$unneeded" ]; then
        printf '%s\nproofs: casts.txt lists these, which lose nothing\n' "$unneeded"
        exit 1
    fi
fi
echo "proofs: $held hold, $held planted faults found, $(($(date +%s) - start)) s"
