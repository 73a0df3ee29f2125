# SPDX-License-Identifier: Apache-2.0
#
# Scenarios in which every system call fails in turn; sourced after lib.sh. COUNT: so many faults of each (default 30), chosen
# by SEED, or all. ONLY=WORD: only scenarios with it in their name.

calls=$tests/calls
COUNT=${COUNT:-30}
SEED=${SEED:-1}
echo "# COUNT=$COUNT SEED=$SEED"
[ "$COUNT" != all ] || COUNT=0
export ZILLIZ_API_KEY=$KEY
mkdir "$T/fresh"

each() { # NAME [OPTION...] -- ARGUMENT...
    name=$1
    shift
    case $name in *"${ONLY-}"*) ;; *) return ;; esac
    "$B/tests/calls/each" --name "$name" --program "$B/tests/calls/zimport" --list "$calls/calls.txt" --dir "$T" \
        --count "$COUNT" --seed "$SEED" "$@" || failures=$((failures + 1))
}

fresh() { # FILE LINES: in the folder of each run
    printf '%s\n' "$2" >"$T/fresh/$1"
    chmod 600 "$T/fresh/$1"
}
afresh() { # no files
    rm -f "$T/fresh"/*
}
