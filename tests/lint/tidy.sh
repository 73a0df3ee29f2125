#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# tidy.sh WORK: clang-tidy on every C file that git keeps, with the flags that the Makefile gives it.
# Prints each finding as FILE:LINE: message; fails if there is one. Settings: B, MBEDTLS_DIR, CLANG_TIDY.

set -eu

work=$1
B=${B:-build}
root=$(pwd)
include="-Iinclude -Isrc -I. -isystem $B/jsmn -isystem ${MBEDTLS_DIR:-$B/mbedtls-src}/include"

flags_of() {
    case $1 in
    src/cli/* | examples/*) echo "-D_POSIX_C_SOURCE=200809L" ;;
    src/*) echo "-ffreestanding" ;;
    port/*) echo "-DMBEDTLS_CONFIG_FILE='\\\"port/mbedtls/config/default.h\\\"'" ;;
    tests/simulator/* | tests/system/* | tests/bench/*) ;;
    tests/*) echo "-Itests/unit -Itests/fault -DMBEDTLS_CONFIG_FILE='\\\"port/mbedtls/config/default.h\\\"'" ;;
    esac
}

commands() {
    comma='['
    while read -r file; do
        printf '%s{"directory":"%s","file":"%s","command":"clang -std=c99 -Wall -Wextra %s %s -c %s"}\n' \
            "$comma" "$root" "$file" "$include" "$(flags_of "$file")" "$file"
        comma=','
    done
    echo ']'
}

git ls-files -co --exclude-standard -- '*.c' | while read -r file; do
    [ ! -f "$file" ] || printf '%s\n' "$file"
done >"$work/files"
commands <"$work/files" >"$work/compile_commands.json"

# The text behind a message (source line, arrow, notes) is left out: the line says where to look.
xargs -P2 -n4 "${CLANG_TIDY:-clang-tidy}" --quiet -p "$work" <"$work/files" >"$work/tidy.out" 2>"$work/tidy.err" || :
grep -E '^[^ ]*:[0-9]+:[0-9]+: (warning|error): ' "$work/tidy.out" |
    sed "s|^$root/||; s|,-warnings-as-errors||" | sort -u >"$work/tidy.found" || :
# What kept it from looking at a file at all.
grep -hE '^(Error|error:|LLVM ERROR)|: not found$|No such file' "$work/tidy.err" | sort -u >>"$work/tidy.found" || :
[ ! -s "$work/tidy.found" ] || {
    cat "$work/tidy.found"
    exit 1
}
