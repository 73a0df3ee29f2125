#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Hostile, broken, cut or endless replies: the documented exit, one line that says why, and never a success.

. "${0%/*}/lib.sh"

# ---- the simulator's jobs, over TLS

start_sim
good_line() { # ID
    printf '{"jobId":"%s","clusterId":"%s","collectionName":' "$1" "$CLUSTER"
}
while read -r exit job pattern; do
    case $exit in '' | '#') continue ;; esac
    ask_tls status --retry 0 --max-time 1 --exit-code "$job"
    case $exit in
    0) completes "job: $job" ;;
    3 | 4)
        grep -q '^State' "$T/out" || echo "no state" >"$T/out"
        expect "job: $job" "$exit" "$(grep -v 'no state' "$T/out")"
        ;;
    *) fails "job: $job" "$exit" "about $job: .*$pattern" ;;
    esac
done <<'END'
5 job-unknown no such job
5 no-such-prefix no such job
9 job-badcluster cluster
6 job-denied access
9 job-region region
9 job-token key
9 job-code-12345 12345
9 job-code-80020 cluster
6 job-code-80002 key
6 job-echo-key key
9 job-http-400 HTTP 400
6 job-http-401 HTTP 401
6 job-http-403 HTTP 403
9 job-http-500 HTTP 500
9 job-http-503 HTTP 503
9 job-http-429 HTTP 429
9 job-http-302 HTTP 302
9 job-html-200 JSON
9 job-html-400 HTTP 400
6 job-html-401 HTTP 401
6 job-html-403 HTTP 403
9 job-html-404 HTTP 404
9 job-html-500 HTTP 500
9 job-html-502 HTTP 502
9 job-flaky-9 HTTP 503
9 job-busy-9 HTTP 429
9 job-nocode HTTP 200
9 job-nodata HTTP 200
9 job-emptydata HTTP 200
9 job-other another job
9 job-wrongtype-code type
9 job-wrongtype-data type
9 job-wrongtype-readyPercentage type
9 job-notjson JSON
9 job-emptybody .
9 job-cutjson JSON
9 job-trailing JSON
9 job-tworoots JSON
9 job-bom JSON
9 job-rawcontrol JSON
9 job-badutf8 JSON
9 job-nocomma JSON
9 job-garbagebody JSON
9 job-deep-1000 deep|nested
9 job-gzip compressed|encod
9 job-length-short .
7 job-length-long lost
9 job-two-lengths .
9 job-length-and-chunked .
9 job-bighead .
9 job-bigline .
9 job-manyinterim .
9 job-bigextension .
9 job-bigtrailer .
9 job-garbage HTTP
7 job-endless 1 s
7 job-slow-5000 1 s
7 job-dribble-50 1 s
7 job-stall 1 s
7 job-cut-0 lost
7 job-cut-1 lost
7 job-cut-20 lost
7 job-cut-100 lost
7 job-cut-300 lost
7 job-reset-0 lost|reset
7 job-reset-20 lost|reset
7 job-reset-300 lost|reset
7 job-drop lost
7 job-close-notified-cut lost
0 job-instant
0 job-int1
0 job-stringcode
0 job-zerocode
0 job-pretty
0 job-dupdata
0 job-longname-2000
0 job-deep-20
0 job-manykeys-1000
0 job-close
0 job-chunked
0 job-onebyte
0 job-interim
0 job-same-lengths
0 job-slow-100
0 job-dribble-1
0 job-nojobid
3 job-at-4000
3 job-pending
3 job-failed-silent
3 job-failed-noreason
4 job-sample-failed
END
ask_tls status --retry 0 job-redirect
fails "job: job-redirect" 9 "(HTTP 302).*https?://"
for key in fileSize fileName collectionName completeTime errorMessage jobId details row; do
    ask_tls status -o json --files "job-wrongtype-$key"
    completes "job: job-wrongtype-$key is no error"
done

# Good jobs among bad ones, in one run and in both orders: no reply is taken for another.
bad="job-nocomma job-two-lengths job-cut-200 job-trailing job-length-short job-drop job-tworoots job-garbage job-gzip
job-html-500 job-http-204 job-close job-emptybody job-http-304 job-length-and-chunked job-reset-100 job-redirect"
mixed=
for job in $bad; do
    mixed="$mixed $job job-at-1700-$job"
