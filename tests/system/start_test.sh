#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# What is sent in each dialect, the object store's keys, and what is printed, with --wait too.

. "${0%/*}/lib.sh"

URL=s3://bucket/folder/
ACCESS=AKIA5ecre7access
SECRET='s5ecre7/+secret"\key'
SESSION=s5ecre7.session.token

no_secrets() { # NAME: the keys of the object store are nowhere to be seen
    if grep -q -F -e "$ACCESS" -e 's5ecre7' "$T/out" "$T/err"; then
        not_ok "$1" "a key of the object store was printed"
        return 1
    fi
}

# ---- bodies

start_sim --plain --last-body "$T/body" --duration 0.3
AT="{\"clusterId\":\"$CLUSTER\",\"collectionName\":\"books\""

sends() { # NAME BODY DIALECT ARGUMENT...: and one id is all that is printed
    name=$1
    body=$2
    shift 2
    rm -f "$T/body"
    begun=$(counter starts 2>/dev/null || echo 0)
    api=$1
    shift
    ask_as "$api" start --collection books "$@"
    sound "$name" 0 && no_secrets "$name" || return
    printf '%s' "$body" >"$T/expected"
    if ! cmp -s "$T/expected" "$T/body"; then
        not_ok "$name" "sent $(cat "$T/body")"
    elif [ "$(grep -c -x -E '[A-Za-z0-9_-]{1,128}' "$T/out")" -ne 1 ] || [ "$(wc -l <"$T/out")" -ne 1 ]; then
        not_ok "$name" "not just an id"
    elif [ $(($(counter starts) - begun)) -ne 1 ]; then
        not_ok "$name" "$(counter starts) starts, $begun before"
    else
        ok "$name"
    fi
}
sends "v1" "$AT,\"objectUrl\":\"$URL\"}" v1 $URL
sends "v1: --partition" "$AT,\"partitionName\":\"p q\",\"objectUrl\":\"$URL\"}" v1 --partition 'p q' $URL
sends "v1: --db, which it does not know" "$AT,\"objectUrl\":\"$URL\"}" v1 --db sales $URL
sends "v2" "$AT,\"objectUrls\":[[\"$URL\"]]}" v2 $URL
sends "v2: several" "$AT,\"objectUrls\":[[\"a\"],[\"b\"],[\"c\"]]}" v2 a b c
sends "v2: --group" "$AT,\"objectUrls\":[[\"a\",\"b\",\"c\"]]}" v2 --group a b c
sends "v2: everything" "{\"clusterId\":\"$CLUSTER\",\"dbName\":\"sales\",\"collectionName\":\"books\",\"partitionName\":\"p\",\"objectUrls\":[[\"a\"]],\"options\":{\"timeout\":\"300s\",\"x\":\"\",\"y\":\"1=2\"}}" \
    v2 --db sales --partition p --option timeout=300s a --option x= --option y=1=2
sends "v2: quotes, backslashes, letters" "$AT,\"objectUrls\":[[\"s3://b/\\\"q\\\" \\\\ ä😀\"]]}" v2 's3://b/"q" \ ä😀'
many=$(awk 'BEGIN { for (i = 0; i < 300; i++) printf "s3://bucket/a-rather-long-folder-name/part-%05d.parquet ", i }')
# shellcheck disable=SC2086 # URLs
sends "v2: 300 of them" "$AT,\"objectUrls\":[[\"$(echo "${many% }" | sed 's/ /"],["/g')\"]]}" v2 $many
ZIMPORT_DB=sales sends "v2: ZIMPORT_DB" "{\"clusterId\":\"$CLUSTER\",\"dbName\":\"sales\",\"collectionName\":\"books\",\"objectUrls\":[[\"a\"]]}" v2 a

# api.md 9: volumeName and dataPaths instead of objectUrls, and no store keys then.
IN_VOLUME="$AT,\"volumeName\":\"nightly \\\"1\\\"\",\"dataPaths\""
sends "v2: --volume" "$IN_VOLUME:[[\"a.parquet\"],[\"b/\"]]}" v2 --volume 'nightly "1"' a.parquet b/
sends "v2: --volume, --group" "$IN_VOLUME:[[\"a.npy\",\"b.npy\"]]}" v2 --volume 'nightly "1"' --group a.npy b.npy
AWS_ACCESS_KEY_ID=$ACCESS AWS_SECRET_ACCESS_KEY=$SECRET AWS_SESSION_TOKEN=$SESSION sends "v2: --volume, keys in the environment" \
    "$IN_VOLUME:[[\"a\"]]}" v2 --volume 'nightly "1"' a -v -v

# ---- keys of the object store

printf '%s\n' "$ACCESS" >"$T/access"
printf '%s' "$SECRET" >"$T/secret"
printf '%s\r\n' "$SESSION" >"$T/session"
PAIR='"accessKey":"'$ACCESS'","secretKey":"s5ecre7/+secret\"\\key"'
for api in v1 v2; do
    case $api in v1) urls="\"objectUrl\":\"a\"" ;; *) urls='"objectUrls":[["a"]]' ;; esac
    sends "keys: $api, files" "$AT,$urls,$PAIR}" $api a --access-key-file "$T/access" --secret-key-file "$T/secret" -v -v
    AWS_ACCESS_KEY_ID=$ACCESS AWS_SECRET_ACCESS_KEY=$SECRET sends "keys: $api, environment" "$AT,$urls,$PAIR}" $api a -v -v
    AWS_ACCESS_KEY_ID=other AWS_SECRET_ACCESS_KEY=other AWS_SESSION_TOKEN=other sends "keys: $api, files before the environment" \
        "$AT,$urls,$PAIR}" $api a --access-key-file "$T/access" --secret-key-file "$T/secret"
