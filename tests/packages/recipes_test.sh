#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The recipes of port/packages: what they say of versions, sums and files is so; each is carried out with stand-ins for its
# build system (its own judge, where there is one, is not to be had here: port/packages/README.md), and the settings they
# give to make are taken by the Makefile.

. "${0%/*}/../system/lib.sh"

need shellcheck awk tar

top=$(cd "$tests/.." && pwd)
packages=$top/port/packages
version=$(sed -n 's/^#define ZIMPORT_VERSION "\(.*\)"/\1/p' "$top/include/zimport/config.h")

# ---- versions and sums

says_version() { # FILE LINE
    holds "${1#"$packages/"}: version $version" "another" grep -q -x -F -e "$2" "$1"
}

says_version "$packages/openwrt/zimport/Makefile" "PKG_VERSION:=$version"
says_version "$packages/buildroot/package/zimport/zimport.mk" "ZIMPORT_VERSION = $version"
says_version "$packages/alpine/APKBUILD" "pkgver=$version"
holds "yocto: version $version" "another" [ -f "$packages/yocto/zimport_$version.bb" ]
holds "debian: version $version" "another" grep -q "^zimport ($version) " "$packages/debian/changelog"

grep -v '^#' "$packages/sources.txt" >"$T/sources"
wrong=$(awk 'NF < 5 || $3 !~ /^https:/ || !index($3, $2) || $4 !~ /^[0-9a-f]*$/ || length($4) != 64 { print $1 }' "$T/sources")
holds "sources.txt: name, version, URL, SHA-256, licence" "not $wrong" [ -z "$wrong" ]
jsmn=$(awk '$1 == "jsmn" { print $2 " " $3 " " $4 }' "$T/sources")
jsmn_version=${jsmn%% *}
jsmn_sum=${jsmn##* }
holds "openwrt: jsmn as in sources.txt" "another" grep -q -F -e "HASH:=$jsmn_sum" "$packages/openwrt/zimport/Makefile"
holds "yocto: jsmn as in sources.txt" "another" grep -q -F -e "SRC_URI[jsmn.sha256sum] = \"$jsmn_sum\"" "$packages/yocto/zimport_$version.bb"
holds "alpine: jsmn's version" "another" grep -q -x -F -e "_jsmn=$jsmn_version" "$packages/alpine/APKBUILD"
holds "buildroot: the sum of LICENSE" "another" \
    grep -q -F -e "$(sha256sum <"$top/LICENSE" | cut -d' ' -f1)  LICENSE" "$packages/buildroot/package/zimport/zimport.hash"
holds "yocto: the sum of LICENSE" "another" grep -q -F -e "LICENSE;md5=$(md5sum <"$top/LICENSE" | cut -d' ' -f1)" "$packages/yocto/zimport.inc"
holds "hosts: upstream projects, and .invalid for what is not known yet" "others" sh -c \
    "! grep -rhoE 'https?://[^/ \"\\\$]*' '$packages' | sed 's|.*//||' | grep -v -x -e github.com -e 'zimport\.invalid' -e 'www\.debian\.org'"

# ---- carried out

# In place of make: notes how it is called, and installs something where that is asked for.
cat >"$T/submake" <<'END'
#!/bin/sh
printf '%s\n' "$*" >>"$CALLS"
for word; do
    case $word in
    DESTDIR=*) to=${word#DESTDIR=} ;;
    install | install-program | install-library) install=yes ;;
    esac
done
if [ -n "${install-}" ]; then
    mkdir -p "$to/usr/bin" "$to/usr/include/zimport" "$to/usr/lib/pkgconfig"
    echo program >"$to/usr/bin/zimport"
fi
END
chmod +x "$T/submake"
CALLS=$T/calls
export CALLS

# The source as a release has it, and jsmn.
mkdir -p "$T/dl" "$T/zimport-$version" "$T/jsmn-$jsmn_version"
cp -R "$top/examples" "$top/LICENSE" "$T/zimport-$version/"
: >"$T/jsmn-$jsmn_version/jsmn.h"
(cd "$T" && tar -czf "dl/zimport-$version.tar.gz" "zimport-$version" && tar -czf "dl/jsmn-$jsmn_version.tar.gz" "jsmn-$jsmn_version")

# with_make FOLDER ARGUMENT...: knows nothing of a calling make
with_make() {
    folder=$1
    shift
    (cd "$folder" && env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL "${MAKE:-make}" "$@") >"$T/out" 2>"$T/err"
}

# called PATTERN...: every call has them all
called() {
    for pattern; do
        [ "$(grep -c -e "$pattern" "$T/calls")" -eq "$(wc -l <"$T/calls")" ] || return 1
    done
    [ -s "$T/calls" ]
}

files() { # FOLDER: with their modes
    (cd "$1" && find . -type f -printf '%m %P\n' | sort -k 2 | tr '\n' ' ')
}

: >"$T/calls"
with_make "$packages/openwrt/zimport" TOPDIR="$tests/packages/openwrt" WORK="$T" SUBMAKE="$T/submake"
code=$?
holds "openwrt: carried out" "exit $code" [ "$code" -eq 0 ]
holds "openwrt: make is told of mbedTLS and jsmn" "$(cat "$T/calls")" called MBEDTLS=system JSMN_DIR=jsmn PREFIX=/usr
holds "openwrt: jsmn is where make is told" "it is not" [ -e "$T/build_dir/zimport-$version/jsmn/jsmn.h" ]
holds "openwrt: what is installed" "$(files "$T/root")" [ "$(files "$T/root")" = \
    "600 etc/config/zimport 755 etc/init.d/zimport 755 usr/bin/zimport 755 usr/sbin/wait-at-boot.sh " ]
