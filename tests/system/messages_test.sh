#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Every message, whole, for its cause. Those about TLS, names, and a service that is away are tested with these.

. "${0%/*}/lib.sh"

# Invisible, as UTF-8 but for one.
NBSP=$(printf '\302\240')
ZWSP=$(printf '\342\200\213')
BOM=$(printf '\357\273\277')
DASH=$(printf '\342\200\223')
LATIN=$(printf '\240')
TAB=$(printf '\t')
CR=$(printf '\r')

tells() { # NAME EXIT LINE: these are what stderr has, and stdout nothing
    sound "$1" "$2" || return
    printf 'zimport: %s\n' "$3" >"$T/expected"
    if ! cmp -s "$T/expected" "$T/err"; then
        not_ok "$1" "another message"
        show "expected" "$T/expected"
    elif [ -s "$T/out" ]; then
        not_ok "$1" "something on stdout"
    else
        ok "$1"
    fi
}

# ---- refused before anything is sent: `LINE`, then the arguments

refused() { # LINE ARGUMENT...: with the key
    line=$1
    shift
    ZILLIZ_API_KEY=$KEY run "$@" </dev/null
    tells "$*: $line" 2 "$line"
}

keyed() { # KEY LINE: in the environment, and from a file, and from standard input
    ZILLIZ_API_KEY=$1 run status $W $JOB </dev/null
    tells "key: environment: $2" 2 "status: $2"
    printf '%s\n' "$1" >"$T/key"
    run status $W --token-file "$T/key" $JOB </dev/null
    tells "key: file: $2" 2 "status: $2"
    run status $W --token-file - $JOB <"$T/key"
    tells "key: standard input: $2" 2 "status: $2"
}

# In the order of asking.
W="--endpoint http://127.0.0.1:1"
NO_JOB='no job id; give at least one, or - to read them from standard input'
NO_PLACE='no region and no endpoint; give --region (Zilliz Cloud) or --endpoint (Milvus), or set ZIMPORT_REGION or ZIMPORT_ENDPOINT'
refused "status: $NO_JOB" status
refused "wait: $NO_JOB" wait
refused "status: $NO_JOB" status $W
refused "status: $NO_PLACE" status $JOB
refused "list: $NO_PLACE" list
refused 'status: no endpoint; give --endpoint (or ZIMPORT_ENDPOINT) such as http://localhost:19530' status --api milvus $JOB
refused 'status: no cluster id; give --cluster or ZIMPORT_CLUSTER' status --region gcp-us-west1 $JOB
refused 'start: no file; give at least one object URL such as s3://bucket/folder/' start
refused 'start: no collection; give --collection' start s3://b/
refused "start: $NO_PLACE" start --collection c s3://b/
refused 'start: give object URLs as operands, not on standard input' start --token-file - --collection c -
KEY2=$KEY KEY=
refused 'status: no API key; set ZILLIZ_API_KEY or use --token-file' status --region gcp-us-west1 --cluster c $JOB
KEY=$KEY2
run
sed -n 1p "$T/err" >"$T/one" && mv "$T/one" "$T/err"
tells "no command" 2 "expects a command"

refused "there is no command 'statsu' (did you mean status?); see zimport help" statsu
refused "there is no command 'status...', which has a zero-width space (U+200B) at character 7; see zimport help" \
    "status$ZWSP"
