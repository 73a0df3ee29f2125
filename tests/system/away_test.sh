#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# `wait` while the network or the service is away: it goes on, says so once, and again when the service answers.
# Everything else says once that it tries again.

. "${0%/*}/lib.sh"

# begin NAME [OPTION...]: a wait in the background that had its first answer; then the server is gone.
begin() {
    begun=$1
    shift
    start_sim --plain --duration 1
    port=$PORT
    ZILLIZ_API_KEY=$KEY later "$begun" wait --api v1 --endpoint "http://127.0.0.1:$PORT" --cluster "$CLUSTER" --interval 0.1 \
        --retry 1 "$@" job-ok
    await 20 asked || give_up "$begun: nothing was asked"
    stop "$sim"
}

asked() {
    [ -s "$T/counters" ] && [ "$(counter requests)" -gt 0 ]
}

wrote() { # NAME PATTERN
    grep -q -e "$2" "$T/later-$1.err"
}

gone() { # NAME
    is_gone "$(cat "$T/later-$1.pid")"
}

lines_with() { # PATTERN
    grep -c -e "$1" "$T/err"
}

# once NAME: both notes, once each.
once() {
    if [ "$(lines_with 'note: asking .*cannot connect.*Going on until it answers again$')" -ne 1 ]; then
        not_ok "$1" "it does not say once that it goes on"
    elif [ "$(lines_with 'note: 127.0.0.1:[0-9]* answers again, after ')" -ne 1 ]; then
        not_ok "$1" "it does not say once that the service is back"
    else
        ok "$1"
    fi
}

# ---- back again

for format in json text csv env; do
    begin "back-$format" -o "$format"
    await 20 wrote "back-$format" 'Going on' || show "stderr" "$T/later-back-$format.err"
    start_sim --plain --duration 1 --port "$port"
    collect "back-$format"
    completes "away and back: $format"
    once "away and back: $format, notes"
    if grep -q '"error"' "$T/out"; then not_ok "away and back: $format, results" "an error"; else ok "away and back: $format, results"; fi
    stop "$sim"
done

begin quiet -q -o json
# Nothing is printed, so the end of its first outage cannot be seen: the server comes back at once or later.
start_sim --plain --duration 1 --port "$port"
collect quiet
completes "away and back: quiet"
if [ -s "$T/err" ]; then not_ok "away and back: quiet, nothing on stderr" "something"; else ok "away and back: quiet, nothing on stderr"; fi
stop "$sim"

# ---- not back

begin timeout -o json --timeout 3
collect timeout
sound "away until --timeout" 10 && { says 'not ended within 3 s; ask again' && ok "away until --timeout" || not_ok "away until --timeout" "no such words"; }
begin stall -o json --stall 2
collect stall
sound "away until --stall" 10 && { says 'nothing changed for 2 s' && ok "away until --stall" || not_ok "away until --stall" "no such words"; }
begin signal -o json
await 20 wrote signal 'Going on'
kill -INT "$(cat "$T/later-signal.pid")"
collect signal
# timeout(1) passes on the signal and the exit status.
sound "away until a signal" 130 && ok "away until a signal"

# ---- never there

ZILLIZ_API_KEY=$KEY run wait --api v1 --endpoint "http://127.0.0.1:$(free_port)" --cluster "$CLUSTER" --retry 1 job-ok </dev/null
fails "never reached" 7 'cannot connect to 127.0.0.1'

# ---- a service that answers, but not well

# What the server of raw replies says from now on.
state() {
    reply "$1" "{\"code\":0,\"data\":{\"jobId\":\"$1\",\"progress\":$2,\"state\":\"$3\"}}"
}

trouble() {
    http "$1.new" "$2" "$3" "${4:-}"
    mv "$T/replies/$1.new.raw" "$T/replies/$1.raw"
}

over() {
    rm -f "$T/replies/$1.raw"
}

jobs=0
first() { # NAME OPTION...: a wait for a job that has had its first answer; $job and $of
    jobs=$((jobs + 1))
    job=job-$jobs
    name=$1
    shift
    state "$job" 50 Importing
    later "$job" wait --endpoint "$SITE" --interval 0.1 "$job" "$@"
    await 20 told Importing 1 || give_up "$name: no first answer"
}

told() { # PATTERN LINES: so many of the wait that was begun last
    [ "$(cat "$of.err" "$of.out" 2>/dev/null | grep -c -e "$1")" -ge "$2" ]
}

