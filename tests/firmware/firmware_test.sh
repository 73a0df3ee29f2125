#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# On an emulated board, against the simulator: from reset to the end of a job, and all that can go wrong.

tests=$(cd "${0%/*}/.." && pwd)
. "$tests/firmware/board.sh"

simulator() { # OPTION...
    [ -z "$sim" ] || stop "$sim"
    # shellcheck disable=SC2086 # an option with its value
    start_sim --san "$HOST" $ONLY "$@"
}

# ---- to the end

simulator --duration 4
board job=job-ok interval_ms=250
ends "a job is followed to its end" 0 '^job-ok: Completed, 100 %'
holds "and its progress is told" "no line between" told '^job-ok: Importing, [1-9][0-9]* %'
holds "on one connection" "$(counter connections)" [ "$(counter connections)" -eq 1 ]
usual=$(used arena)

board job=job-wide-1024
ends "1,024 file rows" 0 'Completed, 100 % in 1024 files'
holds "which are 350 KB" "fewer bytes" told 'bytes of replies 34[0-9][0-9][0-9][0-9];'
holds "need no more memory" "arena $(used arena), not $usual" [ "$(used arena)" -le $((usual + 64)) ]

board job=job-huge-100000
ends "100,000 file rows" 0 'Completed, 100 % in 100000 files'
holds "need no more either" "arena $(used arena), not $usual" [ "$(used arena)" -le $((usual + 64)) ]

board job=job-chunked "address=10.0.2.15 255.255.255.0 10.0.2.2 10.0.2.3"
ends "a fixed address, and a reply in chunks" 0 '^job-chunked: Completed'

# ---- jobs that end otherwise

board job=job-failed-now interval_ms=100
ends "a failed job" 4 '^job-failed-now: Failed'
holds "with its reason" "none" told '^  reason: row 17: wrong vector dimension'
board job=job-unknown
ends "an unknown job" 5 '^job-unknown: no such job'
board job=job-denied
ends "a key without the right" 6 'lacks permission'
board job=job-at-4000 timeout_s=5
ends "no end in time" 10 '^job-at-4000: Importing, 40 %'
board job=job-echo-key
ends "a server that repeats the key" 6 'API key'
board job=job-escapes
sound "escapes in every text" 4 &&
    holds "escapes in every text: no control character" "$(controls) of them" [ "$(controls)" -eq 0 ]
board job=job-redirect
ends "a redirection" 9 'redirect'
board job=job-flaky-2
ends "a busy service, asked again" 0 'Completed'

# ---- replies that are none

for end in '7 cut-300 lost' '7 reset-300 lost' '7 length-long lost' '9 cutjson ends.early' '9 garbage HTTP' '9 other another.job' \
    '9 nodata lacks' '9 deep-100 nested|deep' '9 bigline larger|limit' '9 two-lengths contradicts' '9 gzip compressed'; do
    # shellcheck disable=SC2086 # words
    set -- $end
    board "job=job-$2"
    ends "job-$2" "$1" "^job-$2: .*($3)"
done

# ---- certificates

simulator --cert-fault wrong-host
board job=job-instant
ends "a wrong host name" 8 'for another host'
simulator --cert-fault expired
board job=job-instant
ends "an expired certificate" 8 'expired'
simulator --cert-fault future
board job=job-instant
ends "a certificate of tomorrow" 8 'not valid yet'
cp "$CA" "$T/other.pem"
simulator
ROOT=$T/other.pem
board job=job-instant
ends "an unknown root" 8 'not trusted'
: >"$T/none.pem"
ROOT=$T/none.pem
board job=job-instant
ends "no root" 8 'no trusted root'
ROOT=
if [ "$PROFILE" = small ]; then
    simulator --tls-min 1.3 --tls-max 1.3
    board job=job-instant
    ends "a server without TLS 1.2" 8 'no .*common'
else
    simulator --tls-min 1.2 --tls-max 1.2
    board job=job-instant
    ends "a server without TLS 1.3" 0 'Completed'
fi
simulator --cert-kind rsa --intermediate --record 16384
board job=job-wide-1024
ends "RSA, an intermediate authority and records of 16 KiB" 0 'Completed, 100 % in 1024 files'
echo "# stack $(used stack), arena $(used arena)"

# ---- for long

simulator --close-after 1 --announce --no-resume
board job=job-polls-5 interval_ms=20
few=$(used arena)
simulator --close-after 1 --announce --no-resume
LIMIT=240 board job=job-polls-200 interval_ms=20
ends "200 polls, a handshake for each" 0 'Completed'
holds "200 handshakes" "$(counter handshakes)" [ "$(counter handshakes)" -eq 200 ]
holds "and none of them resumed" "$(counter resumed)" [ "$(counter resumed)" -eq 0 ]
# Numbers with a leading zero are shorter; a leak would be at least 16 bytes per handshake.
holds "the arena stays flat" "arena $(used arena), not $few" [ "$(used arena)" -le $((few + 64)) ]

# ---- the board itself

printf 'url=https://%s:%s\nkeys=x\n' "$HOST" "$PORT" >"$T/settings"
sh "$RUN" "$ELF" "$T/settings" >"$T/out" 2>"$T/err"
code=$?
ends "settings that are none" 2 '^settings:'

# With other instructions at the beginning of main: where a fault leads.
broken() { # NAME BYTES PATTERN
    cp "$ELF" "$T/broken.elf"
    main=$(arm-none-eabi-nm "$ELF" | awk '$3 == "main" { print $1 }')
    text=$(arm-none-eabi-objdump -h "$ELF" | awk '$2 == ".text" { print "0x" $6 " - 0x" $4 }')
    # shellcheck disable=SC2059 # bytes
    printf "$2" | dd of="$T/broken.elf" bs=1 seek=$((0x$main + $text)) conv=notrunc 2>"$T/err"
    sh "$RUN" "$T/broken.elf" "$T/settings" >"$T/out" 2>"$T/err"
    code=$?
    ends "$1" 1 "$3"
}
broken "an undefined instruction is told" '\000\336' '^fault: status 00010000,'
broken "a write through NULL" '\000\040\000\140' '^fault: status 00000082, memory 00000000,'
broken "a write behind the 64 KiB" '\100\362\000\000\302\362\001\000\000\140' '^fault: status 00000082, memory 20010000,'
broken "a stack that overflows" '\377\265\375\347' '^fault: .*, the stack is full'
finish
