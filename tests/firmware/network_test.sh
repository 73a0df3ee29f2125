#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The firmware with links that come and go, and servers not written here.

tests=$(cd "${0%/*}/.." && pwd)
. "$tests/firmware/board.sh"

told_times() { # NUMBER PATTERN
    [ "$(grep -c -E -e "$2" "$T/out")" -ge "$1" ]
}

told_or_gone() { # PATTERN
    told "$1" || is_gone "$board"
}

simulator() { # OPTION...
    # shellcheck disable=SC2086 # an option with its value
    start_sim --san "$HOST" $ONLY "$@"
}

# ---- links and servers that go and come

# Until a poll is given up: silence, and each of its retries until there is no connection.
LIMIT=150
export LIMIT

QEMU='-S'
simulator
board_later job=job-instant
monitor 'set_link net off'
monitor cont
collected
ends "no link" 7 '^network: no link'
QEMU=
stop "$sim"

simulator --duration 24
board_later job=job-ok interval_ms=500
await 30 told_or_gone 'Importing, [1-9]'
monitor 'set_link net off'
await 120 told_or_gone 'going on$'
monitor 'set_link net on'
collected
ends "the network is lost in the middle, and back" 0 '^job-ok: Completed'
holds "both of which is told" "is not" told_times 2 '^network: up'
stop "$sim"

simulator --duration 20
board_later job=job-ok interval_ms=500
await 30 told_or_gone 'Importing, [1-9]'
kill -STOP "$sim"
await 120 told_or_gone 'going on$'
kill -CONT "$sim"
collected
ends "a server that is silent for a while" 0 '^job-ok: Completed'
stop "$sim"

# ---- servers

need openssl
. "$tests/system/certs.sh"
NAMES=DNS:localhost,IP:127.0.0.1,IP:$HOST
. "$tests/system/servers.sh"
start_sim --plain --any-host --duration 2
SIM=$PORT
ROOT=$PWD/root.pem
if [ "$PROFILE" != small ]; then
    . "$tests/firmware/mutual.sh"
fi
for kind in nginx haproxy stunnel; do
    "start_$kind"
    [ "$PROFILE" = small ] && PORT=$FIRST || PORT=$SECOND
    board job=job-ok-$kind interval_ms=300
    ends "$kind" 0 "^job-ok-$kind: Completed"
    board job=job-wide-1024
    ends "$kind: 1,024 file rows" 0 'Completed, 100 % in 1024 files'
    echo "# $kind: arena $(used arena)"
done

# ---- chains such as public authorities have: what they cost

ACCEPTS=-tls1_2
[ "$PROFILE" = small ] || ACCEPTS='-tls1_3 -Verify 3 -verify_return_error -CAfile boards.pem'
AUTHORITY='basicConstraints=critical,CA:TRUE|keyUsage=critical,keyCertSign,cRLSign'
for kinds in 'rsa4096 rsa2048 rsa2048' 'p384 p384 ec' 'rsa4096 rsa4096 rsa4096'; do
    # shellcheck disable=SC2086 # words
    set -- $kinds
    new_key top "$1"
    new_key middle "$2"
    new_key leaf "$3"
    new_root top top /CN=top
    new_cert middle middle /CN=middle "$AUTHORITY" top top
    new_cert leaf leaf /CN=leaf "subjectAltName=$NAMES|extendedKeyUsage=serverAuth" middle middle
    # shellcheck disable=SC2086 # options
    start_openssl -cert leaf.pem -key leaf.key -cert_chain middle.pem $ACCEPTS
    ROOT=$PWD/top.pem
    board job=$JOB
    ends "a chain of $kinds" 0 "^$JOB: Completed"
    echo "# a chain of $kinds: stack $(used stack), arena $(used arena)"
    stop "$server"
done
finish
