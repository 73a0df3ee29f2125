#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# dist.sh: called by `make dist` (dist.mk). Makes, of the commit that is checked out,
#
#   zimport-VERSION.tar.gz           the sources, with those of mbedTLS and jsmn in third-party, and a list of all parts
#   zimport-VERSION-TARGET.tar.gz    the static program for TARGET, with man pages, completions and licences
#   zimport-VERSION.spdx.json        the list of parts (sbom.sh)
#   SHA256SUMS
#
# Settings: B, MAKE, VERSION, TARGETS, MBEDTLS_TREE and MUSL_TREE, and ONLY=source. Dates are the commit's: SOURCE_DATE_EPOCH.

set -eu

here=port/dist
name=zimport-$VERSION
out=$B/dist
work=$out/work

die() {
    printf 'dist.sh: %s\n' "$*" >&2
    exit 1
}

git rev-parse -q --verify HEAD >/dev/null 2>&1 || die 'make dist needs a git checkout: it packs what a commit has'
git diff --quiet HEAD || die 'there are changes that are not committed'
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export SOURCE_DATE_EPOCH
# Makes below must not be told of this one's settings: all is built as by default.
unset MAKEFLAGS MFLAGS MAKEOVERRIDES

pack() { # FOLDER: below $work, as $out/FOLDER.tar.gz
    tar -C "$work" --format=gnu --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner \
        --mode=u=rwX,go=rX -cf - "$1" | gzip -9n >"$out/$1.tar.gz"
    printf '  DIST    %s\n' "$out/$1.tar.gz"
}

licence_of_jsmn() { # its first comment
    sed -n '1,/\*\//p' "$B/jsmn/jsmn.h" | sed -e 's|^/\*$||' -e 's|^ \*/$||' -e 's|^ \* \{0,1\}||' | sed '/./,$!d'
}

# What is compiled of them, as it is compiled: with port/mbedtls/patches.
third_party() { # FOLDER
    mkdir -p "$1/mbedtls" "$1/jsmn"
    cp -R "$MBEDTLS_TREE/include" "$MBEDTLS_TREE/library" "$MBEDTLS_TREE/LICENSE" "$1/mbedtls/"
    find "$1/mbedtls" ! -type d ! -name '*.[ch]' ! -name LICENSE -exec rm -f {} +
    cp "$B/jsmn/jsmn.h" "$1/jsmn/"
    licence_of_jsmn >"$1/jsmn/LICENSE"
    cat >"$1/README" <<END
Sources by others that zimport is built with, so that it builds offline; see the licence in each folder.

mbedtls  what is compiled of it, with the patches of port/mbedtls/patches applied
jsmn     unchanged
END
}

source_archive() {
    git -c tar.umask=0022 archive --format=tar --prefix="$name/" HEAD | tar -C "$work" -xf -
    third_party "$work/$name/third-party"
    sh $here/sbom.sh "$VERSION" "$work/$name/third-party" >"$out/$name.spdx.json"
    cp "$out/$name.spdx.json" "$work/$name/zimport.spdx.json"
    pack "$name"
}

program_archive() { # TARGET PROGRAM
    folder=$work/$name-$1
    mkdir "$folder" "$folder/completions"
    cp "$2" src/cli/zimport.1 src/cli/zimport.conf.5 LICENSE "$folder/"
    cp "$B/completions/zimport.bash" "$B/completions/zimport.fish" "$folder/completions/"
    cp "$B/completions/zimport.zsh" "$folder/completions/_zimport"
    cp "$out/$name.spdx.json" "$folder/zimport.spdx.json"
    {
        printf 'This program contains parts of these works.\n\n==== mbedTLS: the Apache License 2.0, as in LICENSE\n\n'
        printf '==== jsmn\n\n'
        licence_of_jsmn
        printf '\n==== musl\n\n'
        cat "$MUSL_TREE/COPYRIGHT"
    } >"$folder/LICENSES.third-party"
    pack "$name-$1"
}

programs() {
    "$MAKE" --no-print-directory -j"$(nproc)" B="$B" "$B/zimport" completions
    program_archive "$(uname -m)" "$B/zimport"
    "$MAKE" --no-print-directory -j"$(nproc)" B="$B" cross_targets="$TARGETS" cross
    for target in $TARGETS; do
        if [ -f "$B/cross/$target/skipped" ]; then
            printf '  SKIP    %s: %s\n' "$target" "$(cat "$B/cross/$target/skipped")"
        else
            program_archive "$target" "$B/cross/$target/zimport"
        fi
    done
}

rm -rf "$out"
mkdir -p "$work"
source_archive
[ "${ONLY-}" = source ] || programs
rm -rf "$work"
(cd "$out" && sha256sum ./*.gz ./*.json | sed 's|\./||' >SHA256SUMS && cat SHA256SUMS)
