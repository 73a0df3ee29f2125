#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The pages: README.md and those it links to. Every command in an indented block, or a fenced one marked sh, is taken out
# of the page and run, so that none goes stale; other names in a page are looked up.
#
#   [build/]zimport ...        run against simulators that have the ports of the page
#   make TARGET SETTING=...    target and settings are looked up in the Makefile; nothing is built
#   build/tests/simulator ...  its options are looked up
#   sh FILE, build/...         the file, or the test's source, is there
#
# In a block a command has `$ ` in front; or is known by its first word, where the block has no such line. Its exit status
# is 0, or what a comment behind it says: `# exit 4`. The lines that a page shows below a command of zimport are what it
# prints, unless they have dots for what is left out, or it is `wait` or `start`, which never print the same. The commands
# of a page share a shell, from top to bottom. PAGES is another folder with pages, to see that something fails.

. "${0%/*}/lib.sh"

top=$(cd "$tests/.." && pwd)
PAGES=${PAGES:-$top}
unset MAKEFLAGS MAKELEVEL MFLAGS

known='README.md SECURITY.md CONTRIBUTING.md CHANGELOG.md src/README.md port/README.md examples/README.md
    examples/firmware/README.md port/packages/README.md tests/README.md'

# ---- what the pages say

# commands PAGE: LINE<tab>COMMAND, and the lines below it that a page shows as LINE<tab>| TEXT
commands() {
    awk '
        function flush(  i) {
            for (i = 1; i <= count; i++) {
                if (text[i] ~ /^\$ /) printf "%d\t%s\n", line[i], substr(text[i], 3)
                else if (prompts) printf "%d\t| %s\n", line[i], text[i]
                else if (!prompts && text[i] ~ /^(make|zimport|sh|build\/[^ ]*|export)( |$)/) printf "%d\t%s\n", line[i], text[i]
            }
            count = prompts = 0
        }
        function add(one) {
            text[++count] = one
            line[count] = NR
            if (one ~ /^\$ /) prompts = 1
        }
        /^```/ { if (fence != "") { flush(); fence = "" } else fence = $0; next }
        fence == "```sh" { add($0); next }
        fence != "" { next }
        /^    / { add(substr($0, 5)); next }
        { flush() }
        END { flush() }' "$1"
}

# outside PAGE: the page without its blocks
outside() {
    awk '/^```/ { fence = !fence; next } !fence && !/^    /' "$1"
}

# code PAGE: what stands between backticks in its text
code() {
    outside "$1" | grep -o '`[^`]*`' | tr -d '`'
}

# links PAGE: where its relative links point, a #part taken off
links() {
    outside "$1" | grep -o '](\([^)]*\))' | sed 's/^](//; s/)$//; s/#.*//' | grep -v -e '^[a-z]*:' -e '^$'
}

# ---- what there is to compare with

# Only make's data base is printed: a recipe that calls $(MAKE) would be run even with -n.
make -C "$top" -pn B="$B" help >"$T/make" 2>/dev/null || :
sed -n 's/^\([A-Za-z0-9][A-Za-z0-9._\/-]*\) *:\([^=].*\)\{0,1\}$/\1/p' "$T/make" | sort -u >"$T/targets"
find "$top/Makefile" "$top/src" "$top/port" "$top/tests" "$top/examples" \( -name Makefile -o -name '*.mk' \) -exec cat {} + >"$T/makefiles"
"$B/tests/simulator" --help | grep -o -E -e '--[a-z][a-z-]*' | sort -u >"$T/sim-options"
for verb in status wait list start doctor version help; do
    "$ZIMPORT" help "$verb" --all
done | grep -o -E -e '--[a-z][a-z0-9-]*' | sort -u >"$T/options"
printf '%s\n' --version --all >>"$T/options"
(cd "$top" && grep -rhoIE --exclude='*.md' --exclude=pages_test.sh '[A-Za-z][A-Za-z0-9]*_[A-Za-z0-9_]*' src port include examples tests Makefile) |
    sort -u >"$T/identifiers"

