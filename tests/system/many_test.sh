#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# One connection, the service's limit of 20 requests a second, each job in its turn, and one result.

. "${0%/*}/lib.sh"

ids() { # PREFIX FROM TO
    numbered "$1-" "$2" "$3" | tr '\n' ' '
}

# 50 ms lie between two requests: no second of the server's clock has more than 20, and one that was on its way.
most_a_second() {
    grep '^< Date: ' "$T/err" | sort | uniq -c | sort -n | awk 'END { print $1 + 0 }'
}

now_ms() {
    echo $(($(date +%s%N) / 1000000))
}

# ---- the limit, one connection, everybody's turn

start_sim --duration 1
begun=$(now_ms)
# shellcheck disable=SC2046 # ids
ask_as v2 wait -v -v -o json --interval 0.1 --no-progress $(ids job-ok 1 60)
took=$(($(now_ms) - begun))
sound "60 jobs" 0 && holds "60 jobs: at most 20 requests a second" "$(most_a_second)" test "$(most_a_second)" -le 21
holds "60 jobs: heads were seen" "$(most_a_second)" test "$(most_a_second)" -ge 1
holds "60 jobs: $(counter requests) requests, 50 ms apart" "in $took ms" test $took -ge $((($(counter requests) - 1) * 50))
holds "60 jobs: one connection" "$(counter connections)" test "$(counter connections)" -eq 1
holds "60 jobs: one handshake" "$(counter handshakes)" test "$(counter handshakes)" -eq 1
holds "60 jobs: nothing that the server objects to" "$(counter bad)" test "$(counter bad)" -eq 0
last_states() { # the state in the last line of each job
    awk '{ split($0, part, "\""); last[part[4]] = $0 } END { for (job in last) print last[job] }' "$T/out" |
        sed -e 's/.*"error":.*/error/' -e 's/.*"state":"\([A-Za-z]*\)".*/\1/' | sort | uniq -c | awk '{ printf "%s %s, ", $1, $2 }'
}
holds "60 jobs: each complete in the end" "$(last_states)" test "$(last_states)" = "60 Completed, "
repeated=$(sort "$T/out" | uniq -d | wc -l)
holds "60 jobs: no line twice" "$repeated" test "$repeated" -eq 0
asked() { # FROM TO: how many jobs the requests with these numbers asked about; v1 says so in the head
    sed -n 's/^> GET .*jobId=\([^&]*\)&.*/\1/p' "$T/err" | sed -n "$1,$2p" | sort -u | wc -l
}
# shellcheck disable=SC2046 # ids
ask_as v1 wait -v -q -o json --interval 0 --timeout 4.5 $(ids job-at-4000 1 25)
sound "turns" 10 && for from in 1 26; do
    holds "turns: requests $from to $((from + 24))" "$(asked $from $((from + 24))) jobs of 25" test "$(asked $from $((from + 24)))" -eq 25
done
holds "turns: a line each" "$(wc -l <"$T/out")" test "$(wc -l <"$T/out")" -eq 25
# Jobs that wait for their interval do not delay one that is due.
# shellcheck disable=SC2046 # ids
ask_as v1 wait -v -q -o json --interval 0.5 --any $(ids job-at-4000 1 30) job-ok-again
sound "turns: a job that moves among 30 that do not" 0 && ok "turns: a job that moves among 30 that do not"
before=$(counter connections)
# shellcheck disable=SC2046 # ids
ask_as v2 status -o json -v -v $(ids job-at 1 60)
holds "status: at most 20 requests a second" "$(most_a_second)" test "$(most_a_second)" -le 21
ids job-at 1 60 | tr ' ' '\n' | grep . >"$T/expected"
sed 's/^{"jobId":"\([^"]*\)".*/\1/' "$T/out" >"$T/ids"
sound "status: 60 jobs" 0 && holds "status: 60 jobs in their order" "other ids" cmp -s "$T/expected" "$T/ids"
holds "status: one connection" "$(counter connections)" test $(($(counter connections) - before)) -eq 1
stop "$sim"

