#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# copy.sh TREE DEST: copies what is built of a source tree of mbedTLS 4, and applies those of patches/ that fit: of 4.1.0 all
# but rsa-signatures-only and signing-apart, which are for a file that 4 has changed. The others are for faults that 4 still
# has, or for size; one that a later version has made needless is left out. The tree itself stays as it is.

set -eu

die() {
    printf 'copy.sh: %s\n' "$*" >&2
    exit 1
}

[ $# -eq 2 ] || die 'usage: copy.sh TREE DEST'
command -v patch >/dev/null || die "patch(1) is needed to build $1"
here=$(cd "$(dirname "$0")" && pwd)
rm -rf "$2" "$2-new"
mkdir -p "$2-new/tf-psa-crypto"
for name in include library tf-psa-crypto/include tf-psa-crypto/core tf-psa-crypto/dispatch tf-psa-crypto/drivers \
    tf-psa-crypto/extras tf-psa-crypto/platform tf-psa-crypto/utilities; do
    [ ! -d "$1/$name" ] || cp -R "$1/$name" "$2-new/$name"
done

# Generated files are in what is released, not in a checkout.
for name in library/error.c library/mbedtls_config_check_final.h; do
    [ -f "$2-new/$name" ] || die "$1 has no $name: take mbedTLS as it is released, which has the generated files"
done
chmod -R u+w "$2-new"

# The files have kept their names since 3.6, not their folders.
for fix in "$here"/patches/*.patch "$here"/patches/v4/*.patch; do
    file=$(sed -n 's|^+++ b/library/||p' "$fix" | head -n 1)
    for at in "$2-new/library/$file" "$2-new/tf-psa-crypto"/*/"$file" "$2-new/tf-psa-crypto/drivers/builtin/src/$file"; do
        [ -f "$at" ] || continue
        ! patch -s -f -p2 --dry-run -d "${at%/*}" -i "$fix" >/dev/null 2>&1 ||
            patch -s -p2 --no-backup-if-mismatch -d "${at%/*}" -i "$fix"
    done
done
printf '%s\n' "$1" >"$2-new/copied-from"
touch "$2-new/include/mbedtls/version.h"
mv "$2-new" "$2"
