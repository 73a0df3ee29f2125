#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# v2 and milvus, which name states: byte for byte for the bodies of the API's description, every word, every code with
# its own exit, and hostile text.

. "${0%/*}/lib.sh"

OWN=448761313698322011 # a job of a Milvus server

phase() { # DIALECT STATE PROGRESS: as it stands in the JSON, for whole percents (api.md 9, phases)
    case $1,$2,$3 in
    *,null | v2,*) echo null ;;
    milvus,Pending,* | milvus,Importing,*)
        for end in 9:queued 39:reading 69:importing 79:sorting 98:indexing 100:committing; do
            [ "$3" -gt "${end%:*}" ] || break
        done
        echo "\"${end#*:}\""
        ;;
    *) echo null ;;
    esac
}

# Each argument as it stands in the JSON.
json() { # DIALECT JOB COLLECTION STATE PROGRESS FILE SIZE IMPORTED TOTAL TIME REASON
    cluster=null
    [ "$1" = milvus ] || cluster="\"$CLUSTER\""
    printf '{"jobId":"%s","clusterId":%s,"collectionName":%s,"state":"%s","progress":%s,"fileName":%s,"fileSize":%s,' \
        "$2" "$cluster" "$3" "$4" "$5" "$6" "$7"
    printf '"importedRows":%s,"totalRows":%s,"completeTime":%s,"reason":%s,"api":"%s","createTime":null,"phase":%s}' \
        "$8" "$9" "${10}" "${11}" "$1" "$(phase "$1" "$4" "${5%.*}")"
}

row() { # FILE SIZE STATE PROGRESS IMPORTED TOTAL TIME REASON
    printf '{"fileName":%s,"fileSize":%s,"state":"%s","progress":%s,"importedRows":%s,"totalRows":%s,"completeTime":%s,"reason":%s}' \
        "$@"
}

with_rows() { # LINE ROWS: the rows as the last key
    printf '%s,"details":[%s]}' "${1%\}}" "$2"
}

# ---- the samples, raw and from the simulator, with and without TLS

V2_BODY='{"code":0,"data":{"jobId":"'$JOB'","collectionName":"articles","fileName":"run7.json","fileSize":3279917,"state":"Importing","progress":40,"completeTime":"","reason":"","totalRows":5979,"details":[{"fileName":"run7.json","fileSize":3279917,"state":"Importing","progress":40,"completeTime":"","reason":""}]}}'
OWN_BODY='{"code":0,"data":{"collectionName":"articles","completeTime":"","details":[{"completeTime":"2024-02-03T12:05:06+08:00","fileName":"[run7/id.npy run7/vector.npy]","fileSize":1024,"importedRows":10,"progress":100,"state":"Completed","totalRows":10}],"fileSize":1024,"importedRows":10,"jobId":"'$OWN'","progress":80,"state":"Importing","totalRows":10}}'
v2_line() { # JOB
    json v2 "$1" '"articles"' Importing 40 '"run7.json"' 3279917 null 5979 null null
}
own_line() { # JOB
    json milvus "$1" '"articles"' Importing 80 null 1024 10 10 null null
}
V2_ROW=$(row '"run7.json"' 3279917 Importing 40 null null null null)
OWN_ROW=$(row '"[run7/id.npy run7/vector.npy]"' 1024 Completed 100 10 10 '"2024-02-03T12:05:06+08:00"' null)

start_serve
reply "$JOB" "$V2_BODY"
reply "$OWN" "$OWN_BODY"
ask_as v2 status -o json "$JOB"
expect "sample: v2" 0 "$(v2_line "$JOB")"
ask_as v2 status -o json --files "$JOB"
expect "sample: v2, with files" 0 "$(with_rows "$(v2_line "$JOB")" "$V2_ROW")"
ask_as milvus status -o json "$OWN"
expect "sample: milvus" 0 "$(own_line "$OWN")"
ask_as milvus status -o json --files "$OWN"
expect "sample: milvus, with files" 0 "$(with_rows "$(own_line "$OWN")" "$OWN_ROW")"

