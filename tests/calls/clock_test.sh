#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Clocks that jump while the program waits (wrapped.c): the date steps, the machine is suspended, time passes unseen. The
# result is the same, and deadlines are kept by the clock that does not step.

. "${0%/*}/../system/lib.sh"
ZIMPORT=$B/tests/calls/zimport
need "$ZIMPORT"
export ZILLIZ_API_KEY=$KEY
DAY=86400
NOW=$(date +%s)

follow() { # LOOK:DATE:TIME ARGUMENT...: from that look at a clock on, they are so many seconds off
    CALLS_CLOCK=$1
    CALLS_REPORT=$T/looks
    export CALLS_CLOCK CALLS_REPORT
    shift
    rm -f "$T/looks"
    begun=$(date +%s)
    LIMIT=20 run "$@" </dev/null
    took=$(($(date +%s) - begun))
    unset CALLS_CLOCK CALLS_REPORT
}
jumped() { # NAME: the program has looked at clocks after the jump, too
    looks=$(sed -n 's/^@looks //p' "$T/looks")
    holds "$1: there was a jump" "only $looks looks" test "$looks" -gt "$at"
}

start_sim --plain --milvus --key "$KEY"
plain="--endpoint $SITE --retry 1 --connect-timeout 5 --max-time 8"
serial=0
# The date alone steps: back to 1970, back, ahead; a suspended machine sees only that, too.
for at in 1 8 15; do
    for step in "$((0 - NOW + 7)):1970" "-3600:an hour back" "$((30 * DAY)):a month of sleep" "$((100 * 365 * DAY)):a century"; do
        serial=$((serial + 1))
        follow "$at:${step%%:*}:0" wait $plain --interval 0.1 --timeout 15 --stall 15 -q -o csv \
            --write "prom:$T/a.prom" "job-polls-3-$serial"
        this="wait, ${step#*:} at look $at"
        completes "$this"
        jumped "$this"
        holds "$this: the file" "$(tail -n 1 "$T/a.prom")" grep -q '^zimport_job_progress_ratio.* 1.0000$' "$T/a.prom"
        holds "$this: no longer" "$took s" test "$took" -lt 12
    done
    follow "$at:-3600:0" wait $plain --interval 0.1 --timeout 1 -q job-at-4000
    expect "--timeout, an hour back at look $at" 10
    holds "--timeout, an hour back at look $at: in time" "$took s" test "$took" -le 6
done
# Time that has passed unseen, as where suspending counts: what had to end by then ends, and else it goes on.
at=15
follow "$at:$DAY:$DAY" wait $plain --interval 0.1 --timeout 1h -q job-at-4000
expect "--timeout, a day passes" 10
holds "--timeout, a day passes: at once" "$took s" test "$took" -le 6
follow "$at:$DAY:$DAY" wait $plain --interval 0.1 --stall 1h -q job-at-4000
expect "--stall, a day passes" 10
follow "$at:$DAY:$DAY" wait $plain --interval 0.1 -q -o csv job-polls-3-day
completes "without an end, a day passes"
stop "$sim"

# TLS looks at the date.
start_sim --milvus --key "$KEY"
secure="--endpoint $SITE --cacert $CA --retry 0"
at=1
follow "$at:$((0 - NOW + 7)):0" status $secure job-instant
fails "TLS in 1970" 8 "clock"
follow "$at:$((0 - NOW + 7)):0" status $secure --clock-floor job-instant
completes "TLS in 1970 with --clock-floor"
follow "$at:$((100 * 365 * DAY)):0" status $secure job-instant
fails "TLS in a century" 8 "expired"

finish
