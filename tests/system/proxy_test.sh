#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# tinyproxy and squid, for https by CONNECT and for http in absolute form; what they refuse; programs that are no
# proxies. Where the proxy is taken from, and what NO_PROXY takes out.

. "${0%/*}/lib.sh"
need tinyproxy squid
cd "$T" || exit 1
. "$tests/system/proxies.sh"

SECRET=p4ssw0rd
ENCODED=dXNlcjpwNHNzdzByZA== # user:p4ssw0rd
DEAD=$(free_port)

start_sim --plain --duration 1.2 --counters "$T/counters.plain"
PLAIN=$PORT
start_sim --duration 1.2
TLS=$PORT

ask_at() { # BASE-URL VERB ARGUMENT...
    url=$1
    verb=$2
    shift 2
    ZILLIZ_API_KEY=$KEY run "$verb" --api v1 --endpoint "$url" --cacert "$CA" --cluster "$CLUSTER" "$@" </dev/null
}

status_at() { # BASE-URL ARGUMENT...
    url=$1
    shift
    ask_at "$url" status --retry 0 "$@" job-instant
}

# By what -v says.
went_to() { # PORT
    grep -q "connect.*[ :]$1\$" "$T/err"
}

through() { # NAME BASE-URL ARGUMENT...: by way of the proxy, not past it
    name=$1
    shift
    status_at "$@" -v
    sound "$name" 0 || return
    if went_to "$PROXY" && ! went_to "$PLAIN" && ! went_to "$TLS"; then ok "$name"; else not_ok "$name" "past the proxy"; fi
}

past() { # NAME BASE-URL ARGUMENT...
    name=$1
    shift
    status_at "$@" -v
    sound "$name" 0 || return
    if went_to "$PLAIN" || went_to "$TLS"; then ok "$name"; else not_ok "$name" "through the proxy"; fi
}

hidden() { # NAME: nothing of the credentials in what was printed
    if grep -q -F -e "$SECRET" -e "$ENCODED" "$T/out" "$T/err"; then not_ok "$1" "credentials are printed"; else ok "$1"; fi
}

connections() { # of the simulator with TLS
    counter connections
}

# ---- each proxy: as it is, with a password, and with things forbidden

follows() { # NAME JOB ARGUMENT...: one connection, and so one CONNECT, for all polls
    name=$1
    job=$2
    shift 2
    before=$(connections)
    asked=$(counter requests)
    ask_at "https://localhost:$TLS" wait --interval 0.2 "$@" "$job"
    sound "$name" 0 || return
    if [ $(($(connections) - before)) -eq 1 ] && [ $(($(counter requests) - asked)) -ge 3 ]; then
        ok "$name"
    else
        not_ok "$name" "$(($(connections) - before)) connections for $(($(counter requests) - asked)) requests"
    fi
}

open_proxy() {
    at="--proxy http://127.0.0.1:$PROXY"
    # shellcheck disable=SC2086 # options
    {
        through "$KIND: https" "https://localhost:$TLS" $at
        through "$KIND: http" "http://localhost:$PLAIN" $at
        through "$KIND: https, an address" "https://127.0.0.1:$TLS" --proxy "LOCALHOST:$PROXY/"
        follows "$KIND: wait" "job-ok-$KIND" $at
        ask_at "https://localhost:$TLS" status $at job-instant job-chunked job-close job-instant
        completes "$KIND: several jobs, some of which end the connection"
        ask_at "http://localhost:$PLAIN" status $at -o json job-instant job-http-403 job-http-503 job-unknown --retry 0
        sound "$KIND: http, what the service says is the service's" 5 &&
            if grep -q '"exit":6.*"httpStatus":403' "$T/out" && grep -q '"exit":9.*"httpStatus":503' "$T/out" &&
                grep -q '"exit":5' "$T/out"; then
                ok "$KIND: http, what the service says is the service's"
            else
                not_ok "$KIND: http, what the service says is the service's" "other results"
            fi
        before=$(date +%s)
        for scheme in https http; do
            ask_at "$scheme://localhost:$DEAD" status $at --retry 1 job-instant
            fails "$KIND: $scheme, nothing behind it" 7 "proxy 127\.0\.0\.1:$PROXY .*HTTP 50"
        done
        if [ $(($(date +%s) - before)) -lt 20 ]; then ok "$KIND: in time"; else not_ok "$KIND: in time" "it took long"; fi
    }
}

