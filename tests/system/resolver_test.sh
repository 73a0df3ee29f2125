#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# With name servers of the test's own: the program ends where getent does, which asks the C library, with the same
# /etc/resolv.conf, /etc/hosts and /etc/nsswitch.conf; or it goes on where that gives up.

. "${0%/*}/own_network.sh"
. "${0%/*}/lib.sh"
unset LOCALDOMAIN RES_OPTIONS

if ! command -v getent >/dev/null; then
    skip "resolver" "no getent here"
    finish
fi
if ! getent ahosts 127.0.0.1 >/dev/null 2>&1; then
    skip "resolver" "this getent knows no ahosts"
    finish
fi

# The C library looks up only families that this machine has an address of, besides its own.
if ! { ip link set lo up && ip link add ours type veth peer name theirs && ip link set ours up && ip link set theirs up &&
    ip addr add 192.0.2.1/24 dev ours && ip addr add 2001:db8::1/64 dev ours nodad; } 2>"$T/err"; then
    skip "resolver" "no IPv6 or no virtual links here: $(head -n 1 "$T/err")"
    finish
fi
for file in hosts resolv.conf nsswitch.conf; do
    : >"$T/$file"
    [ -e "/etc/$file" ] && mount --bind "$T/$file" "$(readlink -f "/etc/$file")" || give_up "no /etc/$file to put one over"
done
printf 'hosts: files dns\n' >/etc/nsswitch.conf

start_names() { # ADDRESS-OPTIONS... ANSWER...
    rm -f "$T/ready"
    spawn "$B/tests/system/names" --ready "$T/ready" --log "$T/asked" "$@"
    await 20 ready_or_gone "$T/ready" "$pid"
    [ -s "$T/ready" ] || give_up "the name server does not start: $*"
}

conf() { # LINE...: of resolv.conf
    printf '%s\n' "$@" >/etc/resolv.conf
    : >"$T/asked"
}

hosts() { # LINE...
    printf '%s\n' "$@" >/etc/hosts
}

# ---- both programs

# $code; in $T/theirs, whether the C library has addresses of the family.
look_up() { # HOST [-4|-6]
    case ${2-} in
    -4) database=ahostsv4 ;;
    -6) database=ahostsv6 ;;
    *) database=ahosts ;;
    esac
    # For a name without IPv6 addresses getent -6 shows IPv4 ones as IPv6.
    timeout 30 getent "$database" "$1" | sed '/^::ffff:/d; s/ .*//' | sort -u >"$T/theirs"
    ask_host "$@"
}

ask_host() { # HOST [OPTION]...
    host=$1
    shift
    begun=$(date +%s%N)
    run status -v --retry 0 --api milvus --endpoint "http://$host:$PORT" "$@" job-instant </dev/null
    took=$((($(date +%s%N) - begun) / 1000000))
    address=$(sed -n "s/^\* connected to \(.*\) port $PORT$/\1/p" "$T/err")
}

finds() { # NAME HOST [-4|-6]: an address, and one that the C library finds too
    name="$which: $1"
    shift
    look_up "$@"
    sound "$name" 0 || return
    if ! grep -q -x -F -e "${address:-none}" "$T/theirs"; then
        not_ok "$name" "connected to ${address:-nobody}, but the C library finds: $(tr '\n' ' ' <"$T/theirs")"
    else
        ok "$name"
    fi
}

finds_more() { # NAME HOST: an address, where the C library may find none
    name="$which: $1"
    ask_host "$2"
    sound "$name" 0 && ok "$name"
}

fails_alike() { # NAME PATTERN HOST [-4|-6]: neither finds an address; the reason is this
    name="$which: $1"
    pattern=$2
    shift 2
    look_up "$@"
    sed -i '/^\* /d' "$T/err"
    if [ -s "$T/theirs" ]; then
        not_ok "$name" "the C library finds: $(tr '\n' ' ' <"$T/theirs")"
    else
        fails "$name" 7 "$pattern"
    fi
}

fails_in_time() { # NAME MILLISECONDS PATTERN HOST [OPTION]...
    name="$which: $1"
    limit=$2
    pattern=$3
    shift 3
    ask_host "$@"
    sed -i '/^\* /d' "$T/err"
    fails "$name" 7 "$pattern"
    if [ "$took" -lt "$limit" ]; then ok "$name: in time"; else not_ok "$name: in time" "$took ms"; fi
}

was_asked() { # NAME QUESTION...: exactly these of a server, in any order
    name="$which: $1: questions"
    of=$2
    shift 2
    : >"$T/asked"
    ask_host "$of"
    for question; do echo "$question"; done | sort >"$T/expected"
    if sort "$T/asked" | cmp -s - "$T/expected"; then ok "$name"; else not_ok "$name" "$(tr '\n' ' ' <"$T/asked")"; fi
}

