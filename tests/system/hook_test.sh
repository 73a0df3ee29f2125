#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# --hook: what it is told and when, what it is not given, and that nothing it does harms the wait.

. "${0%/*}/lib.sh"

# Asks in milvus, with an environment of its own.
follow() { # ARGUMENT...
    rm -f "$T/told"
    run wait --endpoint "$SITE" --interval 0.05 --no-progress "$@" </dev/null
}
told() { # NAME LINES: what the hook wrote
    printf '%s' "${2:+$2
}" >"$T/expected"
    touch "$T/told"
    if cmp -s "$T/expected" "$T/told"; then
        ok "$1"
    else
        not_ok "$1" "told something else"
        show "expected" "$T/expected"
        show "told" "$T/told"
    fi
}
notes() { # NAME LINES: on stderr
    printf '%s' "${2:+$2
}" >"$T/expected"
    if cmp -s "$T/expected" "$T/err"; then ok "$1"; else not_ok "$1" "other lines"; fi
}
hook() { # NAME LINES: a script
    printf '#!/bin/sh\n%s\n' "$2" >"$T/$1"
    chmod +x "$T/$1"
}
job() { # FILE MEMBERS
    reply "$1" "{\"code\":0,\"data\":{$2}}"
}
export T
hook tell "echo \"\$# \$1 \$ZIMPORT_JOB_ID \$ZIMPORT_STATE \$ZIMPORT_PROGRESS exit=\$ZIMPORT_EXIT\" >>'$T/told'"

# ---- which events, in which order

start_serve
job a.1 '"state":"Pending","progress":0'
job a.2 '"state":"Pending","progress":5'
job a.3 '"state":"Importing","progress":40'
job a.4 '"state":"Importing","progress":80'
job a '"state":"Completed","progress":100'
job bad '"state":"Failed","progress":0,"reason":"r"'
job two '"state":"Uncommitted","progress":100'
job slow '"state":"Importing","progress":40'
reply none '{"code":2100,"message":"no such job"}'
follow --hook "$T/tell" a
sound "events" 0 && told "events" "1 change a Pending 0 exit=
1 change a Importing 40 exit=
1 end a Completed 100 exit=0"
follow --hook "$T/tell" a
sound "events: complete at once" 0 && told "events: complete at once" "1 end a Completed 100 exit=0"
follow --hook "$T/tell" none bad two a
sound "events: each end" 4 && told "events: each end" "1 end none Unknown  exit=5
1 end bad Failed 0 exit=4
1 end two Uncommitted 100 exit=10
1 end a Completed 100 exit=0"
follow --hook "$T/tell" --for uncommitted two
sound "events: uncommitted" 0 && told "events: uncommitted" "1 end two Uncommitted 100 exit=0"
follow --hook "$T/tell" --timeout 0.3 slow
sound "events: --timeout" 10 && told "events: --timeout" "1 change slow Importing 40 exit=
1 end slow Importing 40 exit=10"
follow --hook "$T/tell" --stall 0.3 slow a
sound "events: --stall" 10 && told "events: --stall" "1 change slow Importing 40 exit=
1 end a Completed 100 exit=0
1 end slow Importing 40 exit=10"
follow --hook "$T/tell" --any slow a
sound "events: --any" 0 && told "events: --any" "1 change slow Importing 40 exit=
1 end a Completed 100 exit=0"
stop "$server"
run wait --endpoint "$SITE" --retry 0 --hook "$T/tell" slow </dev/null
rm -f "$T/told"
run wait --endpoint "$SITE" --retry 0 --hook "$T/tell" slow </dev/null
sound "events: no connection" 7 && told "events: no connection" "1 end slow Unknown  exit=7"
start_sim --plain --milvus --duration 0.5
rm -f "$T/told"
ask_as milvus start --wait --interval 0.05 --no-progress --hook "$T/tell" --collection books 1.parquet
sed 's/ [0-9]* \([PIC]\)/ JOB \1/;s/ [0-9]* exit=$/ N exit=/' "$T/told" >"$T/last"
sound "events: start --wait" 0 && holds "events: start --wait" "$(cat "$T/last")" test "$(cat "$T/last")" = "1 change JOB Pending N exit=
1 change JOB Importing N exit=
1 end JOB Completed 100 exit=0"
stop "$sim"
start_sim --plain
rm -f "$T/told"
ask_as v2 commit --wait --interval 0.05 --no-progress --hook "$T/tell" job-uncommitted job-instant
tail -n 2 "$T/told" >"$T/last"
holds "events: commit --wait" "$(cat "$T/told")" grep -q '^1 end job-instant .* exit=9$' "$T/told"
holds "events: commit --wait, in the end" "$(cat "$T/told")" grep -q '^1 end job-uncommitted Completed 100 exit=0$' "$T/told"
ask_as v2 start --hook "$T/tell" --collection c x
fails "usage: start without --wait" 2 "--hook.* need --wait"
ask_as v2 commit --hook "$T/tell" job-uncommitted
fails "usage: commit without --wait" 2 "--hook.* need --wait"
ask_as v2 status --hook "$T/tell" job-instant
fails "usage: status" 2 "option --hook is for wait, start and commit only"
stop "$sim"

