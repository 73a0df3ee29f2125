#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# private.sh ARCHIVE OTHER OBJECT...: makes the library, of these objects and of another library that they use, OTHER. What
# OTHER has is the library's own from then on: all of its global names get zimport_ in front, so that an application can
# have that library as well, in any version and configuration. Without one (""), names stay. Settings: AR, NM, OBJCOPY.

set -eu

archive=$1
other=$2
shift 2
work=$archive.parts
rm -rf "$work" "$archive"
mkdir "$work"
case $other in /* | '') ;; *) other=$PWD/$other ;; esac
trap 'rm -rf "$work"' EXIT

if [ -z "$other" ]; then
    "$AR" qcsD "$archive" "$@"
    exit
fi

# A file of the same name is in both, so names tell whose it is.
(cd "$work" && "$AR" x "$other")
for member in "$work"/*.o; do
    if [ -n "$("$NM" -g --defined-only "$member")" ]; then
        mv "$member" "$work/private-${member##*/}"
    else
        rm "$member"
    fi
done
"$AR" qcD "$archive" "$@" "$work"/private-*.o
"$NM" -g --defined-only "$archive" | awk 'NF == 3 && $3 !~ /^zimport_/ { print $3, "zimport_" $3 }' | sort -u >"$work/names"
"$OBJCOPY" -D --redefine-syms="$work/names" "$archive"
"$AR" sD "$archive"
