# SPDX-License-Identifier: Apache-2.0
#
# awk -f man3.awk zimport.3 HEADER
#
# Makes a man page of a public header: what its comments say, in their order. The date is that of zimport(3).
#
#   NAME         the functions, and the first sentence of the header
#   SYNOPSIS     functions and objects
#   DESCRIPTION  the rest of the header's first comment; then each declaration in bold, with the comment above it or beside
#                it, and the members of a structure or an enum with theirs
#
# A comment holds for all declarations up to the next one. Members that a comment calls internal are left out; "internal from
# here on" leaves out the rest of the structure. In a comment, `x` is in italics, and lines that begin with a ZIMPORT_ name and
# two blanks are a list. In a structure a comment above a member is about that one; in an enum it is about those that follow.

BEGIN { width = 72 }

# ---- text

function put(s) {
    page = page s "\n"
}

# For roff: characters that it would take for its own.
function plain(s) {
    gsub(/\\/, "\\e", s)
    gsub(/…/, "...", s)
    gsub(/-/, "\\-", s)
    gsub(/"/, "\\(dq", s)
    gsub(/'/, "\\(aq", s)
    gsub(/`/, "\\(ga", s)
    gsub(/~/, "\\(ti", s)
    gsub(/\^/, "\\(ha", s)
    return s
}

# Names of the library in bold, `x` in italics; a hyphen within a word stays one.
function text(s,  out, parts, n, i) {
    s = " " s
    while (match(s, /[ (](api|base|config|lwip|mbedtls|origin|port|posix|status)\.h/))
        s = substr(s, 1, RSTART) "zimport_" substr(s, RSTART + 1, RLENGTH - 3) "(3)" substr(s, RSTART + RLENGTH)
    s = substr(s, 2)
    n = split(s, parts, /`/)
    for (i = 1; i <= n; i++) out = out (i % 2 ? names(parts[i]) : "\\fI" plain(parts[i]) "\\fR")
    gsub(/[.] /, ".\n", out)
    return out
}

function names(s,  out, before, found) {
    while (match(s, /(zimport_|ZIMPORT_|_[A-Z])[A-Za-z0-9_]+(…|\([0-9]\))?/)) {
        before = substr(s, 1, RSTART - 1)
        found = substr(s, RSTART, RLENGTH)
        s = substr(s, RSTART + RLENGTH)
        out = out prose(before)
        out = out (before ~ /[A-Za-z0-9_]$/ ? prose(found) : "\\fB" plain(found) "\\fR")
    }
    return out prose(s)
}

# Only what looks like an option or a negative number has a minus.
function prose(s) {
    s = plain(s)
    gsub(/ %/, "\\ %", s)
    while (match(s, /[A-Za-z][A-Za-z]\\-[A-Za-z][A-Za-z]/)) s = substr(s, 1, RSTART + 1) "-" substr(s, RSTART + 4)
    return s
}

function put_paragraph() {
    if (paragraph != "") put(text(paragraph))
    paragraph = ""
}

# The lines of a comment: paragraphs, and lists of statuses.
function put_comment(s,  lines, n, i, line, listed) {
    n = split(s, lines, "\n")
    for (i = 1; i <= n; i++) {
        line = lines[i]
        if (line ~ /^ZIMPORT_[A-Z_]+  /) {
            put_paragraph()
            match(line, /^ZIMPORT_[A-Z_]+/)
            put(".TP 4\n\\fB" substr(line, 1, RLENGTH) "\\fR")
            paragraph = substr(line, RLENGTH + 1)
            listed = 1
        } else if (line == "" || (listed && line !~ /^ /)) {
            put_paragraph()
            put(".PP")
            paragraph = line
            listed = 0
        } else {
            paragraph = paragraph (paragraph == "" ? "" : " ") line
        }
        sub(/^ +/, "", paragraph)
        gsub(/  +/, " ", paragraph)
    }
    put_paragraph()
}

# The last place of a piece in the first bytes of a text; 0: none.
function last_of(piece, s, room,  i) {
    for (i = room; i > 0 && substr(s, i, length(piece)) != piece; i--) continue
    return i
}

# A declaration in bold, broken behind semicolons and commas where it is too long.
function put_code(s, room,  at, lead) {
    gsub(/[ \n]+/, " ", s)
    sub(/ +$/, "", s)
    while (length(lead s) > room) {
        at = last_of("; ", s, room - length(lead))
        if (!at) at = last_of(", ", s, room - length(lead))
        if (!at) at = index(s, "(")
        if (!at || at == length(s)) break
        put("\\fB" lead plain(substr(s, 1, at)) "\\fR")
        s = substr(s, at + 1)
        sub(/^ /, "", s)
        lead = "    "
    }
    put("\\fB" lead plain(s) "\\fR")
}

# ---- declarations

function put_members(  i) {
    if (!member_count) return
    put(".RS 4")
    if (comment == "") put(".PD 0")
    for (i = 1; i <= member_count; i++) {
        if (member[i] == "") {
            put(".PD\n.PP")
            put_comment(note[i])
        } else {
            put(".TP 4\n.nf")
            put_code(member[i], width - 8)
            put(".fi")
            put_comment(note[i])
        }
        put(".PD 0")
    }
    put(".PD\n.RE")
}

# What has been gathered: declarations, the comment about them, members.
function flush(  i) {
    if (heads) {
        put(page == "" && rest_of_intro() == "" ? ".nf" : ".PP\n.nf")
        for (i = 1; i <= heads; i++) put_code(head[i], width)
        put(".fi")
        if (comment != "") {
            put(".RS 4")
            put_comment(comment)
            put(".RE")
        }
        put_members()
    }
    heads = member_count = 0
    comment = ""
}

# Takes a comment off the end of a declaration, or off a line of its own; it may go on in the next lines.
function take_comment(s,  at, next_line) {
    taken = ""
    at = index(s, "/*")
    if (!at) return s
    taken = substr(s, at + 2)
    s = substr(s, 1, at - 1)
    sub(/[ \t]+$/, "", s)
    while (!index(taken, "*/") && (getline next_line) > 0) {
        sub(/^[ \t]*\*/, "", next_line)
        sub(/^ /, "", next_line)
        taken = taken "\n" next_line
    }
    sub(/[ ]*\*\/.*/, "", taken)
    sub(/^ /, "", taken)
    return s
}

function add_member(code, about) {
    member[++member_count] = code
    note[member_count] = about
}

# The lines up to the end of a structure or an enum.
function take_members(is_enum,  line, code, above, about, depth, hidden) {
    while ((getline line) > 0 && line !~ /^}/) {
        line = take_comment(line)
        sub(/^ +/, "", line)
        if (line == "" && is_enum && taken != "") add_member("", taken)
        if (line == "" && !is_enum && taken != "") above = taken
        if (line == "") continue
        if (taken != "") about = about (about == "" ? "" : "; ") taken
        depth += gsub(/{/, "{", line) - gsub(/}/, "}", line)
        code = code (code == "" ? "" : " ") line
        if (depth || line !~ (is_enum ? "." : ";$")) continue
        if (about ~ /^internal from here on/) hidden = 1
        if (above != "") about = above
        sub(/,$/, "", code)
        if (!hidden && about !~ /^internal/ && code !~ /^ZIMPORT_OPAQUE/) add_member(code, about)
        code = above = about = ""
    }
    return line
}

# ---- the header

FNR == 1 && NR > 1 {
    in_header = 1
    header = FILENAME
    sub(/.*\//, "", header)
    name = page_of(header)
}
!in_header {
    if (/^\.Dd/) date = substr($0, 5)
    next
}

function page_of(header) {
    sub(/\.h$/, "", header)
    return "zimport_" (header == "zimport" ? "client" : header)
}

/SPDX-License-Identifier/ { next }
/^#include "/ {
    split($0, part, /"/)
    sub(/.*\//, "", part[2])
    see = see ",\n.BR " page_of(part[2]) " (3)"
    next
}
# With C++ in mind, and what may be set already.
/^#(include|if|endif|else|undef)/ || /^extern "C"/ || /^}/ || /^[ \t]*$/ || /^#define ZIMPORT_[A-Z]+_H$/ { next }
# Plumbing.
/^(#define )?ZIMPORT_(BEGIN_C|END_C|JOIN)/ || /^#define zimport_/ { next }

/^\/\*/ {
    flush()
    take_comment($0)
    if (intro == "") intro = taken
    else comment = taken
    next
}

/^#define/ {
    line = take_comment($0)
    if (line ~ /\\$/) while ((getline more) > 0 && more ~ /\\$/) continue
    # What can be called is shown without what it stands for, and so are sums of sizes.
    if (line ~ /^#define [A-Z0-9_]+\(/) sub(/\).*/, ")", line)
    if (line ~ /sizeof/) sub(/ \(.*/, "", line)
    add_head(line)
    next
}

/{$/ {
    line = $0
    last = take_members(line ~ /^(typedef )?enum/)
    take_comment(last)
    if (taken != "") comment = comment (comment == "" ? "" : " ") taken
    sub(/^}/, "{ ... }", last)
    sub(/ *\/\*.*/, "", last)
    sub(/{$/, last, line)
    add_head(line)
    flush()
    next
}

{
    line = $0
    code = ""
    for (;;) {
        line = take_comment(line)
        code = code (code == "" ? "" : " ") line
        if (line ~ /;$/ || (getline line) <= 0) break
    }
    if (taken != "") {
        if (heads) flush()
        comment = comment (comment == "" ? "" : " ") taken
    }
    add_head(code)
    if (code !~ /^(typedef|enum|struct)/) {
        synopsis[++synopses] = code
        # A function, or objects.
        sub(/\(.*/, "", code)
        while (match(code, /zimport_[a-z0-9_]+(\[\])?(,|;|$)/)) {
            one = substr(code, RSTART, RLENGTH)
            gsub(/[^a-z0-9_]/, "", one)
            names_of_page = names_of_page ", " one
            code = substr(code, RSTART + RLENGTH)
        }
    }
    if (taken != "") flush()
}

# A type behind a function is another matter.
function add_head(s) {
    if (s ~ /^(typedef|struct|enum)/ && heads && head[heads] !~ /^(typedef|struct|enum|#)/) flush()
    head[++heads] = s
}

# The first sentence without its capital, if that is only there since a sentence begins.
function brief(  s) {
    s = intro
    gsub(/\n/, " ", s)
    if (match(s, /\.( |$)/)) s = substr(s, 1, RSTART - 1)
    if (substr(s, 2, 1) ~ /[a-z ]/) s = tolower(substr(s, 1, 1)) substr(s, 2)
    return s
}

function rest_of_intro(  at) {
    at = match(intro, /\.([ \n]|$)/)
    return substr(intro, at + 2)
}

END {
    flush()
    described = page
    page = ""
    put(".\\\" Made by src/man3.awk of include/zimport/" header)
    put(".TH " name " 3 \"" date "\" zimport")
    put(".ad l\n.nh")
    put(".SH NAME\n" name names_of_page " \\- " plain(brief()))
    put(".SH SYNOPSIS\n.nf\n\\fB#include <zimport/" header ">\\fR")
    for (i = 1; i <= synopses; i++) {
        if (i == 1) put("")
        put_code(synopsis[i], width)
    }
    put(".fi\n.SH DESCRIPTION")
    put_comment(rest_of_intro())
    printf "%s%s", page, described
    print ".SH SEE ALSO\n.BR zimport (3)" see
}
