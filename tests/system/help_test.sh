#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# One screen per command, with examples that work; every option with --all, and the same ones in the man page.
# MANUAL=FILE takes another man page.

. "${0%/*}/lib.sh"

MANUAL=${MANUAL:-$tests/../src/cli/zimport.1}

# One per line.
options_of() { # FILE
    sed -n 's/^  \(-[a-z], \)\{0,1\}\(--[a-z-]*\).*/\2/p' "$1" | sort -u
}

# ---- one screen, and all options

for verb in status wait list start commit abort doctor version help; do
    run help $verb </dev/null
    expect "help $verb" 0
    most=$(awk 'length > most { most = length } END { print most }' "$T/out")
    holds "help $verb: 24 lines" "$(wc -l <"$T/out") lines" [ "$(wc -l <"$T/out")" -le 24 ]
    holds "help $verb: 80 columns" "$most columns" [ "$most" -le 80 ]
    cp "$T/out" "$T/short-$verb"
    run $verb --help </dev/null
    holds "$verb --help" "another text" cmp -s "$T/out" "$T/short-$verb"
    run help --all $verb </dev/null
    expect "help $verb --all" 0
    cp "$T/out" "$T/all-$verb"
done
for verb in status wait commit abort; do
    holds "help $verb: what a JOB is" "it does not say" grep -q '^JOB is a job id, or - ' "$T/short-$verb"
done
for verb in status wait list start commit abort doctor; do
    options_of "$T/all-$verb" >"$T/all"
    options_of "$T/short-$verb" >"$T/short"
    holds "help $verb: only options that it has" "$(comm -23 "$T/short" "$T/all" | tr '\n' ' ')" \
        [ -z "$(comm -23 "$T/short" "$T/all")" ]
    holds "help $verb --all: more options" "no more" [ "$(wc -l <"$T/all")" -gt "$(wc -l <"$T/short")" ]
    holds "help $verb: says where the rest is" "it does not" grep -q "zimport help $verb --all.*man zimport" "$T/short-$verb"
    grep -q '^Exit status:' "$T/all-$verb" && ok "help $verb --all: exit statuses" || not_ok "help $verb --all: exit statuses" "none"
done
run status --all job-demo </dev/null
fails "--all is for help" 2 "option --all is for wait and help only; see zimport help status"
run help </dev/null
expect "help" 0
holds "help: 80 columns" "more" awk 'length > 80 { exit 1 }' "$T/out"

# ---- the examples; a started import is what the others ask about

start_sim --plain --milvus --jobs 5
milvus=$SITE
start_sim --jobs 5 --key "$KEY"
export ZILLIZ_API_KEY="$KEY" ZIMPORT_ENDPOINT="$SITE"
for verb in start status wait list doctor; do
    sed -n 's/^  zimport //p' "$T/short-$verb" >"$T/examples"
    holds "help $verb: two examples" "$(wc -l <"$T/examples")" [ "$(wc -l <"$T/examples")" -eq 2 ]
    while read -r example; do
        case $example in
        *" --endpoint "*)
            # shellcheck disable=SC2046 # words
            run $(printf '%s\n' "$example" | sed "s|http://localhost:19530|$milvus|") </dev/null
            ;;
        # The cloud's stores need keys.
        start*) AWS_ACCESS_KEY_ID=a AWS_SECRET_ACCESS_KEY=b run $example --cacert "$CA" </dev/null ;;
        *) run $example --cacert "$CA" </dev/null ;;
        esac
        expect "zimport $example" 0
        [ -s "$T/out" ] || not_ok "zimport $example" "no output"
    done <"$T/examples"
done

# ---- the man page

cat "$T"/all-* >"$T/help"
options_of "$T/help" >"$T/all"
sed -n '/^\.It .*Fl/s/\(Fl\|,\) -/\
--/gp' "$MANUAL" | sed -n 's/^\(--[a-z-]*\).*/\1/p' | sort -u >"$T/manual"
for option in $(comm -23 "$T/all" "$T/manual"); do
    not_ok "man page: $option" "it is missing"
done
for option in $(comm -13 "$T/all" "$T/manual"); do
    not_ok "man page: $option" "the program has no such option"
done
holds "man page: the same options" "see above" cmp -s "$T/all" "$T/manual"
# An option has the words that it has for some command.
sed -n 's/^  .*--\([a-z-]*\) \([a-z0-9.]*|[a-z0-9.|]*\).*/\1|\2/p' "$T/help" |
    awk -F '|' '{ for (i = 2; i <= NF; i++) if (!seen[$1, $i]++) words[$1] = words[$1] " " $i }
        END { for (name in words) print name words[name] }' | while read -r name words; do
    manual=$(sed -n "s/^\.It Fl .*-$name Cm //p" "$MANUAL" | sed 's/ | /\n/g' | sort | tr '\n' ' ')
    [ "$(echo "$words" | tr ' ' '\n' | sort | tr '\n' ' ')" = "$manual" ] && ok "man page: --$name $words" ||
        not_ok "man page: --$name $words" "other words: $manual"
done >"$T/words"
cat "$T/words"
failures=$((failures + $(grep -c '^not ok' "$T/words")))
tr '\n' ' ' <"$T/help" | grep -o '\[[A-Z_, ]*_[A-Z_, ]*\]' | tr -d '[],' | tr ' ' '\n' | sort -u | grep . | while read -r variable; do
    grep -q "Ev $variable\|Ev .*$variable" "$MANUAL" && ok "man page: $variable" || not_ok "man page: $variable" "it is missing"
done >"$T/variables"
cat "$T/variables"
failures=$((failures + $(grep -c '^not ok' "$T/variables")))
finish