closed_proxy() { # its EXTRA wants user:p4ssw0rd
    for scheme in https http; do
        url=$scheme://localhost:$TLS
        [ $scheme = https ] || url=http://localhost:$PLAIN
        through "$KIND: $scheme, with a password" "$url" --proxy "http://us%65r:p%34ssw0rd@127.0.0.1:$PROXY"
        hidden "$KIND: $scheme, with a password, -v"
        status_at "$url" --proxy "http://user:$SECRET@127.0.0.1:$PROXY" -v -v
        completes "$KIND: $scheme, -v -v"
        [ "$scheme" = http ] || holds "$KIND: -v tells the times" "it does not" says ', proxy and TLS [0-9]+ ms'
        hidden "$KIND: $scheme, with a password, -v -v"
        status_at "$url" --proxy "http://127.0.0.1:$PROXY"
        fails "$KIND: $scheme, no password" 7 "proxy 127\.0\.0\.1:$PROXY .*HTTP 407.*USER:PASSWORD"
        status_at "$url" --proxy "http://user:$SECRET-not@127.0.0.1:$PROXY" --retry 4
        fails "$KIND: $scheme, a wrong password" 7 "proxy 127\.0\.0\.1:$PROXY .*HTTP 40[17]"
        hidden "$KIND: $scheme, a wrong password"
    done
}

strict_proxy() { # its EXTRA forbids CONNECT to the port, and http to the host
    status_at "https://localhost:$TLS" --proxy "127.0.0.1:$PROXY" --retry 4
    fails "$KIND: https to a forbidden port" 7 "proxy 127\.0\.0\.1:$PROXY .*HTTP 403"
    status_at "http://localhost:$PLAIN" --proxy "127.0.0.1:$PROXY" --retry 4
    fails "$KIND: http to a forbidden host" 7 "proxy 127\.0\.0\.1:$PROXY .*HTTP 403"
}

start_proxy squid 'http_access allow all'
open_proxy
stop "$proxy"
start_proxy squid "auth_param basic program $(command -v sed) -u s/^user.$SECRET\$/OK/;t;s/.*/ERR/
auth_param basic children 1
acl known proxy_auth REQUIRED
http_access allow known
http_access deny all"
closed_proxy
stop "$proxy"
start_proxy squid "acl tls port $DEAD
http_access allow CONNECT tls
http_access deny all"
strict_proxy
stop "$proxy"

echo localhost >filter
start_proxy tinyproxy "ConnectPort $DEAD
Filter \"$T/filter\""
strict_proxy
stop "$proxy"
start_proxy tinyproxy "BasicAuth user $SECRET"
closed_proxy
stop "$proxy"
start_proxy tinyproxy
open_proxy

# How often tinyproxy, which stays, was asked to connect:
connects() {
    grep -c 'CONNECT localhost' tinyproxy.log
}
connects_since() { # NAME COUNT BEFORE
    times=$(($(connects) - $3))
    if [ "$times" -eq "$2" ]; then ok "$1"; else not_ok "$1" "$times times"; fi
}
first=$(connects)
ask_at "https://localhost:$DEAD" status --proxy "127.0.0.1:$PROXY" --retry 2 job-instant
connects_since "nothing behind it: tried again" 3 "$first"
first=$(connects)
follows "wait, by the server's count" job-ok-count --proxy "127.0.0.1:$PROXY"
connects_since "wait, by the proxy's count" 1 "$first"

status_at "https://[::1]:$TLS"
if [ "$code" -eq 0 ]; then
    through "https to an IPv6 address" "https://[::1]:$TLS" --proxy "127.0.0.1:$PROXY"
    through "http to an IPv6 address" "http://[::1]:$PLAIN" --proxy "127.0.0.1:$PROXY"
else
    skip "an IPv6 address behind the proxy" "this machine has no ::1"
fi

# ---- where the proxy is taken from

