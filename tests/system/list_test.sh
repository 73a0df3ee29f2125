#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Every page once in each dialect, whatever the services say about pages; filters, formats, and lists that break off,
# are malformed, or hostile.

. "${0%/*}/lib.sh"

all_jobs() { # FROM TO: what ids a list of them has, one a line
    awk -v from="$1" -v to="$2" 'BEGIN { for (i = from; i <= to; i++) printf "job-listed-%05d\n", i }'
}

has_jobs() { # NAME FROM TO: stdout has just these, in this order, each once
    all_jobs "$2" "$3" >"$T/expected"
    sed 's/^{"jobId":"\([^"]*\)".*/\1/' "$T/out" >"$T/ids"
    sound "$1" 0 && if cmp -s "$T/expected" "$T/ids"; then
        ok "$1"
    else
        not_ok "$1" "other jobs: $(wc -l <"$T/ids"), expected $(wc -l <"$T/expected")"
    fi
}

# ---- all pages, with what the services say about them in each way

for jobs in 0 1 99 100 101 250; do
    for how in "" "--list-key other" --list-strings --list-no-count "--list-no-count --list-strings" --list-no-paging; do
        [ "$how" != "--list-no-paging" ] || [ $jobs -le 100 ] || continue
        for api in v1 v2; do
            case $api in v1) other=records ;; *) other=tasks ;; esac
            case $how in *other) how="--list-key $other" ;; esac
            # shellcheck disable=SC2086 # options
            start_sim --plain --jobs $jobs $how
            ask_as $api list -o json
            has_jobs "pages: $api, $jobs jobs $how" 1 $jobs
            # Whether a full page was the last shows only on the next one.
            most=$((jobs / 100 + 1))
            case $jobs,$how in
            100,) most=2 ;;
            100,*strings) most=2 ;;
            esac
            holds "pages: $api, $jobs jobs $how: not asked too often" "$(counter requests)" test "$(counter requests)" -le $most
            holds "pages: $api, $jobs jobs $how: one connection" "$(counter connections)" test "$(counter connections)" -eq 1
            stop "$sim"
        done
        case $how in --list-key*) how="--list-key other" ;; esac
    done
    start_sim --plain --milvus --jobs $jobs
    ask_as milvus list -o json
    has_jobs "pages: milvus, $jobs jobs" 1 $jobs
    holds "pages: milvus, $jobs jobs: one request" "$(counter requests)" test "$(counter requests)" -eq 1
    stop "$sim"
done
# Every page is the first one: the list ends, and nothing comes twice.
for jobs in 101 1000; do
    for api in v1 v2; do
        for how in "" --list-no-count; do
            # shellcheck disable=SC2086 # options
            start_sim --plain --jobs $jobs --list-no-paging $how
            ask_as $api list -o json
            has_jobs "no pages: $api, $jobs jobs $how" 1 100
            holds "no pages: $api, $jobs jobs $how: two requests" "$(counter requests)" test "$(counter requests)" -eq 2
            stop "$sim"
        done
    done
done
start_sim --jobs 1000 --last-body "$T/body"
for api in v1 v2; do
    before=$(counter requests 2>/dev/null || echo 0)
    ask_as $api list -o json
    has_jobs "pages: $api, 1000 jobs over TLS" 1 1000
    holds "pages: $api, 1000 jobs over TLS: few requests" "$(counter requests)" test $(($(counter requests) - before)) -le 11
done
holds "pages: what is asked" "$(cat "$T/body")" test "$(sed 's/,"currentPage":1[01]*}$//' "$T/body")" = \
    "{\"clusterId\":\"$CLUSTER\",\"pageSize\":100"
ask_as v2 list -o json --page 3 --page-size 7
has_jobs "one page: v2" 15 21
holds "one page: v2: what is asked" "$(cat "$T/body")" test "$(cat "$T/body")" = "{\"clusterId\":\"$CLUSTER\",\"pageSize\":7,\"currentPage\":3}"
ask_as v1 list -o json --page 2
has_jobs "one page: v1" 101 200
ask_as v1 list -o json --page-size 5
has_jobs "one page: v1, the first" 1 5
ask_as v2 list -o json --page 11
has_jobs "one page: v2, beyond the end" 1 0
ask_as v1 list --page-size 4
fails "one page: too small for v1" 9 "80003.*5 to 100"
ask_as v2 list --page-size 101
fails "one page: too large for v2" 9 "96008.*1 to 100"
before=$(counter requests)
for bad in "--page 0" "--page -1" "--page x" "--page 4294967296" "--page-size 0" "--page-size 1.5" "--state Done" "--state" \
    "--collection" "-o env" "--files" "--interval 1" "--exit-code"; do
    # shellcheck disable=SC2086 # options
    ask_as v2 list $bad
    fails "usage: $bad" 2 "${bad%% *}"
