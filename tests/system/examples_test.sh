#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The programs below examples/. They trust what SSL_CERT_FILE names.

. "${0%/*}/lib.sh"

# example NAME ARGUMENT...: $code, $T/out and $T/err; standard input is the caller's.
example() {
    ZIMPORT=$B/examples/$1
    shift
    ZILLIZ_API_KEY=$KEY ZIMPORT_CLUSTER=$CLUSTER SSL_CERT_FILE=$CA run "$@"
}

# quiet NAME EXIT [STDOUT]: expect, and nothing on stderr.
quiet() {
    if [ -s "$T/err" ]; then not_ok "$1" "something on stderr"; else expect "$@"; fi
}

refuses() {
    sound "$1" "$2" || return
    if [ -s "$T/out" ]; then
        not_ok "$1" "something on stdout"
    elif [ "$(cat "$T/err")" != "$3" ]; then
        not_ok "$1" "stderr is not: $3"
    else
        ok "$1"
    fi
}

# Which of several jobs is asked first is chance.
in_order() {
    sort -o "$T/out" "$T/out"
}

counts() { # NAME COUNTER NUMBER
    if [ "$(counter "$2")" -eq "$3" ]; then ok "$1"; else not_ok "$1" "$(counter "$2") $2"; fi
}

# ids FIRST LAST: of the jobs that the simulator has in its lists
ids() {
    awk -v i="$1" -v last="$2" 'BEGIN { for (; i <= last; i++) printf "job-listed-%05d\n", i }'
}

# lists NAME LAST: each of the ids up to the last one, once and in order
lists() {
    sound "$1" 0 || return
    ids 1 "$2" >"$T/ids"
    if cut -d' ' -f1 "$T/out" | cmp -s - "$T/ids"; then ok "$1"; else not_ok "$1" "not each job once"; fi
}

usage() { # NAME LINE ARGUMENT...
    name=$1
    line=$2
    shift 2
    example "$name" "$@" </dev/null
    refuses "$name: usage: $*" 2 "usage: $name $line"
}

for name in "$tests"/../examples/*.c; do
    name=${name##*/}
    [ -x "$B/examples/${name%.c}" ] || give_up "examples: ${name%.c} is not built"
done
CA=/nonexistent
usage poll_once 'ENDPOINT CLUSTER JOB'
usage poll_once 'ENDPOINT CLUSTER JOB' 'https://user@localhost' "$CLUSTER" job-instant
usage follow 'ENDPOINT CLUSTER JOB...' https://localhost "$CLUSTER"
usage event_loop 'http://HOST[:PORT] CLUSTER JOB' https://localhost "$CLUSTER" job-instant
usage list_jobs 'v1|v2|milvus ENDPOINT' v3 https://localhost
usage follow_many 'v1|v2|milvus ENDPOINT JOB...' v2 https://localhost
usage start_import 'v1|v2|milvus ENDPOINT COLLECTION URL...' v2 https://localhost articles

# ---- the cloud, over TLS

start_sim
mv "$CA" "$T/other.pem"
stop "$sim"
start_sim --duration 1 --jobs 230
url=https://localhost:$PORT
# First, since jobs that were asked for are in the lists, too.
for api in v1 v2; do
    before=$(counter connections)
    asked=$(counter requests)
    example list_jobs $api "$url" </dev/null
    lists "list_jobs: $api, 230 jobs" 230
    counts "list_jobs: $api, on one connection" connections $((before + 1))
    counts "list_jobs: $api, three pages" requests $((asked + 3))
done
cp "$CA" "$T/real.pem"
cp "$T/other.pem" "$CA"
example list_jobs v2 "$url" </dev/null
refuses "list_jobs: another authority" 1 "list_jobs: the certificate is not trusted"
cp "$T/real.pem" "$CA"

example poll_once "$url" "$CLUSTER" job-instant </dev/null
quiet "poll_once: complete" 0 "Completed, 100.00 %"
example poll_once "$url" "$CLUSTER" job-at-4025 </dev/null
quiet "poll_once: on its way" 0 "Importing, 40.25 %"
example poll_once "$url" "$CLUSTER" job-unknown </dev/null
refuses "poll_once: no such job" 1 "poll_once: no such job"
example poll_once "$url" "$CLUSTER" 'job instant' </dev/null
refuses "poll_once: no id" 1 "poll_once: not a job or cluster id"

example follow "$url" "$CLUSTER" job-instant job-failed </dev/null
quiet "follow: a failed job" 1 "job-instant: Completed, 100 %
job-failed: Importing, 0 %
job-failed: Failed, 40 %
  reason: row 17: wrong vector dimension"
