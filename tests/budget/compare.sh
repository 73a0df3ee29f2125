# SPDX-License-Identifier: Apache-2.0
#
# Measured numbers beside the committed ones of budgets.txt; sourced by who measures. A file of measured numbers has lines
# NAME NUMBER, or NAME NUMBER NOTE where the number is not to be compared, for the reason that the note gives.

budgets=tests/budget/budgets.txt

# What the committed numbers were measured with: gcc of Debian 12, on a 64-bit PC. Another compiler's sizes say nothing about
# growth.
committed_with=12

# with COMPILER...: nothing, or as a NOTE that this is another one than the committed numbers are for.
with() {
    version=$("$@" -dumpversion 2>/dev/null || echo none)
    case ${version%%.*} in
    "$committed_with") ;;
    *) echo "${1##*/} $version, not $committed_with" ;;
    esac
}

# compare SECTION MEASURED: prints every row of that section; fails if a number is above its bar, has grown or is missing.
compare() {
    printf '%-22s %9s %9s %9s  %-32s %s\n' name measured bar committed verdict what
    awk -v section="$1" '
        FILENAME ~ /measured$/ {
            got[$1] = $2
            note[$1] = $3
            for (i = 4; i <= NF; i++) note[$1] = note[$1] " " $i
            next
        }
        $1 == "#" && $2 == "----" { inside = ($3 == section) }
        /^#/ || NF < 5 || !inside { next }
        {
            what = $0
            sub(/^[^ ]+ +[^ ]+ +[^ ]+ +[^ ]+ +/, "", what)
            limit = $3 + $3 / 100 + $4
            verdict = "ok"
            aim = substr($2, 1, 1) == "~" ? substr($2, 2) : 0
            if (!($1 in got) || got[$1] == "") {
                verdict = "NOT MEASURED"
            } else if (note[$1] != "") {
                verdict = "ok, not compared: " note[$1]
            } else if (aim > 0 && got[$1] > aim && got[$1] <= limit) {
                verdict = "ok, but above the aim by " got[$1] - aim
            } else if ($2 != "-" && !aim && got[$1] > $2) {
                verdict = "OVER THE BAR by " got[$1] - $2
            } else if (got[$1] > limit) {
                verdict = "GROWN by " got[$1] - $3
            } else if (got[$1] < $3 - $3 / 100 - $4) {
                verdict = "ok, smaller: commit the number"
            }
            bad += verdict !~ /^ok/
            printf "%-22s %9s %9s %9d  %-32s %s\n", $1, got[$1], $2, $3, verdict, what
        }
        END { exit bad > 0 }' "$2" $budgets
}

# update MEASURED: writes the numbers that can be compared into budgets.txt.
update() {
    awk '
        FILENAME ~ /measured$/ { if (NF == 2) got[$1] = $2; next }
        !/^#/ && NF >= 5 && ($1 in got) {
            what = $0
            sub(/^[^ ]+ +[^ ]+ +[^ ]+ +[^ ]+ +/, "", what)
            $0 = sprintf("%-22s %6s %6d %5d  %s", $1, $2, got[$1], $4, what)
        }
        { print }' "$1" $budgets >"$1.updated"
    cat "$1.updated" >$budgets
}
