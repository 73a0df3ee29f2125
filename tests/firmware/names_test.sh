#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The firmware looks up names, in a network whose name server is ours. The emulator passes queries on to the one of
# /etc/resolv.conf.

. "${0%/*}/../system/own_network.sh"

tests=$(cd "${0%/*}/.." && pwd)
. "$tests/firmware/board.sh"

ip link set lo up
cp /etc/resolv.conf "$T/resolv.conf" && mount --bind "$T/resolv.conf" /etc/resolv.conf || give_up "mount"
printf 'nameserver 127.0.0.1\n' >/etc/resolv.conf
spawn "$B/tests/system/names" --ready "$T/names" 127.0.0.1 board.test/4=10.0.2.2 silent.test/4=-
await 20 [ -s "$T/names" ]
# shellcheck disable=SC2086 # an option with its value
start_sim --san board.test $ONLY

for host in board.test BOARD.TEST; do
    HOST=$host
    board job=job-instant
    ends "a name: $host" 0 '^job-instant: Completed'
done
HOST=nobody.test
board job=job-instant timeout_s=60
ends "a name that nobody has" 7 'no address'
HOST=silent.test
board job=job-instant timeout_s=6
ends "a name server that is silent" 10 '^requests 0,'
finish
