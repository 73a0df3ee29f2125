#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# --write: the picture of all jobs in files, whole at any time, in each format, whatever the server says and however the
# program ends; and a file that cannot be written.

. "${0%/*}/lib.sh"
need tidy awk
top=${tests%/*}
W=$T/w
mkdir "$W"
: >"$T/out"
: >"$T/err"

# ---- judging the files

# The objects, one a line, as -o json prints them.
objects() { # FILE
    sed -e '1d' -e '$d' -e 's/^,//' "$1"
}

is_array() { # FILE: whole
    [ "$(head -n 1 "$1")" = '[' ] && [ "$(tail -n 1 "$1")" = ']' ] || [ "$(cat "$1")" = '[]' ]
}

# A parser of the text format 0.0.4, as far as there are gauges without timestamps.
cat >"$T/prom.awk" <<'AWK'
function bad(why) { print NR ": " why ": " $0; failed = 1 }
/^# HELP / { if ($3 in helped) bad("helped twice"); helped[$3]; if (NF < 4) bad("no help"); next }
/^# TYPE / { if (!($3 in helped) || ($3 in typed) || $4 != "gauge" || NF != 4) bad("type"); typed[family = $3]; next }
/^#/ || !/^[a-z_]+([{].*[}])? [0-9.]+$/ { bad("no sample"); next }
{
    line = $0
    match(line, /^[a-z_]+/)
    name = substr(line, 1, RLENGTH)
    if (name != family) bad("not of the family above")
    line = substr(line, RLENGTH + 1)
    if (sub(/^[{]/, "", line)) {
        while (match(line, /^[a-z_]+="([^"\\]|\\["\\n])*"/)) {
            label = substr(line, 1, RLENGTH)
            line = substr(line, RLENGTH + 1)
            if (label ~ /^(job|instance)=/) bad("a label of the scraper")
            sub(/^,/, "", line)
        }
        if (!sub(/^[}]/, "", line)) bad("labels")
    }
    if (line !~ /^ ([0-9]+|[0-9]+[.][0-9]+)$/) bad("value")
    key = $0
    sub(/ [^ ]*$/, "", key)
    if (key in seen) bad("twice")
    seen[key]
}
END { exit failed }
AWK

is_prom() { # FILE
    LC_ALL=C awk -f "$T/prom.awk" "$1" >"$T/wrong" && [ -s "$1" ]
}

is_page() { # FILE: valid, and nothing in it runs or comes from elsewhere
    tidy -q -e -utf8 "$1" >"$T/wrong" 2>&1 || return 1
    ! grep -i -E '<(script|link|img|iframe|object|base|form|a)[ >]|@import|url\(|[^a-z]on[a-z]+=|href|src=|https?:' "$1" >"$T/wrong"
}

judged() { # NAME: each file of $W there is
    for one in "$W"/*; do
        case $one in
        *.json) holds "$1: json" "no array: $(head -c 300 "$one")" is_array "$one" ;;
        *.prom) is_prom "$one"; holds "$1: prom" "$(head -n 1 "$T/wrong")" is_prom "$one" ;;
        *.html) is_page "$one"; holds "$1: html" "$(head -n 1 "$T/wrong")" is_page "$one" ;;
        *) not_ok "$1" "left over: $one" ;;
        esac
    done
    holds "$1: the key" "it is in a file" eval '! grep -q -F -e "$KEY_PART" "$W"/*'
}

same_objects() { # NAME: of $T/out, -o json, and $W/a.json
    objects "$W/a.json" | sort >"$T/got"
    sort "$T/out" >"$T/wanted"
    holds "$1" "$(diff "$T/wanted" "$T/got" | head -n 3)" cmp -s "$T/wanted" "$T/got"
}

# Every picture into a file each, the folder empty before.
pictures() {
    rm -rf "$W"
    mkdir "$W"
    set -- --write "json:$W/a.json" --write "prom:$W/a.prom" --write "html:$W/a.html"
    printf '%s ' "$@"
}

metric() { # LINE: exactly that in $W/a.prom
    grep -q -x -F -e "$1" "$W/a.prom"
}

page_has() { # TEXT
    grep -q -F -e "$1" "$W/a.html"
}

# ---- usage

start_sim --plain --milvus --jobs 4 --duration 1 --key "$KEY" --last-body "$T/body"
WORDS="option --write expects json:FILE, prom:FILE or html:FILE"
for bad in xml:x json: html:- prom x : -; do
    ZILLIZ_API_KEY=$KEY run status --endpoint "$SITE" --write "$bad" job-instant </dev/null
    sound "usage: $bad" 2 && holds "usage: $bad" "$(cat "$T/err")" [ "$(cat "$T/err")" = "zimport: status: $WORDS, not '$bad'" ]
done
ZILLIZ_API_KEY=$KEY run start --endpoint "$SITE" --collection ok --write "json:$W/a" 1.parquet </dev/null
sound "usage: start" 2 && holds "usage: start" "$(cat "$T/err")" [ "$(cat "$T/err")" = "zimport: start: --write needs --wait" ]
ZILLIZ_API_KEY=$KEY run abort --endpoint "$SITE" --write "json:$W/a" job-done </dev/null
fails "usage: abort" 2 "[-]-write is for status, wait, list and start only"
holds "usage: nothing was sent, or written" "something" test ! -e "$T/body" -a -z "$(ls "$W")"

# In the configuration file it is for all commands that have it; a start that does not wait leaves it aside.
printf 'write = json:%s\nwrite = html:%s\n' "$W/a.json" "$W/a.html" >"$T/config"
chmod 600 "$T/config"
for verb in "status job-instant" "wait job-instant" list "start --wait --interval 0.1 --collection polls-2 1.parquet"; do
    # shellcheck disable=SC2086 # words
    ZIMPORT_CONFIG=$T/config ZILLIZ_API_KEY=$KEY run $verb --endpoint "$SITE" </dev/null
    sound "configuration file: $verb" 0 && holds "configuration file: $verb" "$(ls "$W")" test -s "$W/a.json" -a -s "$W/a.html"
    rm -f "$W"/*
done
ZIMPORT_CONFIG=$T/config ZILLIZ_API_KEY=$KEY run start --endpoint "$SITE" --collection ok 1.parquet </dev/null
sound "configuration file: start" 0 && holds "configuration file: start" "$(ls "$W")" test -z "$(ls "$W")"

# ---- what is in it

asked() { # VERB ARGUMENT...: with the key, all pictures
    verb=$1
    shift
    # shellcheck disable=SC2046 # options
    ZILLIZ_API_KEY=$KEY run "$verb" --endpoint "$SITE" $(pictures) "$@" </dev/null
}
asked status -o json job-instant job-failed job-nonesuch job-at-4000 job-echo-key job-state-Odd job-instant
sound "status" 5 && judged "status" && same_objects "status: the objects of -o json"
for line in 'zimport_job_progress_ratio{job_id="job-at-4000",collection="articles"} 0.4000' \
    'zimport_job_progress_ratio{job_id="job-instant",collection="articles"} 1.0000' \
    'zimport_job_state{job_id="job-failed",collection="articles",state="Pending"} 1' \
    'zimport_job_state{job_id="job-state-Odd",collection="articles",state="Unknown"} 1' \
    'zimport_job_ended{job_id="job-at-4000",collection="articles"} 0' \
    'zimport_job_ended{job_id="job-instant",collection="articles"} 1' \
    'zimport_job_exit_status{job_id="job-instant",collection="articles"} 0' \
    'zimport_job_exit_status{job_id="job-nonesuch",collection=""} 5' \
    'zimport_job_imported_rows{job_id="job-instant",collection="articles"} 1241843' \
    'zimport_job_rows{job_id="job-instant",collection="articles"} 1241843' \
    'zimport_job_file_size_bytes{job_id="job-instant",collection="articles"} 1271649625'; do
    holds "status: $line" "$(grep "^${line%%\{*}{" "$W/a.prom")" metric "$line"
done
at=$(sed -n 's/^zimport_last_answer_timestamp_seconds //p' "$W/a.prom")
holds "status: the last answer" "$at" test $(($(date +%s) - at)) -lt 60
holds "status: no exit status before the end" "there is one" eval '! grep "exit_status.*job-at-4000" "$W/a.prom"'
for text in '<b>Completed</b>' '<b>Error</b>' '<small>articles</small>' '1,241,843 of 1,241,843' '1.1 GiB' \
    'value="40" aria-label="job-at-4000"' 'jobs ended' 'http-equiv="refresh"' "default-src 'none'"; do
    holds "status: the page has $text" "it has not" page_has "$text"
done
asked status job-instant
sound "all ended" 0 && holds "all ended: the page is not loaded anew" "it is" eval '! page_has refresh'
holds "all ended: the title" "$(grep '<title>' "$W/a.html")" page_has '<title>1 of 1 job ended</title>'
asked status --files -o json job-instant
sound "without file rows" 0 && holds "without file rows" "they are there" eval '! grep -q details "$W/a.json"'

# The file can be read by others, as the umask has it; one that is replaced keeps its mode.
for mask in 022 077 000; do
    (umask $mask && asked status job-instant)
    mode=$(stat -c %a "$W/a.prom")
    holds "umask $mask" "mode $mode" [ "$mode" = "$(printf '%o' $((0666 & ~0$mask)))" ]
done
chmod 640 "$W/a.prom"
run status --endpoint "$SITE" --write "prom:$W/a.prom" job-instant </dev/null
holds "a mode that is kept" "$(stat -c %a "$W/a.prom")" [ "$(stat -c %a "$W/a.prom")" = 640 ]

# ---- following

asked wait -o json --interval 0.2 job-ok-1 job-failed-1 job-instant job-polls-3 job-nonesuch
sound "wait" 4 && judged "wait"
for job in job-ok-1 job-failed-1 job-instant job-polls-3 job-nonesuch; do
    grep "\"$job\"" "$T/out" | tail -n 1
done >"$T/last"
mv "$T/last" "$T/out"
same_objects "wait: the last objects of -o json"
holds "wait: the plot" "none" page_has '<svg '

# A reader in a loop sees whole files only; changes arrive while jobs are followed, but not one by one.
set --
for number in $(numbered '' 1 60); do
    set -- "$@" "job-ok-many-$number"
done
stop "$sim"
start_sim --plain --milvus --duration 4
options=$(pictures)
# shellcheck disable=SC2086 # options
later many wait --endpoint "$SITE" $options -q -o json --interval 0.1 "$@"
pid=$(cat "$T/later-many.pid")
: >"$T/cut"
: >"$T/seen"
: >"$T/states"
while ! is_gone "$pid"; do
    for one in "$W/a.json" "$W/a.html" "$W/a.prom"; do
        [ -e "$one" ] || continue
        cp "$one" "$T/copy" 2>/dev/null || { echo "$one is away" >>"$T/cut"; continue; }
        tail -n 1 "$T/copy" | grep -q -x -e '\]' -e '</tbody></table></body></html>' -e 'zimport_last_answer.* [0-9]*' \
            -e '# TYPE zimport_last_answer.*' || echo "$one: $(tail -c 100 "$T/copy")" >>"$T/cut"
        case $one in *.json)
            stat -c %i "$one" 2>/dev/null >>"$T/seen"
            objects "$T/copy" | wc -l >>"$T/lines"
            grep -c '"state":"Importing"' "$T/copy" >>"$T/states"
            ;;
        esac
    done
done
collect many
sound "many: exit" 0 && judged "many"
holds "many: never cut, never away" "$(head -n 1 "$T/cut")" test ! -s "$T/cut"
holds "many: all jobs from the beginning" "$(sort -u "$T/lines" | tr '\n' ' ')" [ "$(sort -u "$T/lines" | tr -d ' ')" = 60 ]
holds "many: while they run" "never" grep -q -v -x 0 "$T/states"
written=$(uniq "$T/seen" | wc -l)
changes=$(wc -l <"$T/out")
holds "many: once a second, not for each of $changes changes" "$written times" test "$written" -ge 2 -a "$written" -le 12
holds "many: the end" "another" test "$(grep -c '"state":"Completed"' "$W/a.json")" -eq 60
# No change, no new file: what watches it is not woken.
options=$(pictures)
# shellcheck disable=SC2086 # options
later still wait --endpoint "$SITE" $options --interval 0.1 --timeout 4 job-pending
await 10 test -s "$W/a.json"
first=$(stat -c %i "$W/a.json")
page=$(cat "$W/a.html")
await 10 eval '[ "$(cat "$W/a.html")" != "$page" ]'
holds "no change: the page tells the time" "it is as before" [ "$(cat "$W/a.html")" != "$page" ]
holds "no change: the JSON stays" "written anew" [ "$(stat -c %i "$W/a.json")" = "$first" ]
collect still
sound "--timeout" 10 && judged "--timeout" && holds "--timeout: the state" "$(cat "$W/a.json")" grep -q '"state":"Pending"' "$W/a.json"

# ---- other ends

# shellcheck disable=SC2046 # options
LIMIT=2 run wait --endpoint "$SITE" $(pictures) --interval 0.1 --timeout 0.5 -o json job-slow-9000
sound "no answer" 10 && judged "no answer" && same_objects "no answer: the objects of -o json"
for signal in TERM INT; do
    options=$(pictures)
    # shellcheck disable=SC2086 # options
    $FRESH timeout --foreground 30 "$ZIMPORT" wait --endpoint "$SITE" $options --interval 0.1 -q job-at-4000 job-slow-9000 \
        >"$T/out" 2>"$T/err" &
    pid=$!
    pids="$pids $pid"
    await 10 grep -q '"state":"Importing"' "$W/a.json" 2>/dev/null
    rm -f "$W"/*
    kill -s $signal $pid
    wait $pid
    code=$?
    forget $pid
    [ $signal = INT ] && exit=130 || exit=143
    sound "SIG$signal" $exit || continue
    judged "SIG$signal" && holds "SIG$signal: all of it" "$(cat "$W/a.json")" [ "$(objects "$W/a.json" | wc -l)" -eq 2 ]
done
port=$(free_port)
# shellcheck disable=SC2046 # options
run wait --endpoint "http://127.0.0.1:$port" $(pictures) --retry 0 -o json job-x job-y </dev/null
sound "nobody there" 7 && judged "nobody there" && same_objects "nobody there: the objects of -o json"
holds "nobody there: no last answer" "there is one" eval '! grep -q "^zimport_last_answer" "$W/a.prom"'
# shellcheck disable=SC2046 # options
run start --wait --endpoint "$SITE" $(pictures) --interval 0.1 -q -o json --collection polls-3 1.parquet
sound "start" 0 && judged "start" && tail -n 1 "$T/out" >"$T/last" && mv "$T/last" "$T/out" && same_objects "start: the object of -o json"
# shellcheck disable=SC2046 # options
run start --wait --endpoint "http://127.0.0.1:$port" $(pictures) --retry 0 -o json --collection ok 1.parquet
sound "start: nobody there" 7 && judged "start: nobody there" && same_objects "start: nobody there: the object of -o json"
stop "$sim"

# The service is away for a while.
start_sim --plain --milvus --duration 1
options=$(pictures)
# shellcheck disable=SC2086 # options
later away wait --endpoint "$SITE" $options --interval 0.1 --retry 0 job-restart-3000
await 20 eval 'page_has "; the service does not answer at the moment</p>" 2>/dev/null'
holds "away: the page says so" "it does not" page_has "; the service does not answer at the moment</p>"
holds "away: what is known stays" "$(cat "$W/a.json")" grep -q '"state":"Importing"' "$W/a.json"
collect away
sound "away" 0 && judged "away" && holds "away: and is back" "it does not say so" eval '! page_has "at the moment"'
stop "$sim"

# ---- lists

start_sim --plain --jobs 250
for api in v1 v2; do
    # shellcheck disable=SC2046 # options
    ask_as $api list -o json $(pictures)
    sound "list: $api" 0 && judged "list: $api" && same_objects "list: $api: the objects of -o json"
    holds "list: $api: states" "$(grep -c job_state "$W/a.prom")" [ "$(grep -c '^zimport_job_state{' "$W/a.prom")" -eq 250 ]
done
# shellcheck disable=SC2046 # options
ask_as v2 list -o json --collection books --state importing $(pictures)
sound "list: chosen" 0 && judged "list: chosen" && same_objects "list: chosen: the objects of -o json"
# shellcheck disable=SC2046 # options
ask_as v2 list -o json -q --collection nothing $(pictures)
sound "list: none" 0 && judged "list: none" && holds "list: none" "$(cat "$W/a.json")" [ "$(cat "$W/a.json")" = '[]' ]
holds "list: none: an answer all the same" "none" grep -q '^zimport_last_answer' "$W/a.prom"
stop "$sim"
# A page that fails after all is no part of it, and the failure is.
reply list.1 '{"code":0,"data":{"count":3,"records":[{"jobId":"a","state":"Pending"},{"jobId":"b","state":"Pending"}]}}'
reply list.2 '{"code":0,"data":{"count":3,"records":[{"jobId":"bad"}'
start_serve
# shellcheck disable=SC2046 # options
ask_as v2 list -o json --page-size 2 $(pictures)
reply list '{"code":0,"data":{"records":[{"jobId":"bad"}'
# shellcheck disable=SC2046 # options
ask_as milvus list -o json --retry 0 $(pictures)
sound "list: cut" 9 && judged "list: cut"
holds "list: cut: the failure" "$(cat "$W/a.json")" [ "$(sed 's/"message":.*/M/' "$W/a.json" | tr '\n' ' ')" = \
    '[ {"jobId":null,"error":{"exit":9,"kind":"server","httpStatus":200,"code":0,M ] ' ]

stop "$server"
# With --watch, whole lists only, of which the last one stays.
rm -f "$T"/replies/*
reply list.1 '{"code":0,"data":{"records":[{"jobId":"a","state":"Pending"},{"jobId":"b","state":"Pending"}]}}'
reply list.2 '{"code":0,"data":{"records":[{"jobId":"b","state":"Importing"}]}}'
reply list.3 '{"code":0,"data":{"records":[]}}'
reply list '{"code":0,"data":{"records":[{"jobId":"c","state":"Completed"}]}}'
start_serve
options=$(pictures)
# shellcheck disable=SC2086 # options
later watch list --watch --interval 1 --endpoint "$SITE" -o json $options
for expected in '"a" "b" ' '"b" ' '' '"c" '; do
    await 10 eval '[ -s "$W/a.json" ] && [ "$(grep -o "\"[abc]\"" "$W/a.json" | tr "\n" " ")" = "$expected" ]'
    got=$(grep -o '"[abc]"' "$W/a.json" | tr '\n' ' ')
    holds "list --watch: $expected" "$got" [ "$got" = "$expected" ]
done
kill "$(cat "$T/later-watch.pid")"
collect watch
sound "list --watch" 143 && judged "list --watch" && holds "list --watch: the end" "$(cat "$W/a.json")" grep -q '"c"' "$W/a.json"

# ---- what the server says

HARM='</small><script>alert(1)</script>&amp;&lt;\"'"'"'\u0000\n\\u001b[2J\u202e\u009b {}, = # HELP \\'
rm -f "$T"/replies/*
reply "$JOB" '{"code":0,"data":{"jobId":"'"$JOB"'","state":"Failed","progress":7,"collectionName":"'"$HARM"'","fileName":"'"$HARM"'","reason":"'"$HARM $KEY"'","completeTime":"'"$HARM"'","createTime":"'"$HARM"'"}}'
start_serve
reply harm-2 '{"code":2100,"message":"'"$HARM $KEY"'"}'
for api in v2 milvus; do
    [ $api = v2 ] && exit=9 || exit=5
    # shellcheck disable=SC2046 # options
    ZILLIZ_API_KEY=$KEY run status --api $api --endpoint "$SITE" --cluster "$CLUSTER" -q -o json $(pictures) "$JOB" harm-2 </dev/null
    sound "harm: $api" $exit && judged "harm: $api" && same_objects "harm: $api: the objects of -o json"
    tr -d '\n' <"$W/a.html" >"$T/out"
    holds "harm: $api: html: controls" "there are" [ "$(controls)" -eq 0 ]
    holds "harm: $api: html: elements" "$(grep -c '<script' "$W/a.html")" [ "$(grep -c '<script' "$W/a.html")" -eq 0 ]
    cp "$W/a.prom" "$T/out"
    holds "harm: $api: prom: controls" "there are" [ "$(controls)" -eq 0 ]
    holds "harm: $api: prom: its own help alone" "$(grep -c '# HELP' "$W/a.prom")" [ "$(grep -c '^# HELP' "$W/a.prom")" -eq 8 ]
done
reply list '{"code":0,"data":{"records":[{"jobId":"'"$HARM"'","collectionName":"'"$HARM"'","state":"Failed","reason":"'"$HARM"'"},{"jobId":"'"$HARM"'"},{"jobId":"a"},{"jobId":"a"},{"jobId":"'"$KEY"'","state":"Failed"}]}}'
# shellcheck disable=SC2046 # options
ZILLIZ_API_KEY=$KEY run list --endpoint "$SITE" -o json $(pictures) </dev/null
sound "harm: list" 0 && judged "harm: list" && same_objects "harm: list: the objects of -o json"
holds "harm: list: the page" "$(grep -c '<tr class' "$W/a.html") rows" [ "$(grep -c '^<tr class' "$W/a.html")" -eq 5 ]
stop "$server"

# ---- a file that cannot be written

start_sim --plain --milvus --duration 1
unwritten() { # NAME EXIT WORDS FILE ARGUMENT...: said once, and followed all the same; the other file is there
    name=$1 exit=$2 line="zimport: writing '$4': $3" file=$4
    shift 4
    rm -f "$W"/*
    run wait --endpoint "$SITE" --interval 0.1 --write "prom:$file" --write "json:$W/a.json" --no-progress -o json "$@" </dev/null
    sound "$name" "$exit" || return
    grep -e writing "$T/err" >"$T/lines"
    holds "$name: said once" "$(cat "$T/lines")" [ "$(cat "$T/lines")" = "$line" ]
    holds "$name: the other one" "it is not there" grep -q '"progress":' "$W/a.json"
}
unwritten "no such folder" 1 "No such file or directory" "$T/none/a.prom" job-ok-1
unwritten "a failed job counts more" 4 "No such file or directory" "$T/none/a.prom" job-ok-2 job-failed-2
mkdir "$T/folder"
unwritten "a folder" 1 "this is not a regular file" "$T/folder" job-ok-3
mkfifo "$T/pipe"
unwritten "a pipe" 1 "this is not a regular file" "$T/pipe" job-ok-4
ln -s "$T/out" "$T/link"
unwritten "a link" 1 "this is not a regular file" "$T/link" job-ok-5
unwritten "a device" 1 "this is not a regular file" /dev/full job-ok-6
unwritten "below a file" 1 "Not a directory" "$T/port/a.prom" job-ok-7
holds "what was there is there" "it is not" test -d "$T/folder" -a -p "$T/pipe" -a -h "$T/link" -a -c /dev/full
run status --endpoint "$SITE" --write "json:$W/$(printf '%0251d' 0)" -q job-instant </dev/null
sound "a long name" 1 && holds "a long name" "$(cat "$T/err")" grep -q "^zimport: writing '$W/00*[.][.][.]': File name too long$" "$T/err"
if [ "$(id -u)" -eq 0 ]; then
    mkdir "$T/readonly"
    if mount -t tmpfs -o size=4k zimport-write-test "$T/readonly" 2>/dev/null; then
        printf old >"$T/readonly/a.prom"
        head -c 100000 /dev/zero >"$T/readonly/full" 2>/dev/null
        unwritten "no room" 1 "No space left on device" "$T/readonly/a.prom" job-ok-9
        holds "no room: the old one stays" "it does not" [ "$(cat "$T/readonly/a.prom")" = old ]
        holds "no room: nothing beside it" "$(ls "$T/readonly")" [ "$(ls "$T/readonly" | tr '\n' ' ')" = "a.prom full " ]
        mount -o remount,ro "$T/readonly"
        unwritten "read-only" 1 "Read-only file system" "$T/readonly/a.prom" job-ok-10
        umount "$T/readonly"
    else
        skip "no room" "no file system can be mounted here"
    fi
else
    chmod 500 "$T/folder"
    unwritten "no right" 1 "Permission denied" "$T/folder/a.prom" job-ok-9
    chmod 700 "$T/folder"
fi
# A limit on file sizes, which cuts the write short.
mkdir "$T/limit"
printf old >"$T/limit/a.html"
(trap '' XFSZ && ulimit -f 1 && exec "$STATIC" status --endpoint "$SITE" --write "html:$T/limit/a.html" -q job-instant) >"$T/out" 2>"$T/err" </dev/null
code=$?
sound "a limit" 1 && holds "a limit: what it says" "$(cat "$T/err")" \
    [ "$(cat "$T/err")" = "zimport: writing '$T/limit/a.html': File too large" ]
holds "a limit: the old one stays, alone" "$(ls "$T/limit")" [ "$(ls "$T/limit") $(cat "$T/limit"/*)" = "a.html old" ]
# The folder goes away in the middle, and comes back.
stop "$sim"
start_sim --plain --milvus --duration 6
mkdir "$T/gone"
later gone wait --endpoint "$SITE" --interval 0.1 --write "html:$T/gone/a.html" --no-progress job-ok-gone
await 20 test -s "$T/gone/a.html"
rm -rf "$T/gone"
await 20 grep -q "writing '" "$T/later-gone.err"
mkdir "$T/gone"
collect gone
sound "gone and back" 0 && holds "gone and back: the end is there" "no page" grep -q '<b>Completed</b>' "$T/gone/a.html"
holds "gone and back: said once" "$(cat "$T/err")" [ "$(grep -c "^zimport: writing '$T/gone/a.html': No such file or directory$" "$T/err")" -eq 1 ]

# ---- a dashboard knows these names

sed -n 's/^# TYPE \([^ ]*\) .*/\1/p' "$W"/*.prom >"$T/names" 2>/dev/null
run status --endpoint "$SITE" --write "prom:$W/a.prom" job-instant </dev/null
sed -n 's/^# TYPE \([^ ]*\) .*/\1/p' "$W/a.prom" | sort >"$T/names"
grep -o 'zimport_[a-z_]*' "$top/examples/grafana.json" | sort -u >"$T/used"
holds "grafana.json: names" "$(comm -13 "$T/names" "$T/used")" [ -s "$T/used" -a -z "$(comm -13 "$T/names" "$T/used")" ]

finish
