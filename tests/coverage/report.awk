# SPDX-License-Identifier: Apache-2.0
#
# awk -v by=unit|system -f report.awk gates.txt GCOV: what gcov -b -c -t says of each object file, as a table of the folders
# that gates.txt has for these tests, behind a list of what is missing. What is in a header is covered if it is in one of the
# files that include it. Exit 1 if something is below its gate.

FILENAME ~ /gates\.txt$/ {
    if ($2 == by) {
        folders[++n] = $1
        gate[$1] = $3
        mcdc[$1] = $4
    }
    next
}

function folder_of(file, i) {
    for (i = 1; i <= n; i++) if (index(file, folders[i] "/") == 1) return folders[i]
    return ""
}

/^ +[^ :]+: +[0-9]+:/ {
    split($0, part, ":")
    line = part[2] + 0
    if (line == 0) {
        if (part[3] == "Source") {
            file = part[4]
            folder = folder_of(file)
        }
        next
    }
    if (folder == "") next
    at = file ":" line
    branch = expression = 0
    count = part[1]
    gsub(/[ *]/, "", count)
    if (count == "-") next
    if (!(at in folder_at)) {
        folder_at[at] = folder
        order[++known] = at
        text[at] = substr($0, index($0, part[2] ":") + length(part[2]) + 1)
        sub(/^ +/, "", text[at])
    }
    if (count != "#####") ran[at] = 1
    next
}

folder == "" { next }

/^branch / {
    id = at SUBSEP (++branch)
    branches[at] = branch
    if ($3 == "taken" && $4 > 0) taken[id] = 1
}

/^condition outcomes covered / {
    split($4, part, "/")
    id = at SUBSEP (++expression)
    expressions[at] = expression
    outcomes[id] = part[2]
    seen[id]++
}

/^condition +[0-9]+ not covered / {
    for (i = 5; i <= NF; i++) {
        word = $i
        gsub(/[()]/, "", word)
        what = $2 " " word
        if (missed[id, what]++ == 0) words[id] = words[id] what ","
    }
}

function missing_branches(at, b, said) {
    for (b = 1; b <= branches[at]; b++) if (!((at SUBSEP b) in taken)) said = said " " b
    return said == "" ? "" : " branch" said " of " branches[at]
}

function missing_outcomes(at, e, i, m, said, list, id) {
    for (e = 1; e <= expressions[at]; e++) {
        id = at SUBSEP e
        m = split(words[id], list, ",")
        for (i = 1; i < m; i++) if (missed[id, list[i]] == seen[id]) said = said (said == "" ? " condition " : ", ") list[i]
    }
    return said
}

function percent(part, all) { return all ? sprintf("%.2f", int(10000 * part / all) / 100) : "-" }

END {
    for (k = 1; k <= known; k++) {
        at = order[k]
        f = folder_at[at]
        lines[f]++
        lines_ran[f] += at in ran
        all[f] += branches[at]
        without = missing_branches(at)
        if (without != "") {
            gone[f] += split(without, part, " ") - 3
        }
        for (e = 1; e <= expressions[at]; e++) conditions[f] += outcomes[at, e]
        never = missing_outcomes(at)
        if (never != "") conditions_gone[f] += split(never, part, ",")
        if (!(at in ran)) print at ": not reached: " text[at]
        else if (without never != "") print at ":" without (without != "" && never != "" ? ";" : "") never ": " text[at]
    }
    printf "%-14s %15s %15s %8s %5s %15s %8s %5s\n", "folder", "lines", "branches", "%", "gate", "conditions", "%", "gate"
    for (k = 1; k <= n; k++) {
        f = folders[k]
        part_of = percent(all[f] - gone[f], all[f])
        mcdc_of = percent(conditions[f] - conditions_gone[f], conditions[f])
        printf "%-14s %7d/%7d %7d/%7d %8s %5s %7d/%7d %8s %5s\n", f, lines_ran[f], lines[f], all[f] - gone[f], all[f], part_of, \
            gate[f], conditions[f] - conditions_gone[f], conditions[f], mcdc_of, mcdc[f]
        if (all[f] == 0 || part_of + 0 < gate[f]) bad = 1
        if (mcdc[f] != "-" && conditions[f] > 0 && mcdc_of + 0 < mcdc[f]) bad = 1
    }
    exit bad
}
