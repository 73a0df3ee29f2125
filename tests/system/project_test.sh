#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Projects of the cloud. api.md 9: "projectId + regionId instead of clusterId in every import call: both or neither, never
# beside clusterId".

. "${0%/*}/lib.sh"

PROJECT=proj-20e13e974c7d659a83xxxx
REGION=aws-us-west-2
IN="\"projectId\":\"$PROJECT\",\"regionId\":\"$REGION\""
export ZILLIZ_API_KEY=$KEY

start_sim --plain --last-body "$T/body" --project "$PROJECT" --cluster "$CLUSTER" --duration 0.3 --jobs 3

of_project() { # VERB ARGUMENT...
    verb=$1
    shift
    run "$verb" --endpoint "$SITE" --project "$PROJECT" --region "$REGION" "$@" </dev/null
}

sends() { # NAME BODY: exit 0, and the last request had this body
    sound "$1" 0 || return
    if [ "$(cat "$T/body")" = "$2" ]; then ok "$1"; else not_ok "$1" "sent $(cat "$T/body")"; fi
}

# ---- every call

of_project status -o json job-instant
sends "status" "{\"jobId\":\"job-instant\",$IN}"
holds "status: no cluster is named" "one is" grep -q '"clusterId":null,' "$T/out"
holds "status: the dialect is v2" "it is not" grep -q '"api":"v2"' "$T/out"
of_project status -o csv job-instant
holds "csv: no cluster is named" "one is" grep -q '^job-instant,,articles,' "$T/out"
of_project status --db sales job-instant
sends "status: --db" "{\"jobId\":\"job-instant\",$IN,\"dbName\":\"sales\"}"
of_project list --page-size 10
sends "list" "{$IN,\"pageSize\":10,\"currentPage\":1}"
of_project start --collection books s3://bucket/folder/
sends "start" "{$IN,\"collectionName\":\"books\",\"objectUrls\":[[\"s3://bucket/folder/\"]]}"
of_project start --collection books --volume nightly folder/
sends "start: --volume" "{$IN,\"collectionName\":\"books\",\"volumeName\":\"nightly\",\"dataPaths\":[[\"folder/\"]]}"
of_project start --collection books --wait --interval 0.1 a
completes "start: --wait"
of_project wait --interval 0.1 job-ok
completes "wait"
of_project wait --interval 0.1 job-restart-500
completes "wait: through a restart of the server"

# ---- from the environment; an option beats a variable

says_place() { # NAME MEMBERS
    sound "$1" 0 || return
    if [ "$(cat "$T/body")" = "{\"jobId\":\"job-instant\",$2}" ]; then ok "$1"; else not_ok "$1" "sent $(cat "$T/body")"; fi
}
at() {
    run status --endpoint "$SITE" "$@" job-instant </dev/null
}
export ZIMPORT_PROJECT=$PROJECT ZIMPORT_REGION=$REGION
at
says_place "two variables" "$IN"
at --api v2 --cluster "$CLUSTER"
says_place "--cluster before ZIMPORT_PROJECT" "\"clusterId\":\"$CLUSTER\""
unset ZIMPORT_PROJECT
export ZIMPORT_CLUSTER=$CLUSTER
at --project "$PROJECT"
says_place "--project before ZIMPORT_CLUSTER" "$IN"
ZIMPORT_PROJECT='' at --api v2
says_place "an empty variable is none" "\"clusterId\":\"$CLUSTER\""

# ---- usage, of which the server does not hear

before=$(counter requests)
usage() { # NAME PATTERN ARGUMENT...
    name=$1
    pattern=$2
    shift 2
    at "$@"
    fails "usage: $name" 2 "$pattern"
}
ZIMPORT_PROJECT=$PROJECT usage "both variables" "a project and a cluster; give --project or --cluster"
unset ZIMPORT_CLUSTER
usage "both options" "a project and a cluster" --project "$PROJECT" --cluster "$CLUSTER"
unset ZIMPORT_REGION
usage "no region" "a project needs its region; give --region or ZIMPORT_REGION" --project "$PROJECT"
ZIMPORT_PROJECT=$PROJECT usage "no region for the variable" "a project needs its region"
for api in v1 milvus; do
    usage "$api" "option --project is not for $api" --project "$PROJECT" --region "$REGION" --api $api
    ZIMPORT_API=$api usage "$api from the environment" "option --project is not for $api" --project "$PROJECT" --region "$REGION"
    ZIMPORT_PROJECT=$PROJECT usage "$api and the variable" "ZIMPORT_PROJECT is not for $api" --region "$REGION" --api $api
done
for bad in 'a b' 'a/b' "$(printf '%129s' '' | tr ' ' a)"; do
    usage "a project $bad" "option --project must be 1 to 128 characters" --project "$bad" --region "$REGION"
    ZIMPORT_PROJECT=$bad usage "the variable: $bad" "ZIMPORT_PROJECT must be 1 to 128 characters" --region "$REGION"
done
usage "a region" "option --region expects a region id" --project "$PROJECT" --region 'a b'
ZIMPORT_REGION=a/b usage "a region from the environment" "ZIMPORT_REGION expects a region id" --project "$PROJECT"
usage "no cluster" "no cluster id; give --cluster or ZIMPORT_CLUSTER" --api v2
holds "usage: nothing was sent" "$(counter requests) requests, $before before" test "$(counter requests)" -eq "$before"

# ---- what the service says

at --project proj-other --region "$REGION"
fails "another project" 9 "code 96005\).*check the project id"
holds "no request was malformed" "$(counter bad) were" test "$(counter bad)" -eq 0
stop "$sim"

# ---- the usual hosts

port=$(free_port)
for cn in '' --cn; do
    host=api.cloud.zilliz.com${cn:+.cn}
    run status --project "$PROJECT" --region "$REGION" $cn --retry 0 --resolve "$host:443:127.0.0.1" --proxy "http://127.0.0.1:$port" \
        job-ok </dev/null
    fails "host: $host" 7 "asking $host:443 about job-ok"
done

finish
