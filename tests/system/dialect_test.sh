#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Which dialect is spoken, what is asked on which path, the database, and when a key is needed.

. "${0%/*}/lib.sh"

V1_GET="GET /v1/vector/collections/import/get?jobId=$JOB&clusterId=$CLUSTER HTTP/1.1"
V2_GET='POST /v2/vectordb/jobs/import/getProgress HTTP/1.1'
DESCRIBE='POST /v2/vectordb/jobs/import/describe HTTP/1.1'

# ---- which one

start_serve
reply "$JOB" '{"code":0,"data":{"state":"Completed","progress":100,"readyPercentage":1}}'

asked() { # NAME REQUEST-LINE HOST ARGUMENT...: at HOST, which is this machine
    name=$1
    line=$2
    host=$3
    shift 3
    : >"$T/requests"
    ZILLIZ_API_KEY=$KEY run status --endpoint "http://$host:$PORT" --resolve "$host:$PORT:127.0.0.1" \
        --allow-plaintext-token --cluster "$CLUSTER" "$@" "$JOB" </dev/null
    sound "$name" 0 && if grep -q -x -F "$line" "$T/requests"; then
        ok "$name"
    else
        not_ok "$name" "asked: $(grep -E '^(GET|POST) ' "$T/requests")"
    fi
}
asked "choice: controller." "$V1_GET" controller.example.invalid
asked "choice: Controller." "$V1_GET" CONTROLLER.example.invalid
asked "choice: the cloud" "$V2_GET" api.cloud.zilliz.com
asked "choice: the cloud, in capitals" "$V2_GET" API.Cloud.Zilliz.COM
asked "choice: the cloud of China" "$V2_GET" api.cloud.zilliz.com.cn
for host in api.cloud.zilliz.com.example.invalid xapi.cloud.zilliz.com cloud.zilliz.com controller x.controller.invalid; do
    asked "choice: else milvus: $host" "$DESCRIBE" "$host"
done
asked "choice: --api v2 before the host" "$V2_GET" controller.example.invalid --api v2
asked "choice: --api milvus before the host" "$DESCRIBE" api.cloud.zilliz.com --api milvus
asked "choice: --api v1 before the host" "$V1_GET" api.cloud.zilliz.com --api v1
ZIMPORT_API=v2
export ZIMPORT_API
asked "choice: ZIMPORT_API" "$V2_GET" milvus.example.invalid
asked "choice: --api before ZIMPORT_API" "$V1_GET" milvus.example.invalid --api v1
ZIMPORT_API=''
asked "choice: an empty ZIMPORT_API" "$DESCRIBE" milvus.example.invalid
before=$(sent)
for bad in v3 V1 'v1 ' $(printf 'v1\033'); do
    ZIMPORT_API=$bad
    ask_as milvus status "$JOB"
    fails "choice: ZIMPORT_API=$bad" 2 "ZIMPORT_API.*v1, v2 or milvus"
done
unset ZIMPORT_API
ask_as milvus status --api '' "$JOB"
fails "choice: --api ''" 2 "api"
run status --api milvus "$JOB" </dev/null
fails "choice: milvus without an endpoint" 2 "endpoint"
holds "choice: nothing was sent" "$(tail -n 1 "$T/requests")" test "$(sent)" -eq "$before"

# A proxy shows where v2 goes without an endpoint.
http '' "403 Forbidden" ""
through() { # NAME HOST ARGUMENT...
    name=$1
    host=$2
    shift 2
    : >"$T/requests"
    ZILLIZ_API_KEY=$KEY run status --proxy "http://127.0.0.1:$PORT" --cluster "$CLUSTER" --retry 0 "$@" "$JOB" </dev/null
    sound "$name" 7 && holds "$name" "$(head -n 2 "$T/requests")" grep -q -x -F "CONNECT $host:443 HTTP/1.1" "$T/requests"
}
through "host: --api v2" api.cloud.zilliz.com --api v2
through "host: --api v2 --cn" api.cloud.zilliz.com.cn --api v2 --cn
through "host: --region" controller.api.gcp-us-west1.zillizcloud.com --region gcp-us-west1
through "host: --region, --cn" controller.api.ali-cn-hangzhou.cloud.zilliz.com.cn --region ali-cn-hangzhou --cn
through "host: a bare host is https" milvus.example.invalid --endpoint milvus.example.invalid

# ---- keys and clusters

before=$(sent)
for api in v1 v2; do
    run status --api $api --endpoint "$SITE" --cluster "$CLUSTER" "$JOB" </dev/null
    fails "key: needed by $api" 2 "ZILLIZ_API_KEY"
    ZILLIZ_API_KEY=$KEY run status --api $api --endpoint "$SITE" "$JOB" </dev/null
    fails "cluster: needed by $api" 2 "cluster"
