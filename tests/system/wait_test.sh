#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# To the end, to a limit, to a signal; on one connection, and over lost ones.

. "${0%/*}/lib.sh"

number_of() { # PATTERN FILE
    grep -c -E -e "$1" "$2"
}

# Each line once, the last one of each job final.
check_lines() { # NAME EXIT JOB...
    name=$1
    sound "$name" "$2" || return
    shift 2
    repeated=$(sort "$T/out" | uniq -d | wc -l)
    [ "$repeated" -eq 0 ] || { not_ok "$name" "$repeated lines are repeated"; return; }
    for job; do
        grep "^{\"jobId\":\"$job\"," "$T/out" | tail -n 1 | grep -q -E '"state":"(Completed|Failed)"|"error":' || {
            not_ok "$name" "the last line of $job is not final"
            return
        }
    done
    ok "$name"
}

# ---- to the end, on one connection

start_sim --duration 1.5
ask_tls wait -o json --interval 0.1 job-ok
check_lines "follow: JSON" 0 job-ok
progress=$(sed 's/.*"progress":\([0-9.]*\).*/\1/' "$T/out")
holds "follow: never backwards" "$progress" test "$progress" = "$(echo "$progress" | sort -n)"
holds "follow: more than three lines" "$(wc -l <"$T/out") lines" test "$(wc -l <"$T/out")" -gt 3
holds "follow: ends with 100" "it does not" test "$(echo "$progress" | tail -n 1)" = 100
holds "follow: a progress line for each change of progress" "$(number_of '^job-ok: ' "$T/err") lines" \
    test "$(number_of '^job-ok: (Importing|Completed) [0-9.]+ % \(elapsed .*\)$' "$T/err")" -eq "$(echo "$progress" | uniq | wc -l)"
holds "follow: nothing else on stderr" "there is" test "$(wc -l <"$T/err")" -eq "$(number_of '^job-ok: ' "$T/err")"
holds "follow: several requests" "$(counter requests)" test "$(counter requests)" -gt 3
holds "follow: one connection" "$(counter connections)" test "$(counter connections)" -eq 1
holds "follow: one TLS handshake" "$(counter handshakes)" test "$(counter handshakes)" -eq 1
holds "follow: each request in one write" "$(counter whole_heads)" test "$(counter whole_heads)" -eq "$(counter requests)"
ask_tls wait -o json --interval 0.1 job-ok-2 job-unknown-2 job-ok-3 job-failed-2
check_lines "follow: several jobs" 4 job-ok-2 job-unknown-2 job-ok-3 job-failed-2
holds "follow: several jobs on one connection" "$(counter connections)" test "$(counter connections)" -eq 2
holds "follow: several jobs with one handshake" "$(counter handshakes)" test "$(counter handshakes)" -eq 2
ask_tls wait -o json --interval 0 job-backwards
check_lines "follow: backwards" 0 job-backwards
holds "follow: backwards as it came" "it did not" \
    test "$(sed 's/.*"progress":\([0-9.]*\).*/\1/' "$T/out" | tr '\n' ' ')" = "60 30 50 100 "
ask_tls wait -o json --files --interval 0.1 job-ok-4
check_lines "follow: with files" 0 job-ok-4
for format in text csv env; do
    ask_tls wait -o $format --interval 0.1 --no-progress "job-instant-$format"
    sound "follow: $format" 0 && holds "follow: $format, quiet with --no-progress" "something on stderr" test ! -s "$T/err"
    grep -q Completed "$T/out" || not_ok "follow: $format" "no result"
done
ask_tls wait -q --interval 0.1 job-ok-5
sound "follow: -q" 0 && holds "follow: -q" "something on stderr" test ! -s "$T/err"
ask_tls wait -q --interval 0 job-failed-6
sound "follow: -q and a failed job" 4 && holds "follow: -q and a failed job, which is a result" "no result" grep -q "row 17" "$T/out"
ask_tls wait -q --interval 0 job-unknown
fails "follow: -q and an error, which stays" 5 "job-unknown"

# ---- limits