HERE=http://127.0.0.1:$PROXY
NOWHERE=http://127.0.0.1:$DEAD
S=https://localhost:$TLS
P=http://localhost:$PLAIN
past "no proxy" "$S"
past "no proxy, http" "$P"
HTTPS_PROXY=$HERE through "HTTPS_PROXY" "$S"
https_proxy=$HERE through "https_proxy" "$S"
HTTP_PROXY=$HERE through "HTTP_PROXY" "$P"
http_proxy=$HERE through "http_proxy" "$P"
https_proxy=$HERE HTTPS_PROXY=$NOWHERE through "https_proxy before HTTPS_PROXY" "$S"
http_proxy=$HERE HTTP_PROXY=$NOWHERE through "http_proxy before HTTP_PROXY" "$P"
HTTP_PROXY=$NOWHERE http_proxy=$NOWHERE past "HTTP_PROXY is not for https" "$S"
HTTPS_PROXY=$NOWHERE https_proxy=$NOWHERE past "HTTPS_PROXY is not for http" "$P"
HTTPS_PROXY=$NOWHERE https_proxy=$NOWHERE through "--proxy before HTTPS_PROXY" "$S" --proxy "$HERE"
HTTP_PROXY=$NOWHERE http_proxy=$NOWHERE through "--proxy before HTTP_PROXY" "$P" --proxy "$HERE"
HTTPS_PROXY=$NOWHERE past "--proxy '' turns HTTPS_PROXY off" "$S" --proxy ''
http_proxy=$NOWHERE past "--proxy '' turns http_proxy off" "$P" --proxy ''
HTTPS_PROXY='' past "an empty HTTPS_PROXY" "$S"
no_proxy=localhost past "no_proxy, --proxy" "$S" --proxy "$NOWHERE"
no_proxy=localhost NO_PROXY=x HTTPS_PROXY=$NOWHERE past "no_proxy before NO_PROXY" "$S"
no_proxy=x NO_PROXY=localhost HTTPS_PROXY=$HERE through "no_proxy before NO_PROXY, which takes it out" "$S"

# In a CGI program a client sets HTTP_PROXY.
export REQUEST_METHOD=GET
HTTP_PROXY=$NOWHERE past "CGI: HTTP_PROXY" "$P"
HTTP_PROXY=socks4://not.a.proxy past "CGI: HTTP_PROXY, none" "$P"
http_proxy=$HERE HTTP_PROXY=$NOWHERE through "CGI: http_proxy" "$P"
HTTPS_PROXY=$HERE through "CGI: HTTPS_PROXY, which no client can say" "$S"
HTTP_PROXY=$NOWHERE through "CGI: --proxy" "$P" --proxy "$HERE"
http_proxy=$NOWHERE NO_PROXY=localhost past "CGI: NO_PROXY" "$P"
REQUEST_METHOD='' HTTP_PROXY=$NOWHERE past "CGI: a request without a method" "$P"
unset REQUEST_METHOD

while read -r way url list; do
    export HTTPS_PROXY="$HERE" http_proxy="$HERE" NO_PROXY="$list"
    "$way" "NO_PROXY='$list' for $url" "$url"
    unset HTTPS_PROXY http_proxy NO_PROXY
done <<END
past $S *
past $P a.test, localhost
past $S LOCALHOST
past $S .localhost
past $S *.localhost
past $S localhost:$TLS
through $S localhost:$PLAIN
through $S ocalhost
through $S a.localhost
through $S 127.0.0.1
past https://127.0.0.1:$TLS 127.0.0.1
past http://127.0.0.1:$PLAIN 10.0.0.0/8,127.0.0.0/8
past https://127.0.0.1:$TLS 127.0.0.0/31:$TLS
through https://127.0.0.1:$TLS 127.0.0.2/31
through https://127.0.0.1:$TLS 127.0.0.1/33,0.0.1,*.0.0.1
through https://127.0.0.1:$TLS ::/0
END

# Not a proxy's URL, or a key in the clear: nothing is sent.
unusable() { # NAME PATTERN BASE-URL ARGUMENT...
    name=$1
    pattern=$2
    shift 2
    status_at "$@"
    fails "$name" 2 "$pattern"
    hidden "$name, not repeated"
}
for bad in "https://user:$SECRET@127.0.0.1:$PROXY" "socks5://127.0.0.1:$PROXY" "user:$SECRET@" "127.0.0.1:$PROXY/path" \
    "user:$SECRET@x@127.0.0.1" "us%0aer:$SECRET@127.0.0.1" "127.0.0.1:port"; do
    unusable "--proxy $bad" '--proxy' "$S" --proxy "$bad"
