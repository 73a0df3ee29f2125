#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# examples/shell/two-phase.sh on an appliance, against Milvus 3.0: committed, aborted, interrupted, refused.

. "${0%/*}/lib.sh"
. "${0%/*}/appliance.sh"

for verdict in 0 1; do
    # shellcheck disable=SC2016 # for the check
    printf '#!%s ash\necho "$JOB $ZIMPORT_STATE $ZIMPORT_IMPORTED_ROWS" >>"%s"\nexit %s\n' "$BUSYBOX" "$T/checked" "$verdict" >"$T/stubs/check-$verdict"
    chmod +x "$T/stubs/check-$verdict"
done

two_phase() { # COLLECTION CHECK
    printf '%s\n' "ZIMPORT_ENDPOINT=$SITE" TOKEN_FILE= "STATE_DIR=$T/state" TIMEOUT=20 'OPTIONS="--interval 0.1 --retry 0"' >"$T/conf"
    : >"$T/checked"
    appliance "$shell/two-phase.sh" "$T/conf" "$1" "$2" "$1/a.parquet" "$1/b.parquet" "$1/c.parquet"
}

says_so() { # NAME EXIT PATTERN CHECKED-TIMES STARTS
    sound "$1" "$2" || return
    if ! says "$3"; then
        not_ok "$1" "no /$3/"
    elif [ "$(wc -l <"$T/checked")" -ne "$4" ]; then
        not_ok "$1" "checked: $(cat "$T/checked")"
    elif [ "$(counter starts)" -ne "$5" ]; then
        not_ok "$1" "$(counter starts) starts"
    else
        ok "$1"
    fi
}

start_sim --plain --milvus --duration 0.5
two_phase books check-0
says_so "committed" 0 '^zimport: books: 44[0-9]* is committed, and complete$' 1 1
holds "committed: what the check knew" "$(cat "$T/checked")" grep -q '^44[0-9]* Uncommitted [1-9][0-9]*$' "$T/checked"
two_phase books check-0
says_so "committed: started again" 0 'was committed before, and is complete$' 0 1
two_phase films check-1
says_so "aborted" 4 'was refused by check-1, and is aborted$' 1 2
two_phase films check-1
says_so "aborted: started again" 4 'is Failed: the import was aborted by the user$' 0 2
two_phase failed check-0
says_so "failed" 4 'is Failed: row 17: wrong vector dimension$' 0 3
# Interrupted between start and commit: the same job goes on.
run start --endpoint "$SITE" --collection songs --option auto_commit=false a
cp "$T/out" "$T/state/two-phase-songs"
two_phase songs check-0
says_so "interrupted" 0 'is committed, and complete' 1 4
: >"$T/state/two-phase-games"
two_phase games check-0
says_so "perhaps started" 9 'an earlier start may have started the import' 0 4
two_phase create_drop check-0
says_so "lost" 7 'the import may have been started: see zimport list' 0 5
two_phase ../books check-0
says_so "no collection" 2 'not the name of a collection' 0 5
two_phase poems no-such-check
says_so "no check" 2 'there is no program no-such-check' 0 5
# A job whose abort is lost on its way is aborted by the next run.
echo job-undone-drop-1 >"$T/state/two-phase-plays"
two_phase plays check-1
says_so "not aborted" 7 'was refused by check-1, but not aborted; start this again' 1 5
stop "$sim"
start_sim --plain --milvus 2.6 --duration 0.2
two_phase old check-0
says_so "a server without two phases completes the job" 0 'was committed before, and is complete' 0 1
stop "$sim"

finish