quick() { # NAME SECONDS: since $begun
    took=$(($(date +%s) - begun))
    [ "$took" -le "$2" ] || not_ok "$1" "took $took s"
}
begun=$(date +%s)
ask_tls wait -o json --interval 0.1 --timeout 0.5 -q job-at-4000
sound "limit: --timeout" 10 && one_line "limit: --timeout" && quick "limit: --timeout" 4 &&
    holds "limit: --timeout" "no line for the job" grep -q '"progress":40,' "$T/out"
says "timeout" || not_ok "limit: --timeout" "the line does not name it"
begun=$(date +%s)
ask_tls wait --interval 0.1 --timeout 0.5 -q job-slow-9000
sound "limit: --timeout cuts a request short" 10 && quick "limit: --timeout cuts a request short" 5 &&
    ok "limit: --timeout cuts a request short"
begun=$(date +%s)
ask_tls wait --interval 0.1 --timeout 0.5 -q --retry 99 job-busy-99
sound "limit: --timeout cuts a pause short" 10 && quick "limit: --timeout cuts a pause short" 5 &&
    ok "limit: --timeout cuts a pause short"
begun=$(date +%s)
ask_tls wait --interval 30 --timeout 0.5 -q job-at-100
sound "limit: --timeout cuts an interval short" 10 && quick "limit: --timeout cuts an interval short" 5 &&
    ok "limit: --timeout cuts an interval short"
ask_tls wait --interval 0.1 --timeout 0.5 -q job-at-100 job-instant job-unknown
expect "limit: --timeout and an error: the worse one" 5
ask_tls wait --interval 0.1 --stall 0.6 -q job-at-4000
sound "limit: --stall" 10 && one_line "limit: --stall" && ok "limit: --stall"
says "stall" || not_ok "limit: --stall" "the line does not name it"
ask_tls wait -q --interval 0.1 --stall 1.2 job-ok-7
expect "limit: --stall does not end what moves" 0
ask_tls wait -q --interval 0.1 --stall 1.2 job-at-1 job-ok-8
sound "limit: --stall counts from the last move of any job" 10 && holds "limit: --stall, moved meanwhile" \
    "job-ok-8 is not complete" grep -q Completed "$T/out"
begun=$(date +%s)
ask_tls wait -q --interval 0.1 --any job-at-2 job-instant job-at-3
sound "limit: --any" 0 && quick "limit: --any" 5 && holds "limit: --any" "no result" grep -q Completed "$T/out"
ask_tls wait -q --interval 0.1 --any job-at-2 job-sample-failed
expect "limit: --any, failed" 4
ask_tls wait -q --interval 0.1 --any job-at-2 job-unknown
expect "limit: --any, unknown" 5
before=$(counter requests)
ask_tls wait -q --interval 0.4 --timeout 1 job-at-5
asked=$(($(counter requests) - before))
holds "limit: --interval" "$asked requests in 1 s at 0.4 s" test "$asked" -ge 2 -a "$asked" -le 3
before=$(counter requests)
ask_tls wait -q --interval 0 --timeout 1 job-at-6
asked=$(($(counter requests) - before))
holds "limit: no more than 20 requests a second" "$asked" test "$asked" -le 21

# ---- signals

waiting() { # ARGUMENT...: begins to wait, $waiter, and is there when the first line of progress is
    : >"$T/err"
    # shellcheck disable=SC2086 # words
    ZILLIZ_API_KEY=$KEY ${FIRST_OF_ALL-$FRESH} "$ZIMPORT" wait --api v1 --endpoint "https://localhost:$PORT" --cacert "$CA" \
        --cluster "$CLUSTER" "$@" >"$T/out" 2>"$T/err" </dev/null &
    waiter=$!
    pids="$pids $waiter"
    await 10 grep -q '^job-.*: Importing' "$T/err" || not_ok "signals" "no progress line"
}
for signal in INT:130 TERM:143; do
    waiting --interval 0.1 "job-at-${signal#*:}"
    kill -"${signal%:*}" "$waiter"
    wait "$waiter"
    code=$?
    sound "signal: $signal" "${signal#*:}" && holds "signal: $signal, with a note" "none" says "^zimport: .*goes on"
done
waiting --interval 60 job-at-7
begun=$(date +%s)
kill -TERM "$waiter"
wait "$waiter"
code=$?
sound "signal: in a long pause" 143 && quick "signal: in a long pause" 3 && ok "signal: in a long pause"
waiting -o json --interval 0.1 job-at-8 job-slow-9000
kill -INT "$waiter"
wait "$waiter"
code=$?
sound "signal: several jobs" 130 && holds "signal: several jobs, the line of before stays" "none" grep -q '"progress":0.08' "$T/out"