done
for host in db.example.invalid 192.0.2.1 10.0.0.1; do
    ZILLIZ_API_KEY=$KEY run status --endpoint "http://$host:$PORT" "$JOB" </dev/null
    fails "key: not in the clear to $host, in milvus" 2 "unencrypted.*allow-plaintext-token"
done
holds "keys: nothing was sent" "$(tail -n 1 "$T/requests")" test "$(sent)" -eq "$before"
: >"$T/requests"
ask_as milvus status "$JOB"
sound "key: none in milvus" 0 && holds "key: none in milvus" "there is a field for it" test "$(grep -c Authorization "$T/requests")" -eq 0
run status --endpoint "http://db.example.invalid:$PORT" --resolve "db.example.invalid:$PORT:127.0.0.1" "$JOB" </dev/null
expect "key: without one anything goes in the clear" 0
ZILLIZ_API_KEY=$KEY run status --endpoint "$SITE" "$JOB" </dev/null
sound "key: sent in milvus, too" 0 && holds "key: sent in milvus, too" "no such field" \
    grep -q -x -F "Authorization: Bearer $KEY" "$T/requests"
stop "$server"

start_sim --plain --milvus --key "$KEY"
ZILLIZ_API_KEY=$KEY run status -o json --endpoint "$SITE" job-instant </dev/null
completes "key: the right one of a Milvus server"
ZILLIZ_API_KEY=root:Milvus run status --endpoint "$SITE" job-instant </dev/null
fails "key: a wrong one of a Milvus server" 6 "HTTP 401, code 1800"
ask_as milvus status job-instant
fails "key: none, where a Milvus server wants one" 6 "HTTP 401, code 1800.*password"
stop "$sim"

# ---- clusters that milvus does not have

start_sim --plain --milvus --last-body "$T/body"
body_is() { # NAME BODY: the last one that the simulator had
    printf '%s' "$2" >"$T/expected"
    if cmp -s "$T/expected" "$T/body"; then ok "$1"; else not_ok "$1" "$(cat "$T/body")"; fi
}
ZIMPORT_CLUSTER=$CLUSTER
export ZIMPORT_CLUSTER
ask_as milvus status -o json job-early
expect "cluster: of no meaning in milvus" 0 '{"jobId":"job-early","clusterId":null,"collectionName":null,"state":"Completed","progress":100,"fileName":null,"fileSize":null,"importedRows":null,"totalRows":null,"completeTime":null,"reason":null,"api":"milvus","createTime":null,"phase":null}'
body_is "cluster: not sent to milvus" '{"jobId":"job-early"}'
unset ZIMPORT_CLUSTER

# ---- paths

paths_of() { # the names of the paths that were asked, in a line
    sed -n 's|^> POST .*/\([A-Za-z_]*\) HTTP/1.1$|\1|p' "$T/err" | tr '\n' ' '
}

asks_paths() { # NAME EXIT PATHS: in this order
    sound "$1" "$2" && holds "$1" "asked: $(paths_of)" test "$(paths_of)" = "$3 "
}
ask_as milvus status -v job-instant
asks_paths "path: milvus" 0 "describe"
ask_as milvus status -v --path /v2/vectordb/jobs/import/get_progress job-instant
asks_paths "path: --path in milvus" 0 "get_progress"
ask_as milvus status -v --path /v2/vectordb/jobs/import/getProgress job-instant
asks_paths "path: --path is the only one" 9 "getProgress"
stop "$sim"
start_sim --plain --milvus --paths get_progress
ask_as milvus status -v job-instant job-at-100
asks_paths "path: an older Milvus" 0 "describe get_progress get_progress"
ask_as milvus wait -v --interval 0 job-backwards
asks_paths "path: an older Milvus, remembered in a wait" 0 "describe get_progress get_progress get_progress get_progress"
stop "$sim"
start_sim --plain --milvus --paths none
ask_as milvus status -v job-instant
asks_paths "path: on none of them" 9 "describe get_progress"
ask_as milvus status job-instant
fails "path: on none of them: what to do" 9 "HTTP 404.*--path"
stop "$sim"
for last in getProgress describe get_progress; do
    start_sim --plain --paths "$last"
    case $last in
    getProgress) all=$last ;;
    describe) all="getProgress describe" ;;
    *) all="getProgress describe get_progress" ;;
    esac
    ask_as v2 status -v job-instant
    asks_paths "path: v2, $last" 0 "$all"
    ask_as v2 wait -v --interval 0 job-backwards
    asks_paths "path: v2, $last, remembered in a wait" 0 "$all $last $last $last"
    holds "path: v2, $last, counted" "$(counter requests)" test "$(counter requests)" -eq $(($(echo "$all" | wc -w) * 2 + 3))
    ask_as v2 status -v --path "/v2/vectordb/jobs/import/$last" job-instant
    asks_paths "path: v2, --path $last" 0 "$last"
    stop "$sim"
