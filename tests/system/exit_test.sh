#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Exit statuses, usage errors (before anything is sent), help, and lost outputs.

. "${0%/*}/lib.sh"
start_serve

for state in '0 "readyPercentage":1' '3 "readyPercentage":0.5' '3u "fileSize":7' \
    '4 "readyPercentage":0.5,"errorMessage":"no"'; do
    reply "s${state%% *}" "{\"code\":200,\"data\":{${state#* }}}"
done
reply s5 '{"code":90144,"message":"no such job"}'
reply s6 '{"code":80001,"message":"illegal"}'
: >"$T/replies/s7.raw"
reply s9 'no JSON'

# ---- the table

while read -r exit job; do
    ask status --exit-code --retry 0 "$job"
    if sound "status --exit-code: $exit for $job" "$exit"; then
        case $exit in
        [034]) ok "status --exit-code: $exit for $job" ;;
        *) fails "status --exit-code: $exit for $job" "$exit" "$job" ;;
        esac
    fi
done <<'END'
0 s0
3 s3
3 s3u
4 s4
5 s5
6 s6
7 s7
9 s9
END
ask status s4
expect "status without --exit-code: 0 for a failed job" 0
ask status s3
expect "status without --exit-code: 0 for a running job" 0
ask wait --interval 0 s0
expect "wait: 0 for a completed job" 0
ask wait --interval 0 s4
expect "wait: 4 for a failed job" 4
ask wait --interval 0 s5
fails "wait: 5 for an unknown job" 5 "s5"
ask wait --interval 0.01 --timeout 0.2 -q s3
expect "wait: 10 when --timeout runs out" 10
ask status s3u
expect "status: 0 where the state is unknown" 0

