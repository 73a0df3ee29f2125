#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# budget.sh [--update]: measures sizes and memory, and compares them with budgets.txt. Called by `make budget`.
# Settings: B (where to build), MAKE, CC, CFLAGS.

set -eu

cd "$(dirname "$0")/../.."
here=tests/budget
. $here/compare.sh
. tests/bench/chains.sh
B=${B:-build}
MAKE=${MAKE:-make}
CC=${CC:-musl-gcc}
CFLAGS=${CFLAGS:--Os}
sh port/need.sh budget
work=$B/budget
measured=$work/measured
servers=''
rm -rf "$work"
mkdir -p "$work"
: >"$measured"

stop() {
    for pid in $servers; do
        kill "$pid" 2>/dev/null && wait "$pid" 2>/dev/null || :
    done
    servers=''
}
trap stop EXIT
trap 'exit 1' HUP INT TERM

die() {
    echo "budget: $*" >&2
    exit 1
}

# put NAME NUMBER: what was measured with this machine's compiler. put_of COMPILER NAME NUMBER: with another one.
put() {
    # shellcheck disable=SC2086
    echo "$1 $2 $(with $CC)" >>"$measured"
}

put_of() {
    echo "$2 $3 $(with "$1")" >>"$measured"
}

serve() {
    rm -f "$work/ready"
    "$B/tests/simulator" --ready-file "$work/ready" --ca-out "$work/ca.pem" --max-life 300 "$@" >"$work/simulator" 2>&1 &
    servers="$servers $!"
    tries=0
    while [ ! -s "$work/ready" ]; do
        tries=$((tries + 1))
        [ $tries -lt 200 ] || die "the simulator does not start: $(cat "$work/simulator")"
        sleep 0.05
    done
    port=$(cat "$work/ready")
    ca=$work/ca.pem
    case " $* " in *' --cert-file '*) ca=$(echo "$*" | sed 's/.*--cert-file \([^ ]*\)\.pem.*/\1-root.pem/') ;; esac
}

# variant TLS TARGET-OR-SETTING...: builds targets with another mbedTLS configuration, below a folder of its own.
variant() {
    tls=$1
    shift
    for one in "$@"; do
        shift
        case $one in *=*) ;; *) one=$work-$tls/$one ;; esac
        set -- "$@" "$one"
    done
    "$MAKE" --no-print-directory B="$work-$tls" TLS="$tls" MBEDTLS_DIR="${MBEDTLS_DIR:-$B/mbedtls-src}" \
        JSMN_DIR="$B/jsmn" "$@" >"$work/make.log" 2>&1 || { cat "$work/make.log" && die "TLS=$tls does not build"; }
}

poll_program() {
    # shellcheck disable=SC2086
    $CC -std=c99 $CFLAGS -static -no-pie -Iinclude -o "$work/poll" $here/poll.c "$1/libzimport.a" -pthread
}

# Many kinds of replies, so that the stack is seen at its deepest.
jobs='job-instant job-failed job-http-404 job-chunked job-huge-300 job-escapes job-pretty job-longname-2000 job-close
      job-redirect job-flaky job-deep job-interim job-code-90102 job-garbage'

# Against a simulator with these options; sets heap and stack.
poll() {
    serve "$@"
    case " $* " in *' --plain '*) ca=- ;; esac
    # shellcheck disable=SC2086
    "$work/poll" "$port" "$ca" $jobs >"$work/poll.out" 2>"$work/poll.log" || die "no poll: $(cat "$work/poll.log")"
    stop
    [ "$(awk '$1 == "answers" { print ($2 > 10) }' "$work/poll.out")" = 1 ] ||
        die "polls without an answer ($*): $(cat "$work/poll.log")"
    heap=$(awk '$1 == "heap" { print $2 }' "$work/poll.out")
    stack=$(awk '$1 == "stack" { print $2 }' "$work/poll.out")
}

larger() {
    [ "$1" -gt "$2" ] && echo "$1" || echo "$2"
}

file_sizes() {
    put program_size "$(wc -c <"$B/zimport")"
    variant default zimport \
        FEATURES='bar verbose suggestions http-proxy client-certificate pin tls-session config'
    put program_size_plain "$(wc -c <"$work-default/zimport")"
    variant tls12 zimport \
        FEATURES='bar verbose suggestions http-proxy client-certificate pin tls-session config'
    put program_size_tls12 "$(wc -c <"$work-tls12/zimport")"
    variant tls12 zimport DIALECTS=v1 VERBS='status wait' FORMATS='json env'
    put program_size_named "$(wc -c <"$work-tls12/zimport")"
}

# Of nm's list: the contexts, two windows of 512 bytes, and the tokens, which are on the stack.
client_memory() {
    awk '$4 ~ /^size_(client|follow|progress|answer|tokens)$/ { sum += $2 } END { print sum + 2 * 512 }'
}

structures() {
    # shellcheck disable=SC2086
    $CC $CFLAGS -std=c99 -fno-common -Iinclude -c -o "$work/sizes64" $here/sizes.c
    nm -S -t d "$work/sizes64" >"$work/sizes64.txt"
    put client_memory "$(client_memory <"$work/sizes64.txt")"
    put origin_memory "$(awk '$4 == "size_origin" { print $2 + 0 }' "$work/sizes64.txt")"
    put job_memory "$(awk '$4 == "size_job" { print $2 + 0 }' "$work/sizes64.txt")"
}

