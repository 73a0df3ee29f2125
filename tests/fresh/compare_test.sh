#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The committed sizes are for one version of the compiler: others are printed, and fail nothing.

. "${0%/*}/../system/lib.sh"
cd "$tests/.." || exit 1
. tests/budget/compare.sh

compiler() { # VERSION: $T/some-gcc
    printf '#!/bin/sh\necho %s\n' "$1" >"$T/some-gcc"
    chmod +x "$T/some-gcc"
}

# Each number of budgets.txt, ten times its bar.
measured() {
    awk -v note="$(with "$T/some-gcc")" '/^# ----/ { inside = $3 == "budget" }
        !/^#/ && NF > 4 && inside { print $1, 10 * ($2 > $3 ? $2 : $3) + 100000, note }' $budgets >"$T/measured"
    compare budget "$T/measured" >"$T/out" 2>"$T/err"
    code=$?
}

compiler 12.2.0
measured
holds "the compiler they are for: compared" "exit $code" [ "$code" -eq 1 ]
holds "and all of them have grown" "not all" [ "$(grep -c -E ' (GROWN|OVER THE BAR) by ' "$T/out")" -eq "$(wc -l <"$T/measured")" ]
for version in 14.2.0 11 none; do
    compiler $version
    measured
    holds "gcc $version: not compared" "exit $code" [ "$code" -eq 0 ]
    holds "gcc $version: printed, with the reason" "not all" \
        [ "$(grep -c " ok, not compared: some-gcc $version, not 12 " "$T/out")" -eq "$(wc -l <"$T/measured")" ]
done
finish
