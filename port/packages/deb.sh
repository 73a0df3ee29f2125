#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# deb.sh BUILD MBEDTLS: builds Debian's packages from a copy of this source in BUILD/deb, with the tree MBEDTLS in it, and
# leaves them there. Nothing is downloaded. Called by `make deb`.

set -eu

[ $# -eq 2 ] || {
    echo 'usage: deb.sh BUILD MBEDTLS' >&2
    exit 1
}
cd "$(dirname "$0")/../.."
out=$1/deb
version=$(sed -n '1s/.*(\(.*\)).*/\1/p' port/packages/debian/changelog)
source=$out/zimport-$version
rm -rf "$out"
mkdir -p "$source/mbedtls"
tar -cf - Makefile ./*.md LICENSE include src port examples | tar -xf - -C "$source"
tar -C "$2" -cf - include library | tar -xf - -C "$source/mbedtls"
mv "$source/port/packages/debian" "$source/debian"

# Nothing of the calling make, nor of the user's own build.
(cd "$source" && env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL -u B -u CC -u CFLAGS -u LDFLAGS -u SOURCE_DATE_EPOCH \
    dpkg-buildpackage -us -uc -b -j"$(nproc)" >../build.log 2>&1) || {
    tail -n 40 "$out/build.log" >&2
    exit 1
}
rm -rf "$source"
ls "$out"/*.deb