# What was ignored at the start stays ignored: by background jobs of scripts, and by nohup.
for signal in INT TERM HUP; do
    case $signal in
    INT) FIRST_OF_ALL='' ;;
    *) FIRST_OF_ALL="env --ignore-signal=$signal" ;;
    esac
    waiting --interval 0.1 --timeout 1 "job-at-9-$signal"
    kill -"$signal" "$waiter"
    wait "$waiter"
    code=$?
    sound "signal: $signal that is ignored" 10 && holds "signal: $signal that is ignored" "a note" says "not ended within 1 s"
done
unset FIRST_OF_ALL
stop "$sim"

# ---- connections that the server closes

for how in "--idle-close 50" "--idle-close 50 --rude" "--close-after 1" "--close-after 1 --rude" "--close-after 1 --announce" \
    "--close-after 2" "--close-after 3 --rude"; do
    # shellcheck disable=SC2086 # options
    start_sim --duration 0.8 $how
    ask_tls wait -v -o json --interval 0.15 --retry 0 job-ok
    if sound "closed: $how" 0; then
        holds "closed: $how" "there was one connection only" test "$(counter connections)" -gt 1
        [ "$(counter bad)" -eq 0 ] || not_ok "closed: $how" "bad requests"
    fi
    stop "$sim"
done

wait_plain() { # ARGUMENT...
    : >"$T/err"
    ZILLIZ_API_KEY=$KEY "$ZIMPORT" wait --api v1 --endpoint "http://127.0.0.1:$PORT" --cluster "$CLUSTER" "$@" \
        >"$T/out" 2>"$T/err" </dev/null &
    waiter=$!
    pids="$pids $waiter"
    await 10 grep -q '^job-.*: Importing' "$T/err" || not_ok "restart" "no progress line"
}
start_sim --plain --duration 60
wait_plain --interval 0.1 --retry 20 -o json job-ok
stop "$sim"
start_sim --plain --port "$PORT" --duration 0.3
wait "$waiter"
code=$?
check_lines "gone: it comes back within the retries" 0 job-ok
stop "$sim"

# ---- what changes in the middle

start_serve
state() { # ID.N MEMBERS
    reply "$1" "{\"code\":200,\"data\":{$2}}"
}
state mid.1 '"readyPercentage":0.1'
printf 'HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n' >"$T/replies/mid.2.raw"
: >"$T/replies/mid.3.raw"
state mid.4 '"readyPercentage":0.1'
state mid.5 '"readyPercentage":0.1,"fileSize":7'
state mid.6 '"readyPercentage":1'
ask wait -o json --interval 0 mid
sound "middle: trouble that passes" 0 && holds "middle: trouble that passes" "other lines" \
    test "$(sed 's/.*"progress":\([0-9]*\).*"fileSize":\([0-9a-z]*\).*/\1-\2/' "$T/out" | tr '\n' ' ')" = "10-null 10-7 100-null "
holds "middle: no error line for it" "there is" test "$(number_of '^zimport: asking' "$T/err")" -eq 0
state gone.1 '"readyPercentage":0.1'
reply gone '{"code":90144,"message":"none"}'
ask wait -o json --interval 0 gone
check_lines "middle: a job that vanishes" 5 gone
state odd.1 '"fileSize":1'
state odd.2 '"readyPercentage":1,"errorMessage":"late"'
ask wait -o json --interval 0 odd
check_lines "middle: from unknown to failed" 4 odd
state rows.1 '"readyPercentage":0.5,"details":[{"fileName":"a","readyPercentage":0.1}]'
state rows.2 '"readyPercentage":0.5,"details":[{"fileName":"a","readyPercentage":0.1}]'
state rows.3 '"readyPercentage":0.5,"details":[{"fileName":"a","readyPercentage":0.2}]'
state rows.4 '"readyPercentage":1,"details":[]'
ask wait -o json --files --interval 0 rows
sound "middle: a row that changes is a change" 0 &&
    holds "middle: a row that changes is a change" "$(wc -l <"$T/out") lines" test "$(wc -l <"$T/out")" -eq 3

finish
