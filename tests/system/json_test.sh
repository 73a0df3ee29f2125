#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# `-o json` byte for byte, for the bodies of the API's description and for every odd one that the contract mentions.

. "${0%/*}/lib.sh"
start_serve

# Each argument as it stands in the JSON.
json() { # COLLECTION STATE PROGRESS FILE SIZE TIME REASON
    printf '{"jobId":"%s","clusterId":"%s","collectionName":%s,"state":"%s","progress":%s,"fileName":%s,"fileSize":%s,' \
        "$JOB" "$CLUSTER" "$1" "$2" "$3" "$4" "$5"
    printf '"importedRows":null,"totalRows":null,"completeTime":%s,"reason":%s,"api":"v1","createTime":null,"phase":null}' "$6" "$7"
}

becomes() { # NAME BODY EXPECTED
    reply "$JOB" "$2"
    ask status -o json "$JOB"
    expect "$1" 0 "$3"
}

# Members of data, and what they lead to.
point() { # NAME MEMBERS STATE PROGRESS [SIZE [TIME [REASON]]]
    becomes "$1" "{\"code\":200,\"data\":{$2}}" "$(json null "$3" "$4" null "${5:-null}" "${6:-null}" "${7:-null}")"
}

malformed() { # NAME BODY
    reply "$JOB" "$2"
    ask status --retry 0 "$JOB"
    fails "malformed: $1" 9 "about $JOB: .*HTTP 200"
}

# ---- the samples

NAME='"collectionName":"articles","fileName":"s3://bkt/run7/","fileSize":104857600'
RUNNING='{"code":200,"data":{'$NAME',"readyPercentage":0.4,"completeTime":null,"errorMessage":null,"jobId":"'$JOB'","details":[{"fileName":"s3://bkt/run7/1.parquet","fileSize":52428800,"readyPercentage":0.8,"completeTime":null,"errorMessage":null},{"fileName":"s3://bkt/run7/2.parquet","fileSize":52428800,"readyPercentage":0,"completeTime":null,"errorMessage":null}]}}'
COMPLETE='{"code":200,"data":{'$NAME',"readyPercentage":1,"completeTime":"2024-02-03T04:05:06Z","errorMessage":null,"jobId":"'$JOB'","details":[]}}'
FAILED='{"code":200,"data":{'$NAME',"readyPercentage":0.4,"completeTime":null,"errorMessage":"row 17: wrong vector dimension","jobId":"'$JOB'","details":[]}}'
becomes "sample: running" "$RUNNING" "$(json '"articles"' Importing 40 '"s3://bkt/run7/"' 104857600 null null)"
becomes "sample: complete" "$COMPLETE" \
    "$(json '"articles"' Completed 100 '"s3://bkt/run7/"' 104857600 '"2024-02-03T04:05:06Z"' null)"
becomes "sample: failed" "$FAILED" \
    "$(json '"articles"' Failed 40 '"s3://bkt/run7/"' 104857600 null '"row 17: wrong vector dimension"')"

row() { # FILE SIZE STATE PROGRESS TIME REASON
    printf '{"fileName":%s,"fileSize":%s,"state":"%s","progress":%s,"importedRows":null,"totalRows":null,' "$1" "$2" "$3" "$4"
    printf '"completeTime":%s,"reason":%s}' "$5" "$6"
}

with_rows() { # LINE ROWS: the rows as the last key
    printf '%s,"details":[%s]}' "${1%\}}" "$2"
}

reply "$JOB" "$RUNNING"
ask status -o json --files "$JOB"
expect "sample: running, with files" 0 \
    "$(with_rows "$(json '"articles"' Importing 40 '"s3://bkt/run7/"' 104857600 null null)" \
    "$(row '"s3://bkt/run7/1.parquet"' 52428800 Importing 80 null null),$(row '"s3://bkt/run7/2.parquet"' 52428800 Importing 0 null null)")"
reply "$JOB" "$COMPLETE"
ask status -o json --files "$JOB"
expect "sample: complete, with files" 0 \
    "$(with_rows "$(json '"articles"' Completed 100 '"s3://bkt/run7/"' 104857600 '"2024-02-03T04:05:06Z"' null)" "")"
printf '%s' "$COMPLETE" | sed 's/,"data"/ ,\
 "data" /; s/{/{\
 /g; s/:/	: /' >"$T/replies/$JOB"
ask status -o json "$JOB"
expect "white space between everything" 0 \
    "$(json '"articles"' Completed 100 '"s3://bkt/run7/"' 104857600 '"2024-02-03T04:05:06Z"' null)"

# ---- progress and state

while read -r value state progress; do
    point "readyPercentage $value" "\"readyPercentage\":$value" "$state" "$progress"
