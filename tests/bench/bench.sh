#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# make bench: this program beside curl and jq, in one run on one machine.
#
#   large    a v1 reply of 100,000 and of 1,000,000 file rows over plain loopback HTTP: zimport, and curl -s | jq
#   cold     one poll over TLS, a new connection and handshake each time: zimport, and curl
#
# Medians of runs that take turns, so that a slow moment of the machine meets all of them. Memory is peak resident memory
# (of curl and jq together, since both are there at the same time). The ratios say how many times as much the other needs.
# Nothing here passes or fails. Settings: B, CC, RUNS (7), COLD_RUNS (51), ROWS ("100000 1000000").

set -eu

cd "$(dirname "$0")/../.."
B=${B:-build}
CC=${CC:-musl-gcc}
RUNS=${RUNS:-7}
COLD_RUNS=${COLD_RUNS:-51}
ROWS=${ROWS:-100000 1000000}
work=$B/bench
zimport=$B/zimport
cluster=in01-0a1b2c3d4e5f6g7
server=''
rm -rf "$work"
mkdir -p "$work"

stop() {
    [ -z "$server" ] || { kill "$server" 2>/dev/null && wait "$server" 2>/dev/null || :; }
    server=''
}
trap stop EXIT
trap 'exit 1' HUP INT TERM

# serve OPTIONS...: sets port.
serve() {
    rm -f "$work/ready"
    "$B/tests/simulator" --ready-file "$work/ready" --ca-out "$work/ca.pem" --max-life 1800 "$@" >"$work/simulator" 2>&1 &
    server=$!
    tries=0
    while [ ! -s "$work/ready" ]; do
        tries=$((tries + 1))
        [ $tries -lt 200 ] || { cat "$work/simulator" >&2 && exit 1; }
        sleep 0.05
    done
    port=$(cat "$work/ready")
}

# once NAME COMMAND...: a run for the time. peak NAME COMMAND...: a run for the memory.
once() {
    name=$1
    shift
    "$work/measure" -o "$work/$name.out" "$@" >>"$work/$name.times"
}

peak() {
    name=$1
    shift
    "$work/measure" -m -o "$work/$name.out" "$@" >"$work/$name.memory"
    awk -v name="$name" '$3 != 0 { print "bench: " name ": exit " $3; bad = 1 } END { exit bad }' "$work/$name.memory"
}

# shown COMMAND...: as one would type it.
shown() {
    line='  $'
    for word in "$@"; do
        case $word in
        '|') line="$line |" ;;
        *[!A-Za-z0-9_./:=-]*) line="$line '$word'" ;;
        *) line="$line $word" ;;
        esac
    done
    printf '%s\n' "$line"
}

median() {
    sort -n "$1" | awk -v column="$2" '{ value[NR] = $column } END { print value[int((NR + 1) / 2)] }'
}

# row NAME TITLE: median wall and processor time, memory.
row() {
    wall=$(median "$work/$1.times" 1)
    busy=$(cut -d' ' -f2 "$work/$1.times" | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }')
    read -r _ _ _ _ memory <"$work/$1.memory"
    printf '  %-34s %10.2f ms %10.2f ms %9d KiB\n' "$2" "$(milli "$wall")" "$(milli "$busy")" "$memory"
    echo "$wall $busy $memory" >"$work/$1.row"
}

milli() {
    awk -v us="$1" 'BEGIN { printf "%.2f", us / 1000 }'
}

# against OURS THEIRS GOALS
against() {
    cat "$work/$1.row" "$work/$2.row" | awk -v goals="$3" '
        NR == 1 { wall = $1; busy = $2; memory = $3 }
        NR == 2 { printf "  %-34s %9.1f x  %11.1f x  %9.1f x%s\n", "the other needs", $1 / wall, $2 / busy, $3 / memory, goals == "" ? "" : "      goal: " goals }'
}

heading() {
    printf '\n%s\n' "$1"
    printf '  %-34s %13s %13s %13s\n' '' 'wall' 'processor' 'memory'
}


# curl with the fields that zimport sends.
fetch="curl -s -H @$work/fields"
printf "%s\n" "Authorization: Bearer bench-key" "Accept: application/json" "Content-Type: application/json" >"$work/fields"

