#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# `list --watch`: a table on a terminal, elsewhere what changed; and a service that is away for a while.

. "${0%/*}/lib.sh"
need script

list() { # FILE ROW...: of ID STATE PROGRESS REASON
    file=$1
    shift
    rows=
    for row; do
        # shellcheck disable=SC2086 # words
        set -- $row
        rows="$rows,{\"jobId\":\"$1\",\"state\":\"${2-}\",\"progress\":${3-0},\"collectionName\":\"c\",\"reason\":\"${4-}\"}"
    done
    reply "$file" "{\"code\":0,\"data\":{${count:+\"count\":$count,}\"records\":[${rows#,}]}}"
}
count=

asked() { # TIMES
    [ "0$(sent)" -ge "$1" ]
}

# Until the list was asked for so often; then SIGINT.
watched() { # TIMES DIALECT ARGUMENT...
    times=$1
    dialect=$2
    shift 2
    start_serve
    [ "$dialect" = milvus ] || set -- --api "$dialect" --cluster "$CLUSTER" "$@"
    ZILLIZ_API_KEY=$KEY later watch list --watch --interval 0.05 --endpoint "$SITE" "$@"
    await 20 asked "$times"
    kill -INT "$(cat "$T/later-watch.pid")"
    collect watch
    stop "$server"
}

ENDED='zimport: note: asking ended by a signal'
r=$(printf '\r')

# ---- elsewhere: what changed

list list.1 'a Pending' 'b Importing 40'
list list.2 'a Pending' 'b Importing 41.5'
list list.3 'a Pending' 'b Importing 41.5' 'c Pending'
list list.4 'a Failed 0 why' 'c Pending'
list list 'c Pending' 'a Failed 0 why'
line() { # ID STATE PROGRESS REASON
    printf '{"jobId":"%s","collectionName":"c","state":"%s","progress":%s,"reason":%s,"api":"milvus"}\n' "$@"
}
watched 7 milvus -o json
expect "json" 130 "$(line a Pending 0 null; line b Importing 40 null; line b Importing 41.5 null; line c Pending 0 null
    line a Failed 0 '"why"')"
holds "json: a note at the end" "$(cat "$T/err")" [ "$(cat "$T/err")" = "$ENDED" ]
watched 7 milvus -o csv
expect "csv: one header" 130 "jobId,collectionName,state,progress,reason,api$r
a,c,Pending,0,,milvus$r
b,c,Importing,40,,milvus$r
b,c,Importing,41.5,,milvus$r
c,c,Pending,0,,milvus$r
a,c,Failed,0,why,milvus$r"
watched 7 milvus -o ids --state importing -q
expect "ids, and a filter" 130 'b
b'
holds "ids: quiet" "$(cat "$T/err")" [ ! -s "$T/err" ]
watched 7 milvus
sound "text" 130 && holds "text: one header, and six lines" "$(wc -l <"$T/out")" [ "$(grep -c '^JOB  ' "$T/out") $(wc -l <"$T/out")" = '1 6' ]
watched 7 milvus --page 1 --page-size 1 -o ids
expect "one page" 130 'a
a
c'
watched 3 milvus --collection none
sound "none" 130 && holds "none: a note, once" "$(cat "$T/err")" [ "$(grep -c 'note: no import jobs found$' "$T/err")" -eq 1 ]
watched 3 milvus --page 9
sound "none on the page" 130 && holds "none on the page" "$(cat "$T/err")" says 'note: no import jobs on this page$'
rm "$T"/replies/list*

# The same job again on a page, and on the next one; jobs without an id.
count=101
first=
for i in $(numbered '' 1 100); do
    first="$first 'p$i Pending'"
done
for n in 1 3 5; do
    eval "list list.$n $first"
    list list.$((n + 1)) 'p100 Pending' 'p101 Pending' 'p101 Pending'
done
eval "list list $first"
count=
watched 7 v2 -o ids
numbered p 1 101 >"$T/expected"
sound "pages that overlap" 130 && holds "pages that overlap: each job once" "$(wc -l <"$T/out")" cmp -s "$T/expected" "$T/out"
rm "$T"/replies/list*
reply list '{"code":0,"data":{"records":[{"state":"Pending"},{"state":"Failed"},{"state":"Failed","jobId":"a/b"}]}}'
watched 4 milvus -o json
sound "without ids" 130 && holds "without ids: each once" "$(cat "$T/out")" [ "$(wc -l <"$T/out")" -eq 3 ]
watched 4 milvus -o ids
expect "ids: without ids" 130 ''
holds "ids: without ids: a note, once" "$(cat "$T/err")" [ "$(grep -c 'note: jobs without a usable id are left out$' "$T/err")" -eq 1 ]

# More jobs than the first room has, and others in each round.
for n in 1 2 3 4 5 6; do
    awk -v n=$n 'BEGIN { printf "{\"code\":0,\"data\":{\"records\":["; for (i = 1; i <= 2000; i++) {
        printf "%s{\"jobId\":\"j%d\",\"state\":\"Pending\"}", (i > 1 ? "," : ""), i + 1000 * n }; print "]}}" }' >"$T/replies/list.$n"
