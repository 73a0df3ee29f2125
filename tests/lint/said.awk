# SPDX-License-Identifier: Apache-2.0
#
# awk -f said.awk TEST... SOURCES=1 SOURCE...: the pieces of messages in the sources that no test has in it: literals of
# two words or more. Literals side by side are one, as for the compiler.

function join(text) {
    gsub(/"[ \t\n\\]*\n[ \t]*"/, "", text)
    gsub(/\\/, "", text)
    return text
}

function flush_file() {
    if (name == "") {
        return
    }
    if (sources) {
        check()
    } else {
        tests = tests join(text) "\n"
    }
    text = ""
}

# Literals of one source, line by line; one that goes on with the next line is put together first.
function check(n, lines, i, line, piece, open, where) {
    n = split(text, lines, "\n")
    open = ""
    for (i = 1; i <= n; i++) {
        line = lines[i]
        if (line ~ /^#include/) {
            continue
        }
        sub(/^[ \t]*\/?\*.*$/, "", line)
        while (match(line, /"([^"\\]|\\.)*"/)) {
            piece = substr(line, RSTART + 1, RLENGTH - 2)
            line = substr(line, RSTART + RLENGTH)
            if (open == "") {
                where = i
            }
            open = open piece
            if (line ~ /^[ \t\\]*$/ && lines[i + 1] ~ /^[ \t]*"/) {
                break
            }
            prove(open, where)
            open = ""
        }
    }
}

# Words with a NUL between them are several.
function prove(pieces, line, n, parts, i) {
    n = split(pieces, parts, /\\0/)
    for (i = 1; i <= n; i++) {
        prove_one(parts[i], line)
    }
}

function prove_one(piece, line) {
    gsub(/\\n/, "", piece)
    gsub(/\\/, "", piece)
    gsub(/^[^A-Za-z]+|[^A-Za-z]+$/, "", piece)
    if (piece ~ /[a-z]+ [a-z]/ && !index(tests, piece)) {
        print name ":" line ": no test has the words \"" piece "\""
    }
}

FNR == 1 {
    flush_file()
    name = FILENAME
    sources = SOURCES
}

{
    text = text $0 "\n"
}

END {
    flush_file()
}
