#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The scripts of examples/shell on an appliance: each end, what is kept, trying later, signals, hostile words.

. "${0%/*}/lib.sh"
. "${0%/*}/appliance.sh"

for script in "$shell"/*.sh "$shell"/openwrt/zimport.init; do
    if "$BUSYBOX" ash -n "$script" 2>"$T/err" && shellcheck --shell=sh "$script" >"$T/out"; then
        ok "syntax: ${script##*/}"
    else
        not_ok "syntax: ${script##*/}" "see there"
    fi
done

# ---- wait-at-boot.sh: each end

start_sim --plain --duration 0.5 --key "$KEY" --cluster "$CLUSTER"
while read -r exit job keep pattern; do
    case $exit in 7 | 9) again=0 ;; *) again=1000 ;; esac # where it must not matter
    boot "$job" AGAIN=$again
    ends "boot: $exit for $job" "$exit" "$pattern" "${keep#-}"
done <<'END'
0 job-instant 0 complete 2024-02-03T04:05:06Z$
0 job-ok-1 0 complete
4 job-sample-failed 4 Failed at [0-9.]+ %: [a-z]
5 job-unknown - not found, .*job id
6 job-denied - the key in .* was refused: .*no access
7 job-drop - no connection: asking
9 job-notjson - the service has a fault: .*not JSON
END
job="job-at-4000"
boot $job TIMEOUT=0.3
ends "boot: 10 with how far it is" 10 "Importing at 40 %: .*--timeout" ""
job="job-at-4001"
boot $job "TOKEN_FILE=$T/nothing"
ends "boot: 2 for no file with a key" 2 ".*--token-file" ""
boot $job "TOKEN_FILE=$T/wrong-key"
ends "boot: 6 for a wrong key" 6 "the key in .*wrong-key was refused" ""
job="job-instant"
holds "boot: the state of a complete job is for eval" "it is not" "$BUSYBOX" ash -c \
    '. "$1" && [ "$ZIMPORT_STATE-$ZIMPORT_PROGRESS-$ZIMPORT_EXIT" = Completed-100-0 ]' ash "$T/state/job-instant"

# ---- the next boot

