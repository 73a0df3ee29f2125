#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The library built with THREADS=yes, in an application with a client in each of eight threads, under the thread
# sanitizer: TLS 1.3, TLS 1.2 and plain HTTP, every second thread with a session.

. "${0%/*}/lib.sh"
application=$B/tests/threads/threads
need "$application"
export TSAN_OPTIONS=halt_on_error=0:exitcode=66
polls=3

# The sanitizer's memory does not fit where some kernels put a program at random.
under=
"$application" >"$T/out" 2>&1
grep -q '^usage:' "$T/out" || {
    under='setarch -R'
    $under "$application" >"$T/out" 2>&1
    grep -q '^usage:' "$T/out" || {
        skip "threads" "the thread sanitizer does not run here: $(head -n 1 "$T/out")"
        finish
    }
}

# Its output is in $T/out, the sanitizer's in $T/err; the exit status is in $code.
threads() { # [--race]
    # shellcheck disable=SC2086 # a command with an option, or none
    ZILLIZ_API_KEY=$KEY timeout -k 10 120 $under "$application" "$@" "$SITE" "$CA" $polls >"$T/out" 2>"$T/err"
    code=$?
}

reports() { # how many threads say that
    grep -c -E "$1" "$T/out"
}

# All but the first connection of a thread with a session are resumed.
for version in 1.3 1.2; do
    start_sim --key "$KEY" --tls-max $version
    threads
    sound "TLS $version" 0 && holds "TLS $version: every poll completes" "not in all threads" \
        [ "$(reports "^thread [0-7]: $polls completed, $polls handshakes")" -eq 8 ]
    holds "TLS $version: resumed in every second thread" "$(cat "$T/out")" \
        [ "$(reports "^thread [0246]: .* $((polls - 1)) resumed")" -eq 4 ]
    holds "TLS $version: not in the others" "$(cat "$T/out")" [ "$(reports "^thread [1357]: .* 0 resumed")" -eq 4 ]
    stop "$sim"
done

start_sim --key "$KEY" --plain
threads
sound "plain HTTP" 0 && holds "plain HTTP: every poll completes" "not in all threads" \
    [ "$(reports "^thread [0-7]: $polls completed, 0 handshakes")" -eq 8 ]

# It is seen if there is something.
threads --race
if [ "$code" -eq 66 ] && grep -q 'data race' "$T/err"; then
    ok "a planted race is reported"
else
    not_ok "a planted race is reported" "exit $code"
fi
stop "$sim"

finish