done
ask_as v2 list job-instant
fails "usage: an operand" 2 "job-instant|operand"
holds "usage: nothing was sent" "$(counter requests)" test "$(counter requests)" -eq "$before"
stop "$sim"

# ---- formats and filters

start_sim --plain --jobs 7
ask_as v1 list
expect "text" 0 "JOB                         STATE        PROGRESS  COLLECTION                REASON
job-listed-00001            Completed              articles
job-listed-00002            Importing              books
job-listed-00003            Failed                 images
job-listed-00004            Pending                articles
job-listed-00005            Cancelled              books
job-listed-00006            Completed              images
job-listed-00007            Importing              articles"
line() { # NUMBER COLLECTION STATE PROGRESS REASON API
    printf '{"jobId":"job-listed-0000%s","collectionName":"%s","state":"%s","progress":%s,"reason":%s,"api":"%s"}\n' "$@"
}
for api in v1 v2; do
    ask_as $api list -o json --page-size 5
    expect "json: $api" 0 "$(line 1 articles Completed null null $api; line 2 books Importing null null $api
        line 3 images Failed null null $api; line 4 articles Pending null null $api; line 5 books Cancelled null null $api)"
    ask_as $api list -o json --collection books
    expect "--collection: $api" 0 "$(line 2 books Importing null null $api; line 5 books Cancelled null null $api)"
    ask_as $api list -o json --state FAILED --state cancelled
    expect "--state: $api" 0 "$(line 3 images Failed null null $api; line 5 books Cancelled null null $api)"
    ask_as $api list -o json --state Importing --collection articles
    expect "--state and --collection: $api" 0 "$(line 7 articles Importing null null $api)"
    ask_as $api list --state Uncommitted
    sound "--state: none, $api" 0 && holds "--state: none, $api" "no note" says "^zimport: note: no import jobs found"
done
ask_as v2 list -o csv --state pending
r=$(printf '\r')
expect "csv" 0 "jobId,collectionName,state,progress,reason,api$r
job-listed-00004,articles,Pending,,,v2$r"
ask_as v2 list -o csv --state uncommitted
expect "csv: none" 0 "jobId,collectionName,state,progress,reason,api$r"
ask_as v2 list -o ids --collection books
expect "ids" 0 'job-listed-00002
job-listed-00005'
ask_as v2 list -o ids --state uncommitted
sound "ids: none" 0 && holds "ids: none" "$(cat "$T/out")" [ ! -s "$T/out" ]
ask_as v2 list -o json -q --collection nothing
sound "json: none" 0 && holds "json: none, quiet" "$(cat "$T/err")" test ! -s "$T/out" -a ! -s "$T/err"
run list --api v2 --endpoint "$SITE" --cluster "$CLUSTER" </dev/null
fails "key: needed by v2" 2 "ZILLIZ_API_KEY"
stop "$sim"
start_sim --milvus --jobs 7 --db sales --last-body "$T/body"
ask_as milvus list
fails "milvus: without the database" 6 "HTTP 403.*--db"
ask_as milvus list --db sales -o json --state failed --state completed
expect "milvus" 0 "$(line 1 articles Completed 100 null milvus
    line 3 images Failed 0 '"row 17: wrong vector dimension"' milvus; line 6 images Completed 100 null milvus)"
ask_as milvus list --db sales -o json --collection books
expect "milvus: --collection" 0 "$(line 2 books Importing 40 null milvus; line 5 books Cancelled 40 '"cancelled by the user"' milvus)"
holds "milvus: what is asked" "$(cat "$T/body")" test "$(cat "$T/body")" = '{"dbName":"sales","collectionName":"books"}'
ask_as milvus list --db sales -o json --page 2 --page-size 3
expect "milvus: a page is cut out of it" 0 "$(line 4 articles Pending 0 null milvus
    line 5 books Cancelled 40 '"cancelled by the user"' milvus; line 6 images Completed 100 null milvus)"
