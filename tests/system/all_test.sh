#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Jobs that nobody named: `wait --all` follows those of the list that have not ended, and no ids on standard input are no
# error.

. "${0%/*}/lib.sh"

note() { # NAME EXIT LINE: that note alone
    sound "$1" "$2" && holds "$1" "$(cat "$T/err")" [ "$(cat "$T/err")" = "zimport: note: $3" ]
}

# ---- nothing on standard input

NO_IDS='no job ids on standard input'
start_sim --plain --milvus
for verb in status wait commit abort; do
    run $verb --endpoint "$SITE" - </dev/null
    note "no input: $verb" 0 "$NO_IDS"
    printf '\n \r\n\t\n' | { run $verb --endpoint "$SITE" -o json -; echo "$code" >"$T/code"; }
    code=$(cat "$T/code")
    note "blank lines: $verb" 0 "$NO_IDS"
    holds "no input: $verb: nothing on stdout" "something" [ ! -s "$T/out" ]
done
run wait --endpoint "$SITE" --any --timeout 9 -o env - - </dev/null
note "no input: -o env" 0 "$NO_IDS"
run wait --endpoint "$SITE" -q - </dev/null
sound "no input: quiet" 0 && holds "no input: quiet" "a note" [ ! -s "$T/err" ]
run status --endpoint "$SITE" -o csv - </dev/null
note "no input: csv" 0 "$NO_IDS"
holds "no input: csv has its header" "$(cat "$T/out")" grep -q '^jobId,clusterId,.*phase.$' "$T/out"
run status
fails "no operand" 2 "no job id"
holds "no input: nothing was sent" "$(counter requests)" [ "$(counter requests)" -eq 0 ]
run wait --endpoint "$SITE" -q job-instant - </dev/null
completes "an operand beside no input"
stop "$sim"

# ---- all that have not ended

list() { # FILE ROW...: of ID STATE COLLECTION
    file=$1
    shift
    rows=
    for row; do
        # shellcheck disable=SC2086 # three words
        set -- $row
        rows="$rows,{\"jobId\":\"$1\",\"state\":\"${2-}\",\"collectionName\":\"${3-c}\"}"
    done
    reply "$file" "{\"code\":0,\"data\":{${count:+\"count\":$count,}\"records\":[${rows#,}]}}"
}
job() { # ID STATE
    reply "$1" "{\"code\":0,\"data\":{\"jobId\":\"$1\",\"state\":\"${2-}\",\"progress\":100}}"
}
asked_for() { # NAME ID...: these jobs, in this order
    name=$1
    shift
    got=$(grep -o '"jobId":"[^"]*"' "$T/requests" | cut -d'"' -f4 | tr '\n' ' ')
    holds "$name: which jobs" "$got" [ "$got" = "$* " ]
}
all() { # DIALECT ARGUMENT...: with a server of its own
    start_serve
    dialect=$1
    shift
    ask_as "$dialect" wait --all "$@"
    stop "$server"
}
count=
for id in a b c d e f g h; do
    job $id Completed
done
job e Uncommitted
list list 'a Pending' 'b Importing x' 'c Completed' 'd Failed' 'e Uncommitted x' 'f Strange' 'g Cancelled' 'h Completed'
all milvus -o json
sound "all" 10 && asked_for "all" a b e f
holds "all: what is said" "$(cat "$T/err")" says 'waiting for e: it stays Uncommitted'
all milvus -q --for uncommitted
sound "all: --for" 0 && asked_for "all: --for" a b e f
all milvus -q --any -o json
sound "all: --any" 0 && asked_for "all: --any" a
all milvus -q --state pending --state importing --state completed
sound "all: --state" 0 && asked_for "all: --state" a b
all milvus -q --collection x --state importing --files -o csv
sound "all: --collection" 0 && asked_for "all: --collection" b
holds "all: csv" "$(cat "$T/out")" [ "$(sed -n '1s/,.*//p' "$T/out")" = jobId ]
job b Failed
all milvus -q
sound "all: one failed" 4
for arguments in '--collection y' '--state failed -o json' '--any --state completed'; do
    # shellcheck disable=SC2086 # options
    all milvus $arguments
    note "none: $arguments" 0 "no import jobs found"
    holds "none: $arguments: nothing on stdout" "something" [ ! -s "$T/out" ]
done
all milvus --collection y -o csv
sound "none: csv" 0 && holds "none: csv" "$(cat "$T/out")" grep -q '^jobId,clusterId,.*phase.$' "$T/out"
list list
all milvus -q
sound "an empty list" 0 && holds "an empty list" "$(cat "$T/err")" [ ! -s "$T/err" ]
rm "$T"/replies/list