# The words of curl are split on purpose.
# shellcheck disable=SC2086
large() {
    rows=$1
    url="http://127.0.0.1:$port/v1/vector/collections/import/get?jobId=job-huge-$rows&clusterId=$cluster"
    set -- "$zimport" status --endpoint "http://127.0.0.1:$port" --api v1 --cluster $cluster
    job=job-huge-$rows
    filter='.data | {jobId, progress: (.readyPercentage * 100)}'
    details='.data | {jobId, progress: (.readyPercentage * 100), details: [.details[] | {fileName, fileSize, progress: (.readyPercentage * 100)}]}'
    shown "$@" -o json "$job"
    shown "$@" --files -o json "$job"
    shown $fetch "$url" '|' jq -c "$filter"
    shown $fetch "$url" '|' jq -c "$details"
    shown $fetch -o /dev/null "$url"
    rm -f "$work"/*.times
    i=0
    while [ $i -lt "$RUNS" ]; do
        once ours "$@" -o json "$job"
        once files "$@" --files -o json "$job"
        once jq $fetch "$url" '|' jq -c "$filter"
        [ $i -gt 2 ] || once jqfiles $fetch "$url" '|' jq -c "$details"
        once curl $fetch -o /dev/null "$url"
        i=$((i + 1))
    done
    peak one "$@" -o json job-huge-1
    peak ours "$@" -o json "$job"
    peak files "$@" --files -o json "$job"
    peak jq $fetch "$url" '|' jq -c "$filter"
    peak jqfiles $fetch "$url" '|' jq -c "$details"
    peak curl $fetch -o /dev/null "$url"
    heading "$rows file rows, $($fetch "$url" | wc -c) bytes, over TCP on this machine"
    row ours 'zimport status -o json'
    row jq 'curl -s | jq'
    against ours jq 'wall 10 x'
    row files 'zimport status --files -o json'
    row jqfiles 'curl -s | jq, with the rows'
    against files jqfiles ''
    row curl 'curl -s -o /dev/null'
    read -r _ _ _ _ one <"$work/one.memory"
    read -r _ _ _ _ many <"$work/ours.memory"
    echo "  memory of zimport: $many KiB, for one row $one KiB      goal: below 2048 KiB, and no higher than for one row"
}

# Instructions of a whole run, where valgrind is there.
instructions() {
    command -v valgrind >/dev/null || return 0
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$@" 2>&1 >/dev/null </dev/null |
        sed -n 's/.*Collected : *//p'
}

# shellcheck disable=SC2086
cold() {
    version=$1
    url="https://127.0.0.1:$port/v1/vector/collections/import/get?jobId=job-instant&clusterId=$cluster"
    set -- "$zimport" status --endpoint "https://127.0.0.1:$port" --api v1 --cluster $cluster --cacert "$work/ca.pem" job-instant
    shown "$@"
    shown $fetch --cacert "$work/ca.pem" "$url"
    rm -f "$work"/*.times
    i=0
    while [ $i -lt "$COLD_RUNS" ]; do
        once ours "$@"
        once curl $fetch --cacert "$work/ca.pem" "$url"
        i=$((i + 1))
    done
    peak ours "$@"
    peak curl $fetch --cacert "$work/ca.pem" "$url"
    heading "one poll over TLS $version, cold"
    row ours 'zimport status'
    row curl curl
    against ours curl 'wall above 1 x, memory 10 x'
    ours=$(instructions "$@")
    theirs=$(instructions $fetch --cacert "$work/ca.pem" "$url")
    [ -z "$ours" ] || echo "  instructions: zimport $ours, curl $theirs"
}

sh port/need.sh curl curl
sh port/need.sh jq jq
export ZILLIZ_API_KEY=bench-key
# shellcheck disable=SC2086
$CC -std=c99 -Os -static -o "$work/measure" tests/bench/measure.c

echo "$(curl --version | head -n 1 | cut -d' ' -f1-2), $(jq --version), $(uname -sm), $(grep -c ^processor /proc/cpuinfo) processors"
serve --plain
for rows in $ROWS; do
    large "$rows"
done
stop
serve
cold 1.3
stop
serve --tls-max 1.2
cold 1.2
stop