done
for order in forwards backwards; do
    jobs=$(printf '%s\n' $mixed)
    [ "$order" = forwards ] || jobs=$(printf '%s\n' $mixed | sort -r)
    ask_tls status --retry 0 --max-time 5 -o json $jobs
    wrong=
    for job in $bad; do
        grep -q "^$(good_line "job-at-1700-$job").*\"progress\":17," "$T/out" || wrong="$wrong job-at-1700-$job"
        [ "$job" = job-close ] || grep -q "^{\"jobId\":\"$job\",\"error\"" "$T/out" || wrong="$wrong $job"
    done
    if [ -n "$wrong" ]; then
        not_ok "mixed, $order" "wrong:$wrong"
    else
        expect "mixed, $order" 7 "$(cat "$T/out")"
    fi
done
stop "$sim"

# ---- every cut of three framings

BODY='{"code":200,"data":{"readyPercentage":1,"jobId":"job-cut"}}'
SIZE=${#BODY}
cut_everywhere() { # NAME REPLY
    printf '%b' "$2" >"$T/replies/job-cut.raw"
    start_serve --cut
    size=$(wc -c <"$T/replies/job-cut.raw")
    n=0
    bad=
    while [ $n -lt "$size" ]; do
        ask status --retry 0 -o json job-cut
        case $code in
        7 | 9) grep -q '^{"jobId":"job-cut","error":' "$T/out" || bad="$bad $n(no error)" ;;
        *) bad="$bad $n(exit $code)" ;;
        esac
        [ "$(wc -l <"$T/err")" -eq 1 ] || bad="$bad $n(lines)"
        n=$((n + 1))
    done
    ask status --retry 0 -o json job-cut
    if [ -n "$bad" ]; then
        not_ok "cut: $1" "after so many bytes:$bad"
    else
        completes "cut: $1, $size places, and the whole"
    fi
    stop "$server"
    rm "$T/replies/job-cut.raw"
}
cut_everywhere "length" "HTTP/1.1 200 OK\r\nContent-Length: $SIZE\r\n\r\n$BODY"
cut_everywhere "chunked" "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n$(printf '%x' $((SIZE - 1)));x=y\r\n${BODY#?}\r\n0\r\nT: t\r\n\r\n"
cut_everywhere "until close" "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n$BODY"
cut_everywhere "interim" "HTTP/1.1 103 Early\r\nLink: x\r\n\r\nHTTP/1.0 200 OK\r\nContent-Length: $SIZE\r\n\r\n$BODY"

# ---- HTTP as it must not be

