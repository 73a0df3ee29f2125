#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# make DIALECTS= VERBS= FORMATS= FEATURES=: what is named is built, runs and is offered; nothing else is, and nothing else is
# linked. Every word is there alone at least once. The program is built below a folder of its own, without optimization of
# the whole, so that it keeps its symbols and takes a second.

. "${0%/*}/lib.sh"

top=${tests%/*}
out=$T/b
ZIMPORT=$out/zimport
cc=${HOSTCC:-gcc}
need nm "$cc"
: >"$T/out"
: >"$T/err"

DIALECTS='v1 v2 milvus'
VERBS='status wait list start commit abort'
FORMATS='text json csv env ids'
FEATURES='bar verbose suggestions http-proxy client-certificate pin tls-session config write hook doctor'

# Knows nothing of the calling make but its compiler.
making() { # ARGUMENT...
    env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL "${MAKE:-make}" -j2 -C "$top" --no-print-directory B="$out" ${CC:+CC="$CC"} \
        MBEDTLS_DIR="$B/mbedtls-src" JSMN_DIR="$B/jsmn" TLS=tls12 CFLAGS=-O1 LTO= STRIP=true "$@" >"$T/make" 2>&1
}

# A word, and what is linked for it.
SYMBOLS='v1 zimport_v1
v2 zimport_v2
milvus zimport_milvus
status verb_status
wait verb_wait
list verb_list
start zimport_start_begin
commit zimport_commit_begin
abort zimport_abort_begin
text format_text
json format_json
csv format_csv
env format_env
ids format_ids
bar bar_draw
verbose log_event
suggestions suggest
http-proxy zimport_proxy_init
client-certificate mbedtls_rsa_private
pin zimport_pins_init
tls-session zimport_session_init
config config_read
write picture_show
hook hook_run
doctor check_of'

# A word, and what help says of it.
OPTIONS='milvus --endpoint http://localhost:19530
v2 --project
list --state
start --partition
wait --any
status --exit-code
verbose --verbose
http-proxy --proxy
client-certificate --cert
pin --pin
tls-session --tls-session
config --profile
write --write
hook --hook'

is_built() { # WORD
    case " $words " in *" $1 "*) ;; *) return 1 ;; esac
}

only_what_is_built() { # TITLE LIST FILE: a line of LIST, a word and a text, is in FILE if the word is built
    title=$1
    echo "$2" >"$T/list"
    while read -r word text; do
        if is_built "$word"; then
            grep -q -F -w -e "$text" "$3" || echo "$word: no $text"
        else
            ! grep -q -F -w -e "$text" "$3" || echo "$word: $text"
        fi
    done <"$T/list" >"$T/wrong"
    holds "$title" "$(tr '\n' ';' <"$T/wrong")" [ ! -s "$T/wrong" ]
}

joined() { # BETWEEN WORDS
    printf '%s\n' "$2" | sed "s/  */$1/g"
}

built() { # DIALECTS VERBS FORMATS [FEATURES]
    words="$1 $2 $3 ${4-}"
    what="$1, $2, $3${4:+, $4}"
    making DIALECTS="$1" VERBS="$2" FORMATS="$3" ${4+FEATURES="$4"} "$ZIMPORT" || {
        not_ok "$what: builds" "make fails"
        show "make" "$T/make"
        return 1
    }
    nm "$ZIMPORT" | sed 's/.* //' >"$T/symbols"
    only_what_is_built "$what: what is linked" "$SYMBOLS" "$T/symbols"
    "$ZIMPORT" help >"$T/help"
    sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p' "$T/help" | tr '\n' ' ' >"$T/verbs"
    holds "$what: the commands of help" "$(cat "$T/verbs")" \
        [ "$(cat "$T/verbs")" = "$2 $(is_built doctor && echo 'doctor ')version help " ]
    for verb in $2; do
        "$ZIMPORT" help "$verb" --all
        "$ZIMPORT" help "$verb"
    done >"$T/help"
    only_what_is_built "$what: the options of help" "$OPTIONS" "$T/help"
    choices=$(sed -n 's/^  --api \([^ ]*\) .*/\1/p; s/.*--output \([^ ]*\) .*/\1/p' "$T/help" | sort -u | tr '\n' ' ')
    holds "$what: the words to choose from" "$choices" \
        [ "$choices" = "$({ joined '|' "$1" && joined '|' "$3"; } | sort -u | tr '\n' ' ')" ]
    run version
    sound "$what: version" 0 && holds "$what: version" "$(tail -n 1 "$T/out")" \
        grep -q -x "Features: $(joined ', api-' "api-$1"), $(joined ', ' "$2 $3 ipv4 ipv6${4:+ $4}")" "$T/out"
}

message() { # NAME EXIT LINE: exactly that on stderr
    sound "$1" "$2" && holds "$1" "$(cat "$T/err")" [ "$(cat "$T/err")" = "$3" ]
}

# ---- words that make does not know

refused() { # SETTING WORDS [SETTING]
    making "$1" ${3:+"$3"} "$ZIMPORT"
    code=$?
    cp "$T/make" "$T/err"
    holds "make $1" "exit $code" [ $code -eq 2 ] && holds "make $1: which words there are" "others" \
        grep -q -F -e "the words of ${1%%=*} are $2." "$T/err"
}
refused 'VERBS=status stat' "$VERBS"
refused 'VERBS=' "$VERBS"
refused 'DIALECTS= ' "$DIALECTS"
refused 'FORMATS=yaml' "$FORMATS"
refused 'FEATURES=everything' "$FEATURES"
refused 'VERBS=commit' 'status wait list start' DIALECTS=v1

