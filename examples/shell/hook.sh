#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# hook.sh change|end: for zimport wait --hook, with the variables that it sets.
#
# Shows how a job is doing in whatever of these there is, and ends with 1 if a mail could not be sent:
#
#   LED     a name below /sys/class/leds: it blinks while the job runs, shines once it is complete, and beats like a heart
#           if it is not
#   syslog  a line at each change and at the end
#   MAILTO  an address, which gets a mail at the end, by sendmail or that of BusyBox
#
# LED and MAILTO are variables of zimport's own environment.

set -u

event=$1
job=$ZIMPORT_JOB_ID
how="$job is $ZIMPORT_STATE${ZIMPORT_PROGRESS:+ at $ZIMPORT_PROGRESS %}${ZIMPORT_REASON:+: $ZIMPORT_REASON}"
how=$(printf '%s' "$how" | tr -cs ' -~' '?')

case $event,$ZIMPORT_EXIT in
change,*) trigger=timer brightness=1 priority=info ;;
end,0) trigger=default-on brightness=1 priority=notice ;;
*) trigger=heartbeat brightness=0 priority=err how="$how (exit status $ZIMPORT_EXIT)" ;;
esac

led=${LEDS:-/sys/class/leds}/${LED-}
if [ -n "${LED-}" ] && [ -w "$led/brightness" ]; then
    # Not every kernel has every trigger.
    { printf '%s\n' $trigger >"$led/trigger"; } 2>/dev/null || printf '%s\n' $brightness >"$led/brightness"
fi

! command -v logger >/dev/null || logger -t zimport -p daemon.$priority -- "$how"

if [ "$event" = end ] && [ -n "${MAILTO-}" ]; then
    for sendmail in sendmail /usr/sbin/sendmail "busybox sendmail"; do
        command -v "${sendmail%% *}" >/dev/null || continue
        # shellcheck disable=SC2086 # two words
        printf 'To: %s\nSubject: zimport: %s is %s\n\n%s\n' "$MAILTO" "$job" "$ZIMPORT_STATE" "$how" | $sendmail -t
        exit $(($? != 0))
    done
    exit 1
fi