start_serve
BODY='{"code":200,"data":{"readyPercentage":1}}'
SIZE=${#BODY}
HEX=$(printf %x "$SIZE")
raw() { # EXIT NAME REPLY
    printf '%b' "$3" >"$T/replies/job-raw.raw"
    ask status --retry 0 --max-time 3 job-raw
    if [ "$1" -eq 0 ]; then
        completes "raw: $2"
    else
        fails "raw: $2" "$1" "job-raw"
    fi
}
OK='HTTP/1.1 200 OK\r\n'
LENGTH="Content-Length: $SIZE\r\n"
raw 0 "as it should be" "${OK}$LENGTH\r\n$BODY"
raw 0 "HTTP/1.0" "HTTP/1.0 200 OK\r\n\r\n$BODY"
raw 0 "no reason phrase" "HTTP/1.1 200 \r\n$LENGTH\r\n$BODY"
raw 0 "201" "HTTP/1.1 201 Created\r\n$LENGTH\r\n$BODY"
raw 0 "white space around values" "${OK}Content-Length: \t$SIZE \t\r\nX:\r\n\r\n$BODY"
raw 0 "chunks in capitals, extensions, trailers" \
    "${OK}transfer-ENCODING: Chunked\r\n\r\n00$HEX;a=b;c=\"d\"\r\n$BODY\r\n0;e\r\nT: t\r\n\r\n"
raw 0 "a second reply behind it" "${OK}$LENGTH\r\n$BODY${OK}$LENGTH\r\n$BODY"
raw 9 "204" "HTTP/1.1 204 No Content\r\n\r\n"
raw 9 "205 without a body" "HTTP/1.1 205 Reset Content\r\nContent-Length: 0\r\n\r\n"
raw 9 "101" "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n"
raw 9 "304" "HTTP/1.1 304 Not Modified\r\n\r\n"
raw 9 "HTTP/0.9" "$BODY\r\n"
raw 9 "HTTP/2" "HTTP/2 200\r\n$LENGTH\r\n$BODY"
raw 9 "SSH" "SSH-2.0-OpenSSH_9.2\r\n"
raw 9 "status of two digits" "HTTP/1.1 20 OK\r\n$LENGTH\r\n$BODY"
raw 9 "status of four digits" "HTTP/1.1 2000 OK\r\n$LENGTH\r\n$BODY"
raw 9 "status with a sign" "HTTP/1.1 +20 OK\r\n$LENGTH\r\n$BODY"
raw 9 "status 099" "HTTP/1.1 099 OK\r\n$LENGTH\r\n$BODY"
raw 9 "a blank before the colon" "${OK}Content-Length : $SIZE\r\n\r\n$BODY"
raw 9 "no colon" "${OK}Content-Length $SIZE\r\n\r\n$BODY"
raw 9 "no field name" "${OK}: x\r\n$LENGTH\r\n$BODY"
raw 9 "NUL in a field" "${OK}X: a\0000b\r\n$LENGTH\r\n$BODY"
raw 9 "length with a sign" "${OK}Content-Length: +$SIZE\r\n\r\n$BODY"
raw 9 "negative length" "${OK}Content-Length: -1\r\n\r\n$BODY"
raw 9 "hexadecimal length" "${OK}Content-Length: 0x$HEX\r\n\r\n$BODY"
raw 9 "length beyond 64 bits" "${OK}Content-Length: 18446744073709551657\r\n\r\n$BODY"
raw 9 "length of letters" "${OK}Content-Length: many\r\n\r\n$BODY"
raw 9 "empty length" "${OK}Content-Length:\r\n\r\n$BODY"
raw 9 "two lengths in one field" "${OK}Content-Length: $SIZE, 7\r\n\r\n$BODY"
raw 9 "length above the limit" "${OK}Content-Length: 9223372036854775807\r\n\r\n$BODY"
raw 9 "unknown coding" "${OK}Transfer-Encoding: gzip\r\n\r\n$BODY"
raw 9 "chunked not last" "${OK}Transfer-Encoding: chunked, gzip\r\n\r\n$HEX\r\n$BODY\r\n0\r\n\r\n"
raw 9 "chunked twice" "${OK}Transfer-Encoding: chunked, chunked\r\n\r\n$HEX\r\n$BODY\r\n0\r\n\r\n"
raw 9 "chunked with HTTP/1.0" "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n$HEX\r\n$BODY\r\n0\r\n\r\n"
raw 9 "chunk size of letters" "${OK}Transfer-Encoding: chunked\r\n\r\nxyz\r\n$BODY\r\n0\r\n\r\n"
raw 9 "chunk size with a prefix" "${OK}Transfer-Encoding: chunked\r\n\r\n0x$HEX\r\n$BODY\r\n0\r\n\r\n"
raw 9 "chunk size negative" "${OK}Transfer-Encoding: chunked\r\n\r\n-1\r\n$BODY\r\n0\r\n\r\n"
raw 9 "chunk size beyond 64 bits" "${OK}Transfer-Encoding: chunked\r\n\r\n100000000000000$HEX\r\n$BODY\r\n0\r\n\r\n"
raw 9 "empty chunk size" "${OK}Transfer-Encoding: chunked\r\n\r\n\r\n$BODY\r\n0\r\n\r\n"
raw 9 "no line end behind a chunk" "${OK}Transfer-Encoding: chunked\r\n\r\n$HEX\r\n${BODY}0\r\n\r\n"
raw 9 "gzip, named" "${OK}Content-Encoding: gzip\r\n$LENGTH\r\n$BODY"
raw 7 "nothing" ""
raw 7 "no end of the head" "${OK}$LENGTH"
raw 7 "nothing behind an interim reply" "HTTP/1.1 100 Continue\r\n\r\n"
many=$(printf '%300s' '' | sed 's/ /X-Y: z\\r\\n/g')
raw 9 "300 fields" "${OK}$LENGTH$many\r\n$BODY"
for status in 301 302 303 307 308; do
    raw 9 "redirect $status" "HTTP/1.1 $status Moved\r\nLocation: http://127.0.0.1:$PORT/elsewhere\r\nContent-Length: 0\r\n\r\n"
    says "/elsewhere" || not_ok "redirect $status names the place" "it does not"
done
raw 9 "redirect to nowhere" "HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n"
raw 9 "redirect to a terminal sequence" "HTTP/1.1 302 Found\r\nLocation: http://a/\0302\0233[31m\r\nContent-Length: 0\r\n\r\n"
if grep -q elsewhere "$T/requests"; then not_ok "no redirect is followed" "one was"; else ok "no redirect is followed"; fi
stop "$server"

# ---- time

start_sim --plain --mute
ask status --retry 0 --max-time 0.5 "$JOB"
fails "time: silence ends by --max-time" 7 "0\.5 s"
ask status --retry 1 --max-time 0.3 "$JOB"
fails "time: silence ends by --max-time, after a retry" 7 "0\.3 s.*2 tries"
ask_tls status --retry 0 --connect-timeout 0.5 "$JOB"
fails "time: a silent TLS handshake ends by --connect-timeout" 7 "TLS.*0\.5 s"
stop "$sim"
port=$(free_port)
ZILLIZ_API_KEY=$KEY run status --api v1 --endpoint "http://127.0.0.1:$port" --cluster "$CLUSTER" --retry 0 "$JOB" </dev/null
fails "network: nobody listens" 7 "connect.*refused"
ZILLIZ_API_KEY=$KEY run status --api v1 --endpoint "https://no-such-host.invalid" --cluster "$CLUSTER" --retry 0 "$JOB" </dev/null
fails "network: no such name" 7 "address|name"

# ---- retries, and what is not retried

start_sim --plain
requests_for() { # NAME COUNT EXIT ARGUMENT...: how many requests that costs
    name=$1
    count=$2
    exit=$3
    shift 3
    before=$(counter requests)
    ask status -q "$@"
    if [ $(($(counter requests) - before)) -ne "$count" ]; then
        not_ok "retry: $name" "$(($(counter requests) - before)) requests, expected $count"
    else
        expect "retry: $name" "$exit"
    fi
}
requests_for "two 503, then complete" 3 0 job-flaky-2
requests_for "503 for ever" 3 9 --retry 2 job-flaky-99
requests_for "a 429 with Retry-After, then complete" 2 0 job-busy-1
requests_for "a 429 with a date, then complete" 2 0 job-busydate-1
requests_for "two drops, then complete" 3 0 job-drop-2
requests_for "no job" 1 5 job-unknown
requests_for "no right" 1 6 job-denied
requests_for "malformed" 1 9 job-notjson
requests_for "401" 1 6 job-http-401
requests_for "400" 1 9 job-http-400
requests_for "redirect" 1 9 job-redirect
begun=$(date +%s)
ask status -q job-busy-2-again
expect "retry: Retry-After is heeded" 0
[ $(($(date +%s) - begun)) -ge 1 ] || not_ok "retry: Retry-After is heeded" "too early"

# ---- any number of rows in constant memory

limited() { # KILOBYTES ARGUMENT...: the static program with so much address space, and small files
    (
        ulimit -v "$1"
        shift
        ZILLIZ_API_KEY=$KEY timeout 60 "$STATIC" "$@" --api v1 --endpoint "http://127.0.0.1:$PORT" --cluster "$CLUSTER"
    ) >"$T/out" 2>"$T/err" </dev/null
    code=$?
}
for job in job-huge job-hugefirst job-hugechunked; do
    for rows in 1 100000; do
        limited 3000 status -o csv --files "$job-$rows"
        if [ "$(wc -l <"$T/out")" -ne $((rows + 1)) ]; then
            not_ok "memory: $job-$rows" "$(wc -l <"$T/out") lines"
        else
            : >"$T/out"
            expect "memory: $job-$rows" 0
        fi
    done
done
limited 3000 status -o json --files job-huge-100000
size=$(wc -c <"$T/out")
rows=$(tr '{' '\n' <"$T/out" | grep -c '^"fileName"')
printf '%s lines, %s rows, end %s' "$(wc -l <"$T/out")" "$rows" "$(tail -c 4 "$T/out" | tr -d '\n')" >"$T/shape"
if [ "$code" -ne 0 ] || [ "$(cat "$T/shape")" != '1 lines, 100000 rows, end }]}' ]; then
    : >"$T/out"
    not_ok "memory: JSON of 100,000 rows" "exit $code, $size bytes, $(cat "$T/shape")"
else
    ok "memory: JSON of 100,000 rows"
fi
ask status --files job-huge-20000
if [ "$(wc -l <"$T/out")" -lt 20000 ]; then
    not_ok "memory: text of 20,000 rows" "$(wc -l <"$T/out") lines"
else
    : >"$T/out"
    expect "memory: text of 20,000 rows" 0
fi
if [ -z "$(ls "$T/tmp")" ]; then ok "memory: no temporary file stays"; else not_ok "memory: no temporary file stays" "$(ls "$T/tmp")"; fi

finish
