#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# make bench: this program beside curl and jq, in one run on one machine.
#
#   large    a v1 reply of 100,000 and of 1,000,000 file rows: large.sh
#   tls      a poll over TLS 1.2 and 1.3, cold, on a kept connection, resumed: tls.sh
#   chains   instructions of a cold poll, of servers with chains like those of public authorities: shapes.sh
#   lookup   finding one root in a bundle, and parsing the whole bundle: lookup.sh
#   many     1,000 jobs followed on one connection, two minutes: many.sh
#   list     lists of 10 to 100,000 jobs: list.sh
#
# Medians of runs that take turns, so that a slow moment of the machine meets all of them. Memory is peak resident memory
# (of curl and jq together, since both are there at the same time). The ratios say how many times as much the other needs.
# Nothing here passes or fails. Settings: B, CC, CFLAGS, TLS, MBEDTLS_DIR as for make; PARTS ("large tls chains lookup many list"),
# RUNS (7), ROWS ("100000 1000000"), COLD_RUNS (51), ROUNDS (5) of POLLS (51) in one process, COUNTED (20; a fifth
# of full handshakes) of which the instructions are counted, BUNDLE, JOBS (1000), CURL_POLLS (200), LISTED ("10 10000
# 100000").

set -eu

cd "$(dirname "$0")/../.."
B=${B:-build}
CC=${CC:-musl-gcc}
CFLAGS=${CFLAGS:--Os}
TLS=${TLS:-default}
PARTS=${PARTS:-large tls chains lookup many list}
RUNS=${RUNS:-7}
ROWS=${ROWS:-100000 1000000}
COLD_RUNS=${COLD_RUNS:-51}
ROUNDS=${ROUNDS:-5}
POLLS=${POLLS:-51}
COUNTED=${COUNTED:-20}
JOBS=${JOBS:-1000}
CURL_POLLS=${CURL_POLLS:-200}
LISTED=${LISTED:-10 10000 100000}
sh port/need.sh bench
here=tests/bench
work=$B/bench
zimport=$B/zimport
cluster=in01-0a1b2c3d4e5f6g7
server=''
rm -rf "$work"
mkdir -p "$work"

. $here/lib.sh
. $here/large.sh
. $here/tls.sh
. $here/chains.sh
. $here/shapes.sh
. $here/lookup.sh
. $here/many.sh
. $here/list.sh
trap stop EXIT
trap 'exit 1' HUP INT TERM
unset HTTP_PROXY HTTPS_PROXY ALL_PROXY http_proxy https_proxy all_proxy

# curl with the fields that zimport sends.
fetch="curl -s -H @$work/fields"
printf "%s\n" "Authorization: Bearer bench-key" "Accept: application/json" "Content-Type: application/json" >"$work/fields"
export ZILLIZ_API_KEY=bench-key

# shellcheck disable=SC2086
$CC -std=c99 $CFLAGS -static -o "$work/measure" $here/measure.c
if [ -f "$B/mbedtls-release/libmbedtls.a" ]; then
    program polls
else
    echo "bench: polls.c and lookup.c are for mbedTLS as it is built from source: tls and lookup are left out"
    PARTS=$(echo "$PARTS" | tr ' ' '\n' | grep -v -x -e tls -e lookup || :)
fi

echo "$(curl --version | head -n 1 | cut -d' ' -f1-2), $(jq --version), $(uname -sm), $(grep -c ^processor /proc/cpuinfo) processors"
for part in $PARTS; do
    case $part in
    large)
        serve --plain
        for rows in $ROWS; do
            large "$rows"
        done
        stop
        ;;
    tls)
        tls 1.2
        [ "$TLS" != default ] || tls 1.3
        ;;
    chains) shapes ;;
    lookup) lookup ;;
    many) many ;;
    list) list ;;
    *) echo "bench: PARTS: large, tls, chains, lookup, many, list" >&2 && exit 2 ;;
    esac
done
