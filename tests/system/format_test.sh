#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# csv and env exactly, text as far as promised, errors as JSON, several jobs, and ids from standard input.

. "${0%/*}/lib.sh"
need script
start_serve
CR=$(printf '\r')
HEADER="jobId,clusterId,collectionName,state,progress,fileName,fileSize,importedRows,totalRows,completeTime,reason,api,createTime,phase$CR"
FILES_HEADER="jobId,fileName,fileSize,state,progress,importedRows,totalRows,completeTime,reason$CR"

data() { # ID MEMBERS
    reply "$1" "{\"code\":200,\"data\":{$2}}"
}

# ---- csv

data plain '"collectionName":"articles","fileName":"a.json","fileSize":7,"readyPercentage":0.125'
ask status -o csv plain
expect "csv: one job" 0 "$HEADER
plain,$CLUSTER,articles,Importing,12.5,a.json,7,,,,,v1,,$CR"
data quoting '"collectionName":"a,b","fileName":"say \"x\"","completeTime":" t ","readyPercentage":1,"errorMessage":"line\nand\r\nline, \"q\""'
ask status -o csv quoting
expect "csv: quotes" 0 "$HEADER
quoting,$CLUSTER,\"a,b\",Failed,100,\"say \"\"x\"\"\",,,, t ,\"line�and��line, \"\"q\"\"\",v1,,$CR"
data odd '"fileName":"\u001b[2J\u0000\u007f\u009b1m\ud800\u00a0ä"'
ask status -o csv odd
expect "csv: control characters" 0 "$HEADER
odd,$CLUSTER,,Unknown,,�[2J���1m� ä,,,,,,v1,,$CR"
data rows '"readyPercentage":0.5,"details":[{"fileName":"a,1","fileSize":3,"readyPercentage":1,"completeTime":"t"},{"fileName":"b","errorMessage":"\"no\""}]'
ask status -o csv --files rows plain
expect "csv: files" 0 "$FILES_HEADER
rows,\"a,1\",3,Completed,100,,,t,$CR
rows,b,,Failed,,,,,\"\"\"no\"\"\"$CR"
reply unknown '{"code":90144,"message":"no such job"}'
ask status -o csv plain unknown plain
if sound "csv: several jobs" 5 && one_line "csv: several jobs"; then
    expect "csv: several jobs" 5 "$HEADER
plain,$CLUSTER,articles,Importing,12.5,a.json,7,,,,,v1,,$CR
plain,$CLUSTER,articles,Importing,12.5,a.json,7,,,,,v1,,$CR"
fi

# ---- env

ask status -o env plain
expect "env: all names" 0 "ZIMPORT_JOB_ID='plain'
ZIMPORT_STATE='Importing'
ZIMPORT_PROGRESS='12.5'
ZIMPORT_COLLECTION_NAME='articles'
ZIMPORT_FILE_NAME='a.json'
ZIMPORT_FILE_SIZE='7'
ZIMPORT_IMPORTED_ROWS=''
ZIMPORT_TOTAL_ROWS=''
ZIMPORT_COMPLETE_TIME=''
ZIMPORT_REASON=''
ZIMPORT_CREATE_TIME=''
ZIMPORT_PHASE=''"
ask status -o env unknown
fails "env: an error prints nothing on stdout" 5 "no such job"
ask status -o env plain plain
fails "env: one job only" 2 "env"

mkdir "$T/empty"
evaluates() { # NAME JSON VALUE: in each shell that there is; VALUE as for printf %b
    data nasty "\"fileName\":\"$2\",\"errorMessage\":\"$2\",\"collectionName\":\"$2\",\"completeTime\":\"$2\""
    printf '%b' "$3$3" >"$T/expected"
    ask status -o env nasty
    sound "env: $1" 0 || return
    for shell in sh bash "busybox sh"; do
        command -v "${shell%% *}" >/dev/null || continue
        # shellcheck disable=SC2016,SC2086
        (cd "$T/empty" && OUT=$T/out $shell -c 'eval "$(cat "$OUT")"; printf "%s" "$ZIMPORT_FILE_NAME$ZIMPORT_REASON"') \
            >"$T/evaluated" 2>&1
        if ! cmp -s "$T/expected" "$T/evaluated"; then
            not_ok "env: $1" "$shell reads something else"
            show "evaluated" "$T/evaluated"
            return
        fi
        if [ -n "$(ls "$T/empty")" ]; then
            not_ok "env: $1" "$shell ran a command"
            return
        fi
    done
    ok "env: $1"
}
evaluates "a quote" "it's" "it's"
evaluates "quotes alone" "''''" "''''"
evaluates "a command behind a quote" "'; touch broken; '" "'; touch broken; '"
evaluates "substitutions" '$(touch broken)`touch broken`$HOME${HOME}' '$(touch broken)`touch broken`$HOME${HOME}'
evaluates "line ends" 'a\ntouch broken\r\nb' 'a\ntouch broken\r\nb'
evaluates "backslashes" '\\\\\\' '\\\\\\'
evaluates "a backslash and a quote" "x\\\\'; touch broken #" "x\\\\'; touch broken #"
evaluates "double quotes" '\"; touch broken; \"' '"; touch broken; "'
evaluates "NUL is dropped" 'a\u0000b' 'ab'
evaluates "NUL between quote and command" "'\\u0000;touch broken;\\u0000'" "';touch broken;'"
evaluates "control characters" '\u0001\u001b[31m\u007f' '\0001\0033[31m\0177'
evaluates "UTF-8" 'ä中😀' 'ä中😀'
evaluates "wild cards, tilde, bang" '~ * ? [a-z] !! # & | < > ( ) { }' '~ * ? [a-z] !! # & | < > ( ) { }'
evaluates "a lone surrogate" '\ud800' '\0357\0277\0275'
evaluates "an option" '-n' '-n'

# ---- text

# C0 but LF, DEL, and C1 in UTF-8 or as a stray byte.
clean() { # NAME FILE
    if tr -d '\n' <"$2" | LC_ALL=C grep -q '[[:cntrl:]]' || LC_ALL=C grep -q "$(printf '\302[\200-\237]')" "$2"; then
        not_ok "$1" "a control character"
    elif ! iconv -f UTF-8 -t UTF-8 <"$2" >/dev/null 2>&1; then
        not_ok "$1" "not UTF-8"
    else
        ok "$1"
    fi
}

EVIL='a\u0000\u0007\u001b]0;owned\u0007\u001b[2J\u007f\u0080\u009b31m\u009f\r\nb\tc\ud800'
data evil "\"collectionName\":\"$EVIL\",\"fileName\":\"$EVIL\",\"completeTime\":\"$EVIL\",\"errorMessage\":\"$EVIL\",\"details\":[{\"fileName\":\"$EVIL\",\"errorMessage\":\"$EVIL\"}]"
reply evil2 "{\"code\":90144,\"message\":\"$EVIL\"}"
for locale in C C.UTF-8; do
    for how in text csv; do
        LC_ALL=$locale ask status -o $how --files evil
        sound "$how: nothing drives the terminal, $locale" 0 && tr -d '\r' <"$T/out" >"$T/clean" &&
            clean "$how: nothing drives the terminal, $locale" "$T/clean"
    done
    LC_ALL=$locale ask status -v -v evil2
    sound "errors: nothing drives the terminal, $locale" 5 && clean "errors: nothing drives the terminal, $locale" "$T/err"
    LC_ALL=$locale ask wait --interval 0 evil
    sound "progress: nothing drives the terminal, $locale" 4 && clean "progress: nothing drives the terminal, $locale" "$T/err"
done

# Invisible characters that turn or hide others, and bytes that are controls where UTF-8 is not known.
HIDDEN='r\u202elautriv\u202c \u2066a\u2069 \u200e\u200f\u061c \u200b\ufeff\u2028\u2029\u2060 \u00ad \udb40\udc41\udb40\udc7f'
WIDE='\u00c9\u65e5\u6587\ud83d\ude00\u00e9'
raw='\342\200\256 \342\201\246 \330\234 \342\200\213 \357\273\277 \363\240\201\201 \303\211 \346\227\245 \233'
ALL="$EVIL$HIDDEN$WIDE"
MEMBERS="\"collectionName\":\"$ALL\",\"fileName\":\"$ALL\",\"completeTime\":\"$ALL\",\"errorMessage\":\"$ALL\",\"details\":[{\"fileName\":\"$ALL\",\"errorMessage\":\"$ALL\"}]"
http hidden '200 OK' "{\"code\":200,\"data\":{$MEMBERS}}" "X-Evil: $raw"
http hidden2 '200 OK' "{\"code\":90144,\"message\":\"$ALL\"}" "X-Evil: $raw"
reply list "{\"code\":200,\"data\":{\"records\":[{\"jobId\":\"$ALL\",\"collectionName\":\"$ALL\",\"state\":\"$ALL\",\"reason\":\"$ALL\"}]}}"
hidden=$(printf '\342\200[\213-\217\250-\256]\\|\342\201[\240-\257]\\|\330\234\\|\302\255\\|\357\273\277\\|\363\240')
c1=$(printf '[\200-\237]')
reads() { # NAME FILE LOCALE: for a terminal of that locale
    tr -d '\r' <"$2" >"$T/clean"
    case $3 in
    *UTF-8) clean "$1" "$T/clean" ;;
    *)
        if tr -d '\n' <"$T/clean" | LC_ALL=C grep -q '[[:cntrl:]]' || LC_ALL=C grep -q "$c1" "$T/clean"; then
            not_ok "$1" "a control character"
            return
        fi
        ok "$1"
        ;;
    esac
    if LC_ALL=C grep -q "$hidden" "$T/clean"; then not_ok "$1, unseen" "a character that is not seen"; else ok "$1, unseen"; fi
}
terminal() { # LOCALE ARGUMENT...: what a terminal gets of both outputs
    locale=$1
    verb=$2
    shift 2
    ZILLIZ_API_KEY=$KEY timeout -k 5 60 script -q -e -c "LC_ALL=$locale '$ZIMPORT' $verb --api v1 --endpoint \
        http://127.0.0.1:$PORT --cluster $CLUSTER --color never $*" /dev/null </dev/null >"$T/out" 2>"$T/err"
    code=$?
}
for locale in C POSIX en_US.ISO-8859-1 C.UTF-8; do
    LC_ALL=$locale ask status --files hidden
    sound "hidden: text, $locale" 0 && reads "hidden: text, $locale" "$T/out" "$locale"
    LC_ALL=$locale ask status -o csv --files hidden
    sound "hidden: csv, $locale" 0 && reads "hidden: csv, $locale" "$T/out" C.UTF-8
    LC_ALL=$locale ask status -v -v hidden2
    sound "hidden: errors, $locale" 5 && grep -q '^< X-Evil: ' "$T/err" && reads "hidden: errors, $locale" "$T/err" "$locale"
    LC_ALL=$locale ask list
    sound "hidden: list, $locale" 0 && reads "hidden: list, $locale" "$T/out" "$locale"
    for format in text json csv env; do
        terminal $locale status -v -v -o $format --files hidden
        sound "terminal: $format, $locale" 0 && grep -q Failed "$T/out" && reads "terminal: $format, $locale" "$T/out" "$locale"
        terminal $locale status -o $format hidden2
        sound "terminal: $format, an error, $locale" 5 && reads "terminal: $format, an error, $locale" "$T/out" "$locale"
        [ $format = env ] || {
            terminal $locale list -o $format
            sound "terminal: $format, list, $locale" 0 && reads "terminal: $format, list, $locale" "$T/out" "$locale"
        }
    done
