#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# recording.sh BUILD >FILE.svg: plays a run against the simulator in a terminal, and draws what was to be seen as a picture
# that moves. `make recording` calls it.

set -eu

[ $# -eq 1 ] || {
    echo "usage: $0 BUILD >FILE.svg" >&2
    exit 2
}
build=$1
columns=96
rows=18
work=$(mktemp -d)
pid=
trap '[ -z "$pid" ] || kill "$pid" 2>/dev/null; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM HUP

"$build/tests/simulator" --plain --milvus --ready-file "$work/port" --max-life 120 --duration 9 >/dev/null 2>&1 &
pid=$!
tries=0
until [ -s "$work/port" ]; do
    tries=$((tries + 1))
    [ $tries -lt 400 ] || exit 1
    sleep 0.05
done

# In this place, so that messages have no path of the machine.
cat >"$work/play" <<END
export ZIMPORT_ENDPOINT=http://localhost:$(cat "$work/port") ZIMPORT_CONFIG=/dev/null LC_ALL=C.UTF-8 TERM=xterm
export PATH="$(cd "$build" && pwd):\$PATH"
stty rows $rows columns $columns
play() {
    printf '\$ %s\n' "\$*"
    "\$@" || :
}
play zimport wait --interval 300ms job-demo job-failed
END
script -q -c "sh '$work/play'" /dev/null </dev/null >"$work/bytes"
"$build/tests/system/screen" $columns $rows "$work/frames" <"$work/bytes" >"$work/last" 2>"$work/report" || cat "$work/report" >&2

# Every third picture; the last one stays for a while. They lie below each other, and move past a window.
LC_ALL=C.UTF-8 awk -v columns=$columns -v rows=$rows -v every=3 -v still=16 '
function add(line) {
    sub(/ +$/, "", line)
    if (line != "") {
        gsub(/&/, "\\&amp;", line)
        gsub(/</, "\\&lt;", line)
    }
    lines[++count] = line
}
function flush_picture(id, i) {
    printf "<g%s transform=\"translate(0 %d)\">\n", id, shown++ * height
    for (i = 1; i <= count; i++) {
        if (lines[i] != "") {
            printf "<text x=\"12\" y=\"%d\">%s</text>\n", 12 + i * 18, lines[i]
        }
    }
    print "</g>"
}
BEGIN {
    height = rows * 18 + 24
}
FNR == NR {
    pictures += $0 == "--"
    next
}
FNR == 1 && !begun++ {
    total = int((pictures - 1) / every) + 1 + still
    printf "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\">\n", columns * 8.4 + 24, height
    print "<title>zimport wait follows two imports, of which one fails</title>"
    printf "<style>text{font:14px/18px ui-monospace,Menlo,Consolas,\"DejaVu Sans Mono\",monospace;fill:#d6deeb;white-space:pre}"
    printf "#p{animation:p %.1fs steps(%d) infinite}@keyframes p{to{transform:translateY(-%dpx)}}</style>\n", \
        total * 0.3, total, total * height
    print "<rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"#0d1626\"/>\n<g id=\"p\">"
}
$0 == "--" {
    if (picture++ % every == 0) {
        flush_picture("")
    }
    count = 0
    next
}
{ add($0) }
END {
    flush_picture(" id=\"last\"")
    for (i = 1; i < still; i++) {
        printf "<use href=\"#last\" y=\"%d\"/>\n", i * height
    }
    print "</g>\n</svg>"
}' "$work/frames" "$work/frames" "$work/last"
