#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Progress bars on a terminal made by script(1): they redraw in place, never wrap, and leave nothing behind but, after a
# signal, the last state.

. "${0%/*}/lib.sh"
# shellcheck disable=SC2154 # set by lib.sh
need script
start_sim --plain --duration 0.8
export ZILLIZ_API_KEY=$KEY
WAIT="$FRESH '$ZIMPORT' wait --api v1 --endpoint http://127.0.0.1:$PORT --cluster $CLUSTER --interval 0.1"

# What the terminal got is in $T/pty, with what went to $T/out.
on_terminal() { # COLUMNS COMMANDS
    : >"$T/out"
    : >"$T/err"
    printf 'stty rows 20 cols %s\n%s\n' "$1" "$2" >"$T/commands"
    timeout -k 5 60 script -q -e -c "sh '$T/commands'" /dev/null </dev/null >"$T/pty" 2>"$T/log"
    code=$?
    "$B/tests/system/screen" "$1" 20 "$T/frames" <"$T/pty" >"$T/screen" 2>"$T/shape"
}

# With a wait in the background. COMMANDS may use until_drawn PATTERN, and resize ROWS COLUMNS, which also tells the
# screen, while nothing is drawn.
follow() { # COLUMNS JOBS COMMANDS
    on_terminal "$1" "until_drawn() {
    n=0; until [ \$n -ge 400 ] || grep -a -q -e \"\$1\" '$T/pty'; do n=\$((n + 1)); sleep 0.05; done
}
resize() {
    kill -STOP \$pid; until grep -q '^State:.*T' /proc/\$pid/status; do sleep 0.01; done
    printf '\033[8;%s;%st' \$1 \$2; stty rows \$1 cols \$2; kill -CONT \$pid; kill -WINCH \$pid
}
echo above
$WAIT $2 >'$T/out' & pid=\$!
$3
wait \$pid"
}

shape() { # NAME: of the shape
    sed -n "s/^$1 //p" "$T/shape"
}

# And what holds of every run.
leaves() { # NAME EXIT EXPECTED
    cp "$T/pty" "$T/err"
    sound "$1" "$2" || return 1
    printf '%s' "${3:+$3
}" >"$T/expected"
    if grep -q fault "$T/shape"; then
        not_ok "$1" "$(grep -m 1 fault "$T/shape")"
    elif ! cmp -s "$T/expected" "$T/screen"; then
        not_ok "$1" "other lines stay"
        show "expected" "$T/expected"
        show "screen" "$T/screen"
    else
        return 0
    fi
    return 1
}

ESC=$(printf '\033')
job=0
next() { # each run follows a job of its own
    job=$((job + 1))
    ID=job-ok-$job
}

# ---- widths

for width in 40 80 200 25 18 12 3 1; do
    next
    on_terminal $width "$WAIT $ID >'$T/out'"
    name="width $width"
    leaves "$name" 0 "" || continue
    [ "$(shape bars)" -ge 4 ] || { not_ok "$name" "drawn $(shape bars) times"; continue; }
    [ "$(shape widest)" -lt "$width" ] || [ "$width" -eq 1 ] || { not_ok "$name" "drawn in the last column"; continue; }
    [ "$(shape blocks)" -eq 0 ] || { not_ok "$name" "drawn in several lines"; continue; }
    grep -q Completed "$T/out" || { not_ok "$name" "no result"; continue; }
    ok "$name"
done
next
on_terminal 0 "$WAIT $ID >'$T/out'"
"$B/tests/system/screen" 80 20 <"$T/pty" >"$T/screen" 2>"$T/shape"
leaves "width not known" 0 "" && ok "width not known"

