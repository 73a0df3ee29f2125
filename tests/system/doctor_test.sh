#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# zimport doctor: each failure made real, the check that it is told at, and the exit. Those of names and routes are in
# doctor_network_test.sh.

. "${0%/*}/lib.sh"
need openssl tinyproxy
. "$tests/system/certs.sh"
. "$tests/system/servers.sh"
unset SSL_CERT_FILE SSL_CERT_DIR

doctor() { # ARGUMENT...: with the key
    ZILLIZ_API_KEY=$KEY run doctor "$@" </dev/null
}

cloud() { # ARGUMENT...: v1, over TLS
    before=$(asked)
    doctor --api v1 --endpoint "https://localhost:$PORT" --cacert "$CA" --cluster "$CLUSTER" "$@"
}

# Of stdout, one a check: o, w, f or s; and all words in one line.
told() {
    sed -n 's/^\(.\)[a-z]* *\(configuration\|name\|connection\|TLS\|clock\|HTTP\|API\|key\)  .*/\1/p' "$T/out" | tr -d '\n'
}

words() {
    tr -s '\n ' '  ' <"$T/out"
}

finds() { # NAME EXIT RESULTS [WORDS]...: in this order, after one another
    name=$1
    sound "$name" "$2" || return
    if [ "$(told)" != "$3" ]; then
        not_ok "$name" "$(told), expected $3"
        return
    fi
    shift 3
    for piece; do
        words | grep -q -F -e "$piece" || {
            not_ok "$name" "not the words '$piece'"
            return
        }
    done
    if [ "$(awk 'length > 80' "$T/out" | wc -l)" -gt 0 ]; then not_ok "$name" "more than 80 columns"; else ok "$name"; fi
}

# The key is in the request's head.
untold() { # NAME
    holds "$1: no request was sent" "$(asked), before $before" [ "$(asked)" = "$before" ]
}

asked() { # requests that the simulator has seen
    if [ -s "$T/counters" ]; then counter requests; else echo 0; fi
}

# ---- all is well

start_sim --key "$KEY" --cluster "$CLUSTER" --intermediate --counters "$T/counters"
cloud
finds "v1" 0 oooooooo "v1 at https://localhost:$PORT, options of /dev/null, cluster $CLUSTER, key of ZILLIZ_API_KEY, roots in $CA" \
    'localhost is ' ', known to this machine' "127.0.0.1 port $PORT, " 'TLSv1.3, TLS1-3-' \
    " 'localhost' by 'Simulator Intermediate', ends 20" " 'Simulator Intermediate' by 'Simulator Root', ends 20" \
    " 'Simulator Root', ends 20" ' days) ok clock' " s ahead of the server's" 'HTTP 200, ' ' ms, simulator ok API' \
    'v1 at /v1/vector/collections/import/list ok key accepted'
holds "one question" "$(counter requests)" [ "$(counter requests)" -eq 1 ]
holds "nothing on stderr" "$(cat "$T/err")" [ ! -s "$T/err" ]
cloud --tls-session "$T/session"
finds "a session is not used" 0 oooooooo
holds "a session is not kept" "it is" [ ! -e "$T/session" ]
cloud -v -v
finds "-v" 0 oooooooo
holds "-v: the key is masked" "no such line" says '^> Authorization: Bearer \*\*\*$'
cloud --color always
sound "--color" 0 && holds "--color" "$(head -n 1 "$T/out")" grep -q "^$(printf '\033')\[32mok$(printf '\033')\[0m    name " "$T/out"
printf '%s\n' "$KEY" >"$T/key"
run doctor --api v2 --endpoint "https://localhost:$PORT" --cacert "$CA" --cluster "$CLUSTER" --token-file "$T/key" </dev/null
finds "v2, with a key file" 0 oooooooo "v2 at https://localhost:$PORT" "key of $T/key, " 'v2 at /v2/vectordb/jobs/import/list'

# ---- -o json: each line an object

