#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Faults of the network at every step of a connection, before real servers and the simulator: each ends within its
# deadlines, with the right exit and one line, and never with a damaged reply. faulty.c explains plans.

. "${0%/*}/lib.sh"
need openssl
. "$tests/system/certs.sh"
. "$tests/system/servers.sh"
export ZILLIZ_API_KEY=$KEY
DEADLINES='--connect-timeout 2 --max-time 3'
MORE='--connect-timeout 15 --max-time 20' # for what has to work, also on a machine that is busy

# Through the proxy at $PORT, about $ASKED, to the server in the variables.
through() { # run|later NAME-OF-RUN... VERB ARGUMENT...
    LIMIT=${LIMIT:-15} "$@" -o json --api v1 --endpoint "$SCHEME://localhost:$PORT$PREFIX" \
        --resolve "localhost:$PORT:127.0.0.1" --cacert "$BUNDLE" --cluster "$CLUSTER" "$ASKED" </dev/null
}

# ---- what is right

# $why: what the last run did wrong, or empty.
judge() { # ALLOWED-EXITS PATTERN
    why=
    case " $1 " in
    *" $code "*) ;;
    *)
        why="exit $code"
        return
        ;;
    esac
    if [ "$code" -eq 0 ]; then
        cmp -s "$T/out" "$T/whole" && [ ! -s "$T/err" ] || why="another reply, or words"
    elif ! grep -q "^{\"jobId\":\"$ASKED\",\"error\":{\"exit\":$code," "$T/out" || [ "$(wc -l <"$T/out")" -ne 1 ]; then
        why="no error object"
    elif [ "$(wc -l <"$T/err")" -ne 1 ] || ! grep -q -E "^zimport: asking localhost:$PORT about $ASKED: .*($2)" "$T/err"; then
        why="the line is: $(head -n 1 "$T/err")"
    fi
}

# For a job that was followed to its end.
judge_followed() {
    why=
    if [ "$code" -ne 0 ]; then
        why="exit $code"
    elif ! tail -n 1 "$T/out" | grep -q "^{\"jobId\":\"$ASKED\",.*\"state\":\"Completed\",\"progress\":100,"; then
        why="the last line is not final"
    elif grep -q -v -E "^$ASKED: (Importing|Completed) [0-9.]+ %" "$T/err"; then
        why="a word about it: $(grep -v "^$ASKED: " "$T/err" | head -n 1)"
    fi
}

was_hit() { # NUMBER: of a connection
    grep -q "^hit $1\$" "$faults"
}

blame() { # PLAN: the last run was one of a group
    [ -z "$why" ] || bad="$bad $1 ($why)"
}

result() { # NAME COUNT LEAST: of a group; $bad is what went wrong
    : >"$T/out"
    : >"$T/err"
    if [ -n "$bad" ]; then
        not_ok "$1" "$bad"
    elif [ "$2" -lt "$3" ]; then
        not_ok "$1" "$2 cases, expected $3"
    else
        ok "$1, $2 cases"
    fi
}

# ---- groups of faults

whole_reply() { # what the server says when nothing is in between
    PORT=$UPSTREAM
    # shellcheck disable=SC2086 # options
    through run status --retry 0 $MORE
    if [ "$code" -ne 0 ] || ! grep -q '"state":"Completed"' "$T/out"; then
        not_ok "$where: without faults" "exit $code"
        return 1
    fi
    cp "$T/out" "$T/whole"
}

# Cuts one side's stream at these places, up to the first after its end: $harmed are those that did harm, $behind is the
# first that did not.
find_places() { # SIDE LEAST PLACE...
    side=$1
    least=$2
    shift 2
    # shellcheck disable=SC2046 # a plan each
    start_faulty "$UPSTREAM" $(printf "cut:$side:%s\n" "$@")
    harmed=
    behind=
    bad=
    n=0
    for place; do
        n=$((n + 1))
        # shellcheck disable=SC2086 # options
        through run status --retry 0 $DEADLINES
        judge "7 0" "lost"
        blame "cut:$side:$place"
        if [ "$code" -eq 7 ]; then
            [ -z "$behind" ] || bad="$bad $side:$place (behind the end)"
            harmed="$harmed $side:$place"
        elif was_hit "$n"; then
            behind=${behind:-$side:$place}
        elif [ "${place%+9}" = "$place" ] || [ -n "$behind" ]; then
            break
        fi
    done
    stop "$proxy"
    # shellcheck disable=SC2086 # a list
    result "$where: cut, places of the $side" "$(echo $harmed | wc -w)" "$least"
}

