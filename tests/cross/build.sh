#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# build.sh TARGET: builds $B/cross/TARGET/zimport, and musl in the folder beside it, if that is not there or was made of
# other things. Settings: B (build folder), MAKE, MUSL and MBEDTLS_DIR (source trees). What compilers say goes to
# $B/cross/TARGET/log.

set -eu

here=$(cd "$(dirname "$0")" && pwd)
. "$here/names.sh"
target=$1
triplet=$(triplet_of "$target")
out=$B/cross/$target
[ ! -f "$out/skipped" ] || exit 0
out_path=$(cd "$out" && pwd)
musl_path=$(cd "$MUSL" && pwd)

# Not called here: without it musl builds in little more than half the time.
unused='math complex fenv crypt regex search passwd ipc mq aio prng'
musl_flags=-Os

logged() { # COMMAND...
    "$@" >>"$out_path/log" 2>&1 || {
        tail -n 40 "$out_path/log" >&2
        echo "build.sh: $target: $1 failed; all of it is in $out/log" >&2
        exit 1
    }
}

# This make's variables are not for musl, but its -j is.
musl_make() {
    (
        unset CC AR CFLAGS CPPFLAGS LDFLAGS CROSS_COMPILE
        export MAKEFLAGS="${MAKEFLAGS%%-- *}"
        "$MAKE" --no-print-directory "$@"
    )
}

musl() {
    printf '  MUSL    %s\n' "$target"
    rm -rf "$out/musl" "$out/musl-obj"
    mkdir "$out/musl-obj"
    cd "$out/musl-obj"
    logged "$musl_path/configure" --target="$triplet" CROSS_COMPILE="$triplet-" CC="$triplet-gcc" CFLAGS="$musl_flags" \
        --prefix="$out_path/musl" --syslibdir="$out_path/musl/lib" --disable-shared --enable-wrapper=gcc
    folders=$(cd "$musl_path/src" && printf '%s\n' * | grep -v -x -F "$(printf '%s\n' $unused)" | sed 's|^|src/|' | xargs)
    logged musl_make SRC_DIRS='$(addprefix $(srcdir)/,'"$folders"' src/malloc/$(MALLOC_DIR) crt)' install
    cd - >/dev/null
    rm -rf "$out/musl-obj"
}

: >"$out/log"
made_of="$(cat "$musl_path/VERSION") of $musl_path for $out_path, $("$triplet-gcc" -dumpfullversion), $musl_flags, without $unused"
[ "$made_of" = "$(cat "$out/musl/made-of" 2>/dev/null)" ] || {
    musl
    echo "$made_of" >"$out/musl/made-of"
}
# The compiler for mipsel adds -EL by itself, and from version 14 on wants to see it used.
sed '/^\*link:/{n;s/$/ %{EL} %{EB}/;}' "$out/musl/lib/musl-gcc.specs" >"$out/specs"
printf '  CROSS   %s\n' "$out/zimport"
logged "$MAKE" --no-print-directory B="$out" CROSS_COMPILE="$triplet-" AR="$triplet-ar" STRIP="$triplet-strip" \
    CC="$triplet-gcc -specs $out_path/specs" MBEDTLS=source MBEDTLS_DIR="$MBEDTLS_DIR" JSMN_DIR="$B/jsmn" \
    "$out/zimport" "$out/tests/cross/later"
