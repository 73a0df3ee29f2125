#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Started without standard input, output, error, or any two or three of them: no file or connection of the program may take
# their places, where results or messages would be written into it.

. "${0%/*}/../system/lib.sh"
need "$STATIC"
start_sim --plain --milvus --key "$KEY" --counters "$T/counters"
printf '%s\n' "$KEY" >"$T/key"
printf 'retry = 0\n' >"$T/config"
printf '#!/bin/sh\nreadlink /proc/$$/fd/0 >"%s"\necho "$1 $ZIMPORT_STATE"\necho "$1 $ZIMPORT_STATE" >>"%s"\n' "$T/stdin" "$T/told" \
    >"$T/hook"
chmod 600 "$T/key" "$T/config"
chmod 700 "$T/hook"
ZIMPORT_CONFIG=$T/config
export ZIMPORT_CONFIG

without() { # CLOSED ARGUMENT...: the descriptors in CLOSED are; $code, $T/out, $T/err
    closed=$1
    shift
    : >"$T/out"
    : >"$T/err"
    rm -f "$T/told" "$T/a.prom" "$T/stdin"
    (
        exec </dev/null >"$T/out" 2>"$T/err"
        case $closed in *0*) exec <&- ;; esac
        case $closed in *1*) exec >&- ;; esac
        case $closed in *2*) exec 2>&- ;; esac
        exec timeout -k 5 20 "$ZIMPORT" "$@"
    )
    code=$?
}
# What it ends with: without standard output, results are lost.
ended() { # NAME
    good=0
    case $closed in *1*) good=1 ;; esac
    sound "$1" "$good" || return 1
    case $closed in
    *1*2* | *2*) ;;
    *1*) holds "$1: the loss is told" "$(cat "$T/err")" says '^zimport: writing the results: ' ;;
    esac
    case $closed in *1*) ;; *) holds "$1: results" "other ones" cmp -s "$T/out" "$T/wanted" ;; esac
}
is_picture() { # nothing in $T/a.prom but metrics
    [ -s "$T/a.prom" ] && ! grep -v -q '^# HELP \|^# TYPE \|^zimport_' "$T/a.prom"
}

for ZIMPORT in "$B/zimport-san" "$STATIC"; do
    which=${ZIMPORT##*/}
    serial=0
    for set in none 0 1 2 01 02 12 012; do
        serial=$((serial + 1))
        without $set status --endpoint "$SITE" --token-file "$T/key" -o json --write "prom:$T/a.prom" job-instant
        [ $set != none ] || cp "$T/out" "$T/wanted"
        ended "$which, without $set: status" && holds "$which, without $set: the file" "$(grep -v zimport_ "$T/a.prom")" is_picture
        without $set wait --endpoint "$SITE" --token-file "$T/key" -o json -q --interval 0.05 --hook "$T/hook" job-instant
        ended "$which, without $set: wait" &&
            holds "$which, without $set: the hook" "$(cat "$T/told")" [ "$(cat "$T/told" "$T/stdin")" = "end Completed
/dev/null" ]
    done
done
holds "the key is as it was" "$(cat "$T/key")" [ "$(cat "$T/key")" = "$KEY" ]

finish
