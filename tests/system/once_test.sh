#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Whatever happens to the request or its reply, an import is started at most once, and the caller hears when it may have
# been.

. "${0%/*}/lib.sh"

MAYBE='; it may have been started all the same: look for it with zimport list before you start it again$'

once() { # NAME: one request and one start since $requests and $starts
    holds "$1: sent once" "$(counter requests) requests, $(counter starts) starts, before $requests and $starts" \
        test $(($(counter requests) - requests)) -eq 1 -a $(($(counter starts) - starts)) -eq 1
}

try() { # DIALECT EXIT MAYBE-OR-NOT KIND: the reply to the start is that of job-KIND
    requests=$(counter requests)
    starts=$(counter starts)
    ask_as "$1" start --collection "create_$4" --max-time 1 --retry 3 s3://bucket/f
    case $2,$3 in
    0,*) expect "$4, $1" 0 "$(cat "$T/out")" ;;
    *,maybe) fails "$4, $1" "$2" "^zimport: starting an import at .*$MAYBE" ;;
    *)
        fails "$4, $1" "$2" "^zimport: starting an import at "
        if says 'may have been'; then not_ok "$4, $1" "it was not started"; fi
        ;;
    esac
    once "$4, $1"
}

kinds() { # DIALECT: from the table on standard input
    while read -r exit maybe kinds; do
        for kind in $kinds; do
            try "$1" "$exit" "$maybe" "$kind"
        done
    done
}

start_sim --plain
ask_as v2 list -q
kinds v2 <<'END'
7 maybe reset_0 reset_1 reset_100 cut_0 cut_1 cut_100 stall drop drop_1 slow_9000
9 maybe http_500 http_503 http_408 flaky_1 html_503 html_502
9 maybe notjson nocode nodata emptydata emptybody cutjson trailing tworoots rawcontrol badutf8 garbagebody wrongtype_data wrongtype_code
9 maybe garbage two_lengths length_and_chunked gzip bighead html_200
9 not token http_400 http_404 http_429 busy_1 code_96018 code_80000 http_302 redirect
6 not http_401 http_403 code_21119 echo_key denied
0 good slow_300 chunked onebyte close interim same_lengths dribble_1
END
kinds v1 <<'END'
7 maybe reset_0 cut_100 stall drop
9 maybe http_503 notjson nodata html_502
9 not http_429 code_47055 code_40021
6 not code_80001
0 good slow_300
END
stop "$sim"
start_sim --plain --milvus
ask_as milvus list -q
kinds milvus <<'END'
7 maybe reset_0 cut_100 stall drop
9 maybe http_500 http_408 notjson nodata
9 maybe code_65535 code_10000 code_901 code_904 code_2 http_503
9 not code_1807 code_1 code_4 code_8 code_12 code_106 code_100 code_800 code_1100 code_1801 code_2100 code_2101
6 not code_1800 denied
0 good slow_300
END
# api.md 9: "In a reply to create, 2100 and 2101 are about the request, not about a job", and so is 1100.
for number in 1100 1801 1802 2100 2101; do
    ask_as milvus start --collection "create_code_$number" s3://bucket/f
    fails "about the request: $number" 9 "the service refused \(HTTP 200, code $number\).*; check the collection, the files and the options$"
done
stop "$sim"
start_sim
ask_as v2 list -q
kinds v2 <<'END'
7 maybe reset_0 reset_100 cut_0 cut_100 stall drop close_notified_cut
9 maybe http_503 garbage
0 good close
END
stop "$sim"

# ---- a server that takes the request and says nothing; one that is not there, or comes later; one that is not trusted

start_sim --plain --mute
ask_as v2 start --collection books --max-time 0.4 --retry 3 s3://bucket/f
fails "mute" 7 "no reply within 0.4 s$MAYBE"
stop "$sim"
never() { # NAME EXIT PATTERN: the line says nothing about what may have been
    fails "$1" "$2" "$3"
    if says 'may have been'; then not_ok "$1" "it was not started"; fi
}
PORT=$(free_port)
SITE=http://127.0.0.1:$PORT
ask_as v2 start --collection books --retry 2 s3://bucket/f
never "refused: tried again, since nothing was sent" 7 "refused, after 3 tries"
ask_as v2 start -o json -q --collection books --retry 0 s3://bucket/f
sound "refused: json" 7 && holds "refused: json" "$(cat "$T/out")" grep -q '^{"jobId":null,"error":{"exit":7,"kind":"network","httpStatus":null,"code":null,' "$T/out"
export ZILLIZ_API_KEY=$KEY
later soon start --api v2 --endpoint "$SITE" --cluster "$CLUSTER" --collection books --retry 20 s3://bucket/f -v
await 10 grep -q 'refused' "$T/later-soon.err"
start_sim --plain --port "$PORT"
collect soon
sound "refused: until it is there" 0 && holds "refused: until it is there" "$(cat "$T/counters")" test "$(counter requests)" -eq 1 -a "$(counter starts)" -eq 1
stop "$sim"
start_sim --mute
ask_as v2 start --collection books --connect-timeout 0.3 --retry 1 s3://bucket/f
never "a handshake without end: tried again" 7 "TLS handshake.*2 tries"
stop "$sim"
start_sim --cert-fault expired
ask_as v2 start --collection books s3://bucket/f
never "an expired certificate" 8 "expired"
stop "$sim"
ZILLIZ_API_KEY=$KEY run start --endpoint https://no-such-host.invalid --api v2 --cluster "$CLUSTER" --collection books --retry 1 s3://bucket/f </dev/null
never "no such name" 7 "address|name"