note_is() { # NAME PATTERN: the two notes, once each, and the first one speaks of the pattern
    if [ "$(grep -c 'note: .*Going on until it answers again$' "$T/err")" -ne 1 ]; then
        not_ok "$1" "it does not say once that it goes on"
    elif ! says "note: asking 127.0.0.1:$PORT about $job: $2.*[^;]*\. Going on until it answers again$"; then
        not_ok "$1" "the note does not speak of /$2/"
    elif [ "$(grep -c "note: 127.0.0.1:$PORT answers again, after [0-9]* s$" "$T/err")" -ne 1 ]; then
        not_ok "$1" "it does not say once that the service is back"
    else
        ok "$1"
    fi
}

start_serve
while IFS='|' read -r name status body field words; do
    first "$name" --retry 1 -o json
    trouble "$job" "$status" "$body" "$field"
    await 20 grep -q 'Going on' "$of.err" || show "stderr" "$of.err"
    state "$job" 100 Completed
    over "$job"
    collect "$job"
    completes "service: $name"
    note_is "service: $name, notes" "$words"
    holds "service: $name, a change a line" "$(cat "$T/out")" test "$(sed 's/.*"state":"\([A-Za-z]*\)".*/\1/' "$T/out" | tr '\n' ' ')" = "Importing Completed "
done <<'END'
not available|503 Service Unavailable|<html>||the service is not available \(HTTP 503\), after 2 tries
no gateway|502 Bad Gateway|||the gateway cannot reach the service \(HTTP 502\)
a CDN|522 |error code: 522||the gateway cannot reach the service \(HTTP 522\)
unheard of|599 Odd|{}||the service failed \(HTTP 599\)
a panic|500 Oops|{"code":500}||the service failed \(HTTP 500, code 500\)
a limit|429 Too Many Requests|{}|Retry-After: 1|the service is busy \(HTTP 429\)
not ready|200 OK|{"code":1,"message":"not ready"}||the service is busy \(HTTP 200, code 1\): 'not ready'
a raw error|200 OK|{"code":65535,"message":"Unavailable"}||the service failed \(HTTP 200, code 65535\): 'Unavailable'
a node|400 Bad Request|{"code":904,"message":"gone"}||the service is busy \(HTTP 400, code 904\): 'gone'
END

while IFS='|' read -r name status body exit words; do
    first "$name" --retry 4 -o json
    trouble "$job" "$status" "$body"
    collect "$job"
    sound "at once: $name" "$exit" || continue
    holds "at once: $name" "$(cat "$T/err")" says "^zimport: asking .* about $job: $words"
    if says 'Going on|tries'; then not_ok "at once: $name" "it was tried again"; fi
done <<'END'
the CDN's certificate|526 |error code: 526|9|the gateway cannot reach the service \(HTTP 526\); the CDN does not trust its server's certificate
a handshake of the CDN|525 ||9|the gateway cannot reach the service \(HTTP 525\); the CDN does not trust
a portal|511 Network Authentication Required|<html>|9|.*\(HTTP 511\); this network wants a login first
not implemented|501 Not Implemented||9|the service refused \(HTTP 501\); check --api and the endpoint
no right|403 Forbidden|{}|6|the API key is missing, wrong or lacks permission \(HTTP 403\)
no such job|503 Busy|{"code":2101,"message":"none"}|5|no such job \(HTTP 503, code 2101\)
END

first "timeout" -q -o json --retry 0 --timeout 2
trouble "$job" "503 Busy" ''
before=$(sent)
collect "$job"
sound "service: until --timeout" 10 && one_line "service: until --timeout" && holds "service: asked no more than once a second" "$(sent)" \
    test $(($(sent) - before)) -le 3
first "stall" -q -o json --retry 0 --stall 2
trouble "$job" "200 OK" '{"code":2}'
collect "$job"
sound "service: until --stall" 10 && holds "service: until --stall" "no such words" says 'nothing changed for 2 s'
first "a long pause" -o json --retry 4 --timeout 3
trouble "$job" "503 Busy" '' "Retry-After: 86400"
collect "$job"
sound "service: it asks for a day" 10 && holds "service: it asks for a day" "no note" says 'HTTP 503\)\. Going on'
first "signal" -o json --retry 0
trouble "$job" "503 Busy" ''
await 20 grep -q 'Going on' "$of.err"
kill -INT "$(cat "$of.pid")"
collect "$job"
sound "service: until a signal" 130 && ok "service: until a signal"

# One note; the one that never had an answer ends.
state twin 50 Importing
trouble never "503 Busy" ''
first "several" -o json --retry 1 --no-progress twin never
await 20 told Importing 2
trouble "$job" "503 Busy" ''
trouble twin "503 Busy" ''
await 20 grep -q 'Going on' "$of.err"
await 20 grep -q '"never"' "$of.out"
state "$job" 100 Completed
state twin 100 Completed
over "$job"
over twin
collect "$job"
sound "service: several jobs" 9 && holds "service: several jobs" "$(cat "$T/out")" test "$(grep -c '"state":"Completed"' "$T/out")" -eq 2 -a "$(grep -c '"error":' "$T/out")" -eq 1
holds "service: several jobs, notes" "$(cat "$T/err")" test "$(grep -c 'Going on' "$T/err")" -eq 1 -a "$(grep -c 'answers again, after' "$T/err")" -eq 1
state other 50 Importing
first "any" -o json --retry 0 --any other
trouble "$job" "503 Busy" ''
await 20 told 'Going on' 1
state "$job" 100 Completed
over "$job"
collect "$job"
sound "service: --any" 0 && holds "service: --any" "no note" says 'answers again, after'