refused "expects a command before the options, not '--cluster' (did you mean zimport status --cluster?); see zimport help" --cluster=x status
refused 'help: expects one command at most' help status wait
refused 'version: takes no operands; see zimport help version' version x
refused 'list: takes no operands; see zimport help list' list $W x
refused 'status: unknown option --clutser (did you mean --cluster?); see zimport help status' status --clutser x $JOB
refused 'status: unknown option -z; see zimport help status' status -qz $JOB
refused 'status: unknown option -region (did you mean --region?); see zimport help status' status -region x $JOB
refused 'status: unknown option -output (did you mean --output?); see zimport help status' status -output=json $JOB
refused 'status: option --interval is for wait, list, start and commit only; see zimport help status' status --interval 1 $JOB
refused 'wait: option --exit-code is for status only; see zimport help wait' wait --exit-code $JOB
refused 'status: option --cluster expects a value: ID; see zimport help status' status $W $JOB --cluster
refused 'status: option --files takes no value; see zimport help status' status --files=yes $JOB
refused "status: option -o expects text, json, csv or env, not 'yaml'; see zimport help status" status -o yaml $JOB
refused "status: option --retry expects a number from 0 to 1000, not '1001'; see zimport help status" status --retry 1001 $JOB
refused "list: option --page expects a number from 1 to 4294967295, not '0'; see zimport help list" list --page 0
refused "status: option --max-time expects a time such as 10, 500ms or 1h30m, above 0 and up to 1000000 s, not '0'; see zimport help status" \
    status --max-time 0 $JOB
refused "wait: option --interval expects a time such as 5, 500ms or 1h30m, from 0 to 1000000 s, not '-1'; see zimport help wait" \
    wait --interval -1 $JOB
# shellcheck disable=SC2046 # options
refused 'status: option --pin was given more than 16 times; see zimport help status' \
    status $(numbered --pin=x 1 17) $JOB
refused "status: option --retry expects a number from 0 to 1000, not '5...', which has a no-break space (U+00A0) at character 2; see zimport help status" \
    status --retry "5$NBSP" $JOB
refused 'status: -o env is for one job, not 2' status $W -o env a b
refused "list: option -o expects text, json, csv or ids, not 'env'; see zimport help list" list $W -o env
refused 'list: --interval needs --watch' list $W --interval 1
refused "status: option -o expects text, json, csv or env, not 'ids'; see zimport help status" status $W -o ids $JOB
refused "start: option --output expects text, json, csv, env or ids, not 'yaml'; see zimport help start" \
    start $W --output yaml
refused 'wait: --all and job ids; give one of them' wait $W --all $JOB
refused 'wait: --collection and --state need --all' wait $W --state failed $JOB
refused "list: option --state expects Pending, Importing, Uncommitted, Completed, Failed, Cancelled or Unknown, not 'Running'" \
    list $W --state Running
refused 'start: --timeout, --stall, --hook and --for need --wait' start $W --timeout 5 --collection c s3://b/
refused 'start: v1 takes one object URL; give that of a folder, or use --api v2' start $W --api v1 --cluster c --collection c a b
refused 'start: option --option: v1 takes none' start $W --api v1 --cluster c --collection c --option a=b s3://b/
refused 'start: option --option expects KEY=VALUE such as timeout=300s' start $W --collection c --option a s3://b/
refused 'start: option --option gives a KEY more than once' start $W --collection c --option a=1 --option a=2 s3://b/
printf 'k\n' >"$T/store"
refused 'start: --access-key-file and --secret-key-file go together' \
    start $W --api v2 --cluster c --collection c --access-key-file "$T/store" s3://b/
refused 'start: milvus reads from its own object store and takes no keys' \
    start $W --collection c --access-key-file "$T/store" s3://b/
refused 'start: a session token needs an access key and a secret key' \
    start $W --api v2 --cluster c --collection c --session-token-file "$T/store" s3://b/
refused 'start: v1 takes no session token, which these keys need; use permanent ones, or --api v2' \
    start $W --api v1 --cluster c --collection c --access-key-file "$T/store" --secret-key-file "$T/store" \
    --session-token-file "$T/store" s3://b/
refused 'start: standard input can hold one key only; give the others as files' \
    start $W --api v2 --cluster c --collection c --access-key-file - --secret-key-file - s3://b/
AWS_ACCESS_KEY_ID=x refused 'start: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY go together' \
    start $W --api v2 --cluster c --collection c s3://b/