# Each before all that follow.
worst() { # COMMAND JOB...
    command=$1
    shift
    while [ $# -gt 1 ]; do
        first=$1
        shift
        for second; do
            ask $command "$first" "$second"
            sound "worst of: $first and $second, $command" "${first#s}" && ask $command "$second" "$first" &&
                expect "worst of: $first and $second, $command" "${first#s}"
        done
    done
}
worst "status --exit-code --retry 0" s4 s5 s6 s7 s9 s3 s0
worst "wait --interval 0 --retry 0 -q" s4 s5 s6 s7 s9 s0
ask wait -q --interval 0.05 --timeout 0.5 s9 s3
expect "worst of: wait, server and time out" 9
ask wait -q --interval 0.05 --timeout 0.5 s3 s0
expect "worst of: wait, time out and completed" 10

# ---- usage

before=$(grep -c . "$T/requests")
usage() { # NAME PATTERN ARGUMENT...: with a key, and nothing else
    name=$1
    pattern=$2
    shift 2
    ZILLIZ_API_KEY=${USE_KEY-$KEY} run "$@" </dev/null
    fails "usage: $name" 2 "$pattern"
}
E="--api v1 --endpoint http://127.0.0.1:$PORT"
C="--cluster $CLUSTER"
usage "unknown command" "stats" stats
usage "unknown command, misspelt" "did you mean .*status" statsu
usage "option before the command" "command" --cluster x status
usage "unknown option" "clutser.*--cluster" status $E --clutser x s0
usage "unknown letter" "-z" status $E $C -z s0
usage "option of another command" "interval" status $E $C --interval 1 s0
usage "option of another command 2" "exit-code" wait $E $C --exit-code s0
usage "value missing" "cluster" status $E s0 --cluster
usage "value empty" "cluster" status $E --cluster= s0
usage "value for a flag" "files" status $E $C --files=yes s0
usage "no such format" "text.*json.*csv.*env" status $E $C -o yaml s0
usage "no such colour" "auto.*always.*never" status $E $C --color blue s0
usage "no such TLS version" "1.2.*1.3" status $E $C --tls-min 1.1 s0
usage "no number" "retry" status $E $C --retry x s0
usage "a negative number" "retry" status $E $C --retry -1 s0
usage "a number too large" "retry" status $E $C --retry 99999999999999999999 s0
usage "no time" "max-time" status $E $C --max-time 1x s0
usage "a time of 0" "connect-timeout" status $E $C --connect-timeout 0 s0
usage "negative seconds" "interval" wait $E $C --interval -1 s0
usage "seconds too large" "timeout" wait $E $C --timeout 99999999999999999999 s0
usage "no job" "job" status $E $C
usage "no endpoint" "region.*endpoint" status --api v1 $C s0
usage "no cluster" "cluster" status $E s0
usage "bad cluster" "cluster" status $E --cluster 'in01/x' s0
usage "bad region" "region" status --region 'gcp/us' $C s0
usage "region with a dot" "region" status --region 'evil.example' $C s0
usage "no such dialect" "v3" status --api v3 --endpoint "http://127.0.0.1:$PORT" $C s0
usage "milvus without an endpoint" "--endpoint" status --api milvus s0
usage "v2 without a cluster" "cluster" status --api v2 --endpoint "http://127.0.0.1:$PORT" s0
usage "a database with a control character" "--db" status --api milvus --endpoint "http://127.0.0.1:$PORT" \
    --db "$(printf 'a\rb')" s0
for path in '' x '/a b' '/a?b' '/a#b' '/a\b' '/ä'; do
    usage "bad path: $path" "--path" status $E $C --path "$path" s0
done
usage "list with operands" "operands" list $E $C x
usage "list in env" "expects text, json, csv or ids, not .env.; see" list $E $C -o env
usage "list: no such state" "--state.*Importing" list $E $C --state Running
usage "start without a collection" "--collection" start $E $C s3://a/
usage "start without a file" "file" start $E $C --collection c
for id in '' 'a b' 'a/b' 'a&b' 'a%62' 'ä' 'a?b' "$(printf 'a\nb')" "$(printf '%129s' '' | tr ' ' a)"; do
    usage "bad job id: $id" "job id" status $E $C "$id"
done
for url in "http://user@127.0.0.1:$PORT" "http://user:pw@127.0.0.1:$PORT" "http://127.0.0.1:$PORT/?a=b" \
    "http://127.0.0.1:$PORT/#f" "ftp://127.0.0.1:$PORT" "http://" "http://127.0.0.1:0" "http://127.0.0.1:65536" \
    "http://127.0.0.1:x" "http://127.0.0.1 :$PORT" "http://[::1" "http://127.0.0.1:$PORT/a b" \
    "$(printf 'http://127.0.0.1:%s/a\rb' "$PORT")"; do
    usage "bad endpoint: $url" "endpoint" status --api v1 --endpoint "$url" $C s0
done
if grep -q 'pw' "$T/err"; then not_ok "usage: no password shown" "it is"; else ok "usage: no password shown"; fi
usage "bad --resolve" "resolve" status $E $C --resolve localhost s0
usage "bad address in --resolve" "resolve" status $E $C --resolve localhost:1:localhost s0
usage "no such CA file" "cacert.*nothing" status $E $C --cacert "$T/nothing" s0
printf 'no PEM\n' >"$T/not.pem"
usage "a CA file without certificates" "cacert.*not.pem" status $E $C --cacert "$T/not.pem" s0
usage "a CA file that is a folder" "cacert" status $E $C --cacert "$T" s0
usage "a CA file without end" "cacert.*no certificate" status $E $C --cacert /dev/zero s0
mkfifo "$T/pipe"
usage "a CA file that is a pipe" "cacert" status $E $C --cacert "$T/pipe" s0
usage "env for several jobs" "env" status $E $C -o env s0 s0
usage "operands of version" "version" version x
usage "help of nothing" "frob" help frob
usage "ids and key from standard input" "standard input" status $E $C --token-file - -
run
sound "usage: no command" 2 && if [ -s "$T/out" ]; then
    not_ok "usage: no command" "something on stdout"
elif ! grep -q '^zimport: ' "$T/err"; then
    not_ok "usage: no command" "no line that begins with 'zimport: '"
else
    ok "usage: no command"
fi

# ---- the key

USE_KEY='' usage "no key" "ZILLIZ_API_KEY" status $E $C s0
for bad in 'two words' ' leading' "$(printf 'tab\there')" "$(printf 'cr\rhere')" "$(printf 'esc\033here')" \
    "$(printf 'del\177')" "$(printf 'line1\nline2')"; do
    USE_KEY=$bad usage "a key with a blank or control character: $bad" "key" status $E $C s0
    if grep -q -F "$(printf '%s' "$bad" | tr -d '\n' | tail -c 4)" "$T/err"; then
        not_ok "usage: a bad key is not shown: $bad" "it is"
    fi
done
usage "key file missing" "token-file.*nothing" status $E $C --token-file "$T/nothing" s0
usage "key file is a folder" "token-file" status $E $C --token-file "$T" s0
: >"$T/key"
USE_KEY='' usage "key file empty" "key" status $E $C --token-file "$T/key" s0
usage "key file empty, and not the environment's instead" "key" status $E $C --token-file "$T/key" s0
head -c 100000 /dev/zero | tr '\0' a >"$T/key"
usage "key file too long" "key" status $E $C --token-file "$T/key" s0
for host in 'example.invalid' '192.0.2.1' '[2001:db8::1]' '127.0.0.1.example.invalid' 'localhost.example.invalid' \
    '10.0.0.1'; do
    usage "plain http to $host" "unencrypted.*allow-plaintext-token" \
        status --api v1 --endpoint "http://$host:$PORT" $C s0
done
after=$(grep -c . "$T/requests")
if [ "$after" -eq "$before" ]; then
    ok "usage: nothing was sent"
else
    not_ok "usage: nothing was sent" "the server saw: $(tail -n 1 "$T/requests")"
fi

key_arrives() { # NAME: the last request has the key verbatim
    sound "$1" 0 && if [ "$(grep '^Authorization:' "$T/requests" | tail -n 1)" = "Authorization: Bearer $KEY" ]; then
        ok "$1"
    else
        not_ok "$1" "$(grep '^Authorization:' "$T/requests" | tail -n 1)"
    fi
    : >"$T/requests"
}
ask status s0
key_arrives "key: environment"
for ending in '' '\n' '\r\n'; do
    printf "%s$ending" "$KEY" >"$T/key"
    ZILLIZ_API_KEY=other run status $E $C --token-file "$T/key" s0 </dev/null
    key_arrives "key: file that ends with '$ending'"
    ZILLIZ_API_KEY=other run status $E $C --token-file - s0 <"$T/key"
    key_arrives "key: standard input that ends with '$ending'"
done
printf '%s\n\n' "$KEY" >"$T/key"
USE_KEY='' usage "key: two line ends" "key" status $E $C --token-file "$T/key" s0
ZILLIZ_API_KEY=$KEY run status --api v1 --endpoint "http://localhost:$PORT" $C s0 </dev/null
key_arrives "key: plain http to localhost"
ZILLIZ_API_KEY=$KEY run status --api v1 --endpoint "http://key.example.invalid:$PORT" $C s0 --allow-plaintext-token \
    --resolve "key.example.invalid:$PORT:127.0.0.1" </dev/null
key_arrives "key: plain http elsewhere with --allow-plaintext-token"
ZIMPORT_ENDPOINT=http://127.0.0.1:$PORT ZIMPORT_API=v1 ZIMPORT_CLUSTER=$CLUSTER ZILLIZ_API_KEY=$KEY run status s0 </dev/null
key_arrives "all settings from the environment"
ZIMPORT_ENDPOINT=http://127.0.0.1:1 ZIMPORT_API=v2 ZIMPORT_CLUSTER=x/y ZILLIZ_API_KEY=$KEY run status $E $C s0 </dev/null
key_arrives "options before the environment"
ZILLIZ_API_KEY=$KEY run status --api v1 --endpoint "http://127.0.0.1:$PORT/some/prefix/" $C s0 </dev/null
if grep -q '^GET /some/prefix/v1/vector/collections/import/get?jobId=s0&clusterId='"$CLUSTER"' HTTP/1.1' "$T/requests"; then
    key_arrives "a prefix with a slash at its end"
else
    not_ok "a prefix with a slash at its end" "$(head -n 2 "$T/requests")"
fi

# In no output, whatever the server does with it; `sound` looks for it.
reply echo "{\"code\":12345,\"message\":\"the key $KEY is odd\"}"
http echo2 "302 Found" "" "Location: http://evil.example/?$KEY"
reply echo3 "{\"code\":200,\"data\":{\"readyPercentage\":0.5,\"fileName\":\"$KEY\",\"collectionName\":\"x${KEY}y\",\"errorMessage\":\"$KEY$KEY\",\"completeTime\":\"$KEY\",\"details\":[{\"fileName\":\"$KEY\",\"errorMessage\":\" $KEY\"}]}}"
http echo4 "200 OK" '{"code":1,"message":"m"}' "X-Key: $KEY"
reply echo5 "{\"code\":12345,\"message\":\"$(printf '%390s' '' | tr ' ' x)$KEY\"}"
for args in "echo 9" "echo2 9" "echo3 0" "echo4 9" "echo5 9"; do
    for format in text json csv env; do
        ask status -v -v --files --retry 0 -o $format "${args% *}"
        expect "key not shown: ${args% *}, $format" "${args#* }"
    done
done
ask status -v -v s7 --retry 1
expect "key not shown: -v -v and a retry" 7

# ---- help and version

for args in "help" "--help" "-h" "help status" "help wait" "help version" "status --help" "wait -h" "status s0 --help" \
    "version" "--version" "version --help" "help --help"; do
    run $args </dev/null
    sound "on stdout: $args" 0 && if [ -s "$T/err" ] || ! [ -s "$T/out" ]; then
        not_ok "on stdout: $args" "not there, or something on stderr"
    else
        ok "on stdout: $args"
    fi
done
run version
for word in 'zimport [0-9]+\.[0-9]+\.[0-9]+$' 'mbed ?TLS 3\.' '1\.2' '1\.3'; do
    if grep -q -i -E "$word" "$T/out"; then ok "version: $word"; else not_ok "version: $word" "not there"; fi
done

# ---- outputs that are lost

lost() { # NAME EXIT-PATTERN STDERR-PATTERN-OR-NOTHING
    if ! printf '%s' "$code" | grep -q -x -E "$2"; then
        not_ok "$1" "exit $code, expected $2"
    elif [ -n "$3" ]; then
        fails "$1" "$code" "$3"
    elif [ -s "$T/err" ]; then
        not_ok "$1" "something on stderr"
    else
        ok "$1"
    fi
}
: >"$T/out"
export ZILLIZ_API_KEY=$KEY
for args in "status $E $C s0" "status $E $C -o json s0 s0 s0" "wait $E $C -q --interval 0 -o json s0" "help" "version"; do
    timeout 30 "$ZIMPORT" $args </dev/null >/dev/full 2>"$T/err"
    code=$?
    lost "full: ${args%% *} ${args##* -}" 1 'writ.*No space left'
    timeout 30 "$ZIMPORT" $args </dev/null 2>"$T/err" >&-
    code=$?
    lost "closed: ${args%% *} ${args##* -}" 1 'writ'
    { timeout 30 "$ZIMPORT" $args </dev/null 2>"$T/err"; echo $? >"$T/code"; } | true
    code=$(cat "$T/code")
    lost "broken pipe: ${args%% *} ${args##* -}" '[0-9]*' ''
done
# Nobody reads any more: the wait must not go on for its other job.
{ timeout 20 "$ZIMPORT" wait $E $C -q --interval 0.02 -o csv s0 s0 s3 </dev/null 2>"$T/err"; echo $? >"$T/code"; } | true
code=$(cat "$T/code")
lost "broken pipe: wait ends" '[0-9]|1[0-9]|141' ''
run status $E $C s0 2>/dev/null </dev/null
timeout 30 "$ZIMPORT" status $E $C s9 </dev/null 2>/dev/full >"$T/out"
code=$?
: >"$T/err"
lost "full stderr: the exit stays" 9 ''
timeout 30 "$ZIMPORT" status $E $C s0 2>&- >"$T/out" <&-
code=$?
lost "closed stdin and stderr" 0 ''

finish