no_name='no such name; check'
no_address='the name has no address; check'
failed='the name service failed; try again'

# ---- name servers

start_names 127.0.0.11 here.test/4=127.0.0.1 here.test/6= both.test/4=127.0.0.1 both.test/6=::1 six.test/6=::1 six.test/4= \
    none.test/4= none.test/6= bare/4=127.0.0.1 short.good.test/4=127.0.0.1 short.h.test/4=127.0.0.1 under_score.test/4=127.0.0.1 \
    '*.fail.test/4=FAIL' '*.fail.test/6=FAIL' '*.refused.test/4=REFUSED' '*.refused.test/6=REFUSED' \
    '*.notimp.test/4=NOTIMP' '*.notimp.test/6=NOTIMP' '*.formerr.test/4=FORMERR' '*.formerr.test/6=FORMERR' \
    '*.silent.test/4=-' '*.silent.test/6=-' '*.nodata.test/4=' '*.nodata.test/6=' '*.lame.test/4=LAME' '*.lame.test/6=LAME' \
    v4fail.test/4=FAIL v4fail.test/6=::1 v6fail.test/4=127.0.0.1 v6fail.test/6=FAIL \
    'some.test/4=127.0.0.1*40' some.test/6= 'many.test/4=127.0.0.1*300' 'many.test/6=::1*300' \
    'huge.test/4=127.0.0.1*3000' huge.test/6= 'chain.test/4=>20,127.0.0.1' chain.test/6= \
    'long.test/4=>2000,127.0.0.1' long.test/6= cut.test/4=CUT,127.0.0.1 cut.test/6= cutnone.test/4=CUT cutnone.test/6=CUT \
    forged.test/4=FORGED,127.0.0.1 forged.test/6=
start_names ::1 here.test/4=127.0.0.1 here.test/6=
start_names --opt FORMERR 127.0.0.12 here.test/4=127.0.0.1 here.test/6= 'many.test/4=127.0.0.1*300' many.test/6=
start_names --opt silent 127.0.0.13 here.test/4=127.0.0.1 here.test/6=
start_names 127.0.0.14 '*test/4=REFUSED' '*test/6=REFUSED'
start_names 127.0.0.15 '*test/4=LAME' '*test/6=LAME'
start_names 127.0.0.16 '*test/4=FAIL' '*test/6=FAIL'
for how in 21=none 22=close 23=mute 24=endless 25=half 26=drip 27=others; do
    start_names --tcp "${how#*=}" "127.0.0.${how%=*}" cut.test/4=CUT,127.0.0.1 cut.test/6= 'many.test/4=127.0.0.1*300' many.test/6=
done

start_sim --plain --milvus --any-host --listen both

domains() {
    for kind in fail refused notimp formerr lame nodata nothing silent; do
        conf 'nameserver 127.0.0.11' "search x.$kind.test" 'options ndots:5 timeout:1 attempts:1'
        finds "a name, behind a search domain: $kind" here.test
        conf 'nameserver 127.0.0.11' "search x.$kind.test good.test" 'options timeout:1 attempts:1'
        case $kind in
        fail | nodata | nothing) finds "a search domain behind another: $kind" short ;;
        *) finds_more "a search domain behind another: $kind" short ;;
        esac
        conf 'nameserver 127.0.0.11' "search x.$kind.test" 'options timeout:1 attempts:1'
        finds "a name without dots, behind a search domain: $kind" bare
    done
    conf 'nameserver 127.0.0.11' 'search x.fail.test good.test' 'options attempts:1'
    fails_alike "a search domain fails, nothing else is found" "$failed" nobody
    conf 'nameserver 127.0.0.11' 'search x.nodata.test' 'options attempts:1'
    fails_alike "a search domain has no data, nothing else is found" "$no_address" nobody
    conf 'nameserver 127.0.0.11' 'search x.fail.test' 'options attempts:1'
    fails_alike "as it is there is no such name, and a search domain fails" "$no_name" no.body.test
    conf 'nameserver 127.0.0.11' 'search a.test b.test c.test d.test e.test f.test g.test h.test'
    finds "the eighth search domain" short
    was_asked "the eighth search domain" short short.a.test/4 short.a.test/6 short.b.test/4 short.b.test/6 short.c.test/4 \
        short.c.test/6 short.d.test/4 short.d.test/6 short.e.test/4 short.e.test/6 short.f.test/4 short.f.test/6 \
        short.g.test/4 short.g.test/6 short.h.test/4 short.h.test/6
    conf 'nameserver 127.0.0.11' "search $(numbered x 1 300 | tr '\n' ' ') good.test"
    finds "three hundred search domains" short
    conf 'nameserver 127.0.0.11' 'search good.test' 'options ndots:0'
    finds "ndots:0" short
    conf 'nameserver 127.0.0.11' 'search good.test'
    finds "no final dot" short
    was_asked "no final dot" short short.good.test/4 short.good.test/6
    fails_alike "a final dot" "$no_name" short.
    was_asked "a final dot" short. short/4 short/6
    finds "a final dot, of a name without others" bare.
    conf 'nameserver 127.0.0.11' 'domain a.test' 'search good.test'
    finds "domain, then search" short
    conf 'nameserver 127.0.0.11' 'search good.test' 'domain a.test'
    fails_alike "search, then domain" "$no_name" short
    conf 'nameserver 127.0.0.11' 'domain a.test good.test'
    fails_alike "two words of domain" "$no_name" short
    conf 'nameserver 127.0.0.11' 'search good.test' 'search '
    finds "an empty search line" short
    conf '# nameserver 127.0.0.16' '; nameserver 127.0.0.16' 'nameserver 127.0.0.11 # 127.0.0.16' '#search a.test' 'search good.test'
    finds "comments" short
    conf ' nameserver 127.0.0.16' 'nameserver 127.0.0.11' ' search a.test' 'SEARCH a.test' 'search .good.test'
    finds "lines that do not count" short
    conf 'nameserver 127.0.0.11' 'search good.test' 'options no-tld-query'
    fails_alike "no-tld-query" "$no_name" bare
}