cloud -o json
sound "json" 0 && holds "json: a line a check" "$(cat "$T/out")" [ "$(sed 's/^{"check":"\([A-Za-z]*\)","result":"ok","exit":0,"found":"[^"].*","advice":null.*}$/\1/' "$T/out" | tr '\n' ' ')" = \
    'configuration name connection TLS clock HTTP API key ' ]
holds "json: certificates" "$(cat "$T/out")" grep -q '"advice":null,"certificates":\[{"subject":"localhost","issuer":"Simulator Intermediate","notAfter":"20[-0-9T:]*Z"},{"subject":"Simulator Intermediate","issuer":"Simulator Root","notAfter":"20[-0-9T:]*Z"},{"subject":"Simulator Root","issuer":null,"notAfter":"20[-0-9T:]*Z"}\]}$' "$T/out"
if command -v python3 >/dev/null; then
    python3 -c 'import json,sys; [json.loads(line) for line in sys.stdin]' <"$T/out" && ok "json: valid" || not_ok "json: valid" "it is not"
else
    skip "json: valid" "no python3 here"
fi

# ---- usage

for format in csv env ids; do
    cloud -o $format
    fails "-o $format" 2 "^zimport: doctor: option -o expects text or json, not '$format'; see zimport help doctor$"
done
cloud job-instant
fails "an operand" 2 'doctor: takes no operands'
cloud --retry 1
fails "--retry" 2 'option --retry is for status, wait, list, start, commit and abort only'
run doctor </dev/null
finds "no endpoint" 2 fsssssss 'no region and no endpoint; give --region' 'skip name not tried'
holds "no endpoint: stderr" "$(cat "$T/err")" [ ! -s "$T/err" ]
run doctor -o json --endpoint x:y </dev/null
sound "json: refused" 2 && holds "json: refused" "$(head -n 1 "$T/out")" grep -q '^{"check":"configuration","result":"fail","exit":2,"found":"option --endpoint expects .*","advice":null}$' "$T/out"
run doctor --region gcp-us-west1 --cluster c </dev/null
finds "no key" 2 fsssssss 'no API key; set ZILLIZ_API_KEY or use --token-file'
doctor --api v1 --cluster c --endpoint http://192.0.2.1
finds "a key that would be sent unencrypted" 2 fsssssss 'the API key would be sent unencrypted to 192.0.2.1'
printf 'api = v1\nclutser = c\n' >"$T/config"
ZIMPORT_CONFIG=$T/config run doctor </dev/null
finds "a mistake in the configuration file" 2 fsssssss "$T/config:2: there is no option 'clutser' (did you mean cluster?)"
holds "a mistake in the configuration file: stderr" "$(cat "$T/err")" [ ! -s "$T/err" ]
printf 'cluster = %s\n[test]\napi = v1\nendpoint = https://localhost:%s\ncacert = %s\n' "$CLUSTER" "$PORT" "$CA" >"$T/config"
ZIMPORT_CONFIG=$T/config doctor --profile test
finds "a configuration file" 0 oooooooo "v1 at https://localhost:$PORT, options of $T/config [test], cluster $CLUSTER, key of"
ZIMPORT_CONFIG=$T/config doctor --profile none
finds "a profile that is not there" 2 fsssssss "$T/config: there is no section "
cloud --cacert /dev/null
finds "no root in the file" 2 fsssssss "option --cacert: '/dev/null' holds no certificate"
mkdir "$T/none"
SSL_CERT_DIR=$T/none doctor --api v1 --cluster c --endpoint "https://localhost:$PORT"
finds "no root in the folder" 8 fsssssss "SSL_CERT_DIR: '$T/none' holds no certificate" '-> fix that, or give a PEM file with --cacert'

# ---- key, cluster, dialect

cloud --cluster in01-other
finds "wrong cluster" 9 oooooofs "code 40021): 'The cluster does not exist.'" '-> there is no such cluster: check the cluster id'
ZILLIZ_API_KEY=$KEY-wrong run doctor --api v1 --endpoint "https://localhost:$PORT" --cacert "$CA" --cluster "$CLUSTER" </dev/null
finds "wrong key, v1" 6 ooooooof '-> check the API key'
ZILLIZ_API_KEY=$KEY-wrong run doctor --api v2 --endpoint "https://localhost:$PORT" --cacert "$CA" --cluster "$CLUSTER" </dev/null
finds "wrong key, v2" 6 ooooooof '-> check the API key'
doctor --endpoint "https://localhost:$PORT" --cacert "$CA"
finds "Milvus's dialect for the cloud" 9 oooooofs "-> this code is Zilliz Cloud's: check --api and the endpoint"
stop "$sim"

start_sim --plain --milvus
SITE=http://localhost:$PORT
run doctor --endpoint "$SITE" </dev/null
finds "milvus" 0 ooosoooo "milvus at $SITE, " ', no key' 'skip TLS none with http://' 'ok key none, and none is needed'
doctor --endpoint "$SITE"
finds "milvus, with a key to this machine" 0 ooosoooo 'key accepted'
doctor --endpoint "$SITE" --api v1 --cluster "$CLUSTER"
finds "the cloud's dialect for Milvus" 9 ooosoofs 'HTTP 404' '-> check --api and the endpoint'
doctor --endpoint "https://localhost:$PORT"
finds "TLS to a plain port" 8 ooofssss 'the answer is not TLS' '-> check that this port speaks TLS, or give the endpoint with http://'
run doctor --endpoint "http://127.0.0.1:$PORT" </dev/null
finds "an address" 0 ooosoooo '127.0.0.1 is an address already'
run doctor --endpoint "http://zimport.test:$PORT" --resolve "zimport.test:$PORT:127.0.0.1" </dev/null
finds "--resolve" 0 ooosoooo 'zimport.test is 127.0.0.1, known to this machine'
stop "$sim"

start_sim --plain --milvus --key "$KEY" --db sales
run doctor --endpoint "http://127.0.0.1:$PORT" --db sales </dev/null
finds "milvus without its key" 6 ooosooof 'database sales, no key' '-> give the right user:password or API key'
ZILLIZ_API_KEY=$KEY run doctor --endpoint "http://127.0.0.1:$PORT" </dev/null
finds "milvus without its database" 6 ooosooof 'give it with --db'
stop "$sim"

# ---- what answers in its place

plain() { # ARGUMENT...
    run doctor --endpoint "$SITE" "$@" </dev/null
}
start_serve
http list "200 OK" '{"code":0,"data":{"records":[]}}' 'Server: front'
plain
finds "a reply without a date" 0 ooossooo '; no date of a reply to compare it with' ' ms, front ok API'
http list "302 Found" '' 'Location: http://portal.test/login'
plain
finds "captive portal: a redirect" 9 ooossfss "the server redirects (HTTP 302): to 'http://portal.test/login'" '-> redirects are not followed'
http list "200 OK" '<!DOCTYPE html><html><body>Log in</body></html>' 'Server: portal'
plain
finds "captive portal: a page" 9 ooossofs 'HTTP 200, ' ', portal fail API' 'the reply is a web page, not JSON' '-> check that the endpoint is the service'
# Only what answers as the service gets the key, where no certificate tells.
ZILLIZ_API_KEY=$KEY plain
finds "the key is not for a page" 9 ooossofs 'fail API'
holds "the key was not sent" "it was" eval '! grep -q -F "$KEY" "$T/requests"'
http list "511 Network Authentication Required" '<html></html>'
plain
finds "captive portal: 511" 9 ooossfss '(HTTP 511)' '-> this network wants a login first: open a page in a browser'
http list "401 Unauthorized" '<html>no</html>' 'Via: 1.1 gate'
plain
finds "a gate that wants a login" 6 ooossowf ', via 1.1 gate warn API' "list: the reply is not the service's" \
    '-> check the API key, and what stands in front of the service'
ZILLIZ_API_KEY=$KEY plain
finds "a gate gets no key, and refuses none" 9 ooossofs 'fail API the reply has no code (HTTP 401)' '-> check that the endpoint is the service'
http list "502 Bad Gateway" '<html>bad</html>'
plain
finds "a gateway" 9 ooossfss 'the gateway cannot reach the service (HTTP 502)'
http list "503 Busy" '{"code":1,"message":"starting"}'
plain
finds "Milvus is starting" 9 ooossofs "code 1): 'starting'"
printf '\000\000\030\004\000\000\000\000\000' >"$T/replies/list.raw"
plain
finds "the gRPC port" 9 ooossfss 'the port speaks HTTP/2, as gRPC does' '-> give that of the REST API (Milvus: proxy.http.port)'
: >"$T/replies/list.raw"
plain
finds "a connection that is lost" 7 ooossfss 'the connection was lost before any reply' '-> check the endpoint and its port, and whether it needs https://'
printf 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{' >"$T/replies/list.raw"
plain
finds "a connection that breaks" 7 ooossfss 'the connection was lost before the reply was complete' \
    '-> try again; if it stays so, something on the way breaks connections'
dated() { # DIFFERENCE
    http list "200 OK" '{"code":0,"data":{"records":[]}}' "Date: $(date -u -d "$1" '+%a, %d %b %Y %H:%M:%S GMT')"
    plain
}
dated '-30 seconds'
finds "the server's clock, half a minute behind" 0 ooosoooo "s ahead of the server's ok HTTP"
dated '-1 hour'
finds "the server's clock, an hour behind" 0 oooswooo "1 h 00 min ahead of the server's -> set the one that is wrong: certificates are judged by this machine's"
dated '+2 days'
finds "the server's clock, two days ahead" 0 oooswooo "behind the server's ->"
http list "200 OK" '{"code":0,"data":{"records":[]}}'
doctor --endpoint "$SITE/gate/$KEY"
finds "a prefix with the key in it" 0 ooossooo "milvus at $SITE/gate/***, " 'milvus at /gate/***/v2/vectordb/jobs/import/list'
stop "$server"
DEAD=$(free_port)
SITE=http://127.0.0.1:$DEAD plain
finds "a port where nobody listens" 7 oofsssss 'cannot connect to 127.0.0.1: Connection refused' '-> check the endpoint and its port'
start_sim --plain --milvus --mute
SITE=http://127.0.0.1:$PORT plain --max-time 1
finds "a server that is silent" 7 ooossfss 'no reply within 1 s' 'raise --max-time'
SITE=https://127.0.0.1:$PORT plain --connect-timeout 1 --cacert root.pem
finds "a server that is silent in the handshake" 7 ooofssss 'the TLS handshake did not end within 1 s'
stop "$sim"

# ---- proxies

tinyproxy_config() {
    printf 'Port %s\nListen 127.0.0.1\nTimeout 20\nLogFile "%s"\nMaxClients 20\nAllow %s\n' "$FIRST" "$T/tinyproxy.log" "$ALLOWED" >tinyproxy.conf
}
start_sim --plain --milvus --any-host --counters "$T/counters.plain"
PLAIN=$PORT
start_sim --key "$KEY" --counters "$T/counters"
cloud --proxy "localhost:$DEAD"
finds "no proxy there" 7 oofsssss ", proxy localhost:$DEAD, roots in " 'the proxy localhost is ' 'cannot connect to the proxy 127.0.0.1: Connection refused'
cloud --proxy proxy.invalid:1
finds "a proxy without an address" 7 ofssssss 'proxy.invalid: looking up the proxy: ' '-> '
for ALLOWED in 127.0.0.2 127.0.0.1; do
    start_on_ports tinyproxy_config tinyproxy -d -c tinyproxy.conf
    PROXY=127.0.0.1:$FIRST
    if [ $ALLOWED = 127.0.0.1 ]; then
        cloud --proxy "$PROXY"
        finds "through a proxy, https" 0 oooooooo "the proxy 127.0.0.1 is an address already" ", through the proxy to localhost:$PORT"
        run doctor --endpoint "http://127.0.0.1:$PLAIN" --proxy "$PROXY" </dev/null
        finds "through a proxy, http" 0 ooosoooo "proxy $PROXY" 'via 1.'
        ZILLIZ_API_KEY=$KEY run doctor --endpoint "http://127.0.0.1:$PLAIN" --proxy "http://localhost:$FIRST" --allow-plaintext-token </dev/null
        finds "a key in the open to this machine" 0 ooosoooo
    else
        cloud --proxy "$PROXY"
        finds "a proxy that refuses, https" 7 oofsssss "the proxy $PROXY refuses (HTTP 403)" '-> check what the proxy allows'
        untold "a proxy that refuses"
        run doctor --endpoint "http://127.0.0.1:$PLAIN" --proxy "$PROXY" </dev/null
        finds "a proxy that refuses, http" 7 oofsssss "the proxy $PROXY refuses (HTTP 403)"
    fi
    stop "$server"
done
ZILLIZ_API_KEY=$KEY run doctor --api v1 --cluster "$CLUSTER" --endpoint "http://zimport.test:$PLAIN" --resolve "zimport.test:$PLAIN:127.0.0.1" \
    --allow-plaintext-token </dev/null
holds "a key in the open" "$(told), $(words)" eval 'words | grep -q -F "warn TLS none with http:// -> whoever is on the way can read the key: use https://"'

# ---- certificates: no key to a server that did not prove to be the right one

run_clock() { # C-EXPRESSION: the program with such a clock
    cat >clock.c <<END
#define _GNU_SOURCE
#include <stdint.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
int clock_gettime(clockid_t id, struct timespec *at) {
    long result = syscall(SYS_clock_gettime, id, at);
    at->tv_sec = id == CLOCK_REALTIME ? $1 : at->tv_sec;
    return (int)result;
}
/* Built today, whatever SOURCE_DATE_EPOCH said. */
int64_t zimport_tls_built(void) {
    return $(date +%s);
}
END
    silent "${HOSTCC:-gcc}" -c -o clock.o clock.c
    silent link_program "$T/clocked" clock.o
    ZIMPORT=$T/clocked
}
program=$ZIMPORT
WRONG='set it: certificates are judged by it'
run_clock 9
cloud
finds "a clock at 1970" 8 oooffsss "this machine's clock is wrong -> set it, or judge certificates by this program's build date" \
    "fail clock it was never set -> $WRONG"
untold "a clock at 1970"
cloud --clock-floor
finds "a clock at 1970, --clock-floor" 0 oooowooo "warn clock it was never set -> $WRONG"
run_clock 1577836801
cloud
finds "a clock before the build" 8 oooffsss "fail clock 2020-01-01T00:00:01Z, before this program was built -> $WRONG"
untold "a clock before the build"
run_clock at-\>tv_sec+7200
cloud
finds "a clock two hours ahead" 0 oooowooo "2 h 00 min ahead of the server's -> set the one that is wrong"
run_clock at-\>tv_sec+86400*40
cloud
finds "a clock that is beyond the certificate" 8 ooofssss "the certificate has expired: the server's own" "'localhost' by 'Simulator Root', ended 20" \
    "days ago) 'Simulator Root', ends 20" "-> the server needs a new one, or this machine's clock is wrong (it says 20"
untold "a clock that is beyond the certificate"
run_clock at-\>tv_sec+86400*20
cloud
finds "a certificate that ends soon" 0 ooowwooo "', ends 20" " (9 days) 'Simulator Root'" \
    "-> the certificate 'localhost' must be renewed: nothing connects once it has ended"
ZIMPORT=$program
stop "$sim"

while IFS='~' read -r fault text; do
    start_sim --key "$KEY" --cert-fault "$fault" --counters "$T/counters"
    cloud
    finds "certificate: $fault" 8 ooofssss "fail TLS $text"
    untold "certificate: $fault"
    cloud -o json -v
    sound "certificate: $fault, json" 8 && holds "certificate: $fault, json" "$(cat "$T/out")" \
        grep -q '^{"check":"TLS","result":"fail","exit":8,"found":"the certificate .*","advice":".*","certificates":\[{.*}\]}$' "$T/out"
    stop "$sim"
done <<'END'
expired~the certificate has expired: the server's own 'localhost' by 'Simulator Root', ended 20
future~the certificate is not valid yet: the server's own
wrong-host~the certificate is not for localhost 'elsewhere.example' by
untrusted~the certificate is not trusted: it leads to
self-signed~the certificate is not trusted: it leads to
weak~the certificate is not acceptable: the server's own has a weak key
END
start_sim --key "$KEY" --cert-file good.pem --key-file ec.key --counters "$T/counters"
cloud --cacert good.pem
finds "the server's own is trusted" 0 oooooooo "TLS1-3-AES-128-GCM-SHA256" " ms 'good' by 'root', ends 20" ' days) ok clock'
cloud --cacert good.pem --pin sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=
finds "another pin" 8 ooofssss "the server's key has the pin sha256//"
untold "another pin"
stop "$sim"
CA=root.pem
for version in 1.2 1.3; do
    start_openssl -cert good.pem -key ec.key -Verify 1 -verify_return_error -CAfile root.pem "-tls${version%.*}_${version#*.}"
    cloud
    finds "a client certificate is missing, TLS $version" 8 ooofssss 'the server wants a client certificate, or another one' \
        '-> give one that the server accepts with --cert and --key'
    stop "$server"
done
new_cert soon ec /CN=soon "subjectAltName=DNS:localhost" root root -days 5
start_openssl -cert soon.pem -key ec.key -tls1_2
mkdir -p v1/vector/collections/import
printf 'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 33\r\n\r\n{"code":200,"data":{"records":[]}}' | sed 's/: 33/: 34/' \
    >"v1/vector/collections/import/list?clusterId=$CLUSTER&pageSize=5&currentPage=1"
cloud
finds "openssl s_server, a certificate that ends soon" 0 ooowsooo 'TLSv1.2, TLS-' "'soon' by 'root', ends 20" ' days) '"'"'root'"'"', ends'
doctor --endpoint "http://localhost:$PORT"
holds "openssl s_server, plain HTTP" "$code, $(told)" [ "$(told)" = ooossfss ]
stop "$server"
SIM=$PLAIN
start_nginx
run doctor --endpoint "https://localhost:$SECOND" --cacert root.pem </dev/null
finds "nginx" 0 oooooooo 'HTTP 200, ' ', nginx' 'ok API milvus at'
run doctor --endpoint "http://localhost:$SECOND" </dev/null
finds "nginx, plain HTTP" 9 ooosofss 'the port expects TLS (HTTP 400)' '-> give the endpoint with https://'
stop "$server"
start_haproxy
run doctor --endpoint "https://localhost:$FIRST" --cacert root.pem </dev/null
finds "haproxy" 0 oooooooo
stop "$server"

# ---- text that means harm

start_serve
SITE=http://127.0.0.1:$PORT
http list "500 No" "{\"code\":65535,\"message\":\"\\\\u001b[2J\\\\u0007$KEY\"}" "Server: $(printf 'a\033[31m%s\302\233x' "$KEY")"
plain
doctor --endpoint "$SITE"
sound "harm: text" 9 && holds "harm: text" "$(controls) control characters" [ "$(controls)" -eq 0 ]
doctor --endpoint "$SITE" -o json
sound "harm: json" 9 && holds "harm: json" "$(controls) control characters" [ "$(controls)" -eq 0 ]
stop "$server"

# ---- nobody reads; somebody is impatient

start_sim --plain --milvus
run doctor --endpoint "http://localhost:$PORT" </dev/null >/dev/null
ZILLIZ_API_KEY=$KEY timeout 30 "$ZIMPORT" doctor --endpoint "http://localhost:$PORT" </dev/null >/dev/full 2>"$T/err"
code=$?
: >"$T/out"
fails "a full disk" 1 "writ.*No space left"
stop "$sim"
start_sim --plain --milvus --mute
later stopped doctor --endpoint "http://localhost:$PORT"
await 10 grep -q '^ok    connection' "$T/later-stopped.out"
kill -TERM "$(cat "$T/later-stopped.pid")"
collect stopped
sound "ended by a signal" 143 && holds "ended by a signal" "$(cat "$T/err")" says '^zimport: note: asking ended by a signal$'
holds "what is known is told at once" "$(told)" [ "$(told)" = ooo ]
stop "$sim"

finish