done
cp "$T/replies/list.6" "$T/replies/list"
watched 8 milvus -o ids
numbered j 1001 8000 >"$T/expected"
sound "jobs come and go" 130 && holds "jobs come and go" "$(wc -l <"$T/out")" cmp -s "$T/expected" "$T/out"
rm "$T"/replies/list*

# ---- what fails

list list.1 'a Pending'
http list "401 Unauthorized" ""
start_serve
run list --watch --interval 0.05 --endpoint "$SITE" -o ids
expect "401 after an answer" 6 a
one_line "401 after an answer"
rm "$T/replies/list.1"
run list --watch --interval 0.05 --endpoint "$SITE"
fails "401 at once" 6 "for its import jobs: .*HTTP 401"
stop "$server"
run list --watch --retry 0 --endpoint "$SITE"
fails "no first answer" 7 "for its import jobs: cannot connect"

start_sim --plain --milvus --jobs 1
port=$PORT
later away list --watch --interval 0.1 --retry 1 --endpoint "$SITE" -o ids
of_away() { # PATTERN
    grep -q -e "$1" "$T/later-away.err"
}
await 20 test -s "$T/later-away.out"
stop "$sim"
await 20 of_away 'Going on' || show stderr "$T/later-away.err"
start_sim --plain --milvus --jobs 2 --port "$port"
await 20 of_away 'answers again'
await 20 grep -q 00002 "$T/later-away.out"
kill -TERM "$(cat "$T/later-away.pid")"
collect away
expect "away" 143 'job-listed-00001
job-listed-00002'
holds "away: told once, and that it is back" "$(cat "$T/err")" [ \
    "$(grep -c '^zimport: note: asking 127.0.0.1:[0-9]* for its import jobs: .*Going on until it answers again$' "$T/err") $(grep -c \
        '^zimport: note: 127.0.0.1:[0-9]* answers again, after ' "$T/err") $(wc -l <"$T/err")" = '1 1 3' ]
stop "$sim"

run list --interval 1 --endpoint http://127.0.0.1:1
fails "--interval alone" 2 "^zimport: list: --interval needs --watch; *|^zimport: list: --interval needs --watch$"

# ---- on a terminal

rm -f "$T"/replies/list*
list list.1 'a Pending' 'b Importing 40' 'c Failed 0 a-reason-that-is-much-longer-than-the-line'
list list.2 'b Importing 70'
list list.3 'b Importing 80' 'd Pending' 'e Pending' 'f Pending' 'g Pending'
list list 'b Completed 100'
on_terminal() { # COLUMNS ROWS TIMES TERM ARGUMENTS
    start_serve
    printf 'stty rows %s cols %s\necho above\n%s\n' "$2" "$1" "$FRESH TERM=$4 '$ZIMPORT' list --watch --interval 0.05 --endpoint $SITE $5 & pid=\$!
n=0; until [ \$n -ge 400 ] || [ \"0\$(grep -c POST '$T/requests' 2>/dev/null)\" -ge $3 ]; do n=\$((n + 1)); sleep 0.05; done
kill -INT \$pid; wait \$pid" >"$T/commands"
    timeout -k 5 60 script -q -e -c "sh '$T/commands'" /dev/null </dev/null >"$T/pty" 2>"$T/log"
    code=$?
    "$B/tests/system/screen" "$1" "$2" "$T/frames" <"$T/pty" >"$T/screen" 2>"$T/shape"
    cp "$T/pty" "$T/err"
    : >"$T/out"
    stop "$server"
}
leaves() { # NAME LINES: on the screen
    sound "$1" 130 || return
    printf '%s\n' "$2" >"$T/expected"
    if grep -q fault "$T/shape"; then
        not_ok "$1" "$(grep -m 1 fault "$T/shape")"
    else
        cmp -s "$T/expected" "$T/screen" && ok "$1" || { not_ok "$1" "other lines"; show screen "$T/screen"; show expected "$T/expected"; }
    fi
}
HEAD='JOB                         STATE        PROGRESS  COLLECTION'
END="
$ENDED"
on_terminal 80 20 6 xterm ''
leaves "table" "above
$HEAD
b                           Completed       100 %  c
$END"
holds "table: is drawn anew in place" "$(grep -c -e -- "$T/frames")" [ "$(grep -c -x -e -- "$T/frames")" -ge 4 ]
holds "table: a long reason has a line of its own" "no such line" grep -q -x '    a-reason-that-is-much-longer-than-the-line' "$T/frames"
on_terminal 30 5 6 xterm -q
leaves "table: small" "above
JOB                         S
b                           C
"
holds "table: what has no room" "$(cat "$T/frames")" grep -q -x '2 more' "$T/frames"
on_terminal 80 20 6 xterm '--state failed'
leaves "table: none left" "above
$HEAD
no import jobs found
$ENDED"
for term in 'xterm -o csv' 'dumb -q'; do
    # shellcheck disable=SC2086 # two words
    on_terminal 80 20 6 ${term%% *} "${term#* }"
    sound "$term: what changed" 130 && holds "$term: what changed" "$(cat "$T/pty")" [ "$(grep -c '^b' "$T/pty") $(grep -c '^d' "$T/pty")" = '4 1' ]
done

finish