# One connection per plan.
each() { # NAME LEAST ALLOWED-EXITS PATTERN PLAN...
    name=$1
    least=$2
    allowed=$3
    pattern=$4
    shift 4
    start_faulty "$UPSTREAM" "$@"
    bad=
    n=0
    hits=0
    for plan; do
        n=$((n + 1))
        # shellcheck disable=SC2086 # options
        through run status --retry 0 $DEADLINES
        if was_hit "$n"; then
            judge "$allowed" "$pattern"
            hits=$((hits + 1))
        else
            judge 0 ''
        fi
        blame "$plan"
    done
    stop "$proxy"
    result "$where: $name" "$hits" "$least"
}

fine() { # PLAN...: nothing is damaged
    bad=
    start_faulty "$UPSTREAM" "$@"
    for plan; do
        # shellcheck disable=SC2086 # options
        through run status --retry 0 $MORE
        judge 0 ''
        blame "$plan"
    done
    stop "$proxy"
    result "$where: slow, but in time" $# 1
}

places() { # FORMAT PLACE...: each in that format, a line each
    format=$1
    shift
    # shellcheck disable=SC2059 # a format
    printf "$format" "$@"
}

# ---- groups that have to wait: in the background, judged at the end of all

runs=0

later_through() { # GROUP EXITS PATTERN PLAN VERB ARGUMENT...: at once, by the proxy that was started last
    group=$1
    exits=$2
    pattern=$3
    plan=$4
    shift 4
    runs=$((runs + 1))
    through later "$runs" "$@"
    printf '%s\n' "$where: $group~$exits~$pattern~$plan~$PORT~$ASKED" >>"$T/runs"
    [ "$exits" != 0 ] || cp "$T/whole" "$T/whole-$runs"
}

late() { # PLAN...: ends by a deadline
    start_faulty "$UPSTREAM" "$@"
    n=0
    for plan; do
        n=$((n + 1))
        # shellcheck disable=SC2086 # options
        later_through "stalled, or too slow" 7 'within [23] s' "$plan" status --retry 0 $DEADLINES
        await 20 grep -q "^accept $n " "$faults"
    done
}

second_try() { # PLAN...: for a first connection
    for plan; do
        start_faulty "$UPSTREAM" "$plan" pass
        later_through "the second try is good" 0 '' "$plan" status -q --retry 4 --connect-timeout 5 --max-time 10
    done
}

has_begun() {
    grep -q -s '^job-.*: Importing' "$T/later-$runs.err"
}

# The kept connection is killed between two polls, or as soon as the second request has begun.
lose_kept() { # BEGINNING-OF-SECOND-REQUEST
    for plan in USR1 USR2 ${1:+"reset:$1"} ${1:+"cut:$1"}; do
        case $plan in
        USR?) start_faulty "$UPSTREAM" pass ;;
        *) start_faulty "$UPSTREAM" "$plan" pass ;;
        esac
        ASKED=job-ok-$PORT
        later_through "a kept connection is replaced" followed '' "$plan" wait --retry 0 --interval 1 --max-time 20
        await 20 has_begun
        case $plan in
        USR?) kill -"$plan" "$proxy" ;;
        esac
        eval "lost_$runs=\$faults"
    done
}

end_late() {
    number=0
    count=0
    bad=
    last=
    while IFS='~' read -r group exits pattern plan PORT ASKED; do
        number=$((number + 1))
        [ -z "$last" ] || [ "$last" = "$group" ] || {
            result "$last" "$count" 1
            count=0
            bad=
        }
        last=$group
        count=$((count + 1))
        collect "$number"
        if [ "$exits" = followed ]; then
            judge_followed
            eval "faults=\$lost_$number"
            was_hit 1 || why="${why:-nothing was lost}"
        else
            [ "$exits" != 0 ] || mv "$T/whole-$number" "$T/whole"
            judge "$exits" "$pattern"
        fi
        blame "$plan"
    done <"$T/runs"
    result "$last" "$count" 1
}

# ---- the servers

