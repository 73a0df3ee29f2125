#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# What make coverage prints of a program of which one branch is not taken: its line, and failure.

. "${0%/*}/../system/lib.sh"

coverage=$tests/coverage
cd "$T" || exit 1
mkdir room elsewhere
cat >room/head.h <<'END'
static inline int twice(int x) {
    return x > 2 ? 2 * x : x;
}
END
cat >room/one.c <<'END'
#include "head.h"
int one(int a, int b);
int one(int a, int b) {
    if (a && b) {
        return twice(a);
    }
    return 0;
}
int never(void);
int never(void) { return 7; }
END
cat >elsewhere/main.c <<'END'
#include <stdlib.h>
#include "../room/head.h"
int one(int a, int b);
int main(int argc, char **argv) {
    for (int i = 1; i + 1 < argc; i += 2) {
        (void)one(atoi(argv[i]), atoi(argv[i + 1]));
    }
    return twice(5) - 10;
}
END

# report GATE NUMBER...: what main is given is a and b, in turn.
report() {
    gate=$1
    shift
    rm -f ./*.gcda
    for file in room/one elsewhere/main; do
        "${HOSTCC:-gcc}" -std=c99 -O0 --coverage -c -o "${file##*/}.o" $file.c || give_up "gcc --coverage fails"
    done
    "${HOSTCC:-gcc}" --coverage -o main one.o main.o && ./main "$@" || give_up "the program that counts fails"
    for file in one main; do
        "${GCOV:-gcov}" -b -c -t "$file.gcno" 2>/dev/null
    done >seen
    printf '# a comment\nroom unit %s -\nnone system 100 -\n' "$gate" >gates.txt
    awk -v by=unit -f "$coverage/report.awk" gates.txt seen >out 2>err
    code=$?
}

has() { # NAME LINE
    holds "$1" "not printed: $2" grep -q -x -F "$2" out
}

report 100 1 1 0 1
holds "a branch is missing" "exit $code" [ "$code" -eq 1 ]
has "a branch is missing: where" 'room/one.c:4: branch 4 of 4: if (a && b) {'
has "a function is not called" 'room/one.c:10: not reached: int never(void) { return 7; }'
holds "a header is covered by either file" "$(cat out)" [ "$(grep -c '^room/head.h' out)" -eq 0 ]
holds "the table" "$(cat out)" grep -q -E '^room +[0-9]+/ +[0-9]+ +5/ +6 +83\.33 +100 ' out
holds "only what was asked for" "$(cat out)" [ "$(grep -c '^none\|^elsewhere' out)" -eq 0 ]
report 80 1 1 0 1
holds "above the gate" "exit $code" [ "$code" -eq 0 ]
report 100 1 1 0 1 1 0
holds "all branches" "exit $code" [ "$code" -eq 0 ]
report 84 1 1
holds "below the gate" "exit $code" [ "$code" -eq 1 ]
finish