done

# A file's reason has lines of its own there.
reply lines '{"code":200,"data":{"errorMessage":"e","details":[{"fileName":"s3://b/1","fileSize":5,"readyPercentage":0.5,"errorMessage":"row 17: wrong vector dimension of the column embedding"},{"fileName":"s3://b/2"}]}}'
on_columns() { # COLUMNS
    ZILLIZ_API_KEY=$KEY timeout -k 5 60 script -q -e -c "stty cols $1; '$ZIMPORT' status --files --api v1 --endpoint \
        http://127.0.0.1:$PORT --cluster $CLUSTER --color never lines" /dev/null </dev/null >"$T/pty" 2>"$T/err"
    code=$?
    tr -d '\r' <"$T/pty" | sed -n '/^STATE/,$p' >"$T/out"
}
# The job's own reason is broken at words, too.
reply words '{"code":200,"data":{"readyPercentage":0.5,"errorMessage":"row 17: wrong vector dimension of the column embedding"}}'
ZILLIZ_API_KEY=$KEY timeout -k 5 60 script -q -e -c "stty cols 50; '$ZIMPORT' status --api v1 --endpoint http://127.0.0.1:$PORT \
    --cluster $CLUSTER --color never words" /dev/null </dev/null >"$T/pty" 2>"$T/err"