refused 'status: standard input cannot hold both key and job ids; give --token-file a file, or the ids as operands' \
    status $W --token-file - -

# Each kind of wrong URL is in test_cli_settings.
URL='expects [http://|https://]HOST[:PORT][/PREFIX]'
refused "status: option --endpoint $URL, not 'https:/h'; two slashes follow http: and https:" status --endpoint https:/h $JOB
refused "status: option --endpoint $URL, not 'htp://h'; the host comes first, or http:// or https://" status --endpoint htp://h $JOB
refused "status: option --endpoint $URL, not 'a b'; the host is neither a name nor an address" status --endpoint 'a b' $JOB
refused "status: option --endpoint $URL, not 'h:0'; a port is a number from 1 to 65535, and an IPv6 address goes in brackets" \
    status --endpoint h:0 $JOB
refused "status: option --endpoint $URL, not 'h/%'; the prefix is not a URL path, or is longer than 128 bytes" status --endpoint h/% $JOB
refused "status: option --endpoint $URL; leave out user, query and fragment" status --endpoint http://u:$KEY@h $JOB
refused "status: option --endpoint $URL, not 'https://h...', which has a no-break space (U+00A0) at character 10" \
    status --endpoint "https://h$NBSP" $JOB
ZIMPORT_ENDPOINT="${BOM}https://h" refused "status: ZIMPORT_ENDPOINT $URL, not '...', which has a byte order mark (U+FEFF) at character 1" \
    status $JOB
refused "status: option --region expects a region id such as gcp-us-west1, not 'https://h'; a host or a URL goes with --endpoint" \
    status --region https://h $JOB
ZIMPORT_REGION="gcp$ZWSP" refused "status: ZIMPORT_REGION expects a region id such as gcp-us-west1, not 'gcp...', which has a zero-width space (U+200B) at character 4" \
    status $JOB
refused "status: option --api expects v1, v2 or milvus, not 'v3'" status --api v3 $JOB
ZIMPORT_API="v2$CR" refused "status: ZIMPORT_API expects v1, v2 or milvus, not 'v2...', which has a carriage return (U+000D) at character 3" \
    status $JOB
ID='must be 1 to 128 characters out of A-Z a-z 0-9 _ -'
refused "status: option --cluster $ID, not 'in01...', which has a no-break space (U+00A0) at character 5" \
    status --region r --cluster "in01$NBSP" $JOB
ZIMPORT_CLUSTER="in01 " refused "status: ZIMPORT_CLUSTER $ID, not 'in01 ', which has a space (U+0020) at character 5" status --region r $JOB
for source in "option --db" ZIMPORT_DB; do
    words="status: $source expects visible UTF-8 text, not"
    if [ "$source" = ZIMPORT_DB ]; then how=; else how=--db; fi
    for bad in "sa${ZWSP}les|'sa...', which has a zero-width space (U+200B) at character 3" \
        "sales |'sales ', which has a space (U+0020) at character 6" \
        "sales$TAB|'sales...', which has a tab (U+0009) at character 6" \
        "s$LATIN|'s...', which has a byte that is not UTF-8 (0xA0) at character 2"; do
        ZIMPORT_DB=${bad%%|*} refused "$words ${bad#*|}" status $W ${how:+"$how=${bad%%|*}"} $JOB
    done
done
refused "list: option --collection expects visible UTF-8 text, not 'c...', which has a no-break space (U+00A0) at character 2" \
    list $W --collection "c$NBSP"
refused "start: option --partition expects visible UTF-8 text, not '...', which has a byte order mark (U+FEFF) at character 1" \
    start $W --collection c --partition "${BOM}p" s3://b/
refused "start: an object URL expects visible UTF-8 text, not 's3://b/...', which has a zero-width space (U+200B) at character 8" \
    start $W --collection c "s3://b/$ZWSP"
