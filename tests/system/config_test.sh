#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The configuration file, its places, profiles and order; times with units; what is suggested to people with habits.

. "${0%/*}/own_network.sh"
. "${0%/*}/lib.sh"

ip link set lo up || give_up "no loopback"

start_sim --plain --milvus --jobs 3
milvus=$SITE
start_sim --plain --jobs 3 --key "$KEY"
cloud=$SITE
printf '%s\n' "$KEY" >"$T/token"
chmod 600 "$T/token"

said() { # NAME EXIT PATTERN: one line, of the shell's patterns
    sound "$1" "$2" && one_line "$1" || return
    # shellcheck disable=SC2254 # a pattern
    case $(without_retry) in
    "zimport: "$3) ok "$1" ;;
    *) not_ok "$1" "another line than $3" ;;
    esac
}

has() { # NAME FILE REGEX
    holds "$1" "no such line" grep -q -e "$3" "$2"
}

hasnt() { # NAME FILE REGEX
    if grep -q -e "$3" "$2"; then not_ok "$1" "it has"; else ok "$1"; fi
}

config() { # FILE LINE...
    file=$1
    shift
    mkdir -p "${file%/*}"
    printf '%s\n' "$@" >"$file"
    chmod 644 "$file"
}

# ---- where it is

mount -t tmpfs none /etc || give_up "no file system of one's own on /etc"
HOME=$T/home
export HOME
unset ZIMPORT_CONFIG
run status job-demo
said "no file: as without one" 2 "status: no region and no endpoint; *"
run status --profile nowhere job-demo
said "no file, but a profile" 2 "status: no configuration file, and so no profile 'nowhere'; see zimport help config"
config /etc/zimport.conf "endpoint = $milvus"
run status -v job-demo
expect "/etc/zimport.conf" 0
has "-v names it" "$T/err" '\* configuration /etc/zimport.conf'
config "$HOME/.config/zimport/config" "endpoint = http://127.0.0.1:1" "retry = 0"
run status job-demo
said "the folder .config of HOME comes before it, which is not read" 7 "asking 127.0.0.1:1 *"
config "$T/xdg/zimport/config" "endpoint = http://127.0.0.1:2" "retry = 0"
XDG_CONFIG_HOME=$T/xdg
export XDG_CONFIG_HOME
run status job-demo
said "XDG_CONFIG_HOME comes before HOME" 7 "asking 127.0.0.1:2 *"
XDG_CONFIG_HOME=relative
run status job-demo
said "XDG_CONFIG_HOME must be absolute" 7 "asking 127.0.0.1:1 *"
XDG_CONFIG_HOME=$T/xdg
config "$T/named" "endpoint = http://127.0.0.1:3" "retry = 0"
ZIMPORT_CONFIG=$T/named
export ZIMPORT_CONFIG
run status job-demo
said "ZIMPORT_CONFIG comes first" 7 "asking 127.0.0.1:3 *"
ZIMPORT_CONFIG=$T/missing
run status job-demo
expect "ZIMPORT_CONFIG without such a file: the next place" 7
has "that is told" "$T/err" "^zimport: note: $T/missing: No such file or directory; ZIMPORT_CONFIG is ignored\$"
run status -q job-demo
hasnt "but not with -q" "$T/err" note:
ZIMPORT_CONFIG=/dev/null
run status job-demo
said "/dev/null: nothing is read" 2 "status: no region and no endpoint; *"
mkdir "$T/folder"
ZIMPORT_CONFIG=$T/folder
run status job-demo
said "a folder" 2 "status: $T/folder: Is a directory; see zimport help config"
ZIMPORT_CONFIG=$T/named
config "$T/named" "endpoint = $milvus"
chmod 666 "$T/named"
run status job-demo
said "a file that others can write" 2 \
    "status: $T/named: others can write this file; give it to yourself or root, and chmod go-w; see zimport help config"
run help status
expect "help does not need it" 0
run version
expect "version does not need it" 0
chmod 644 "$T/named"
umount /etc

# ---- what it says

config "$T/named" "# all" "interval = 100ms" "timeout = 1m" "" "[milvus]" "endpoint = $milvus" "" "[cloud]" \
    "endpoint = $cloud" "api = v2" "cluster = $CLUSTER" "token-file = $T/token"