done <<'END'
0 Importing 0
0.0 Importing 0
-0 Importing 0
0.01 Importing 1
0.005 Importing 0.5
0.3333333 Importing 33.33
0.1010 Importing 10.1
0.00009 Importing 0
0.0001 Importing 0.01
0.99999999 Importing 99.99
1e-2 Importing 1
25E-2 Importing 25
4.5e-01 Importing 45
1 Completed 100
1.0 Completed 100
1e0 Completed 100
100e-2 Completed 100
0.1e+1 Completed 100
40 Importing 40
1.5 Importing 1.5
99.999 Importing 99.99
100 Completed 100
100.0 Completed 100
250 Completed 100
1e400 Completed 100
1e-400 Importing 0
0.000000000000000000000000000000000000000000000000000000000000000000000001 Importing 0
123456789012345678901234567890 Completed 100
-0.5 Importing 0
-7 Importing 0
END
point "no progress, nothing else" '"fileSize":7' Unknown null 7
point "progress null" '"readyPercentage":null' Unknown null
point "no progress, but a time" '"completeTime":"2024-02-03T04:05:06Z"' Completed null null '"2024-02-03T04:05:06Z"'
point "no progress, but an error" '"errorMessage":"no"' Failed null null null '"no"'
point "an error at 100 %" '"readyPercentage":1,"errorMessage":"no"' Failed 100 null null '"no"'
point "an empty error" '"readyPercentage":1,"errorMessage":""' Completed 100
point "an empty time" '"readyPercentage":0.5,"completeTime":""' Importing 50
point "a time of another form" '"readyPercentage":1,"completeTime":"12 s"' Completed 100 null '"12 s"'
point "an error of a wrong type" '"readyPercentage":0.5,"errorMessage":[7]' Importing 50
point "a time of a wrong type" '"readyPercentage":0.5,"completeTime":17' Importing 50
point "a file's error is not the job's" '"readyPercentage":0.5,"details":[{"errorMessage":"bad row"}]' Importing 50
point "the job's error before a file's" \
    '"details":[{"errorMessage":"bad row"}],"readyPercentage":0.5,"errorMessage":"worse"' Failed 50 null null '"worse"'

# ---- numbers, code, data, job id

while read -r value size; do
    point "fileSize $value" "\"readyPercentage\":0,\"fileSize\":$value" Importing 0 "$size"
done <<'END'
0 0
19599887 19599887
9007199254740993 9007199254740993
9223372036854775807 9223372036854775807
18446744073709551616 null
99999999999999999999999 null
-1 null
1.0 null
1e3 null
"17" null
true null
{"bytes":17} null
END
done_is=$(json null Completed 100 null null null null)
while read -r code; do
    becomes "code $code" "{\"code\":$code,\"data\":{\"readyPercentage\":1}}" "$done_is"
done <<'END'
200
0
"200"
"0"
END
becomes "code behind data" '{"data":{"readyPercentage":1},"code":200}' "$done_is"
becomes "jobID" '{"code":200,"data":{"readyPercentage":1,"jobID":"'$JOB'"}}' "$done_is"
becomes "jobId of a wrong type" '{"code":200,"data":{"readyPercentage":1,"jobId":17}}' "$done_is"
becomes "unknown keys" '{"x":[{"code":500,"data":null}],"code":200,"data":{"y":{"readyPercentage":0},"readyPercentage":1,"":[]}}' \
    "$done_is"
becomes "an escaped key" '{"co\u0064e":200,"data":{"ready\u0050ercentage":1}}' "$done_is"
becomes "keys given twice" '{"code":500,"data":{"readyPercentage":0.1,"errorMessage":"old","jobId":"old"},"code":200,"data":{"readyPercentage":0.2,"errorMessage":"old","readyPercentage":1,"errorMessage":null,"fileSize":1,"fileSize":null}}' \
    "$done_is"
becomes "depth 20 of what is not known" '{"x":[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]],"code":200,"data":{"readyPercentage":1}}' "$done_is"