target_there() { # TARGET
    case $1 in
    build/tests/unit/test_* | build/tests/fault/test_*) [ -e "$top/${1#build/}.c" ] ;;
    build/*) grep -q -x -F -e "$B/${1#build/}" "$T/targets" || grep -q -F -e "$B/${1#build/}:" "$T/make" ;;
    *) grep -q -x -F -e "$1" "$T/targets" ;;
    esac
}

# make_words WORD...: $why says what is stale
make_words() {
    why=
    for word; do
        case $word in
        -j*) ;;
        *=*) grep -q -E "(^|[^A-Za-z_])${word%%=*}([^A-Za-z_]|\$)" "$T/makefiles" || why="no setting ${word%%=*}" ;;
        *) target_there "$word" || why="no target $word" ;;
        esac
    done
    [ -z "$why" ]
}

sim_words() { # WORD...
    why=
    for word; do
        case $word in
        --*) grep -q -x -F -e "$word" "$T/sim-options" || why="the simulator has no option $word" ;;
        esac
    done
    [ -z "$why" ]
}

file_there() { # FILE, from the top
    why="no file $1"
    case $1 in
    build/tests/unit/* | build/tests/fault/* | build/tests/fuzz/* | build/examples/*) [ -e "$top/${1#build/}.c" ] ;;
    build/*) target_there "$1" ;;
    *) [ -e "$top/$1" ] ;;
    esac
}

# ---- running

# In a folder of its own; `zimport` is the program to test, and no command takes long.
mkdir "$T/bin" "$T/here"
printf '#!/bin/sh\nexec timeout -k 20 30 "%s" "$@"\n' "$ZIMPORT" >"$T/bin/zimport"
chmod +x "$T/bin/zimport"
PATH=$T/bin:$PATH
start_sim --key demo-key --duration 1
tls_port=$PORT
cp "$CA" "$T/here/ca.pem"
start_sim --milvus --plain --jobs 5 --duration 1
milvus_port=$PORT

ported() {
    printf '%s\n' "$1" | sed "s|localhost:8443|localhost:$tls_port|g; s|localhost:19530|localhost:$milvus_port|g"
}

# run_command COMMAND: in this shell, so that what is exported stays.
run_command() {
    expected=$(printf '%s\n' "$1" | sed -n 's/.*# exit \([0-9]*\)$/\1/p')
    (cd "$T/here" && eval "$(ported "$1")") >"$T/out" 2>"$T/err" </dev/null
    code=$?
    why="exit $code, expected ${expected:-0}"
    [ "$code" -eq "${expected:-0}" ] || return 1
    if grep -q 'Sanitizer\|runtime error:' "$T/err"; then
        why="a sanitizer's report"
        return 1
    fi
}

does() { # COMMAND: false, with $why, if it has gone stale
    # shellcheck disable=SC2086,SC2046 # the words of a command
    case $1 in
    *'...'* | *…*)
        why="not a whole command"
        return 1
        ;;
    'make' | 'make '*) make_words $(printf '%s' "${1#make}" | sed 's/="[^"]*"/=/g') ;;
    'build/tests/simulator'*) sim_words ${1#build/tests/simulator} ;;
    'sh '*)
        set -- $1
        file_there "$2"
        ;;
    'build/zimport '*) run_command "${1#build/}" ;;
    'build/'*) file_there "${1%% *}" ;;
    'export '*)
        # shellcheck disable=SC2163 # whole assignments
        eval "$(ported "$1")"
        ;;
    *zimport*) run_command "$1" ;;
    *)
        why="a command that nobody knows how to check"
        return 1
        ;;
    esac
}

# ---- each page

# shown LINE TEXT: whether the last command of zimport printed that, if that can be said
shown() {
    case $comparable,$2 in yes,*…* | no,*) return 0 ;; esac
    grep -q -x -F -e "$2" "$T/printed" || not_ok "$page:$1: $2" "the command above does not print this line"
}

check_commands() { # PAGE
    comparable=no
    commands "$PAGES/$1" >"$T/commands"
    while IFS='	' read -r line command <&3; do
        case $command in '| '*)
            shown "$line" "${command#| }"
            continue
            ;;
        esac
        : >"$T/out"
        : >"$T/err"
        if does "$command"; then ok "$1:$line: $command"; else not_ok "$1:$line: $command" "$why"; fi
        cp "$T/out" "$T/printed"
        case $command in
        *'zimport wait'* | *'zimport start'*) comparable=no ;;
        *zimport*) comparable=yes ;;
        *) comparable=no ;;
        esac
    done 3<"$T/commands"
    unset ZILLIZ_API_KEY ZIMPORT_ENDPOINT ZIMPORT_API ZIMPORT_CLUSTER ZIMPORT_DB
}

# Targets, options, files and names of the code that the text has in passing.
check_names() { # PAGE
    code "$PAGES/$1" | sed -n 's/^make \([^ ]*\).*/\1/p' | sort -u >"$T/names"
    while read -r name; do
        case $name in *=* | TARGET) continue ;; esac
        target_there "$name" || not_ok "$1: make $name" "no such target"
    done <"$T/names"
    code "$PAGES/$1" | grep -o -E -e '(^| )--[a-z][a-z0-9-]*' | tr -d ' ' | sort -u >"$T/names"
    while read -r name; do
        grep -q -x -F -e "$name" "$T/options" "$T/sim-options" || not_ok "$1: $name" "no such option"
    done <"$T/names"
    code "$PAGES/$1" | grep -E '^(src|port|tests|include|examples)/[A-Za-z0-9_./-]+$' | sort -u >"$T/names"
    while read -r name; do
        case $name in *NAME*) continue ;; esac
        [ -e "$top/$name" ] || not_ok "$1: $name" "no such file"
    done <"$T/names"
    code "$PAGES/$1" | grep -E '^[A-Za-z][A-Za-z0-9]*_[A-Za-z0-9_]*$' | sort -u >"$T/names"
    while read -r name; do
        grep -q -x -F -e "$name" "$T/identifiers" || not_ok "$1: $name" "no such name in the code"
    done <"$T/names"
}

