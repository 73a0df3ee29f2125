# SPDX-License-Identifier: Apache-2.0
#
# awk -f calls.awk rooms.txt LISTING...: what `nm -A` says of objects that are named like their sources, with % for each
# slash. Prints as FILE:1: message each use of a room that rooms.txt does not allow, and each circle of files that use
# one another.

BEGIN {
    table = ARGV[1]
}

# An object: its source, the symbols it defines, the symbols it needs.
FILENAME != table {
    file = $0
    sub(/\.o:.*/, "", file)
    sub(/.*\//, "", file)
    gsub(/%/, "/", file)
    if ($(NF - 1) ~ /^[Uvw]$/) {
        user[++needs] = file
        needed[needs] = $NF
    } else if ($(NF - 1) ~ /^[A-Z]$/) {
        home[$NF] = file
    }
    next
}

{
    sub(/#.*/, "")
    if (NF > 0) {
        known[$1] = 1
        for (i = 2; i <= NF; i++) {
            below[$1] = below[$1] " " $i
        }
    }
}

function room_of(file) {
    sub(/\/[^\/]*$/, "", file)
    return file
}

function may_use(upper, lower,    list, n, i) {
    if (upper == lower) {
        return 1
    }
    n = split(below[upper], list, " ")
    for (i = 1; i <= n; i++) {
        if (may_use(list[i], lower)) {
            return 1
        }
    }
    return 0
}

# Marks what can be reached from a file.
function reach(start, file,    list, n, i) {
    n = split(callees[file], list, " ")
    for (i = 1; i <= n; i++) {
        if (!((start, list[i]) in reached)) {
            reached[start, list[i]] = 1
            reach(start, list[i])
        }
    }
}

function in_circle(one, other) {
    return (one, other) in reached && (other, one) in reached
}

# The circle is reported at the first of its files by name.
function report_circle(first,    text, i, pair) {
    for (i = 1; i <= edges; i++) {
        if (in_circle(first, from[i]) && in_circle(first, to[i])) {
            if (from[i] < first) {
                return
            }
            text = text (text == "" ? "" : ", ") from[i] " -> " to[i] " (" substr(symbols[from[i], to[i]], 2) ")"
        }
    }
    print first ":1: a circle of calls: " text
}

END {
    for (i = 1; i <= needs; i++) {
        file = user[i]
        target = home[needed[i]]
        if (target == "" || target == file) {
            continue
        }
        if (!(room_of(file) in known)) {
            unplaced[file] = 1
        } else if (!may_use(room_of(file), room_of(target))) {
            print file ":1: may not use " needed[i] " of " target " (tests/lint/rooms.txt)"
        }
        if (!((file, target) in symbols)) {
            from[++edges] = file
            to[edges] = target
            callees[file] = callees[file] " " target
        }
        symbols[file, target] = symbols[file, target] " " needed[i]
    }
    for (file in unplaced) {
        print file ":1: tests/lint/rooms.txt says nothing about this place"
    }
    for (file in callees) {
        reach(file, file)
    }
    for (file in callees) {
        if (in_circle(file, file)) {
            report_circle(file)
        }
    }
}
