#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# A disk that is full, a tmpfs of its own: for results, messages, pictures, the TLS session, temporary files and the hook.
# What was there stays as it was, and what is lost is told.

. "${0%/*}/../system/own_network.sh"
. "${0%/*}/../system/lib.sh"
need "$STATIC"
ip link set lo up
D=$T/disk
mkdir "$D"
mount -t tmpfs -o size=64k,mode=0700 none "$D" 2>"$T/err" || {
    skip "full disk" "no tmpfs of one's own here: $(head -n 1 "$T/err")"
    finish
}
export ZILLIZ_API_KEY=$KEY

fill() { # PAGES that are left
    rm -f "$D/filler" "$D/spare"
    head -c $(($1 * 4096 + 1)) /dev/zero | head -c $(($1 * 4096)) >"$D/spare"
    cat /dev/zero >"$D/filler" 2>/dev/null
    rm -f "$D/spare"
}
empty() {
    rm -rf "${D:?}"/*
}
alone() { # NAME FILE...: nothing else is on the disk
    this=$1
    shift
    printf '%s\n' filler "$@" | sort >"$T/wanted"
    ls "$D" | sort >"$T/got"
    holds "$this: nothing left over" "$(tr '\n' ' ' <"$T/got")" cmp -s "$T/wanted" "$T/got"
}
whole_lines() { # FILE
    [ ! -s "$1" ] || [ "$(tail -c 1 "$1" | od -An -tx1 | tr -d ' ')" = 0a ]
}

PAGES='0 1'
[ "$(getconf PAGESIZE)" -eq 4096 ] || PAGES=0
TEN=$(printf 'job-instant %.0s' 1 2 3 4 5 6 7 8 9 10)
start_sim --plain --milvus --key "$KEY"
plain="--endpoint $SITE --retry 0"
for ZIMPORT in "$B/zimport-san" "$STATIC"; do
    which=${ZIMPORT##*/}

    fill 0
    timeout 20 "$ZIMPORT" status $plain -o json job-instant >"$D/out" 2>"$T/err" </dev/null
    code=$?
    : >"$T/out"
    fails "$which: results" 1 '^zimport: writing the results: cannot write to standard output: No space left'
    holds "$which: results: no half line" "$(cat "$D/out")" test ! -s "$D/out"
    rm -f "$D/out"
    timeout 20 "$ZIMPORT" status $plain -o json job-unknown 2>"$D/err" >"$T/out" </dev/null
    code=$?
    : >"$T/err"
    expect "$which: messages: the exit status stays" 5 "$(cat "$T/out")"
    rm -f "$D/err"

    run status $plain --files -o csv job-huge-2000 </dev/null
    sound "$which: rows, with room elsewhere" 0 && ok "$which: rows, with room elsewhere"
    TMPDIR=$D run status $plain --files -o csv job-huge-2000 </dev/null
    sed -i 1d "$T/out" # the header
    fails "$which: rows" 1 'cannot keep the rows in a temporary file: No space left on device; set TMPDIR'
    alone "$which: rows"

    # Nothing was there; the old ones; room for the smaller one.
    for pages in $PAGES; do
        for old in no yes; do
            empty
            rm -f "$T/old".*
            if [ $old = yes ]; then
                run status $plain --write "json:$D/a.json" --write "html:$D/a.html" job-at-4000 </dev/null
                cp "$D/a.json" "$T/old.json"
                cp "$D/a.html" "$T/old.html"
            fi
            fill $pages
            this="$which: pictures, $pages pages free, old ones: $old"
            run status $plain -o json --write "html:$D/a.html" --write "json:$D/a.json" $TEN </dev/null
            sound "$this" 1 && holds "$this: told" "$(cat "$T/err")" says "^zimport: writing '.*/a.html': No space left on device"
            holds "$this: results" "other ones" grep -q '"state":"Completed"' "$T/out"
            if [ $old = yes ]; then
                holds "$this: the page stays" "another" cmp -s "$T/old.html" "$D/a.html"
            else
                holds "$this: no page" "$(ls "$D")" test ! -e "$D/a.html"
            fi
            case $pages-$old in
            0-no) alone "$this" ;;
            0-yes) alone "$this" a.html a.json && holds "$this: the JSON stays" "another" cmp -s "$T/old.json" "$D/a.json" ;;
            1-no) alone "$this" a.json && holds "$this: the JSON" "$(cat "$D/a.json")" grep -q Completed "$D/a.json" ;;
            1-yes) alone "$this" a.html a.json && holds "$this: the JSON" "$(cat "$D/a.json")" grep -q Completed "$D/a.json" ;;
            esac
        done
    done

    empty
    fill 0
    printf '#!/bin/sh\necho "$1" >"%s"\n' "$D/told" >"$T/hook"
    chmod +x "$T/hook"
    run wait $plain --no-progress -o json --hook "$T/hook" job-instant </dev/null
    sound "$which: a hook" 0 && holds "$which: a hook: told" "$(cat "$T/err")" says 'hook.* end for job-instant: exit status [12]'
    empty
done
stop "$sim"

start_sim --milvus --key "$KEY"
secure="--endpoint $SITE --cacert $CA --retry 0"
for ZIMPORT in "$B/zimport-san" "$STATIC"; do
    which=${ZIMPORT##*/}
    fill 0
    run status $secure --tls-session "$D/session" -o json job-instant </dev/null
    sound "$which: a session" 0 &&
        holds "$which: a session: told" "$(cat "$T/err")" says '^zimport: note: the TLS session could not be written .*: No space left'
    alone "$which: a session"
    empty
    run status $secure --tls-session "$D/session" -o json job-instant </dev/null
    cp "$D/session" "$T/session"
    fill 0
    run status $secure --tls-session "$D/session" -o json job-instant </dev/null
    sound "$which: another session" 0 && holds "$which: another session: the old one stays" "another" cmp -s "$T/session" "$D/session"
    alone "$which: another session" session
    empty
done

umount "$D"
finish