stop "$sim"

# ---- in the middle

page() { # FILE FIRST LAST COUNT
    rows=
    for number in $(numbered '' "$2" "$3"); do
        rows="$rows,{\"jobId\":\"j$number\",\"collectionName\":\"c\",\"state\":\"Completed\"}"
    done
    reply "$1" "{\"code\":0,\"data\":{\"count\":$4,\"records\":[${rows#,}]}}"
}
ids_are() { # NAME FROM TO
    numbered j "$2" "$3" >"$T/expected"
    sed 's/^{"jobId":"\([^"]*\)".*/\1/' "$T/out" >"$T/ids"
    holds "$1" "$(wc -l <"$T/ids") jobs" cmp -s "$T/expected" "$T/ids"
}
start_serve
page list.1 1 100 250
page list.2 101 200 250
: >"$T/replies/list.raw"
ask_as v2 list -o json --retry 0
sound "middle: a lost connection" 7 && one_line "middle: a lost connection" && ids_are "middle: what was there stays" 1 200
stop "$server"
for how in cut busy code; do
    rm -f "$T"/replies/list*
    page list.1 1 100 250
    page list.2 101 200 250
    page list.4 201 250 250
    case $how in
    cut)
        size=$(wc -c <"$T/replies/list.2")
        { printf 'HTTP/1.1 200 OK\r\nContent-Length: %s\r\n\r\n' "$size"; head -c $((size - 30)) "$T/replies/list.2"; } \
            >"$T/replies/list.3.raw"
        ;;
    busy) http list.3 "503 Busy" "" ;;
    code) http list.3 "429 Busy" '{"code":429,"message":"m"}' ;;
    esac
    start_serve
    ask_as v2 list -o json
    sound "middle: $how, asked again" 0 && ids_are "middle: $how, asked again: nothing twice" 1 250
    holds "middle: $how: pages" "$(grep -o 'currentPage":[0-9]*' "$T/requests" | tr '\n' ' ')" \
        test "$(grep -o 'currentPage":[0-9]*' "$T/requests" | tr -dc '0-9\n' | tr '\n' ' ')" = "1 2 3 3 "
    stop "$server"
done
# None of it is printed.
rm -f "$T"/replies/list*
page list.1 1 100 150
reply list '{"code":0,"data":{"count":150,"records":[{"jobId":"bad1"},{"jobId":"bad2"}'
start_serve
ask_as v2 list -o json --retry 0
sound "middle: JSON that ends early" 9 && ids_are "middle: JSON that ends early: nothing of that page" 1 100

# ---- one reply, that of milvus

lists() { # NAME BODY EXPECTED
    reply list "$2"
    ask_as milvus list -o json
    expect "reply: $1" 0 "$3"
}
malformed() { # NAME BODY
    reply list "$2"
    ask_as milvus list --retry 0
    fails "malformed: $1" 9 "for its import jobs: .*HTTP 200"
}
item() { # ID COLLECTION STATE PROGRESS REASON
    printf '{"jobId":%s,"collectionName":%s,"state":"%s","progress":%s,"reason":%s,"api":"milvus"}\n' "$@"
}
rm -f "$T"/replies/list*
lists "the sample" '{"code":0,"data":{"records":[{"collectionName":"articles","jobId":"448761313698322011","progress":80,"state":"Importing"}]}}' \
    "$(item '"448761313698322011"' '"articles"' Importing 80 null)"
lists "code 200" '{"code":"200","data":{"records":[{"jobId":"a","state":"Pending"}]}}' "$(item '"a"' null Pending null null)"
lists "nothing" '{"code":0,"data":{"records":[]}}' ''
lists "nothing, as null" '{"code":0,"data":{"records":null}}' ''
lists "an empty row" '{"code":0,"data":{"records":[{}]}}' "$(item null null Unknown null null)"
lists "wrong types in a row" '{"code":0,"data":{"records":[{"jobId":[1],"collectionName":7,"state":8,"progress":"9","reason":{}}]}}' \
    "$(item null null Unknown null null)"