done
start_sim --prefix /gateway
SITE=$SITE/gateway/
ask_as v2 status -v job-instant
asks_paths "path: v2, behind a prefix, over TLS" 0 "getProgress"
stop "$sim"

# With the service's own code it is an answer: no other path is tried.
start_serve
http gone "404 Not Found" '{"code":96026,"message":"no job"}'
ask_as v2 status -v gone
asks_paths "path: 404 from the service itself" 5 "getProgress"
http page "404 Not Found" '<html>' 'Content-Type: text/html'
ask_as v1 status page
fails "path: a page with 404 in v1" 9 "HTTP 404"
before=$(sent)
for bad in '' v2/x '/a b' '/a?b' '/a#b' "$(printf '/a\nb')" 'http://x/y'; do
    ask_as v2 status --path "$bad" page
    fails "path: bad: $bad" 2 "path"
done
holds "path: bad: nothing was sent" "$(tail -n 1 "$T/requests")" test "$(sent)" -eq "$before"
stop "$server"

# ---- databases

start_sim --plain --db sales --last-body "$T/body"
ask_as v2 status --retry 0 job-instant
fails "db: missing in v2" 6 "HTTP 403, code 96012"
ask_as v2 status -v -v -o json --db sales job-instant
completes "db: v2"
body_is "db: in the body of v2" "{\"jobId\":\"job-instant\",\"clusterId\":\"$CLUSTER\",\"dbName\":\"sales\"}"
for line in '> DB-Name: sales' "> $V2_GET" '> Authorization: Bearer ***' '> Content-Type: application/json' '* HTTP 200'; do
    holds "head: $line" "not there" grep -q -x -F -e "$line" "$T/err"
done
ZIMPORT_DB=sales ask_as v2 status -o json job-instant
completes "db: ZIMPORT_DB"
ZIMPORT_DB=sales ask_as v2 status --db other job-instant
fails "db: --db before ZIMPORT_DB" 6 "HTTP 403"
ZIMPORT_DB=sales ask_as v1 status -o json job-instant
sound "db: ZIMPORT_DB in v1" 0 && holds "db: ZIMPORT_DB in v1 without a word" "$(cat "$T/err")" test ! -s "$T/err"
ask_as v1 status -o json --db sales job-instant
sound "db: --db in v1" 0 && holds "db: --db in v1 is noted" "no note" says "v1.*--db"
stop "$sim"
start_sim --milvus --db 'a "b" c' --last-body "$T/body"
ask_as milvus status job-instant
fails "db: missing in milvus, over TLS" 6 "HTTP 403.*database.*--db"
ask_as milvus status --db sales job-instant
fails "db: the wrong one in milvus" 6 "HTTP 403"
if says "database's name is missing"; then not_ok "db: not missing" "the line says so"; else ok "db: not missing"; fi
ask_as milvus status -v -v -o json --db 'a "b" c' job-instant
completes "db: quotes and blanks"
holds "db: quotes and blanks in the head" "not there" grep -q -x -F -e '> DB-Name: a "b" c' "$T/err"
body_is "db: quotes and blanks in the body" '{"jobId":"job-instant","dbName":"a \"b\" c"}'
before=$(counter requests)
for bad in '' "$(printf 'a\nb')" "$(printf 'a\tb')" "$(printf 'a\302\233b')" "$(printf '\377')"; do
    ask_as milvus status --db "$bad" job-instant
    fails "db: bad: $bad" 2 "db"
done
holds "db: bad: nothing was sent" "$(counter requests)" test "$(counter requests)" -eq "$before"
stop "$sim"

# ---- the cloud by its name, over TLS

start_sim --san api.cloud.zilliz.com,controller.api.test.zillizcloud.com
by_name() { # NAME API HOST ARGUMENT...
    name=$1
    api=$2
    host=$3
    shift 3
    ZILLIZ_API_KEY=$KEY run status -o json --cacert "$CA" --endpoint "https://$host:$PORT" \
        --resolve "$host:$PORT:127.0.0.1" --cluster "$CLUSTER" "$@" job-instant </dev/null
    sound "$name" 0 && holds "$name" "$(cat "$T/out")" grep -q "\"state\":\"Completed\".*\"api\":\"$api\"," "$T/out"
}
by_name "by name: v2" v2 api.cloud.zilliz.com
by_name "by name: v1" v1 controller.api.test.zillizcloud.com
by_name "by name: v2 at the controller" v2 controller.api.test.zillizcloud.com --api v2
ZILLIZ_API_KEY=$KEY run status --cacert "$CA" --endpoint "https://api.cloud.zilliz.com.cn:$PORT" \
    --resolve "api.cloud.zilliz.com.cn:$PORT:127.0.0.1" --cluster "$CLUSTER" job-instant </dev/null
fails "by name: not the other cloud's certificate" 8 "certificate"
stop "$sim"

finish
