# SPDX-License-Identifier: Apache-2.0
#
# What every target's program must do under emulation, against the simulator, which is not emulated. Sourced by the
# target's script. B is the build folder. Its output is compared byte for byte with that of this machine's own program.

. "${0%/*}/../system/lib.sh"
. "$tests/cross/names.sh"
need readelf

target=${0##*/}
target=${target%.sh}
program=$B/cross/$target/zimport
: >"$T/out"
: >"$T/err"
if [ -f "$B/cross/$target/skipped" ]; then
    skip "$target" "$(cat "$B/cross/$target/skipped")"
    finish
fi

# ---- the file

# No interpreter, no relocations, no symbols. A kernel may have pages of 64 KiB: parts to be protected differently lie
# in different ones, at the same offset in their page as in the file.
readelf -hlSW "$program" >"$T/elf"
if grep -q -E 'EXEC \(Exec' "$T/elf" && ! grep -q -E 'INTERP|DYNAMIC|\.symtab' "$T/elf"; then
    ok "static and stripped"
else
    not_ok "static and stripped" "$(head -n 20 "$T/elf")"
fi
bad=$(awk '$1 == "LOAD" { print $NF }' "$T/elf" | grep -v -x 0x10000)
holds "pages of 64 KiB" "aligned for pages of $bad" test -z "$bad"
holds "a stack that cannot be executed" "another one" grep -q -E '^ *GNU_STACK .* RW  ' "$T/elf"
holds "no segment is written and executed" "one is" awk '/^ *LOAD .* RWE /{ bad = 1 } END { exit bad }' "$T/elf"
if grep -q -F "$tests" "$program" || grep -q -F "${tests%/*}" "$program"; then
    not_ok "no path of the build in it" "there is"
else
    ok "no path of the build in it"
fi

# ---- both programs

printf '#!/bin/sh\nexec %s %s "$@"\n' "$(emulator_of "$target")" "$program" >"$T/emulated"
chmod +x "$T/emulated"
ZIMPORT=$T/emulated

natively() { # COMMAND...: with this machine's program
    ZIMPORT=$STATIC
    "$@"
    ZIMPORT=$T/emulated
}

same() { # NAME EXIT COMMAND...: both programs end so, and print the same
    name=$1
    exit=$2
    shift 2
    natively "$@"
    cp "$T/out" "$T/native"
    sound "$name, natively" "$exit" || return
    "$@"
    expect "$name" "$exit" "$(cat "$T/native")"
}

same "version" 0 run version
same "help" 0 run help
same "help wait" 0 run help wait
same "a wrong option" 2 run status --no-such-option

# ---- TLS 1.3

status() { # [OPTION...] JOB...
    ask_tls status -o json --retry 0 "$@"
}

refused() { # NAME EXIT PATTERN: of the run that was; what stdout has is the error's JSON
    : >"$T/out"
    fails "$@"
}

start_sim --key "$KEY" --cluster "$CLUSTER" --duration 1 --jobs 25
# Of 2040: a system call may have 32 bits for the time of a file.
touch -d 2040-01-01 "$CA"
same "TLS 1.3: status" 0 status --exit-code --tls-min 1.3 job-instant
for job in job-at-4000 job-escapes job-numbers job-pretty job-chunked job-longname-2000; do
    same "TLS 1.3: $job" 0 status --files "$job"
done
same "1,024 file rows" 0 status --files job-huge-1024
holds "1,024 file rows are there" "not all of them" [ "$(grep -o '"fileName"' "$T/out" | wc -l)" -eq 1025 ]
same "1,024 file rows as csv" 0 ask_tls status -o csv --files job-huge-1024
same "text" 0 ask_tls status --files job-instant
same "env" 0 ask_tls status -o env job-instant
same "list" 0 ask_tls list
same "list as JSON" 0 ask_tls list -o json
holds "list as JSON: 25 jobs and more" "$(wc -l <"$T/out") of them" [ "$(wc -l <"$T/out")" -gt 25 ]
same "no such job" 5 status job-unknown

ask_tls wait -o json --interval 0.1 "job-ok-$target"
completes "wait until Completed"
holds "wait: more than its end was seen" "$(wc -l <"$T/out") lines" [ "$(wc -l <"$T/out")" -gt 1 ]
ask_tls wait -q --interval 0.1 "job-failed-$target"
sound "wait for a failed job" 4 &&
    holds "wait for a failed job" "no reason" grep -q 'wrong vector dimension' "$T/out"
ask_tls wait -q --interval 0.1 --timeout 0.5 job-at-4000
expect "wait: --timeout" 10 "$(cat "$T/out")"
ask_tls start -o json --collection books --wait --interval 0.1 s3://bucket/books.parquet
completes "start --wait"

# A signal is for the program, not for its emulator.
ZILLIZ_API_KEY=$KEY later signal wait --api v1 --endpoint "$SITE" --cacert "$CA" --cluster "$CLUSTER" -o json \
    --interval 0.1 job-at-4000
await 20 [ -s "$T/later-signal.out" ]
kill -TERM "$(cat "$T/later-signal.pid")"
collect signal
sound "SIGTERM" 143 && holds "SIGTERM: a note" "none" grep -q 'goes on' "$T/err"

status job-cut-300
refused "a reply that is cut" 7 "lost"
status job-reset-300
refused "a reset" 7 "lost|reset"
status job-notjson
refused "no JSON" 9 "JSON"
right=$KEY
KEY=another-key
status "$JOB"
refused "wrong key" 6 "key"
KEY=$right

ask_tls status --tls-session "$T/session" job-instant
sound "a session is saved" 0 && holds "a session is saved" "no file" [ -s "$T/session" ]
ask_tls status -v --tls-session "$T/session" job-instant
holds "a session is resumed" "it is not" grep -q '^\* TLSv1.3, .*, resumed$' "$T/err"

stop "$sim"
# Why is not asked for: qemu before 8.0 passes on the number that this machine has for it, not the target's.
status "$JOB"
refused "nobody listens" 7 "cannot connect to 127"

# ---- TLS 1.2, RSA

start_sim --tls-max 1.2 --cert-kind rsa --intermediate --duration 1
same "TLS 1.2, RSA, an intermediate authority: status" 0 status job-instant
ask_tls wait -o json --interval 0.1 "job-ok-$target"
completes "TLS 1.2: wait until Completed"
status --tls-min 1.3 "$JOB"
refused "TLS 1.2 is too old" 8 "TLS"
stop "$sim"

# ---- servers that must be refused

for fault in untrusted wrong-host expired; do
    case $fault in
    untrusted) pattern=trust ;; # an unknown root
    wrong-host) pattern='host|name' ;;
    expired) pattern=expired ;;
    esac
    start_sim --cert-fault $fault
    status "$JOB"
    refused "certificate: $fault" 8 "$pattern"
    stop "$sim"
done

# ---- in 2040: 32 bits for the time would be another century

printf '#!/bin/sh\nexec %s %s "$@"\n' "$(emulator_of "$target")" "$B/cross/$target/tests/cross/later" >"$T/emulated"
start_sim --key "$KEY" --cluster "$CLUSTER"
ask_tls status --retry 0 job-instant
fails "2040: the certificate" 8 "expired.*2040-01-01"
stop "$sim"
start_sim --plain --milvus
ask_as milvus wait -q --interval 0.1 --timeout 20 --write "prom:$T/state" "job-ok-$target"
sound "2040: wait" 0 &&
    holds "2040: when it was answered" "$(tail -n 1 "$T/state")" grep -q '^zimport_last_answer.* 22090[0-9]*$' "$T/state"
stop "$sim"
printf '#!/bin/sh\nexec %s %s "$@"\n' "$(emulator_of "$target")" "$program" >"$T/emulated"

# ---- the other dialects, plain HTTP

for api in v2 milvus; do
    case $api in v2) start_sim --plain ;; *) start_sim --plain --milvus ;; esac
    same "$api" 0 ask_as $api status -o json --files job-instant
    stop "$sim"
done

finish
