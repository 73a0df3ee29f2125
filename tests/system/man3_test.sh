#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The man pages of the library, as `make man` makes them: two formatters take them without a warning, in 80 columns; each
# declaration of a public header is in just one; and the example of zimport(3) works.

. "${0%/*}/lib.sh"

need mandoc groff gcc awk

top=$(cd "$tests/.." && pwd)
headers=$top/include/zimport

# Made here, by the rule's own command, so that the build folder may be anyone's.
mkdir "$T/man"
cp "$top/src/zimport.3" "$T/man/"
for header in "$headers"/*.h; do
    page=$(basename "$header" .h)
    [ "$page" != zimport ] || page=client
    awk -f "$top/src/man3.awk" "$top/src/zimport.3" "$header" >"$T/man/zimport_$page.3" ||
        not_ok "zimport_$page.3" "not made of $header"
done

# ---- how they look

for page in "$T"/man/*.3; do
    its=${page##*/}
    mandoc -T utf8 -O width=78 -W warning "$page" >"$T/page" 2>"$T/err" || :
    groff -mandoc -ww -Tutf8 -rLL=78n "$page" 2>>"$T/err" >/dev/null
    holds "$its: without warnings" "$(head -n 1 "$T/err")" [ ! -s "$T/err" ]
    # Without overstriking and with a byte a column.
    widest=$(mandoc -T ascii -O width=78 "$page" | sed "s/.$(printf '\b')//g" | awk 'length > most { most = length } END { print most }')
    holds "$its: 80 columns" "$widest columns" [ "$widest" -le 80 ]
    holds "$its: nothing left of C comments" "there is" sh -c "! grep -q -e '/\\*' -e '\\*/' '$page'"
    [ "$its" = zimport.3 ] || holds "zimport(3) leads to $its" "it does not" grep -q "^\\.Xr ${its%.3} 3" "$T/man/zimport.3"
done

# ---- that nothing is missing

# What a page declares: what it has in bold below DESCRIPTION, a line for each declaration; $T/declared/PAGE.
mkdir "$T/declared"
for page in "$T"/man/zimport_*.3; do
    awk '/^\.SH DESCRIPTION/ { on = 1 } on && /^\.nf/ { code = 1; next } /^\.fi/ { code = 0 } on && code' "$page" |
        sed 's/\\f[BR]//g; s/\\-/-/g' | awk '/^    / { sub(/^ +/, " "); printf "%s", $0; next } { printf "\n%s", $0 } END { print "" }' \
        >"$T/declared/${page##*/}"
done

# What the compiler sees: functions, macros, enumerators, and names of types.
cat "$headers"/*.h | sed -n 's/^#include "\(.*\)"/#include "\1"/p' | sort -u >"$T/all.c"
for header in "$headers"/*.h; do echo "#include \"zimport/${header##*/}\""; done >>"$T/all.c"
gcc -std=c99 -I"$top/include" -fsyntax-only -aux-info "$T/prototypes" "$T/all.c" || give_up "the headers do not compile"
gcc -std=c99 -I"$top/include" -E -P "$T/all.c" >"$T/preprocessed"
sed -n "s|.*$headers/[^ ]* \*/ extern [^(]*[ *]\(zimport_[a-z0-9_]*\) (.*|\1|p" "$T/prototypes" |
    sed 's/\(_[0-9][0-9]*\)\{3,\}$//' | sort -u >"$T/functions"
gcc -std=c99 -I"$top/include" -E -dM "$T/all.c" | sed -n 's/^#define \(ZIMPORT_[A-Z0-9_]*\).*/\1/p' |
    grep -v -x -e 'ZIMPORT_[A-Z]*_H' -e 'ZIMPORT_[A-Z]*_C' -e 'ZIMPORT_JOIN_*' | sort -u >"$T/macros"
sed -n 's/^ *\(ZIMPORT_[A-Z0-9_]*\)\( = [^,]*\)\{0,1\},\{0,1\}$/\1/p; s/.*enum [a-z_]* *{ \(.*\) }.*/\1/p' "$T/preprocessed" |
    grep -o 'ZIMPORT_[A-Z0-9_]*' | sort -u >"$T/enumerators"
sed -n 's/^} \(zimport_[a-z0-9_]*\);$/\1/p; s/^typedef .* (\*\(zimport_[a-z0-9_]*\))(.*/\1/p
    s/^typedef .*[ *(]\(zimport_[a-z0-9_]*\)\()(.*\|\[.*\]\)\{0,1\};$/\1/p' "$T/preprocessed" | sort -u >"$T/types"
sed -n '/(/d; s/^extern const [a-z_0-9]* //p' "$T/preprocessed" | grep -o 'zimport_[a-z0-9_]*' | sort -u >"$T/objects"

# pages_with PATTERN: in which pages a declaration is
pages_with() {
    (cd "$T/declared" && grep -l -E -e "$1" -- *) | wc -l
}

each() { # KIND LEAST PATTERN, in which @ is the name
    wrong=
    while read -r one; do
        [ "$(pages_with "$(printf '%s\n' "$3" | sed "s/@/$one/g")")" -eq 1 ] || wrong="$wrong $one"
    done <"$T/$1"
    holds "$1: each in one page" "not so:$wrong" [ -z "$wrong" ]
    holds "$1: at least $2 were looked for" "$(wc -l <"$T/$1")" [ "$(wc -l <"$T/$1")" -ge "$2" ]
}

each functions 60 '[ *]@\('
each macros 30 '^#define @( |\(|$)'
each enumerators 90 '(^|[{ ])@(,| |$)'
each types 50 '^typedef .*([ *]@(\[[0-9]*\])?;$|\(\*@\))|^struct @ '
each objects 5 '^extern .*[ ,]@(\[\])?[,;]'

# Functions are known to man(1) by their names.
wrong=
while read -r one; do
    cat "$T"/man/zimport_*.3 | sed -n '/^\.SH NAME/{n;p;}' | grep -q "[ ,]${one}[ ,]" || wrong="$wrong $one"
done <"$T/functions"
holds "functions: each among the names of a page" "not so:$wrong" [ -z "$wrong" ]

# ---- the example

awk '/^\.Ed/ { on = 0 } /^#include/ { on = 1 } on' "$top/src/zimport.3" | sed 's/\\e/\\/g' >"$T/example.c"
holds "the example compiles" "see the log" gcc -std=c99 -Wall -Wextra -Wpedantic -Werror -fsanitize=address,undefined \
    -I"$top/include" -o "$T/example" "$T/example.c" "$B/tests/libunder.a" "$B/mbedtls-san/libmbedtls.a"
start_sim --milvus
"$T/example" 2>"$T/err" >"$T/out"
holds "the example: without arguments" "exit $?" [ "$?" -eq 2 ]
SSL_CERT_FILE=$CA "$T/example" "$SITE" job-ok >"$T/out" 2>"$T/err"
code=$?
holds "the example: over TLS" "exit $code: $(cat "$T/out" "$T/err")" grep -q '^success: [A-Z][a-z]*, [0-9]* %$' "$T/out"
holds "the example: exits with 0" "$code" [ "$code" -eq 0 ]
SSL_CERT_FILE=$CA "$T/example" "$SITE" job-unknown >"$T/out" 2>"$T/err"
holds "the example: a job that is not there" "$(cat "$T/out")" [ "$?" -eq 1 ]
finish
