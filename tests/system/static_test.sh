#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The program as shipped: static, small, and in need of nothing around it.

. "${0%/*}/lib.sh"
need file readelf
ZIMPORT=$STATIC
: >"$T/out"
: >"$T/err"

if file "$STATIC" | grep -q 'ELF .*statically linked.*, stripped'; then ok "static and stripped"; else not_ok "static and stripped" "$(file "$STATIC")"; fi
size=$(wc -c <"$STATIC")
if [ "$size" -le 278528 ]; then ok "size: $size of 278528 bytes"; else not_ok "size" "$size bytes, above 278528"; fi
if grep -q -F "$tests" "$STATIC" || grep -q -F "${tests%/*}" "$STATIC"; then
    not_ok "no path of the build in it" "there is"
else
    ok "no path of the build in it"
fi

# Nothing that can be written can be executed, the stack included; a random word is checked, another one in each process.
readelf -lW "$STATIC" >"$T/segments"
holds "a stack that cannot be executed" "another one" grep -q -E '^ *GNU_STACK .* RW  ' "$T/segments"
holds "no segment is written and executed" "one is" awk '/^ *LOAD .* RWE /{ bad = 1 } END { exit bad }' "$T/segments"
checks=$(grep -a -o -P '\x64\x48[\x2b\x33].\x25\x28\x00\x00\x00' "$STATIC" | wc -l)
first=$("$B/tests/system/canary" "$STATIC" version)
code=$?
if [ $code -eq 77 ]; then
    skip "stack protector" "not on this processor, or tracing is not allowed"