for job in job-instant:0:complete job-sample-failed:4:failed; do
    expected=${job#*:}
    job=${job%%:*}
    boot "$job"
    ends "again: $job" "${expected%:*}" ".*${expected#*:} before" "${expected%:*}"
    holds "again: $job is not asked for" "$(calls) calls" test "$(calls)" -eq 0
done
job="job-instant-cut"
for end in "" "ZIMPORT_REASON='x" "ZIMPORT_EXIT='"; do
    printf '%s' "$end" >"$T/state/$job"
    boot $job
    ends "again: after a state file that was cut at '$end'" 0 "complete" 0
done
job="job-instant-readonly"
boot $job "STATE_DIR=$T/key/nothing"
sound "state: none can be written" 0 && holds "state: none can be written" "no warning" says "cannot write .*asks again"

# ---- try later

later_boot() { # in the background, and a signal goes to the shell alone: $booted
    : >"$T/calls"
    rm -f "$T/zimport.pid"
    timeout --foreground -k 5 30 env -i PATH="$T/stubs:$T/bin" TMPDIR="$T/tmp" "$BUSYBOX" ash "$shell/wait-at-boot.sh" "$T/conf" \
        >"$T/out" 2>"$T/err" </dev/null &
    booted=$!
    pids="$pids $booted"
}

booted_ends() { # $code
    wait "$booted"
    code=$?
    forget "$booted"
}

job="job-instant-later"
stop "$sim"
config $job AGAIN=1
later_boot
await 10 says "no connection: .*; again in 1 s" || not_ok "later: no network" "no such line"
start_sim --plain --duration 0.5 --key "$KEY" --cluster "$CLUSTER" --port "$PORT"
booted_ends
ends "later: the network comes" 0 "complete" 0
job="job-flaky-1"
boot $job AGAIN=1 TIMEOUT=20
ends "later: a fault that passes" 0 "complete" 0
says "the service has a fault: .*503.*; again in 1 s" || not_ok "later: a fault that passes" "no line about it"

asked() {
    [ "$(counter requests)" -gt "$before" ]
}
for signal in TERM:143 HUP:129; do
    job=job-at-5${signal#*:}
    config "$job"
    before=$(counter requests)
    later_boot
    await 10 asked || not_ok "signal: ${signal%:*}" "nothing was asked"
    kill "-${signal%:*}" "$booted"
    booted_ends
    sound "signal: ${signal%:*}" "${signal#*:}" && holds "signal: ${signal%:*}, nothing is left" "there is" \
        test ! -e "$T/state/$job" -a -z "$(ls -A "$T/tmp")"
    holds "signal: ${signal%:*} ends zimport too" "it goes on" await 10 is_gone "$(cat "$T/zimport.pid")"
done
job="job-http-500"
config $job AGAIN=1000
later_boot
await 10 says "again in 1000 s" || not_ok "signal: in the pause" "no pause"
kill -TERM "$booted"
booted_ends
sound "signal: in the pause" 143 && ok "signal: in the pause"

# ---- trust and the clock

stop "$sim"
start_sim --key "$KEY"
tls="ZIMPORT_ENDPOINT=https://localhost:$PORT"
job="job-instant-tls"
boot $job "$tls" "OPTIONS='--cacert $CA'"
ends "tls: trusted" 0 "complete" 0
job="job-at-4003"
boot $job "$tls" AGAIN=1000
ends "tls: not trusted, with the date" 8 "no trusted connection; it is .*20[0-9][0-9].* here: .*trust" ""
printf '#!%s ash\n[ "$1" = +%%Y ] && echo 1970 || echo "Thu Jan  1 00:00:09 UTC 1970"\n' "$BUSYBOX" >"$T/stubs/date"
chmod +x "$T/stubs/date"
boot $job "$tls"
ends "tls: a clock that is not set, later" 8 "the clock is not set: " ""
rm "$T/stubs/date"
stop "$sim"

# ---- bad configurations

refused() { # NAME PATTERN: with 2, and zimport is not called
    sound "$1" 2 || return
    if [ "$(calls)" -ne 0 ]; then not_ok "$1" "zimport was called"; else holds "$1" "the log does not say /$2/" says "$2"; fi
}
# shellcheck disable=SC2016 # not to be expanded
for job in "" ../key 'a b' '$(id)' "x;y"; do
    boot "'$job'"
    refused "config: job '$job'" "JOB is not a job id"
done
: >"$T/calls"
appliance "$shell/wait-at-boot.sh" "$T/nothing"
refused "config: none" "cannot read the configuration"

# ---- hostile words: from the simulator and, worse, of our own

start_sim --plain --key "$KEY"
unbitten() { # NAME
    if [ -e "$T/bitten" ]; then
        not_ok "$1" "was run: $(cat "$T/bitten")"
        rm "$T/bitten"
    else
        holds "$1" "the home folder has changed" test "$(ls "$T/home")" = file
    fi
}
bait id reboot
job="job-escapes"
boot $job
ends "hostile: job-escapes" 4 "Failed at 40 %: lone " 4
unbitten "hostile: job-escapes is not run"
stop "$sim"
start_serve
job=bad
# shellcheck disable=SC2016 # not to be expanded
words='\u0027; reboot; \u0027 $(reboot) `reboot` \u0027\u0027\u0027 \\\u0027; reboot #\nreboot\nZIMPORT_EXIT=\u00270\u0027\n\u001b]0;x\u0007 | reboot & \n'
reply bad "{\"code\":200,\"data\":{\"readyPercentage\":0.4,\"collectionName\":\"$words\",\"fileName\":\"$words\",\"completeTime\":\"$words\",\"errorMessage\":\"$words\"}}"
boot $job
ends "hostile: words for a shell" 4 "Failed at 40 %: '; reboot; ' .*ZIMPORT_EXIT='0'" 4
unbitten "hostile: words for a shell are not run"
holds "hostile: one line in the log" "$(wc -l <"$T/err") lines" test "$(wc -l <"$T/err")" -eq 1
boot $job
ends "hostile: nor at the next boot" 4 "had failed before" 4
unbitten "hostile: words for a shell are not run at the next boot"
reply bad9 "{\"code\":1,\"message\":\"$words\"}"
job=bad9
boot $job
ends "hostile: an error" 9 "the service has a fault" ""
unbitten "hostile: an error is not run"
rm -f "$T/stubs/id" "$T/stubs/reboot"
reply quiet '{"code":200,"data":{"readyPercentage":1}}'
job=quiet
mv "$T/bin/logger" "$T/logger"
boot $job
ends "log: to stderr without logger" 0 "complete" 0
mv "$T/logger" "$T/bin/logger"
cat >"$T/stubs/logger" <<END
#!$BUSYBOX ash
printf '%s\n' "\$*" >&2
END
chmod +x "$T/stubs/logger"
reply wrong '{"code":200,"data":{"readyPercentage":0,"errorMessage":"no"}}'
boot wrong
sound "log: with logger" 4 && holds "log: with logger" "other words" \
    test "$(cat "$T/err")" = "-s -t zimport -p daemon.err -- wrong: Failed at 0 %: no"
printf '#!%s ash\nexit 1\n' "$BUSYBOX" >"$T/stubs/logger"
job=wrong2
reply $job '{"code":200,"data":{"readyPercentage":0,"errorMessage":"no"}}'
boot $job
ends "log: to stderr where logger has no log to write to" 4 "Failed at 0 %: no" 4
rm "$T/stubs/logger"

# ---- start-and-wait.sh, with a `zimport start` that answers as told

cat >"$T/stubs/zimport" <<END
#!$BUSYBOX ash
[ "\$1" = start ] || exec "$T/bin/zimport" "\$@"
printf '%s\n' "\$*" >>"$T/starts"
[ -e "$T/state/started-books" ] || echo "no file" >>"$T/starts"
cat "$T/answer"
exit \$(cat "$T/answer-code")
END
chmod +x "$T/stubs/zimport"
import() { # EXIT-OF-START JOB-OF-START
    echo "$1" >"$T/answer-code"
    echo "$2" >"$T/answer"
    : >"$T/starts"
    : >"$T/calls"
    config ignored
    appliance "$shell/start-and-wait.sh" "$T/conf" books s3://bucket/a.json
}
starts() { # NAME LINE
    if [ "$(cat "$T/starts")" = "$2" ]; then ok "$1"; else not_ok "$1" "$(tr '\n' ' ' <"$T/starts")"; fi
}
sent_line="start -q --collection books --token-file $T/key -- s3://bucket/a.json"
reply begun.1 '{"code":200,"data":{"readyPercentage":0.1}}'
reply begun.2 'x'
reply begun '{"code":200,"data":{"readyPercentage":1}}'
for refusal in 2 6 8; do
    import $refusal ""
    sound "start: refused with $refusal" $refusal && says "was not started" && holds "start: refused with $refusal" "a file is left" \
        test ! -e "$T/state/started-books"
done
import 7 ""
sound "start: lost" 7 && holds "start: lost" "no advice" says "may have been started: see zimport list"
import 0 begun
sound "start: lost, not sent again" 9 && starts "start: lost, not sent again" ""
rm "$T/state/started-books"
import 0 begun
job=begun
ends "start: interrupted while it waits" 9 "the service has a fault" ""
starts "start: sent once, with the file made before" "$sent_line"
holds "start: the job id is kept" "$(cat "$T/state/started-books")" test "$(cat "$T/state/started-books")" = begun
import 0 other
ends "start: goes on with the same job" 0 "complete" 0
starts "start: not sent again" ""
import 0 other
ends "start: over" 0 "was complete before" 0
: >"$T/starts"
appliance "$shell/start-and-wait.sh" "$T/conf" ../books s3://bucket/a.json
sound "start: no collection" 2 && starts "start: no collection" ""
rm -f "$T"/state/*

# The same with a key. api.md 9: the same key gives the same job, so it is kept until the job id is.
keyed() { # EXIT-OF-START JOB-OF-START
    echo "$1" >"$T/answer-code"
    echo "$2" >"$T/answer"
    : >"$T/starts"
    : >"$T/calls"
    config ignored IDEMPOTENT=yes
    appliance "$shell/start-and-wait.sh" "$T/conf" books s3://bucket/a.json
}
keyed 7 ""
sound "key: lost" 7 && holds "key: lost" "no advice" says "run this again"
random=$(cat "$T/state/key-books")
if printf '%s' "$random" | grep -q -x '[0-9a-f]\{32\}'; then ok "key: random"; else not_ok "key: random" "$random"; fi
keyed 6 ""
sound "key: refused" 6 && holds "key: refused, it is kept" "another one" test "$(cat "$T/state/key-books")" = "$random"
reply keyed.1 '{"code":200,"data":{"readyPercentage":1}}'
reply keyed '{"code":200,"data":{"readyPercentage":1}}'
keyed 0 keyed
job=keyed
ends "key: sent again" 0 "complete" 0
starts "key: sent again, the same" "start -q --collection books --token-file $T/key --idempotency-key $random -- s3://bucket/a.json
no file"
holds "key: gone with success" "it is still there" test ! -e "$T/state/key-books"
echo stale >"$T/state/key-books"
keyed 0 other
ends "key: the job is known" 0 "was complete before" 0
holds "key: one that was left is removed" "it is still there" test ! -e "$T/state/key-books"
rm -f "$T"/state/*
echo old >"$T/state/key-books"
touch -d '2 days ago' "$T/state/key-books"
keyed 0 other
sound "key: forgotten by the server" 9 && starts "key: forgotten by the server" ""
rm "$T/stubs/zimport"
rm -f "$T"/state/*
stop "$server"

key_is_nowhere
finish