# ---- the environment, exactly; descriptors; signals

start_serve
job it '"state":"Failed","progress":33.3,"collectionName":"it'"'"'s \"$(a)\" `b`","fileName":"C:\\f\nZIMPORT_EXIT='"'"'0'"'"'","fileSize":7,"importedRows":1,"totalRows":2,"completeTime":"2024-02-03T12:05:06Z","reason":"e\u001b[31m '"$KEY"'","createTime":"2024-02-03T12:00:00Z"'
hook printenv "exec env -0 >'$T/env'"
environment() { # ARGUMENT...: with secrets in it
    timeout 30 env -i PATH="$PATH" HOME=/h LANG=de_DE@euro EMPTY= ZILLIZ_API_KEY="$KEY" ZILLIZ_OTHER="$KEY" AWS_ACCESS_KEY_ID="$KEY" \
        AWS_SECRET_ACCESS_KEY="$KEY" AWS_SESSION_TOKEN="$KEY" HTTPS_PROXY="http://u:$KEY@127.0.0.1:1" \
        https_proxy="http://u:$KEY@127.0.0.1:1" all_proxy="socks5://u:$KEY@h" HTTP_PROXY=http://127.0.0.1:1 no_proxy=127.0.0.1 \
        ZIMPORT_STATE=Old ZIMPORT_EXIT=Old ZIMPORT_DB=sales ASAN_OPTIONS="$ASAN_OPTIONS" UBSAN_OPTIONS="$UBSAN_OPTIONS" \
        "$ZIMPORT" wait "$@" --hook "$T/printenv" it </dev/null
}
environment --endpoint "$SITE" >"$T/out" 2>"$T/err"
code=$?
sound "environment" 4
tr '\0' '\001' <"$T/env" | tr '\n' '\002' | tr '\001' '\n' | grep -v -e '^[AU]B\?SAN_OPTIONS=' -e '^UBSAN' -e '^PWD=' -e '^_=' -e '^SHLVL=' -e '^OLDPWD=' |
    sort >"$T/has"
