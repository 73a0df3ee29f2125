#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# selftest.sh WORK: shows that the lint works. Plants one fault at a time into a copy of the sources and looks for the
# finding at that file, which the untouched copy must not have.

set -eu

here=$(cd "$(dirname "$0")" && pwd)
work=$1
copy=$1/copy
before=$1/selftest.before
after=$1/selftest.after
objects=$1/selftest.objects
cases=0
missed=0

fresh() {
    rm -rf "$copy"
    mkdir -p "$copy"
    tar -cf - include src port | tar -xf - -C "$copy"
}

# expect FILE MESSAGE WHAT: the lint must fail, with that message at that file.
expect() {
    cases=$((cases + 1))
    if sh "$here/structure.sh" "$copy" >"$after" 2>&1 || ! grep -q "^$1:[0-9]*: .*$2" "$after" ||
        grep -q "^$1:[0-9]*: .*$2" "$before"; then
        missed=$((missed + 1))
        echo "tests/lint/selftest.sh:1: planted, but not found: $3 in $1"
    fi
}

include() {
    fresh
    { printf '#include %s\n' "$2" && cat "$1"; } >"$copy/$1"
    expect "$1" 'may not include' "$2"
}

# append FILE TEXT MESSAGE WHAT: at the end.
append() {
    fresh
    printf '\n%s\n' "$2" >>"$copy/$1"
    expect "$1" "$3" "$4"
}

# found FILE MESSAGE WHAT: counts a planted fault, which has to be in $after and not in $before.
found() {
    cases=$((cases + 1))
    if ! grep -q "^$1:1: .*$2" "$after" || grep -q "^$1:1: .*$2" "$before"; then
        missed=$((missed + 1))
        echo "tests/lint/selftest.sh:1: planted, but not found: $3 in $1"
    fi
}

listed() {
    awk -f "$here/calls.awk" "$here/rooms.txt" "$1"
}

