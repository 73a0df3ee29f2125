#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# demo.sh ZIMPORT SIMULATOR
#
# Runs simulated imports in this terminal, over verified TLS: one job that is followed by v1, several by v2, which are
# started, listed and followed at once, and of which one fails, and one of two phases. Ends with 0 when everything ended
# as it should.
set -u

[ $# -eq 2 ] || {
    echo "usage: $0 ZIMPORT SIMULATOR" >&2
    exit 2
}
zimport=$1
simulator=$2
cluster=in01-6e64b4d2870ae54
seconds=12
dir=$(dirname "$zimport")/demo.$$
pid=

clean_up() {
    if [ -n "$pid" ]; then
        kill "$pid" 2>/dev/null
        wait "$pid" 2>/dev/null
    fi
    rm -rf "$dir"
}

fail() {
    echo "demo: $*" >&2
    exit 1
}

trap clean_up EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# Shows a command, runs it in the terminal as it is, and compares its exit status.
run() {
    expected=$1
    shift
    printf '\n$ %s\n' "$*"
    "$@"
    status=$?
    [ "$status" -ne 130 ] || exit 130
    [ "$status" -eq "$expected" ] || fail "exit status $status instead of $expected"
}

# What the user's environment says about a real service must not matter here.
unset ZIMPORT_REGION ZIMPORT_ENDPOINT ZIMPORT_API ZIMPORT_CLUSTER ZIMPORT_PROJECT ZIMPORT_DB ZIMPORT_PROFILE
ZILLIZ_API_KEY=demo-key
export ZILLIZ_API_KEY

umask 077
mkdir "$dir" || fail "cannot make $dir"
mkfifo "$dir/listening" || fail "cannot make a pipe in $dir"
"$simulator" --ca-out "$dir/ca.pem" --key "$ZILLIZ_API_KEY" --cluster "$cluster" --duration "$seconds" --max-life 120 \
    </dev/null >"$dir/listening" &
pid=$!
read -r _ url <"$dir/listening" || fail "the simulator did not start"

cat <<EOF
A simulated import service is at $url until this demo ends. To try by hand, start it in another terminal:
  $simulator --port 8443 --ca-out ca.pem --key $ZILLIZ_API_KEY --duration $seconds
and run the commands below with https://localhost:8443 and ca.pem. $simulator --help-jobs lists what job ids lead to.

A job with four files, asked for by the API v1 and followed until it completes:

$ export ZILLIZ_API_KEY=$ZILLIZ_API_KEY
EOF

ask() {
    expected=$1
    verb=$2
    shift 2
    run "$expected" "$zimport" "$verb" --endpoint "$url" --api "$api" --cluster "$cluster" --cacert "$dir/ca.pem" "$@"
}

# The last line of output is the new job's id.
begin() {
    collection=$1
    shift
    ask 0 start --collection "$collection" "$@" >"$dir/started"
    cat "$dir/started"
    job=$(tail -n 1 "$dir/started")
}

api=v1
ask 0 wait --interval 0.5 job-demo

printf '\nThe same job for a script, asked once:\n'
ask 0 status -o json job-demo

printf '\nTwo imports, started by the API v2, of which one is going to fail:\n'
api=v2
begin articles s3://zimport-demo/articles/
good=$job
begin failed s3://zimport-demo/failed/
ask 0 list

printf '\nBoth followed at once: the reason of the failure, and an exit status for it (4):\n'
ask 4 wait --interval 0.5 "$good" "$job"
printf 'exit status %s\n' "$status"

printf '\nThree files in two phases: they are imported, but nobody sees their rows before somebody has looked at the job:\n'
begin books --option auto_commit=false books/1.parquet books/2.parquet books/3.parquet
ask 0 wait --for uncommitted --interval 0.5 "$job"
printf '\nIt is as it should be:\n'
ask 0 commit --wait --interval 0.2 "$job"

printf '\ndemo: three jobs completed, one of them in two phases, and one failed as it should, all over verified TLS.\n'