crlf() { # turns line ends into those of csv, and keeps the last one
    sed "s/\$/$(printf '\r')/"
    echo .
}
csv_is() { # NAME LINES
    lines=$(printf '%s\n' "$2" | crlf)
    expect "$1" 0 "${lines%??}"
}
ask_as v2 status -o csv "$JOB"
csv_is "csv: v2" "jobId,clusterId,collectionName,state,progress,fileName,fileSize,importedRows,totalRows,completeTime,reason,api,createTime,phase
$JOB,$CLUSTER,articles,Importing,40,run7.json,3279917,,5979,,,v2,,"
ask_as milvus status -o csv "$OWN"
csv_is "csv: milvus" "jobId,clusterId,collectionName,state,progress,fileName,fileSize,importedRows,totalRows,completeTime,reason,api,createTime,phase
$OWN,,articles,Importing,80,,1024,10,10,,,milvus,,indexing"
ask_as milvus status -o csv --files "$OWN"
csv_is "csv: milvus, with files" "jobId,fileName,fileSize,state,progress,importedRows,totalRows,completeTime,reason
$OWN,[run7/id.npy run7/vector.npy],1024,Completed,100,10,10,2024-02-03T12:05:06+08:00,"
ask_as milvus status -o env "$OWN"
expect "env: milvus" 0 "ZIMPORT_JOB_ID='$OWN'
ZIMPORT_STATE='Importing'
ZIMPORT_PROGRESS='80'
ZIMPORT_COLLECTION_NAME='articles'
ZIMPORT_FILE_NAME=''
ZIMPORT_FILE_SIZE='1024'
ZIMPORT_IMPORTED_ROWS='10'
ZIMPORT_TOTAL_ROWS='10'
ZIMPORT_COMPLETE_TIME=''
ZIMPORT_REASON=''
ZIMPORT_CREATE_TIME=''
ZIMPORT_PHASE='indexing'"
ask_as milvus status --files "$OWN"
sound "text: milvus" 0 && for words in 'Importing, 80 %' 'Phase  *building indexes' 'Rows  *10 of 10' 'Completed  *100 %.*\[run7/id.npy'; do
    holds "text: $words" "not there" grep -q -e "$words" "$T/out"
done

# ---- what members become

point() { # NAME MEMBERS STATE PROGRESS [IMPORTED [TOTAL [TIME [REASON]]]]: in both dialects
    reply "$JOB" "{\"code\":0,\"data\":{$2}}"
    for api in v2 milvus; do
        ask_as $api status -o json "$JOB"
        expect "$1, $api" 0 "$(json $api "$JOB" null "$3" "$4" null null "${5:-null}" "${6:-null}" "${7:-null}" "${8:-null}")"
    done
}
point "no state" '"progress":40' Unknown 40
point "no progress" '"state":"Importing"' Importing null
point "state null" '"state":null,"progress":1' Unknown 1
point "progress null" '"state":"Pending","progress":null' Pending null
point "a state that nobody knows" '"state":"Frobnicated","progress":100' Unknown 100
point "complete at 40 %" '"state":"Completed","progress":40' Completed 40
point "100 % but importing" '"state":"Importing","progress":100' Importing 100
point "1 is one percent" '"state":"Importing","progress":1' Importing 1
point "a fraction of a percent" '"state":"Importing","progress":33.339' Importing 33.33
point "below zero" '"state":"Importing","progress":-7' Importing 0
point "above a hundred" '"state":"Importing","progress":250' Importing 100
point "nearly a hundred" '"state":"Importing","progress":99.99999' Importing 99.99
point "failed without a reason" '"state":"Failed","progress":0,"reason":""' Failed 0
point "a reason is no failure" '"state":"Importing","progress":5,"reason":"slow"' Importing 5 null null null '"slow"'
point "rows" '"state":"Completed","importedRows":9223372036854775806,"totalRows":9223372036854775807,"progress":100' \
    Completed 100 9223372036854775806 9223372036854775807