run status --profile milvus job-demo
expect "--profile" 0
run wait --profile milvus -q job-polls-3
expect "wait: interval and timeout" 0
config "$T/several" "endpoint = $milvus" "interval = 30" "collection = books"
ZIMPORT_CONFIG=$T/several run wait job-instant
completes "wait: a collection is for --all"
ZIMPORT_CONFIG=$T/several run wait --all -o json --timeout 200ms
sound "wait --all: collection" 10 && has "wait --all: collection" "$T/err" 'waiting for job-listed-00002: not ended'
ZIMPORT_CONFIG=$T/several run list -o ids
expect "list: collection; interval is for --watch" 0 job-listed-00002
run status --profile cloud -v job-demo
expect "another profile, with its key" 0
has "-v names file and profile" "$T/err" "\* configuration $T/named, profile cloud\$"
hasnt "the key is not shown" "$T/err" "$KEY_PART"
ZIMPORT_PROFILE=cloud
export ZIMPORT_PROFILE
run list -o json
expect "ZIMPORT_PROFILE" 0
has "its dialect" "$T/out" '"api":"v2"'
run list --profile milvus -o json
has "the option overrides the variable" "$T/out" '"api":"milvus"'
ZILLIZ_API_KEY=wrong-key-0123 run list
said "a key of the environment overrides the file's" 6 "asking 127.0.0.1:* for its import jobs: *"
ZIMPORT_ENDPOINT=$milvus ZIMPORT_API=milvus run list -o json
has "so does an endpoint" "$T/out" '"api":"milvus"'
run list --api milvus --endpoint "$milvus" -o json
has "and an option" "$T/out" '"api":"milvus"'
unset ZIMPORT_PROFILE
run status --profile nowhere job-demo
said "a profile that is missing" 2 "status: $T/named: there is no section 'nowhere'; see zimport help config"
ZIMPORT_CONFIG=/dev/null run status --profile nowhere job-demo
said "in an empty file" 2 "status: /dev/null: there is no section 'nowhere'; see zimport help config"

refused() { # NAME LINE WORDS CONTENT...
    name=$1 line=$2 words=$3
    shift 3
    config "$T/named" "$@"
    run wait job-demo
    said "$name" 2 "wait: $T/named:$line: $words"
}
config_help='; see zimport help config'
refused "an unknown name" 2 "there is no option 'endpiont' (did you mean endpoint?)$config_help" "" "endpiont = x"
refused "a bad value" 1 "interval expects a time such as 5, 500ms or 1h30m, from 0 to 1000000 s, not 'soon'$config_help" "interval = soon"
refused "an option of one run" 1 "quiet is for one run, not for a file$config_help" "quiet = yes"
refused "a flag" 1 "cn expects yes or no, not 'maybe'$config_help" "cn = maybe"
refused "a line that is none" 1 "expects name = value, [[]profile] or # comment$config_help" "endpoint"
refused "a URL that is none" 2 "endpoint expects [[]http://|https://]HOST[[]:PORT][[]/PREFIX], not 'ftp://x'; *" "" "endpoint = ftp://x"
refused "a region that is none" 1 "region expects a region id such as gcp-us-west1, not 'a b'" "region = a b"
refused "a file that is missing" 2 "cacert: '$T/gone' cannot be read: No such file or directory" "endpoint = $milvus" "cacert = $T/gone"
refused "a token file that is missing" 2 "token-file: cannot read '$T/gone': No such file or directory" "endpoint = $milvus" "token-file = $T/gone"
refused "a pin that is none" 2 "pin expects sha256// and 44 characters of base64, not 'x'" "endpoint = $milvus" "pin = x"
refused "a picture that is none" 2 "write expects json:FILE, prom:FILE or html:FILE, not 'x'" "endpoint = $milvus" "write = x"
refused "the second of three pictures" 4 "write expects json:FILE, prom:FILE or html:FILE, not 'x'" "endpoint = $milvus" \
    "" "write = json:$T/one" "write = x" "write = json:$T/two"
refused "the first of two addresses" 2 "resolve expects HOST:PORT:ADDR such as example.com:443:192.0.2.1, not 'x'" \
    "endpoint = $milvus" "resolve = x" "resolve = a:1:127.0.0.1"
