# SPDX-License-Identifier: Apache-2.0
#
# Runs with --tls-session in a row, and what -v says about each; sourced after servers.sh.

export ZILLIZ_API_KEY=$KEY
mkdir "$T/sessions"
S=$T/sessions/file
BUNDLE=root.pem
ASKED=$JOB
GOOD='-cert good.pem -key ec.key'

# shellcheck disable=SC2120 # those who source this give options
poll() { # [OPTION...]: the server at $PORT about $ASKED
    run status -v --retry 0 --api v1 --endpoint "https://localhost:$PORT" --resolve "localhost:$PORT:127.0.0.1" \
        --cluster "$CLUSTER" --cacert "$BUNDLE" --tls-session "$S" "$@" "$ASKED" </dev/null
}

told() { # what -v said about the connection: "full 1.3", "resumed 1.2"
    sed -n 's/^\* TLSv\([0-9.]*\), .*, resumed$/resumed \1/p; t
        s/^\* TLSv\([0-9.]*\), .*/full \1/p' "$T/err" | tail -n 1
}

judge() { # NAME full|resumed VERSION: of the last run
    sound "$1" 0 || return
    if [ "$(told)" != "$2 $3" ]; then
        not_ok "$1" "$(told), expected $2 $3"
    elif ! grep -q '^State  *Completed' "$T/out"; then
        not_ok "$1" "no result"
    else
        ok "$1"
    fi
}

polls() { # NAME VERSION full|resumed...: one run after the other
    name=$1
    version=$2
    shift 2
    turn=0
    for how; do
        turn=$((turn + 1))
        poll
        judge "$name, run $turn: $how" "$how" "$version"
    done
}

again() { # OPTION...: another server of openssl at the same $PORT, which a connection of somebody else's may have for a moment
    stop "$server"
    for turn in 1 2 3 4 5; do
        : >"$T/server.log"
        openssl s_server -accept "127.0.0.1:$PORT" -HTTP -cipher DEFAULT:@SECLEVEL=0 "$@" >"$T/server.log" 2>&1 </dev/null &
        server=$!
        pids="$pids $server"
        await 20 again_ready
        grep -q '^ACCEPT' "$T/server.log" && return
        stop "$server"
    done
    give_up "openssl s_server does not start again: $* $(tail -n 2 "$T/server.log")"
}

again_ready() {
    grep -q '^ACCEPT' "$T/server.log" || is_gone "$server"
}

anew() { # without a session
    rm -f "$S"
}