done
sends "keys: v2, three files" "$AT,\"objectUrls\":[[\"a\"]],$PAIR,\"token\":\"$SESSION\"}" v2 a --access-key-file "$T/access" \
    --secret-key-file "$T/secret" --session-token-file "$T/session" -v -v
AWS_ACCESS_KEY_ID=$ACCESS AWS_SECRET_ACCESS_KEY=$SECRET AWS_SESSION_TOKEN=$SESSION sends "keys: v2, three variables" \
    "$AT,\"objectUrls\":[[\"a\"]],$PAIR,\"token\":\"$SESSION\"}" v2 a -v -v
for api in v1 v2; do
    sends "keys: $api, empty variables are none" "$AT,$(case $api in v1) echo '"objectUrl":"a"' ;; *) echo '"objectUrls":[["a"]]' ;; esac)}" $api a
done

# ---- usage, of which the server does not hear

before=$(counter requests)
usage() { # NAME PATTERN DIALECT ARGUMENT...
    name=$1
    pattern=$2
    shift 2
    api=$1
    shift
    ask_as "$api" start "$@"
    fails "usage: $name" 2 "$pattern" && no_secrets "usage: $name"
}
usage "no collection" "collection" v2 a
usage "an empty collection" "collection" v2 --collection '' a
usage "a collection with a line end" "collection" v2 --collection "$(printf 'a\nb')" a
usage "no URL" "no file|URL" v2 --collection books
usage "an empty URL" "URL" v2 --collection books ''
usage "a URL with a control character" "URL" v2 --collection books "$(printf 's3://a\033b')"
usage "a URL with invalid UTF-8" "URL" v2 --collection books "$(printf 's3://a\377')"
usage "two URLs in v1" "v1.*one" v1 --collection books a b
usage "--option in v1" "option.*v1" v1 --collection books a --option x=y
for bad in x =x '' "$(printf 'a=b\nc')"; do
    usage "--option $bad" "option" v2 --collection books a --option "$bad"
done
usage "an option given twice" "more than once" v2 --collection books a --option x=1 --option y=1 --option x=2
for file in access secret session; do
    option=$(case $file in session) echo --session-token-file ;; *) echo --$file-key-file ;; esac)
    usage "--volume and $option" "a volume takes no keys of an object store" v2 --collection books --volume v $option "$T/$file" a
done
for api in v1 milvus; do
    usage "--volume: $api" "--volume is not for $api" $api --collection books --volume v a
done
usage "an empty volume" "--volume" v2 --collection books --volume '' a
usage "a volume with a line end" "--volume" v2 --collection books --volume "$(printf 'a\nb')" a
usage "a path with a control character" "a path expects" v2 --collection books --volume v "$(printf 'a\033b')"
usage "URLs on standard input" "URLs.*standard input" v2 --collection books -
for option in collection partition db volume; do
    usage "a long name: --$option" "--$option.*255" v2 --collection books a "--$option" "$(printf '%256s' '' | tr ' ' a)"