refused "start: option --option expects visible UTF-8 text, not 'a=1...', which has a line end (U+000A) at character 4" \
    start $W --collection c --option "a=1
" s3://b/
refused 'start: option --collection expects at most 255 bytes' start $W --collection "$(printf %256s '' | tr ' ' c)" s3://b/
refused "status: option --path expects a path such as /v2/vectordb/jobs/import/describe, not 'x'" status $W --path x $JOB
refused "status: option --resolve expects HOST:PORT:ADDR such as example.com:443:192.0.2.1, not 'x'" status $W --resolve x $JOB
PROXY=' expects [http://][USER:PASSWORD@]HOST[:PORT]; only HTTP proxies can be used'
refused "status: option --proxy$PROXY" status $W --proxy socks5://u:$KEY@h $JOB
HTTP_PROXY="http://h$NBSP" refused "status: HTTP_PROXY$PROXY; this one has a no-break space (U+00A0) at character 9" status $W $JOB

refused "status: a job id $ID, not 'job-1...', which has a no-break space (U+00A0) at character 6" status $W "job-1$NBSP"
refused "wait: a job id $ID, not 'a b'" wait $W 'a b'
refused "status: a job id $ID, not ''" status $W ''
refused "status: a job id $ID, not '?region', which has an en dash (U+2013) at character 1" status $W ${DASH}region x
from_input() { # LINES LINE
    printf '%b' "$1" >"$T/ids"
    run status $W - <"$T/ids"
    tells "standard input: $1" 2 "status: line $2"
}
from_input '\0357\0273\0277job-1\n' "1 of standard input: a job id $ID, not '...', which has a byte order mark (U+FEFF) at character 1"
from_input 'job-1\r\n\njob-2\t\n' "3 of standard input: a job id $ID, not 'job-2...', which has a tab (U+0009) at character 6"
from_input "$(printf '%128s' '' | tr ' ' a)\0303\0244b" \
    "1 of standard input: a job id $ID, not '$(printf '%80s' '' | tr ' ' a)...'"
run status $W - <"$T"
tells "standard input: a folder" 2 "status: cannot read the job ids from standard input: Is a directory"

# Only what is wrong with it, and where.
WORD='; it must be one word on one line'
keyed "zk 5ecre7" "the API key has a space (U+0020) at character 3$WORD"
keyed "$KEY " "the API key has a space (U+0020) at character 23$WORD"
keyed "$KEY$NBSP" "the API key has a no-break space (U+00A0) at character 23$WORD"
keyed "$BOM$KEY" "the API key has a byte order mark (U+FEFF) at character 1$WORD"
keyed "zk${ZWSP}5ecre7" "the API key has a zero-width space (U+200B) at character 3$WORD"
keyed "zk5ecre7$LATIN" "the API key has a byte that is not UTF-8 (0xA0) at character 9$WORD"
keyed "zk5ecre7$TAB" "the API key has a tab (U+0009) at character 9$WORD"
keyed "zk5
ecre7" "the API key has a line end (U+000A) at character 4$WORD"
keyed "zk5ecre7$CR$CR" "the API key has a carriage return (U+000D) at character 9$WORD"
printf '\377\376z\0k\0' >"$T/key"
refused "status: the API key has a byte that is not UTF-8 (0xFF) at character 1$WORD" status $W --token-file "$T/key" $JOB
: >"$T/key"
refused "status: option --token-file: there is no key in '$T/key'" status $W --token-file "$T/key" $JOB
head -c 20000 /dev/zero | tr '\0' a >"$T/key"
refused 'status: the API key is longer than 4096 bytes; is that the right file?' status $W --token-file "$T/key" $JOB
refused "status: option --token-file: cannot read '$T/nothing': No such file or directory" status $W --token-file "$T/nothing" $JOB
refused "status: option --token-file: cannot read '$T': Is a directory" status $W --token-file "$T" $JOB
refused 'status: the API key would be sent unencrypted to example.invalid; use https://, or --allow-plaintext-token if you want that' \
    status --endpoint http://example.invalid $JOB
