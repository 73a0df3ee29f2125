#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# make lint: everything that can be found without running the program. Installs what it needs. Each finding is printed as
# FILE:LINE: message; the last line is "lint: N checks, all passed", or the exit status is 1.
#
# Settings: B (where to build), HOSTCC, MBEDTLS_DIR, LWIP_DIR; ONLY=NAME runs one check alone.

set -u

cd "$(dirname "$0")/../.." || exit 1
here=tests/lint
B=${B:-build}
export B
work=$B/lint
mkdir -p "$work"

sh port/need.sh lint || exit 1
checks=0
failed=''

# check NAME COMMAND...: a finding is a line of output, or failure without one.
check() {
    name=$1
    shift
    [ "${ONLY:-$name}" = "$name" ] || return 0
    checks=$((checks + 1))
    printf '  LINT    %s\n' "$name"
    "$@" >"$work/$name.found" 2>&1 && return 0
    failed="$failed $name"
    [ -s "$work/$name.found" ] || echo "$*: failed without a word" >"$work/$name.found"
    cat "$work/$name.found"
}

kept() {
    git ls-files -co --exclude-standard -- "$@" | while read -r file; do
        [ ! -f "$file" ] || printf '%s\n' "$file"
    done
}

formatted() {
    kept '*.c' '*.h' | tr '\n' '\0' | xargs -0 clang-format --dry-run -Werror 2>&1 |
        sed -n 's/^\([^ :]*:[0-9]*\):[0-9]*: error: .*/\1: not as make format has it/p' | sort -u -t: -k1,1 >"$work/format"
    cat "$work/format"
    [ ! -s "$work/format" ]
}

cppcheck_run() {
    # Headers are seen through the files that include them.
    kept '*.c' >"$work/cppcheck.files"
    cppcheck --quiet --enable=warning,performance,portability,style --std=c99 --platform=unix64 --inline-suppr -j2 \
        --suppressions-list=$here/cppcheck.txt --template='{file}:{line}: {id}: {message}' --error-exitcode=1 \
        -Iinclude -Isrc -I. -Itests/unit -Itests/fault -Itests/lwip -Itests/sockets --file-list="$work/cppcheck.files"
}

# Left out: notes, names set in sourced files, and ulimit -v, which every sh of today has.
shell_scripts() {
    kept '*.sh' | tr '\n' '\0' | xargs -0 shellcheck --shell=sh --severity=warning --format=gcc --exclude=SC1091,SC2034,SC2154,SC3045
}

check structure sh $here/structure.sh .
check objects sh $here/objects.sh "$work"
check text sh $here/text.sh
check said sh $here/said.sh
check format formatted
check shell shell_scripts
check cppcheck cppcheck_run
check gcc-analyzer sh $here/analyze.sh "$work"
check clang-tidy sh $here/tidy.sh "$work"
check selftest sh $here/selftest.sh "$work"

[ -z "$failed" ] || {
    echo "lint: $checks checks, failed:$failed"
    exit 1
}
[ "${ONLY:-selftest}" != selftest ] || cat "$work/selftest.found"
echo "lint: $checks checks, all passed"
