# SPDX-License-Identifier: Apache-2.0
#
# What the parts of bench.sh share: a simulator, runs, medians, rows. Results are files in $work: NAME.times has a line
# for each run (wall and processor time in microseconds, exit status), NAME.memory has the same and the peak in KiB.

stop() {
    [ -z "$server" ] || { kill "$server" 2>/dev/null && wait "$server" 2>/dev/null || :; }
    server=''
}

serve() {
    rm -f "$work/ready" "$work/counters"
    "$B/tests/simulator" --ready-file "$work/ready" --ca-out "$work/ca.pem" --counters "$work/counters" --max-life 1800 \
        "$@" >"$work/simulator" 2>&1 &
    server=$!
    tries=0
    while [ ! -s "$work/ready" ]; do
        tries=$((tries + 1))
        [ $tries -lt 200 ] || { cat "$work/simulator" >&2 && exit 1; }
        sleep 0.05
    done
    port=$(cat "$work/ready")
}

counted() {
    sed -n "s/.*\"$1\":\([0-9]*\).*/\1/p" "$work/counters" 2>/dev/null
}

good() {
    awk -v name="$1" -v file="$2" '$3 != 0 { print "bench: " name ": exit " $3; bad = 1 } END { exit bad }' "$2" >&2
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
    good "$name" "$work/$name.memory"
}

instructions() {
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$@" 2>&1 >/dev/null </dev/null |
        sed -n 's/.*Collected : *//p'
}

# Built with the library as the release has it.
program() {
    source=$1
    shift
    # shellcheck disable=SC2086
    $CC -std=c99 $CFLAGS -static -no-pie -Wl,--gc-sections -Iinclude "$@" -o "$work/$source" "tests/bench/$source.c" \
        "$B/obj-release/all.a" "$B/mbedtls-release/libmbedtls.a"
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
    awk -v column="$2" '{ print $column }' "$1" | sort -n | awk '{ value[NR] = $1 } END { print value[int((NR + 1) / 2)] }'
}

milli() {
    awk -v us="$1" 'BEGIN { printf "%.2f", us / 1000 }'
}
