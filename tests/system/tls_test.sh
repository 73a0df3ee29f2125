#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Which servers are trusted, which not, and why: openssl s_server and the simulator.

. "${0%/*}/lib.sh"
need openssl
. "$tests/system/certs.sh"

# By this name, on $PORT.
tls() { # HOST CAFILE [OPTION...]
    host=$1
    bundle=$2
    shift 2
    ZILLIZ_API_KEY=$KEY run status -o json --retry 0 --api v1 --endpoint "https://$host:$PORT" --cacert "$bundle" \
        --cluster "$CLUSTER" --resolve "${host#\[}:$PORT:127.0.0.1" "$@" "$JOB" </dev/null
}

accepted() { # NAME HOST CAFILE [OPTION...]
    name=$1
    shift
    tls "$@"
    completes "accepted: $name"
}

refused() { # NAME EXIT PATTERN HOST CAFILE [OPTION...]
    name=$1
    exit=$2
    pattern=$3
    shift 3
    tls "$@"
    : >"$T/out"
    fails "refused: $name" "$exit" "$pattern"
}

# ---- certificates

new_key root ec
new_key ec ec
new_key rsa rsa2048
new_root root root /CN=root
SAN='subjectAltName=DNS:localhost,DNS:api.example.test,IP:127.0.0.1'
SERVER="basicConstraints=CA:FALSE|keyUsage=digitalSignature|extendedKeyUsage=serverAuth"
day() { # DAYS: from now, as openssl ca wants it
    date -u -d "@$(($(date +%s) + $1 * 86400))" +%Y%m%d%H%M%SZ
}

# One server per certificate; then who asks for whom. NAME|EXTENSIONS|OPTIONS OF openssl ca
new_cert good ec /CN=good "$SAN|$SERVER" root root
new_cert good-rsa rsa /CN=good "$SAN|$SERVER" root root
while IFS='~' read -r name extensions options exit host pattern; do
    case $name in '' | '#'*) continue ;; esac
    # shellcheck disable=SC2086,SC2046 # options
    new_cert cert ec "/CN=localhost" "$extensions" root root $(eval "echo $options")
    start_openssl -cert cert.pem -key ec.key
    if [ "$exit" -eq 0 ]; then
        accepted "$name" "$host" root.pem
    else
        refused "$name" "$exit" "$pattern" "$host" root.pem
    fi
    stop "$server"
done <<END
good, by name~$SAN|$SERVER~~0~localhost~
good, by address~$SAN|$SERVER~~0~127.0.0.1~
good, another name~$SAN|$SERVER~~0~api.example.test~
good, in capitals~subjectAltName=DNS:API.Example.TEST|$SERVER~~0~api.example.test~
good, without usages~$SAN~~0~localhost~
a host in capitals~$SAN|$SERVER~~0~API.EXAMPLE.TEST~
a host with a dot at its end~$SAN|$SERVER~~0~api.example.test.~
expired~$SAN|$SERVER~-startdate \$(day -9) -enddate \$(day -1)~8~localhost~expired.*clock
not yet valid~$SAN|$SERVER~-startdate \$(day 2) -enddate \$(day 9)~8~localhost~not (yet )?valid.*clock
expired, and for another host~subjectAltName=DNS:other.test|$SERVER~-startdate \$(day -9) -enddate \$(day -1)~8~localhost~expired|not for
another host~subjectAltName=DNS:other.test|$SERVER~~8~localhost~not for localhost
another address~subjectAltName=IP:127.0.0.2|$SERVER~~8~127.0.0.1~not for 127.0.0.1
only a common name~$SERVER~~8~localhost~not for localhost
a name of another kind~subjectAltName=URI:https://localhost/,email:a@localhost|$SERVER~~8~localhost~not for localhost
an address as a name~subjectAltName=DNS:127.0.0.1|$SERVER~~8~127.0.0.1~not for 127.0.0.1
a name that begins with the host~subjectAltName=DNS:localhost.evil.test|$SERVER~~8~localhost~not for
a name that ends with the host~subjectAltName=DNS:evil.api.example.test|$SERVER~~8~api.example.test~not for
wildcard~subjectAltName=DNS:*.example.test|$SERVER~~0~api.example.test~
wildcard for two labels~subjectAltName=DNS:*.example.test|$SERVER~~8~a.b.example.test~not for
wildcard for none~subjectAltName=DNS:*.example.test|$SERVER~~8~example.test~not for
wildcard with one label behind~subjectAltName=DNS:*.test|$SERVER~~8~api.test~not for
wildcard in a label~subjectAltName=DNS:a*.example.test|$SERVER~~8~api.example.test~not for
wildcard behind a label~subjectAltName=DNS:*a.example.test|$SERVER~~8~a.example.test~not for
wildcard further right~subjectAltName=DNS:api.*.test|$SERVER~~8~api.example.test~not for
wildcard for all~subjectAltName=DNS:*|$SERVER~~8~localhost~not for
wildcard for an address~subjectAltName=DNS:*.0.0.1|$SERVER~~8~127.0.0.1~not for
usage for clients~$SAN|basicConstraints=CA:FALSE|extendedKeyUsage=clientAuth~~8~localhost~.
an unknown critical extension~$SAN|$SERVER|1.2.3.4=critical,ASN1:UTF8String:x~~8~localhost~.
SHA-1~$SAN|$SERVER~-md sha1~8~localhost~strong|weak
SHA-384~$SAN|$SERVER~-md sha384~0~localhost~
END

