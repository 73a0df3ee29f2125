#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# A start with an idempotency key: it is tried again whatever was lost, always with the same key, and there is one job.
# api.md 9: "For about 24 hours the same key gives the same jobId, whatever the body. Older servers ignore it"; "A create
# answered with 65535 may have been done".

. "${0%/*}/lib.sh"
. "${0%/*}/appliance.sh"

AGAIN='; it may have been started all the same: start it again with --idempotency-key'

jobs_of() { # COLLECTION: how many there are
    run list --endpoint "$SITE" --collection "$1" -o csv </dev/null
    echo $(($(wc -l <"$T/out") - 1))
}

gives() { # NAME COLLECTION JOBS: one id on stdout, and so many jobs in the collection
    sound "$1" 0 || return
    one=$(cat "$T/out")
    number=$(jobs_of "$2")
    if ! printf '%s\n' "$one" | grep -q -x '[A-Za-z0-9_-]\{1,128\}'; then
        not_ok "$1" "not one id: $one"
    elif [ "$number" -ne "$3" ]; then
        not_ok "$1" "$number jobs"
    else
        ok "$1"
    fi
}

begin() { # COLLECTION ARGUMENT...
    collection=$1
    shift
    run start --endpoint "$SITE" --collection "$collection" "$@" rows.parquet </dev/null
}

start_sim --plain --milvus --duration 0.3

# ---- the same key, the same job

begin articles --idempotency-key order-1
gives "a key" articles 1
first=$one
begin articles --idempotency-key order-1
gives "the same key" articles 1
holds "the same key: the same job" "$one after $first" test "$one" = "$first"
begin books --idempotency-key order-1 --partition p --option timeout=3h
gives "the same key: whatever the body" articles 1
holds "the same key: whatever the body: the same job" "$one after $first" test "$one" = "$first"
begin articles --idempotency-key order-2
gives "another key" articles 2
begin articles --idempotency-key auto
gives "auto" articles 3
begin articles --idempotency-key auto
gives "auto: another one in each run" articles 4
begin articles
gives "no key" articles 5
begin articles --idempotency-key "$(printf '%256s' '' | tr ' ' '~')"
gives "256 bytes" articles 6
begin articles --idempotency-key '!"#$%&'"'"'()*+,-./:;<=>?@[\]^_`{|}~'
gives "all kinds of bytes" articles 7

# ---- lost replies

for times in 1 2 3; do
    begin create_lost_$times --retry 5 --idempotency-key lost-$times
    gives "$times replies lost" create_lost_$times 1
    begin create_unsure_$times --retry 5 --idempotency-key auto
    gives "65535 $times times" create_unsure_$times 1
done
begin create_http_503 --retry 1 --idempotency-key busy
fails "503 for ever" 9 "after 2 tries$AGAIN busy\$"
begin create_drop --retry 2 --idempotency-key dropped
fails "no reply at all" 7 "before any reply, after 3 tries$AGAIN dropped\$"
begin create_drop --retry 0 --idempotency-key auto
fails "auto: the line shows it" 7 "$AGAIN [0-9A-F]{32}\$"
begin create_lost_1_once --retry 0
fails "without a key it is sent once" 7 "look for it with zimport list before you start it again"
begin create_limited_9 --retry 1 --idempotency-key limited
if says 'may have been started'; then not_ok "turned away" "it says that it may have been started"; else
    fails "turned away" 9 "code 1\).*, after 2 tries; the server is starting"
fi
begin create_code_100 --idempotency-key refused
fails "refused" 9 "code 100\).*--db\$"

# ---- what -v says

begin create_lost_2_shown -v --idempotency-key shown-1
holds "-v shows the key" "no line" says '^\* idempotency key shown-1$'
begin articles -v --idempotency-key auto
holds "-v shows a random key" "no line" says '^\* idempotency key [0-9A-F]{32}$'
begin create_unsure_2_shown -v -v --retry 5 --idempotency-key auto
holds "each try has the same key" "$(grep -c '^> Idempotency-Key' "$T/err") lines" \
    test "$(grep '^> Idempotency-Key' "$T/err" | uniq -c | awk '{ print $1 }')" = 3

# ---- with --wait

begin create_lost_3_waited --retry 5 --idempotency-key waited --wait --interval 0.1
sound "--wait" 0 && holds "--wait: the job completes" "no result" grep -q Completed "$T/out"

# ---- usage

before=$(counter requests)
for key in 'a b' "$(printf 'a\tb')" "$(printf 'a\nb')" ' a' 'ä' "$(printf '%257s' '' | tr ' ' x)"; do
    begin articles --idempotency-key "$key"
    fails "usage: $key" 2 "option --idempotency-key expects auto or 1 to 256 visible ASCII characters"