done
usage "--timeout without --wait" "--wait" v2 --collection books a --timeout 1
usage "an empty partition" "partition" v2 --collection books a --partition ''
usage "--page" "page" v2 --collection books a --page 1
usage "access without secret" "access-key-file and --secret-key-file" v2 --collection books a --access-key-file "$T/access"
usage "secret without access" "access-key-file and --secret-key-file" v2 --collection books a --secret-key-file "$T/secret"
usage "session alone" "session" v2 --collection books a --session-token-file "$T/session"
usage "session in v1" "v1.*session" v1 --collection books a --access-key-file "$T/access" --secret-key-file "$T/secret" \
    --session-token-file "$T/session"
AWS_ACCESS_KEY_ID=$ACCESS usage "access without secret in the environment" "AWS_ACCESS_KEY_ID and AWS_SECRET" v2 --collection books a
AWS_SECRET_ACCESS_KEY=$SECRET usage "secret without access in the environment" "AWS_ACCESS_KEY_ID and AWS_SECRET" v1 --collection books a
AWS_ACCESS_KEY_ID=$ACCESS AWS_SECRET_ACCESS_KEY=$SECRET AWS_SESSION_TOKEN=$SESSION usage "session in the environment in v1" \
    "v1.*session" v1 --collection books a
AWS_SECRET_ACCESS_KEY=$SECRET usage "a file and a variable are no pair" "go together" v2 --collection books a --access-key-file "$T/access"
usage "no such key file" "access-key-file.*nothing" v2 --collection books a --access-key-file "$T/nothing" --secret-key-file "$T/secret"
usage "a folder as key file" "secret-key-file" v2 --collection books a --access-key-file "$T/access" --secret-key-file "$T"
: >"$T/empty"
usage "an empty key file" "secret-key-file.*no key" v2 --collection books a --access-key-file "$T/access" --secret-key-file "$T/empty"
usage "empty key files" "access-key-file.*no key" v2 --collection books a --access-key-file "$T/empty" --secret-key-file "$T/empty"
usage "keys from one standard input" "no key|one key only" v2 --collection books a --access-key-file - --secret-key-file -
for bad in "$SECRET\\n\\n" 's5ecre7\033' 's5ecre7\377' 's5ecre7\0000'; do
    printf '%b' "$bad" >"$T/bad"
    usage "a secret key that is none: $bad" "secret key has a .*at character.*; it must be one line of text" v2 --collection books a --access-key-file "$T/access" --secret-key-file "$T/bad"
done
AWS_ACCESS_KEY_ID=$ACCESS AWS_SECRET_ACCESS_KEY=$(printf 's5ecre7\tx') usage "a secret key that is none, of the environment" \
    "secret key has a tab .*at character 8; it must be one line of text" v1 --collection books a
head -c 10000 /dev/zero | tr '\0' a >"$T/bad"
usage "a secret key too long" "secret key is longer" v2 --collection books a --access-key-file "$T/access" --secret-key-file "$T/bad"
usage "keys in milvus" "milvus" milvus --collection books a --access-key-file "$T/access" --secret-key-file "$T/secret"
run start --api v2 --endpoint "$SITE" --cluster "$CLUSTER" --collection books a </dev/null
fails "usage: no API key" 2 "ZILLIZ_API_KEY"
AWS_ACCESS_KEY_ID=$ACCESS AWS_SECRET_ACCESS_KEY=$SECRET ZILLIZ_API_KEY=$KEY run start --api v2 --endpoint "http://db.example.invalid:$PORT" \
    --cluster "$CLUSTER" --collection books a </dev/null
fails "usage: keys in the clear" 2 "unencrypted.*allow-plaintext-token" && no_secrets "usage: keys in the clear"
holds "usage: nothing was sent" "$(counter requests)" test "$(counter requests)" -eq "$before"
AWS_ACCESS_KEY_ID=$ACCESS AWS_SECRET_ACCESS_KEY=$SECRET ZILLIZ_API_KEY=$KEY run start --api v2 --endpoint "http://db.example.invalid:$PORT" \
    --resolve "db.example.invalid:$PORT:127.0.0.1" --allow-plaintext-token --cluster "$CLUSTER" --collection books a </dev/null
expect "keys: in the clear where that is wanted" 0 "$(cat "$T/out")"

# ---- what is printed

