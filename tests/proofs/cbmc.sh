#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# cbmc.sh WORK: gets CBMC from Debian 13 and unpacks it into WORK/tree, with the C library that it needs, so that older
# releases run it, too; nothing of it is installed. WORK/bin has its programs. apt downloads and verifies it, with lists of
# its own below WORK. The second time no network is needed.

set -eu

release=trixie
packages='cbmc minisat libc6 libgcc-s1 libstdc++6 zlib1g'
keyring=/usr/share/keyrings/debian-archive-keyring.gpg

die() {
    echo "cbmc.sh: $*" >&2
    exit 1
}

# With its own lists and cache. apt run by root drops its rights and could not write there.
private_apt() {
    apt-get -q -o Dir::Etc::SourceList="$work/sources.list" -o Dir::Etc::SourceParts=/dev/null \
        -o Dir::State::Lists="$work/lists" -o Dir::Cache="$work/cache" -o APT::Sandbox::User=root \
        -o Acquire::Languages=none -o Acquire::Retries=3 "$@" >"$work/log" 2>&1
}

download() {
    mkdir -p "$work/lists/partial" "$work/cache/archives/partial" "$work/packages"
    for uri in $(sh port/mirrors.sh "$work"); do
        printf 'deb [signed-by=%s] %s %s main\n' "$keyring" "$uri" "$release" >"$work/sources.list"
        private_apt -o APT::Update::Error-Mode=any update || continue
        # shellcheck disable=SC2086 # words
        (cd "$work/packages" && private_apt download $packages) && rm -rf "$work/lists" "$work/cache" && return
    done
    [ ! -f "$work/log" ] || cat "$work/log" >&2
    die "no mirror in this machine's apt configuration gives CBMC of Debian $release"
}

# By the tree's own loader, whatever C library this machine has.
program() { # NAME
    cat >"$work/bin/$1" <<END
#!/bin/sh
exec $loader --library-path $(dirname "$loader"):$work/tree/usr/lib $work/tree/usr/bin/$1 "\$@"
END
    chmod +x "$work/bin/$1"
}

cd "$(dirname "$0")/../.."
command -v apt-get >/dev/null || die 'no apt-get here to get CBMC'
mkdir -p "$1"
work=$(cd "$1" && pwd)
[ -f "$work/complete" ] || download
: >"$work/complete"
rm -rf "${work:?}/tree" "${work:?}/bin"
mkdir "$work/tree" "$work/bin"
for package in "$work"/packages/*.deb; do
    dpkg-deb -x "$package" "$work/tree"
done
loader=$(find "$work/tree/usr/lib" -name 'ld-linux*' ! -type l | head -n 1)
for name in cbmc goto-cc goto-instrument; do
    program "$name"
done
