#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Both families, name servers, and networks that lose packets, in a network of its own: at 2001:db8::2 and 192.0.2.2
# packets vanish, to 2001:db8:1::1 there is no route. Needs root, or a kernel that allows such a network.

. "${0%/*}/own_network.sh"
. "${0%/*}/lib.sh"
unset LOCALDOMAIN RES_OPTIONS

vanish() { # ADDRESS/BITS NOBODY: packets to NOBODY go out to where nobody takes them
    ip addr add "$1" dev nowhere ${3-} && ip neigh add "$2" lladdr 02:00:00:00:00:02 dev nowhere nud permanent
}

if ! { ip link set lo up && ip link add nowhere type veth peer name nobody && ip link set nobody up &&
    ip link set nowhere up && vanish 192.0.2.1/24 192.0.2.2 && vanish 2001:db8::1/64 2001:db8::2 nodad &&
    ip -6 route add unreachable 2001:db8:1::/48; } 2>"$T/err"; then
    skip "families" "no IPv6 or no virtual links here: $(head -n 1 "$T/err")"
    finish
fi

cp /etc/hosts "$T/hosts" && cp /etc/resolv.conf "$T/resolv.conf" && mount --bind "$T/hosts" /etc/hosts &&
    mount --bind "$T/resolv.conf" /etc/resolv.conf || give_up "mount"
printf 'nameserver 192.0.2.2\n' >/etc/resolv.conf
is() { # NAME ADDRESS...
    name=$1
    shift
    printf "%s $name\n" "$@" >/etc/hosts
}

# $took: in milliseconds.
ask_host() { # HOST OPTION...
    host=$1
    shift
    begun=$(date +%s%N)
    ZILLIZ_API_KEY=$KEY run status -v --api v1 --endpoint "https://$host:$PORT" --cacert "$CA" --cluster "$CLUSTER" "$@" \
        job-instant </dev/null
    took=$((($(date +%s%N) - begun) / 1000000))
}

# One line per event of an address: "connecting to ::1", then the next, "::1: Connection refused".
addresses() {
    sed -n "s/ port $PORT//; s/^\* \(connect[a-z]* to .*\)/\1/p; s/^\* \([0-9a-f.:]*: [A-Z].*\)/\1/p" "$T/err"
}

happens() { # NAME LINE...: the job is complete, and this is what became of the addresses
    name=$1
    shift
    printf '%s\n' "$@" >"$T/expected"
    addresses >"$T/events"
    sound "$name" 0 || return
    if ! grep -q Completed "$T/out"; then
        not_ok "$name" "no result"
    elif ! cmp -s "$T/expected" "$T/events"; then
        not_ok "$name" "other events"
        show "expected" "$T/expected"
    else
        ok "$name"
    fi
}

within() { # NAME MILLISECONDS
    echo "# $1: $took ms"
    if [ "$took" -lt "$2" ]; then ok "$1: in time"; else not_ok "$1: in time" "$took ms"; fi
}

fails_naming() { # NAME MILLISECONDS PATTERN: exit 7 with that in the last line
    sed -i '/^\* /d' "$T/err"
    fails "$1" 7 "$3"
    within "$1" "$2"
}

start_sim --listen both --san localhost,some,some.test,127.0.0.1,::1

# ---- name servers

start_names() { # ADDRESS ANSWER...
    rm -f "$T/ready"
    spawn "$B/tests/system/names" --ready "$T/ready" --log "$T/asked" "$@"
    await 20 ready_or_gone "$T/ready" "$pid"
    [ -s "$T/ready" ] || give_up "the name server does not start: $*"
}

servers() { # LINE...: of resolv.conf
    printf '%s\n' "$@" >/etc/resolv.conf
    : >"$T/asked"
}

was_asked() { # NAME QUESTION...: exactly these, in any order
    name=$1
    shift
    printf '%s\n' "$@" | sort >"$T/expected"
    if sort "$T/asked" | cmp -s - "$T/expected"; then ok "$name: questions"; else not_ok "$name: questions" "$(tr '\n' ' ' <"$T/asked")"; fi
}

start_names 127.0.0.1 some.test/4=127.0.0.1 some.test/6=::1
start_names 127.0.0.2 some.test/4=127.0.0.1 some.test/6=-
start_names 127.0.0.3 some.test/4=FAIL some.test/6=FAIL
start_names :: some.test/4=127.0.0.1
ip addr add fe80::53/64 dev nowhere nodad || give_up "no link-local address"