example follow "$url" "$CLUSTER" job-instant-2 job-instant-3 </dev/null
quiet "follow: all completed" 0 "job-instant-2: Completed, 100 %
job-instant-3: Completed, 100 %"

before=$(counter connections)
example follow_many v1 "$url" job-ok job-failed-2 job-unknown job-instant-4 </dev/null
in_order
quiet "follow_many: four jobs" 1 "4 jobs, the worst: Failed
job-failed-2: Failed, 40 %
job-failed-2: Importing, 0 %
job-instant-4: Completed, 100 %
job-ok: Completed, 100 %
job-ok: Importing, 0 %
job-unknown: no such job"
counts "follow_many: on one connection" connections $((before + 1))
example follow_many v2 "$url" job-instant-5 job-unknown </dev/null
in_order
quiet "follow_many: one is unknown" 1 "2 jobs, the worst: not answered
job-instant-5: Completed, 100 %
job-unknown: no such job"
# shellcheck disable=SC2046
example follow_many v2 "$url" $(ids 1 40 | sed 's/listed/instant/') </dev/null
sound "follow_many: forty jobs" 0 && if [ "$(sort -u "$T/out" | wc -l)" -eq 41 ] && [ "$(wc -l <"$T/out")" -eq 41 ]; then
    ok "follow_many: forty jobs"
else
    not_ok "follow_many: forty jobs" "not a line for each and one for all"
fi
example follow_many v1 "$url" 'job-a/b' </dev/null
refuses "follow_many: no id" 2 "follow_many: not a job or cluster id"

example start_import v2 "$url" instant s3://bucket/rows/ </dev/null
job=$(cat "$T/out")
quiet "start_import: v2" 0 "job-instant-00001"
example follow_many v2 "$url" "$job" </dev/null
quiet "start_import: and followed" 0 "$job: Completed, 100 %
1 jobs, the worst: Completed"
example start_import v1 "$url" articles s3://a/ s3://b/ </dev/null
refuses "start_import: v1 takes one URL" 1 "start_import: invalid argument"
started=$(counter starts)
example start_import v2 "$url" create_http_500 s3://bucket/rows/ </dev/null
refuses "start_import: nobody knows" 1 "start_import: the service is busy; it may have been started all the same"
counts "start_import: sent once" starts $((started + 1))
example start_import v2 "$url" create_http_403 s3://bucket/rows/ </dev/null
refuses "start_import: refused" 1 "start_import: the API key is missing, wrong or lacks permission"
stop "$sim"

# ---- a page that broke off comes again, and is told once

start_sim --plain --any-host --jobs 120
start_faulty "$PORT" cut:server:3000 cut:server:5000 pass
example list_jobs v1 "http://localhost:$PORT" </dev/null
lists "list_jobs: a page that is cut twice" 120
stop "$proxy"
stop "$sim"

# ---- Milvus, without TLS

start_sim --plain --milvus --jobs 5
url=http://localhost:$PORT
example list_jobs milvus "$url" </dev/null
quiet "list_jobs: milvus" 0 "job-listed-00001 Completed 100% articles
job-listed-00002 Importing 40% books
job-listed-00003 Failed 0% images
job-listed-00004 Pending 0% articles
job-listed-00005 Cancelled 40% books"
example follow_many milvus "$url" job-uncommitted job-instant </dev/null
quiet "follow_many: milvus" 1 "job-uncommitted: Uncommitted, 99 %
job-instant: Completed, 100 %
2 jobs, the worst: Uncommitted"
example start_import milvus "$url" index rows/1.parquet rows/2.parquet </dev/null
quiet "start_import: milvus" 0 "job-index-00001"
stop "$sim"
example list_jobs milvus "$url" </dev/null
refuses "list_jobs: nobody listens" 1 "list_jobs: no connection"

# ---- in the application's own loop, while something is typed

start_sim --plain --duration 1
url=http://localhost:$PORT
mkfifo "$T/typed"
exec 9<>"$T/typed"
echo hello >&9
example event_loop "$url" "$CLUSTER" job-ok <"$T/typed"
expect "event_loop: follows" 0 && if [ "$(grep '^job:' "$T/out")" = "job: Importing, 0 %
job: Completed, 100 %" ] && [ "$(grep -c '^typed: hello$' "$T/out")" -eq 1 ]; then
    ok "event_loop: tells the job and what was typed"
else
    not_ok "event_loop: tells the job and what was typed" "it does not"
fi
exec 9>&-
example event_loop "$url" "$CLUSTER" job-at-4000 </dev/null
expect "event_loop: the end of input ends it" 130
exec 9<>"$T/typed"
example event_loop "$url" "$CLUSTER" job-unknown <"$T/typed"
exec 9>&-
expect "event_loop: no such job" 1 "job: no such job"

finish
