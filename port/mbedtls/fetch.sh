#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Gets the source of mbedTLS 3.6 from Debian 13's source package, unpacks it into DEST and applies patches/. Does nothing
# when DEST is there already and newer than this script and the patches. What was downloaded stays in DEST-download: the
# second time no network is needed. An interrupted run leaves only that.

set -eu

release=trixie
hint='put a source tree of mbedTLS 3.6.6 or newer of its line somewhere and name it: make MBEDTLS_DIR=DIR'

die() {
    printf 'fetch.sh: %s\n' "$*" >&2
    exit 1
}

# Faults of 3.6.6: see patches/. A later version has them mended, or its source looks different: then they are left out.
mend() {
    for fix in "$here"/patches/*.patch; do
        if patch -s -f -R -p1 --dry-run -d "$tree" -i "$fix" >/dev/null 2>&1; then
            continue
        elif patch -s -f -p1 --dry-run -d "$tree" -i "$fix" >/dev/null 2>&1; then
            patch -s -p1 --no-backup-if-mismatch -d "$tree" -i "$fix"
        elif [ "$version" = 03060600 ]; then
            die "cannot apply $fix"
        fi
    done
}

version_of() {
    sed -n 's/^#define MBEDTLS_VERSION_NUMBER *0x\([0-9A-Fa-f]*\).*/\1/p' "$1/include/mbedtls/build_info.h"
}

check_version() {
    version=$(version_of "$tree")
    case $version in
    0306*)
        [ "$((0x$version))" -ge "$((0x03060600))" ] && return
        ;;
    esac
    die "Debian $release has mbedTLS $version, not 3.6.6 or newer of its line: $hint"
}

[ $# -eq 1 ] || die 'usage: fetch.sh DEST'
here=$(cd "$(dirname "$0")" && pwd)
dest=${1%/}
tree=$dest-download/tree
if [ -f "$dest/include/mbedtls/version.h" ] &&
    [ -z "$(find "$here/fetch.sh" "$here/patches" -newer "$dest/include/mbedtls/version.h")" ]; then
    exit 0
fi

printf '  FETCH   %s\n' "$dest"
sh "$here/../source.sh" mbedtls "$release" "$dest-download" "$hint"
check_version
mend
touch "$tree/include/mbedtls/version.h"
rm -rf "$dest"
mv "$tree" "$dest"