surroundings() {
    conf 'nameserver 127.0.0.11' 'search a.test'
    export LOCALDOMAIN='b.test good.test'
    finds "LOCALDOMAIN" short
    LOCALDOMAIN=
    conf 'nameserver 127.0.0.11' 'search good.test'
    fails_alike "LOCALDOMAIN is empty" "$no_name" short
    unset LOCALDOMAIN
    export RES_OPTIONS='ndots:0 no-tld-query'
    finds "RES_OPTIONS" bare
    unset RES_OPTIONS
    conf 'nameserver 127.0.0.11'
    finds "no domain" bare
    if ! unshare -u sh -c 'echo box >/proc/sys/kernel/hostname' 2>/dev/null; then
        skip "$which: the domain of this machine's name" "its name cannot be changed here"
        return
    fi
    for where in box.good.test box; do
        unshare -u sh -c 'echo "$0" >/proc/sys/kernel/hostname; getent ahosts short' "$where" >"$T/theirs" 2>/dev/null
        unshare -u sh -c 'echo "$0" >/proc/sys/kernel/hostname; exec "$@"' "$where" "$ZIMPORT" status --retry 0 --api milvus \
            --endpoint "http://short:$PORT" job-instant >"$T/out" 2>"$T/err" </dev/null
        code=$?
        if [ "$where" = box ]; then
            fails "$which: this machine's name without a domain" 7 "$no_name"
            holds "$which: the same" "the C library finds an address" [ ! -s "$T/theirs" ]
        else
            sound "$which: the domain of this machine's name" 0 && ok "$which: the domain of this machine's name"
            holds "$which: the same domain" "the C library finds no address" [ -s "$T/theirs" ]
        fi
    done
}

families() {
    conf 'nameserver 127.0.0.11'
    for option in '' -4 -6; do
        # shellcheck disable=SC2086 # an option or none
        finds "both families $option" both.test $option
    done
    finds "only IPv4" here.test
    finds "only IPv4, -4" here.test -4
    fails_alike "only IPv4, -6" 'no IPv6 address; leave out -6' here.test -6
    finds "only IPv6" six.test
    finds "only IPv6, -6" six.test -6
    fails_alike "only IPv6, -4" 'no IPv4 address; leave out -4' six.test -4
    fails_alike "no address" "$no_address" none.test
    fails_alike "no such name" "$no_name" nobody.test
    fails_alike "a failure" "$failed" x.fail.test
    fails_alike "a refusal" "$failed" x.refused.test
    fails_alike "not implemented" "$failed" x.notimp.test
    finds "IPv4 fails, IPv6 does not" v4fail.test
    finds "IPv6 fails, IPv4 does not" v6fail.test
    finds "underscores" under_score.test
    finds "letters of the other case" HERE.test
    finds "forged replies in front" forged.test
    conf 'nameserver 127.0.0.11' 'options no-aaaa'
    finds "no-aaaa" both.test
    was_asked "no-aaaa" both.test both.test/4
    # A family that the hosts file lacks is asked of the servers, if only that is wanted.
    conf 'nameserver 127.0.0.11'
    hosts '127.0.0.1 both.test six.test' '::1 here.test'
    for host in both.test six.test here.test; do
        finds "hosts: $host" "$host"
        was_asked "hosts: $host" "$host"
    done
    finds "hosts: both.test, -4" both.test -4
    finds "hosts: here.test, -4" here.test -4
    finds "hosts: here.test, -6" here.test -6
    # getent would take the hosts file's IPv4 address.
    ask_host both.test -6
    holds "$which: hosts has no IPv6 address" "connected to $address" [ "$address" = ::1 ]
    hosts '2001:db8::1 nobody.test'
    fails_alike "hosts has no IPv4 address, nor have the servers" 'no IPv4 address; leave out -4' nobody.test -4
    hosts '127.0.0.1 localhost'
}