started() { # JOB DIALECT: the line of JSON
    printf '{"jobId":"%s","clusterId":%s,"collectionName":null,"state":"Unknown","progress":null,"fileName":null,"fileSize":null,' \
        "$1" "$(case $2 in milvus) echo null ;; *) echo "\"$CLUSTER\"" ;; esac)"
    printf '"importedRows":null,"totalRows":null,"completeTime":null,"reason":null,"api":"%s","createTime":null,"phase":null}\n' "$2"
}
id() { # of the job that was started last, as the simulator names those of a kind
    printf '%s-%05d' "$1" "$(counter starts)"
}
for api in v1 v2; do
    ask_as $api start --collection at_4000 a
    expect "text: $api" 0 "$(id job-at-4000)"
    ask_as $api start -o json --collection at_4000 a
    expect "json: $api" 0 "$(started "$(id job-at-4000)" $api)"
    ask_as $api start -o csv --collection at_4000 a
    r=$(printf '\r')
    expect "csv: $api" 0 "jobId,clusterId,collectionName,state,progress,fileName,fileSize,importedRows,totalRows,completeTime,reason,api,createTime,phase$r
$(id job-at-4000),$CLUSTER,,Unknown,,,,,,,,$api,,$r"
    ask_as $api start -o env --collection at_4000 a
    sound "env: $api" 0 && holds "env: $api" "no id" grep -q -x "ZIMPORT_JOB_ID='$(id job-at-4000)'" "$T/out"
    ask_as $api start -o ids --collection at_4000 a
    expect "ids: $api" 0 "$(id job-at-4000)"
    sound "quiet: $api" 0 && holds "quiet: $api" "something on stderr" test ! -s "$T/err"
done
ask_as v2 start -o json --collection create_code_96018 a
expect "json: an error" 9 '{"jobId":null,"error":{"exit":9,"kind":"server","httpStatus":200,"code":96018,"message":"simulated service code 96018"}}'
for format in text csv env ids; do
    ask_as v2 start -o $format --collection create_code_96018 a
    fails "$format: an error" 9 "^zimport: starting an import at .*code 96018.*cluster id"
done

# ---- --wait

state_is() { # NAME EXIT STATE: the job's last state, in whichever format
    sound "$1" "$2" && holds "$1" "no $3" grep -q "$3" "$T/out"
}
for format in text json csv env; do
    ask_as v2 start -q -o $format --wait --interval 0.1 --collection books a
    state_is "--wait: 0, $format" 0 Completed
    ask_as v2 start -q -o $format --wait --interval 0.1 --collection failed a
    state_is "--wait: 4, $format" 4 Failed
    ask_as v2 start -q -o $format --wait --interval 0.1 --collection uncommitted a
    state_is "--wait: 10, $format" 10 Uncommitted
    ask_as v2 start -q -o $format --wait --interval 0.1 --timeout 0.3 --collection at_4000 a
    state_is "--wait: 10 by --timeout, $format" 10 "$(id job-at-4000)"
    case $format in
    csv) lines=2 ;;
    env) lines=12 ;;
    *) continue ;;
    esac
    holds "--wait: $format has one result" "$(wc -l <"$T/out") lines" test "$(wc -l <"$T/out")" -eq $lines
