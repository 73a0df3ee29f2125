#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# sbom.sh VERSION THIRD-PARTY: the parts that a version of zimport has, as SPDX 2.3 (spdx.github.io/spdx-spec/v2.3) in JSON.
# THIRD-PARTY is a folder as dist.sh makes it. Settings: SOURCE_DATE_EPOCH, MUSL_TREE.

set -eu

version=$1
parts=$2
mbedtls=$(sed -n 's/^#define MBEDTLS_VERSION_STRING *"\(.*\)"/\1/p' "$parts/mbedtls/include/mbedtls/build_info.h")
header=$(sha256sum <"$parts/jsmn/jsmn.h" | cut -d' ' -f1)
jsmn=unknown # it does not say
[ "$header" != 1ed6154dedf009212a08a397e9c4ed50a0ce31d5a8301bb294e137ae3188c13b ] || jsmn=1.1.0
musl=$(cat "$MUSL_TREE/VERSION")

# Of the files' names and contents, whatever machine they are on.
digest() { # FOLDER
    (cd "$1" && find . -type f | LC_ALL=C sort | xargs sha256sum) | sha256sum | cut -d' ' -f1
}

package() { # NAME VERSION LICENCE HOME COMMENT
    cat <<END
    {
      "SPDXID": "SPDXRef-$1",
      "name": "$1",
      "versionInfo": "$2",
      "supplier": "NOASSERTION",
      "downloadLocation": "NOASSERTION",
      "filesAnalyzed": false,
      "homepage": "$4",
      "licenseConcluded": "$3",
      "licenseDeclared": "$3",
      "copyrightText": "NOASSERTION",
      "comment": "$5"
    }
END
}

relation() { # FROM HOW TO
    printf '    { "spdxElementId": "SPDXRef-%s", "relationshipType": "%s", "relatedSpdxElement": "SPDXRef-%s" }' "$1" "$2" "$3"
}

cat <<END
{
  "spdxVersion": "SPDX-2.3",
  "dataLicense": "CC0-1.0",
  "SPDXID": "SPDXRef-DOCUMENT",
  "name": "zimport-$version",
  "documentNamespace": "https://spdx.org/spdxdocs/zimport-$version-$(digest "$parts")",
  "creationInfo": {
    "created": "$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y-%m-%dT%H:%M:%SZ)",
    "creators": ["Tool: zimport-sbom.sh"]
  },
  "packages": [
$(package zimport "$version" Apache-2.0 NOASSERTION 'this program and library'),
$(package mbedtls "$mbedtls" 'Apache-2.0 OR GPL-2.0-or-later' https://www.trustedfirmware.org/projects/mbed-tls/ \
    "linked into program and library, with port/mbedtls/patches; SHA-256 over the list of its files: $(digest "$parts/mbedtls")"),
$(package jsmn "$jsmn" MIT https://github.com/zserge/jsmn \
    "compiled into program and library, unchanged; SHA-256 of jsmn.h: $header"),
$(package musl "$musl" MIT https://musl.libc.org 'linked into the static programs')
  ],
  "relationships": [
$(relation DOCUMENT DESCRIBES zimport),
$(relation zimport CONTAINS mbedtls),
$(relation zimport CONTAINS jsmn),
$(relation zimport STATIC_LINK musl)
  ]
}
END