printf 'a\302\240\n' >"$T/bad"
refused 'start: the access key has a no-break space (U+00A0) at character 2; it must be one line of text' \
    start $W --api v2 --cluster c --collection c --access-key-file "$T/bad" --secret-key-file "$T/store" s3://b/
refused 'start: the secret key has a no-break space (U+00A0) at character 2; it must be one line of text' \
    start $W --api v2 --cluster c --collection c --access-key-file "$T/store" --secret-key-file "$T/bad" s3://b/
refused 'start: the session token has a no-break space (U+00A0) at character 2; it must be one line of text' \
    start $W --api v2 --cluster c --collection c --access-key-file "$T/store" --secret-key-file "$T/store" \
    --session-token-file "$T/bad" s3://b/

# ---- what comes back

start_serve
API="check that the endpoint is the service's API, and not something in between"
HTTPS="give the endpoint with https://"
PLAIN="check the endpoint and its port, and whether it needs https://"

answered() { # EXIT WORDS REPLY [DIALECT]: a whole reply, as printf's %b has it, to a status
    printf '%b' "$3" >"$T/replies/$JOB.raw"
    ask_as "${4:-milvus}" status --retry 0 --max-time 5 "$JOB"
    tells "${4:-milvus}: $2" "$1" "asking 127.0.0.1:$PORT about $JOB: $2"
}
OK='HTTP/1.1 200 OK\r\n'
body() { # STATUS BODY: a reply, for answered
    printf 'HTTP/1.1 %s\\r\\nContent-Length: %s\\r\\n\\r\\n%s' "$1" "$(printf '%b' "$2" | wc -c | tr -d ' ')" "$2"
}

# Other protocols.
answered 9 "the port expects TLS (HTTP 400); $HTTPS" \
    'HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n'
answered 9 "the port expects TLS (HTTP 400); $HTTPS" "$(body '400 Bad Request' \
    '<html>\r\n<head><title>400 The plain HTTP request was sent to HTTPS port</title></head>\r\n</html>')"
answered 9 "the port expects TLS (HTTP 400); $HTTPS" "$(body '400 Bad Request' \
    "Reason: You're speaking plain HTTP to an SSL-enabled server port.<br />")"
answered 9 "the port expects TLS (HTTP 400); $HTTPS" "$(body '400 ' \
    'Bad Request\r\nThis combination of host and port requires TLS.\r\n')"
answered 9 "the service refused (HTTP 400); $API" "$(body '400 Bad Request' '<html><a href="https://h/">help</a></html>')"
REST='the port speaks HTTP/2, as gRPC does; give that of the REST API (Milvus: proxy.http.port)'
answered 9 "$REST" '\0000\0000\0022\0004\0000\0000\0000\0000\0000\0000\0003\0000\0000\0000\0200\0000\0004'
answered 9 "$REST" '\0000\0000\0000\0004\0000\0000\0000\0000\0000\0000\0000\0010\0007\0000\0000\0000\0000\0000'
answered 9 "the port speaks TLS; $HTTPS" '\0025\0003\0001\0000\0002\0002\0106'
answered 9 "the reply is not HTTP: it begins with 'SSH-2.0-OpenSSH_9.2'; check the endpoint and its port" 'SSH-2.0-OpenSSH_9.2\r\n'
answered 9 "the reply is not HTTP: it begins with '+PONG'; check the endpoint and its port" '+PONG\r\n'
answered 9 "the reply is not HTTP; check the endpoint and its port" '\0001\0002\0003\r\n'
answered 9 "the reply is not valid HTTP; $API" 'HTTP/1.1 20 OK\r\n\r\n'
answered 9 "the reply is not valid HTTP; $API" "${OK}no colon\r\n\r\n"
answered 9 "the reply contradicts itself about its length; $API" "${OK}Content-Length: 1\r\nContent-Length: 2\r\n\r\n"
answered 9 "the reply is larger than allowed; $API" "${OK}X: $(head -c 17000 /dev/zero | tr '\0' x)\r\n"
answered 9 "the reply is compressed, which was not asked for (HTTP 200); $API" "${OK}Content-Encoding: gzip\r\nContent-Length: 1\r\n\r\nx"

