#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Notes, warnings, and reports at the end or with -v: each whole, where it is true and only there.

. "${0%/*}/lib.sh"
start_serve

stderr_is() { # NAME EXIT LINES: all that is on stderr
    sound "$1" "$2" || return
    printf '%s' "${3:+$3
}" >"$T/expected"
    if cmp -s "$T/expected" "$T/err"; then
        ok "$1"
    else
        not_ok "$1" "other lines"
        show "expected" "$T/expected"
    fi
}
has() { # NAME LINE: is one of stdout's or stderr's
    holds "$1" "no line '$2'" grep -q -x -F -e "$2" "$T/out" "$T/err"
}
job() { # ID MEMBERS
    reply "$1" "{\"code\":0,\"data\":{$2}}"
}
bytes() { # COUNT
    head -c "$1" /dev/zero | tr '\0' x
}

# ---- what is left out of the question, or of the result

job good '"state":"Completed","progress":100'
reply v1 '{"code":200,"data":{"readyPercentage":1}}'
ask status --db sales v1
stderr_is "note: a database for v1" 0 'zimport: note: v1 has no databases; --db is ignored'
run status --endpoint "$SITE" --cluster in01 good </dev/null
stderr_is "note: a cluster for milvus" 0 'zimport: note: milvus has no clusters; --cluster is ignored'
run status -q --endpoint "$SITE" --cluster in01 good </dev/null
stderr_is "note: none with -q" 0 ''
ask_as v2 status --db sales good
stderr_is "note: none where it is used" 0 ''
job long '"state":"Failed","progress":1,"reason":"'"$(bytes 70000)"'"'
ask_as milvus status -o json long
stderr_is "note: a long reason" 0 'zimport: note: long: the reason was too long and has been cut'
job long '"state":"Completed","progress":100,"fileName":"'"$(bytes 20000)"'"'
ask_as milvus status -o json long
stderr_is "note: a long file name" 0 'zimport: note: long: the file name was too long and has been cut'
job long '"state":"Completed","progress":100,"collectionName":"'"$(bytes 20000)"'"'
ask_as milvus status -o json long
stderr_is "note: a long name of a collection" 0 'zimport: note: long: a text was too long and has been cut'
row='{"fileName":"'"$(bytes 70000)"'"}'
job long '"state":"Completed","progress":100,"details":['"$row"']'
ask_as milvus status -o json --files long
stderr_is "note: a long row" 0 'zimport: note: long: 1 file row is cut'
job long '"state":"Completed","progress":100,"details":['"$row,$row"']'
ask_as milvus status -o json --files long
stderr_is "note: long rows" 0 'zimport: note: long: 2 file rows are cut'
job few '"state":"Completed","progress":100,"importedRows":3,"totalRows":5'
ask_as milvus status -o json few
stderr_is "note: fewer rows" 0 'zimport: note: few: completed, but only 3 of 5 rows were imported'
ask_as milvus status few
has "text: fewer rows" 'Rows        3 of 5; some were not imported'
job index '"state":"Importing","progress":80,"details":[{"fileName":"f","state":"Completed","progress":100}]'
ask_as milvus status index
has "text: index" 'Phase       building indexes'
job none '"state":"Failed","progress":1,"details":[]'
ask_as milvus status --files none
has "text: no reason" 'Reason      none given'
has "text: no files" 'Files       none listed'
rows=$(for i in 1 2 3 4 5 6 7 8 9 10 11 12; do printf '{"fileName":"f%s","reason":"bad"},' $i; done)
job files '"state":"Failed","progress":1,"details":['"${rows%,}"']'
ask_as milvus status files
has "text: reasons of files" 'Reason      none for the job, but for some files:'
has "text: more reasons of files" '  and others, which --files shows'
reply list '{"code":0,"data":{"records":[]}}'
ask_as milvus list
stderr_is "list: none" 0 'zimport: note: no import jobs found'
ask_as milvus list --page 3
stderr_is "list: none on a page" 0 'zimport: note: no import jobs on this page'