check_links() { # PAGE
    folder=$(dirname "$PAGES/$1")
    links "$PAGES/$1" | sort -u >"$T/names"
    while read -r name; do
        [ -e "$folder/$name" ] || [ -e "$top/$(dirname "$1")/$name" ] || not_ok "$1: $name" "the link points nowhere"
    done <"$T/names"
}

for page in $known; do
    [ -e "$PAGES/$page" ] || {
        not_ok "$page" "the page is missing"
        continue
    }
    before=$failures
    check_commands "$page"
    check_names "$page"
    check_links "$page"
    [ "$failures" -ne "$before" ] || ok "$page: commands, names and links"
    [ "$page" = README.md ] ||
        holds "$page: a link in README.md leads to it" "none" grep -q -F -e "]($page)" "$PAGES/README.md"
done
holds "README.md has at most 150 lines" "$(wc -l <"$PAGES/README.md")" [ "$(wc -l <"$PAGES/README.md")" -le 150 ]
version=$(sed -n 's/^#define ZIMPORT_VERSION "\(.*\)"/\1/p' "$top/include/zimport/config.h")
holds "CHANGELOG.md speaks of version $version" "it does not" grep -q -F -e "## $version" "$PAGES/CHANGELOG.md"
lost=$(cd "$top" && find ./*.md src port include examples tests -name '*.md' | sed 's|^\./||' | while read -r page; do
    case " $(echo "$known" | tr -s ' \n' ' ') " in *" $page "*) ;; *) echo "$page" ;; esac
done)
holds "every page is checked here" "not $lost" [ -z "$lost" ]

# ---- what has gone stale is found

planted() { # WHAT COMMAND
    : >"$T/out"
    : >"$T/err"
    if does "$2"; then not_ok "planted: $1" "not found: $2"; else ok "planted: $1: $why"; fi
}

planted "a target" "make demoo"
planted "a test program" "make build/tests/unit/test_gone"
planted "a setting" "make TLSS=tls12"
planted "a setting with several words" 'make TLS=tls12 VERB="status wait"'
planted "a script" "sh tests/system/gone_test.sh"
planted "a program" "build/examples/gone"
planted "an option of the simulator" "build/tests/simulator --prot 8443"
planted "a command" "zimport lists --endpoint http://localhost:19530"
planted "an option" "zimport list --endpoint http://localhost:19530 --colection articles"
planted "a value" "zimport list --endpoint http://localhost:19530 -o xml"
planted "another exit status" "zimport list --endpoint http://localhost:19530 # exit 4"
planted "a job that is not there" "zimport status --endpoint http://localhost:19530 job-unknown"
planted "dots" "zimport status ... job-ok"
planted "who knows what" "frobnicate job-ok"
finish