# Nothing, or half of it.
answered 7 "the connection was lost before any reply; $PLAIN" ''
answered 7 "the connection was lost before the reply was complete; try again later, or raise --retry" "${OK}Con"
answered 7 "the connection was lost before the reply was complete; try again later, or raise --retry" \
    "${OK}Content-Length: 9\r\n\r\n{"
answered 9 "the reply is empty (HTTP 200); $API" "${OK}Content-Length: 0\r\n\r\n"
answered 9 "the reply is empty (HTTP 204); $API" 'HTTP/1.1 204 No Content\r\n\r\n'
answered 9 "the reply is empty (HTTP 200); $API" "${OK}\r\n"
answered 9 "the reply is empty (HTTP 200); $API" "${OK}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
answered 9 "the JSON of the reply ends early (HTTP 200); $API" "$(body '200 OK' '{"code":0,')"
answered 9 "the JSON of the reply ends early (HTTP 200); $API" "$(body '200 OK' '  ')"
answered 9 "the reply is a web page, not JSON (HTTP 200); $API" "$(body '200 OK' '<!DOCTYPE html><html><title>Sign in</title>')"
answered 9 "the reply is a web page, not JSON (HTTP 200); $API" "${OK}Transfer-Encoding: chunked\r\n\r\n6\r\n<html>\r\n0\r\n\r\n"
answered 9 "the reply is not JSON (HTTP 200); $API" "$(body '200 OK' 'done')"
answered 9 "the reply is not JSON (HTTP 200); $API" "$(body '200 OK' '\0357\0273\0277{"code":0}')"
answered 9 "the reply is not JSON (HTTP 200); $API" "$(body '200 OK' '<?xml version="1.0"?><Error/>')"
answered 9 "the reply is nested too deeply (HTTP 200); $API" "$(body '200 OK' "$(printf '%99s' '' | tr ' ' '[')")"
answered 9 "the reply has no code (HTTP 200); $API" "$(body '200 OK' '{"status":"up"}')"
answered 9 "the reply lacks what was asked for (HTTP 200); check the job id" "$(body '200 OK' '{"code":0}')"
answered 9 "the reply lacks what was asked for (HTTP 200); check the ids that were given" "$(body '200 OK' '{"code":0}')" v2
answered 9 "a value in the reply has the wrong type (HTTP 200); $API" "$(body '200 OK' '{"code":[],"data":{}}')"
answered 9 "the reply is about another job (HTTP 200); $API" \
    "$(body '200 OK' '{"code":0,"data":{"jobId":"other","state":"Pending"}}')"

# The service's own answers, and those of gateways.
KEYS='check the API key (ZILLIZ_API_KEY or --token-file)'
LACKS='the API key is missing, wrong or lacks permission'
answered 6 "$LACKS (HTTP 401); $KEYS" "$(body '401 Unauthorized' '{}')"
answered 6 "$LACKS (HTTP 403); or the database's name is missing: give it with --db" \
    "$(body '403 Forbidden' '{}')"
answered 6 "$LACKS (HTTP 403); $KEYS" "$(body '403 Forbidden' '{}')" v1
answered 6 "$LACKS (HTTP 403); check the API key, and what stands in front of the service" "$(body '403 Forbidden' '<html>no</html>')"
answered 9 "the reply lacks what was asked for (HTTP 200): 'The token is illegal.'; $KEYS" \
    "$(body '200 OK' '{"code":0,"message":"The token is illegal."}')"
