#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# selftest.sh WORK: shows that the lint finds what it is there for. Plants one fault at a time into a copy of the sources
# and looks for the finding at that file, which the untouched copy must not have.

set -eu

here=$(cd "$(dirname "$0")" && pwd)
copy=$1/copy
before=$1/selftest.before
after=$1/selftest.after
cases=0
missed=0

fresh() {
    rm -rf "$copy"
    mkdir -p "$copy"
    tar -cf - include src port | tar -xf - -C "$copy"
}

# expect FILE MESSAGE WHAT: the lint has to fail, with that message at that file.
expect() {
    cases=$((cases + 1))
    if sh "$here/structure.sh" "$copy" >"$after" 2>&1 || ! grep -q "^$1:[0-9]*: .*$2" "$after" ||
        grep -q "^$1:[0-9]*: .*$2" "$before"; then
        missed=$((missed + 1))
        echo "tests/lint/selftest.sh:1: planted, but not found: $3 in $1"
    fi
}

# include FILE HEADER: plants an include at the top.
include() {
    fresh
    { printf '#include %s\n' "$2" && cat "$1"; } >"$copy/$1"
    expect "$1" 'may not include' "$2"
}

# append FILE TEXT MESSAGE WHAT: plants text at the end.
append() {
    fresh
    printf '\n%s\n' "$2" >>"$copy/$1"
    expect "$1" "$3" "$4"
}

# A function of 90 lines.
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

rm -rf "$copy" "$after.c"
[ $missed -eq 0 ] || exit 1
echo "lint: the self-test planted $cases faults, and each was found"
