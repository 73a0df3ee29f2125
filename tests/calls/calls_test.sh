#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Every system call of the program fails in turn, in each way it can, while it does what users do: no crash, no hang, no
# leak, no wrong exit status, no half line, no half file.

. "${0%/*}/../system/lib.sh"
need nm
. "$tests/calls/each.sh"

# ---- none is forgotten

objects=$(find "$B/obj-san/port/posix" "$B/obj-san/port/mbedtls" "$B/obj-san/src" -name '*.o')
# shellcheck disable=SC2086 # a list
{
    nm --defined-only $objects | awk 'NF == 3 { print "ours", $3 }'
    sed -n 's/^none //p' "$calls/calls.txt" | tr ' ' '\n' | sed 's/^/ours /'
    sed -n 's/^\([a-z_][a-z0-9_]*\) [-0-9].*/ours \1/p' "$calls/calls.txt"
    nm -u $objects | awk '$1 == "U" { sub(/64$/, "", $2); print "theirs", $2 }'
} | awk '$1 == "ours" { ours[$2]; next }
    !($2 in ours) && $2 !~ /^(__asan_|__ubsan_|mbedtls_|psa_|_GLOBAL_OFFSET_TABLE_)/ { ours[$2]; print $2 }' >"$T/new"
holds "every call has its line in calls.txt" "not there: $(tr '\n' ' ' <"$T/new")" test ! -s "$T/new"

# ---- scenarios

# A run must not depend on the last one, so a job that goes on has a name of its own.
start_sim --plain --milvus --jobs 7 --duration 1 --key "$KEY" --max-life 7200
plain="--endpoint $SITE --connect-timeout 10 --max-time 20"
each "status" -- status $plain --retry 0 -o json job-instant
each "status of several jobs" -- status $plain --retry 0 --files job-instant job-state-Odd job-at-4000
each "status after a pause" -- status $plain --retry 1 -o csv job-instant
each "list" -- list $plain --retry 0 -o csv
printf 'job-at-1200\njob-instant\n' >"$T/ids"
each "ids of standard input" --input "$T/ids" -- status $plain --retry 0 -o json -

fresh key "$KEY"
fresh config "retry = 0
[mine]
token-file = $T/fresh/key
max-time = 20"
(
    unset ZILLIZ_API_KEY
    ZIMPORT_CONFIG=$T/fresh/config each "configuration and key" -- status --profile mine --endpoint "$SITE" -o json job-instant
    [ "$failures" -eq 0 ]
) || failures=$((failures + 1))
afresh

each "start" -- start $plain --retry 0 -o json --idempotency-key k --collection at_4000 1.parquet 2.parquet
each "doctor" --measures -- doctor $plain -o json

fresh hook '#!/bin/sh
sleep 0.1
echo "$1 $ZIMPORT_STATE $ZIMPORT_PROGRESS exit=$ZIMPORT_EXIT" >>"$RUN_DIR/told"'
fresh a.json '[]'
chmod 700 "$T/fresh/hook"
follow="wait $plain --retry 0 --interval 0.05 --timeout 30"
each "wait with a hook" --follows --file told+ -- $follow -o json --hook @D/hook job-polls-3-@R
each "wait, and files" --follows --file a.json~ --file a.prom~ --file a.html~ -- $follow -o json \
    --write json:@D/a.json --write prom:@D/a.prom --write html:@D/a.html job-polls-3-@R
afresh
each "wait on a terminal" --terminal -- $follow job-polls-3-@R
each "more rows than memory" -- status $plain --retry 0 --files -o csv job-huge-1500
stop "$sim"

for newest in 1.2 1.3; do
    start_sim --milvus --key "$KEY" --max-life 7200 --tls-max "$newest" --client-out "$T/client.pem"
    secure="--endpoint $SITE --cacert $CA --cert $T/client.pem --connect-timeout 10 --max-time 20 --retry 0"
    each "TLS $newest, a certificate, a session" --file session# -- status $secure --tls-session @D/session -o json job-instant
    stop "$sim"
done

finish
