#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# wait-at-boot.sh [CONFIG]
#
# Follows an import job to its end, for machines with BusyBox and zimport and nothing else. It may be started at every
# boot: the end is kept in a file, and with that the job is not asked for again. In /etc/inittab of BusyBox:
#
#   ::once:/usr/sbin/wait-at-boot.sh /etc/default/zimport
#
# CONFIG (a path with a slash) is like zimport.default beside this script; without it the environment says it all:
#
#   ZIMPORT_...  where to ask: variables of zimport itself
#   JOB          the job id
#   TOKEN_FILE   file with the key, /etc/zimport.token; empty for a server that wants none. The key itself is read by
#                zimport alone: it is in no variable, on no command line and in no log
#   STATE_DIR    where the end is kept, /var/lib/zimport; must outlive a boot. $STATE_DIR/$JOB has the lines of
#                zimport -o env, and ZIMPORT_EXIT behind them
#   TIMEOUT      how many seconds one attempt follows the job, 3600; after each the log says how far the job is
#   AGAIN        pause in seconds before the next attempt where that can help, 300; 0: end, whoever started this tries again
#   OPTIONS      further options of zimport wait, split at blanks
#
# Exit status: that of zimport wait. 0 and 4 (the job failed) are kept; 7, 9 and 10 are seen with AGAIN=0 only.

set -u

say() { # PRIORITY TEXT: as one line of ASCII, since a server's text could forge log lines or drive a terminal
    line=$(printf '%s' "$2" | tr -cs ' -~' '?')
    { command -v logger && logger -s -t zimport -p "daemon.$1" -- "$line"; } >/dev/null || printf 'zimport: %s\n' "$line" >&2
}

give_up() { # EXIT TEXT
    say err "$2"
    exit "$1"
}

# In the background, since the shell would not see a signal before the end of a command in front; and inits such as
# procd send theirs to the shell alone.
child=
run() { # COMMAND...: $code
    "$@" &
    child=$!
    wait "$child"
    code=$?
    child=
}

end_early() { # EXIT
    [ -z "$child" ] || kill "$child" 2>/dev/null
    exit "$1"
}

ask() { # $code, $error and the ZIMPORT_ variables
    # shellcheck disable=SC2086 # options
    run zimport wait -q -o env --timeout "$TIMEOUT" ${TOKEN_FILE:+--token-file "$TOKEN_FILE"} $OPTIONS -- "$JOB" \
        >"$work/result" 2>"$work/error"
    error=$(sed 's/^zimport: //' "$work/error")
    ZIMPORT_STATE='' ZIMPORT_PROGRESS='' ZIMPORT_COMPLETE_TIME='' ZIMPORT_REASON=''
    # Safe whatever the server sent: each value is in single quotes.
    eval "$(cat "$work/result")"
}

# Written aside and renamed, and what counts comes last: power that fails leaves no half of an end.
keep_end() {
    if ! { mkdir -p "$STATE_DIR" && cat "$work/result" - >"$end.new" && mv "$end.new" "$end"; } <<END; then
ZIMPORT_EXIT='$code'
END
        say warning "$JOB: cannot write $end, so that the next boot asks again"
    fi
}

later() { # TEXT
    [ "$AGAIN" -gt 0 ] || give_up "$code" "$1"
    say warning "$1; again in $AGAIN s"
    run sleep "$AGAIN"
}

# A clock without battery begins in 1970 or so, with which no certificate is valid yet; it is set once the network is up.
clock_is_set() {
    [ "$(date +%Y)" -ge 2024 ]
}

act() { # on $code; returns to ask again
    case $code in
    0)
        keep_end
        say info "$JOB: complete $ZIMPORT_COMPLETE_TIME"
        exit 0
        ;;
    4)
        keep_end
        give_up 4 "$JOB: $ZIMPORT_STATE at $ZIMPORT_PROGRESS %: ${ZIMPORT_REASON:-no reason given}"
        ;;
    5) give_up 5 "$JOB: not found, are region, cluster and job id right? $error" ;;
    6) give_up 6 "$JOB: the key in $TOKEN_FILE was refused: $error" ;;
    7) later "$JOB: no connection: $error" ;;
    8)
        clock_is_set || {
            later "$JOB: the clock is not set: $error"
            return
        }
        give_up 8 "$JOB: no trusted connection; it is $(date) here: $error"
        ;;
    9) later "$JOB: the service has a fault: $error" ;;
    10) later "$JOB: ${ZIMPORT_STATE:-unknown} at ${ZIMPORT_PROGRESS:-?} %: $error" ;;
    *) give_up "$code" "$JOB: $error" ;;
    esac
}

if [ $# -gt 0 ]; then
    [ -r "$1" ] || give_up 2 "cannot read the configuration $1"
    set -a
    # shellcheck disable=SC1090 # the user's
    . "$1"
    set +a
fi
: "${TOKEN_FILE=/etc/zimport.token}" "${STATE_DIR:=/var/lib/zimport}" "${TIMEOUT:=3600}" "${AGAIN:=300}" "${OPTIONS:=}"
case ${JOB:=} in
'' | *[!A-Za-z0-9_-]*) give_up 2 "JOB is not a job id: '$JOB'" ;;
esac
end=$STATE_DIR/$JOB

case $(tail -n 1 "$end" 2>/dev/null) in
"ZIMPORT_EXIT='0'")
    say info "$JOB: was complete before, see $end"
    exit 0
    ;;
"ZIMPORT_EXIT='4'") give_up 4 "$JOB: had failed before, see $end" ;;
esac

work=$(mktemp -d) || give_up 1 "cannot make a temporary folder"
trap 'rm -rf "$work"' EXIT
trap 'end_early 129' HUP
trap 'end_early 130' INT
trap 'end_early 143' TERM
while :; do
    ask
    act
done
