#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# fetch.sh DEST RELEASE: gets the source of lwIP from the source package of a Debian release (trixie has 2.2.1, bookworm
# 2.1.3) and unpacks it into DEST. Does nothing when DEST is there already and newer than this script. What was downloaded
# stays in DEST-download: the second time no network is needed. An interrupted run leaves only that.

set -eu

[ $# -eq 2 ] || {
    echo 'usage: fetch.sh DEST RELEASE' >&2
    exit 1
}
here=$(cd "$(dirname "$0")" && pwd)
dest=${1%/}
tree=$dest-download/tree
mark=src/include/lwip/init.h
if [ -f "$dest/$mark" ] && [ -z "$(find "$here/fetch.sh" -newer "$dest/$mark")" ]; then
    exit 0
fi

printf '  FETCH   %s\n' "$dest"
sh "$here/../source.sh" lwip "$2" "$dest-download" "put lwIP's source tree into $dest, or name one: make LWIP_DIR=DIR"
touch "$tree/$mark"
rm -rf "$dest"
mv "$tree" "$dest"
