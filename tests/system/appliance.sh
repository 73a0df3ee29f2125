# SPDX-License-Identifier: Apache-2.0
#
# Shared by the tests of examples/shell, after lib.sh: an appliance, which is BusyBox's shell with nothing in PATH but
# its applets and the program as it is shipped.

need busybox shellcheck
BUSYBOX=$(command -v busybox)
shell=$(cd "$tests/../examples/shell" && pwd) || exit 1
: >"$T/out"
: >"$T/err"

holds() { # NAME WHAT-WENT-WRONG TEST...
    name=$1
    why=$2
    shift 2
    if "$@"; then ok "$name"; else not_ok "$name" "$why"; fi
}

# ---- an appliance: a PATH of applets, and zimport, which notes how it is called

mkdir "$T/bin" "$T/home" "$T/state" "$T/stubs"
for applet in $("$BUSYBOX" --list); do
    ln -s "$BUSYBOX" "$T/bin/$applet"
done
cat >"$T/bin/zimport" <<END
#!$BUSYBOX ash
printf '%s\n' "\$*" | tee -a "$T/calls" >>"$T/all-calls"
echo "\$\$" >"$T/zimport.pid"
exec "$STATIC" "\$@"
END
chmod +x "$T/bin/zimport"
printf '%s\n' "$KEY" >"$T/key"
echo wrong-key >"$T/wrong-key"
echo kept >"$T/home/file"

config() { # JOB [LINE...]: $T/conf
    {
        printf '%s\n' ZIMPORT_API=v1 "ZIMPORT_ENDPOINT=http://127.0.0.1:$PORT" "ZIMPORT_CLUSTER=$CLUSTER" "TOKEN_FILE=$T/key" \
            "STATE_DIR=$T/state" TIMEOUT=20 AGAIN=0 'OPTIONS="--interval 0.1 --retry 0"' "JOB=$1"
        shift
        [ $# -eq 0 ] || printf '%s\n' "$@"
    } >"$T/conf"
}

appliance() { # SCRIPT ARGUMENT...: in $T/home, with an environment of its own
    (
        cd "$T/home" || exit 1
        script=$1
        shift
        exec timeout -k 5 30 env -i PATH="$T/stubs:$T/bin" HOME="$T/home" TMPDIR="$T/tmp" "$BUSYBOX" ash "$script" "$@"
    ) >"$T/out" 2>"$T/err" </dev/null
    code=$?
}

boot() { # JOB [LINE...]
    config "$@"
    : >"$T/calls"
    appliance "$shell/wait-at-boot.sh" "$T/conf"
}

calls() {
    wc -l <"$T/calls" | tr -d ' '
}

# Of the last boot: exit status, a matching line of the log, and what is kept (0, 4 or nothing).
ends() { # NAME EXIT PATTERN KEPT
    sound "$1" "$2" || return
    kept=$(tail -n 1 "$T/state/$job" 2>/dev/null)
    if ! grep -q -E -e "^zimport: $job: $3" "$T/err"; then
        not_ok "$1" "no log line /$3/"
    elif [ "$kept" != "${4:+ZIMPORT_EXIT='$4'}" ]; then
        not_ok "$1" "kept: '$kept'"
    elif [ -s "$T/out" ] || LC_ALL=C grep -q '[^ -~]' "$T/err"; then
        not_ok "$1" "something on stdout, or other than ASCII in the log"
    elif [ -n "$(ls -A "$T/tmp")" ]; then
        not_ok "$1" "left behind: $(ls -A "$T/tmp")"
    else
        ok "$1"
    fi
}

bait() { # PROGRAM...: notes when it is run
    for program; do
        printf '#!%s ash\necho "%s $*" >>"%s/bitten"\n' "$BUSYBOX" "$program" "$T" >"$T/stubs/$program"
        chmod +x "$T/stubs/$program"
    done
}

# At the end of a script: neither in a call, nor in anything written.
key_is_nowhere() {
    holds "key: on no command line, in no file but its own" "there is one" \
        test -s "$T/all-calls" -a -z "$(grep -r -l -F -e "$KEY_PART" "$T/all-calls" "$T/conf" "$T/state")"
}
