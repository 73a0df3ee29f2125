#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# What make dist has made: whether it is whole, builds without a network, and has the same bytes from another folder.
# Called by `make dist-test`. Settings: CROSS, targets of make cross to build from the archive, too (none).

. "${0%/*}/../system/lib.sh"

need jq unshare
top=$(cd "$tests/.." && pwd)
version=$(sed -n 's/^#define ZIMPORT_VERSION "\(.*\)"/\1/p' "$top/include/zimport/config.h")
name=zimport-$version
dist=$B/dist
here=$(uname -m)
[ -f "$dist/SHA256SUMS" ] || give_up "make dist has not been called"

holds() { # NAME WHAT-WENT-WRONG COMMAND...
    what=$1 why=$2
    shift 2
    if "$@" >"$T/out" 2>"$T/err"; then ok "$what"; else not_ok "$what" "$why"; fi
}

same() { # NAME FILE FILE
    holds "$1: the same bytes" "others" cmp "$2" "$3"
}

unpacked() { # ARCHIVE FOLDER
    mkdir -p "$2" && tar -C "$2" -xzf "$dist/$1.tar.gz"
}

# Only the loopback there.
offline() {
    if [ "$(id -u)" -eq 0 ]; then unshare -n -- "$@"; else unshare -rn -- "$@"; fi
}

# ---- whole

listed() {
    (cd "$dist" && sha256sum -c --strict SHA256SUMS && ls ./*.gz ./*.json | wc -l | grep -qx "$(wc -l <SHA256SUMS)")
}
holds "SHA256SUMS lists every file" "it does not" listed

# shellcheck disable=SC2016 # jq's
holds "the list of parts is SPDX" "something is missing" jq -e '.spdxVersion == "SPDX-2.3" and .dataLicense == "CC0-1.0" and
    (.documentNamespace | startswith("https://")) and (.creationInfo.created | fromdate > 0) and
    ([.packages[] | select(.SPDXID and .name and .downloadLocation and .licenseDeclared)] | length) == 4 and
    ([.packages[].SPDXID, .SPDXID] as $known | [.relationships[] | .spdxElementId, .relatedSpdxElement] - $known == []) and
    ([.packages[].versionInfo | select(. == "")] == [])' "$dist/$name.spdx.json"

# A folder as users have them.
folder="$T/another folder, with a longer name and so/it's this one"
unpacked "$name" "$folder"
source=$folder/$name
for file in third-party/mbedtls/LICENSE third-party/jsmn/LICENSE LICENSE zimport.spdx.json Makefile; do
    holds "the sources have $file" "it is missing" [ -s "$source/$file" ]
done
committed() {
    git -C "$top" ls-tree -r --name-only HEAD | sort >"$T/committed"
    (cd "$source" && find . ! -type d ! -path './third-party/*' ! -name zimport.spdx.json | sed 's|^\./||' | sort) | diff "$T/committed" -
}
holds "the sources are what is committed" "other files" committed

# ---- from the archive, elsewhere and without a network

date=$(git -C "$top" log -1 --format=%ct)
if offline true 2>/dev/null; then
    holds "builds without a network" "it does not" offline env -u MAKEFLAGS -u B SOURCE_DATE_EPOCH="$date" "${MAKE:-make}" -C "$source" -j2 all
    unpacked "$name-$here" "$T/programs"
    same "the program for $here" "$T/programs/$name-$here/zimport" "$source/build/zimport"
    env -u MAKEFLAGS SOURCE_DATE_EPOCH="$date" "${MAKE:-make}" -C "$top" B="$B" "$B/libzimport.a" >"$T/log" 2>&1 || give_up "make libzimport.a"
    for file in bash/zimport.bash zsh/_zimport fish/zimport.fish; do
        same "completions for ${file%/*}" "$T/programs/$name-$here/completions/${file#*/}" "$source/build/completions/zimport.${file%/*}"
    done
    same "the library" "$B/libzimport.a" "$source/build/libzimport.a"
    ZIMPORT=$T/programs/$name-$here/zimport
    start_sim --milvus
    run status --endpoint "$SITE" --cacert "$CA" job-demo
    expect "it asks" 0
    # Building musl takes a folder without blanks.
    [ -z "${CROSS-}" ] || unpacked "$name" "$T/plain"
    source=$T/plain/$name
    for target in ${CROSS-}; do
        holds "builds for $target" "it does not" offline env -u MAKEFLAGS -u B SOURCE_DATE_EPOCH="$date" "${MAKE:-make}" -C "$source" -j2 \
            MUSL_DIR="$B/musl-src/tree" "cross-$target"
        unpacked "$name-$target" "$T/programs"
        same "the program for $target" "$T/programs/$name-$target/zimport" "$source/build/cross/$target/zimport"
    done
else
    skip "builds without a network" "this machine lets nobody make a network of its own"
fi

# ---- the archive itself, from another clone

git -c safe.directory='*' clone -q --no-local "$top" "$T/clone" 2>"$T/log" || give_up "git clone"
again=$T/again
export VERSION="$version" MBEDTLS_TREE="$B/mbedtls-src" MUSL_TREE="$B/musl-src/tree"
pack_again() {
    cd "$T/clone" && B="$again" ONLY=source sh port/dist/dist.sh
}
mkdir -p "$again/jsmn" && cp "$B/jsmn/jsmn.h" "$again/jsmn/"
holds "packs again" "it does not" pack_again
same "the sources" "$again/dist/$name.tar.gz" "$dist/$name.tar.gz"
same "the list of parts" "$again/dist/$name.spdx.json" "$dist/$name.spdx.json"

finish
