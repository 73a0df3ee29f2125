#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# two-phase.sh CONFIG COLLECTION CHECK FILE-URL...
#
# An import that counts only if CHECK says so: starts it with auto_commit=false, waits until it is Uncommitted, runs the
# program CHECK, and commits the job if that ends with 0, else aborts it. For Zilliz Cloud v2 and Milvus 3.0. CONFIG is
# that of wait-at-boot.sh; of its variables ZIMPORT_..., TOKEN_FILE, STATE_DIR, TIMEOUT and OPTIONS count here, too.
#
# CHECK gets JOB, and the variables of zimport -o env: whether ZIMPORT_IMPORTED_ROWS is what it should be, for example.
#
# The job id is kept in $STATE_DIR/two-phase-COLLECTION: started again, after a reboot, this goes on with the same job.
# Remove that file to import into the collection again. If it is empty, see start-and-wait.sh.
#
# Exit status: 0 committed and complete, 4 aborted or failed, 2 nothing was done, else that of zimport: start this again.

set -u

say() { # PRIORITY TEXT
    line=$(printf '%s' "$2" | tr -cs ' -~' '?')
    { command -v logger && logger -s -t zimport -p "daemon.$1" -- "$line"; } >/dev/null || printf 'zimport: %s\n' "$line" >&2
}

end() { # EXIT PRIORITY TEXT
    say "$2" "$collection: $3"
    exit "$1"
}

collection=${2-two-phase}
[ $# -ge 4 ] || end 2 err "usage: $0 CONFIG COLLECTION CHECK FILE-URL..."
[ -r "$1" ] || end 2 err "cannot read the configuration $1"
set -a
# shellcheck disable=SC1090 # the user's
. "$1"
set +a
check=$3
shift 3
case $collection in
'' | *[!A-Za-z0-9_]*) end 2 err "not the name of a collection" ;;
esac
command -v "$check" >/dev/null || end 2 err "there is no program $check"
: "${TOKEN_FILE=/etc/zimport.token}" "${STATE_DIR:=/var/lib/zimport}" "${TIMEOUT:=3600}" "${OPTIONS=}"
started=$STATE_DIR/two-phase-$collection

ask() { # VERB ARGUMENT...: $code, the ZIMPORT_ variables
    verb=$1
    shift
    # shellcheck disable=SC2086 # options
    out=$(zimport "$verb" -q -o env ${TOKEN_FILE:+--token-file "$TOKEN_FILE"} "$@" -- "$JOB")
    code=$?
    ZIMPORT_STATE='' ZIMPORT_REASON=''
    set -a
    eval "$out" # safe whatever the server sent: each value is in single quotes
    set +a
}

follow() { # VERB ARGUMENT...
    # shellcheck disable=SC2086 # options
    ask "$@" --timeout "$TIMEOUT" $OPTIONS
    case $code in
    0) ;;
    4) end 4 err "$JOB is $ZIMPORT_STATE: $ZIMPORT_REASON" ;;
    *) end "$code" err "$JOB is ${ZIMPORT_STATE:-not known to be anything}; start this again" ;;
    esac
}

if [ ! -e "$started" ]; then
    { mkdir -p "$STATE_DIR" && : >"$started" && sync; } || end 1 err "cannot write $started, so that nothing was sent"
    JOB=$(zimport start -q --collection "$collection" --option auto_commit=false ${TOKEN_FILE:+--token-file "$TOKEN_FILE"} \
        -- "$@")
    code=$?
    case $code in
    0) { printf '%s\n' "$JOB" >"$started.new" && mv "$started.new" "$started"; } || end 1 err "cannot write $started; it is $JOB" ;;
    2 | 6 | 8)
        rm -f "$started"
        end "$code" err "the import was not started"
        ;;
    *) end "$code" err "the import may have been started: see zimport list, and write its job id to $started" ;;
    esac
fi
JOB=$(cat "$started")
[ -n "$JOB" ] || end 9 err "an earlier start may have started the import: see zimport list, and write its job id to $started"
export JOB

follow wait --for uncommitted
[ "$ZIMPORT_STATE" = Uncommitted ] || end 0 info "$JOB was committed before, and is complete"
if "$check"; then
    follow commit --wait
    end 0 info "$JOB is committed, and complete"
fi
ask abort
[ "$code" -eq 0 ] || end "$code" err "$JOB was refused by $check, but not aborted; start this again"
end 4 err "$JOB was refused by $check, and is aborted"
