# SPDX-License-Identifier: Apache-2.0
#
# awk -v target=NAME -v inputs=N -v bytes=N -f coverage.awk reach.txt GCOV: what gcov -b -c -t says of the target's files, as a
# line of a table. A file that is part of several objects is covered if it is in one of them. Exit 1: nothing was reached.

FILENAME ~ /reach\.txt$/ {
    if ($1 == target) for (i = 2; i <= NF; i++) wanted[$i] = 1
    next
}

/^ +[^ :]+: +[0-9]+:/ {
    split($0, part, ":")
    line = part[2] + 0
    if (line == 0) {
        if (part[3] == "Source") file = part[4]
        next
    }
    count = part[1]
    gsub(/[ *]/, "", count)
    if (!(file in wanted) || count == "-") next
    at = file ":" line
    branch = 0
    lines[at] = 1
    if (count !~ /^[#=]/) ran[at] = 1
    next
}

/^branch / && (file in wanted) {
    id = at SUBSEP (++branch)
    branches[id] = 1
    if ($3 == "taken" && $4 > 0) taken[id] = 1
}

function size(array, n, key) {
    for (key in array) n++
    return n + 0
}

function percent(part, all) { return all ? sprintf("%.1f", int(1000 * part / all) / 10) : "-" }

END {
    printf "%-10s %6d %8d %7d/%7d %7s %7d/%7d %7s\n", target, inputs, bytes, size(ran), size(lines),
        percent(size(ran), size(lines)), size(taken), size(branches), percent(size(taken), size(branches))
    exit size(ran) == 0
}