stack_and_heap() {
    poll_program "$B"
    poll --plain
    put stack_plain "$stack"
    deepest=0
    for chain in '' _chain _goog _le; do
        most=0
        for version in 1.2 1.3; do
            # shellcheck disable=SC2046
            poll --tls-max $version $(keys_of "$chain")
            deepest=$(larger "$stack" "$deepest")
            most=$(larger "$heap" "$most")
        done
        put "heap_default$chain" "$most"
    done
    put stack_tls "$deepest"
    for tls in small small13 tiny; do
        variant $tls libzimport.a
        poll_program "$work-$tls"
        for chain in '' _chain _goog _le; do
            # shellcheck disable=SC2046
            poll --record $([ $tls = tiny ] && echo 1024 || echo 16384) $(keys_of "$chain")
            put "heap_$tls$chain" "$heap"
        done
    done
}

# The simulator's options for a chain like those of public authorities: _chain is its own, the others are of chains.sh.
keys_of() {
    case $1 in
    '') ;;
    _chain) echo --cert-kind rsa --intermediate ;;
    *) echo --cert-file "$work/chains/${1#_}.pem" --key-file "$work/chains/${1#_}.key" ;;
    esac
}

# Thousands of instructions of a cold poll by the program, with whichever version of TLS takes more.
# shellcheck disable=SC2046
instructions() {
    for chain in '' _chain _goog _le; do
        most=0
        for version in 1.2 1.3; do
            serve --tls-max $version $(keys_of "$chain")
            count=$(valgrind --tool=callgrind --callgrind-out-file=/dev/null "$B/zimport" status --endpoint \
                "https://127.0.0.1:$port" --api v1 --cluster in01-0a1b2c3d4e5f6g7 --cacert "$ca" job-instant 2>&1 >/dev/null |
                sed -n 's/.*Collected : *//p')
            stop
            most=$(larger "$((${count:-0} / 1000))" "$most")
        done
        put "program_instructions$chain" "$most"
    done
}

# resident EXIT COMMAND...: peak resident memory of a run, in KiB: of the second of two, since the first may find the
# program's file outside of the kernel's memory.
resident() {
    expected=$1
    shift
    for _ in 1 2; do
        "$work/measure" -m "$@" >"$work/rss" 2>"$work/rss.log"
    done
    read -r _ _ status peak _ <"$work/rss"
    [ "$status" -eq "$expected" ] || die "$*: exit $status: $(cat "$work/rss.log")"
    echo "$peak"
}

asking() {
    echo "$B/zimport $1 --endpoint http://127.0.0.1:$port --api v1 --cluster in01-0a1b2c3d4e5f6g7 -o json"
}

# shellcheck disable=SC2046
status_memory() { # ROWS
    resident 0 $(asking status) "job-huge-$1"
}

# Of so many jobs with ids as long as the services' own; it is their number that makes the memory, not what is asked until
# the time is over. The shell becomes the program.
# shellcheck disable=SC2046
wait_memory() { # JOBS
    awk -v n="$1" 'BEGIN { for (i = 1; i <= n; i++) printf "job-at-4000-0a1b2c3d%06d\n", i }' >"$work/ids"
    resident 10 sh -c "exec \"\$@\" <$work/ids" - $(asking wait) --timeout 0.5 -
}

# shellcheck disable=SC2046
list_memory() {
    resident 0 $(asking list)
}

# shellcheck disable=SC2086
program_memory() {
    $CC $CFLAGS -std=c99 -static -o "$work/measure" tests/bench/measure.c
    serve --plain --jobs 10
    few=$(status_memory 1)
    many=$(status_memory 100000)
    put program_memory "$few"
    put program_memory_growth $((many > few ? many - few : 0))
    few=$(wait_memory 1000)
    many=$(wait_memory 3000)
    put wait_memory_job $(((many - few) * 1024 / 2000))
    few=$(list_memory)
    stop
    serve --plain --jobs 10000
    many=$(list_memory)
    stop
    put list_memory "$few"
    put list_memory_growth $((many > few ? many - few : 0))
}

. $here/board.sh

"$MAKE" --no-print-directory B="$B" "$B/zimport" "$B/libzimport.a" "$B/tests/simulator" >"$work/make.log" 2>&1 ||
    { cat "$work/make.log" && die 'does not build'; }

mkdir "$work/chains"
chain "$work/chains" goog
chain "$work/chains" le
export ZILLIZ_API_KEY=budget-key
file_sizes
board
structures
stack_and_heap
instructions
program_memory

[ "${1-}" != --update ] || update "$measured"
if compare budget "$measured"; then
    if [ -n "$(with $CC)" ]; then
        # shellcheck disable=SC2086
        echo "budget: measured with $(with $CC): printed, not compared"
    else
        echo "budget: all within"
    fi
else
    echo "budget: exceeded; where growth has a good reason: sh $here/budget.sh --update, and commit the numbers with it"
    exit 1
fi