done
HTTPS_PROXY=https://user:$SECRET@h unusable "HTTPS_PROXY that is no proxy" HTTPS_PROXY "$S"
https_proxy=https://user:$SECRET@h unusable "https_proxy that is no proxy" https_proxy "$S"
http_proxy=socks4://user:$SECRET@h unusable "http_proxy that is no proxy" http_proxy "$P"
unusable "the key in the clear to a proxy elsewhere" 'unencrypted to 192.0.2.1' "$P" --proxy http://192.0.2.1:3128

# ---- the request in absolute form, byte for byte but for the version

start_serve
reply "$JOB" '{"code":200,"data":{"readyPercentage":1}}'
ask_at http://service.test/up/ status --allow-plaintext-token --proxy "http://user:$SECRET@127.0.0.1:$PORT" "$JOB"
completes "absolute form"
sed '1d; s/^User-Agent: zimport\/[0-9][0-9.]*$/User-Agent: zimport\/VERSION/' "$T/requests" | sort >"$T/out"
if diff "$T/out" - >"$T/difference" <<END; then
Accept-Encoding: identity
Accept: application/json
Authorization: Bearer $KEY
Content-Type: application/json
GET http://service.test/up/v1/vector/collections/import/get?jobId=$JOB&clusterId=$CLUSTER HTTP/1.1
Host: service.test
Proxy-Authorization: Basic $ENCODED
User-Agent: zimport/VERSION
END
    ok "absolute form: the request"
else
    not_ok "absolute form: the request" "other lines"
fi

# ---- a proxy, or the server behind it, that repeats the credentials

ask_proxy() { # USER-INFO ARGUMENT...
    info=$1
    shift
    ask_at http://service.test "$@" --retry 0 --allow-plaintext-token --proxy "http://$info@127.0.0.1:$PORT"
}
unseen() { # NAME PATTERN...: none of it anywhere
    name=$1
    shift
    for pattern; do
        if grep -q -F -e "$pattern" "$T/out" "$T/err"; then
            not_ok "$name" "$pattern is printed"
            return
        fi
    done
    ok "$name"
}
RAW=p%34ss%77ord%C3%A9
PLAIN_TEXT=p4ssword$(printf '\303\251')
SENT=dXNlcjpwNHNzd29yZMOp
all="user:$PLAIN_TEXT and us%65r:$RAW, Basic $SENT, $RAW-$PLAIN_TEXT"
field=$(printf '%s' "$all" | sed 's/%/%%/g')
http "$JOB" '200 OK' "{\"code\":200,\"data\":{\"collectionName\":\"$all\",\"fileName\":\"$all\",\"completeTime\":\"$all\",\"errorMessage\":\"$all\",\"details\":[{\"fileName\":\"$all\",\"errorMessage\":\"$all\"}]}}" \
    "X-Echo: $field"
http refused '407 No' "$all" "Proxy-Authenticate: $field"
reply unknown "{\"code\":90144,\"message\":\"$all\"}"
http moved '302 Found' '' "Location: http://user:$(printf '%s' "$RAW" | sed 's/%/%%/g')@h.test/$SENT"
list=$(printf '{"code":200,"data":{"records":[{"jobId":"%s","collectionName":"%s","state":"Failed","reason":"%s"}]}}' "$all" "$all" "$all")
reply list "$list"
for format in text json csv env; do
    ask_proxy "us%65r:$RAW" status -v -v -o $format "$JOB"
    unseen "repeated: $format" "$PLAIN_TEXT" "$RAW" "$SENT" "${SENT%???}"
    [ "$code" -eq 0 ] && grep -q '\*\*\*' "$T/out" && grep -q '^< X-Echo: .*\*\*\*' "$T/err" ||
        not_ok "repeated: $format, masked" "exit $code, or no mark"
    for job in unknown refused moved; do
        ask_proxy "us%65r:$RAW" status -v -v -o $format "$job"
        unseen "repeated: $format, $job" "$PLAIN_TEXT" "$RAW" "$SENT" "${SENT%???}"
    done
    [ $format != env ] || continue
    ask_proxy "us%65r:$RAW" list -v -v -o $format
    [ "$code" -eq 0 ] && grep -q '\*\*\*' "$T/out" || not_ok "repeated: $format, list, masked" "exit $code, or no mark"
    unseen "repeated: $format, list" "$PLAIN_TEXT" "$RAW" "$SENT" "${SENT%???}"
