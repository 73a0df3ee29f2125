#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# start-and-wait.sh CONFIG COLLECTION FILE-URL...
#
# Starts an import once, however often this runs, and follows it with wait-at-boot.sh, which is to be in the same folder;
# CONFIG is the same, JOB in it does not count. The job id is kept in $STATE_DIR/started-COLLECTION before anything waits
# for it: after a reboot this goes on with the same job. Remove that file to import into the collection again.
#
# The file is made, empty, before the request is sent. Whoever finds it empty cannot tell whether the service got the
# request, and a second one could import everything twice: so this does not send it, and says where to look.
#
# With IDEMPOTENT=yes in CONFIG, for Milvus from 2.6.24 and 3.0.2 on, none of that is needed. A random key in
# $STATE_DIR/key-COLLECTION goes with the request, and the server starts one import for all requests with it: a start that
# lost its reply, or the power, is simply sent again. The key goes when the job id is kept. A server remembers a key for
# about a day; an older one ends in the same advice as above.

set -u

give_up() { # EXIT TEXT
    { command -v logger && logger -s -t zimport -p daemon.err -- "$2"; } >/dev/null || printf 'zimport: %s\n' "$2" >&2
    exit "$1"
}

[ $# -ge 3 ] || give_up 2 "usage: $0 CONFIG COLLECTION FILE-URL..."
[ -r "$1" ] || give_up 2 "cannot read the configuration $1"
set -a
# shellcheck disable=SC1090 # the user's
. "$1"
set +a
collection=$2
shift 2
case $collection in
'' | *[!A-Za-z0-9_]*) give_up 2 "not the name of a collection: '$collection'" ;;
esac
: "${TOKEN_FILE=/etc/zimport.token}" "${STATE_DIR:=/var/lib/zimport}"
started=$STATE_DIR/started-$collection
key=$STATE_DIR/key-$collection

unsure="see zimport list, and write its job id to $started, or remove that file to start anew"

send() { # KEY FILE-URL...: $JOB, $code. The key may be empty
    with=$1
    shift
    JOB=$(zimport start -q --collection "$collection" ${TOKEN_FILE:+--token-file "$TOKEN_FILE"} \
        ${with:+--idempotency-key "$with"} -- "$@")
    code=$?
}

# A file is there as a whole or not at all, whenever the power goes.
keep() { # TEXT FILE
    mkdir -p "$STATE_DIR" && printf '%s\n' "$1" >"$2.new" && sync && mv "$2.new" "$2" && sync
}

start() { # FILE-URL...: $JOB
    if ! { mkdir -p "$STATE_DIR" && : >"$started" && sync; }; then
        give_up 1 "cannot write $started, so that nothing was sent"
    fi
    send "" "$@"
    case $code in
    0) ;;
    2 | 6 | 8) # nothing was sent, or it was refused
        rm -f "$started"
        give_up "$code" "$collection: the import was not started"
        ;;
    *) give_up "$code" "$collection: the import may have been started: $unsure" ;;
    esac
    keep "$JOB" "$started" || give_up 1 "$collection: cannot write $started; the job is $JOB"
}

# Whatever became of an earlier try, this one gives its job; so the key stays until the job id is kept.
start_with_key() { # FILE-URL...: $JOB
    if [ ! -s "$key" ]; then
        random=$(od -A n -t x1 -N 16 /dev/urandom | tr -d ' \n')
        [ -n "$random" ] || give_up 1 "no random numbers, so that nothing was sent"
        keep "$random" "$key" || give_up 1 "cannot write $key, so that nothing was sent"
    elif [ -n "$(find "$key" -mmin +1380)" ]; then
        give_up 9 "$collection: a start of long ago may have started the import: see zimport list, and write its job id \
to $started, or remove $key to start anew"
    fi
    send "$(cat "$key")" "$@"
    [ "$code" -eq 0 ] || give_up "$code" "$collection: the import was not started, or is not known to be; run this again"
    keep "$JOB" "$started" || give_up 1 "$collection: cannot write $started; the job is $JOB"
    rm -f "$key"
}

if [ ! -e "$started" ] && [ "${IDEMPOTENT:-no}" = yes ]; then
    start_with_key "$@"
elif [ ! -e "$started" ]; then
    start "$@"
else
    JOB=$(cat "$started")
    [ -n "$JOB" ] || give_up 9 "$collection: an earlier start may have started the import: $unsure"
    rm -f "$key" # the power went before this, and a later import needs a key of its own
fi
export JOB TOKEN_FILE STATE_DIR
exec sh "$(dirname "$0")/wait-at-boot.sh"
