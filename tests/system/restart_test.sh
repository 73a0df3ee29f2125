#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# A server restarts while jobs are followed. api.md 9: "15 to 60 s of 502, 503, 504, code 1, 2 or 1807 are normal", and
# 65535 may pass, too.

. "${0%/*}/lib.sh"

follows() { # DIALECT
    ask_as "$1" wait --interval 0.05 --retry 0 --timeout 20 job-restart-1500
    completes "$1: wait outlives it"
    holds "$1: it says once that it waits" "not once" test "$(grep -c 'Going on until it answers again$' "$T/err")" -eq 1
    holds "$1: it says once that the service is back" "not once" test "$(grep -c 'answers again, after' "$T/err")" -eq 1
    later "$1" wait $where --interval 0.05 --retry 0 --timeout 20 job-restart-4000
    await 10 is_away
    ask_as "$1" status --retry 0 job-restart-4000
    fails "$1: status does not wait" 9 "about job-restart-4000: .*; "
    ask_as "$1" status --retry 0 -o json job-restart-4000
    sound "$1: an error object" 9 && holds "$1: an error object" "none" grep -q '"kind":"server"' "$T/out"
    collect "$1"
    completes "$1: the other one goes on"
}

is_away() {
    ask_as "$dialect" status --retry 0 job-restart-4000
    [ "$code" -eq 9 ]
}

for dialect in milvus v2; do
    case $dialect in milvus) set -- --milvus ;; *) set -- ;; esac
    start_sim --plain --duration 0.8 "$@"
    case $dialect in
    milvus) where="--endpoint $SITE" ;;
    *) where="--api v2 --endpoint $SITE --cluster $CLUSTER" ;;
    esac
    export ZILLIZ_API_KEY=$KEY
    follows $dialect
    unset ZILLIZ_API_KEY
    stop "$sim"
done

finish
