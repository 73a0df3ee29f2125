# SPDX-License-Identifier: Apache-2.0
#
# Shared by the tests of the firmware: the emulated board, its settings, and what it printed.

. "$tests/system/lib.sh"

JOB=job-instant

# Which firmware: small, with TLS 1.2; or small13, which is tested with servers of TLS 1.3 only that demand a client
# certificate. BELOW is the folder of its images, CLIENT the file that its settings end with, ONLY the simulator's options.
case ${PROFILE:=small} in
small)
    BELOW=$B
    CLIENT=
    ONLY='--tls-max 1.2'
    ;;
*)
    BELOW=$B/$PROFILE
    CLIENT=$T/own.pem
    ONLY="--tls-min 1.3 --client-out $T/own.pem"
    ;;
esac
ELF=$BELOW/firmware/firmware.elf
RUN=$tests/../examples/firmware/run.sh
HOST=10.0.2.2 # this machine's loopback, as the board sees it
ROOT=
QEMU=

# The settings' page: lines that a test adds, the root, $ROOT or the simulator's own, and the client certificate.
settings() { # LINE...
    {
        printf '%s\n' "url=https://$HOST:$PORT" "key=$KEY" "cluster=$CLUSTER" "$@"
        cat "${ROOT:-$CA}"
        if [ -n "$CLIENT" ]; then
            echo client=
            cat "$CLIENT"
        fi
    } >"$T/settings"
}

# From reset to exit: $code, $T/out (its serial port), $T/err (the emulator's).
board() { # LINE...
    settings "$@"
    # shellcheck disable=SC2086 # options
    sh "$RUN" "$ELF" "$T/settings" $QEMU >"$T/out" 2>"$T/err"
    code=$?
}

# In the background, with a monitor that takes commands; `collected` waits for its end.
board_later() { # LINE...
    settings "$@"
    rm -f "$T/monitor.in" "$T/monitor.out"
    mkfifo "$T/monitor.in" "$T/monitor.out"
    : >"$T/out"
    # shellcheck disable=SC2086 # options
    sh "$RUN" "$ELF" "$T/settings" -chardev pipe,id=m,path="$T/monitor" -mon m $QEMU >"$T/out" 2>"$T/err" &
    board=$!
    pids="$pids $board"
    exec 3<>"$T/monitor.in" 4<>"$T/monitor.out"
}

monitor() { # COMMAND
    echo "$1" >&3
}

collected() {
    wait "$board"
    code=$?
    forget "$board"
    exec 3>&- 4>&-
}

told() { # PATTERN
    grep -q -E -e "$1" "$T/out"
}

# How a run ended: exit status, and a line on the serial port.
ends() { # NAME EXIT PATTERN
    sound "$1" "$2" || return
    if told "$3"; then ok "$1"; else not_ok "$1" "no line with /$3/"; fi
}

# In the last line.
used() { # stack|arena
    sed -n "s/.*$1 \([0-9]*\) of .*/\1/p" "$T/out"
}