for how in "--close-after 7" "--close-after 7 --rude" "--close-after 7 --announce"; do
    # shellcheck disable=SC2086 # options
    start_sim $how
    # shellcheck disable=SC2046 # ids
    ask_as v2 status -q -o json --retry 0 $(ids job-at 1 21)
    sound "status: $how" 0 && holds "status: $how: everybody once" "$(wc -l <"$T/out")" test "$(sort -u "$T/out" | wc -l)" -eq 21
    holds "status: $how: $(counter connections) connections" "not 3" test "$(counter connections)" -eq 3
    holds "status: $how: requests" "$(counter requests)" test "$(counter requests)" -eq 21
    stop "$sim"
done

# ---- mixed results: the worst, whatever the order

start_sim --plain --duration 0.5
mixed() { # NAME EXIT ARGUMENT...: with 6 jobs that complete, in both orders
    name=$1
    exit=$2
    shift 2
    # shellcheck disable=SC2046 # ids
    ask_as v2 wait -q -o json --interval 0.1 --retry 0 "$@" $(ids job-ok 1 6)
    sound "mixed: $name, first" "$exit" && holds "mixed: $name, first" "$(last_states)" test "$(last_states | grep -c '\(^\|, \)[67] Completed,')" -eq 1
    # shellcheck disable=SC2046 # ids
    ask_as v2 wait -q -o json --interval 0.1 --retry 0 $(ids job-ok 1 6) "$@"
    sound "mixed: $name, last" "$exit" && holds "mixed: $name, last: a line for each" "$(last_states)" test \
        "$(sed 's/^{"jobId":"\([^"]*\)".*/\1/' "$T/out" | sort -u | wc -l)" -eq $((6 + $#))
}
mixed "all good" 0 job-instant
mixed "failed" 4 job-http-400 job-denied job-unknown job-failed
mixed "cancelled" 4 job-state-Cancelled job-unknown
mixed "not found" 5 job-unknown job-denied job-drop job-http-400 job-uncommitted
mixed "unauthorized" 6 job-uncommitted job-http-400 job-drop job-denied
mixed "network" 7 job-drop job-http-400 job-uncommitted
mixed "server" 9 job-uncommitted job-http-400
mixed "uncommitted" 10 job-uncommitted
# shellcheck disable=SC2046 # ids
ask_as v2 wait -q -o json --interval 0.1 --retry 0 $(ids job-ok 1 12) $(ids job-failed 1 4) $(ids job-unknown 1 3) job-notjson
holds "mixed: the last line of each is final" "$(last_states)" test "$(last_states)" = "12 Completed, 4 Failed, 4 error, "
expect "mixed: several of each" 4 "$(cat "$T/out")"
# shellcheck disable=SC2046 # ids
ask_as v2 wait -q -o csv --interval 0.1 $(ids job-ok 1 15)
sound "csv" 0 && holds "csv: a header and a row each" "$(wc -l <"$T/out")" test "$(wc -l <"$T/out")" -eq 16 -a "$(grep -c ',Completed,100,' "$T/out")" -eq 15
# shellcheck disable=SC2046 # ids
ask_as v2 wait -q --interval 0.1 $(ids job-ok 1 15) job-unknown
sound "text" 5 && holds "text: a block each" "$(grep -c '^Job  ' "$T/out")" test "$(grep -c '^Job  ' "$T/out")" -eq 15 \
    -a "$(grep -c '^State  *Completed, 100 %$' "$T/out")" -eq 15 && one_line "text: an error" && ok "text: one error"
# shellcheck disable=SC2046 # ids
ask_as v2 wait -q -o env $(ids job-ok 1 2)
fails "env: one job only" 2 "env"

# ---- ends

# shellcheck disable=SC2046 # ids
ask_as v2 wait -q -o json --any --interval 0.1 $(ids job-at-4000 1 25) job-instant $(ids job-at-5000 1 25)
sound "--any" 0 && holds "--any: it is the last line" "$(tail -n 1 "$T/out")" test "$(tail -n 1 "$T/out" | cut -c1-23)" = '{"jobId":"job-instant",'
holds "--any: nobody behind it was asked" "$(wc -l <"$T/out")" test "$(wc -l <"$T/out")" -eq 26
# shellcheck disable=SC2046 # ids
ask_as v2 wait -q -o json --any --interval 0.1 $(ids job-at-4000 1 5) job-unknown
expect "--any: an unknown job ends it, too" 5 "$(cat "$T/out")"
# shellcheck disable=SC2046 # ids
ask_as v2 wait --no-progress -o json --interval 0.1 --stall 1.5 $(ids job-at-4000 1 20)
sound "--stall" 10 && one_line "--stall" && holds "--stall: says how many" "$(cat "$T/err")" says "20 of 20 jobs.*--stall"
# shellcheck disable=SC2046 # ids
ask_as v2 wait --no-progress -o json --interval 0.1 --timeout 2 job-instant $(ids job-at-4000 1 9) job-slow-9000
sound "--timeout" 10 && one_line "--timeout" && holds "--timeout: says how many" "$(cat "$T/err")" says "10 of 11 jobs.*--timeout"
holds "--timeout: a line for each" "$(last_states)" test "$(last_states)" = "1 Completed, 9 Importing, 1 error, "
holds "--timeout: one that never answered" "$(tail -n 1 "$T/out")" grep -q '^{"jobId":"job-slow-9000","error":{"exit":10,"kind":"timeout","httpStatus":null,"code":null,' "$T/out"
# shellcheck disable=SC2046 # ids
ask_as v2 wait -q -o csv --interval 0.1 --timeout 1 $(ids job-at-4000 1 9)
sound "--timeout: csv" 10 && holds "--timeout: csv has a row each" "$(wc -l <"$T/out")" test "$(wc -l <"$T/out")" -eq 10
stop "$sim"

# ---- ids from standard input

start_sim --plain --milvus --duration 0.3
from_input() { # VERB ARGUMENT...: of a Milvus server
    verb=$1
    shift
    run "$verb" --endpoint "$SITE" "$@"
}
numbered job-ok- 1 20 >"$T/list"
from_input wait -q -o json --interval 0.1 - <"$T/list"
sound "input: 20 ids" 0 && holds "input: 20 ids" "$(last_states)" test "$(last_states)" = "20 Completed, "
printf '\n  \njob-at-1\r\n\r\n\njob-at-2\njob-at-3' | sed 's/^  $//' >"$T/list"
from_input status -o json job-at-4 - job-at-5 <"$T/list"
sound "input: blank lines, CR, no line end, among operands" 0 && holds "input: in their order" "$(cat "$T/out")" test \
    "$(sed 's/^{"jobId":"job-at-\([0-9]\)".*/\1/' "$T/out" | tr -d '\n')" = 41235
before=$(counter requests)
for bad in 'a b' 'a/b' "$(printf 'a\tb')" "$(printf '%129s' '' | tr ' ' a)" "$(printf 'a\302\240')"; do
    printf 'job-at-1\n%s\njob-at-2\n' "$bad" >"$T/list"
    from_input status - <"$T/list"
    fails "input: bad: $bad" 2 "job id"
done
from_input wait - </dev/null
expect "input: none" 0 ""
from_input wait - <&-
fails "input: closed" 2 "job|input"
ZILLIZ_API_KEY='' from_input status --token-file - - <"$T/list"
fails "input: key and ids" 2 "standard input"
holds "input: nothing was sent" "$(counter requests)" test "$(counter requests)" -eq "$before"
numbered job-at- 1 3000 >"$T/list"
from_input wait -q -o json --interval 0.1 --timeout 1 - <"$T/list"
sound "input: 3000 ids" 10 && holds "input: a line for each of 3000" "$(wc -l <"$T/out")" test \
    "$(sed 's/^{"jobId":"\([^"]*\)".*/\1/' "$T/out" | sort -u | wc -l)" -eq 3000
printf 'job-instant\njob-instant\n' | { from_input wait -q -o json -; echo $code >"$T/code"; }
code=$(cat "$T/code")
sound "input: an id given twice" 0 && holds "input: an id given twice" "$(last_states)" test "$(last_states)" = "1 Completed, "
stop "$sim"

finish