mute() { # VERBS FORMATS MESSAGE
    making VERBS="$1" FORMATS="$2" "$ZIMPORT"
    code=$?
    cp "$T/make" "$T/err"
    holds "make: $1 with $2" "exit $code" [ $code -eq 2 ] && holds "make: $1 with $2: why" "another message" \
        grep -q -F -e "$3" "$T/err"
}
mute 'list start' env 'FORMATS="env": list needs one of text json csv ids'
mute 'abort status list' ids 'FORMATS="ids": status abort needs one of text json csv env'

# ---- without words all is built, and lint and tests see the same

words_of() { # OPTION...
    "$cc" -E -dM -I"$top/src" "$@" "$top/src/cli/settings/built.h" | grep '^#define BUILT' | sed 's/" *"//g' | sort
}
making "$out/obj-release/built.inc" || show "make" "$T/make"
words_of >"$T/all"
words_of -DZIMPORT_BUILT -I"$out/obj-release" >"$T/given"
holds "without words: as built.h has it" "$(diff "$T/all" "$T/given")" cmp -s "$T/all" "$T/given"

# ---- each word alone

start_sim --key "$KEY"

if built v1 'status wait' 'json env'; then
    ask_tls status job-instant
    completes "example: status"
    ask_tls wait -o env job-instant
    sound "example: wait" 0 && holds "example: wait" "other output" grep -q -x "ZIMPORT_STATE='Completed'" "$T/out"
    run list
    message "example: list" 2 "zimport: this program was built without the command 'list'; see zimport help"
    run liist
    message "example: no suggestion" 2 "zimport: there is no command 'liist'; see zimport help"
    run status --db x job-x
    message "example: --db" 2 "zimport: status: unknown option --db; see zimport help status"
    run status -o csv job-x
    message "example: -o csv" 2 "zimport: status: option -o expects json or env, not 'csv'; see zimport help status"
    run status --api v2 job-x
    message "example: --api v2" 2 "zimport: status: option --api expects v1, not 'v2'"
    run status --endpoint http://localhost:19530 job-x
    message "example: the endpoint of another dialect" 2 \
        "zimport: status: the endpoint implies --api milvus, which this program was built without; it has v1"
    run status --endpoint api.cloud.zilliz.com job-x
    message "example: the endpoint of another cloud" 2 \
        "zimport: status: the endpoint implies --api v2, which this program was built without; it has v1"
    run status job-x
    message "example: no endpoint" 2 \
        "zimport: status: no region and no endpoint; give --region or --endpoint, or set ZIMPORT_REGION or ZIMPORT_ENDPOINT"
fi

if built v2 start env 'client-certificate'; then
    ask_as v2 start --collection articles s3://bucket/folder/
    sound "v2: start" 0 && holds "v2: start" "other output" grep -q "^ZIMPORT_JOB_ID='job-" "$T/out"
fi

if built 'v2 milvus' commit text 'pin tls-session'; then
    run commit --api v2 --cluster in01-x
    message "v2: commit" 2 "zimport: commit: no job id; give at least one, or - to read them from standard input"
fi

built milvus abort json 'verbose'

if built 'v1 milvus' 'commit abort' text; then
    for topic in '' commit abort; do
        run help $topic
        sound "v1 and milvus: help $topic" 0 && holds "v1 and milvus: help $topic" "an example for v1" \
            eval 'grep -q "^  zimport .* --endpoint http" "$T/out" && ! grep -q "^  zimport .* --region" "$T/out"'
    done
fi

if built v2 wait text 'bar'; then
    ask_as v2 wait job-uncommitted
    sound "v2: wait" 10 && holds "v2: wait" "other words" \
        grep -q 'it stays Uncommitted until it is committed or aborted' "$T/err"
fi

if built v1 status csv 'write'; then
    ZILLIZ_API_KEY=$KEY run status --region gcp-us-west1 --cluster in01-x --write json:x job-x
    message "no JSON" 2 "zimport: status: option --write expects prom:FILE or html:FILE, not 'json:x'"
fi

if built v1 status csv doctor; then
    ask_tls doctor
    sound "doctor: csv alone" 0 && holds "doctor: csv alone" "other output" grep -q '^ok    key            accepted$' "$T/out"
fi

# The first format that is given is the default of the commands that have it.
if making DIALECTS=v1 VERBS='status list' FORMATS='env json' FEATURES=doctor "$ZIMPORT"; then
    ask_tls status job-instant
    sound "env first: status" 0 && holds "env first: status" "other output" grep -q "^ZIMPORT_STATE='" "$T/out"
    ask_tls list
    sound "env first: list" 0 && holds "env first: list" "other output" grep -q '^{' "$T/out"
    ask_tls list -o json
    sound "env first: list -o json" 0
    ask_tls doctor
    sound "env first: doctor" 0 && holds "env first: doctor" "other output" grep -q '^{' "$T/out"
    for line in 'status=json|env (env)' 'list=json (json)' 'doctor=json (json)'; do
        words=$("$ZIMPORT" help "${line%%=*}" --all | sed -n '/--output/,/(/p' | tr -d '\n' |
            sed 's/.*--output \([a-z|]*\) .*\((.*)\).*/\1 \2/')
        holds "env first: help ${line%%=*}" "$words" [ "$words" = "${line#*=}" ]
    done
else
    not_ok "env first: builds" "make fails"
    show "make" "$T/make"
fi

if built milvus list 'csv ids' 'suggestions http-proxy'; then
    start_sim --plain --milvus --jobs 5
    ask_as milvus list
    sound "milvus: list" 0 && holds "milvus: list" "other output" grep -q '^jobId,' "$T/out"
    run lits
    message "a suggestion" 2 "zimport: there is no command 'lits' (did you mean list?); see zimport help"
fi

finish