next
LC_ALL=C.UTF-8 on_terminal 100 "$WAIT $ID >'$T/out'"
if leaves "what it says" 0 ""; then
    sed "s/$ESC\[[0-9;]*[mK]//g" "$T/pty" | tr '\r' '\n' >"$T/bars"
    for pattern in '^ *[0-9]+ %' '\[[^]]*\]' '[0-9.]+ [KMG]iB/[0-9.]+ [KMG]iB' ' 0:0[01] ' 'ETA 0:0[0-9]' 'Importing'; do
        if grep -q -E -e "$pattern" "$T/bars"; then
            ok "what it says: $pattern"
        else
            not_ok "what it says: $pattern" "not there"
            show bars "$T/bars"
        fi
    done
    awk '/%/ { if ($1 + 0 < last) exit 1; last = $1 + 0 }' "$T/bars" && ok "it never goes back" || not_ok "it never goes back" "it did"
fi
next
on_terminal 100 "$WAIT $ID >'$T/out'"
leaves "ASCII in the C locale" 0 "" && if tr -d '\000-\177' <"$T/pty" | grep -q .; then
    not_ok "ASCII in the C locale" "other characters"
else
    ok "ASCII in the C locale"
fi

# The terminal becomes narrower meanwhile.
next
follow 70 "$ID" "until_drawn '%'; resize 20 30"
sed "s/$ESC\[[0-9;]*[mKAJt]//g" "$T/pty" | tr '\r' '\n' | grep % | LC_ALL=C tr -d '\200-\277' >"$T/bars"
if leaves "narrower meanwhile" 0 above; then
    first=$(head -n 1 "$T/bars" | awk '{ print length }')
    last=$(tail -n 1 "$T/bars" | awk '{ print length }')
    if [ "$first" -gt 30 ] && [ "$last" -lt 30 ]; then ok "narrower meanwhile"; else not_ok "narrower meanwhile" "$first, then $last"; fi
fi

# ---- results, notes and errors on the same terminal

next
on_terminal 200 "$WAIT -o csv $ID"
leaves "results on the terminal, too" 0 "$(sed -n 1p "$T/screen" | grep '^jobId,clusterId')
$(sed -n 2p "$T/screen" | grep "^$ID,$CLUSTER,articles,Completed,100,")" && ok "results on the terminal, too"
on_terminal 200 "$WAIT job-unknown >'$T/out'"
leaves "an error" 5 "$(grep '^zimport: asking .* about job-unknown: ' "$T/screen")" && [ -s "$T/screen" ] && ok "an error"
on_terminal 200 "$WAIT --timeout 0.4 job-at-4000 >'$T/out'"
leaves "a time out" 10 "$(grep '^zimport: .*--timeout' "$T/screen")" && [ -s "$T/screen" ] && ok "a time out"
on_terminal 200 "$WAIT --retry 2 --timeout 3 job-flaky-2-$job >'$T/out'"
leaves "retries" 0 "$(grep '^zimport: note: .*trying again in ' "$T/screen")" && [ -s "$T/screen" ] && ok "retries"
for signal in INT:130 TERM:143; do
    on_terminal 200 "$WAIT job-at-5000 >'$T/out' & pid=\$!
sh -c 'exec </dev/null; n=0; until [ \$n -ge 200 ] || [ \"\$(wc -c <\"$T/pty\")\" -gt 200 ]; do n=\$((n + 1)); sleep 0.05; done'
kill -${signal%:*} \$pid
wait \$pid"
    leaves "signal ${signal%:*}" "${signal#*:}" "$(sed -n '1s/^ 50 % \[#*-*\].*  Importing$/&/p' "$T/screen")
zimport: note: waiting ended by a signal; the job itself goes on" && ok "signal ${signal%:*}: the last state stays"
done

# ---- several jobs

goes_on() { # NAME EXIT LINES: what was there before, the last state and the note that the jobs go on
    leaves "$1" "$2" "above
$(sed '1d;$d' "$T/screen")
zimport: note: waiting ended by a signal; the jobs themselves go on" && if [ "$(grep -c '^job-.* % ' "$T/screen")" -ne "$3" ]; then
        not_ok "$1" "not $3 jobs stay"
        show screen "$T/screen"
    elif ! tail -n 2 "$T/screen" | grep -q '^0 of [0-9]* ended .*%'; then
        not_ok "$1" "the total does not stay"
        show screen "$T/screen"
    else
        return 0
    fi
    return 1
}