# ---- keys, chains, roots

new_key rsa1024 rsa1024
new_key rsa3072 rsa3072
new_key p384 p384
new_key other ec
new_key rsaroot rsa2048
new_root other other /CN=root
new_root rsaroot rsaroot /CN=rsaroot
printf 'basicConstraints=critical,CA:TRUE\nkeyUsage=keyCertSign\n' >authority.ext
silent openssl req -new -config ca.cnf -key root.key -subj /CN=root -out expired.csr
silent openssl ca -batch -notext -config ca.cnf -selfsign -keyfile root.key -extfile authority.ext -in expired.csr \
    -out expired.pem -startdate "$(day -9)" -enddate "$(day -1)"
cat expired.pem root.pem >renewed.pem
new_cert weak rsa1024 /CN=weak "$SAN|$SERVER" root root
new_cert strong rsa3072 /CN=strong "$SAN|$SERVER" rsaroot rsaroot
new_cert p384 p384 /CN=p384 "$SAN|$SERVER" rsaroot rsaroot
new_cert middle other /CN=middle "basicConstraints=critical,CA:TRUE|keyUsage=keyCertSign" root root
new_cert below ec /CN=below "$SAN|$SERVER" middle other
new_cert fake ec /CN=fake "$SAN|$SERVER" good ec
silent openssl req -x509 -config ca.cnf -key ec.key -subj /CN=self -days 30 -addext "$SAN" -out self.pem
silent openssl req -x509 -config ca.cnf -key ec.key -subj /CN=self -days 30 -addext "$SAN" -addext basicConstraints=CA:FALSE \
    -out self-leaf.pem
silent openssl req -x509 -config ca.cnf -key ec.key -subj /CN=self -days 30 -addext "$SAN" -out self-twin.pem
cat other.pem root.pem >two-of-a-name.pem
{
    echo "A bundle, with words between"
    printf '\357\273\277'
    cat other.pem rsaroot.pem
    echo "-----BEGIN PUBLIC KEY-----"
    echo "bm8="
    echo "-----END PUBLIC KEY-----"
    openssl x509 -in root.pem -text
    sed 's/$/\r/' self.pem
} >bundle.pem 2>/dev/null
while IFS='~' read -r name options exit bundle pattern; do
    # shellcheck disable=SC2086 # options
    start_openssl $options
    if [ "$exit" -eq 0 ]; then
        accepted "$name" localhost "$bundle"
    else
        refused "$name" "$exit" "$pattern" localhost "$bundle"
    fi
    stop "$server"
