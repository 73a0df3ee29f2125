#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# soak.sh [MODE...]: polls simulators that misbehave at random, and compares every outcome with what must come of it.
#
#   sanitizers   (alone by default) under ASan and UBSan: the heap must not grow. POLLS=3000
#   resident     without: resident memory must not grow. POLLS=100000
#   valgrind     under memcheck. POLLS=2000
#
# SEED=N repeats what is drawn, POLLS=N is for all modes; VERBOSE=1 shows each question.

. "${0%/*}/../system/lib.sh"

# Half a gigabyte of memory that was freed need not be kept.
ASAN_OPTIONS=$ASAN_OPTIONS:quarantine_size_mb=32
SEED=${SEED:-$(od -An -N4 -tu4 /dev/urandom | tr -d ' ')}

# start NAME OPTION...: a simulator; its port is in $T/NAME.port.
start() {
    name=$1
    shift
    rm -f "$T/$name.port"
    spawn "$B/tests/simulator" --ready-file "$T/$name.port" --counters "$T/$name.counters" --ca-out "$T/$name.pem" \
        --head 60000 --max-life 3600 --seed "$SEED" "$@"
    await 20 ready_or_gone "$T/$name.port" "$pid"
    [ -s "$T/$name.port" ] || give_up "the simulator does not start: $*"
    servers="$servers $pid"
}

# Each simulator has counted the requests it was sent; of one sent and aborted at once, nobody knows.
agree() { # MODE
    while read -r _ name least most; do
        counters=$T/$name.counters
        seen=$(sed 's/.*"requests":\([0-9]*\).*/\1/' "$counters")
        bad=$(sed 's/.*"bad":\([0-9]*\).*/\1/' "$counters")
        echo "# simulator $name: $(cat "$counters"), sent $least to $most"
        if [ "$seen" -lt "$least" ] || [ "$seen" -gt "$most" ] || [ "$bad" -ne 0 ]; then
            not_ok "soak $1: simulator $name" "$seen requests, $bad of them bad; $least to $most were sent"
        else
            ok "soak $1: simulator $name has seen what was sent"
        fi
    done <"$T/sent"
}

# What valgrind says beside its exit status: descriptors that are open at the end, but those of this shell.
settled() {
    if ! grep -q 'FILE DESCRIPTORS' "$T/valgrind"; then
        not_ok "soak valgrind: descriptors" "no word of them"
    elif [ "$(grep -c 'Open .*file descriptor\|Open .*socket' "$T/valgrind")" -ne \
        "$(grep -c '<inherited from parent>' "$T/valgrind")" ]; then
        not_ok "soak valgrind: descriptors" "some are left open"
    else
        ok "soak valgrind: no descriptor is left open"
        return
    fi
    show "valgrind" "$T/valgrind"
}

# run_mode MODE POLLS COMMAND...
run_mode() {
    mode=$1
    polls=$2
    shift 2
    servers=''
    echo "# soak $mode: SEED=$SEED POLLS=$polls"
    start plain --plain
    start tls12 --tls-max 1.2
    start tls13 --tls-min 1.3
    # shellcheck disable=SC2086 # an option or none
    "$@" --seed "$SEED" --polls "$polls" --plain "$(cat "$T/plain.port")" --tls12 "$(cat "$T/tls12.port")" \
        --ca12 "$T/tls12.pem" --tls13 "$(cat "$T/tls13.port")" --ca13 "$T/tls13.pem" ${VERBOSE:+--verbose} \
        >"$T/out" 2>"$T/err" </dev/null
    code=$?
    for one in $servers; do
        stop "$one"
    done
    grep -v '^requests ' "$T/out" | sed "s/^ok /ok soak $mode: /"
    if [ "$code" -ne 0 ] || [ -s "$T/err" ]; then
        failures=$((failures + 1))
        echo "not ok soak $mode: exit $code, SEED=$SEED"
        show "stderr" "$T/err"
    else
        grep '^requests ' "$T/out" >"$T/sent"
        agree "$mode"
    fi
}

for mode in "${@:-sanitizers}"; do
    case $mode in
    sanitizers) run_mode "$mode" "${POLLS:-3000}" "$B/tests/soak/soak" ;;
    resident) run_mode "$mode" "${POLLS:-100000}" "$B/tests/soak/soak-plain" --resident ;;
    valgrind)
        need valgrind
        run_mode "$mode" "${POLLS:-2000}" valgrind --error-exitcode=99 --leak-check=full --track-fds=yes \
            --child-silent-after-fork=yes --log-file="$T/valgrind" "$B/tests/soak/soak-plain"
        settled
        ;;
    *) give_up "no such mode: $mode" ;;
    esac
done
finish
