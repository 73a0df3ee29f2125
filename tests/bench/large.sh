# SPDX-License-Identifier: Apache-2.0
#
# A large reply over plain loopback HTTP: zimport, and curl -s | jq.

row() {
    wall=$(median "$work/$1.times" 1)
    busy=$(median "$work/$1.times" 2)
    read -r _ _ _ _ memory <"$work/$1.memory"
    printf '  %-34s %10.2f ms %10.2f ms %9d KiB\n' "$2" "$(milli "$wall")" "$(milli "$busy")" "$memory"
    echo "$wall $busy $memory" >"$work/$1.row"
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
