#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# said.sh [FILE...]: no message without proof. Each piece of a message in these sources must stand in a test that
# compares the program's lines with it; help texts are exempt. Prints each finding as FILE:LINE: message; fails if there
# is one.

set -eu

here=$(cd "$(dirname "$0")" && pwd)
# shellcheck disable=SC2046 # names without spaces
[ $# -gt 0 ] || set -- src/base/status_text.c src/api/v1.c src/api/v2.c src/api/milvus.c \
    $(find src/cli -name '*.c' ! -path '*/verbs/*' ! -name option_table.c ! -name exits.c ! -name picture_style.c) src/cli/verbs/verb_list.c src/cli/verbs/verb_start.c

# TLS has tests of its own, with certificates and servers. The rest cannot be tested: a list of names in one literal,
# and words for the compiler.
exempt() {
    grep -v -e '/settings_tls\.c:' -e '/failure_tls\.c:' -e '/text/certificate\.c:' -e '"the TLS session could not be written' \
        -e 'failure\.c:.*"\(the server.s key has the pin\|which was not given\|the certificate is not for\)"' \
        -e 'failure\.c:.*\(where SSL_CERT_FILE\|--clock-floor"\|"it was never set"\)' \
        -e '"the size of an id is kept in one byte"' -e '"tab line end' | while IFS= read -r found; do
        file=${found%%:*}
        line=${found#*:}
        sed -n "${line%%:*}p" "$file" | grep -q 'ZIMPORT_TLS_' || printf '%s\n' "$found"
    done
}

# shellcheck disable=SC2046 # names without spaces
found=$(awk -f "$here/said.awk" $(find tests -name '*.[ch]' -o -name '*_test.sh' | sort) SOURCES=1 "$@" | exempt)
[ -z "$found" ] || {
    printf '%s\n' "$found"
    exit 1
}