# ---- a key that others can read

reply v1 '{"code":200,"data":{"readyPercentage":1}}'
from_file() { # MODE ARGUMENT...
    chmod "$1" "$T/it's"
    shift
    run status --endpoint "$SITE" --token-file "$T/it's" "$@" good </dev/null
}
(umask 077 && printf '%s\n' "$KEY" >"$T/it's")
for mode in 640 604 644; do
    from_file $mode
    stderr_is "key: mode $mode" 0 "zimport: note: others can read '$T/it's'; use chmod 600"
done
for mode in 600 400 622; do
    from_file $mode
    stderr_is "key: mode $mode" 0 ''
done
from_file 644 -q
stderr_is "key: mode 644, quiet" 0 ''
run status --endpoint "$SITE" --token-file - good <"$T/it's"
stderr_is "key: mode 644, standard input" 0 ''
mkfifo -m 644 "$T/fifo"
printf '%s\n' "$KEY" >"$T/fifo" &
run status --endpoint "$SITE" --token-file "$T/fifo" good </dev/null
stderr_is "key: mode 644, no file" 0 ''
wait $!

# ---- -v -v: the beginning of a body that is malformed

shows() { # NAME BODY LINE: the body has LINE, and nothing of it without the second -v
    reply bad "$2"
    ZILLIZ_API_KEY=$KEY run status -v -v --retry 0 --endpoint "$SITE" bad </dev/null
    sound "malformed: $1" 9 && holds "malformed: $1" "no such line" grep -q -x -F -e "< $3" "$T/err"
    ZILLIZ_API_KEY=$KEY run status -v --retry 0 --endpoint "$SITE" bad </dev/null
    sound "malformed: $1, -v" 9 && holds "malformed: $1, -v" "it is shown" test "$(grep -c '^< ' "$T/err")" -eq 0
}
shows "no JSON" "<html>$(printf '\r\n\033')[2Jlog in" '<html>???[2Jlog in'
shows "long" "x$(bytes 5000)" "$(bytes 200)"
shows "the key" "no $KEY, $KEY" 'no ***, ***'
shows "the key at the end" "$(bytes 190)$KEY" "$(bytes 190)***"
shows "no code" '{"data":{}}' '{"data":{}}'
shows "ends early" '{"code":0,' '{"code":0,'
reply bad '{"code":5,"message":"m"}'
ask_as milvus status -v -v --retry 0 bad
holds "malformed: not if it is whole" "a body" test "$(grep -c '^< {' "$T/err")" -eq 0

# ---- the end of a wait

job slow '"state":"Importing","progress":40'
job two '"state":"Uncommitted","progress":100'
ask_as milvus wait --no-progress --interval 0.05 --timeout 0.2 slow
stderr_is "wait: timeout" 10 'zimport: waiting for slow: not ended within 0.2 s; the import goes on; ask again, or raise --timeout'
ask_as milvus wait --no-progress --interval 0.05 --stall 0.2 slow
stderr_is "wait: stall" 10 'zimport: waiting for slow: nothing changed for 0.2 s; the import goes on; ask again, or raise --stall'
ask_as milvus wait --no-progress --interval 0.05 --timeout 0.3 good slow
stderr_is "wait: one of several" 10 'zimport: waiting for 1 of 2 jobs: not ended within 0.3 s; the import goes on; ask again, or raise --timeout'
ask_as milvus wait --no-progress two
stderr_is "wait: uncommitted" 10 'zimport: waiting for two: it stays Uncommitted until zimport commit or zimport abort'
ask_as milvus wait --interval 0.05 --timeout 0.2 index
holds "wait: index, in a line" "no such line" says '^index: Importing 80 %, building indexes \(elapsed 0 s\)$'
direct=$PORT
start_faulty "$direct" stall:server:0
stalled=http://127.0.0.1:$PORT
run wait -o json --endpoint "$stalled" --timeout 0.2 slow </dev/null
expect "wait: no answer, in JSON" 10 '{"jobId":"slow","error":{"exit":10,"kind":"timeout","httpStatus":null,"code":null,"message":"no answer before the time ran out"}}'