# With TLS. Records are found by cutting: before each, and within it. `brief` leaves out what depends least on the
# server.
piece=1
under_tls() { # NAME PORT [brief]
    where=$1
    UPSTREAM=$2
    SCHEME=https
    whole_reply || return
    records='1+0 1+9 2+0 2+9 3+0 3+9 4+0 4+9 5+0 5+9 6+0 6+9 7+0 7+9 8+0 8+9 9+0 9+9 10+0 10+9 11+0 11+9 12+0 12+9 13+0'
    # shellcheck disable=SC2046,SC2086 # lists
    {
        find_places server 10 0+0 0+9 $records
        of_server=$harmed
        end=$behind
        find_places client 5 0+9 $records
        of_client=$harmed
        each "flipped bits of the client" 3 '7 8' 'TLS|cert|lost|within' \
            $(places 'corrupt:%s\n' $of_client | sed -n 's/+9$/+20/p')
        each "an end behind the reply" 2 0 '' "cut:$end" "reset:$end"
        fine delay:300 trickle:server:1:0 "trickle:client:$piece:0" trickle:server:100:10
        [ $# -eq 3 ] || {
            each "reset" 10 7 'lost|reset' $(places 'reset:%s\n' $of_server $of_client | grep '+0')
            each "flipped bits of the server" 7 8 'TLS|cert' $(places 'corrupt:%s\n' $of_server | sed -n 's/+0$/+40/p') \
                corrupt:server:0+3 corrupt:server:2+2 corrupt:server:2+3 corrupt:server:3+9
        }
        second_try "cut:server:2+9" "reset:${of_client##* }" refuse
        late $(places 'stall:%s\n' $of_server $of_client | grep '+9') delay:30000 trickle:server:1:30
    }
}

under_plain() { # NAME PORT
    where=$1
    UPSTREAM=$2
    SCHEME=http
    whole_reply || return
    # shellcheck disable=SC2046,SC2086 # lists
    {
        find_places server 10 0 1 9 12 15 17 30 60 100 150 200 250 300 400 500 600 700 800 900 1000
        of_server=$harmed
        find_places client 4 1 50 100 150 200 250 300 400 500
        each "reset" 14 7 'lost|reset' $(places 'reset:%s\n' $of_server $harmed)
        each "flipped bits of the server" 10 '9 7 0' '.' $(places 'corrupt:%s\n' $of_server)
        fine delay:300 trickle:server:1:0 trickle:client:1:0 trickle:server:100:10
        second_try "cut:server:150" "reset:client:100" refuse
        late $(places 'stall:%s\n' $of_server $harmed) delay:30000 trickle:server:1:30
    }
}

# Without close_notify that is no end.
until_close() { # NAME PORT JOB
    where=$1
    UPSTREAM=$2
    ASKED=$3
    SCHEME=https
    whole_reply || return
    each "a body until close_notify, which is missing" 1 7 'lost' truncate
}

BUNDLE=root.pem
PREFIX=
ASKED=job-instant
start_sim --plain --any-host --duration 1
SIM=$PORT
under_plain "plain" "$SIM"
lose_kept ''
ASKED=job-instant
start_nginx
PREFIX=/static
under_tls "nginx, TLS 1.2" "$FIRST"
under_tls "nginx, TLS 1.3" "$SECOND"
PREFIX=
start_haproxy
under_tls "haproxy, TLS 1.3" "$SECOND" brief
# It takes a hundred reads without a record for an endless loop, and resets the connection.
piece=16
start_stunnel
under_tls "stunnel, TLS 1.2" "$FIRST" brief
piece=1

# openssl sends the file with the target's name.
ASKED=job-until-close
printf 'HTTP/1.0 200 OK\r\n\r\n%s' "$(printf '%s' "$body" | sed "s/$JOB/$ASKED/")" \
    >"v1/vector/collections/import/get?jobId=$ASKED&clusterId=$CLUSTER"
for version in 1.2 1.3; do
    start_openssl -cert good.pem -key ec.key -tls1_${version#1.}
    until_close "openssl, TLS $version" "$PORT" job-until-close
    ASKED=$JOB
    under_tls "openssl, TLS $version" "$UPSTREAM" brief
done

# So small that the reply's head and body have several.
for version in 1.2 1.3; do
    start_sim --any-host --duration 1 --record 250 --tls-min $version --tls-max $version
    BUNDLE=$T/ca-$version.pem
    mv "$CA" "$BUNDLE"
    until_close "simulator, TLS $version" "$PORT" job-close
    ASKED=job-instant
    under_tls "simulator, TLS $version" "$UPSTREAM"
    lose_kept "client:$(printf '%s\n' "${of_client##*:}" | sed 's/+0$/+9/')"
done

where='no answer'
ASKED=job-instant
start_faulty "$SIM" --never-accept
later_through "not even to SYN" 7 'no connection to 127.0.0.1.*within 2 s' never-accept status --retry 0 $DEADLINES
end_late
finish
