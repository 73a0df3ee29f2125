#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The same of what asks name servers and proxies, or reads the roots of a folder: in a network of its own.

. "${0%/*}/../system/own_network.sh"
. "${0%/*}/../system/lib.sh"
need openssl tinyproxy
. "$tests/calls/each.sh"
cd "$T" || exit 1
. "$tests/system/proxies.sh"
ip link set lo up
for file in hosts resolv.conf; do
    : >"$T/$file"
    [ -e "/etc/$file" ] && mount --bind "$T/$file" "$(readlink -f "/etc/$file")" || give_up "no /etc/$file to put one over"
done

for address in 127.0.0.11 127.0.0.12; do
    rm -f "$T/ready"
    spawn "$B/tests/system/names" --ready "$T/ready" "$address" here.test/4=127.0.0.1 here.test/6= cut.test/4=CUT,127.0.0.1 cut.test/6=
    await 20 ready_or_gone "$T/ready" "$pid"
    [ -s "$T/ready" ] || give_up "the name server does not start"
done
printf 'search away.test test\nnameserver 127.0.0.11\nnameserver 127.0.0.12\n' >/etc/resolv.conf
printf '127.0.0.1 localhost known.test\n' >/etc/hosts

start_sim --plain --milvus --any-host --key "$KEY" --max-life 7200
ask="--allow-plaintext-token --connect-timeout 4 --max-time 5 --retry 0 -o json"
each "a name that servers know" -- status $ask --endpoint "http://here:$PORT" job-instant
each "a name's reply that is cut" -- status $ask --endpoint "http://cut.test:$PORT" job-instant
each "a name that the hosts know" -- status $ask --endpoint "http://known.test:$PORT" job-instant
start_proxy tinyproxy
each "a proxy" -- status $ask --endpoint "http://127.0.0.1:$PORT" --proxy "http://127.0.0.1:$PROXY" job-instant
stop "$sim"

start_sim --milvus --any-host --key "$KEY" --max-life 7200
mkdir -p mounted/certs
cp "$CA" mounted/certs/ca.pem
openssl rehash mounted/certs
for place in /etc/ssl /etc/pki; do
    [ ! -d "$place" ] || mount --bind mounted "$place" || give_up "$place cannot be covered"
done
each "a proxy to TLS, roots of the system" -- status $ask --endpoint "https://localhost:$PORT" \
    --proxy "http://127.0.0.1:$PROXY" job-instant
stop "$proxy"
stop "$sim"

finish
