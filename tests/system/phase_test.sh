#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# What Milvus says of a job since 2.6 (api.md 9): createTime, phases, states of file rows, and rows that only the files'
# numbers lack.

. "${0%/*}/lib.sh"

field() { # KEY: as it stands in the last line of JSON
    sed -n '$s/.*"'"$1"'":\("[^"]*"\|[^,}]*\).*/\1/p' "$T/out"
}
has() { # NAME KEY VALUE...
    sound "$1" 0 || return
    has_name=$1
    shift
    while [ $# -gt 1 ]; do
        [ "$(field "$1")" = "$2" ] || {
            not_ok "$has_name" "$1 is $(field "$1"), not $2"
            return
        }
        shift 2
    done
    ok "$has_name"
}
line() { # NAME LINE: is one of stdout's
    sound "$1" 0 && holds "$1" "no line '$2'" grep -q -x -F -e "$2" "$T/out"
}
lacks() { # NAME PATTERN
    holds "$1" "it has /$2/" test -z "$(grep -E -e "$2" "$T/out" "$T/err")"
}
epoch() { # SECONDS
    date -u -d "@$1" +%Y-%m-%dT%H:%M:%S
}

# ---- api.md 9, "phases": the simulator's jobs, which stay where they are

start_sim --plain --milvus --duration 1.5
while read -r at phase words; do
    ask_as milvus status -o json "job-at-$at"
    has "phase at $at: json" phase "\"$phase\"" api '"milvus"' createTime '"2024-02-03T11:53:01+08:00"'
    ask_as milvus status "job-at-$at"
    line "phase at $at: text" "Phase       $words"
done <<'END'
0 queued queued
900 queued queued
1000 reading reading files
3900 reading reading files
4000 importing importing
7000 sorting sorting
8000 indexing building indexes
9500 indexing building indexes
9900 committing committing
END
ask_as milvus status -o json job-at-10000
has "phase: none at the end" phase null state '"Completed"'
ask_as milvus status -o json job-uncommitted
has "phase: none while uncommitted" phase null state '"Uncommitted"'
ask_as milvus status -o json job-failed-mute
has "phase: none after a failure" phase null state '"Failed"'
ask_as milvus status -o csv job-at-2000
holds "csv: last" "not there" grep -q ',milvus,2024-02-03T11:53:01+08:00,reading' "$T/out"
ask_as milvus status -o csv --files job-at-5500
holds "csv: rows have neither" "they have" grep -q "^jobId,fileName,fileSize,state,progress,importedRows,totalRows,completeTime,reason.\$" "$T/out"
ask_as milvus status -o env job-at-2000
line "env" "ZIMPORT_CREATE_TIME='2024-02-03T11:53:01+08:00'"
line "env: phase" "ZIMPORT_PHASE='reading'"
ask_as milvus wait --interval 0.05 job-ok
holds "wait: lines" "not these" says '^job-ok: Importing [0-9]+ %, (reading files|importing|building indexes) \(elapsed'
ask_as milvus status -o json job-unknown
holds "an error has neither" "$(cat "$T/out")" grep -q '^{"jobId":"job-unknown","error":{"exit":5,.*}}$' "$T/out"
lacks "an error has neither, by name" 'createTime|phase'
ask_as milvus list -o json
lacks "a list has neither" 'createTime|phase'

# ---- nothing in details, and no sizes and rows, before 40 %; job and files afterwards

ask_as milvus status -o json --files job-at-3900
has "reading: nothing yet" details '[]' fileSize 0 importedRows 0 totalRows 0
ask_as milvus status job-at-3900
lacks "reading: no zeros for people" 'Size|Rows'
ask_as milvus status -o json --files job-at-5500
sound "importing: rows" 0 && holds "importing: rows" "none" grep -q '"details":\[{.*"state":"Importing".*}\]' "$T/out"
ask_as milvus status -o json job-at-7000
has "sorting: the job's own rows" importedRows "$(field totalRows)"

# api.md 9, "states of file rows"
while read -r word state; do
    ask_as milvus status -o csv --files "job-file-$word"
    sound "file state: $word" 0 &&
        holds "file state: $word" "$(sed -n 2p "$T/out")" grep -q "part-00001/.*,$state,[0-9]*," "$T/out"
done <<'END'
Pending Pending
InProgress Importing
Completed Completed
Failed Failed
Retry Pending
None Unknown
END

# ---- api.md 9, "rows": the job's own numbers hide that some are missing

ask_as milvus status -o json job-fewer
has "fewer rows: as the job says" importedRows "$(field totalRows)"
holds "fewer rows: files by name, without --files" "no such note" \
    says '^zimport: note: job-fewer: completed, but only [0-9,]+ of [0-9,]+ rows were imported: \[articles/part-00001/.*\] \([0-9,]+ of [0-9,]+\), '
ask_as milvus status job-fewer
sound "fewer rows: text" 0 && holds "fewer rows: text" "not there" \
    grep -q '^Rows  *[0-9,]* of [0-9,]*; some were not imported: \[articles/part-00001/' "$T/out"
lacks "fewer rows: text, no note" 'note:'
ask_as milvus wait -q -o json job-fewer
sound "fewer rows: -q" 0 && holds "fewer rows: -q" "$(cat "$T/err")" test ! -s "$T/err"
stop "$sim"

start_serve
job() { # ID MEMBERS
    reply "$1" "{\"code\":0,\"data\":{$2}}"
}
row() { # NAME IMPORTED TOTAL
    printf '{"fileName":"%s","state":"Completed","progress":100,"importedRows":%s,"totalRows":%s}' "$1" "$2" "$3"
}
DONE='"state":"Completed","progress":100,"importedRows":10,"totalRows":10'
job two "$DONE,\"details\":[$(row a 5 5),$(row b 3 5)]"
ask_as milvus status -o csv two
sound "sums: one file" 0 && holds "sums: one file" "another note" \
    grep -q -x 'zimport: note: two: completed, but only 8 of 10 rows were imported: b (3 of 5)' "$T/err"
job few '"state":"Completed","progress":100,"importedRows":3,"totalRows":5'
ask_as milvus status -o json two few
holds "sums: the next job has no files" "another note" \
    grep -q -x 'zimport: note: few: completed, but only 3 of 5 rows were imported' "$T/err"
ask_as v2 status two
line "sums: v2, text" "Rows        8 of 10; some were not imported: b (3 of 5)"
job two "$DONE,\"details\":[$(row a 5 5),$(row b 5 5)]"
ask_as milvus status -o json two
sound "sums: none missing" 0 && holds "sums: none missing" "$(cat "$T/err")" test ! -s "$T/err"
job two "\"state\":\"Importing\",\"progress\":60,\"importedRows\":4,\"totalRows\":10,\"details\":[$(row a 1 5),$(row b 3 5)]"
ask_as milvus status -o json two
sound "sums: not before the end" 0 && holds "sums: not before the end" "$(cat "$T/err")" test ! -s "$T/err"
job two "\"state\":\"Uncommitted\",\"progress\":99,\"importedRows\":10,\"totalRows\":10,\"details\":[$(row a 1 5)]"
ask_as milvus status -o json two
sound "sums: before a commit" 0 && holds "sums: before a commit" "another note" \
    grep -q -x 'zimport: note: two: only 6 of 10 rows were imported: a (1 of 5)' "$T/err"
rows=$(numbered f 1 2000 | sed 's/.*/{"fileName":"&","importedRows":1,"totalRows":3},/')
job two "$DONE,\"details\":[${rows%,}]"
ask_as milvus status -o json two
sound "sums: many files" 0 && holds "sums: many files" "another note" \
    grep -q -x 'zimport: note: two: completed, but only 0 of 10 rows were imported: f1 (1 of 3), f2 (1 of 3), f3 (1 of 3), f4 (1 of 3), f5 (1 of 3) and others' "$T/err"
long=$(head -c 5000 /dev/zero | tr '\0' n)
job two "$DONE,\"details\":[$(row "$(printf '\\u001b[31m')$KEY" 3 5),$(row "$long" 3 5)]"
ask_as v2 status two
sound "sums: names that mean harm" 0 && holds "sums: names that mean harm" "$(controls) control characters" test "$(controls)" -eq 0
holds "sums: a long name" "not cut" grep -q 'nnn\.\.\. (3 of 5)$' "$T/out"

# ---- api.md 9, "createTime", and what is made of times

now=$(date +%s)
moving='"state":"Importing","progress":55'
job two "$moving,\"createTime\":\"$(epoch $((now - 725 + 28800))).123456+08:00\""
ask_as milvus status two
sound "age" 0 && holds "age" "another" grep -q -x "Created     $(epoch $((now - 725)))Z, 12 min [01][0-9] s ago" "$T/out"
job two "$moving,\"createTime\":\"$(epoch $((now + 3600)))Z\""
ask_as milvus status two
line "age: none with a clock that is off" "Created     $(epoch $((now + 3600)))Z"
for text in yesterday 2024-02-30T00:00:00Z 2024-02-03T04:05:06 0001-01-01T00:00:00Z 9999999999 '2024-02-03T04:05:06Z x'; do
    job two "$moving,\"createTime\":\"$text\""
    ask_as milvus status two
    sound "no time: $text" 0 && lacks "no time: $text" Created
    ask_as milvus status -o json two
    has "no time, as sent: $text" createTime "\"$text\""
done
for value in '""' null 7 '[]'; do
    job two "$moving,\"createTime\":$value"
    ask_as milvus status -o json two
    has "createTime $value" createTime null
done
job two '"state":"Completed","progress":100,"createTime":"2024-02-03T04:05:06Z","completeTime":"2024-02-03T13:06:08+08:00"'
ask_as v2 status two
line "took: created" "Created     2024-02-03T04:05:06Z"
line "took: in one time zone" "Completed   2024-02-03T05:06:08Z, took 1 h 01 min"
job two '"state":"Completed","progress":100,"createTime":"2024-02-03T05:05:06Z","completeTime":"2024-02-03T04:05:06Z"'
ask_as milvus status two
line "took: not less than nothing" "Completed   2024-02-03T04:05:06Z"
job two '"state":"Completed","progress":100,"createTime":"2024-02-03T05:05:06Z","completeTime":"17 s"'
ask_as milvus status two
line "a completeTime that is none" "Completed   17 s"
reply two '{"code":200,"data":{"readyPercentage":0.4,"createTime":"2024-02-03T05:05:06Z"}}'
ask_as v1 status -o json two
has "v1 has neither" createTime null phase null
job two '"state":"Importing","progress":80,"details":[{"state":"Completed"}]'
ask_as v2 status -o json two
has "v2 has no phase" phase null
ask_as v2 status two
line "v2: what its files tell" "Phase       building indexes"
stop "$server"

# ---- api.md 9, "createTime": since 2.6

start_sim --plain --milvus 2.5
ask_as milvus status -o json job-at-2000
has "2.5: when it was made is not told" phase '"reading"' createTime null
stop "$sim"

finish