large() {
    conf 'nameserver 127.0.0.11' 'options timeout:1 attempts:1'
    for host in some.test many.test huge.test chain.test long.test cut.test; do
        finds "a large reply: $host" "$host"
    done
    finds "a large reply: many.test, -6" many.test -6
    was_asked "what fits with EDNS0" some.test some.test/4 some.test/6
    was_asked "what does not fit" huge.test huge.test/4 huge.test/6 'huge.test/4 tcp'
    was_asked "neither" many.test many.test/4 many.test/6 'many.test/4 tcp' 'many.test/6 tcp'
    fails_alike "cut, and no data by TCP" "$no_address" cutnone.test
    conf 'nameserver 127.0.0.11' 'options use-vc'
    finds "use-vc" both.test
    was_asked "use-vc" both.test 'both.test/4 tcp' 'both.test/6 tcp'
    conf 'nameserver 127.0.0.11' 'options single-request'
    finds "single-request" both.test
    conf 'nameserver 127.0.0.12' 'options attempts:1'
    finds "EDNS0 is not known" here.test
    finds "EDNS0 is not known, a large reply" many.test
    conf 'nameserver 127.0.0.13'
    finds "EDNS0 is dropped" here.test
    conf 'nameserver 127.0.0.26' 'options timeout:10'
    finds "TCP: a byte at a time" cut.test
    conf 'nameserver 127.0.0.27'
    finds_more "TCP: messages about something else" cut.test
    for how in 21=none 22=close 23=mute 24=endless 25=half; do
        conf "nameserver 127.0.0.${how%=*}" 'options timeout:1 attempts:1'
        fails_in_time "TCP: ${how#*=}" 4000 'the name service failed' cut.test
        conf "nameserver 127.0.0.${how%=*}" 'nameserver 127.0.0.11' 'options timeout:1 attempts:1'
        finds_more "TCP: ${how#*=}, and another server" cut.test
        conf "nameserver 127.0.0.${how%=*}" 'options timeout:60'
        fails_in_time "TCP: ${how#*=}, the deadline" 4000 'the name service (failed|did not answer within 1 s)' cut.test --connect-timeout 1
    done
}

several() {
    for first in 14=refuses 15=hints 16=fails; do
        conf "nameserver 127.0.0.${first%=*}" 'nameserver 127.0.0.11'
        finds "the first server ${first#*=}" here.test
    done
    conf 'nameserver 127.0.0.99' 'nameserver 127.0.0.11'
    finds "nobody is at the first server" here.test
    conf 'nameserver 127.0.0.14' 'nameserver 127.0.0.15' 'nameserver 127.0.0.16' 'nameserver 127.0.0.11' 'options attempts:1'
    fails_alike "the fourth server does not count" "$failed" here.test
    conf 'nameserver ::1'
    finds "a server with an IPv6 address" here.test
    conf 'nameserver 127.0.0.11' 'nameserver ::1' 'options rotate'
    finds "rotate" here.test
    conf 'nameserver 127.0.0.99' 'options attempts:1'
    fails_alike "nobody is at the server" 'the name service failed: Connection refused' here.test
    conf 'nameserver 127.0.0.11' 'options timeout:1 attempts:1'
    fails_in_time "no answer at all" 4000 'the name service did not answer within 1 s' x.silent.test --connect-timeout 1
    conf 'options attempts:1'
    start_names 127.0.0.1 here.test/4=127.0.0.1 here.test/6=
    finds "no server in the file" here.test
    stop "$pid"
    conf 'nameserver 127.0.0.11'
    ask_host here.test --proxy http://nobody.test:3128
    sed -i '/^\* /d' "$T/err"
    fails "$which: the proxy's name" 7 "looking up the proxy: no such name; check the proxy's URL"
}

hosts '127.0.0.1 localhost'
for program in "$ZIMPORT" "$STATIC"; do
    ZIMPORT=$program
    which=${program##*/}
    domains
    surroundings
    families
    large
    several
done

finish
