# SPDX-License-Identifier: Apache-2.0
#
# A poll over TLS: zimport and curl, as far as what both can do is the same.
#
#   cold     a process, a connection and a full handshake for each poll: zimport status, and curl
#   full     the same in one process, which begins once: polls.c, and curl with many URLs and --no-sessionid
#   kept     on a connection that is kept: polls.c, and curl with many URLs
#   resumed  a new connection each time, which continues the TLS session of the one before: polls.c, and curl again
#   file     a process for each poll, which continues the session of the one before: zimport status --tls-session.
#            curl keeps no session beyond its end
#
# What a poll of curl takes in one process is the difference of one with many URLs and one with one, divided by the
# difference; polls.c takes the time of each poll. Its instructions are such a difference, too. For full and resumed the
# server says Connection: close. Its own work, on the same machine, is in all times.

# From the last runs: NAME with many polls, NAME-1 with one.
wall() {
    many=$(tail -n 1 "$work/$1.times" | cut -d' ' -f1)
    one=$(tail -n 1 "$work/$1-1.times" | cut -d' ' -f1)
    echo $(((many - one) / (POLLS - 1))) >>"$work/$1.wall"
}

# each NAME POLLS COMMAND...: instructions of a poll. COUNT in the command stands for the number of polls.
each() {
    name=$1
    polls=$2
    shift 2
    few=$(counting 1 "$@")
    many=$(counting $((polls + 1)) "$@")
    echo $(((many - few) / polls)) >"$work/$name.instructions"
}

counting() {
    number=$1
    shift
    for word in "$@"; do
        shift
        set -- "$@" "$(printf '%s\n' "$word" | sed "s/COUNT/$number/")"
    done
    instructions "$@"
}

# shellcheck disable=SC2086
processes() {
    saved=$work/session
    rm -f "$saved"
    one=$(url job-instant)
    set -- "$zimport" status --endpoint "https://127.0.0.1:$port" --api v1 --cluster $cluster --cacert "$work/ca.pem"
    show cold "$@" job-instant
    show '' $fetch --cacert "$work/ca.pem" "$one"
    [ $sessions = no ] || show file "$@" --tls-session "$saved" job-instant
    [ $sessions = no ] || "$@" --tls-session "$saved" job-instant >/dev/null
    resumed=$(counted resumed)
    i=0
    while [ $i -lt "$COLD_RUNS" ]; do
        once cold-zimport "$@" job-instant
        once cold-curl $fetch --cacert "$work/ca.pem" "$one"
        [ $sessions = no ] || once file-zimport "$@" --tls-session "$saved" job-instant
        i=$((i + 1))
    done
    [ $sessions = no ] || resumed file "$COLD_RUNS" zimport
    for name in cold-zimport cold-curl $([ $sessions = no ] || echo file-zimport); do
        cut -d' ' -f1 "$work/$name.times" >"$work/$name.wall"
        good $name "$work/$name.times"
    done
    peak cold-zimport "$@" job-instant
    peak cold-curl $fetch --cacert "$work/ca.pem" "$one"
    instructions "$@" job-instant >"$work/cold-zimport.instructions"
    instructions $fetch --cacert "$work/ca.pem" "$one" >"$work/cold-curl.instructions"
    [ $sessions = no ] || {
        peak file-zimport "$@" --tls-session "$saved" job-instant
        instructions "$@" --tls-session "$saved" job-instant >"$work/file-zimport.instructions"
    }
}

# resumed KIND NUMBER WHO: says that a poll was not what it should be. `resumed` is what the simulator had counted.
resumed() {
    got=$(($(counted resumed) - resumed))
    [ $got -eq "$2" ] || remarks="$remarks
  of $2 connections of $3 ($1) the server has resumed $got"
}

# in_one KIND OPTION...: polls in one process; the options are curl's.
# shellcheck disable=SC2086
in_one() {
    kind=$1
    shift
    set -- $fetch --cacert "$work/ca.pem" "$@"
    show "$kind" "$work/polls" "$kind" "$POLLS" "$port" "$work/ca.pem"
    show '' "$@" "$(url "job-instant-[1-$POLLS]")"
    i=0
    while [ $i -lt "$ROUNDS" ]; do
        "$work/polls" "$kind" "$POLLS" "$port" "$work/ca.pem" >>"$work/$kind-zimport.wall"
        once "$kind-curl" "$@" "$(url "job-instant-[1-$POLLS]")"
        once "$kind-curl-1" "$@" "$(url 'job-instant-[1-1]')"
        wall "$kind-curl"
        i=$((i + 1))
    done
    good "$kind-curl" "$work/$kind-curl.times"
    peak "$kind-zimport" "$work/polls" "$kind" "$POLLS" "$port" "$work/ca.pem"
    resumed=$(counted resumed)
    peak "$kind-curl" "$@" "$(url "job-instant-[1-$POLLS]")"
    resumed "$kind" "$([ "$kind" = resumed ] && echo $((POLLS - 1)) || echo 0)" curl
    # Under valgrind full handshakes take long, and each is like the other.
    counted=$([ "$kind" = full ] && echo $((COUNTED / 5)) || echo "$COUNTED")
    each "$kind-zimport" "$counted" "$work/polls" "$kind" COUNT "$port" "$work/ca.pem"
    each "$kind-curl" "$counted" "$@" "$(url 'job-instant-[1-COUNT]')"
}