name_servers() {
    is other.test 127.0.0.1
    servers 'nameserver 127.0.0.1'
    ask_host some.test
    happens "$which: both families" "connecting to ::1" "connected to ::1"
    was_asked "$which: both families" some.test/4 some.test/6
    servers 'nameserver 127.0.0.1'
    ask_host some.test -4
    happens "$which: a name and -4" "connecting to 127.0.0.1" "connected to 127.0.0.1"
    was_asked "$which: a name and -4" some.test/4
    servers 'nameserver 127.0.0.2'
    ask_host some.test
    happens "$which: no reply for IPv6" "connecting to 127.0.0.1" "connected to 127.0.0.1"
    within "$which: no reply for IPv6" 2000
    servers 'search inner.test test' 'nameserver 127.0.0.1'
    ask_host some
    happens "$which: a domain to search" "connecting to ::1" "connected to ::1"
    was_asked "$which: a domain to search" some.inner.test/4 some.inner.test/6 some.test/4 some.test/6
    servers 'nameserver 127.0.0.9' 'nameserver 127.0.0.1'
    ask_host some.test
    happens "$which: nobody at the first name server" "connecting to ::1" "connected to ::1"
    within "$which: nobody at the first name server" 2000
    servers 'nameserver 192.0.2.2' 'nameserver 127.0.0.3' 'nameserver 127.0.0.1'
    ask_host some.test
    happens "$which: one is out of reach, one fails" "connecting to ::1" "connected to ::1"
    within "$which: one is out of reach, one fails" 3000
    for server in ::1 fe80::53%nowhere "fe80::53%$(cat /sys/class/net/nowhere/ifindex 2>/dev/null || echo nowhere)"; do
        servers "nameserver $server"
        ask_host some.test
        happens "$which: name server $server" "connecting to 127.0.0.1" "connected to 127.0.0.1"
    done
    servers 'nameserver 127.0.0.1'
    ask_host other2.test --retry 0
    fails_naming "$which: no such name" 2000 'other2\.test.*no such name'
    servers 'nameserver 127.0.0.3'
    ask_host some.test --retry 0
    fails_naming "$which: the name server fails" 2000 'the name service failed; try again'
    servers 'nameserver 127.0.0.9'
    ask_host some.test --retry 0
    fails_naming "$which: nobody at the name server" 2000 'the name service failed: Connection refused; try again'
    servers 'nameserver 198.51.100.1'
    ask_host some.test --retry 0
    fails_naming "$which: no way to the name server" 2000 'the name service failed: Network (is )?unreachable; try again'
    servers 'nameserver 2001:db8::2' 'nameserver 192.0.2.2'
    ask_host some.test --retry 0 --connect-timeout 1
    fails_naming "$which: no name server answers" 5000 'name service did not answer within 1 s'
    servers 'nameserver 192.0.2.2'
}

# ---- which address, with both programs

