#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The firmware's client certificate: kinds of keys, what they cost, and what servers of TLS 1.3 make of good and bad ones.

PROFILE=small13
tests=$(cd "${0%/*}/.." && pwd)
. "$tests/firmware/board.sh"
need openssl
. "$tests/system/certs.sh"
NAMES=DNS:localhost,IP:127.0.0.1,IP:$HOST
. "$tests/system/servers.sh"
. "$tests/firmware/mutual.sh"

start_sim --plain --any-host
SIM=$PORT
start_nginx
PORT=$SECOND
ROOT=$PWD/root.pem

# ---- what is accepted

for kind in p384 rsa2048; do
    new_key "$kind" "$kind"
    new_cert "my-$kind" "$kind" /CN=board extendedKeyUsage=clientAuth boards boards
    cat "my-$kind.pem" "$kind.key" >"$CLIENT"
    board "job=$JOB"
    ends "a key of $kind" 0 "^$JOB: Completed"
    echo "# a key of $kind: stack $(used stack), arena $(used arena)"
done
new_key middle ec
new_cert middle middle /CN=middle 'basicConstraints=critical,CA:TRUE|keyUsage=keyCertSign' boards boards
new_cert below board /CN=board extendedKeyUsage=clientAuth middle middle
cat below.pem middle.pem board.key >"$CLIENT"
board "job=$JOB"
ends "an intermediate authority" 0 "^$JOB: Completed"

# ---- what is refused

cp "$CLIENT" "$T/good.pem"
CLIENT=
board "job=$JOB"
ends "no certificate" 9 'the service refused'
CLIENT=$PWD/own.pem
new_root strangers middle /CN=strangers
new_cert strange board /CN=board extendedKeyUsage=clientAuth strangers middle
cat strange.pem board.key >"$CLIENT"
board "job=$JOB"
ends "a certificate of another authority" 9 'the service refused'
cat board.pem middle.key >"$CLIENT"
board "job=$JOB"
ends "a key that is not the certificate's" 2 '^cannot begin: .*key'
cp board.key "$CLIENT"
board "job=$JOB"
ends "a key without a certificate" 2 '^cannot begin: .*certificate'

# A server that ends the handshake with an alert, which in TLS 1.3 comes behind it.
stop "$server"
start_openssl -cert good.pem -key ec.key -tls1_3 -Verify 3 -verify_return_error -CAfile boards.pem
cat strange.pem board.key >"$CLIENT"
board "job=$JOB"
ends "an alert about the certificate" 8 'client certificate'
stop "$server"

cp "$T/good.pem" "$CLIENT"
ELF=$B/firmware/firmware.elf
board "job=$JOB"
ends "a firmware that has no client certificates" 2 '^settings: .*small13'
finish