done <<'END'
RSA 3072~-cert strong.pem -key rsa3072.key~0~rsaroot.pem~
P-384, RSA root~-cert p384.pem -key p384.key~0~rsaroot.pem~
RSA 1024~-cert weak.pem -key rsa1024.key ~8~root.pem~strong|weak
self-signed, trusted itself~-cert self.pem -key ec.key~0~self.pem~
self-signed, no authority, trusted itself~-cert self-leaf.pem -key ec.key~0~self-leaf.pem~
self-signed, not trusted~-cert self.pem -key ec.key~8~root.pem~trust.*--cacert
self-signed, a twin is trusted~-cert self-leaf.pem -key ec.key~8~other.pem~trust
untrusted root of the same name~-cert good.pem -key ec.key~8~other.pem~trust
two roots of a name~-cert good.pem -key ec.key~0~two-of-a-name.pem~
an expired root~-cert good.pem -key ec.key~8~expired.pem~expired
an expired root, and a new one of the same key~-cert good.pem -key ec.key~0~renewed.pem~
a bundle with other things in it~-cert good.pem -key ec.key~0~bundle.pem~
a bundle with CR LF~-cert self.pem -key ec.key~0~bundle.pem~
an intermediate is sent along~-cert below.pem -key ec.key -cert_chain middle.pem~0~root.pem~
an intermediate is missing~-cert below.pem -key ec.key~8~root.pem~trust
an intermediate is trusted itself~-cert below.pem -key ec.key~0~middle.pem~
signed by a server's certificate~-cert fake.pem -key ec.key -cert_chain good.pem~8~root.pem~trust
the root is sent along~-cert good.pem -key ec.key -cert_chain root.pem~0~root.pem~
TLS 1.2, ECDSA~-cert good.pem -key ec.key -tls1_2~0~root.pem~
TLS 1.2, RSA~-cert good-rsa.pem -key rsa.key -tls1_2~0~root.pem~
TLS 1.3, ECDSA~-cert good.pem -key ec.key -tls1_3~0~root.pem~
TLS 1.3, RSA~-cert good-rsa.pem -key rsa.key -tls1_3~0~root.pem~
TLS 1.2, AES-128~-cert good.pem -key ec.key -tls1_2 -cipher ECDHE-ECDSA-AES128-GCM-SHA256~0~root.pem~
TLS 1.2, AES-256~-cert good.pem -key ec.key -tls1_2 -cipher ECDHE-ECDSA-AES256-GCM-SHA384~0~root.pem~
TLS 1.2, RSA, AES-128~-cert good-rsa.pem -key rsa.key -tls1_2 -cipher ECDHE-RSA-AES128-GCM-SHA256~0~root.pem~
TLS 1.3, AES-128~-cert good.pem -key ec.key -tls1_3 -ciphersuites TLS_AES_128_GCM_SHA256~0~root.pem~
TLS 1.3, AES-256~-cert good.pem -key ec.key -tls1_3 -ciphersuites TLS_AES_256_GCM_SHA384~0~root.pem~
TLS 1.3, another group first~-cert good.pem -key ec.key -tls1_3 -groups P-384~0~root.pem~
TLS 1.2, no tickets~-cert good.pem -key ec.key -tls1_2 -no_ticket~0~root.pem~
TLS 1.3, many tickets~-cert good.pem -key ec.key -tls1_3 -num_tickets 20~0~root.pem~
small records~-cert good.pem -key ec.key -max_send_frag 512~0~root.pem~
TLS 1.1 only~-cert good.pem -key ec.key -tls1_1 -cipher ALL:@SECLEVEL=0~8~root.pem~common
no forward secrecy~-cert good-rsa.pem -key rsa.key -tls1_2 -cipher AES128-SHA256~8~root.pem~common
an old cipher only~-cert good-rsa.pem -key rsa.key -tls1_2 -cipher ECDHE-RSA-AES128-SHA~8~root.pem~common
wants a client certificate, TLS 1.2~-cert good.pem -key ec.key -tls1_2 -Verify 1 -CAfile root.pem~8~root.pem~client certificate
wants a client certificate, TLS 1.3~-cert good.pem -key ec.key -tls1_3 -Verify 1 -CAfile root.pem~8~root.pem~client certificate
would like a client certificate, TLS 1.2~-cert good.pem -key ec.key -tls1_2 -verify 1 -CAfile root.pem~0~root.pem~
would like a client certificate, TLS 1.3~-cert good.pem -key ec.key -tls1_3 -verify 1 -CAfile root.pem~0~root.pem~
END
start_openssl -cert good.pem -key ec.key -tls1_2
refused "--tls-min 1.3 against 1.2" 8 "common.*--tls-min" localhost root.pem --tls-min 1.3
accepted "--tls-min 1.2 against 1.2" localhost root.pem --tls-min 1.2
stop "$server"
start_openssl -cert good.pem -key ec.key -tls1_3
accepted "--tls-min 1.3 against 1.3" localhost root.pem --tls-min 1.3
stop "$server"

# ---- the name that is sent