code=$?
tr -d '\r' <"$T/pty" >"$T/out"
expect "terminal: a reason, 50 columns" 0 "Job         words
State       Failed, 50 %
Reason      row 17: wrong vector dimension of the
            column embedding"

on_columns 80
expect "terminal: files, 80 columns" 0 "STATE        PROGRESS        SIZE  FILE
Failed           50 %         5 B  s3://b/1
                                   row 17: wrong vector dimension of the column
                                   embedding
Unknown                            s3://b/2"
on_columns 40
expect "terminal: files, 40 columns" 0 "STATE        PROGRESS        SIZE  FILE
Failed           50 %         5 B  s3://b/1
    row 17: wrong vector dimension of
    the column embedding
Unknown                            s3://b/2"

# Elsewhere data stay as they are, in every locale; JSON says the same on a terminal.
data wide "\"fileName\":\"$WIDE\""
written=$(printf '\303\211\346\227\245\346\226\207\360\237\230\200\303\251')
for format in json csv env; do
    ask status -o $format wide
    sound "data: $format" 0 && if grep -q -F "$written" "$T/out"; then ok "data: $format"; else not_ok "data: $format" "other text"; fi
done
ask status -o json hidden
sound "data: hidden" 0 && if grep -q "$hidden" "$T/out"; then ok "data: hidden"; else not_ok "data: hidden" "other text"; fi
terminal C status -o json wide
sound "data: json on a terminal" 0 && if grep -q -F '"fileName":"\u00c9\u65e5\u6587\ud83d\ude00'"$(printf '\303\251')"'"' "$T/out"; then
    ok "data: json on a terminal"