answered 9 "the service refused (HTTP 200, code 7): 'unexpected token in JSON'" "$(body '200 OK' '{"code":7,"message":"unexpected token in JSON"}')"
answered 9 "the service refused (HTTP 200, code 7): 'no such tokenizer'" "$(body '200 OK' '{"code":7,"message":"no such tokenizer"}')"
answered 9 "the service refused (HTTP 200, code 80001); this code is Zilliz Cloud's: check --api and the endpoint" \
    "$(body '200 OK' '{"code":80001}')"
answered 9 "the service refused (HTTP 404); check --api and the endpoint, or give the path with --path" "$(body '404 Not Found' 'no page')"
answered 5 "no such job (HTTP 404, code 7); check the job id" "$(body '404 Not Found' '{"code":7}')"
answered 5 "no such job (HTTP 404, code 7); check the job id, and that the job belongs to this cluster" \
    "$(body '404 Not Found' '{"code":7}')" v1
answered 9 "the gateway cannot reach the service (HTTP 502); try again later" "$(body '502 Bad Gateway' '<html>nginx</html>')"
answered 9 "the service is busy (HTTP 200, code 2); try again later" "$(body '200 OK' '{"code":2}')"
answered 9 "the server redirects (HTTP 302): to 'https://x/y'; redirects are not followed; if it is right, give its scheme and host as --endpoint" \
    'HTTP/1.1 302 Found\r\nLocation: https://x/y\r\n\r\n'
answered 9 "the server redirects (HTTP 304); $API" 'HTTP/1.1 304 Not Modified\r\n\r\n'

printf '%b' "$(body '200 OK' '{"code":0}')" >"$T/replies/list.raw"
ask_as milvus list --retry 0
tells "list: nothing in it" 9 "asking 127.0.0.1:$PORT for its import jobs: the reply lacks what was asked for (HTTP 200); $API"
printf '%b' "$(body '404 Not Found' 'no page')" >"$T/replies/create.raw"
ask_as milvus start --collection c s3://b/
tells "start: no such path" 9 "starting an import at 127.0.0.1:$PORT: the service refused (HTTP 404); check --api and the endpoint"
: >"$T/replies/create.raw"
ask_as milvus start --collection c s3://b/
tells "start: no reply" 7 "starting an import at 127.0.0.1:$PORT: the connection was lost before any reply; it may have been started all the same: look for it with zimport list before you start it again"
printf '%b' "$(body '400 Bad Request' '{"code":7,"message":"The provided token has expired"}')" >"$T/replies/create.raw"
ask_as v2 start --collection c s3://b/
tells "start: a token" 9 "starting an import at 127.0.0.1:$PORT: the service refused (HTTP 400, code 7): 'The provided token has expired'; check the API key, and the keys of the object store"

# The status of a proxy that forwards requests comes once.
direct=$PORT
printf '%b' "$(body '403 Forbidden' 'no')" >"$T/replies/$JOB.raw"
run status --endpoint http://localhost:1 --proxy "http://127.0.0.1:$direct" --retry 0 "$JOB"
tells "proxy: refuses" 7 "asking localhost:1 about $JOB: the proxy 127.0.0.1:$direct refuses (HTTP 403); check what the proxy allows, or bypass it with NO_PROXY or --proxy ''"
printf '%b' "$(body '502 Bad Gateway' 'no')" >"$T/replies/$JOB.raw"
run status --endpoint http://localhost:1 --proxy "http://127.0.0.1:$direct" --retry 0 "$JOB"
tells "proxy: no connection" 7 "asking localhost:1 about $JOB: the proxy 127.0.0.1:$direct gets no connection (HTTP 502); check the endpoint and the proxy, or bypass it with NO_PROXY or --proxy ''"
printf '%b' "$(body '407 Proxy Authentication Required' 'no')" >"$T/replies/$JOB.raw"
run status --endpoint http://localhost:1 --proxy "http://127.0.0.1:$direct" --retry 0 "$JOB"
tells "proxy: credentials" 7 "asking localhost:1 about $JOB: the proxy 127.0.0.1:$direct refuses (HTTP 407); give the right USER:PASSWORD@ in the proxy's URL"

