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

unsure="see zimport list, and write its job id to $started, or remove that file to start anew"

start() { # FILE-URL...: $JOB
    if ! { mkdir -p "$STATE_DIR" && : >"$started" && sync; }; then
        give_up 1 "cannot write $started, so that nothing was sent"
    fi
    JOB=$(zimport start -q --collection "$collection" ${TOKEN_FILE:+--token-file "$TOKEN_FILE"} -- "$@")
    code=$?
    case $code in
    0) ;;
    2 | 6 | 8) # nothing was sent, or it was refused
        rm -f "$started"
        give_up "$code" "$collection: the import was not started"
        ;;
    *) give_up "$code" "$collection: the import may have been started: $unsure" ;;
    esac
    if ! { printf '%s\n' "$JOB" >"$started.new" && mv "$started.new" "$started"; }; then
        give_up 1 "$collection: cannot write $started; the job is $JOB"
    fi
}

if [ ! -e "$started" ]; then
    start "$@"
else
    JOB=$(cat "$started")
    [ -n "$JOB" ] || give_up 9 "$collection: an earlier start may have started the import: $unsure"
fi
export JOB TOKEN_FILE STATE_DIR
exec sh "$(dirname "$0")/wait-at-boot.sh"