# A page more each time: the list has moved on by one meanwhile.
ids=
for i in $(numbered '' 1 150); do
    ids="$ids p$i"
    job "p$i" Completed
done
page() { # FILE FROM TO
    eval "set -- $1 $(numbered "'p" "$2" "$3" | sed "s/$/ Importing'/" | tr '\n' ' ')"
    list "$@"
}
count=150
page list.1 1 100
page list.2 100 150
all v2 -q -o json
# shellcheck disable=SC2086 # ids
sound "pages" 0 && asked_for "pages: each job once" $ids
list list.2 'a Pending' 'p100 Importing' 'p7 Importing' 'a Pending'
list list.3
all v2 -q -o json
# shellcheck disable=SC2046 # ids
sound "pages: the same again" 0 && asked_for "pages: the same again" $(numbered p 1 100) a
http list.2 "503 Busy" ""
page list.3 101 150
all v2 -o json
holds "pages: asked again: a note" "$(cat "$T/err")" says 'note: asking 127.0.0.1:[0-9]* for its import jobs: .*503.*; trying again in '
# shellcheck disable=SC2086 # ids
sound "pages: asked again" 0 && asked_for "pages: asked again" $ids
rm -f "$T"/replies/list*

LONG=$(numbered x 1 129 | tr -d '0-9\n')
count=
list list 'a Pending' 'b/../c Pending' " Pending" "$LONG Pending" "$KEY Pending" 'f Pending'
reply list "$(sed 's/"jobId":"Pending","state":"[^"]*"/"state":"Pending"/' "$T/replies/list")"
start_serve
ZILLIZ_API_KEY=$KEY run wait --endpoint "$SITE" --all -o json </dev/null
sound "ids that are none" 0 && asked_for "ids that are none" a f
holds "ids that are none: a note, once" "$(cat "$T/err")" [ "$(grep -c '^zimport: note: jobs without a usable id are left out$' "$T/err")" -eq 1 ]
ZILLIZ_API_KEY=$KEY run list --endpoint "$SITE" -o ids </dev/null
expect "list -o ids: ids that are none" 0 'a
***
f'
holds "list -o ids: ids that are none: a note" "$(cat "$T/err")" says '^zimport: note: jobs without a usable id are left out$'
stop "$server"

# ---- when the list fails

rm "$T"/replies/list
http list "404 Not Found" ""
all milvus
fails "list: 404" 9 "for its import jobs: .*HTTP 404"
http list "401 Unauthorized" ""
all milvus -o csv
fails "list: 401" 6 "for its import jobs: .*HTTP 401"
rm "$T"/replies/list.raw
count=150
page list.1 1 100
http list "500 Oops" ""
all v2 --retry 0
fails "list: its second page" 9 "for its import jobs: .*HTTP 500"
start_sim --plain --milvus --mute
run wait --endpoint "$SITE" --all --timeout 0.5
fails "--timeout" 10 "^zimport: waiting for the list of jobs: no answer within 0.5 s; ask again, or raise --timeout$"
stop "$sim"
later signal wait --endpoint "$SITE" --all --retry 99
await 20 grep -q 'trying again' "$T/later-signal.err"
kill -INT "$(cat "$T/later-signal.pid")"
collect signal
sound "a signal" 130 && holds "a signal" "$(cat "$T/err")" [ "$(sed 1d "$T/err")" = "zimport: note: waiting ended by a signal" ]

# ---- refused

for line in '--all and job ids; give one of them=--all a' '--all and job ids; give one of them=--all -' \
    '--collection and --state need --all=--state failed a' '--collection and --state need --all=--collection c a' \
    'option -o expects text, json, csv or env, not =-o ids --all' \
    '-o env is for one job, not for a list=-o env --all'; do
    # shellcheck disable=SC2086 # options
    run wait --endpoint http://127.0.0.1:1 ${line#*=}
    fails "refused: ${line#*=}" 2 "^zimport: wait: ${line%%=*}"
done
run wait --endpoint http://127.0.0.1:1 --all --state odd
fails "refused: --state odd" 2 "--state expects Pending, Importing, Uncommitted, Completed, Failed, Cancelled or Unknown, not 'odd'$"
run status --all
fails "refused: status --all" 2 "option --all is for wait and help only"

# ---- many

start_sim --plain --milvus --jobs 10000
LIMIT=60 run wait --endpoint "$SITE" --all --no-progress --timeout 6 -o json
sound "10,000 jobs" 10 && holds "10,000 jobs: of which 4,000 have not ended" "$(tail -n 1 "$T/err")" says 'waiting for 4000 of 4000 jobs: not ended'
stop "$sim"

finish
