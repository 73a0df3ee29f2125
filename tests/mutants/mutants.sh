#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# mutants.sh FILE...: changes the files a little, COUNT times, each time from new, and runs the unit and fault tests that
# have the file in them, likely and quick ones first, until one fails: the change is noticed. A test that takes far longer
# than it should has failed. Not counted is what does not compile, what gives the same code at -O2, and what
# equivalent.txt says that no test can notice.
#
# Prints what nothing notices as soon as that is known, then a table by folder, and last the sum; fails if less than 95 %
# were noticed.
#
# Settings, as mutants.mk gives them: B; COUNT; SEED, or the time; TESTS; CORE and PORT, which compile files of src and port;
# SANITIZE and UNDER, with which tests are compiled and linked.

set -u

milliseconds() {
    echo $(($(date +%s%N) / 1000000))
}

# run TEST LIMIT: in seconds
run() {
    timeout -k 1 "$2" "$1" >/dev/null 2>&1 </dev/null
}

compile() { # INPUT OUTPUT FLAGS: the file or a change of it
    case $file in
    src/*) from=$CORE ;;
    *) from=$PORT ;;
    esac
    # The flags have quotes in them.
    eval "$from -iquote '${file%/*}' -frandom-seed=0 $3" -o '"$2"' -c '"$1"' >/dev/null 2>&1
}

# The file as it is, once: it has to have the same name as its changes.
compile_original() {
    original=$WORK/original/$file.o
    [ ! -e "$original" ] || return 0
    mkdir -p "${original%/*}" "$mine/original/${file%/*}"
    cp "$file" "$mine/original/$file"
    compile "$mine/original/$file" "$mine/original.o" -O2 || exit 2
    mv "$mine/original.o" "$original"
}

# TIME TEST of those that have the file in them. What noticed most of its changes comes first, then a test of its name.
in_order() {
    kills=$WORK/kills/$(echo "$file" | tr / +)
    touch "$kills"
    base=${file##*/}
    awk -v name="/test_${base%.c}" 'FILENAME != ARGV[2] { kills[$1]++; next }
        { print kills[$2] * 1000 + (index($2, name) ? 1500 : 0), $1, $2 }' "$kills" "$WORK/tests/$file" |
        sort -k1,1nr -k2,2n | cut -d' ' -f2-
}

# judge: same, unbuilt, killed or survived
judge() {
    compile_original
    changed=$mine/$file
    mkdir -p "${changed%/*}"
    "$B/tests/mutants/mutate" --apply "$number" "$file" >"$changed" || exit 2
    compile "$changed" "$mine/plain.o" -O2 || {
        echo unbuilt
        return
    }
    ! cmp -s "$mine/plain.o" "$original" || {
        echo same
        return
    }
    compile "$changed" "$mine/changed.o" "$SANITIZE" || exit 2
    in_order >"$mine/order"
    while read -r time test; do
        # In front of the archive, so that its own is not taken.
        # shellcheck disable=SC2086 # words
        ${CORE%% *} $SANITIZE -Wl,-S -o "$mine/test" "$B/obj-san${test#"$B"}.o" "$mine/changed.o" $UNDER 2>"$mine/said" || {
            head -n 3 "$mine/said" >&2
            exit 2
        }
        run "$mine/test" $((time * 4 / 1000 + 4)) || {
            echo "$test" >>"$kills"
            echo killed
            return
        }
    done <"$mine/order"
    echo survived
}

# --one INDEX: of a line of the sample
if [ "${1-}" = --one ]; then
    tab=$(printf '\t')
    sed -n "$2p" "$WORK/sample" >"$WORK/$2.line"
    IFS=$tab read -r file number line words <"$WORK/$2.line"
    mine=$WORK/$2
    mkdir -p "$mine"
    TMPDIR=$mine
    export TMPDIR
    verdict=known
    grep -q -x -F -e "$file: $words" "$WORK/known" || verdict=$(judge)
    rm -rf "$mine" "$WORK/$2.line"
    verdict=${verdict:-broken}
    printf '%s\t%s\t%s\t%s\n' "$verdict" "$file" "$line" "$words" >>"$WORK/verdicts"
    case $verdict in
    survived | broken) printf '%s %s:%s: %s\n' "$verdict" "$file" "$line" "$words" ;;
    esac
    exit 0
fi

give_up() {
    echo "mutants: $*" >&2
    exit 2
}