point "rows that are no numbers" '"state":"Completed","importedRows":"9","totalRows":1.5,"progress":100' Completed 100
point "a file's reason for a failed job" \
    '"details":[{"reason":""},{"reason":"bad row"},{"reason":"worse"}],"state":"Failed","progress":0,"reason":""' \
    Failed 0 null null null '"bad row"'
point "the job's reason before a file's" '"reason":"worse","details":[{"reason":"bad row"}],"state":"Failed","progress":0' \
    Failed 0 null null null '"worse"'
point "a file's reason is not that of a job that goes on" '"details":[{"reason":"bad row"}],"state":"Importing","progress":1' Importing 1
point "a time" '"state":"Completed","progress":100,"completeTime":"2024-02-03T12:05:06+08:00"' Completed 100 null null \
    '"2024-02-03T12:05:06+08:00"'
point "jobID" '"state":"Pending","progress":0,"jobID":"'"$JOB"'"' Pending 0

malformed() { # NAME BODY
    reply "$JOB" "$2"
    for api in v2 milvus; do
        ask_as $api status --retry 0 "$JOB"
        fails "malformed: $1, $api" 9 "about $JOB: .*HTTP 200"
    done
}
malformed "neither state nor progress" '{"code":0,"data":{"jobId":"'"$JOB"'","fileSize":7}}'
malformed "state and progress null" '{"code":0,"data":{"state":null,"progress":null}}'
malformed "state a number" '{"code":0,"data":{"state":3,"progress":1}}'
malformed "progress a text" '{"code":0,"data":{"state":"Importing","progress":"40"}}'
malformed "no data" '{"code":0}'
malformed "data an array" '{"code":0,"data":[]}'
malformed "no code" '{"data":{"state":"Importing","progress":1}}'
malformed "another job" '{"code":0,"data":{"state":"Completed","progress":100,"jobId":"job-other"}}'
malformed "no JSON" 'done'
for code in 0 '"0"' 200; do
    malformed "a trap, code $code" "{\"code\":$code,\"message\":\"The token is illegal.\"}"
    says "check the API key" || not_ok "malformed: a trap, code $code, hints at the key" "it does not"
done
stop "$server"

# ---- the simulator: words

fields() { # KEY: of each line on stdout
    sed 's/.*"'"$1"'":"*\([^",}]*\).*/\1/' "$T/out" | tr '\n' ' '
}
for how in --plain '' "--plain --milvus" --milvus; do
    # shellcheck disable=SC2086 # options
    start_sim --duration 0.3 $how
    case $how in
    *milvus*) api=milvus line=$(own_line job-sample-running) ;;
    *) api=v2 line=$(v2_line job-sample-running) ;;
    esac
    ask_as $api status -o json job-sample-running
    expect "simulator: the sample, $api, ${SITE%%:*}" 0 "$line"
    ask_as $api wait -q -o json --interval 0.05 job-ok
    sound "simulator: to the end, $api, ${SITE%%:*}" 0 && holds "simulator: to the end, $api, ${SITE%%:*}" "$(fields state)" \
        test "$(fields state | sed 's/.* \(.* \)$/\1/')" = "Completed "
    stop "$sim"
done

jobs=
wanted=
while read -r word state; do
    jobs="$jobs job-state-$word"
    wanted="$wanted$state "
done <<'END'
Pending Pending
Importing Importing
InProgress Importing
ImportRunning Importing
ImportPending Pending
Uncommitted Uncommitted
Committing Importing
Completed Completed
ImportCompleted Completed
Failed Failed
ImportFailed Failed
Cancel Cancelled
Cancelled Cancelled
Canceled Cancelled
CANCELED Cancelled
ImportCancel Cancelled
Retry Pending
None Unknown
Complete Unknown
Import Unknown
END
start_sim --plain
# shellcheck disable=SC2086 # jobs
ask_as v2 status -o json $jobs
sound "words: all" 0 && holds "words: all" "$(fields state)" test "$(fields state)" = "$wanted"
for job in Pending:3 Uncommitted:3 Committing:3 Retry:3 Completed:0 Failed:4 Canceled:4 Cancel:4; do
    ask_as v2 status --exit-code "job-state-${job%:*}"
    expect "words: status --exit-code, ${job%:*}" "${job#*:}"