# ---- a proxy that does harm: the request is lost on its way

harmed() { # NAME MOST-REQUESTS EXIT PATTERN PLAN...: the start through the proxy
    name=$1
    most=$2
    exit=$3
    pattern=$4
    shift 4
    start_faulty "$upstream" "$@"
    SITE=$scheme:$PORT
    requests=$(counter requests)
    ask_as v2 start --collection books --max-time 1 --retry 3 s3://bucket/f
    [ "$exit" != either ] || { [ "$code" -eq 0 ] && exit=0 || exit=7; }
    case $exit in
    0) expect "$name" 0 "$(cat "$T/out")" ;;
    *) fails "$name" "$exit" "$pattern" ;;
    esac
    holds "$name: sent" "$(counter requests) requests, $requests before" test $(($(counter requests) - requests)) -le "$most"
    stop "$proxy"
}
start_sim --plain --any-host
ask_as v2 list -q
upstream=$PORT
scheme=http://127.0.0.1
for plan in refuse cut:client:0 cut:client:100 reset:client:100 stall:client:100; do
    harmed "proxy: $plan" 0 7 "$MAYBE" "$plan" pass
done
for plan in cut:server:0 cut:server:50 reset:server:50 stall:server:0 stall:server:50; do
    harmed "proxy: $plan" 1 7 "$MAYBE" "$plan" pass
done
# The reset may come before anything could be sent: then it is tried again.
harmed "proxy: reset:server:0" 1 either "$MAYBE" reset:server:0 pass
for plan in pass delay:200 trickle:server:7:1 trickle:client:50:1; do
    harmed "proxy: $plan" 1 0 "" "$plan"
done
stop "$sim"
start_sim --any-host
ask_as v2 list -q
upstream=$PORT
scheme=https://localhost
for plan in cut:client:0 cut:server:0 reset:server:0 cut:server:1+0 cut:client:1+0; do
    harmed "proxy: $plan in the handshake, then better" 1 0 "" "$plan" pass
done
harmed "proxy: the TLS request is cut" 0 7 "$MAYBE" cut:client:3+10 pass
harmed "proxy: the TLS reply is cut" 1 7 "$MAYBE" cut:server:7+10 pass
harmed "proxy: the TLS reply is damaged" 1 7 "$MAYBE" corrupt:server:7+40 pass
stop "$sim"

# ---- signals

begins() { # COLLECTION ARGUMENT...: a start in the background, $starter
    collection=$1
    shift
    $FRESH "$ZIMPORT" start --api v2 --endpoint "$SITE" --cluster "$CLUSTER" --collection "$collection" "$@" s3://bucket/f \
        >"$T/out" 2>"$T/err" </dev/null &
    starter=$!
    pids="$pids $starter"
}
ends() { # SIGNAL
    kill -"$1" "$starter"
    wait "$starter"
    code=$?
    forget "$starter"
}
has_started() { # more than $starts
    [ "$(counter starts)" -gt "$starts" ]
}
start_sim --plain
ask_as v2 list -q
for signal in INT:130 TERM:143; do
    starts=$(counter starts)
    begins create_slow_9000
    await 10 has_started
    ends "${signal%:*}"
    sound "signal: $signal, in the middle" "${signal#*:}" && one_line "signal: $signal" &&
        holds "signal: $signal, in the middle: what may be" "no note" says "may have been started.*zimport list"
    begins at_4000 --wait --interval 0.1
    await 10 grep -q '40 %' "$T/err"
    ends "${signal%:*}"
    sound "signal: $signal, while it waits" "${signal#*:}" && holds "signal: $signal, while it waits: the id is known" "$(cat "$T/out")" \
        grep -q -x 'job-at-4000-[0-9]*' "$T/out" && holds "signal: $signal, while it waits" "no note" says "the job itself goes on"
done
stop "$sim"
begins books --retry 50 -v
await 10 grep -q refused "$T/err"
ends INT
sound "signal: before anything was sent" 130 && holds "signal: before anything was sent" "no note" says "nothing was started"

# ---- outputs that are lost

start_sim --plain
for format in text json csv env; do
    timeout 30 "$ZIMPORT" start --api v2 --endpoint "$SITE" --cluster "$CLUSTER" --collection at_4000 -o $format s3://bucket/f \
        </dev/null >/dev/full 2>"$T/err"
    code=$?
    : >"$T/out"
    # The id is not lost with the output.
    sound "full: $format" 1 && holds "full: $format" "$(cat "$T/err")" says '^zimport: started job-at-4000-' &&
        holds "full: why: $format" "$(cat "$T/err")" says 'writ.*No space left'
    { timeout 20 "$ZIMPORT" start --wait -q --api v2 --endpoint "$SITE" --cluster "$CLUSTER" --collection at_4000 --interval 0.05 -o $format \
        --timeout 3 s3://bucket/f </dev/null 2>"$T/err"; echo $? >"$T/code"; } | true
    code=$(cat "$T/code")
    holds "broken pipe: $format" "exit $code" test "$code" -ne 124 -a "$code" -ne 99
done
holds "outputs: nothing was started twice" "$(cat "$T/counters")" test "$(counter starts)" -eq 8
stop "$sim"

finish
