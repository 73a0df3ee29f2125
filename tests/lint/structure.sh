#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# structure.sh ROOT: what the text alone shows of the tree at ROOT: who includes what, words that have no place, lengths.
# Prints each finding as FILE:LINE: message; fails if there is one.

set -eu

here=$(cd "$(dirname "$0")" && pwd)
cd "$1"

list() {
    for place in "$@"; do
        [ ! -e "$place" ] || find "$place" -type f -name '*.[ch]'
    done | sort
}

findings() {
    # File names of this project have no spaces.
    # shellcheck disable=SC2046
    {
        awk -f "$here/layers.awk" "$here/layers.txt" $(list include src port examples tests)
        awk -f "$here/code.awk" -f "$here/words.awk" $(list include src port/posix port/null port/lwip port/sockets)
        awk -f "$here/lengths.awk" $(list src port)
        awk 'FNR == 401 { print FILENAME ":401: more than 400 lines" }' $(list include src port examples tests)
        # An example is read in one go; firmware includes a board.
        awk 'FNR == 121 { print FILENAME ":121: an example has fewer than 120 lines" }' \
            $(list examples | grep -v /firmware/) /dev/null
        # What an application on a host may include. The two others go with sources that firmware compiles.
        cat $(list include | grep -v -e /lwip.h -e /sockets.h) |
            awk 'END { if (NR > 900) print "include:1: the headers of libzimport.a have " NR " lines together, more than 900" }'
    }
}

found=$(findings)
[ -z "$found" ] || {
    printf '%s\n' "$found"
    exit 1
}
