#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# tidy.sh WORK [FILE...]: clang-tidy, with clang's static analyzer in it, on every C file that git keeps, or on these, with
# the flags that the Makefile gives it.
# Prints each finding as FILE:LINE: message; fails if there is one. Settings: B, CLANG_TIDY and those of flags.sh.

set -eu

work=$1
shift
B=${B:-build}
root=$(pwd)
include="-std=c99 -Wall -Wextra -Iinclude -Isrc -I. -isystem $B/jsmn"
mbedtls=$(sh tests/lint/flags.sh)
lwip=$(sh tests/lint/flags.sh lwip)
sockets="-D_POSIX_C_SOURCE=200809L -DZIMPORT_SOCKETS_LWIP $(sh tests/lint/flags.sh sockets)"
board="--target=thumbv7em-none-eabi -isystem /usr/lib/picolibc/arm-none-eabi/include -DDIALECT=zimport_v1
       -Iexamples/firmware $(sh tests/lint/flags.sh firmware)"
board=$(echo $board)

# As in the Makefile. The simulator takes mbedTLS as it comes.
flags_of() {
    case $1 in
    examples/firmware/* | tests/budget/instructions.c) echo "$board" ;;
    src/cli/* | examples/*) echo "-D_POSIX_C_SOURCE=200809L" ;;
    src/*) echo "-ffreestanding" ;;
    tests/simulator/* | tests/unit/tls_host.c) echo "-D_POSIX_C_SOURCE=200809L -isystem ${MBEDTLS_DIR:-$B/mbedtls-src}/include" ;;
    port/lwip/*) echo "$lwip" ;;
    port/sockets/*) echo "$sockets" ;;
    tests/sockets/world_posix.c) echo "-D_POSIX_C_SOURCE=200809L -Itests/unit" ;;
    tests/sockets/*) echo "-Itests/unit $sockets" ;;
    tests/lwip/*) echo "-Itests/unit $lwip" ;;
    tests/proofs/*) echo "-D_POSIX_C_SOURCE=200809L -Wno-unused-parameter -DMOST=8 -DFORM=0 $mbedtls" ;;
    tests/*) echo "-D_POSIX_C_SOURCE=200809L -Itests/unit -Itests/fault $mbedtls" ;;
    *) echo "$mbedtls" ;;
    esac
}

commands() {
    comma='['
    while read -r file; do
        command=$(printf '%s' "clang $include $(flags_of "$file") -c $file" | sed 's/["\\]/\\&/g')
        printf '%s{"directory":"%s","file":"%s","command":"%s"}\n' "$comma" "$root" "$file" "$command"
        comma=','
    done
    echo ']'
}

if [ $# -gt 0 ]; then
    printf '%s\n' "$@"
    others='^$'
else
    git ls-files -co --exclude-standard -- '*.c' | while read -r file; do
        [ ! -f "$file" ] || printf '%s\n' "$file"
    done
    others="^$B/"
fi >"$work/files"
commands <"$work/files" >"$work/compile_commands.json"

# Only the message, without source line, arrow and notes. In tests the analyser looks less deep: it would spend nine
# tenths of its time on paths through tables of cases.
shallow='--extra-arg=-Xclang --extra-arg=-analyzer-config --extra-arg=-Xclang --extra-arg=max-nodes=40000'
tidy() {
    xargs -r -P2 -n4 "${CLANG_TIDY:-clang-tidy}" --quiet -p "$work" "$@" >>"$work/tidy.out" 2>>"$work/tidy.err"
}

failed=0
: >"$work/tidy.out" && : >"$work/tidy.err"
grep -v '^tests/' "$work/files" | tidy || failed=1
# shellcheck disable=SC2086
grep '^tests/' "$work/files" | tidy $shallow || failed=1
grep -aE '^[^ ]*:[0-9]+:[0-9]+: (warning|error): ' "$work/tidy.out" | sed "s|^$root/||; s|,-warnings-as-errors||" |
    sort -u >"$work/tidy.all" || :
# Findings at other people's declarations are left out.
grep -v "$others" "$work/tidy.all" >"$work/tidy.found" || :
# It failed for another reason than a finding.
[ $failed = 0 ] || [ -s "$work/tidy.all" ] || cp "$work/tidy.err" "$work/tidy.found"
[ ! -s "$work/tidy.found" ] || {
    cat "$work/tidy.found"
    exit 1
}