# Not known yet is not shown as 0.
shows() { # NAME LINES MEMBERS
    reply job-zero "{\"code\":0,\"data\":{$3}}"
    ask_as milvus status job-zero
    expect "$1" 0 "$2"
}
shows "zero: nothing was read" "Job         job-zero
State       Pending, 10 %
Phase       reading files" '"state":"Pending","progress":10,"fileSize":0,"importedRows":0,"totalRows":0,"details":[]'
shows "zero: nothing was imported" "Job         job-zero
State       Importing, 40 %
Phase       importing
Size        9 bytes
Rows        0 of 5" '"state":"Importing","progress":40,"fileSize":9,"importedRows":0,"totalRows":5'
shows "zero: an empty file" "Job         job-zero
State       Completed, 100 %
Size        0 bytes
Rows        0 of 0" '"state":"Completed","progress":100,"fileSize":0,"importedRows":0,"totalRows":0'
ask_as milvus status -o json job-zero
holds "zero: in JSON it stays" "$(cat "$T/out")" grep -q '"fileSize":0,"importedRows":0,"totalRows":0' "$T/out"

# Nobody answers, or only half.
timed() { # NAME WORDS ARGUMENT...
    name=$1
    words=$2
    shift 2
    run status --endpoint "http://127.0.0.1:$PORT" --retry 0 "$@" "$JOB"
    tells "$name" 7 "asking 127.0.0.1:$PORT about $JOB: $words"
}
printf '%b' "$(body '200 OK' '{"code":0,"data":{"state":"Pending","progress":1}}')" >"$T/replies/$JOB.raw"
start_faulty "$direct" stall:server:0
timed "time: no reply" "no reply within 0.3 s; try again later, or raise --max-time" --max-time 0.3
run wait --endpoint "http://127.0.0.1:$PORT" --retry 0 --timeout 0.3 "$JOB"
tells "time: a wait without an answer" 10 "waiting for $JOB: no answer within 0.3 s; ask again, or raise --timeout"
start_faulty "$direct" stall:server:20
timed "time: half a reply" "no complete reply within 0.3 s; try again later, or raise --max-time" --max-time 0.3
start_faulty "$direct" --never-accept
timed "time: no connection" "no connection to 127.0.0.1 within 0.3 s; check the network, or raise --connect-timeout" \
    --connect-timeout 0.3
timed "time: no connection, the whole time" "no connection to 127.0.0.1 within 0.3 s; try again later, or raise --max-time" \
    --max-time 0.3
run status --endpoint http://localhost:1 --proxy "http://127.0.0.1:$PORT" --retry 0 --connect-timeout 0.3 "$JOB"
tells "time: no connection to a proxy" 7 "asking localhost:1 about $JOB: no connection to the proxy 127.0.0.1 within 0.3 s; check the proxy, or raise --connect-timeout"
PORT=$(free_port)
timed "nobody listens" "cannot connect to 127.0.0.1: Connection refused; check the endpoint and its port, and this machine's network"
run status --endpoint http://localhost:1 --proxy "http://127.0.0.1:$PORT" --retry 0 "$JOB"
tells "no proxy listens" 7 "asking localhost:1 about $JOB: cannot connect to the proxy 127.0.0.1: Connection refused; check the proxy's URL, and that it is up"
start_faulty "$direct" cut:server:0
run status --endpoint https://localhost:1 --proxy "http://127.0.0.1:$PORT" --retry 0 "$JOB"
tells "no proxy of that kind" 7 "asking localhost:1 about $JOB: the proxy 127.0.0.1:$PORT does not answer like an HTTP proxy; check the proxy's URL, and that it is up"

finish
