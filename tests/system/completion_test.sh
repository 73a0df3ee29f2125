#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# What bash, zsh and fish complete, each with the file that is installed for it, in the shell itself: bash and zsh at a
# terminal of their own, where TAB is typed. It has to be what help says.

. "${0%/*}/lib.sh"

need bash zsh fish script shellcheck
top=${tests%/*}
ZIMPORT=$STATIC
: >"$T/out"
: >"$T/err"
mkdir "$T/home"
HOME=$T/home
XDG_CACHE_HOME=$T/home/.cache
XDG_DATA_HOME=$T/home/.data
export HOME XDG_CACHE_HOME XDG_DATA_HOME

making() { # ARGUMENT...: knows nothing of a calling make
    env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL "${MAKE:-make}" -C "$top" --no-print-directory PREFIX=/usr DESTDIR="$T/root" \
        "$@" >"$T/log" 2>&1 || give_up "make $*"
}

# ---- installed, and well-formed

share=$T/root/usr/share
making B="$BUILD" install-program
for file in bash-completion/completions/zimport zsh/site-functions/_zimport fish/vendor_completions.d/zimport.fish; do
    holds "install: $file" "it is not there" [ -s "$share/$file" ]
done
BASH_FILE=$share/bash-completion/completions/zimport
ZSH_FILE=$share/zsh/site-functions/_zimport
FISH_FILE=$share/fish/vendor_completions.d/zimport.fish
shellcheck --format=gcc "$BASH_FILE" >"$T/out"
holds "bash: shellcheck" "see there" [ ! -s "$T/out" ]
holds "bash: well-formed" "it is not" bash -n "$BASH_FILE"
holds "zsh: well-formed" "it is not" zsh -n "$ZSH_FILE"
holds "fish: well-formed" "it is not" fish --no-config -n "$FISH_FILE"
holds "no mark is left" "one is" sh -c "! grep -r '@[a-z]*@' '$share'"

# ---- the shells. SHELL_answers CASES: in $T/SHELL, for each line of CASES a line `-- LINE` and what it is completed by.
# SHELL_runs CASES: the same lines, completed and run; in $T/SHELL.args the arguments that zimport gets, each in <>

prompts() { # SCRIPT'S-PROCESS
    grep -q 'READY>' "$T/typescript" || is_gone "$1"
}

at_terminal() { # COMMAND KEYS: the keys are typed when its prompt is there
    rm -f "$T/keys" "$T/typescript"
    mkfifo "$T/keys"
    : >"$T/typescript"
    timeout -k 5 60 script -q -f -c "$1" "$T/typescript" <"$T/keys" >/dev/null 2>&1 &
    pid=$!
    pids="$pids $pid"
    exec 3>"$T/keys"
    await 20 prompts "$pid" || not_ok "a terminal" "no prompt"
    cat "$2" >&3
    printf 'exit\n' >&3
    exec 3>&-
    wait "$pid"
    forget "$pid"
}

keys() { # END CASES: the cases, each with TAB and what ends it
    while IFS= read -r line; do
        printf '%s\t%b' "$line" "$1"
    done <"$2" >"$T/typed"
}

cat >"$T/bashrc" <<'END'
PS1='READY> '
set -u +o histexpand
. "$FILE"
record() {
    _zimport "$@"
    printf '%s\n' "-- $COMP_LINE" ${COMPREPLY[@]+"${COMPREPLY[@]}"} >>"$T/bash.got"
}
zimport() { printf '<%s>' "$@" >>"$T/bash.args" && echo >>"$T/bash.args"; }
[ -z "${RECORDING-}" ] || complete -o default -F record zimport
END
cat >"$T/zshrc" <<'END'
PS1='READY> '
fpath=(${FILE%/*} $fpath)
autoload -U compinit && compinit -u -D
setopt no_auto_list no_auto_remove_slash no_beep
zimport() { printf '<%s>' "$@" >>"$T/zsh.args" && echo >>"$T/zsh.args"; }
compadd() {
    local -a matched
    if [[ " ${@[1,(i)--]} " != *" -"[OAD]" "* ]]; then
        builtin compadd -A matched "$@"
        recorded+=( $matched )
    fi
    builtin compadd "$@"
}
record() {
    local line=$BUFFER
    typeset -ga recorded=()
    zle expand-or-complete
    print -rl -- "-- $line" $recorded >>$T/zsh.got
}
if [[ -n $RECORDING ]]; then
    zle -N record
    bindkey '^I' record
fi
END
export T FILE RECORDING

bash_answers() { # CASES
    rm -f "$T/bash.got"
    keys '\025' "$1"
    FILE=$BASH_FILE RECORDING=1
    at_terminal "bash --noprofile --rcfile '$T/bashrc' -i" "$T/typed"
}

bash_runs() { # CASES
    rm -f "$T/bash.args"
    keys '\n' "$1"
    FILE=$BASH_FILE RECORDING=
    at_terminal "bash --noprofile --rcfile '$T/bashrc' -i" "$T/typed"
}

zsh_at_terminal() {
    mkdir -p "$T/zdot" && cp "$T/zshrc" "$T/zdot/.zshrc"
    ZDOTDIR=$T/zdot at_terminal "zsh -d -i" "$T/typed"
}

zsh_answers() { # CASES
    rm -f "$T/zsh.got"
    keys '\025' "$1"
    FILE=$ZSH_FILE RECORDING=1
    zsh_at_terminal
}

zsh_runs() { # CASES
    rm -f "$T/zsh.args"
    keys '\n' "$1"
    FILE=$ZSH_FILE RECORDING=
    zsh_at_terminal
}

# Without what it says of them, and what has the word in another place: fish 4 offers that, too.
fish_answers() { # CASES
    FILE=$FISH_FILE
    timeout -k 5 60 fish --no-config -c 'source $FILE; while read -l line; printf "%s\n" "-- $line"; complete -C "$line"; end' \
        <"$1" 2>"$T/err" | sed 's/	.*//' |
        awk '/^-- / { print; sub(/.* /, ""); typed = $0; next } index($0, typed) == 1' >"$T/fish.got"
}