seen() { # NAME PATTERN...: such lines were on the screen at one time, one below the other
    name=$1
    shift
    printf '^%s$\n' "$@" >"$T/expected"
    awk 'NR == FNR { line[++lines] = $0; next }
        { at = $0 ~ line[at + 1] ? at + 1 : $0 ~ line[1] }
        at == lines { found = 1; exit }
        END { exit !found }' "$T/expected" "$T/frames" && return
    not_ok "$name" "never drawn"
    show expected "$T/expected"
    tail -n 20 "$T/frames" >"$T/last"
    show "drawn last" "$T/last"
    return 1
}

THREE="job-at-4000 job-at-1000-b job-at-5"
for signal in INT:130 TERM:143; do
    name="several jobs: signal ${signal%:*}"
    follow 70 "$THREE" "until_drawn '16 %'; until_drawn '0:01 '; until_drawn '0:02 '; kill -${signal%:*} \$pid"
    goes_on "$name" "${signal#*:}" 3 && seen "$name" \
        'job-at-4000     40 % \[###########-----------------\]  Importing  ' \
        'job-at-1000-b   10 % \[##--------------------------\]  Importing  ' \
        'job-at-5         0 % \[----------------------------\]  Importing  ' \
        '0 of 3 ended    16 % \[####------------------------\]  0:0[0-9]  ETA [-0-9:]*' && ok "$name"
done

# As many as fit with one line of the terminal left free, and one more.
jobs=
i=0
while [ $i -lt 18 ]; do
    i=$((i + 1))
    jobs="$jobs job-at-9000-$i"
done
follow 80 "$jobs" "until_drawn 'of 18 ended *[1-9]'; kill \$pid"
goes_on "18 jobs in 20 lines" 143 18 && seen "18 jobs in 20 lines" 'job-at-9000-1  .*' 'job-at-9000-2  .*' &&
    seen "18 jobs in 20 lines" 'job-at-9000-18  .*' '0 of 18 ended  .*' && ok "18 jobs in 20 lines"
holds "18 jobs in 20 lines: none is not shown" "it says so" test "$(grep -a -c 'not shown' "$T/pty")" -eq 0
follow 100 "$jobs job-at-19" "until_drawn 'of 19 ended *[1-9].* 1 not shown'; kill \$pid"
goes_on "19 jobs in 20 lines" 143 18 && holds "19 jobs in 20 lines" "$(cat "$T/screen")" test "$(sed -n '2p;19,20p' "$T/screen" |
    sed -e 's/ .*  \(1 not shown\)  .*/ \1/' -e 's/^\(job-[^ ]*\) .*/\1/' | tr '\n' ' ')" = "job-at-9000-1 job-at-9000-18 0 1 not shown "

# It scrolls to what moves, and away from what has ended; the order stays.
name="more jobs than lines: what moves"
follow 100 "$jobs job-at-7 job-polls-1000" "until_drawn 'job-polls-1000 .* [1-9] %'; kill \$pid"
goes_on "$name" 143 18 && holds "$name" "$(cat "$T/screen")" test \
    "$(sed -n '19,20p' "$T/screen" | sed -e 's/ .*  \(2 not shown\)  .*/ \1/' -e 's/^\(job-[^ ]*\) .*/\1/' | tr '\n' ' ')" = \
    "job-polls-1000 0 2 not shown "
holds "$name: in place of one" "$(cat "$T/screen")" test "$(grep -c 'job-at-9000-1 ' "$T/screen")" -eq 0
name="more jobs than lines: what has ended"
next
follow 100 "$ID $jobs" "until_drawn 'job-at-9000-17 '; until_drawn '1 of 19 ended'; until_drawn 'job-at-9000-18 '; kill \$pid"
leaves "$name" 143 "$(cat "$T/screen")" && holds "$name" "$(cat "$T/screen")" test \
    "$(grep -c 'job-at-9000' "$T/screen") $(grep -c "^$ID .*%" "$T/screen")" = "18 0"
