#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Gets the source of mbedTLS 3.6 from Debian 13's source package, unpacks it into DEST and applies patches/. Does nothing
# when DEST is there already and newer than this script and the patches. apt downloads and verifies it, with lists and
# cache of its own below DEST-download, so that the machine's apt configuration stays as it is; the mirror is the one
# that the machine uses. What was downloaded stays there: the second time no network is needed.

set -eu

release=trixie
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
hint='put a source tree of mbedTLS 3.6.6 or newer of its line somewhere and name it: make MBEDTLS_DIR=DIR'

die() {
    printf 'fetch.sh: %s\n' "$*" >&2
    exit 1
}

# need WHAT PACKAGE: installs what is missing.
need() {
    sh "$here/../need.sh" "$@" || die "$1 is missing: $hint"
}

# Where the machine gets Debian from, most likely first. Without downloaded lists indextargets knows nothing.
mirrors() {
    codename=$(. /etc/os-release && printf %s "${VERSION_CODENAME:-none}")
    {
        apt-get indextargets --format '$(ORIGIN) $(RELEASE) $(COMPONENT) $(REPO_URI)' 2>/dev/null |
            sed -n 's|^Debian [a-z]* main \(.*\)|\1|p'
        apt-get -o Dir::State::Lists="$work/lists" -o Dir::Cache="$work/cache" update --print-uris 2>/dev/null |
            sed -n "s#^'\(.*/\)dists/\($codename\|stable\|testing\|sid\)/InRelease'.*#\1#p"
    } | awk '!seen[$0]++'
}

# apt with a source list, lists and cache of its own. As root it would drop its rights, and cannot write there then.
private_apt() {
    apt-get -q -o Dir::Etc::SourceList="$work/sources.list" -o Dir::Etc::SourceParts=/dev/null \
        -o Dir::State::Lists="$work/lists" -o Dir::Cache="$work/cache" -o APT::Sandbox::User=root \
        -o Acquire::Languages=none -o Acquire::Retries=3 "$@"
}

update() {
    for uri in $(mirrors); do
        printf 'deb-src [signed-by=%s] %s %s main\n' "$keyring" "$uri" "$release" >"$work/sources.list"
        private_apt -o APT::Update::Error-Mode=any update >"$work/log" 2>&1 && return
    done
    [ ! -f "$work/log" ] || cat "$work/log" >&2
    die "no mirror in this machine's apt configuration gives Debian $release: $hint"
}

download() {
    rm -f "$work"/mbedtls_*
    mkdir -p "$work/lists/partial" "$work/cache/archives/partial"
    update
    (cd "$work" && private_apt source --download-only mbedtls >"$work/log" 2>&1) || {
        cat "$work/log" >&2
        die "cannot download mbedTLS: $hint"
    }
    rm -rf "$work/lists" "$work/cache"
    : >"$work/complete"
}

# The upstream source with Debian's patches, security fixes among them. An interrupted run leaves only $work.
unpack() {
    rm -rf "$work/tree"
    mkdir "$work/tree"
    tar -xjf "$work"/mbedtls_*.orig.tar.bz2 -C "$work/tree" --strip-components=1 --no-same-owner
    tar -xJf "$work"/mbedtls_*.debian.tar.xz -C "$work/tree" --no-same-owner
    sed 's/#.*//' "$work/tree/debian/patches/series" 2>/dev/null | while read -r name _; do
        [ -z "$name" ] || patch -s -p1 --no-backup-if-mismatch -d "$work/tree" -i "$work/tree/debian/patches/$name"
    done
}

# Faults of 3.6.6: see patches/. A later version has them mended, or its source looks different: then they are left out.
mend() {
    for fix in "$here"/patches/*.patch; do
        if patch -s -f -R -p1 --dry-run -d "$work/tree" -i "$fix" >/dev/null 2>&1; then
            continue
        elif patch -s -f -p1 --dry-run -d "$work/tree" -i "$fix" >/dev/null 2>&1; then
            patch -s -p1 --no-backup-if-mismatch -d "$work/tree" -i "$fix"
        elif [ "$version" = 03060600 ]; then
            die "cannot apply $fix"
        fi
    done
}

version_of() {
    sed -n 's/^#define MBEDTLS_VERSION_NUMBER *0x\([0-9A-Fa-f]*\).*/\1/p' "$1/include/mbedtls/build_info.h"
}

check_version() {
    version=$(version_of "$work/tree")
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
if [ -f "$dest/include/mbedtls/version.h" ] &&
    [ -z "$(find "$here/fetch.sh" "$here/patches" -newer "$dest/include/mbedtls/version.h")" ]; then
    exit 0
fi
command -v apt-get >/dev/null || die "no apt-get here to get mbedTLS: $hint"
need "$keyring" debian-archive-keyring
need tar tar
need bzip2 bzip2
need xz xz-utils
need patch patch

mkdir -p "$dest-download"
work=$(cd "$dest-download" && pwd)

printf '  FETCH   %s\n' "$dest"
[ -f "$work/complete" ] || download
unpack
check_version
mend
touch "$work/tree/include/mbedtls/version.h"
rm -rf "$dest"
mv "$work/tree" "$dest"
