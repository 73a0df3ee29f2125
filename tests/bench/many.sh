# SPDX-License-Identifier: Apache-2.0
#
# Many jobs, followed by one process on one TLS connection until all are complete, as fast as the service allows: 20
# requests a second. Beside it the loop that a script would have, curl for each poll, for the first of the same polls; and
# one curl that has them all on its command line and keeps its connection. What they are compared by is processor time:
# neither of them waits for its turn, nor looks at what it got. An id has 26 bytes, as the services' own.

# many_ids N: a job takes 5 s from when it is first asked for, so that two polls see it complete.
many_ids() {
    awk -v n="$1" 'BEGIN { for (i = 1; i <= n; i++) printf "job-ok-0a1b2c3d4e5f-%06d\n", i }' >"$work/ids"
}

# waiting WORD...: the command behind these words, as its arguments; $limit are options of it.
# shellcheck disable=SC2086
waiting() {
    "$@" "$zimport" wait --no-progress -o json --endpoint "https://127.0.0.1:$port" --api v1 --cluster $cluster \
        --cacert "$work/ca.pem" $limit -
}

# A shell that becomes the command that follows, with the ids as its standard input.
reading="exec \"\$@\" <$work/ids"

# many_memory N: peak memory until the first second is over, since it is the number of jobs that makes it. Of two runs the
# second: the first may find the program's file outside of the kernel's memory.
many_memory() {
    many_ids "$1"
    limit='--timeout 1'
    for _ in 1 2; do
        waiting "$work/measure" -m sh -c "$reading" - 2>/dev/null >"$work/many.memory"
    done
    limit=''
    read -r _ _ status memory _ <"$work/many.memory"
    [ "$status" -eq 10 ] || { echo "bench: memory of many jobs: exit $status" >&2 && exit 1; }
    echo "$memory"
}

# each_poll TITLE FILE POLLS CONNECTIONS: the last run in FILE; the processor time of a poll goes to FILE.each.
each_poll() {
    tail -n 1 "$2" | awk -v title="$1" -v polls="$3" -v connections="$4" -v each="$2.each" '{
        printf "  %-34s %8d %8d %10.2f s %9.2f s %10.3f ms\n", title, polls, connections, $1 / 1e6, $2 / 1e6, $2 / 1000 / polls
        print $2 / polls >each
    }'
}

# shellcheck disable=SC2086
many() {
    printf '\n%s jobs, followed until all are complete, over TLS 1.3\n' "$JOBS"
    rm -f "$work"/many*
    limit=''
    serve
    few=$(many_memory 1)
    some=$(many_memory 1000)
    most=$(many_memory 10000)
    stop
    serve --duration 5
    many_ids "$JOBS"
    echo "$(waiting shown) <ids"
    waiting once many sh -c "$reading" - 2>"$work/many.log"
    good 'many jobs' "$work/many.times"
    [ "$(grep -c '"state":"Completed"' "$work/many.out")" -eq "$JOBS" ] || { echo 'bench: not all complete' >&2 && exit 1; }
    requests=$(counted requests)
    connections=$(counted connections)
    url="https://127.0.0.1:$port/v1/vector/collections/import/get?clusterId=$cluster&jobId="
    set -- $fetch --cacert "$work/ca.pem"
    loop="while read -r job; do $* \"$url\$job\"; done"
    urls="${url}job-ok-0a1b2c3d4e5f-[000001-$(printf %06d "$CURL_POLLS")]"
    echo "  \$ $loop <ids"
    shown "$@" "$urls"
    head -n "$CURL_POLLS" "$work/ids" >"$work/first"
    once many-loop sh -c "$loop <$work/first"
    looped=$(($(counted connections) - connections))
    once many-curl "$@" "$urls"
    kept=$(($(counted connections) - connections - looped))
    stop
    good 'a loop of curl' "$work/many-loop.times"
    good 'curl' "$work/many-curl.times"
    printf '  %-34s %8s %8s %12s %11s %13s\n' '' polls connect. wall processor 'a poll'
    each_poll 'zimport wait' "$work/many.times" "$requests" "$connections"
    each_poll 'a loop of curl, the first polls' "$work/many-loop.times" "$CURL_POLLS" "$looped"
    each_poll 'one curl, the first polls' "$work/many-curl.times" "$CURL_POLLS" "$kept"
    many_verdicts
}

many_verdicts() {
    cat "$work/many.times.each" "$work/many-loop.times.each" "$work/many-curl.times.each" | awk '
        { each[NR] = $1 }
        END { printf "  %-34s %.1f x (loop), %.1f x (one curl)\n", "a poll of curl needs", each[2] / each[1], each[3] / each[1] }'
    awk -v n="$requests" '{ printf "  %-34s %.1f      goal: at most 20\n", "requests a second", n * 1e6 / $1 }' "$work/many.times"
    echo "$few $some $most" | awk '{
        printf "  %-34s %d KiB, %d KiB, %d KiB\n", "memory for 1, 1000, 10000 jobs", $1, $2, $3
        printf "  %-34s %.0f, %.0f bytes      goal: at most 128\n", "of that, a further job", ($2 - $1) * 1024 / 999, ($3 - $1) * 1024 / 9999
    }'
}