refused "an address that is none" 2 "resolve expects HOST:PORT:ADDR such as example.com:443:192.0.2.1, not 'x'" "endpoint = $milvus" "resolve = x"
refused "a path that is none" 2 "path expects a path such as /v2/vectordb/jobs/import/describe, not 'x'" "endpoint = $milvus" "path = x"
refused "a dialect that is none" 1 "api expects v1, v2 or milvus, not 'v3'" "api = v3" "endpoint = $milvus"

config "$T/named" "endpoint = $milvus" "region = gcp-us-west1" "cluster = c"
run status --region aws-x job-demo --connect-timeout 1ms --retry 0
hasnt "--region overrides an endpoint of the file" "$T/err" "127.0.0.1"
run status job-demo
expect "in one file the endpoint overrides the region" 0
run start --collection c 1.parquet
expect "start" 0
hasnt "a cluster of the file that is not needed is no matter for a note" "$T/err" note:
config "$T/named" "endpoint = $milvus" "timeout = 1h" "stall = 10m" "for = uncommitted"
run start --collection c 1.parquet
expect "start without --wait, although the file says how to follow" 0

for format in env ids csv; do
    config "$T/named" "endpoint = $milvus" "output = $format"
    run status job-demo
    expect "output = $format: status" 0
    run list
    expect "output = $format: list" 0
    run doctor
    expect "output = $format: doctor" 0
done
config "$T/named" "endpoint = $cloud"
ZILLIZ_API_KEY=$KEY run status -v --project p --region r --retry 0 job-demo
has "a project's region does not override an endpoint of the file" "$T/err" "connecting to 127.0.0.1"
mkfifo "$T/fifo"
ZIMPORT_CONFIG=$T/fifo run status job-demo
said "a FIFO that nobody writes to" 2 "status: no region and no endpoint; *"

# ---- times, habits

ZIMPORT_CONFIG=/dev/null
run wait --endpoint "$milvus" --timeout 300ms --interval 50ms job-pending
expect "--timeout 300ms" 10
has "which it says" "$T/err" '^zimport: waiting for job-pending: not ended within 0.3 s; '
run wait --endpoint "$milvus" --timeout 1h30 job-demo
said "a number without its unit" 2 \
    "wait: option --timeout expects a time such as 10, 500ms or 1h30m, above 0 and up to 100000000 s, not '1h30'; see zimport help wait"
for version in -V --version; do
    run $version
    expect "$version" 0
    holds "$version: the first line" "$(head -n 1 "$T/out")" eval "head -n 1 '$T/out' | grep -Eqx 'zimport [0-9]+\.[0-9]+\.[0-9]+'"
done

habit() { # WORDS ARGUMENT...
    words=$1
    shift
    run "$@"
    said "zimport $*" 2 "$words"
}
for pair in get:status describe:status show:status progress:status ls:list jobs:list watch:wait follow:wait import:start \
    create:start cancel:abort delete:abort; do
    habit "there is no command '${pair%:*}' (did you mean zimport ${pair#*:}?); see zimport help" "${pair%:*}"
done
habit "there is no command 'job-demo' (did you mean zimport status?); see zimport help" job-demo
habit "there is no command '445619185495000001' (did you mean zimport status?); see zimport help" 445619185495000001
habit "there is no command '4456'; see zimport help" 4456
habit "expects a command before the options, not '--region' (did you mean zimport list --region?); see zimport help" --region=r list
habit "expects a command before the options, not '-q'; see zimport help" -q
for pair in --json:-o\ json --csv:-o\ csv --format:-o --url:--endpoint --host:--endpoint --api-key:--token-file \
    --cluster-id:--cluster --database:--db -k:--cacert,\ with\ the\ certificate\ to\ trust \
    --insecure:--cacert,\ with\ the\ certificate\ to\ trust -f:zimport\ wait -w:--watch,\ or\ zimport\ wait; do
    habit "status: unknown option ${pair%%:*} (did you mean ${pair#*:}?); see zimport help status" status "${pair%%:*}" x
done

run help config
expect "help config" 0
holds "help config: 24 lines of 80 columns" "more" awk 'length > 80 || NR > 24 { exit 1 }' "$T/out"
for name in region endpoint token-file cacert interval output; do
    has "help config: $name" "$T/out" "^\(Names:\)\{0,1\}.* $name\( \|\$\)\|^$name "
done
for name in quiet files state profile idempotency-key all help; do
    hasnt "help config: not $name" "$T/out" " $name "
done

finish