for program in "$ZIMPORT" "$STATIC"; do
    ZIMPORT=$program
    which=${program##*/}

    is some.test 2001:db8::2 127.0.0.1
    ask_host some.test
    happens "$which: packets to the IPv6 address vanish" "connecting to 2001:db8::2" "connecting to 127.0.0.1" \
        "connected to 127.0.0.1"
    within "$which: packets to the IPv6 address vanish" 3000
    ask_host some.test -4
    happens "$which: -4" "connecting to 127.0.0.1" "connected to 127.0.0.1"

    is some.test ::1 127.0.0.1
    ask_host some.test
    happens "$which: IPv6 and IPv4" "connecting to ::1" "connected to ::1"
    ask_host some.test -4
    happens "$which: -4 where both work" "connecting to 127.0.0.1" "connected to 127.0.0.1"
    ask_host some.test -6
    happens "$which: -6 where both work" "connecting to ::1" "connected to ::1"
    is some.test 127.0.0.1
    ask_host some.test -6 --retry 0 --connect-timeout 1
    fails_naming "$which: -6 without an IPv6 address" 5000 'some\.test.*(no address|name service)'

    name_servers

    is other.test 127.0.0.1
    ask_host some.test --retry 0 --connect-timeout 1
    fails_naming "$which: no answer to a name" 5000 'name service did not answer within 1 s'
    ZILLIZ_API_KEY=$KEY timeout --foreground --preserve-status -s INT 0.5 "$ZIMPORT" status --api v1 --endpoint https://some.test \
        --cluster "$CLUSTER" --cacert "$CA" job-instant </dev/null >"$T/out" 2>"$T/err"
    code=$?
    sound "$which: ^C while a name is looked up" 130 && ok "$which: ^C while a name is looked up"
done
ZIMPORT=$CHOSEN

# ---- --resolve, several times for one host

both="--resolve localhost:$PORT:[2001:db8::2] --resolve localhost:$PORT:127.0.0.1"
# shellcheck disable=SC2086 # options
{
    ask_host localhost $both
    happens "--resolve: IPv6 vanishes" "connecting to 2001:db8::2" "connecting to 127.0.0.1" "connected to 127.0.0.1"
    within "--resolve: IPv6 vanishes" 3000
    ask_host localhost -4 $both
    happens "--resolve: -4" "connecting to 127.0.0.1" "connected to 127.0.0.1"
    ask_host localhost --retry 0 --connect-timeout 1 -6 $both
    fails_naming "--resolve: -6" 5000 'no connection to 2001:db8::2 within 1 s'
}
ask_host localhost --resolve "localhost:$PORT:192.0.2.2" --resolve "localhost:$PORT:127.0.0.2" \
    --resolve "localhost:$PORT:::1"
happens "--resolve: the families alternate" "connecting to 192.0.2.2" "connecting to ::1" "connected to ::1"
ask_host localhost --resolve "localhost:$PORT:2001:db8:1::1" --resolve "localhost:$PORT:127.0.0.1"
happens "no route to IPv6" "connecting to 2001:db8:1::1" "2001:db8:1::1: No route to host" "connecting to 127.0.0.1" \
    "connected to 127.0.0.1"
ask_host '[::1]'
happens "an IPv6 address" "connecting to ::1" "connected to ::1"
ask_host '[::1]' -4 --retry 0
fails_naming "an IPv6 address and -4" 3000 'no IPv4 address; leave out -4'

# ---- all are dead: which address, and why

dead() { # NAME MILLISECONDS PATTERN ADDRESS...
    name=$1
    limit=$2
    pattern=$3
    shift 3
    set -- "$@" end
    while [ "$1" != end ]; do
        set -- "$@" --resolve "localhost:$PORT:$1"
        shift
    done
    shift
    ask_host localhost --retry 0 --connect-timeout 2 "$@"
    fails_naming "$name" "$limit" "$pattern"
}
dead "all vanish" 5000 'no connection to 2001:db8::2 within 2 s' 2001:db8::2 192.0.2.2
dead "one refuses, one vanishes" 5000 'no connection to 192\.0\.2\.2 within 2 s' 192.0.2.2 127.0.0.2 2001:db8:1::1
dead "one refuses, one has no route" 2000 'cannot connect to 127\.0\.0\.2: Connection refused' 127.0.0.2 2001:db8:1::1
dead "one has no route, one refuses" 2000 'cannot connect to 127\.0\.0\.2: Connection refused' 2001:db8:1::1 127.0.0.2
dead "no network" 2000 'cannot connect to 198\.51\.100\.1: Network is unreachable' 198.51.100.1

# ---- a program that watches the descriptors itself

is localhost 2001:db8::2 127.0.0.1
stop "$sim"
start_sim --listen both --plain
mkfifo "$T/input"
ZILLIZ_API_KEY=$KEY timeout -k 5 20 "$B/examples/event_loop" "http://localhost:$PORT" "$CLUSTER" job-instant \
    <>"$T/input" >"$T/out" 2>"$T/err"
code=$?
expect "example event_loop: IPv6 vanishes" 0 "job: Completed, 100 %"

# ---- only one of the two addresses of this machine is listened at

stop "$sim"
start_sim --listen 4
is localhost ::1 127.0.0.1
ask_host localhost
happens "localhost, IPv4 only" "connecting to ::1" "::1: Connection refused" "connecting to 127.0.0.1" \
    "connected to 127.0.0.1"

# ---- every fifth packet is lost

lose_packets() {
    nft -f - 2>"$T/err" <<'END'
table inet loss {
    chain input {
        type filter hook input priority 0
        iif lo numgen random mod 100 < 20 drop
    }
}
END
}
polls() {
    i=0
    while [ "$i" -lt 20 ]; do
        i=$((i + 1))
        spawn timeout -k 5 120 "$ZIMPORT" status -v --api v1 --endpoint "https://localhost:$PORT" --cacert "$CA" \
            --cluster "$CLUSTER" -o csv job-instant
        polls="${polls-} $pid"
    done
    for pid in $polls; do
        wait "$pid" || lost="${lost-} $?"
    done
}
if lose_packets; then
    begun=$(date +%s%N)
    ZILLIZ_API_KEY=$KEY
    export ZILLIZ_API_KEY
    polls
    echo "# 20 polls with every fifth packet lost: $((($(date +%s%N) - begun) / 1000000)) ms," \
        "$(grep -c 'trying again' "$T/log") retries"
    if [ -z "${lost-}" ] && [ "$(grep -c ',Completed,' "$T/log")" -eq 20 ]; then
        ok "every fifth packet is lost"
    else
        show "log" "$T/log"
        not_ok "every fifth packet is lost" "exits:${lost- 0}, $(grep -c ',Completed,' "$T/log") results"
    fi
else
    skip "every fifth packet is lost" "no nftables here: $(head -n 1 "$T/err")"
fi

finish