done
ask_as v2 start -q -o ids --wait --interval 0.1 --collection books a
sound "--wait: ids" 0 && holds "--wait: ids: once" "$(cat "$T/out")" [ "$(grep -c -x 'job-[0-9a-z]*' "$T/out") $(wc -l <"$T/out")" = '1 1' ]
ask_as v2 start -q -o json --wait --interval 0.1 --collection books a
sound "--wait: json" 0 && holds "--wait: json, one job from its start to its end" "other lines" test \
    "$(sed 's/^{"jobId":"\([^"]*\)".*/\1/' "$T/out" | sort -u | wc -l)" -eq 1 -a "$(sed -n '1s/.*"state":"\([A-Za-z]*\)".*/\1/p' "$T/out")" = Unknown \
    -a "$(sed -n '$s/.*"state":"\([A-Za-z]*\)".*/\1/p' "$T/out")" = Completed
holds "--wait: json, each line once" "not so" test "$(sort "$T/out" | uniq -d | wc -l)" -eq 0
ask_as v1 start -q --wait --interval 0.1 --collection at_4000 --stall 0.3 a
sound "--wait: --stall" 10 && holds "--wait: the id first" "$(head -n 1 "$T/out")" test "$(head -n 1 "$T/out")" = "$(id job-at-4000)"
ask_as v1 start -q --wait --interval 0.1 --collection denied a
sound "--wait: a job that cannot be asked" 6 && holds "--wait: its id is told" "$(cat "$T/out")" test "$(cat "$T/out")" = "$(id job-denied)"
before=$(counter requests)
ask_as v2 start -q -o json --wait --interval 5 --collection late_2500 a
sound "--wait: a new job is looked for again" 0 && holds "--wait: a new job: once a second" "$(counter requests) after $before" \
    test $(($(counter requests) - before)) -ge 4 -a $(($(counter requests) - before)) -le 6
ask_as v2 start -q -o json --wait --files --interval 0.1 --collection books a
sound "--wait: --files" 0 && holds "--wait: --files, each line has them" "not so" test "$(grep -c '"details":\[.*\]}$' "$T/out")" -eq "$(wc -l <"$T/out")"
begun=$(date +%s)
ask_as v2 start -q --wait --interval 5 --collection late_60000 a
took=$(($(date +%s) - begun))
sound "--wait: a new job that never comes" 5 && holds "--wait: a new job that never comes: about 10 s" "$took s" test $took -ge 9 -a $took -le 16
ask_as v2 start -q --wait --collection late_60000 --timeout 1 a
expect "--wait: --timeout cuts that short" 10
stop "$sim"

# ---- Milvus, over TLS

start_sim --milvus --db sales --last-body "$T/body" --duration 0.3
sends "milvus: files" '{"dbName":"sales","collectionName":"books","files":[["a"],["b"]]}' milvus --db sales a b
sends "milvus: --group, --option, --partition" \
    '{"dbName":"sales","collectionName":"books","partitionName":"p","files":[["a","b"]],"options":{"auto_commit":"false"}}' \
    milvus --db sales --group --partition p --option auto_commit=false a b
AWS_ACCESS_KEY_ID=$ACCESS AWS_SECRET_ACCESS_KEY=$SECRET sends "milvus: keys of the environment are not for it" \
    '{"dbName":"sales","collectionName":"books","files":[["a"]]}' milvus --db sales -v -v a
ask_as milvus start --collection books a
fails "milvus: without the database" 6 "HTTP 403.*--db"
ask_as milvus start -o json --db sales --collection at_4000 a
expect "milvus: json" 0 "$(started "$(id job-at-4000)" milvus)"
ask_as milvus start -q -o json --db sales --wait --interval 0.1 --collection books a
state_is "milvus: --wait" 0 Completed
stop "$sim"

# ---- replies that repeat the keys, or whose id is none

start_serve
echoes() { # TEXT: a reply that repeats the keys
    http create "200 OK" "{\"code\":9,\"message\":\"no access with $ACCESS s5ecre7/+secret\\\"\\\\key $1\"}" "X-Key: $ACCESS"
}
echoes ""
http import "302 Found" "" "Location: http://evil.example/$ACCESS"
for api in v1 v2; do
    for format in text json; do
        ask_as $api start -v -v -o $format --collection books a --access-key-file "$T/access" --secret-key-file "$T/secret"
        sound "secrets: $api, $format" 9 && no_secrets "secrets: $api, $format" && ok "secrets: $api, $format"
    done
done
echoes "$SESSION"
ask_as v2 start -v -v -o json --collection books a --access-key-file "$T/access" --secret-key-file "$T/secret" --session-token-file "$T/session"
sound "secrets: three" 9 && no_secrets "secrets: three" && ok "secrets: three"
rm "$T/replies/create.raw"
for job in '"a b"' '"a\u001b[2J"' '""' null '[1]' '{}' '"../x"' "\"$(printf '%129s' '' | tr ' ' a)\"" 1.5; do
    reply create "{\"code\":0,\"data\":{\"jobId\":$job}}"
    ask_as v2 start --collection books a
    fails "an id that is none: $job" 9 "may have been started.*zimport list"
done
for job in '"448761313698322011"' 448761313698322011; do
    reply create "{\"code\":0,\"data\":{\"jobID\":$job}}"
    ask_as v2 start --collection books a
    expect "an id: $job" 0 448761313698322011
done
stop "$server"

# ---- api.md 9: "not found" right after a start is 2101 since 2.6.19, before 2100; either is asked again

for version in 2.5 2.6 3.0; do
    start_sim --plain --milvus $version --duration 0.2
    ask_as milvus start -q -o json --wait --interval 0.2 --collection late_500 a
    sound "Milvus $version: a new job is looked for again" 0 && holds "Milvus $version: a new job is looked for again" "$(cat "$T/out")" \
        grep -q '"state":"Completed"' "$T/out"
    stop "$sim"
done
start_sim --plain --milvus --standard-status --duration 0.2
ask_as milvus start -q -o json --wait --interval 0.2 --collection late_500 a
sound "standard status: a new job is looked for again" 0 && ok "standard status: a new job is looked for again"
stop "$sim"

finish