# ---- signals: the request has arrived, and is never answered; or it has not gone

asked() { # how many requests the server has seen since
    [ "$(sent)" -gt "$before" ]
}
interrupted() { # NAME LINE ARGUMENT...
    name=$1
    line=$2
    shift 2
    before=$(sent)
    later signal "$@"
    await 10 asked
    kill -INT "$(cat "$T/later-signal.pid")"
    collect signal
    stderr_is "$name" 130 "$line"
}
interrupted "signal: waiting" 'zimport: note: waiting ended by a signal; the job itself goes on' wait --endpoint "$stalled" slow
interrupted "signal: waiting for several" 'zimport: note: waiting ended by a signal; the jobs themselves go on' \
    wait --endpoint "$stalled" slow good
interrupted "signal: asking" 'zimport: note: asking ended by a signal; the job itself goes on' status --endpoint "$stalled" slow
interrupted "signal: starting, sent" \
    'zimport: note: starting ended by a signal; it may have been started all the same: look for it with zimport list before you start it again' \
    start --endpoint "$stalled" --collection c s3://b/
start_faulty "$direct" --never-accept
later signal start --endpoint "http://127.0.0.1:$PORT" --collection c s3://b/ -v
connecting() {
    grep -q connecting "$T/later-signal.err"
}
await 10 connecting
kill -INT "$(cat "$T/later-signal.pid")"
collect signal
tail -n 1 "$T/err" >"$T/one" && mv "$T/one" "$T/err"
stderr_is "signal: starting, not sent" 130 'zimport: note: starting ended by a signal; nothing was started'

# ---- a start

PORT=$direct
reply create '{"code":0,"data":{"jobId":"new-1"}}'
AWS_ACCESS_KEY_ID=a AWS_SECRET_ACCESS_KEY=b ask_as v2 start --collection c s3://b/
stderr_is "start: keys of the environment" 0 "zimport: note: the object store's keys are those of AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
printf 'k\n' >"$T/store"
chmod 600 "$T/store"
ZILLIZ_API_KEY=$KEY run start --api v2 --endpoint http://example.invalid:1 --allow-plaintext-token --cluster c --collection c \
    --access-key-file "$T/store" --secret-key-file "$T/store" --resolve example.invalid:1:127.0.0.1 s3://b/ </dev/null
fails "start: keys over http, allowed" 7 "cannot connect"
"$ZIMPORT" start --endpoint "$SITE" --collection c s3://b/ </dev/null >/dev/full 2>"$T/err"
code=$?
: >"$T/out"
ENDED='zimport: note: waiting ended by a signal; the job itself goes on'
HEADER=$(printf 'jobId,clusterId,collectionName,state,progress,fileName,fileSize,importedRows,totalRows,completeTime,reason,api,createTime,phase\r')
polled() { # the job that was started
    [ "$(sent)" -gt $((before + 1)) ]
}
stderr_is "start: nobody gets the id" 1 'zimport: started new-1
zimport: writing the results: cannot write to standard output: No space left on device'

# The id is told whatever ends the wait.
job new-1 '"state":"Importing","progress":40'
while IFS='~' read -r options expected out; do
    before=$(sent)
    # shellcheck disable=SC2086 # options
    later signal start --endpoint "$SITE" --no-progress --wait --collection c $options s3://b/
    await 10 polled
    kill -INT "$(cat "$T/later-signal.pid")"
    collect signal
    holds "start --wait $options: the id" "$(cat "$T/out")" [ "$(cat "$T/out")" = "$out" ]
    : >"$T/out"
    stderr_is "start --wait $options: a signal" 130 "$(echo "$expected" | tr '/' '\n')"