else
    not_ok "data: json on a terminal" "other text"
fi
terminal C.UTF-8 status wide
sound "data: text on a terminal with UTF-8" 0 && if grep -q -F "$written" "$T/out"; then ok "data: text on a terminal with UTF-8"; else
    not_ok "data: text on a terminal with UTF-8" "other text"
fi

for word in plain articles Importing 12.5 a.json; do
    ask status plain
    sound "text: $word" 0 && if grep -q -F "$word" "$T/out"; then ok "text: $word"; else not_ok "text: $word" "not there"; fi
done
ask status --color always plain
sound "text: --color always" 0 && if grep -q "$(printf '\033')" "$T/out"; then
    ok "text: --color always"
else
    not_ok "text: --color always" "no colour"
fi
NO_COLOR=1 ask status plain
sound "text: none where it is no terminal" 0 && clean "text: none where it is no terminal" "$T/out"

# ---- errors as JSON

error() { # NAME EXIT KIND HTTP CODE MESSAGE: the JSON of each
    ask status -o json --retry 0 "$JOB"
    expect "error: $1" "$2" "{\"jobId\":\"$JOB\",\"error\":{\"exit\":$2,\"kind\":\"$3\",\"httpStatus\":$4,\"code\":$5,\"message\":$6}}"
}
while IFS='|' read -r name exit kind status code; do
    http "$JOB" "$status" "{\"code\":$code,\"message\":\"it's \\\"so\\\"\"}"
    error "$name" "$exit" "$kind" "${status%% *}" "$code" '"it'"'"'s \"so\""'