url() {
    echo "https://127.0.0.1:$port/v1/vector/collections/import/get?jobId=$1&clusterId=$cluster"
}

# Which protocol and cipher each of the two has agreed on with the simulator.
# shellcheck disable=SC2086
ciphers() {
    echo "  zimport: $("$zimport" status -v --endpoint "https://127.0.0.1:$port" --api v1 --cluster $cluster \
        --cacert "$work/ca.pem" job-instant 2>&1 | sed -n 's/^\* \(TLSv.*\)/\1/p')"
    echo "  curl:    $($fetch -v --cacert "$work/ca.pem" "$(url job-instant)" 2>&1 |
        sed -n 's/^.*SSL connection using //p')"
}

# show KIND COMMAND...
show() {
    kind_shown=$1
    shift
    printf '  %-7s %s\n' "$kind_shown" "$(shown "$@" | sed 's/^ *//')"
}

of() {
    read -r _ _ _ _ memory <"$work/$1.memory"
    echo "$(median "$work/$1.wall" 1) $(cat "$work/$1.instructions") $memory"
}

# entry KIND TITLE WHO-OF-ZIMPORT
entry() {
    printf '  %s\n' "$2"
    { of "$1-zimport" && { [ ! -f "$work/$1-curl.wall" ] || of "$1-curl"; }; } | awk -v title="$3" '
        function line(title) { printf "    %-32s %10.2f ms %10.2f M  %9d KiB\n", title, $1 / 1000, $2 / 1e6, $3 }
        NR == 1 { line(title); wall = $1; work = $2; memory = $3 }
        NR == 2 {
            line("curl")
            printf "    %-32s %9.1f x  %10.1f x  %10.1f x\n", "the other needs", $1 / wall, $2 / work, $3 / memory
        }
        END { if (NR == 1) printf "    %-32s %10s    %10s    %9s\n", "curl", "-", "-", "-" }'
}

# judged TEXT A B LIMIT IF-SO IF-NOT
judged() {
    awk -v text="$1" -v a="$2" -v b="$3" -v limit="$4" -v so="$5" -v not="$6" \
        'BEGIN { printf "  %s = %.3f: %s\n", text, a / b, a <= limit * b ? so : not }'
}

field() {
    echo "$2 $3 $4" | cut -d' ' -f"$1"
}

# shellcheck disable=SC2046
verdicts() {
    judged 'cold, wall time: zimport / curl' "$(field 1 $(of cold-zimport))" "$(field 1 $(of cold-curl))" 1 \
        "below curl's" "NOT below curl's"
    for kind in cold full kept resumed; do
        echo "$(of "$kind-zimport" | cut -d' ' -f3) $(of "$kind-curl" | cut -d' ' -f3)"
    done | awk '$1 / $2 > most { most = $1 / $2; line = $0 } END { print line }' >"$work/most"
    read -r a b <"$work/most"
    judged 'peak memory, where the difference is smallest: zimport / curl' "$a" "$b" 0.1 "within a tenth" "MORE than a tenth"
    judged 'instructions: resumed / full' "$(field 2 $(of resumed-zimport))" "$(field 2 $(of full-zimport))" 0.1 \
        'within a tenth' "$([ "$version" = 1.2 ] && echo MORE || echo more) than a tenth$1"
}

tls() {
    version=$1
    remarks=''
    rm -f "$work"/*.times "$work"/*.wall "$work"/*.memory "$work"/*.instructions
    sessions=no
    ! "$zimport" help status --all | grep -q -e --tls-session || sessions=yes
    printf '\nOne poll over TLS %s, 0.9 KB; the server (mbedTLS) and its authority have ECDSA keys on P-256\n' "$version"
    serve --tls-max "$version"
    ciphers
    processes
    in_one kept
    stop
    serve --tls-max "$version" --close-after 1 --announce
    in_one full --no-sessionid
    in_one resumed
    stop
    printf '\n  %-34s %13s %13s %13s\n' "TLS $version" 'wall' 'instructions' 'memory'
    entry cold 'cold: a process for each poll' 'zimport status'
    entry full 'full handshake, in one process' "the library (polls.c)"
    entry kept 'kept connection, in one process' "the library (polls.c)"
    entry resumed 'resumed, in one process' "the library (polls.c)"
    [ $sessions = no ] || entry file 'resumed, a process for each poll' 'zimport status --tls-session'
    verdicts "$([ "$version" = 1.2 ] || echo ', since TLS 1.3 agrees on a new key each time; asked for is 1.2')"
    [ -z "$remarks" ] || echo "$remarks"
}