done
begin articles --idempotency-key ''
fails "usage: empty" 2 "option --idempotency-key expects a value"
begin articles --idempotency-key
fails "usage: not there" 2 "no file"
for verb in status wait list; do
    run $verb --endpoint "$SITE" --idempotency-key k </dev/null
    fails "usage: $verb" 2 "option --idempotency-key is for start only"
done
ZILLIZ_API_KEY=$KEY run start --api v1 --endpoint "$SITE" --cluster "$CLUSTER" --collection c --idempotency-key k s3://b/ </dev/null
fails "usage: v1" 2 "option --idempotency-key is not for v1"
holds "usage: nothing was sent" "$(counter requests) requests, $before before" test "$(counter requests)" -eq "$before"

# ---- the server goes while it is asked, and the signal comes while it waits for it

later gone start --endpoint "$SITE" --collection create_stall --max-time 1 --retry 50 --idempotency-key gone rows.parquet
await 10 grep -q 'trying again' "$T/later-gone.err"
kill -TERM "$(cat "$T/later-gone.pid")"
collect gone
sound "a signal between two tries" 143 && holds "a signal between two tries: says how to go on" "no note" \
    says 'ended by a signal; it may have been started all the same: start it again with --idempotency-key gone$'

# ---- the script: power cuts, with the real program

boots() { # COLLECTION
    {
        printf '%s\n' "ZIMPORT_ENDPOINT=$SITE" TOKEN_FILE= "STATE_DIR=$T/state" TIMEOUT=20 AGAIN=0 IDEMPOTENT=yes \
            'OPTIONS="--interval 0.1"'
    } >"$T/conf"
    : >"$T/calls"
    appliance "$shell/start-and-wait.sh" "$T/conf" "$1" rows.parquet
}
boots create_lost_4
sound "script: lost replies" 0 && holds "script: lost replies: one job" "$(jobs_of create_lost_4) jobs" test "$(jobs_of create_lost_4)" -eq 1
holds "script: no key is left" "there is one" test ! -e "$T/state/key-create_lost_4"
# The power goes after the server has started the import, and before the script knows.
mkdir -p "$T/state"
echo 0123456789abcdef >"$T/state/key-pictures"
begin pictures --idempotency-key 0123456789abcdef
cut=$(cat "$T/out")
boots pictures
sound "script: after a power cut" 0 && holds "script: after a power cut: the same job" "$(cat "$T/state/started-pictures") after $cut" \
    test "$(cat "$T/state/started-pictures")" = "$cut"
holds "script: after a power cut: one job" "$(jobs_of pictures) jobs" test "$(jobs_of pictures)" -eq 1
holds "no request was malformed" "$(counter bad) were" test "$(counter bad)" -eq 0
stop "$sim"

# ---- a key is forgotten; an older server

start_sim --plain --milvus --remember 0.5
begin articles --idempotency-key k
first=$(cat "$T/out")
begin articles --idempotency-key k
holds "remembered" "other jobs" test "$(cat "$T/out")" = "$first"
another() {
    begin articles --idempotency-key k
    [ "$(cat "$T/out")" != "$first" ]
}
holds "forgotten after its time" "the same job" await 10 another
stop "$sim"
start_sim --plain --milvus --remember 0
begin create_lost_2 --retry 5 --idempotency-key k
gives "an older server starts one for each try" create_lost_2 3
stop "$sim"

# ---- a refusal says nothing about a try before it

while read -r status exit body; do
    start_serve
    printf '' >"$T/replies/create.1.raw"
    http create.2 "$status Refused" "$body"
    begin articles -q --retry 1 --idempotency-key auto
    fails "lost, then HTTP $status $body" "$exit" "HTTP $status.*, after 2 tries$AGAIN [0-9A-F]{32}\$"
    stop "$server"
done <<'END'
302 9
401 6 {"code":1800,"message":"user hasn't authenticated"}
404 9 404 page not found
429 9 {"code":1807}
200 9 {"code":2100,"message":"too many jobs"}
END

# ---- the cloud has it, too

start_sim --plain
for times in 1 2; do
    ask_as v2 start --collection create_lost_1 --retry 5 --idempotency-key cloud a
    sound "v2, run $times" 0 && ok "v2, run $times"
    cp "$T/out" "$T/id-$times"
done
holds "v2: the same job" "two" cmp -s "$T/id-1" "$T/id-2"
stop "$sim"

finish
