#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Jobs of two phases: commit, abort and wait --for uncommitted. Quoted lines are those of api.md 9 that a test is about.

. "${0%/*}/lib.sh"

decided() { # NAME NUMBER: so many commits and aborts since $decisions
    holds "$1: sent $2 times" "$(counter decisions), before $decisions" test $(($(counter decisions) - decisions)) -eq "$2"
}

state_of() { # NAME EXIT STATE: of the one job in JSON
    sound "$1" "$2" || return
    if [ "$(wc -l <"$T/out")" -eq 1 ] && grep -q "\"state\":\"$3\"" "$T/out"; then ok "$1"; else not_ok "$1" "not one job that is $3"; fi
}

decide() { # DIALECT VERB ARGUMENT...
    decisions=$(counter decisions)
    ask_as "$@"
}

ERROR='^zimport: asking [^ ]*'
STATE='the job must be Uncommitted, and started with auto_commit=false$'

# ---- both services: "cloud and Milvus 3.0/master; reply {"code":0,"data":{}}"

two_phases() { # DIALECT
    ask_as "$1" list -q
    ask_as "$1" start -q --collection books --option auto_commit=false --wait --for uncommitted --interval 0.1 a b c
    expect "$1: start --wait --for uncommitted" 0
    job=$(sed -n 1p "$T/out")
    ask_as "$1" wait -q -o json --for uncommitted --interval 0.1 "$job"
    state_of "$1: wait --for uncommitted" 0 Uncommitted
    ask_as "$1" wait -q -o json --for completed --interval 0.1 "$job"
    state_of "$1: wait --for completed" 10 Uncommitted
    decide "$1" commit -q -o json --wait --interval 0.1 "$job"
    sound "$1: commit --wait" 0 && holds "$1: commit --wait" "not complete" grep -q '"state":"Completed","progress":100' "$T/out"
    decided "$1: commit --wait" 1
    # "Commit is idempotent."
    decide "$1" commit -q -o json "$job"
    state_of "$1: commit again" 0 Completed
    # "2100 there: the job is in the wrong state."
    decide "$1" abort -q "$job"
    fails "$1: abort of a committed job" 9 "$ERROR to abort $job: the service refused \(HTTP 200, code 2100\): .*; $STATE"
    decided "$1: abort of a committed job" 1
    # "An aborted job is Failed with a reason that says so."
    decide "$1" abort -q -o json job-uncommitted-a
    state_of "$1: abort" 0 Failed
    holds "$1: abort: why" "no reason" grep -q '"reason":"the import was aborted by the user"' "$T/out"
    decide "$1" commit -q -o json job-uncommitted-a
    expect "$1: commit of an aborted job" 9 '{"jobId":"job-uncommitted-a","error":{"exit":9,"kind":"server","httpStatus":200,"code":2100,"message":"import job is not in state Uncommitted: importing data failed"}}'
    # "A job made without auto_commit=false is refused."
    decide "$1" commit -q job-instant
    fails "$1: commit of a job of one phase" 9 "$ERROR to commit job-instant: .*code 2100.*$STATE"
    decide "$1" commit -q job-token
    fails "$1: no data is no success" 9 "$ERROR to commit job-token: the reply lacks what was asked for|token is illegal"
}

start_sim --plain --duration 0.5 --last-body "$T/body"
two_phases v2
decide v2 abort -q job-unknown
fails "v2: no such job" 5 "$ERROR to abort job-unknown: no such job \(HTTP 200, code 96026\)"
ask_as v2 commit --db sales job-uncommitted-b --path /elsewhere --retry 0
holds "v2: what is sent" "$(cat "$T/body")" grep -q -F '"clusterId":"'"$CLUSTER"'","dbName":"sales"' "$T/body"
for verb in commit abort; do
    decisions=$(counter decisions)
    requests=$(counter requests)
    ask_as v1 $verb job-uncommitted
    fails "v1: $verb" 2 "$verb: v1 has no such jobs; use --api v2 or milvus"
    holds "v1: $verb: nothing is sent" "$(cat "$T/counters")" test "$(counter requests)" -eq "$requests"
done
stop "$sim"