calls() {
    rm -rf "$objects"
    mkdir -p "$objects"
    for file in "$@"; do
        # HOSTCC may be a command with options.
        # shellcheck disable=SC2086
        ${HOSTCC:-gcc} -std=c99 -Os -D_POSIX_C_SOURCE=200809L -I"$copy/include" -I"$copy/src" -I"$copy" -c \
            -o "$objects/$(printf %s "$file" | tr / %).o" "$copy/$file"
    done
    nm -A "$objects"/*.o >"$objects/list"
    listed "$objects/list"
}

# call FILE TEXT OTHER MESSAGE WHAT: plants text that calls another file.
call() {
    fresh
    calls "$1" "$3" >"$before"
    printf '\n%s\n' "$2" >>"$copy/$1"
    calls "$1" "$3" >"$after"
    found "$1" "$4" "$5"
}

# Lines as of nm -A: FILE KIND SYMBOL...
listing() {
    while [ $# -gt 0 ]; do
        printf '%s.o: %s %s\n' "$(printf %s "$1" | tr / %)" "$2" "$3"
        shift 3
    done >"$objects/list"
    listed "$objects/list"
}

long_function() {
    echo 'static int long_one(int n) {'
    i=0
    while [ $i -lt 88 ]; do
        echo '    n++;'
        i=$((i + 1))
    done
    echo '}'
}

fresh
sh "$here/structure.sh" "$copy" >"$before" 2>&1 || :

include src/http/reader.c '<sys/socket.h>'
include src/http/reader.c '<netinet/in.h>'
include src/http/reader.c '<mbedtls/ssl.h>'
include src/http/reader.c '<psa/crypto.h>'
include src/http/reader.c '<stdio.h>'
include src/http/reader.c '<stdlib.h>'
include src/http/reader.c '"json/keeper.h"'
include src/http/reader.c '"zimport/posix.h"'
include src/http/fields.h '<unistd.h>'
include port/sockets/tcp.c '<sys/socket.h>'
include port/sockets/tcp.c '<lwip/sockets.h>'
include src/http/origin.c '<jsmn.h>'
include src/json/scanner.c '<jsmn.h>'
include src/cli/verbs/main.c '<jsmn.h>'
include src/cli/verbs/main.c '<mbedtls/ssl.h>'
include src/base/text.c '"zimport/api.h"'
include port/posix/tcp.c '"zimport/zimport.h"'
include port/posix/tcp.c '<mbedtls/ssl.h>'
include port/posix/tcp.c '<lwip/tcp.h>'
include port/lwip/tcp.c '<sys/socket.h>'
include include/zimport/zimport.h '"zimport/posix.h"'
append src/base/number.c 'float half(int n) { return n / 2.0F; }' 'no floating point' 'a float'
append src/client/client.c 'void *more(void) { return malloc(1); }' 'no heap' 'a malloc'
append port/posix/tcp.c 'void less(void *p) { free(p); }' 'no heap' 'a free'
append src/json/value.c "$(long_function)" '90 lines, more than 80' 'a function of 90 lines'

cases=$((cases + 1))
echo 'static const char words[] = "a message that no test has";' >"$after.c"
if sh "$here/said.sh" "$after.c" >"$after"; then
    missed=$((missed + 1))
    echo "tests/lint/selftest.sh:1: planted, but not found: a message without a test"
fi

call src/json/keeper.c 'size_t zimport_strings_run(const char *, size_t); size_t again(void) { return zimport_strings_run("", 0); }' \
    src/json/strings.c 'a circle of calls: .*src/json/keeper.c -> src/json/strings.c (zimport_strings_run)' 'a call that closes a circle'
call src/cli/text/units.c 'void suggest(void); void up(void) { suggest(); }' \
    src/cli/settings/suggest.c 'may not use suggest of src/cli/settings/suggest.c' 'a call upward'
call src/cli/screen/pace.c 'void trouble_words(void); void aside(void) { trouble_words(); }' \
    src/cli/output/trouble.c 'may not use trouble_words of src/cli/output/trouble.c' 'a call sideways'
# The same three files, without and with what closes the circle.
set -- port/mbedtls/tls.c T tls port/mbedtls/tls.c U trust port/mbedtls/trust/a.c T trust port/mbedtls/trust/a.c U helper \
    port/mbedtls/base/b.c T helper
listing "$@" >"$before"
listing "$@" port/mbedtls/base/b.c U tls >"$after"
found port/mbedtls/base/b.c 'a circle of calls: .*(trust).*(helper).*(tls)' 'a circle of three'
found port/mbedtls/base/b.c 'may not use tls of port/mbedtls/tls.c' 'a call up to the folder above'
listing "$@" port/mbedtls/other/c.c U tls >"$after"
found port/mbedtls/other/c.c 'says nothing about this place' 'a folder without a place'
# Allowed calls are not found.
cases=$((cases + 1))
if [ -s "$before" ]; then
    missed=$((missed + 1))
    echo "tests/lint/selftest.sh:1: not planted, but found: $(cat "$before")"
fi

# The analyzers, on a file of their own: NULL, only gcc through a call that returns it, and what is given back twice.
planted=$work/planted.c
cat >"$planted" <<END
#include <stdlib.h>
int planted_value(const int *at, int count);
int planted_null(int count);
int *planted_twice(int count);
static const int *none_or(const int *at, int count) {
    return count > 0 ? at : NULL;
}
int planted_value(const int *at, int count) {
    return *none_or(at, count);
}
int planted_null(int count) {
    const int *at = NULL;
    return count > 0 ? *at : 0;
}
int *planted_twice(int count) {
    int *memory = malloc(8);
    free(memory);
    if (count > 7) {
        free(memory);
    }
    return NULL;
}
END

# analyzed SCRIPT MESSAGE...
analyzed() {
    script=$1
    shift
    sh "$here/$script" "$work" "$planted" >"$after" 2>&1 || :
    for message; do
        cases=$((cases + 1))
        grep -q "^$planted:[0-9]*:.*$message" "$after" || {
            missed=$((missed + 1))
            echo "tests/lint/selftest.sh:1: planted, but not found by $script: $message"
        }
    done
}

analyzed analyze.sh Wanalyzer-null-dereference Wanalyzer-double-free
analyzed tidy.sh core.NullDereference unix.Malloc

rm -rf "$copy" "$after.c" "$objects" "$planted"
[ $missed -eq 0 ] || exit 1
echo "lint: the self-test planted $cases faults, and each was found"