done
ask_proxy "us%65r:$RAW" wait --interval 0 --files "$JOB"
unseen "repeated: wait" "$PLAIN_TEXT" "$RAW" "$SENT"

for size in 380 388 392 396 399; do
    reply unknown "{\"code\":90144,\"message\":\"$(printf '%*s' $size '' | tr ' ' .)$all\"}"
    ask_proxy "us%65r:$RAW" status unknown
    unseen "repeated: cut behind $size bytes" user:p p4 p%3
done

rm "$T/replies/$JOB.raw"

# A user alone is the secret; one too short is left, but not in its encoded form.
reply "$JOB" '{"code":200,"data":{"fileName":"token a:b bc Basic dG9rZW46 YTpi YWM6YmM=","readyPercentage":1}}'
names() { # NAME USER-INFO EXPECTED
    ask_proxy "$2" status "$JOB"
    sed -n 's/^File *//p' "$T/out" >"$T/named"
    if [ "$(cat "$T/named")" = "$3" ]; then ok "$1"; else not_ok "$1" "$(cat "$T/named")"; fi
}
names "repeated: a user alone" token "*** a:b bc Basic *** YTpi YWM6YmM="
names "repeated: a user alone, with a colon" token: "*** a:b bc Basic *** YTpi YWM6YmM="
names "repeated: one letter each" a:b "token a:b bc Basic dG9rZW46 *** YWM6YmM="
names "repeated: two letters each" ac:bc "token a:b bc Basic dG9rZW46 YTpi ***="
names "repeated: nothing" "" "token a:b bc Basic dG9rZW46 YTpi YWM6YmM="

# ---- what is none, or says nothing

while read -r exit answer; do
    # shellcheck disable=SC2059 # \r\n
    printf "$answer" >"$T/replies/.raw"
    status_at "https://service.test" --proxy "127.0.0.1:$PORT" --max-time 5
    fails "a proxy that answers '$answer'" "$exit" "proxy 127\.0\.0\.1:$PORT "
done <<'END'
7 SSH-2.0-OpenSSH_9.2\r\n
7 <html>Log in</html>\r\n
7 HTTP/1.1 200 OK\r\n
7 HTTP/1.1 200 OK\r\n\r\nHello
7 HTTP/1.1 302 Found\r\nLocation: http://login.test/\r\n\r\n
7 HTTP/1.1 511 Network Authentication Required\r\n\r\n
END
: >"$T/replies/.raw"
status_at "https://service.test" --proxy "127.0.0.1:$PORT"
fails "a proxy that hangs up" 7 "proxy"
stop "$server"
status_at "$S" --proxy "$NOWHERE"
fails "a proxy that is not there" 7 "connect to the proxy 127\.0\.0\.1"
status_at "$P" --proxy "$NOWHERE"
fails "a proxy that is not there, http" 7 "connect to the proxy 127\.0\.0\.1"
status_at "$S" --proxy "http://no.such.test:1" --max-time 10
fails "a proxy without an address" 7 "proxy"
start_sim --plain --mute --counters "$T/counters.mute" --ca-out "$T/none.pem"
CA=$T/ca.pem
status_at "$S" --proxy "127.0.0.1:$PORT" --connect-timeout 0.5
fails "a proxy that says nothing" 7 "proxy"
stop "$sim"

# ---- the proxy dies between two polls, and comes back

asked() {
    [ "$(counter requests)" -gt "$before" ]
}
wrote() { # PATTERN
    grep -q -e "$1" "$T/later-wait.err"
}
start_sim --duration 1.2
TLS=$PORT
before=0
ZILLIZ_API_KEY=$KEY later wait wait --api v1 --endpoint "https://localhost:$TLS" --cacert "$CA" --cluster "$CLUSTER" \
    --proxy "$HERE" --interval 0.1 --retry 1 job-ok
await 20 asked || give_up "wait: nothing was asked"
stop "$proxy"
await 20 wrote 'Going on' || show "stderr" "$T/later-wait.err"
FIRST=$PROXY
EXTRA=
tinyproxy_config
spawn tinyproxy -d -c tinyproxy.conf
collect wait
completes "wait: the proxy goes and comes back"
if says 'proxy 127\.0\.0\.1.*Going on' && says 'answers again'; then ok "wait: it says so"; else not_ok "wait: it says so" "it does not"; fi

finish