start_sim --plain --milvus --duration 0.5
two_phases milvus
# "2101 since 2.6.19, 3.0": a missing job, also here.
decide milvus commit -q job-unknown
fails "milvus: no such job" 5 "$ERROR to commit job-unknown: no such job \(HTTP 200, code 2101\)"
# "job id that is no number: 1100"
decide milvus commit -q job-code-1100
fails "milvus: an id that is no number" 9 "code 1100.*; Milvus's job ids are numbers: check the job id$"
# "auto_commit=maybe: 1801"
ask_as milvus start --collection books --option auto_commit=maybe a
fails "milvus: auto_commit=maybe" 9 "code 1801.*; check the collection, the files and the options$"

# ---- several jobs: in order, each asked once, the others go on

decide milvus commit -q -o json job-uncommitted-1 job-ok job-uncommitted-2 job-unknown
sound "several jobs" 5 && holds "several jobs: in order" "$(cat "$T/out")" \
    test "$(sed 's/{"jobId":"\([^"]*\)","\([a-z]*\).*/\1=\2/' "$T/out" | tr '\n' ' ')" = \
    "job-uncommitted-1=cluster job-ok=error job-uncommitted-2=cluster job-unknown=error "
decided "several jobs" 4
numbered job-uncommitted-in- 1 3 >"$T/ids"
decisions=$(counter decisions)
run abort --endpoint "$SITE" -o csv - <"$T/ids"
sound "from standard input" 0 && holds "from standard input" "$(cat "$T/out")" test "$(grep -c ',Failed,' "$T/out")" -eq 3
decided "from standard input" 3
ask_as milvus commit --wait --interval 0.1 job-uncommitted-3 job-ok job-uncommitted-4
sound "commit --wait: several" 9 && holds "commit --wait: several" "$(cat "$T/out")" test "$(grep -c 'Completed, 100 %' "$T/out")" -eq 2
ask_as milvus commit -o env job-uncommitted-5
sound "env" 0 && holds "env" "$(cat "$T/out")" grep -q "^ZIMPORT_STATE='[CI][om]" "$T/out"

# ---- a lost reply: a commit is repeated; of an abort the state is asked, which decides

for kind in drop-1 reset-10-x cut-30-x flaky-1 busy-1 limited-2; do
    case $kind in *-x) retries=1 sent=2 exit=7 ;; limited-2) retries=4 sent=3 exit=0 ;; *) retries=4 sent=2 exit=0 ;; esac
    decide milvus commit -q -o json --retry $retries "job-done-$kind"
    sound "commit, done, reply $kind" $exit && ok "commit, done, reply $kind"
    decided "commit, done, reply $kind" $sent
done
NOTE='note: asking [^ ]* to abort'
for kind in drop reset-10 cut-0 cut-100 stall notjson nodata emptybody http-500 http-502 garbage code-65535; do
    decide milvus abort --max-time 0.5 -o json "job-done-$kind"
    state_of "abort, done, reply $kind" 0 Failed
    holds "abort, done, reply $kind: the note" "none" says "$NOTE job-done-$kind: .*\. Asking what became of it$"
    decided "abort, done, reply $kind" 1
done
for kind in drop http-503 nodata; do
    decide milvus abort -q --max-time 0.5 "job-undone-$kind"
    case $kind in drop) exit=7 ;; *) exit=9 ;; esac
    fails "abort, not done, reply $kind" $exit "$ERROR about job-undone-$kind: it was not aborted; it is safe to try again$"
    decided "abort, not done, reply $kind" 1
done
decide milvus abort -q -o json job-undone-drop-2
expect "abort, not done: JSON" 7 '{"jobId":"job-undone-drop-2","error":{"exit":7,"kind":"network","httpStatus":null,"code":null,"message":"it was not aborted"}}'
# Rejected before anything was done: no question follows.
requests=$(counter requests)
decide milvus abort -q job-undone-code-1807
fails "abort, rejected" 9 "$ERROR to abort job-undone-code-1807: .*code 1807.*try again later"
holds "abort, rejected: no question" "$(counter requests)" test $(($(counter requests) - requests)) -eq 1
# A commit that was accepted and does not show: after three seconds it counts as it is.
decide milvus commit job-undone-instant
sound "a commit that does not show" 0 && holds "a commit that does not show" "$(cat "$T/out")" grep -q 'Uncommitted, 99 %' "$T/out"
decide milvus commit --wait -q job-undone-instant
sound "commit --wait of one that does not show" 10 &&
    holds "commit --wait of one that does not show" "no line" says '^zimport: waiting for job-undone-instant: it stays Uncommitted until zimport commit or zimport abort$'

