#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# source.sh PACKAGE RELEASE WORK HINT: gets a source package of a Debian release (a code name) and unpacks it into
# WORK/tree, Debian's patches applied: the newest of the release and its security updates. apt downloads and verifies it,
# with lists and cache of its own below WORK, so that the machine's apt configuration stays as it is; the mirrors are those
# that the machine uses. What was downloaded stays in WORK: the second time no network is needed. HINT says what else the
# user can do when there is no way.

set -eu

keyring=/usr/share/keyrings/debian-archive-keyring.gpg

say() {
    printf 'source.sh: %s\n' "$*" >&2
}

die() {
    say "$*: $hint"
    exit 1
}

# With its own lists and cache. apt run by root drops its rights and could not write there.
private_apt() {
    apt-get -q -o Dir::Etc::SourceList="$work/sources.list" -o Dir::Etc::SourceParts=/dev/null \
        -o Dir::State::Lists="$work/lists" -o Dir::Cache="$work/cache" -o APT::Sandbox::User=root \
        -o Acquire::Languages=none -o Acquire::Retries=3 "$@"
}

# list URI SUITE: a line of a source list.
list() {
    printf 'deb-src [signed-by=%s] %s %s main\n' "$keyring" "$1" "$2"
}

update() {
    urgent=$(sh "$here/mirrors.sh" "$work" -security)
    # Most mirrors have security updates beside the releases.
    [ -n "$urgent" ] || urgent=$(sh "$here/mirrors.sh" "$work" | sed -n 's|/debian/*$|/debian-security/|p')
    for uri in $(sh "$here/mirrors.sh" "$work"); do
        for other in $urgent none; do
            {
                [ "$other" = none ] || list "$other" "$release-security"
                list "$uri" "$release"
            } >"$work/sources.list"
            private_apt -o APT::Update::Error-Mode=any update >"$work/log" 2>&1 || continue
            [ "$other" != none ] || say "security updates of Debian $release cannot be looked at: $package may be older than they are"
            return
        done
    done
    [ ! -f "$work/log" ] || cat "$work/log" >&2
    die "no mirror in this machine's apt configuration gives Debian $release"
}

download() {
    rm -f "$work/${package}"_*
    mkdir -p "$work/lists/partial" "$work/cache/archives/partial"
    update
    (cd "$work" && private_apt source --download-only "$package" >"$work/log" 2>&1) || {
        cat "$work/log" >&2
        die "cannot download $package"
    }
    rm -rf "$work/lists" "$work/cache"
    : >"$work/complete"
}

unpack() {
    rm -rf "$work/tree"
    mkdir "$work/tree"
    tar -xf "$(upstream)" -C "$work/tree" --strip-components=1 --no-same-owner
    tar -xf "$(echo "$work/${package}"_*.debian.tar.*)" -C "$work/tree" --no-same-owner
    sed 's/#.*//' "$work/tree/debian/patches/series" 2>/dev/null | while read -r name _; do
        [ -z "$name" ] || patch -s -p1 --no-backup-if-mismatch -d "$work/tree" -i "$work/tree/debian/patches/$name"
    done
}

# The upstream archive, not the signature beside it.
upstream() {
    for archive in "$work/${package}"_*.orig.tar.*; do
        case $archive in
        *.asc) ;;
        *) echo "$archive" && return ;;
        esac
    done
}

[ $# -eq 4 ] || {
    echo 'usage: source.sh PACKAGE RELEASE WORK HINT' >&2
    exit 1
}
package=$1
release=$2
hint=$4
here=$(cd "$(dirname "$0")" && pwd)
command -v apt-get >/dev/null || die "no apt-get here to get $package"
env UNNEEDED= sh "$here/need.sh" sources || exit 1
mkdir -p "$3"
work=$(cd "$3" && pwd)
[ -f "$work/complete" ] || download
unpack