GOOD='"code":200,"data":{"readyPercentage":1}'
malformed "no code" '{"data":{"readyPercentage":1}}'
malformed "code null" '{"code":null,"data":{"readyPercentage":1}}'
malformed "code true" '{"code":true,"data":{"readyPercentage":1}}'
malformed "code in an array" '{"code":[200],"data":{"readyPercentage":1}}'
malformed "code of letters" '{"code":"ok","data":{"readyPercentage":1}}'
malformed "no data" '{"code":200}'
malformed "data null" '{"code":200,"data":null}'
malformed "data empty" '{"code":200,"data":{}}'
malformed "data of unknown things" '{"code":200,"data":{"x":1}}'
malformed "data an array" '{"code":200,"data":[]}'
malformed "data a text" '{"code":200,"data":"none"}'
malformed "progress in a string" '{"code":200,"data":{"readyPercentage":"1"}}'
malformed "progress true" '{"code":200,"data":{"readyPercentage":true}}'
malformed "progress an object" '{"code":200,"data":{"readyPercentage":{}}}'
malformed "another job" '{"code":200,"data":{"readyPercentage":1,"jobId":"job-other"}}'
malformed "another job, longer" '{"code":200,"data":{"readyPercentage":1,"jobId":"'${JOB}'1"}}'
malformed "data twice, the last bad" '{"code":200,"data":{"readyPercentage":1},"data":{}}'
malformed "empty" ''
malformed "only blanks" '   '
malformed "an array" '[1]'
malformed "a number" '200'
malformed "two values" "{$GOOD}{$GOOD}"
malformed "a byte behind it" "{$GOOD}x"
malformed "a NUL escaped badly" "{$GOOD,\"x\":\"\\u00\"}"
malformed "no comma" '{"code":200 "data":{"readyPercentage":1}}'
malformed "a comma too many" "{$GOOD,}"
malformed "no colon" '{"code" 200,"data":{"readyPercentage":1}}'
malformed "single quotes" "{'code':200,'data':{'readyPercentage':1}}"
malformed "a bare word" "{$GOOD,\"x\":nul}"
malformed "a zero in front" "{$GOOD,\"x\":01}"
malformed "a plus in front" "{$GOOD,\"x\":+1}"
malformed "a point at the end" "{$GOOD,\"x\":1.}"
malformed "NaN" "{$GOOD,\"x\":NaN}"
malformed "an unknown escape" "{$GOOD,\"x\":\"\\x41\"}"
malformed "a comment" "{$GOOD/**/}"
malformed "not closed" "{$GOOD"
malformed "an open string" "{$GOOD,\"x\":\"y"
malformed "too deep" "{$GOOD,\"x\":$(printf '%100s' '' | tr ' ' '[')$(printf '%100s' '' | tr ' ' ']')}"
malformed "a byte order mark" "$(printf '\357\273\277{%s}' "$GOOD")"
for bytes in '\001' '\011' '\012' '\037' '\300\257' '\200' '\355\240\200' '\364\220\200\200' '\303' '\377'; do
    # shellcheck disable=SC2059 # escapes
    malformed "byte $bytes in a string" "$(printf "{$GOOD,\"x\":\"a${bytes}b\"}")"
done

# ---- text

text_point() { # NAME TEXT EXPECTED: as a file name, inside of the quotes
    becomes "text: $1" "{\"code\":200,\"data\":{\"readyPercentage\":0,\"fileName\":\"$2\"}}" \
        "$(json null Importing 0 "\"$3\"" null null null)"
}
text_point "escapes" '\"\\\/\b\f\n\r\tA\u0041' '\"\\/\b\f\n\r\tAA'
text_point "control characters" '\u0001\u001b[31m\u001F' '\u0001\u001b[31m\u001f'
text_point "NUL" 'a\u0000b' 'a\u0000b'
text_point "UTF-8" 'ärger 中文 😀' 'ärger 中文 😀'
text_point "escaped UTF-16" '\u00e4\u4E2D\ud83d\uDE00' 'ä中😀'
text_point "a lone high surrogate" 'a\ud800b' 'a�b'
text_point "a lone low surrogate" 'a\udc00b' 'a�b'
text_point "high surrogates" '\ud83d\ud83d\ude00' '�😀'
text_point "empty" '' ''
long=$(printf '%1000s' '' | tr ' ' /)
text_point "1000 bytes" "$long" "$long"

# ---- file rows

rows_are() { # NAME DETAILS EXPECTED-ROWS
    reply "$JOB" "{\"code\":200,\"data\":{\"readyPercentage\":0,\"details\":$2}}"
    ask status -o json --files "$JOB"
    expect "rows: $1" 0 "$(with_rows "$(json null Importing 0 null null null null)" "$3")"
}
rows_are "none" '[]' ''
rows_are "every state" \
    '[{"readyPercentage":1,"completeTime":"t"},{"errorMessage":"e","readyPercentage":1},{"readyPercentage":0.125},{"completeTime":"t"},{}]' \
    "$(row null null Completed 100 '"t"' null),$(row null null Failed 100 null '"e"'),$(row null null Importing 12.5 null null),$(row null null Completed null '"t"' null),$(row null null Unknown null null null)"
rows_are "wrong types are null" '[{"fileName":7,"fileSize":"x","readyPercentage":"y","completeTime":{},"errorMessage":[1]}]' \
    "$(row null null Unknown null null null)"
rows_are "keys given twice" '[{"fileName":"a","fileName":"b","fileSize":1,"fileSize":2}]' "$(row '"b"' 2 Unknown null null null)"
rows_are "unknown keys" '[{"x":[{"fileName":"a"}],"fileName":"b"}]' "$(row '"b"' null Unknown null null null)"
rows_are "details given twice" '[{"fileName":"a"}],"details":[{"fileName":"b"},{"fileName":"c"}]' \
    "$(row '"b"' null Unknown null null null),$(row '"c"' null Unknown null null null)"
malformed "bad JSON in a row" '{"code":200,"data":{"readyPercentage":1,"details":[{"fileName":"a",}]}}'

finish