# Followed like one that was answered.
reply create '{"code":0,"data":{"jobId":"begun"}}'
trouble begun "503 Busy" ''
later begun start --wait --endpoint "$SITE" --collection c --interval 0.1 --retry 1 -o json f.json
await 20 grep -q 'Going on' "$of.err" || show "stderr" "$of.err"
state begun 100 Completed
over begun
collect begun
completes "service: away after a start"

# What may have been done is neither said to be certain, nor tried again.
while IFS='|' read -r name status body word; do
    before=$(sent)
    trouble create "$status" "$body"
    run start --endpoint "$SITE" --collection c f.json </dev/null
    sound "start: $name" 9 && one_line "start: $name" && holds "start: $name, sent once" "$(sent)" test $(($(sent) - before)) -eq 1
    if says 'may have been started'; then word=$word-maybe; fi
    holds "start: $name, what is said" "$(cat "$T/err")" test "${word#yes-}" = maybe -o "$word" = no
done <<'END'
not expected|200 OK|{"code":65535,"message":"rpc error"}|yes
not expected, HTTP 500|500 Oops|{"code":65535}|yes
a node|200 OK|{"code":901}|yes
too long|200 OK|{"code":10001}|yes
not available|503 Busy||yes
not ready|200 OK|{"code":1}|no
a limit|200 OK|{"code":1807}|no
a limit, HTTP 503|503 Busy|{"code":1807}|no
a CDN's certificate|526 ||no
END

# ---- that it is tried again is said once

again() { # NAME EXIT PATTERN [TRIES]: one note and one error
    sound "$1" "$2" || return
    if [ "$(wc -l <"$T/err")" -ne 2 ] || ! says "^zimport: note: $3; trying again in [0-9.]* s \(try 2 of ${4:-2, each at most 60 s}\)$"; then
        not_ok "$1" "it does not say once that it tries again"
    else
        ok "$1"
    fi
}
trouble never "503 Busy" ''
run status --endpoint "$SITE" --retry 1 never </dev/null
again "again: status" 9 "asking 127.0.0.1:$PORT about never: the service is not available .HTTP 503."
run status --endpoint "$SITE" --retry 2 -o json never never never </dev/null
sound "again: several jobs" 9 && holds "again: several jobs" "$(cat "$T/err")" test "$(grep -c 'trying again' "$T/err")" -eq 1
run wait --endpoint "$SITE" --retry 1 --max-time 7 never </dev/null
again "again: wait, before the first answer" 9 "asking 127.0.0.1:$PORT about never: .*HTTP 503." "2, each at most 7 s"
trouble list "502 Bad Gateway" ''
run list --endpoint "$SITE" --retry 2 --max-time 3 </dev/null
again "again: list" 9 "asking 127.0.0.1:$PORT for its import jobs: the gateway .*HTTP 502." "3, each at most 3 s"
run status --endpoint "$SITE" --retry 1 -q never </dev/null
sound "again: -q" 9 && one_line "again: -q" && if says 'again in'; then not_ok "again: -q" "a note"; else ok "again: -q"; fi
run status --endpoint "$SITE" --retry 0 never </dev/null
sound "again: not with --retry 0" 9 && if says 'again in'; then not_ok "again: not with --retry 0" "a note"; else ok "again: not with --retry 0"; fi
run status --endpoint "$SITE" --retry 1 -v never </dev/null
sound "again: -v says it anyway" 9 && holds "again: -v says it anyway" "$(cat "$T/err")" test "$(grep -c 'trying again in' "$T/err")" -eq 1
closed=$(free_port)
run start --endpoint "http://127.0.0.1:$closed" --collection c --retry 1 f.json </dev/null
again "again: start, before it is sent" 7 "starting an import at 127.0.0.1:$closed: cannot connect to 127.0.0.1: [^;]*"
stop "$server"
start_sim --mute
ZILLIZ_API_KEY=$KEY run status --api v1 --endpoint "http://127.0.0.1:$PORT" --cluster "$CLUSTER" --max-time 0.3 --retry 1 j </dev/null
again "again: a mute server" 7 "asking 127.0.0.1:$PORT about j: no reply within 0.3 s" "2, each at most 0.3 s"
stop "$sim"

finish
