#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# `wait` while the network is away: it goes on, says so once, and says so when the service answers again.

. "${0%/*}/lib.sh"

# begin NAME [OPTION...]: a wait in the background that has had its first answer, and then no server any more.
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
# Nothing is said, so that the end of its first outage cannot be seen: the server comes back at once or later.
start_sim --plain --duration 1 --port "$port"
collect quiet
completes "away and back: quiet"
if [ -s "$T/err" ]; then not_ok "away and back: quiet, nothing on stderr" "something"; else ok "away and back: quiet, nothing on stderr"; fi
stop "$sim"

# ---- not back

begin timeout -o json --timeout 3
collect timeout
sound "away until --timeout" 10 && { says 'not ended within 3 s' && ok "away until --timeout" || not_ok "away until --timeout" "no such words"; }
begin stall -o json --stall 2
collect stall
sound "away until --stall" 10 && { says 'nothing moved for 2 s' && ok "away until --stall" || not_ok "away until --stall" "no such words"; }
begin signal -o json
await 20 wrote signal 'Going on'
kill -INT "$(cat "$T/later-signal.pid")"
collect signal
# timeout(1) passes the signal on, and tells the exit status of the program.
sound "away until a signal" 130 && ok "away until a signal"

# ---- never there

ZILLIZ_API_KEY=$KEY run wait --api v1 --endpoint "http://127.0.0.1:$(free_port)" --cluster "$CLUSTER" --retry 1 job-ok </dev/null
fails "never reached" 7 'cannot connect to 127.0.0.1'

finish