name="more jobs than lines: 3000"
follow 70 "$(numbered job-at- 1 3000 | tr '\n' ' ')" "until_drawn '0 of 3000 ended'; resize 40 70; until_drawn 'job-at-38 '; kill \$pid"
goes_on "$name" 143 38 && ok "$name"

# Too few lines for the jobs, then enough but fewer columns, and more of them again.
name="several jobs: another size meanwhile"
follow 100 "$THREE" "until_drawn '16 %'; resize 4 100; until_drawn '1 not shown'
resize 20 100; until_drawn '0:01  ETA'; resize 20 40; until_drawn '1000-b   10 %  '
resize 20 90; until_drawn ' 16 % \[#\{8\}-\{40\}\]'; kill \$pid"
goes_on "$name" 143 3 && ok "$name"
name="several jobs: fewer columns"
follow 100 "$THREE" "until_drawn '16 %'; resize 20 70; until_drawn '10 % \[##-\{26\}\]'
resize 20 67; until_drawn '10 % \[##-\{23\}\]'; kill \$pid"
goes_on "$name" 143 3 && seen "$name" 'above' 'job-at-4000     40 % \[[#-]*\]  Importing  ' \
    'job-at-1000-b   10 % \[##-*\]  Importing  ' 'job-at-5         0 % \[-*\]  Importing  ' \
    '0 of 3 ended    16 % \[####-*\]  0:0[0-9]  ETA [-0-9:]*' && ok "$name"

# The drawing goes, and comes again below them.
name="several jobs: results in between"
next
on_terminal 200 "$WAIT -o csv $ID job-failed-$job job-unknown"
leaves "$name" 4 "jobId,$(sed -n 's/^jobId,//p' "$T/screen")
$(grep '^zimport: asking .* about job-unknown: ' "$T/screen")
$(grep "^job-failed-$job,$CLUSTER,articles,Failed,40," "$T/screen")
$(grep "^$ID,$CLUSTER,articles,Completed,100," "$T/screen")" &&
    seen "$name" "job-failed-$job,.*" "$ID  *[0-9]* % .*  Importing *" "job-failed-$job  *40 % .*  Failed *" \
        'job-unknown  *[?] % .*  error *' '2 of 3 ended .*' && ok "$name"

# ---- of Milvus, whose percentages are phases (api.md 9): the time left is that of the phase

stop "$sim"
start_sim --plain --milvus --duration 4
WAIT="$FRESH '$ZIMPORT' wait --endpoint http://127.0.0.1:$PORT --interval 0.1"
next
on_terminal 100 "$WAIT $ID >'$T/out'"
if leaves "phases" 0 ""; then
    sed "s/$ESC\[[0-9;]*[mK]//g" "$T/pty" | tr '\r' '\n' >"$T/bars"
    for pattern in 'phase ETA [-0-9:]+  queued' 'reading files' 'phase ETA 0:0[0-2]  importing' 'sorting' 'building indexes'; do
        holds "phases: $pattern" "not there" grep -q -E -e "$pattern" "$T/bars"
    done
    holds "phases: only of the phase" "more" test -z "$(grep -E 'phase ETA 0:0[3-9]|[KMG]iB/| ETA .*Importing' "$T/bars")"
fi
follow 100 "job-at-2000 job-at-8000" "until_drawn '50 %'; kill -TERM \$pid"
holds "phases: of several jobs, in a word" "not there" grep -a -q 'job-at-8000  *80 % .*indexing' "$T/pty"
stop "$sim"
start_sim --plain --duration 0.8
WAIT="$FRESH '$ZIMPORT' wait --api v1 --endpoint http://127.0.0.1:$PORT --cluster $CLUSTER --interval 0.1"

# ---- where there is none

