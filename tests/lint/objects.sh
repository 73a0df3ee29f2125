#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# objects.sh WORK: what the compiled code shows. Compiles the core with no C library to include from but seven
# declarations, and without floating-point registers; then looks at what the objects need, define and change, and, with
# those of the program, at who calls whom.
# Prints each finding as FILE:LINE: message; fails if there is one. Settings: HOSTCC, B and those of flags.sh.

set -eu

work=$1
export cc="${HOSTCC:-gcc}"
B=${B:-build}
needs='memchr|memcmp|memcpy|memmove|memset|strchr|strlen'
heap='malloc|calloc|realloc|free|aligned_alloc|posix_memalign|strdup|strndup|getline|getdelim|asprintf|vasprintf'
warnings='-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wstrict-prototypes -Wvla -Werror'
common="-std=c99 $warnings -Os -fno-pie -fno-pic -fno-stack-protector -ffunction-sections -fdata-sections -isystem $B/jsmn"
bare="$common -ffreestanding -fbuiltin -nostdinc -isystem tests/lint/libc -isystem $($cc -print-file-name=include) -Iinclude -Isrc -I."
hosted="$common -Iinclude -I. $(sh tests/lint/flags.sh)"
board="$common -Iinclude -I. $(sh tests/lint/flags.sh lwip)"
sockets="$common -Iinclude -I. -D_POSIX_C_SOURCE=200809L -DZIMPORT_SOCKETS_LWIP $(sh tests/lint/flags.sh sockets)"

rm -rf "$work/core" "$work/port" "$work/cli"
mkdir -p "$work/core" "$work/port" "$work/cli"

# Then a float hidden in a macro fails too.
echo 'int lint;' >"$work/probe.c"
! $cc -mgeneral-regs-only -c -o "$work/probe.o" "$work/probe.c" 2>/dev/null || bare="$bare -mgeneral-regs-only"

# compile FOLDER FLAGS, with the files on standard input: objects named like the file, with % for each slash.
compile() {
    export into="$1" flags="$2"
    # shellcheck disable=SC2016
    xargs -P2 -n1 sh -c 'eval "$cc $flags" -c -o "$into/$(printf %s "$1" | tr / %).o" "$1" 2>&1 || :' compile
}

source_of() {
    basename "$1" .o | tr % /
}

# symbols KINDS ALLOWED MESSAGE OBJECT...: symbols of these kinds (nm's letters) that the pattern does not allow.
symbols() {
    kinds=$1 allowed=$2 message=$3
    shift 3
    for object in "$@"; do
        source=$(source_of "$object")
        nm "$object" | awk -v kinds="^[$kinds]\$" '$(NF - 1) ~ kinds { print $NF }' | { grep -vxE "$allowed" || :; } |
            while read -r symbol; do
                line=$(grep -nw "$symbol" "$source" | head -n 1 | cut -d: -f1)
                printf '%s:%s: %s: %s\n' "$source" "${line:-1}" "$message" "$symbol"
            done
    done
}

# calls OBJECT...: one direction between rooms, and no circle between files.
calls() {
    nm -A "$@" >"$work/calls"
    awk -f tests/lint/calls.awk tests/lint/rooms.txt "$work/calls"
}

# foreign ARCHIVE: what of it is not named as the library's own. Members without names are said to be on standard error.
foreign() {
    [ -s "$1" ] || echo "$1:1: it is not there to be looked at"
    nm -A -g --defined-only "$1" 2>/dev/null | awk -F '[: ]' '$NF !~ /^zimport_/ { print $1 ":1: '"$unnamed"': " $NF }'
}

variables() {
    for object in "$@"; do
        size -A "$object" | awk -v file="$(source_of "$object")" \
            '$1 ~ /^\.(data|bss|tdata|tbss)/ && $1 !~ /^\.data\.rel\.ro/ && $2 > 0 {
                print file ":1: a variable that is not constant: section " $1 }'
    done
}

using_heap() {
    for object in "$@"; do
        nm -u "$object" | awk '{ print $NF }' | { grep -xE "$heap" || :; } | sed "s|^|$(source_of "$object"):1: no heap here: |"
    done
}

findings() {
    find src -name '*.c' ! -path 'src/cli/*' | compile "$work/core" "$bare"
    find port/posix port/null port/mbedtls -name '*.c' 2>/dev/null | compile "$work/port" "$hosted"
    find port/lwip -name '*.c' 2>/dev/null | compile "$work/port" "$board"
    find port/sockets -name '*.c' 2>/dev/null | compile "$work/port" "$sockets"
    find src/cli -name '*.c' | compile "$work/cli" "-Isrc -D_POSIX_C_SOURCE=200809L $hosted"
    for header in include/zimport/*.h; do
        # shellcheck disable=SC2086
        printf '#include "%s"\nint lint;\n' "${header#include/}" >"$work/header.c"
        # shellcheck disable=SC2086
        $cc $bare -fsyntax-only "$work/header.c" 2>&1 || :
    done
    unnamed='a global name must begin with zimport_'
    own=$(nm -g --defined-only "$work"/core/*.o | awk 'NF == 3 { print $3 }' | tr '\n' '|')
    symbols U "$own$needs" 'not one of the functions that the core may need of a C library' "$work"/core/*.o
    symbols A-TV-Z 'zimport_.*' "$unnamed" "$work"/core/*.o "$work"/port/port%posix%*.o "$work"/port/port%lwip%*.o "$work"/port/port%sockets%*.o
    # What mbedTLS has its user supply has its own names.
    symbols A-TV-Z 'zimport_.*|mbedtls_.*' "$unnamed" "$work"/port/port%mbedtls%*.o
    # As it is installed: mbedTLS's names, too.
    foreign "$B/libzimport.a"
    variables "$work"/core/*.o "$work"/port/port%lwip%*.o "$work"/port/port%sockets%*.o
    calls "$work"/core/*.o "$work"/port/*.o "$work"/cli/*.o
    using_heap "$work"/port/port%posix%*.o "$work"/port/port%lwip%*.o "$work"/port/port%sockets%*.o
}

found=$(findings)
[ -z "$found" ] || {
    printf '%s\n' "$found"
    exit 1
}