lists "an id as a number" '{"code":0,"data":{"records":[{"jobId":448761313698322011}]}}' "$(item '"448761313698322011"' null Unknown null null)"
lists "words and reasons" '{"code":0,"data":{"records":[{"jobID":"a","state":"ImportRunning","progress":33.339,"reason":""},{"jobId":"b","state":"CANCELED","progress":-1,"reason":"r"},{"jobId":"c","state":"Odd","progress":101}]}}' \
    "$(item '"a"' null Importing 33.33 null; item '"b"' null Cancelled 0 '"r"'; item '"c"' null Unknown 100 null)"
lists "records given twice: the last counts" '{"code":0,"data":{"records":[{"jobId":"a"}],"records":[{"jobId":"b"}]}}' \
    "$(item '"b"' null Unknown null null)"
malformed "no data" '{"code":0}'
malformed "no code" '{"data":{"records":[]}}'
malformed "no records" '{"code":0,"data":{"count":1}}'
malformed "records an object" '{"code":0,"data":{"records":{}}}'
malformed "data an array" '{"code":0,"data":[]}'
malformed "not JSON" 'none'
malformed "a comma missing" '{"code":0,"data":{"records":[{"jobId":"a"}{"jobId":"b"}]}}'
malformed "a byte behind it" '{"code":0,"data":{"records":[]}}x'
malformed "a trap" '{"code":0,"message":"The token is illegal."}'
reply list '{"code":2100,"message":"none"}'
ask_as milvus list --retry 0
fails "a list in which no job was asked for" 9 "code 2100"
reply list '{"code":1807,"message":"limit"}'
before=$(sent)
ask_as milvus list --retry 1
fails "busy" 9 "code 1807.*2 tries"
holds "busy: asked again" "$(sent)" test $(($(sent) - before)) -eq 2
http list "404 Not Found" "404 page not found"
ask_as milvus list
fails "no such path" 9 "HTTP 404"
if says "[-]-path"; then not_ok "no such path: no option that list has not" "the line names it"; else ok "no such path"; fi
rm "$T/replies/list.raw"

HARM='{"code":0,"data":{"records":[{"jobId":"a\u001b[2J\nb","collectionName":"c,\"\u009b31m\u0000","state":"\u001b[31m","reason":"r\r\n\u0007\ud800 \u007f"}]}}'
lists "harm, in JSON" "$HARM" "$(item '"a\u001b[2J\nb"' "\"c,\\\"$(printf '\302\233')31m\\u0000\"" Unknown null "\"r\\r\\n\\u0007$(printf '\357\277\275') $(printf '\177')\"")"
for format in text csv; do
    ask_as milvus list -o $format
    sound "harm: $format" 0 && holds "harm: $format" "control characters, or other lines" test \
        "$(controls)" -eq 0 -a "$(wc -l <"$T/out")" -eq 2
done
reply list "{\"code\":0,\"data\":{\"records\":[{\"jobId\":\"$KEY\",\"collectionName\":\"x$KEY\",\"reason\":\"$KEY\"}]}}"
for format in text csv json ids; do
    ZILLIZ_API_KEY=$KEY run list --endpoint "$SITE" -o $format -v -v </dev/null
    expect "the key is not shown, $format" 0
done
stop "$server"

# ---- on a terminal: columns, colours, phases; elsewhere none of it

need script
ESC=$(printf '\033')
terminal() { # COLUMNS ARGUMENT...: what it gets, without CR
    columns=$1
    shift
    timeout -k 5 60 script -q -e -c "stty rows 20 cols $columns; LC_ALL=${LOCALE:-C} '$ZIMPORT' list --endpoint $SITE $*" \
        /dev/null </dev/null >"$T/pty" 2>"$T/log"
    code=$?
    tr -d '\r' <"$T/pty" >"$T/out"
    : >"$T/err"
}
start_serve
reply list '{"code":0,"data":{"records":[
    {"jobId":"448761313698322011","collectionName":"articles","progress":40,"state":"Failed","reason":"row 17: wrong vector dimension: 512,  not 768, in s3://b/2024-01-01/part-00017-of-00032-with-a-long-name.parquet \u001b"},
    {"jobId":"448761313698322012","collectionName":"articles_of_the_whole_year","progress":40,"state":"Failed","reason":"a \u00e9\u00e9"},
    {"jobId":"448761313698322013","collectionName":"books","progress":40,"state":"Importing"}]}}'