# How long each test takes, kept until it is built anew; it has to pass.
measure() {
    for test in $(cat "$WORK/tests"/*/*/*.c "$WORK/tests"/*/*/*/*.c 2>/dev/null | sort -u); do
        took=$B/tests/mutants/${test##*/}.time
        if [ ! -s "$took" ] || [ -n "$(find "$test" -newer "$took")" ]; then
            begun=$(milliseconds)
            run "$test" 180 || give_up "$test fails without any change"
            echo $(($(milliseconds) - begun)) >"$took"
        fi
        echo "$(cat "$took") $test"
    done >"$WORK/times"
}

# Which tests have a file in them: those that have all it defines for others.
find_tests() {
    for test in $TESTS; do
        nm "$test" | awk 'NF == 3 && $2 ~ /[A-Z]/ { print $3 }' | sort -u >"$WORK/names.${test##*/}"
    done
    cut -f1 "$WORK/sample" | sort -u | while read -r file; do
        mkdir -p "$WORK/tests/${file%/*}"
        nm "$B/obj-san/${file%.c}.o" | awk 'NF == 3 && $2 ~ /[BDRTV]/ && $3 !~ /^__/ { print $3 }' | sort -u >"$WORK/defined"
        for test in $TESTS; do
            [ -n "$(comm -23 "$WORK/defined" "$WORK/names.${test##*/}")" ] || echo "$test"
        done >"$WORK/tests/$file"
        [ -s "$WORK/tests/$file" ] || give_up "no test has $file in it"
    done || exit 2
    measure
    cut -f1 "$WORK/sample" | sort -u | while read -r file; do
        awk 'FILENAME == ARGV[1] { wanted[$1]; next } $2 in wanted' "$WORK/tests/$file" "$WORK/times" >"$WORK/defined"
        mv "$WORK/defined" "$WORK/tests/$file"
    done
}

# What equivalent.txt names has to be there.
check_known() {
    grep '^[a-z].*: ' tests/mutants/equivalent.txt >"$WORK/known" || return 0
    sed 's/: .*//' "$WORK/known" | sort -u | xargs "$B/tests/mutants/mutate" --list | awk -F'\t' '{ print $1 ": " $4 }' >"$WORK/all"
    gone=$(grep -v -x -F -f "$WORK/all" "$WORK/known")
    [ -z "$gone" ] || give_up "equivalent.txt names what is no change of the code (any more): $gone"
}

report() {
    sort -t "$(printf '\t')" -k2,2 -k3,3n "$WORK/verdicts" | awk -F'\t' '
        { folder = $2; sub(/\/[^\/]*$/, "", folder) }
        !(folder in seen) { seen[folder]; folders[++n] = folder }
        { is[folder, $1]++; sum[$1]++ }
        function percent(killed, all) { return all ? int(1000 * killed / all) / 10 : 100 }
        function row(folder, killed, survived, same, known, unbuilt) {
            printf "%-22s %8d %8d %8d %7.1f %10d %8d %8d\n", folder, killed + survived, killed, survived,
                percent(killed, killed + survived), same, known, unbuilt
        }
        END {
            printf "%-22s %8s %8s %8s %7s %10s %8s %8s\n", "folder", "mutants", "killed", "survived", "%",
                "same code", "known", "unbuilt"
            for (i = 1; i <= n; i++) {
                f = folders[i]
                row(f, is[f, "killed"], is[f, "survived"], is[f, "same"], is[f, "known"], is[f, "unbuilt"])
            }
            all = sum["killed"] + sum["survived"]
            printf "%d mutants, %d killed (%s %%), %d survived\n", all, sum["killed"], percent(sum["killed"], all), sum["survived"]
            exit sum["broken"] > 0 || all == 0 || percent(sum["killed"], all) < 95
        }'
}

case $0 in
/*) ;;
*) exec sh "$PWD/$0" "$@" ;;
esac
cd "${0%/*}/../.." || exit 2
COUNT=${COUNT:-1000}
SEED=${SEED:-$(date +%s)}
ASAN_OPTIONS=detect_leaks=1:halt_on_error=1:hard_rss_limit_mb=1024
export ASAN_OPTIONS UBSAN_OPTIONS=halt_on_error=1
WORK=$(mktemp -d "$B/mutants-XXXXXX") && WORK=$(cd "$WORK" && pwd) || exit 2
export WORK
trap 'rm -rf "$WORK"' EXIT
trap 'exit 143' HUP INT TERM
mkdir "$WORK/kills"
check_known
"$B/tests/mutants/mutate" --sample "$COUNT" "$SEED" "$@" >"$WORK/sample" || exit 2
find_tests
echo "SEED=$SEED COUNT=$COUNT: $(wc -l <"$WORK/sample") changes of $# files"
seq "$(wc -l <"$WORK/sample")" | xargs -n 1 -P 2 sh "$0" --one
report
