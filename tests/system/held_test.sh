#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# TLS holds an encrypted record of a start that the network did not take: when the program gives up, the record is not
# sent, and the line says that the import may have been started. Needs a network of its own, with small buffers.

. "${0%/*}/own_network.sh"
. "${0%/*}/lib.sh"

small() {
    ip link set lo up mtu 300 && echo '1 1 1' >/proc/sys/net/ipv4/tcp_wmem
}
small 2>"$T/err" || {
    skip "a start that is held" "the buffers cannot be made small here: $(head -n 1 "$T/err")"
    finish
}

logged() { # LINE: of the valve
    grep -q -x "$1" "$T/valve.log" 2>/dev/null
}

is_connected() { # the program has told of its handshake
    grep -q '^. valid until' "$T/later-held.err"
}

sleeps() { # it waits in poll for room
    grep -q '^State:.S' "/proc/$1/status"
}

is_over() { # SECONDS SINCE
    [ "$(date +%s)" -gt $(($2 + $1)) ]
}

# The program's, not timeout's.
child_of() { # PID
    sed 's/ .*//' "/proc/$1/task/$1/children"
}

# hold NAME TLS RECORDS MAX-TIME: a start's request waits at the valve, and the program is stopped; then the valve
# opens, and there is room again.
hold() {
    start_sim --head 20000 --any-host --tls-max "$2"
    ca=$CA
    rm -f "$T/port" "$T/valve.log"
    spawn "$B/tests/system/valve" "$T/port" "$T/valve.log" "$PORT" "$3"
    valve=$pid
    await 20 ready_or_gone "$T/port" "$valve"
    export ZILLIZ_API_KEY=$KEY
    later held start -v --api v2 --endpoint "https://localhost:$(cat "$T/port")" --cacert "$ca" --cluster "$CLUSTER" \
        --collection books --max-time "$4" --retry 3 "s3://bucket/$(head -c 3200 /dev/zero | tr '\0' a)"
    await 20 is_connected || give_up "$1: no connection: $(tail -n 1 "$T/later-held.err")"
    await 20 logged shut || give_up "$1: the valve did not shut"
    program=$(child_of "$(cat "$T/later-held.pid")")
    await 20 sleeps "$program"
    kill -STOP "$program"
    begun=$(date +%s)
    await 20 is_over 1 "$begun"
    kill -USR1 "$valve"
    await 20 logged open || give_up "$1: the valve did not open"
}

# released NAME EXIT PATTERN
released() {
    collect held
    sound "$1" "$2" && holds "$1: what is said" "other words: $(cat "$T/err")" says "$3"
    # What the program sent has arrived when another start has.
    SITE=https://localhost:$PORT
    CA=$ca
    ask_as v2 start --collection books s3://bucket/after
    sound "$1: another" 0
    holds "$1: what has arrived" "$(counter starts) starts with the one behind it" test "$(counter starts)" -eq 1
    stop "$valve"
    stop "$sim"
}

for version in 1.2 1.3; do
    records=$([ $version = 1.2 ] && echo 0 || echo 1)
    hold "deadline, TLS $version" "$version" "$records" 1
    kill -CONT "$program"
    released "deadline, TLS $version" 7 'could not be sent within 1 s; it may have been started'
    hold "signal, TLS $version" "$version" "$records" 60
    kill -INT "$program"
    kill -CONT "$program"
    released "signal, TLS $version" 130 'ended by a signal; it may have been started'
done
finish