FAILED1="448761313698322011          Failed           40 %  articles"
FAILED2="448761313698322012          Failed           40 %  articles_of_the_whole_year"
RUNNING="448761313698322013          importing        40 %  books"
E_ACUTE=$(printf '\303\251')
HEAD="JOB                         STATE        PROGRESS  COLLECTION"
LOCALE=C.UTF-8 terminal 120 --color never
expect "terminal: 120 columns" 0 "$HEAD                REASON
$FAILED1                  row 17: wrong vector dimension: 512,  not
                                                                             768, in
                                                                             s3://b/2024-01-01/part-00017-of-00032-with
                                                                             -a-long-name.parquet $(printf '\357\277\275')
$FAILED2  a $E_ACUTE$E_ACUTE
$RUNNING"
terminal 97 --color never
holds "terminal: 97 columns: the reason stands below" "$(cat "$T/out")" grep -q '^    row 17: ' "$T/out"
terminal 98 --color never
holds "terminal: 98 columns: it has room" "$(cat "$T/out")" grep -q '  articles                  row 17: wrong vector$' "$T/out"
terminal 60 --color never
expect "terminal: 60 columns" 0 "${HEAD%??}
$FAILED1
    row 17: wrong vector dimension: 512,  not 768, in
    s3://b/2024-01-01/part-00017-of-00032-with-a-long-name.
    parquet ?
$FAILED2
    a $E_ACUTE$E_ACUTE
$RUNNING"
for columns in 1 4 5 20; do
    terminal $columns --color never
    sound "terminal: $columns columns" 0 && holds "terminal: $columns columns: all is there" "$(cat "$T/out")" \
        test "$(tr -d ' \n' <"$T/out" | grep -c 'wrongvectordimension:512,not768')" -eq 1
done
terminal 80
expect "terminal: colours" 0 "$HEAD
448761313698322011          ${ESC}[31mFailed${ESC}[0m           40 %  articles
    row 17: wrong vector dimension: 512,  not 768, in
    s3://b/2024-01-01/part-00017-of-00032-with-a-long-name.parquet ?
448761313698322012          ${ESC}[31mFailed${ESC}[0m           40 %  articles_of_the_whole_year
    a $E_ACUTE$E_ACUTE
448761313698322013          ${ESC}[36mimporting${ESC}[0m        40 %  books"
NO_COLOR=1 terminal 80
holds "terminal: NO_COLOR" "$(cat "$T/out")" test "$(grep -c "$ESC" "$T/out")" -eq 0
ask_as milvus list --color always
expect "no terminal: --color always" 0 "$HEAD                REASON
448761313698322011          ${ESC}[31mFailed${ESC}[0m           40 %  articles                  row 17: wrong vector dimension: 512,  not 768, in s3://b/2024-01-01/part-00017-of-00032-with-a-long-name.parquet ?
448761313698322012          ${ESC}[31mFailed${ESC}[0m           40 %  articles_of_the_whole_year  a $E_ACUTE$E_ACUTE
448761313698322013          ${ESC}[36mImporting${ESC}[0m        40 %  books"
stop "$server"

# ---- nobody reads any more

start_sim --plain --jobs 5000
ask_as v2 list -q -o json --page-size 1
for format in text json csv; do
    before=$(counter requests)
    {
        ZILLIZ_API_KEY=$KEY timeout 30 "$ZIMPORT" list -o $format --api v2 --endpoint "$SITE" --cluster "$CLUSTER" </dev/null 2>"$T/err"
        echo $? >"$T/code"
    } | head -n 3 >"$T/out"
    code=$(cat "$T/code")
    holds "broken pipe, $format: quiet" "exit $code, $(cat "$T/err")" test ! -s "$T/err" -a "$code" -ne 99
    holds "broken pipe, $format: ends" "$(counter requests)" test $(($(counter requests) - before)) -lt 40
done
ZILLIZ_API_KEY=$KEY timeout 30 "$ZIMPORT" list --api v2 --endpoint "$SITE" --cluster "$CLUSTER" </dev/null >/dev/full 2>"$T/err"
code=$?
: >"$T/out"
fails "a full disk" 1 "writ.*No space left"
stop "$sim"

finish