cat >"$T/fishrc" <<'END'
source $FILE
function fish_prompt
    echo 'READY> '
end
function zimport
    printf '<%s>' $argv >>$T/fish.args; and echo >>$T/fish.args
end
END

fish_runs() { # CASES
    rm -f "$T/fish.args"
    keys '\n' "$1"
    FILE=$FISH_FILE
    at_terminal "fish --no-config -C 'source $T/fishrc' -i" "$T/typed"
}

# Of a line's answers the words that were asked for: sorted, on one line, without what is there already, and without the
# colon in front of a file, which zsh knows as something that comes behind.
answered() { # SHELL LINE
    awk -v line="-- $2" '/^-- / { in_it = $0 == line; next } in_it' "$T/$1.got" |
        sed -e 's/ $//' -e 's/^--[a-z-]*=\(.\)/\1/' -e 's/^-o\(.\)/\1/' -e 's/:$//' | sort -u | tr '\n' ' '
}

sorted() { # WORD...
    printf '%s\n' "$@" | sort -u | tr '\n' ' '
}

# Each line of FILE: what is typed, and behind a | what it may become, in all shells.
table() { # NAME FILE
    sed 's/|.*//' "$2" >"$T/cases"
    for shell in bash zsh fish; do
        "${shell}_answers" "$T/cases"
        while IFS= read -r line; do
            # shellcheck disable=SC2086 # words
            expected=$(sorted ${line#*|})
            [ -n "${line#*|}" ] || expected=
            got=$(answered "$shell" "${line%%|*}")
            holds "$1, $shell: '${line%%|*}'" "$got, not $expected" [ "$got" = "$expected" ]
        done <"$2"
    done
}

# ---- options: as help has them

options_of() { # VERB
    "$ZIMPORT" help "$1" --all | awk '/^  -/ { for (i = 1; i <= 2; i++) if ($i ~ /^-/) { sub(",", "", $i); print $i } }' | tr '\n' ' '
}

"$ZIMPORT" help >"$T/help"
verbs=$(sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p' "$T/help" | tr '\n' ' ')
for verb in $verbs; do
    printf 'zimport %s -|%s\n' "$verb" "$(options_of "$verb")"
done >"$T/table"
table "options of help" "$T/table"

# ---- commands and values

formats=$("$ZIMPORT" help status --all | sed -n 's/.*--output \([a-z|]*\)$/\1/p' | tr '|' ' ')
cat >"$T/table" <<END
zimport |$verbs
zimport st|status start
zimport help |$verbs config
zimport help c|commit config
zimport help status -|--all --help -h
zimport --v|--version
zimport -|-h --help -V --version
zimport status |
zimport nothing --a|
zimport status --ap|--api
zimport status --api |v1 v2 milvus
zimport status --api=|v1 v2 milvus
zimport status --api=v|v1 v2
zimport status --api v2 |
zimport status job-1 job-2 --api=m|milvus
zimport start --collection a b.parquet --state|
zimport status job-1 --col|--color
zimport status --color a|auto always
zimport wait --for=|completed uncommitted
zimport list --state |Pending Importing Uncommitted Completed Failed Cancelled Unknown
zimport list --state Failed --state=U|Uncommitted Unknown
zimport wait -o |$formats
zimport wait -oj|json
zimport wait -qvo |$formats
zimport wait --output=|$formats
zimport start -o |text json csv env ids
zimport list --output |text json csv ids
zimport list -oi|ids
zimport doctor --output=|text json
zimport list --tls-min 1|1.2 1.3
zimport start --idempotency-key |auto
zimport start --endpoint http://localhost:19530 --out|--output
zimport status -- --a|
zimport status --region x|
END
table values "$T/table"

# ---- files

mkdir "$T/files" "$T/files/folder"
: >"$T/files/one.pem"
: >"$T/files/two words.pem"
cd "$T/files" || exit 1
cat >"$T/cases" <<'END'
zimport status --cacert on
zimport status --cacert=on
zimport wait --tls-session fo
zimport wait --token-file=./tw
END
cat >"$T/expected" <<'END'
<status><--cacert><one.pem>
<status><--cacert=one.pem>
<wait><--tls-session><folder/>
<wait><--token-file=./two words.pem>
END
for shell in bash zsh; do
    "${shell}_runs" "$T/cases"
    cp "$T/$shell.args" "$T/out"
    holds "files, $shell" "others" cmp -s "$T/expected" "$T/out"
done
fish_answers "$T/cases"
cp "$T/fish.got" "$T/out"
for line in one.pem --cacert=one.pem folder/ '--token-file=./two words.pem'; do
    holds "files, fish: $line" "it is missing" grep -q -x -F -e "$line" "$T/fish.got"
done

# A word and a file.
case " $(options_of wait)" in
*' --write '*)
    : >picture.html
    printf 'zimport wait --write |json prom html\nzimport wait --write=p|prom\n' >"$T/table"
    table "a word and a file" "$T/table"
    printf 'zimport wait --write html:pic\nzimport wait --write=json:./pic\n' >"$T/cases"
    printf '<wait><--write><html:picture.html>\n<wait><--write=json:./picture.html>\n' >"$T/expected"
    for shell in bash zsh fish; do
        "${shell}_runs" "$T/cases"
        cp "$T/$shell.args" "$T/out"
        holds "a word and a file, $shell" "others" cmp -s "$T/expected" "$T/out"
    done
    ;;
*) skip "a word and a file" "no option takes them: --write is not built in" ;;
esac

# ---- profiles: names that a shell must not take for anything else

trap_file=$T/files/sprung
{
    printf 'token-file = /etc/key # [no]\n#[no]\n# [no]\n[lab]\nendpoint = x # [no]\n\t[ two words ] # x\r\n[lab]\n[ ]\n[no\n'
    # shellcheck disable=SC2016 # names
    printf '[%s]\n' 'a$(touch sprung)' 'b`touch sprung`' "c'it; touch sprung'" 'd"quote" \ back' 'e;touch sprung' 'f>sprung' \
        'g*' 'h$HOME' 'i~ !x' 'jprüfung' 'k=v:w@z'
    printf '[m\033[31mred]\n'
} >"$T/config"
ZIMPORT_CONFIG=$T/config
names='a b c d e f g h i j k lab two'
for name in $names; do
    echo "zimport status --profile $name"
    echo "zimport status --profile=$name"
done >"$T/cases"
sed -n -e 's/^[	 ]*\[ *\(.*[^ ]\) *\].*/\1/p' "$T/config" | grep -v -e '31m' | sort -u | while read -r name; do
    printf '<status><--profile><%s>\n<status><--profile=%s>\n' "$name" "$name"
done >"$T/expected"
LC_ALL=C.UTF-8
for shell in bash zsh fish; do
    "${shell}_runs" "$T/cases"
    cp "$T/$shell.args" "$T/out"
    holds "profiles, $shell: names arrive as they are" "others" cmp -s "$T/expected" "$T/out"
    holds "profiles, $shell: nothing of them is run" "it is" [ ! -e "$trap_file" ]
done
# Behind a quote, those that need no more than that.
cat >"$T/cases" <<'END'
zimport status --profile 'tw
zimport status --profile="tw
zimport status --profile 'c
zimport status --profile "a
END
bash_answers "$T/cases"
for line in "'tw/two words" '"tw/two words' "'c/" '"a/'; do
    got=$(awk -v end="${line%%/*}" '/^-- / { in_it = substr($0, length($0) - length(end) + 1) == end; next } in_it' "$T/bash.got")
    holds "profiles, bash: ${line%%/*}" "$got" [ "$got" = "${line#*/}" ]
done
LC_ALL=C

# ---- the configuration file that counts

offered() { # NAME PROFILES
    echo 'zimport wait --profile |'"$2" >"$T/table"
    table "$1" "$T/table"
}
mkdir -p "$T/xdg/zimport" "$HOME/.config/zimport"
echo '[of-xdg]' >"$T/xdg/zimport/config"
echo '[of-home]' >"$HOME/.config/zimport/config"
mkfifo "$T/fifo"
XDG_CONFIG_HOME=$T/xdg
export XDG_CONFIG_HOME
ZIMPORT_CONFIG=$T/fifo
offered "a pipe, which is not waited for" ''
ZIMPORT_CONFIG=$T/nowhere
offered "XDG_CONFIG_HOME" of-xdg
ZIMPORT_CONFIG=
XDG_CONFIG_HOME=xdg
offered "HOME" of-home
rm "$HOME/.config/zimport/config"
[ -e /etc/zimport.conf ] || offered "none" ''

# ---- a program with less in it

making B="$T/small" DIALECTS=v1 VERBS='status wait' FORMATS='json env' FEATURES= completions
BASH_FILE=$T/small/completions/zimport.bash
ZSH_FILE=$T/small/zsh/_zimport
FISH_FILE=$T/small/completions/zimport.fish
mkdir "$T/small/zsh" && cp "$T/small/completions/zimport.zsh" "$ZSH_FILE"
cat >"$T/table" <<'END'
zimport |status wait version help
zimport help |status wait version help
zimport status --p|--path
zimport status --api |v1
zimport wait -o |json env
zimport wait --f|--files
zimport list --|
END
table "built with less" "$T/table"

making B="$BUILD" uninstall
holds "uninstall" "files are left" sh -c "! find '$T/root' -type f | grep ."
finish