start_openssl -cert good.pem -key ec.key -tlsextdebug
tls 127.0.0.1 root.pem
if [ "$code" -eq 0 ] && ! grep -q '"server name"' "$T/server.log"; then ok "SNI: none for an address"; else not_ok "SNI: none for an address" "exit $code"; fi
tls api.example.test. root.pem
if [ "$code" -eq 0 ] && grep -q '"server name"' "$T/server.log" && ! grep -A2 '"server name"' "$T/server.log" | grep -q 'test\.$'; then
    ok "SNI: the host, without a dot at its end"
else
    not_ok "SNI: the host, without a dot at its end" "exit $code"
    show "server" "$T/server.log"
fi
# The environment can name the system's bundle, as for other programs.
SSL_CERT_FILE=$PWD/root.pem ZILLIZ_API_KEY=$KEY run status -o json --api v1 --endpoint "https://localhost:$PORT" \
    --cluster "$CLUSTER" "$JOB" </dev/null
completes "accepted: by SSL_CERT_FILE"
ZILLIZ_API_KEY=$KEY run status --retry 0 --api v1 --endpoint "https://localhost:$PORT" --cluster "$CLUSTER" "$JOB" </dev/null
fails "refused: not in the system's bundle" 8 "trust"
stop "$server"

# ---- the simulator's faults; nothing is retried, nothing is sent

cd "$T" || exit 1
for kind in ecdsa rsa; do
    while read -r fault exit pattern; do
        start_sim --cert-kind $kind --cert-fault "$fault"
        ask_tls status --retry 3 job-instant
        fails "fault: $kind, $fault" "$exit" "$pattern"
        if [ "$(counter requests)" -ne 0 ] || [ "$(counter connections)" -ne 1 ]; then
            not_ok "fault: $kind, $fault: once, and nothing sent" "$(cat "$T/counters")"
        fi
        stop "$sim"
    done <<'END'
expired 8 expired.*clock
future 8 valid.*clock
wrong-host 8 not for localhost
untrusted 8 trust.*--cacert
self-signed 8 trust.*--cacert
weak 8 strong|weak
sha1 8 strong|weak
no-san 8 not for localhost
ip-only 8 not for localhost
client-only 8 .
not-ca 8 trust
END
done
for options in "--record 1" "--record 100 --tls-max 1.2" "--intermediate" "--intermediate --cert-kind rsa --tls-max 1.2" \
    "--tls-min 1.3" "--tls-max 1.2" "--no-resume"; do
    # shellcheck disable=SC2086 # options
    start_sim $options
    ask_tls status job-instant job-chunked job-close
    completes "accepted: simulator $options"
    ask_tls status -q --retry 0 job-close-notified-cut
    fails "refused: an end without close_notify, $options" 7 "lost"
    stop "$sim"
done

# ---- families and addresses

for listen in 4 6; do
    if [ $listen = 6 ] && ! [ -s /proc/net/if_inet6 ]; then
        skip "IPv6" "this machine has none"
        continue
    fi
    start_sim --listen $listen
    ask_tls status job-instant
    completes "localhost, where the server is at IPv$listen only"
    ask_tls status -$listen job-instant
    completes "-$listen, IPv$listen only"
    ask_tls status --retry 0 -$((10 - listen)) job-instant
    fails "-$((10 - listen)), IPv$listen only" 7 "connect|address"
    [ $listen = 4 ] || {
        ZILLIZ_API_KEY=$KEY run status --api v1 --endpoint "https://[::1]:$PORT" --cacert "$CA" --cluster "$CLUSTER" \
            job-instant </dev/null
        completes "an IPv6 address"
    }
    stop "$sim"
done

# ---- TLS and plain mixed up

start_sim
ZILLIZ_API_KEY=$KEY run status --retry 0 --api v1 --endpoint "http://localhost:$PORT" --cluster "$CLUSTER" job-instant </dev/null
case $code in
7 | 9) fails "plain HTTP to a TLS port" "$code" "https|lost" ;;
*) not_ok "plain HTTP to a TLS port" "exit $code" ;;
esac
stop "$sim"
start_serve
tls localhost "$CA" --connect-timeout 1
: >"$T/out"
case $code in
7 | 8) fails "TLS to a silent plain port" "$code" "TLS|lost" ;;
*) not_ok "TLS to a silent plain port" "exit $code" ;;
esac
stop "$server"

finish
