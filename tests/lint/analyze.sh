#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# analyze.sh WORK [FILE...]: gcc's static analyzer on what is shipped, with the flags that the Makefile gives it, or on these
# files. Prints each finding as FILE:LINE: message; fails if there is one. Settings: HOSTCC, B and those of flags.sh.
#
# Without optimization: then what it says has the lines of the source, and a structure that a function returns by value is
# not called uninitialised, as gcc 12 does from -O1 on. clang's analyzer is part of clang-tidy
# (tidy.sh), without its alpha checkers, which are too noisy in clang 14.
#
# Two of gcc 14's warnings are left out, which gcc 12 does not have: a descriptor that is kept in the caller's structure counts
# as lost (fd-leak), and so does one that is to stay open; a loop's condition counts as checked too late (deref-before-check).

set -eu

work=$1
shift
[ $# -gt 0 ] || {
    git ls-files -co --exclude-standard -- 'src/*.c' 'port/*.c' >"$work/analyze.files"
    while read -r file; do [ ! -f "$file" ] || set -- "$@" "$file"; done <"$work/analyze.files"
}
cc=${HOSTCC:-gcc}
B=${B:-build}
analyzer='-fanalyzer -Wno-analyzer-fd-leak -Wno-analyzer-deref-before-check -O0'
common="-std=c99 -Wall -Wextra $analyzer -Iinclude -Isrc -I. -isystem $B/jsmn"
mbedtls=$(sh tests/lint/flags.sh)
lwip=$(sh tests/lint/flags.sh lwip)
sockets="-D_POSIX_C_SOURCE=200809L -DZIMPORT_SOCKETS_LWIP $(sh tests/lint/flags.sh sockets)"
export cc common mbedtls lwip sockets

# Another compiler has no such analyzer.
case $($cc --version) in
*'Free Software Foundation'*) ;;
*)
    echo "tests/lint/analyze.sh:1: HOSTCC=$cc is not gcc, whose analyzer this is"
    exit 1
    ;;
esac

# The flags are words for a shell, with quotes in them.
# shellcheck disable=SC2016
printf '%s\n' "$@" | xargs -P2 -n1 sh -c '
    case $1 in
    src/cli/* | port/install/*) flags="-D_POSIX_C_SOURCE=200809L" ;;
    src/*) flags="-ffreestanding -fbuiltin" ;;
    port/lwip/*) flags=$lwip ;;
    port/sockets/*) flags=$sockets ;;
    *) flags=$mbedtls ;;
    esac
    eval "$cc $common $flags" -fdiagnostics-plain-output -c -o /dev/null "$1" 2>&1 || echo "$1:1:1: error: it does not compile"
    ' analyze >"$work/analyze.out"
grep -aE '^[^ ]+:([0-9]+:)* *(warning|error): ' "$work/analyze.out" |
    sed 's/^\([^: ]*:[0-9]*\):[0-9]*: [a-z]*: /\1: /' | sort -u >"$work/analyze.found" || :
cat "$work/analyze.found"
[ ! -s "$work/analyze.found" ]