# ---- a signal; options that do not fit

decisions=$(counter decisions)
later sig abort --endpoint "$SITE" job-done-stall-2
await 10 test "$(counter decisions)" -gt "$decisions"
kill "$(cat "$T/later-sig.pid")"
collect sig
BECAME='ended by a signal; ask with zimport status what became of the job$'
sound "a signal" 143 && holds "a signal" "$(cat "$T/err")" says "^zimport: note: asking $BECAME"
usage() { # PATTERN ARGUMENT...
    pattern=$1
    shift
    requests=$(counter requests)
    ask_as milvus "$@"
    fails "usage: $*" 2 "$pattern"
    holds "usage: $*: nothing is sent" "$(cat "$T/counters")" test "$(counter requests)" -eq "$requests"
}
usage 'no job id' commit
usage 'option --wait is for start and commit only' abort --wait job-a
usage 'option --for is for wait and start only' commit --wait --for uncommitted job-a
usage "option --for expects completed or uncommitted, not 'done'" wait --for 'done' job-a
usage '--timeout, --stall, --hook and --for need --wait$' commit --timeout 5 job-a
usage '--timeout, --stall, --hook and --for need --wait$' start --for uncommitted --collection c a
usage '-o env is for one job, not 2' commit -o env job-a job-b
usage 'not a job id|job id' abort 'job a'
stop "$sim"

# ---- the question behind it fails

start_serve
http "$JOB.1" "200 OK" '{"code":0,"data":{}}'
http "$JOB.2" "200 OK" 'x'
ask_as milvus commit -q "$JOB"
fails "committed, but not asked about" 9 "$ERROR about the committed job $JOB: .*JSON"
rm -f "$T/requests"
http asked.1 "200 OK" '{"code":0,"data":{}}'
http asked.2 "200 OK" 'x'
ask_as milvus abort -q asked
fails "aborted, but not asked about" 9 "$ERROR about the aborted job asked: .*JSON"
http lost.1 "200 OK" '{"code":'
http lost.2 "200 OK" 'x'
ask_as milvus abort -q lost
fails "perhaps aborted, but not asked about" 9 "$ERROR about lost: .*; it may have been aborted: ask with zimport status$"
http slow.1 "200 OK" '{"code":0,"data":{}}'
http slow.2 "503 Busy" ''
before=$(sent)
later slow abort --endpoint "$SITE" --retry 9 slow
await 10 test "$(sent)" -gt $((before + 1))
await 10 grep -q 'trying again' "$T/later-slow.err"
kill "$(cat "$T/later-slow.pid")"
collect slow
sound "a signal after the abort" 143 && holds "a signal after the abort: it does not go on" "$(cat "$T/err")" says "note: asking $BECAME"
http forgotten.1 "200 OK" '{"code":'
http forgotten.2 "200 OK" '{"code":2101}'
ask_as milvus abort -q forgotten
fails "perhaps aborted, and forgotten" 5 "$ERROR about forgotten: no such job .*; check the job id; a server forgets"
# Each wait begins when all is committed.
reply early '{"code":0,"data":{"state":"Completed","progress":100}}'
http early.1 "503 Busy" '' 'Retry-After: 1'
ask_as milvus commit -q --wait --timeout 0.9 --interval 0.1 early
sound "--timeout is that of waiting" 0 && ok "--timeout is that of waiting"
# The wait may be over before the commit shows.
for format in json text env csv; do
    reply slow-$format '{"code":0,"data":{"state":"Uncommitted","progress":99}}'
    http slow-$format.1 "200 OK" '{"code":0,"data":{}}'
    ask_as milvus commit -q --wait --timeout 0.3 -o $format slow-$format
    sound "--timeout, and nothing shows: $format" 10 &&
        holds "--timeout, and nothing shows: $format" "$(cat "$T/out")" grep -q "Uncommitted.*99\|PROGRESS='99'" "$T/out"
