#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Names of folders that a build cannot handle are refused before it begins, and packages are built without the folder of
# the tests. That other names give the same bytes is seen by make dist-test.

. "${0%/*}/../system/lib.sh"

checkout() { # FOLDER
    mkdir -p "$1" || return 1
    (cd "$tests/.." && tar -cf - Makefile include src port examples) | tar -xf - -C "$1"
}

# Knows nothing of the calling make. $code and $T/err, with all it says.
make_in() { # FOLDER ARGUMENT...
    folder=$1
    shift
    (cd "$folder" && env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL -u B "${MAKE:-make}" "$@") >"$T/err" 2>&1
    code=$?
    : >"$T/out"
}

refused() { # NAME PATTERN
    if [ "$code" -ne 2 ] || [ "$(wc -l <"$T/err")" -ne 1 ]; then
        not_ok "$1" "exit $code, or not one line"
    elif ! says "$2"; then
        not_ok "$1" "the line does not speak of /$2/"
    else
        ok "$1"
    fi
}

short=$T/a
long="$T/another folder, with a longer name and so/it's this one"
checkout "$short" && checkout "$long" || give_up "no checkouts"

# ---- names

for name in 'a b' 'a	b' '' "a'b" 'a"b' 'a;b' 'a#b' 'a%b' 'a:b' 'a*b' 'a\b' 'a(b' 'a,b'; do
    make_in "$short" "B=$name" clean
    refused "B=$name" 'B=.*: the folder to build in needs a name without'
done
for name in . .. ./ /; do
    make_in "$short" "B=$name" clean
    refused "B=$name" 'B=.*: .*one of its own'
done
holds "and nothing was done" "there is" [ -f "$short/Makefile" -a ! -e "$short/a" ]
for target in test lint budget cross-test; do
    make_in "$long" $target
    refused "make $target in a folder with blanks" "make $target needs a checkout in a folder whose whole name has no blanks"
done

# ---- a source without the tests

make_in "$short" -n install PREFIX=/usr
if [ "$code" -eq 0 ] && says 'zimport'; then ok "make install, without tests"; else not_ok "make install, without tests" "exit $code"; fi

finish