plain() { # NAME: no escape sequence and no CR but that of line ends
    if tr -d '\n' <"$T/pty" | sed 's/\r*$//' | grep -q "$ESC" || grep -q "$(printf '\r.')" "$T/pty"; then
        not_ok "$1" "something is drawn"
        show pty "$T/pty"
    else
        ok "$1"
    fi
}
next
on_terminal 80 "$WAIT -q $ID >'$T/out'"
leaves "-q" 0 "" && plain "-q"
next
on_terminal 80 "$WAIT --no-progress $ID >'$T/out'"
leaves "--no-progress" 0 "" && plain "--no-progress"
next
on_terminal 80 "TERM=dumb $WAIT $ID >'$T/out'"
leaves "TERM=dumb: lines" 0 "$(grep "^$ID: " "$T/screen")" && [ -s "$T/screen" ] && plain "TERM=dumb: lines"
next
on_terminal 80 "$WAIT $ID 2>'$T/progress'"
cp "$T/progress" "$T/err"
if [ "$code" -ne 0 ] || grep -q -e "$ESC" -e "$(printf '\r')" "$T/progress" || ! grep -q "^$ID: Completed" "$T/progress"; then
    not_ok "stderr is no terminal: lines" "exit $code, or no such lines"
else
    ok "stderr is no terminal: lines"
fi

run wait --api v1 --endpoint "http://127.0.0.1:$PORT" --cluster "$CLUSTER" --interval 0.1 job-backwards </dev/null
sound "a line where it goes back" 0 && if grep -q '^job-backwards: Importing 30 % (was 60 %, elapsed [01] s)$' "$T/err" &&
    [ "$(grep -c was "$T/err")" -eq 1 ]; then
    ok "a line where it goes back"
else
    not_ok "a line where it goes back" "no such line, or more"
fi

colors() { # NAME yes|no
    if grep -q "$ESC\[[0-9;]*m" "$T/pty"; then colored=yes; else colored=no; fi
    if [ "$code" -eq 0 ] && [ $colored = "$2" ]; then ok "colour: $1"; else not_ok "colour: $1" "exit $code, colour: $colored"; fi
}
for case in "auto:yes" "never:no" "always:yes"; do
    on_terminal 80 "$WAIT --color ${case%:*} job-instant"
    colors "--color ${case%:*}" "${case#*:}"
done
on_terminal 80 "NO_COLOR=1 $WAIT job-instant"
colors "NO_COLOR" no
printf 'color = always\n' >"$T/colors" && chmod 600 "$T/colors"
on_terminal 80 "ZIMPORT_CONFIG=$T/colors NO_COLOR=1 $WAIT job-instant"
colors "NO_COLOR before the configuration file" no
on_terminal 80 "ZIMPORT_CONFIG=$T/colors NO_COLOR= $WAIT job-instant"
colors "the configuration file" yes
on_terminal 80 "NO_COLOR= $WAIT job-instant"
colors "NO_COLOR empty" yes
on_terminal 80 "NO_COLOR=1 $WAIT --color always job-instant"
colors "--color always before NO_COLOR" yes
on_terminal 80 "TERM=dumb $WAIT job-instant"
colors "TERM=dumb" no


# ---- a service that is away for a while: two notes, and the bar is there again

start_serve
reply away.1 '{"code":200,"data":{"readyPercentage":0.5}}'
for n in 2 3; do http away.$n "503 Busy" ""; done
reply away '{"code":200,"data":{"readyPercentage":1}}'
on_terminal 200 "'$ZIMPORT' wait --api v1 --endpoint http://127.0.0.1:$PORT --cluster $CLUSTER --interval 0.1 --retry 0 away >'$T/out'"
leaves "away" 0 "$(grep '^zimport: note: ' "$T/screen")" && holds "away" "$(cat "$T/screen")" \
    test "$(sed 's/.*\(Going on\|answers again, after\).*/\1/' "$T/screen" | tr '\n' ' ')" = "Going on answers again, after "
holds "away: the bar says so" "it does not" grep -a -q 'retrying' "$T/pty"

finish