done
# "Commit is idempotent."
printf '' >"$T/replies/unsure.raw"
ask_as milvus commit -q --retry 1 unsure
fails "perhaps committed" 7 "$ERROR to commit unsure: .* before any reply, after 2 tries; it may have been committed; it is safe to try again$"
http failing "500 Failed" '{"code":65535,"message":"Unavailable"}'
ask_as milvus commit -q --retry 0 failing
fails "perhaps committed: 65535" 9 "code 65535.*; it may have been committed; it is safe to try again$"
http doubtful.2 "200 OK" '{"code":1807}'
printf '' >"$T/replies/doubtful.1.raw"
reply sure '{"code":1807}'
ask_as milvus commit -q --retry 1 doubtful sure
holds "perhaps committed by an earlier try" "$(cat "$T/err")" says "to commit doubtful: .* after 2 tries; it may have been committed; it is safe to try again$"
holds "the next job is another" "$(cat "$T/err")" says "to commit sure: .*; try again later$"
http page "200 OK" '<html>log in</html>'
ask_as milvus commit -q page
fails "a page" 9 "the reply is a web page, not JSON \(HTTP 200\); check that the endpoint is the service's API"
http limited "200 OK" '{"code":1807,"message":"rejected by limiter"}'
ask_as milvus commit -q --retry 0 limited
fails "turned away" 9 "code 1807.*; try again later$"
# "2101": also the Milvus behind v2 says so.
http gone "200 OK" '{"code":2101,"message":"no such job"}'
ask_as v2 commit -q gone
fails "v2: 2101" 5 "no such job \(HTTP 200, code 2101\): 'no such job'; check the job id"
# "Empty data is success", and so is data with anything in it; a reply without data is none.
while read -r name exit body; do
    http "$name.1" "200 OK" "$body"
    reply "$name" '{"code":0,"data":{"state":"Completed","progress":100}}'
    ask_as milvus commit -q --retry 0 "$name"
    sound "reply $body" "$exit" && ok "reply $body"
done <<'END'
empty 0 {"code":0,"data":{}}
old 0 {"code":200,"data":{}}
more 0 {"code":0,"data":{"state":17,"details":[1,{}],"jobId":"other"}}
none 9 {"code":0}
null 9 {"code":0,"data":null}
list 9 {"code":0,"data":[]}
nocode 9 {"data":{}}
END
stop "$server"

# ---- what older servers say

start_sim --plain --milvus 2.6
ask_as milvus commit -q job-uncommitted
fails "Milvus 2.6 has no commit" 9 "$ERROR to commit job-uncommitted: .*HTTP 404.*; only Zilliz Cloud v2 and Milvus 3.0 can do that$"
holds "Milvus 2.6 has no commit: asked once" "$(counter requests)" test "$(counter requests)" -eq 1
ask_as milvus status -q job-unknown
fails "Milvus 2.6: no such job" 5 "HTTP 200, code 2101"
stop "$sim"
for version in 2.4 2.5; do
    start_sim --plain --milvus $version
    ask_as milvus status -q job-unknown
    fails "Milvus $version: no such job" 5 "HTTP 200, code 2100"
    # "createTime: in describe on 2.6, 3.0 and master"; "Idempotency-Key: older servers ignore it".
    ask_as milvus status -q -o json job-instant
    holds "Milvus $version: no createTime" "$(cat "$T/out")" grep -q '"state":"Completed".*"createTime":null' "$T/out"
    ask_as milvus start -q --collection books --idempotency-key k a
    cp "$T/out" "$T/first"
    ask_as milvus start -q --collection books --idempotency-key k a
    holds "Milvus $version: no idempotency keys" "the same job" test "$(cat "$T/first")" != "$(cat "$T/out")"
    stop "$sim"
done

# "With the opt-in proxy.http.standardErrorStatus it travels in HTTP 500, other codes in 400, 429, 503."
start_sim --plain --milvus --standard-status
while read -r job exit pattern; do
    ask_as milvus status -q --retry 0 "$job"
    fails "standard status: $job" "$exit" "$pattern"
done <<'END'
job-unknown 5 no such job \(HTTP 500, code 2101\)
job-code-2100 5 no such job \(HTTP 500, code 2100\)
job-code-1100 9 HTTP 400, code 1100\).*ids are numbers
job-code-1807 9 HTTP 429, code 1807\).*try again later
job-code-2 9 HTTP 503, code 2\).*try again later
job-code-65535 9 HTTP 500, code 65535
END
ask_as milvus commit -q job-ok
fails "standard status: commit" 9 "$ERROR to commit job-ok: .*HTTP 500, code 2100\).*$STATE"
stop "$sim"

finish