else
    holds "stack protector: $checks functions" "fewer than 60" [ "$checks" -ge 60 ]
    second=$("$B/tests/system/canary" "$STATIC" version)
    holds "stack protector: a random word" "$first and $second" \
        [ ${#first} -eq 16 -a "$first" != 0000000000000000 -a "$first" != "$second" ]
fi

run version
sound "version" 0 && if grep -q '^zimport [0-9]*\.[0-9]*\.[0-9]*$' "$T/out" && grep -q -i 'mbed *TLS 3\.[0-9]*\.[0-9]*' "$T/out"; then
    ok "version"
else
    not_ok "version" "other words"
fi

# ---- a smoke test over TLS and plain, with no environment

start_sim --duration 0.6 --key "$KEY" --cluster "$CLUSTER"
printf '%s\n' "$KEY" >"$T/key"
chmod 600 "$T/key"
bare() { # ARGUMENT...: without any variable, in an empty folder
    mkdir -p "$T/empty"
    (cd "$T/empty" && exec timeout 60 env -i "$STATIC" "$@" </dev/null) >"$T/out" 2>"$T/err"
    code=$?
}
where="--api v1 --endpoint https://localhost:$PORT --cacert $CA --cluster $CLUSTER --token-file $T/key"
# shellcheck disable=SC2086 # options
{
    bare status $where -o json job-sample-complete
    expect "no environment: status" 0 "{\"jobId\":\"job-sample-complete\",\"clusterId\":\"$CLUSTER\",\"collectionName\":\"articles\",\"state\":\"Completed\",\"progress\":100,\"fileName\":\"s3://bkt/run7/\",\"fileSize\":104857600,\"importedRows\":null,\"totalRows\":null,\"completeTime\":\"2024-02-03T04:05:06Z\",\"reason\":null,\"api\":\"v1\",\"createTime\":null,\"phase\":null}"
    bare wait $where --interval 0.1 -q job-ok
    completes "no environment: wait"
    for format in text csv env; do
        bare status $where -o $format job-instant
        completes "no environment: $format"
    done
    while read -r exit job; do
        bare status $where --exit-code --retry 0 --max-time 1 "$job"
        : >"$T/out"
        expect "static: $exit for $job" "$exit"
    done <<'END'
0 job-instant
3 job-at-4000
4 job-sample-failed
5 job-unknown
6 job-denied
7 job-cut-100
7 job-stall
9 job-notjson
9 job-two-lengths
END
    bare wait $where --interval 0.1 --timeout 0.3 -q job-at-4000
    expect "static: 10 for a time out" 10 "$(cat "$T/out")"
    bare status $where --tls-min 1.3 job-instant
    completes "static: TLS 1.3"
    bare status --api v1 --endpoint "https://localhost:$PORT" --cluster "$CLUSTER" --token-file "$T/key" job-instant
    fails "static: 8 for a server that is not trusted" 8 "trust"
    bare status $where
    fails "static: 2 for no job" 2 "job"
}
for option in "--tls-max 1.2" "--tls-max 1.2 --cert-kind rsa" "--cert-kind rsa"; do
    stop "$sim"
    # shellcheck disable=SC2086 # options
    start_sim $option
    ask_tls status job-instant
    completes "static: simulator $option"
done
stop "$sim"

# All that the sanitized program is asked about JSON, formats and requests.
for script in json format where; do
    if ZIMPORT=$STATIC sh "$tests/system/${script}_test.sh" >"$T/script" 2>&1; then
        ok "static: ${script}_test.sh, $(grep -c '^ok ' "$T/script") cases"
    else
        not_ok "static: ${script}_test.sh" "$(grep -v '^ok ' "$T/script" | head -n 1)"
    fi
done

# ---- with nothing but itself in the file system

start_sim --plain
PLAIN=$PORT
start_sim
if [ "$(id -u)" -eq 0 ] && command -v chroot >/dev/null; then
    mkdir "$T/root"
    cp "$STATIC" "$T/root/zimport"
    cp "$CA" "$T/root/ca.pem"
    cp -p "$T/key" "$T/root/key"
    alone() { # ARGUMENT...
        timeout 60 env -i "$(command -v chroot)" "$T/root" /zimport "$@" >"$T/out" 2>"$T/err" </dev/null
        code=$?
    }
    alone version
    sound "alone: version" 0 && if grep -q '^zimport ' "$T/out"; then ok "alone: version"; else not_ok "alone: version" "no version"; fi
    alone status --api v1 --endpoint "https://127.0.0.1:$PORT" --cacert ca.pem --cluster "$CLUSTER" --token-file key job-instant
    completes "alone: over TLS"
    alone status --api v1 --endpoint "http://127.0.0.1:$PLAIN" --cluster "$CLUSTER" --token-file key job-instant
    completes "alone: plain"
    alone status --api v1 --endpoint "https://127.0.0.1:$PORT" --cluster "$CLUSTER" --token-file key job-instant
    fails "alone: no certificates to trust" 8 "--cacert"
    alone status --retry 0 --api v1 --endpoint "https://no-such-host.invalid" --cacert ca.pem --cluster "$CLUSTER" --token-file key \
        --connect-timeout 2 job-instant
    fails "alone: no name service" 7 "name"
    alone status --api v1 --endpoint "http://127.0.0.1:$PLAIN" --cluster "$CLUSTER" --token-file key --files job-huge-20000
    fails "alone: many file rows, no folder for them" 1 "TMPDIR"
else
    skip "alone" "chroot needs root"
fi

# ---- file rows without room for them

PORT=$PLAIN
for folder in "$T/nothing" "$STATIC" "$(printf '%2000s' '' | tr ' ' x)"; do
    for format in text csv json; do
        TMPDIR=$folder ask status --files -o $format job-huge-20000
        [ $format = text ] || sed '/^jobId,/d; /^{"jobId":"job-huge-20000","error":{"exit":1,"kind":"internal",/d' "$T/out" >"$T/rest"
        [ $format = text ] || mv "$T/rest" "$T/out"
        fails "no room: $format, TMPDIR $(printf %.30s "${folder##*/}")" 1 "TMPDIR"
        TMPDIR=$folder ask status --files -o $format job-huge-20
        completes "no room needed: $format, TMPDIR $(printf %.30s "${folder##*/}")"
    done
done
TMPDIR=$T/nothing ask status --files -o json job-huge-20000 job-instant
sound "no room: the others go on" 1 && if grep -q '^{"jobId":"job-instant",.*"state":"Completed"' "$T/out"; then
    ok "no room: the others go on"
else
    not_ok "no room: the others go on" "no answer"
fi

finish
