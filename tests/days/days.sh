#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# days.sh: a short run of days under the sanitizers; `make soak` has the long one. SEED=N repeats what is drawn.

. "${0%/*}/../system/lib.sh"

SEED=${SEED:-$(od -An -N4 -tu4 /dev/urandom | tr -d ' ')}
if timeout 120 "$B/tests/days/days-san" "$SEED" 30000 >"$T/out" 2>"$T/err"; then
    cat "$T/out"
else
    failures=$((failures + 1))
    cat "$T/out"
    echo "not ok days: exit $?, SEED=$SEED"
    show "stderr" "$T/err"
fi
finish
