#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The program with mbedTLS 4, whose source tree MBEDTLS4_DIR names, below a folder of its own in B, under the tests of TLS,
# some of port/mbedtls's own among them. Simulator and servers are those of the other build. Called by `make mbedtls4-test`.

set -eu

cd "$(dirname "$0")/../.."
B=${B:-build}
MAKE=${MAKE:-make}
[ -n "${MBEDTLS4_DIR-}" ] || {
    echo 'mbedtls4-test: skipped: MBEDTLS4_DIR names no source tree of mbedTLS 4'
    echo '0 passed, 0 failed, 1 skipped'
    exit 0
}

out=$B/mbedtls4
units=
for name in session session_file session_refused trust trust_system; do
    units="$units $out/tests/unit/test_$name"
done
# shellcheck disable=SC2086 # words
"$MAKE" --no-print-directory B="$out" MBEDTLS_DIR="$MBEDTLS4_DIR" JSMN_DIR="$B/jsmn" "$out/zimport" "$out/zimport-san" $units
ln -sfn ../../tests/simulator "$out/tests/simulator"
ln -sfn ../../tests/system "$out/tests/system"
printf '%s bytes: %s\n' "$(wc -c <"$out/zimport")" "$("$out/zimport" version | head -n 1)"

set --
for name in tls identity session resume trust tls_words; do
    set -- "$@" "tests/system/${name}_test.sh"
done
# shellcheck disable=SC2086 # words
B=$out sh tests/run.sh $units -- -- "$@"