done <<END
-o ids~$ENDED~new-1
-o ids -q~~new-1
-o env~zimport: note: started new-1/$ENDED~
-o env -q~zimport: started new-1~
-o csv -q~zimport: started new-1~$HEADER
-o text -q~~new-1
END

# ---- the machine

many=$(numbered '{"fileName":"f' 1 2000 | sed 's/$/"},/')
job many '"state":"Completed","progress":100,"details":['"${many%,}"']'
TMPDIR=$T/nowhere ask_as milvus status --files many
stderr_is "no room: rows" 1 "zimport: asking 127.0.0.1:$PORT about many: cannot keep the rows in a temporary file: No such file or directory; set TMPDIR to a folder with room, or leave out --files"
jobs=$(numbered '{"jobId":"j' 1 2000 | sed 's/$/","state":"Pending","progress":0},/')
reply list "{\"code\":0,\"data\":{\"records\":[${jobs%,}]}}"
TMPDIR=$T/nowhere ask_as milvus list
stderr_is "no room: a page" 1 "zimport: asking 127.0.0.1:$PORT for its import jobs: cannot keep the rows in a temporary file: No such file or directory; set TMPDIR to a folder with room"
job long '"state":"Importing","progress":1,"reason":"'"$(bytes 60000)"'"'
TMPDIR=$T/nowhere ask_as milvus wait --no-progress --quiet --timeout 0.2 long
stderr_is "no room: the result" 1 "zimport: waiting for long: not ended within 0.2 s; the import goes on; ask again, or raise --timeout
"'zimport: writing the results: cannot keep them in a temporary file: No such file or directory; set TMPDIR to a folder with room'
if [ "$B/zimport-san" = "$ZIMPORT" ]; then
    (
        exec </dev/null >"$T/out" 2>"$T/err"
        ulimit -n 4
        exec "$STATIC" status --endpoint "$SITE" good
    )
    code=$?
    stderr_is "no descriptor" 1 'zimport: status: cannot watch for signals: Too many open files'
    numbered job- 1 200000 >"$T/ids"
    (
        ulimit -v 4000
        exec "$STATIC" status --endpoint "$SITE" - <"$T/ids" >"$T/out" 2>"$T/err"
    )
    code=$?
    sed 's/after [0-9]* jobs/after N jobs/' "$T/err" >"$T/one" && mv "$T/one" "$T/err"
    stderr_is "no memory" 1 'zimport: status: out of memory after N jobs; ask for fewer at a time'
fi

# ---- -v

tells() { # NAME PATTERN
    holds "-v: $1" "no line like /$2/" says "$2"
}
job good '"state":"Completed","progress":100'
ask_as milvus status -v good good
tells "size" '^\* reply of [0-9]+ bytes$'
tells "kept" '^\* on the kept connection$'
ask_as v2 status -v good
printf 'HTTP/1.1 200 OK\r\nContent-Length: 30\r\n\r\n{"code":0,"data":{"state":""}}' >"$T/replies/gone.raw"
ask_as milvus status -v gone gone
tells "gone" '^\* the kept connection was closed; opening a new one$'
: >"$T/replies/once.1.raw"
job once '"state":"Completed","progress":100'
ask_as milvus status -v once
tells "again" '^\* failed: the connection was lost before the reply was complete$'
tells "in how long" '^\* trying again in [0-9.]+ s$'
printf 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndone' >"$T/replies/bad.raw"
ask_as milvus status -v bad
tells "no step behind a reply" '^\* failed: the reply is not JSON$'
run status -v --retry 0 --endpoint "http://127.0.0.1:$(free_port)" good </dev/null
tells "a step" '^\* failed: no connection while connecting: Connection refused$'
stop "$server"
start_sim --paths get_progress --key "$KEY"
ask_as v2 status -v job-instant
tells "another path" '^\* the server does not know that path; the next one is /v2/vectordb/jobs/import/describe$'
tells "issuer" '^\* issued by .'
tells "end" '^\* valid until [0-9]'

finish
