#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# units.sh TARGET: builds the programs of tests/unit and tests/fault for the target, in $B/cross/TARGET/units, with the
# target's C library and cmocka, which is compiled from its source. Settings: B, MAKE, CMOCKA and MBEDTLS_DIR (source trees).
# What compilers say goes to $B/cross/TARGET/units.log.

set -eu

here=$(cd "$(dirname "$0")" && pwd)
. "$here/names.sh"
target=$1
triplet=$(triplet_of "$target")
out=$B/cross/$target
[ ! -f "$out/skipped" ] || exit 0
units=$out/units
mkdir -p "$units"
here_cc="$triplet-gcc -static"

fail() {
    tail -n 40 "$out/units.log" >&2
    echo "units.sh: $target: it does not build; all of it is in $out/units.log" >&2
    exit 1
}

printf '  UNITS   %s\n' "$units"
: >"$out/units.log"
[ -f "$units/libcmocka.a" ] || {
    # What its configuration would find on any Linux.
    has=$(printf -- '-DHAVE_%s ' SIGNAL_H STRINGS_H INTTYPES_H STDINT_H MALLOC_H UNISTD_H SETJMP_H TIME_H STRUCT_TIMESPEC \
        CLOCK_REALTIME CLOCK_GETTIME SNPRINTF VSNPRINTF)
    # shellcheck disable=SC2086 # flags
    $here_cc -O1 -D_GNU_SOURCE $has -I"$CMOCKA/include" -c -o "$units/cmocka.o" "$CMOCKA/src/cmocka.c" \
        >>"$out/units.log" 2>&1 || fail
    "$triplet-ar" rcs "$units/libcmocka.a" "$units/cmocka.o"
}
include=$(cd "$CMOCKA/include" && pwd)
library=$(cd "$units" && pwd)
"$MAKE" --no-print-directory B="$units" HOSTCC="$here_cc -isystem $include -L$library" AR="$triplet-ar" \
    OBJCOPY="$triplet-objcopy" MBEDTLS=source MBEDTLS_DIR="$MBEDTLS_DIR" JSMN_DIR="$B/jsmn" sanitize= \
    UNITS_WITHOUT="$(units_without "$target")" units >>"$out/units.log" 2>&1 || fail