sort >"$T/expected" <<END
EMPTY=
HOME=/h
HTTP_PROXY=http://127.0.0.1:1
LANG=de_DE@euro
PATH=$PATH
ZIMPORT_CLUSTER_ID=
ZIMPORT_COLLECTION_NAME=it's "\$(a)" \`b\`
ZIMPORT_COMPLETE_TIME=2024-02-03T12:05:06Z
ZIMPORT_CREATE_TIME=2024-02-03T12:00:00Z
ZIMPORT_DB=sales
ZIMPORT_EXIT=4
ZIMPORT_FILE_NAME=C:\\f$(printf '\002')ZIMPORT_EXIT='0'
ZIMPORT_FILE_SIZE=7
ZIMPORT_IMPORTED_ROWS=1
ZIMPORT_JOB_ID=it
ZIMPORT_PHASE=
ZIMPORT_PROGRESS=33.3
ZIMPORT_REASON=e$(printf '\033')[31m ***
ZIMPORT_STATE=Failed
ZIMPORT_TOTAL_ROWS=2
no_proxy=127.0.0.1
END
if cmp -s "$T/expected" "$T/has"; then
    ok "environment: exactly"
else
    not_ok "environment: exactly" "$(diff "$T/expected" "$T/has" | cat -v)"
fi
holds "environment: no secret" "there is one" test "$(grep -a -c "$KEY_PART" "$T/env")" -eq 0
job it '"state":"Completed","progress":100'
environment --api v2 --endpoint "$SITE" --cluster "$CLUSTER" >"$T/out" 2>"$T/err"
holds "environment: cluster" "$(tr '\0' ' ' <"$T/env")" grep -a -q "ZIMPORT_CLUSTER_ID=$CLUSTER" "$T/env"
# The longest reason, of quotes alone.
job it '"state":"Failed","progress":0,"reason":"'"$(head -c 66000 /dev/zero | tr '\0' "'")"'"'
follow -q --hook "$T/printenv" it
sound "environment: a long text" 4 && holds "environment: a long text" "another size" test \
    "$(tr '\0' '\n' <"$T/env" | sed -n 's/^ZIMPORT_REASON=//p' | tr -d "\n" | wc -c)" -eq 65536
# More variables than there is room for: what it is told comes first.
# shellcheck disable=SC2046 # words
set -- $(numbered V 1 5000 | sed 's/$/=1/')
env -i PATH="$PATH" ASAN_OPTIONS="$ASAN_OPTIONS" "$@" "$ZIMPORT" wait -q --endpoint "$SITE" --hook "$T/printenv" it \
    </dev/null >"$T/out" 2>"$T/err"
code=$?
sound "environment: 5000 variables" 4 && holds "environment: 5000 variables" "$(tr '\0' '\n' <"$T/env" | grep ZIMPORT)" \
    test "$(tr '\0' '\n' <"$T/env" | grep -c '^ZIMPORT_[A-Z_]*=')" -eq 14
# With results on a terminal, texts are as they are elsewhere.
need script
job it '"state":"Failed","progress":0,"reason":"\u001b[31m"'
script -q -e -c "'$ZIMPORT' wait --endpoint $SITE --no-progress --color never --hook $T/printenv it" /dev/null </dev/null >"$T/out" 2>"$T/err"
holds "environment: on a terminal" "another reason" grep -a -q "ZIMPORT_REASON=$(printf '\033')\[31m" "$T/env"
holds "environment: and results" "$(cat "$T/out")" test "$(tr -d '\r' <"$T/out" | tr -d '\n' | tr -d '[:print:]' | wc -c)" -eq 0

job z '"state":"Completed","progress":100'
hook fds "{ echo; ls -l /proc/self/fd | sed -n 's/.* \\([0-9]*\\) -> /\\1 /p' | grep -v '^3 /proc/'; } >'$T/told'
echo out; echo err >&2; cat; grep Sig /proc/self/status >'$T/signals'; ps -o sid= \$\$ >'$T/session' 2>/dev/null; pwd >>'$T/told'"
(
    trap '' HUP USR1
    exec 5<"$T/fds" 9>"$T/9"
    printf 'more\n' | timeout 30 "$ZIMPORT" wait -o json --endpoint "$SITE" --hook "$T/fds" z >"$T/out" 2>"$T/err"
)
code=$?
sound "descriptors" 0
holds "descriptors: none but three" "$(cat "$T/told")" test "$(sed -n 's/^\([0-9]*\) .*/\1/p' "$T/told" | tr '\n' ' ')" = "0 1 2 "
holds "descriptors: nothing to read" "$(cat "$T/told")" grep -q '^0 /dev/null$' "$T/told"
holds "descriptors: stdout is stderr" "$(cat "$T/out")" test "$(wc -l <"$T/out") $(grep -c '^{' "$T/out")" = "1 1"
notes "descriptors: what it writes" "z: Completed 100 % (elapsed 0 s)
out
err"
# 32 and 33 are the C library's own: who inherits them ignored cannot change that.
holds "signals: none ignored, none blocked" "$(cat "$T/signals")" test \
    "$(sed -n 's/^Sig\(Blk\|Ign\):[^0-9a-f]*//p' "$T/signals" | sed 's/^000000018/000000000/' | sort -u)" = 0000000000000000

# ---- failures: a note each time that another thing goes wrong, and the same exit status

job b '"state":"Failed","progress":0'
hook seven 'exit 7'
follow --hook "$T/seven" z z b
sound "failure: status" 4 && holds "failure: status, once" "$(cat "$T/err")" test "$(grep -c running "$T/err")" -eq 1
holds "failure: status, the note" "$(cat "$T/err")" says "^zimport: note: running $T/seven end for z: exit status 7\$"
hook killed 'kill -9 $$'
follow --hook "$T/killed" z
sound "failure: a signal" 0 && holds "failure: a signal" "$(cat "$T/err")" says "^zimport: note: running $T/killed end for z: ended by signal 9\$"
follow -q --hook "$T/killed" z
sound "failure: -q" 0 && holds "failure: -q" "$(cat "$T/err")" test ! -s "$T/err"
printf 'no program' >"$T/text"
chmod +x "$T/text"
follow --hook "$T/text" z
sound "failure: no program" 0 && holds "failure: no program" "$(cat "$T/err")" says "^zimport: note: running $T/text end for z: Exec format error\$"
hook gone "rm '$T/gone'"
job c.1 '"state":"Pending","progress":0'
job c '"state":"Completed","progress":100'
follow --hook "$T/gone" c
sound "failure: gone meanwhile" 0 && holds "failure: gone meanwhile" "$(cat "$T/err")" \
    says "^zimport: note: running $T/gone end for c: No such file or directory\$"
before=$(sent)
for bad in "$T/nothing:No such file or directory" "$T/seven/x:Not a directory" "$T/plain:Permission denied"; do
    : >"$T/plain"
    follow --hook "${bad%:*}" z
    fails "usage: ${bad##*/}" 2 "^zimport: wait: option --hook: cannot run '${bad%:*}': ${bad##*:}\$"
done
holds "usage: nothing was sent" "$(sent)" test "$(sent)" -eq "$before"
if [ "$(id -u)" -eq 0 ] && command -v setpriv >/dev/null && command -v prlimit >/dev/null && [ -x "$STATIC" ]; then
    mkdir "$T/other"
    chmod 755 "$T" "$T/other"
    cp "$STATIC" "$T/other/zimport"
    setpriv --reuid 54321 --clear-groups prlimit --nproc=1 "$T/other/zimport" wait --endpoint "$SITE" --hook "$T/seven" z b \
        </dev/null >"$T/out" 2>"$T/err"
    code=$?
    sound "failure: no process" 4 && holds "failure: no process" "$(cat "$T/err")" \
        says "^zimport: note: running $T/seven end for z: Resource temporarily unavailable\$"
else
    skip "failure: no process" "it takes root, setpriv, prlimit and the static program"
fi

# ---- one at a time; a signal ends wait and hook

hook alone "mkdir '$T/lock' || echo two >>'$T/told'; sleep 0.05; rmdir '$T/lock'"
for n in 1 2 3 4 5 6 7 8; do job j$n '"state":"Completed","progress":100'; done
follow --hook "$T/alone" j1 j2 j3 j4 j5 j6 j7 j8
sound "one at a time" 0 && told "one at a time" ""
hook background "sleep 60 >/dev/null 2>&1 & echo \$! >'$T/pid'"
follow --hook "$T/background" z
sound "what it leaves behind" 0 && holds "what it leaves behind goes on" "it does not" kill "$(cat "$T/pid")"
hook hang "echo \$\$ >'$T/pid'; sleep 600 & wait"
for signal in INT:130 TERM:143; do
    rm -f "$T/pid"
    timeout 30 $FRESH "$ZIMPORT" wait --endpoint "$SITE" --hook "$T/hang" z b </dev/null >"$T/out" 2>"$T/err" &
    pid=$!
    await 20 test -s "$T/pid"
    kill "-${signal%:*}" "$(ps -o pid= --ppid "$pid" | tr -d ' ')"
    begun=$(date +%s)
    wait "$pid"
    code=$?
    sound "signal: ${signal%:*}" "${signal#*:}"
    holds "signal: ${signal%:*}, at once" "$(($(date +%s) - begun)) s" test $(($(date +%s) - begun)) -le 1
    holds "signal: ${signal%:*}, the hook is gone" "it runs" is_gone "$(cat "$T/pid")"
    holds "signal: ${signal%:*}, and no other began" "$(cat "$T/err")" test "$(grep -c running "$T/err")" -eq 0
done

# What is known of a job that has ended is printed before the hook is told.
timeout 30 $FRESH "$ZIMPORT" wait --endpoint "$SITE" --hook "$T/hang" z </dev/null >"$T/out" 2>"$T/err" &
pid=$!
await 20 grep -q Completed "$T/out"
await 20 sh -c "ps -o pid= --ppid $pid | grep -q ."
kill -INT "$(ps -o pid= --ppid "$pid" | tr -d ' ')"
wait "$pid"
code=$?
sound "signal: after the end" 130 && holds "signal: after the end" "$(cat "$T/err")" \
    test "$(tail -n 1 "$T/err")" = "zimport: note: waiting ended by a signal"

# A bar makes room for what it writes, and comes again.
job d.1 '"state":"Importing","progress":40'
job d.2 '"state":"Pending","progress":50'
job d.3 '"state":"Pending","progress":60'
job d.4 '"state":"Pending","progress":70'
job d '"state":"Completed","progress":100'
hook words 'echo "it is $ZIMPORT_STATE"'
script -q -e -c "stty rows 20 cols 80; '$ZIMPORT' wait --endpoint $SITE --color never --interval 0.2 --hook $T/words d >'$T/out'" /dev/null \
    </dev/null >"$T/pty" 2>"$T/err"
code=$?
"$B/tests/system/screen" 80 20 <"$T/pty" >"$T/screen" 2>"$T/shape"
sound "bar" 0 && holds "bar" "$(cat "$T/screen" "$T/shape")" test "$(grep -v '^zimport' "$T/screen" | tr '\n' ' ')" = \
    "it is Importing it is Pending it is Completed "
holds "bar: it comes again" "it does not" grep -a -q '70 % \[' "$T/pty"
holds "bar: no fault" "$(cat "$T/shape")" test "$(grep -c fault "$T/shape")" -eq 0

# ---- examples/shell/hook.sh, with stand-ins

need busybox
mkdir -p "$T/bin" "$T/leds/green"
printf '#!%s ash\nprintf "%%s\\n" "$*" >>"%s/log"\n' "$(command -v busybox)" "$T" >"$T/bin/logger"
printf '#!%s ash\necho "sendmail $*" >>"%s/log"; exec cat >>"%s/log"\n' "$(command -v busybox)" "$T" "$T" >"$T/bin/sendmail"
chmod +x "$T/bin/logger" "$T/bin/sendmail"
job e.1 '"state":"Importing","progress":40'
job e '"state":"Completed","progress":100'
job f '"state":"Failed","progress":0,"reason":"row 17\r\nBcc: x\u001b"'
for sh in dash "busybox ash"; do
    printf '#!/bin/sh\nPATH=%s:$PATH exec %s %s "$@"\n' "$T/bin" "$sh" "$tests/../examples/shell/hook.sh" >"$T/example"
    chmod +x "$T/example"
    rm -f "$T/log"
    : >"$T/leds/green/trigger"
    echo 0 >"$T/leds/green/brightness"
    export LEDS="$T/leds" LED=green MAILTO=me@example.invalid
    follow --hook "$T/example" f
    sound "example: $sh" 4 && notes "example: $sh" ""
    cat >"$T/expected" <<END
-t zimport -p daemon.err -- f is Failed at 0 %: row 17?Bcc: x? (exit status 4)
sendmail -t
To: me@example.invalid
Subject: zimport: f is Failed

f is Failed at 0 %: row 17?Bcc: x? (exit status 4)
END
    holds "example: $sh: syslog and mail" "$(cat "$T/log")" cmp -s "$T/expected" "$T/log"
    holds "example: $sh: the LED" "$(cat "$T/leds/green/trigger")" test "$(cat "$T/leds/green/trigger")" = heartbeat
    unset MAILTO
    rm -f "$T/leds/green/trigger" "$T/log"
    mkdir "$T/leds/green/trigger"
    follow --hook "$T/example" e
    rmdir "$T/leds/green/trigger"
    sound "example: $sh: no mail, no trigger" 0 && notes "example: $sh: no mail, no trigger" ""
    holds "example: $sh: brightness" "another" test "$(cat "$T/leds/green/brightness")" -eq 1
    holds "example: $sh: syslog in the end" "$(cat "$T/log")" grep -q -x -e '-t zimport -p daemon.notice -- e is Completed at 100 %' "$T/log"
    rm "$T/log"
    unset LED
    follow --hook "$T/example" e
    sound "example: $sh: nothing but syslog" 0 && notes "example: $sh: nothing but syslog" ""
done
printf '#!/bin/sh\nexit 75\n' >"$T/bin/sendmail"
chmod +x "$T/bin/sendmail"
MAILTO=me@example.invalid follow --hook "$T/example" e
notes "example: a mail that is not sent" "zimport: note: running $T/example end for e: exit status 1"

# ---- an hour is too long: after 60 s, with all that it has started; even if it does not listen

# Its time is no stall, and what has ended meanwhile has ended.
hook slow 'sleep 2'
follow --hook "$T/slow" --timeout 1s --stall 1s z
sound "a hook that is slower than --timeout" 0 &&
    holds "a hook that is slower than --timeout" "$(cat "$T/err")" eval '! grep -q "not ended within\|nothing changed" "$T/err"'
mkdir "$T/is-a-folder"
follow --hook "$T/is-a-folder" z
holds "a folder is no hook: $(cat "$T/err")" "exit $code" eval '[ $code -eq 2 ] && grep -q "Is a directory" "$T/err"'

hook deaf "trap '' TERM; sleep 600 & echo \"\$\$ \$!\" >'$T/pids'; while :; do sleep 1; done"
begun=$(date +%s)
LIMIT=100 follow --hook "$T/deaf" z
took=$(($(date +%s) - begun))
sound "60 s" 0 && holds "60 s" "$took s" test $took -ge 61 -a $took -le 75
holds "60 s: the note" "$(cat "$T/err")" says "^zimport: note: running $T/deaf end for z: stopped after 60 s\$"
for one in $(cat "$T/pids"); do
    holds "60 s: process $one of the hook is gone" "it runs" await 5 is_gone "$one"
done
stop "$server"

finish
