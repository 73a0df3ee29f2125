# SPDX-License-Identifier: Apache-2.0
#
# Lists of jobs over plain loopback HTTP: zimport list, and curl -s | jq that prints the same of each job. Milvus says all
# in one reply; the cloud has pages of 100, which one curl gets on one connection, as zimport does.

# listed TITLE COMMAND...: the command of zimport, against $theirs with $filter, of $jobs jobs. The words of curl are split
# on purpose.
# shellcheck disable=SC2086
listed() {
    title=$1
    shift
    shown "$@"
    shown $theirs '|' jq -c "$filter"
    rm -f "$work"/list-*
    i=0
    while [ $i -lt "$RUNS" ]; do
        once list-ours "$@"
        once list-jq $theirs '|' jq -c "$filter"
        i=$((i + 1))
    done
    peak list-ours "$@"
    peak list-jq $theirs '|' jq -c "$filter"
    good list-ours "$work/list-ours.times"
    good list-jq "$work/list-jq.times"
    cmp -s "$work/list-ours.out" "$work/list-jq.out" || { echo 'bench: other lists' >&2 && exit 1; }
    [ "$(wc -l <"$work/list-ours.out")" -eq "$jobs" ] || { echo 'bench: not all jobs' >&2 && exit 1; }
    heading "$title"
    row list-ours 'zimport list -o json'
    row list-jq 'curl -s | jq'
    against list-ours list-jq ''
    read -r _ _ _ _ memory <"$work/list-ours.memory"
    memories="$memories, $memory KiB (${title%% of *})"
}

# The filters print the keys that zimport prints; of v1 they have to make the states, too.
# shellcheck disable=SC2086
list() {
    memories=''
    filter='.data.records[] | {jobId, collectionName, state, progress, reason: (.reason // null), api: "milvus"}'
    for jobs in $LISTED; do
        serve --plain --milvus --jobs "$jobs"
        theirs="$fetch -d {} http://127.0.0.1:$port/v2/vectordb/jobs/import/list"
        set -- "$zimport" list -o json --endpoint "http://127.0.0.1:$port" --api milvus
        listed "$jobs jobs in one reply of $($theirs | wc -c) bytes, over TCP on this machine" "$@"
        stop
    done
    jobs=10000
    serve --plain --jobs $jobs
    theirs="$fetch http://127.0.0.1:$port/v1/vector/collections/import/list?clusterId=$cluster&pageSize=100&currentPage=[1-100]"
    state='.state | ltrimstr("Import") | if . == "Running" then "Importing" elif . == "Cancel" then "Cancelled" else . end'
    filter=".data.tasks[] | {jobId, collectionName, state: ($state), progress, reason: null, api: \"v1\"}"
    set -- "$zimport" list -o json --endpoint "http://127.0.0.1:$port" --api v1 --cluster $cluster
    listed "$jobs jobs in 100 pages of 100; most of the wall time is the simulator's" "$@"
    stop
    echo "  memory of zimport: ${memories#, }"
    echo '  goal: the same for any number, but for the 48 KiB in which a reply waits until it is whole'
}