done
for word in Cancelled CANCELED ImportCancel; do
    ask_as v2 wait -q -o json "job-state-$word"
    sound "words: wait, $word" 4 && holds "words: wait, $word" "$(fields state)" test "$(fields state)" = "Cancelled "
done
ask_as v2 wait -q -o json --interval 0.05 --timeout 0.3 job-state-Sleeping-10000
sound "words: a word that nobody knows does not end a wait" 10 && holds "words: unknown" "$(fields state)" test "$(fields state)" = "Unknown "
ask_as v2 wait -q -o json --interval 0.05 --timeout 0.3 job-committing
expect "words: what is being committed goes on" 10 "$(cat "$T/out")"
before=$(counter requests)
ask_as v2 wait --no-progress -o json --interval 0 job-uncommitted
sound "words: Uncommitted ends a wait" 10 && one_line "words: Uncommitted ends a wait" && says "commit" &&
    holds "words: Uncommitted ends a wait, $(fields state)" "at another poll" test $(($(counter requests) - before)) -eq 1

# ---- notes

ask_as v2 status job-index
sound "note: index" 0 && holds "note: index" "not there" grep -q 'Phase  *building indexes' "$T/out"
ask_as v2 status job-fewer
sound "note: fewer rows" 0 && holds "note: fewer rows" "not there" grep -q 'Rows .* of .*; some' "$T/out"
ask_as v2 wait --no-progress -o json job-fewer
sound "note: fewer rows, json" 0 && holds "note: fewer rows, json" "none" says "^zimport: note: job-fewer: .*only .* of .* rows"
ask_as v2 wait -q -o json job-fewer
sound "note: fewer rows, -q" 0 && holds "note: fewer rows, -q" "$(cat "$T/err")" test ! -s "$T/err"
ask_as v2 status job-failed-noreason
sound "reasons: of a file" 0 && holds "reasons: of a file" "not there" grep -q 'part-00001.parquet: row 17: wrong vector dimension' "$T/out"
ask_as v2 status -o json job-failed-noreason job-failed-mute
sound "reasons: in JSON" 0 && holds "reasons: in JSON" "$(fields reason)" test "$(fields reason)" = "row 17: wrong vector dimension null "
ask_as v2 status job-failed-mute
sound "reasons: none" 0 && holds "reasons: none" "nothing about it" grep -q '^Reason  *none given' "$T/out"

# ---- text that means harm

values_are_as_sent() (
    eval "$(cat "$T/out")"
    # shellcheck disable=SC2016 # as it came
    [ "$ZIMPORT_COMPLETE_TIME" = "';"'rm -rf $HOME `id` $(id)' ] && [ "$ZIMPORT_STATE" = Importing ] &&
        [ "$ZIMPORT_COLLECTION_NAME" = "$(printf 'a\033]0;title\007b\033[31mred')" ]
)
for api in v2 milvus; do
    [ $api = v2 ] || { stop "$sim"; start_sim --plain --milvus; }
    for format in text csv; do
        ask_as $api status --files -o $format job-escapes
        sound "harm: $format, $api" 0 && holds "harm: $format, $api" "$(controls) control characters" test "$(controls)" -eq 0
    done
    holds "harm: csv, lines, $api" "not two" test "$(tr -cd '\r' <"$T/out" | wc -c)" -eq 2
    ask_as $api status -o env job-escapes
    sound "harm: env, $api" 0 && holds "harm: env, $api" "other values" values_are_as_sent
    ask_as $api status -o json --files job-escapes
    sound "harm: json, $api" 0 && holds "harm: json, $api" "control characters" test "$(tr -d '\n' <"$T/out" | tr -cd '\001-\037' | wc -c)" -eq 0 -a "$(wc -l <"$T/out")" -eq 1
done
stop "$sim"

finish