done <<'END'
no such job|5|not-found|200 OK|90144
no such job, 404|5|not-found|404 Not Found|90144
no such job, 400|5|not-found|400 Bad|90144
no such cluster|9|server|200 OK|40021
invalid cluster|9|server|200 OK|80020
wrong region|9|server|200 OK|90102
wrong host|9|server|200 OK|90117
token illegal|6|unauthorized|200 OK|80001
token not found|6|unauthorized|200 OK|80002
no access|6|unauthorized|200 OK|40022
401|6|unauthorized|401 Unauthorized|1
403|6|unauthorized|403 Forbidden|1
an unknown code|9|server|200 OK|12345
a negative code|9|server|200 OK|-1
a server error|9|server|500 Oops|12345
too many requests|9|server|429 Slow|12345
bad request|9|server|400 Bad|12345
code 200, but no data|9|server|200 OK|200
END
http "$JOB" "200 OK" '{"code":"90144","message":"none"}'
error "a code in a string is a number here" 5 not-found 200 90144 '"none"'
http "$JOB" "200 OK" '{"code":90144}'
ask status -o json "$JOB"
sound "error: no message" 5 && if grep -q -E '^\{"jobId":"'"$JOB"'","error":\{"exit":5,"kind":"not-found","httpStatus":200,"code":90144,"message":(null|"[^"]*")\}\}$' "$T/out"; then
    ok "error: no message"
else
    not_ok "error: no message" "other output"
fi
for status in 401 403 404 500; do
    http "$JOB" "$status No" '<html>no</html>'
    ask status -o json --retry 0 "$JOB"
    case $status in
    40[13]) exit=6 kind=unauthorized ;;
    *) exit=9 kind=server ;;
    esac
    sound "error: $status with a page" $exit &&
        if grep -q "\"exit\":$exit,\"kind\":\"$kind\",\"httpStatus\":$status,\"code\":null,\"message\":" "$T/out"; then
            ok "error: $status with a page"
        else
            not_ok "error: $status with a page" "other output"
        fi
done
stop "$server"
ask status -o json --retry 0 "$JOB"
sound "error: no connection" 7 &&
    if grep -q '"exit":7,"kind":"network","httpStatus":null,"code":null,"message":' "$T/out"; then
        ok "error: no connection"
    else
        not_ok "error: no connection" "other output"
    fi
start_serve

# ---- several jobs, standard input

for id in a b c; do
    data $id '"readyPercentage":1'
done
line() { # ID
    printf '{"jobId":"%s","clusterId":"%s","collectionName":null,"state":"Completed","progress":100,"fileName":null,"fileSize":null,"importedRows":null,"totalRows":null,"completeTime":null,"reason":null,"api":"v1","createTime":null,"phase":null}' "$1" "$CLUSTER"
}
rm -f "$T/replies/$JOB.raw"
reply bad '{"code":90144,"message":"none"}'
ask status -o json a bad c
expect "several: an error in its place, the others go on" 5 "$(line a)
{\"jobId\":\"bad\",\"error\":{\"exit\":5,\"kind\":\"not-found\",\"httpStatus\":200,\"code\":90144,\"message\":\"none\"}}
$(line c)"
from_input() { # NAME INPUT EXPECTED-IDS
    printf '%b' "$2" >"$T/in"
    ZILLIZ_API_KEY=$KEY run status -o json --api v1 --endpoint "http://127.0.0.1:$PORT" --cluster "$CLUSTER" - <"$T/in"
    expect "input: $1" 0 "$(for id in $3; do line "$id" && echo; done)"
}
from_input "a line each" 'a\nb\nc\n' "a b c"
from_input "CR LF" 'a\r\nb\r\n' "a b"
from_input "blank lines" '\n\n  \na\n\t\n\r\nb\n\n' "a b"
from_input "no line end" 'a\nb' "a b"
printf 'b\n' >"$T/in"
ZILLIZ_API_KEY=$KEY run status -o json --api v1 --endpoint "http://127.0.0.1:$PORT" --cluster "$CLUSTER" a - c <"$T/in"
expect "input: among operands" 0 "$(line a)
$(line b)
$(line c)"
before=$(sent)
for input in 'a\nb c\n' 'a/b\n' 'ä\n' "$(printf '%129s' '' | tr ' ' a)\n"; do
    printf '%b' "$input" >"$T/in"
    ZILLIZ_API_KEY=$KEY run status --api v1 --endpoint "http://127.0.0.1:$PORT" --cluster "$CLUSTER" - <"$T/in"
    fails "input: refused: $input" 2 "standard input"
done
if [ "$(sent)" -eq "$before" ]; then
    ok "input: nothing sent"
else
    not_ok "input: nothing sent" "$(($(sent) - before)) requests"
fi

finish
