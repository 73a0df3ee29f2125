#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# zimport doctor where names and routes fail, in a network of its own.

. "${0%/*}/own_network.sh"
. "${0%/*}/lib.sh"
unset LOCALDOMAIN RES_OPTIONS

if ! { ip link set lo up && ip link add ours type veth peer name theirs && ip link set ours up && ip link set theirs up &&
    ip addr add 192.0.2.1/24 dev ours; } 2>"$T/err"; then
    skip "doctor" "no virtual links here: $(head -n 1 "$T/err")"
    finish
fi
for file in hosts resolv.conf nsswitch.conf; do
    : >"$T/$file"
    [ -e "/etc/$file" ] && mount --bind "$T/$file" "$(readlink -f "/etc/$file")" || give_up "no /etc/$file to put one over"
done

finds() { # NAME EXIT RESULTS WORDS...: of the checks, a letter each; the words in one line
    name=$1
    sound "$name" "$2" || return
    results=$(sed -n 's/^\(.\)[a-z]* *\(configuration\|name\|connection\|TLS\|clock\|HTTP\|API\|key\)  .*/\1/p' "$T/out" | tr -d '\n')
    [ "$results" = "$3" ] || {
        not_ok "$name" "$results, expected $3"
        return
    }
    shift 3
    for piece; do
        tr -s '\n ' '  ' <"$T/out" | grep -q -F -e "$piece" || {
            not_ok "$name" "not the words '$piece'"
            return
        }
    done
    ok "$name"
}

doctor() { # ARGUMENT...
    ZILLIZ_API_KEY=$KEY run doctor --connect-timeout 1 "$@" </dev/null
}

CHECK="check the region or endpoint, and this machine's name servers"
printf 'nameserver 127.0.0.11\n' >/etc/resolv.conf
doctor --region gcp-us-west1 --cluster c
finds "no name server at its address" 7 ofssssss \
    'controller.api.gcp-us-west1.zillizcloud.com: the name service failed: Connection refused -> try again later, or check the name servers'
printf 'nameserver 192.0.2.53\n' >/etc/resolv.conf
doctor --region gcp-us-west1 --cluster c
finds "a name server that is dead" 7 ofssssss 'controller.api.gcp-us-west1.zillizcloud.com: the name service did not answer within 1 s' \
    "-> check this machine's name service, or raise --connect-timeout"
printf 'nameserver 198.51.100.53\n' >/etc/resolv.conf
doctor --region gcp-us-west1 --cluster c
finds "a name server without a route" 7 ofssssss 'the name service failed: Network is unreachable'

printf 'nameserver 127.0.0.11\n' >/etc/resolv.conf
spawn "$B/tests/system/names" --ready "$T/ready" 127.0.0.11 here.test/4=127.0.0.1 here.test/6= six.test/4= six.test/6=::1 \
    none.test/4= none.test/6= fail.test/4=FAIL fail.test/6=FAIL away.test/4=192.0.2.7,198.51.100.7 away.test/6= \
    far.test/4=198.51.100.7 far.test/6= both.test/4=192.0.2.7,127.0.0.1 both.test/6=
await 20 ready_or_gone "$T/ready" "$pid"
doctor --region gcp-us-west9 --cluster c
finds "the wrong region: no such host" 7 ofssssss "controller.api.gcp-us-west9.zillizcloud.com: no such name -> $CHECK"
doctor --endpoint http://none.test
finds "a name without an address" 2 fsssssss 'the API key would be sent unencrypted'
doctor --endpoint none.test
finds "a name without an address, https" 7 ofssssss 'none.test: the name has no address -> check the region or endpoint'
doctor --endpoint fail.test
finds "a name server that fails" 7 ofssssss 'fail.test: the name service failed -> try again later'
doctor --endpoint six.test -4
finds "no address of the family" 7 ofssssss 'six.test: no IPv4 address -> leave out -4'
doctor --endpoint far.test
finds "no route" 7 oofsssss 'far.test is 198.51.100.7, by name server, ' 'cannot connect to 198.51.100.7: Network is unreachable' '-> '
doctor --endpoint 192.0.2.7
finds "a dead route" 7 oofsssss '192.0.2.7 is an address already' 'no connection to 192.0.2.7 within 1 s -> check the network, or raise --connect-timeout'
doctor --endpoint away.test
finds "two addresses, dead and unreachable" 7 oofsssss 'away.test is 192.0.2.7, 198.51.100.7, by name server, ' 'no connection to 192.0.2.7 within 1 s'
start_sim --plain --milvus --any-host
run doctor --endpoint "http://here.test:$PORT" </dev/null
finds "a name server" 0 ooosoooo 'here.test is 127.0.0.1, by name server, '
run doctor --endpoint "http://both.test:$PORT" </dev/null
finds "the second address" 0 ooosoooo 'both.test is 192.0.2.7, 127.0.0.1, by name server' "127.0.0.1 port $PORT, "
printf '198.51.100.7 mine.test\n127.0.0.1 mine.test\n' >/etc/hosts
run doctor --endpoint "http://mine.test:$PORT" </dev/null
finds "the hosts file, and an address without a route" 0 ooosoooo 'mine.test is 198.51.100.7, 127.0.0.1, known to this machine' \
    "127.0.0.1 port $PORT, " '; before, 198.51.100.7: Network is unreachable'
stop "$sim"

# ---- a machine without roots, and a program that has its own

for folder in /etc/ssl /etc/pki /system /usr/local/share/certs /usr/share/certs; do
    [ ! -d $folder ] || mount -t tmpfs none $folder 2>"$T/err" || {
        skip "no roots on this machine" "$folder cannot be hidden: $(cat "$T/err")"
        finish
    }
done
start_sim --milvus --any-host --san here.test
run doctor --endpoint "https://here.test:$PORT" </dev/null
finds "no roots on this machine" 8 fsssssss 'no trusted root certificates -> this machine has no bundle of them; give a PEM file with --cacert'
sh "$tests/../port/mbedtls/trust/bundle.sh" "$CA" >"$T/ca_bundle.inc"
"${HOSTCC:-gcc}" -std=c99 -I"$tests/../include" -DZIMPORT_CA_BUNDLE -I"$T" -c -o "$T/builtin.o" "$tests/../port/mbedtls/trust/builtin.c" &&
    link_program "$T/with-roots" "$T/builtin.o" || give_up "the program with roots does not link"
ZIMPORT=$T/with-roots
run doctor --endpoint "https://here.test:$PORT" </dev/null
finds "roots of the program" 0 oooooooo ', no key, roots built in ok name' "'localhost' by 'Simulator Root', ends 20"

finish