holds "openwrt: the service of examples/shell" "another" cmp -s "$T/root/etc/init.d/zimport" "$top/examples/shell/openwrt/zimport.init"
with_make "$packages/openwrt/zimport" TOPDIR="$tests/packages/openwrt" WORK="$T" downloads
holds "openwrt: jsmn's URL is that of sources.txt" "$(cat "$T/out")" grep -q -F -e "$(echo "$jsmn" | cut -d' ' -f2) " "$T/out"
holds "openwrt: shellcheck" "see the log" shellcheck --shell=sh --severity=warning --exclude=SC1008 "$top/examples/shell/openwrt/zimport.init"

: >"$T/calls"
mv "$T/zimport-$version" "$T/src"
with_make "$T" -f "$tests/packages/buildroot.mk" MK="$packages/buildroot/package/zimport/zimport.mk" WORK="$T" SUBMAKE="$T/submake"
code=$?
holds "buildroot: carried out" "exit $code" [ "$code" -eq 0 ]
holds "buildroot: make is told" "$(cat "$T/calls")" called MBEDTLS=system "JSMN_DIR=$T/staging/usr/include" PREFIX=/usr CC=target-gcc
holds "buildroot: units start /usr/bin/zimport" "not all" \
    [ "$(grep -l /usr/bin/zimport "$T"/target/usr/lib/systemd/system/*.service | wc -l)" -eq 2 ]
holds "buildroot: none starts /usr/local/bin" "one does" sh -c "! grep -r /usr/local '$T/target'"
wrong=$(sed -n 's/^\tselect BR2_PACKAGE_//p' "$packages/buildroot/package/zimport/Config.in" | tr '\n' ' ')
holds "buildroot: selects what it depends on" "$wrong" [ "$wrong" = "CA_CERTIFICATES JSMN MBEDTLS " ]

# abuild sources the file and calls its functions.
: >"$T/calls"
holds "alpine: shellcheck" "see the log" shellcheck --shell=sh --severity=warning --exclude=SC2034,SC2154 "$packages/alpine/APKBUILD"
(
    cd "$T/src" && srcdir=$T pkgdir=$T/alpine || exit 1
    make() { "$T/submake" "$@"; }
    . "$packages/alpine/APKBUILD" && build && package && [ -n "$pkgdesc$url$arch$license$makedepends" ] &&
        [ "$(echo "$sha512sums" | awk 'NF { print length($1) " " $2 }')" = "128 jsmn-v$jsmn_version.tar.gz" ]
)
holds "alpine: carried out" "exit $?" [ "$?" -eq 0 ]
holds "alpine: make is told" "$(cat "$T/calls")" called MBEDTLS=system "JSMN_DIR=$T/jsmn-$jsmn_version" PREFIX=/usr

# By BitBake's rules of a line; what is between { and } is shell.
cat "$packages/yocto/zimport.inc" "$packages/yocto/zimport_$version.bb" >"$T/recipe"
sed -e ':a' -e '/\\$/{N;s/\\\n//;ba' -e '}' "$T/recipe" | awk -v shell="$T/tasks" '
    inside { print > shell; if (/^}/) inside = 0; next }
    /^do_[a-z]+\(\) \{$/ { inside = 1; print > shell; next }
    /^(#.*)?$/ || /^(inherit|require) [a-z_. ]+$/ { next }
    /^[A-Z][A-Z0-9_]*(:\$\{PN\}|\[[a-z.0-9]+\])? (=|\?=|\+=) "[^"]*"$/ { next }
    { print FNR ": " $0 }' >"$T/found"
holds "yocto: lines as BitBake reads them" "$(head -n 1 "$T/found")" [ ! -s "$T/found" ]
holds "yocto: shellcheck of its tasks" "see the log" shellcheck --shell=sh --severity=warning --exclude=SC2148,SC2154 "$T/tasks"
for word in SUMMARY LICENSE LIC_FILES_CHKSUM DEPENDS SRC_URI; do
    holds "yocto: $word" "it is not set" grep -q "^$word ?*= " "$T/recipe"
done

# ---- the settings, with a mbedTLS that there is not

mkdir "$T/bin"
cat >"$T/bin/pkg-config" <<'END'
#!/bin/sh
case $* in
*tfpsacrypto*) exit 1 ;;
*--libs*) echo '-lmbedtls -lmbedx509 -lmbedcrypto' ;;
esac
END
chmod +x "$T/bin/pkg-config"
for goal in all install-program install-library; do
    (PATH=$T/bin:$PATH && with_make "$top" -n B="$T/plan" CC=gcc MBEDTLS=system JSMN_DIR="$T/jsmn-$jsmn_version" PREFIX=/usr DESTDIR=/d $goal)
    code=$?
    holds "make $goal takes the settings" "exit $code" [ "$code" -eq 0 ]
    holds "make $goal: gets no mbedTLS" "it would" sh -c "! grep -e fetch.sh -e library.mk '$T/out'"
done
holds "make install-library: pkg-config is told of mbedTLS" "it is not" grep -q '|mbedtls mbedx509 mbedcrypto|' "$T/out"
finish
