#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# need.sh TARGET...             makes sure that what these targets of the Makefile need is there (needs.txt), and installs
#                               what is missing of it, by one call of apt-get, with sudo when not root. Says so before, and
#                               where it cannot, which command to run
# need.sh --install PACKAGE...  installs Debian packages, as root: services that come with them are neither started nor left
#                               enabled. Those with a ? behind the name only where this Debian has them
# need.sh --missing TARGET...   prints what these targets need and is missing
# need.sh --table               what needs.txt says, for tests/README.md
#
# NEED_ROOT is for the tests: where services and their policy are, instead of /.
# UNNEEDED has what the settings of the Makefile make unneeded, each with blanks around: a WHAT or a part of targets.

set -eu

here=$(cd "$(dirname "$0")" && pwd)
list=$here/needs.txt
root=${NEED_ROOT-}
policy=$root/usr/sbin/policy-rc.d
mark='# for as long as need.sh of zimport installs'

say() {
    printf 'need.sh: %s\n' "$*" >&2
}

# ---- what is missing

# rows TARGET...: WHAT and packages of a target and of those that it needs.
rows() {
    awk -v targets="$*" -v unneeded="${UNNEEDED-}" '
        BEGIN { unneeded = " " unneeded " " }
        /^#/ || NF == 0 { next }
        $1 == "target" {
            name = $2
            sub(/^\*/, "", name)
            $1 = $2 = ""
            others[name] = $0
            next
        }
        { of[name] = of[name] $1 " " $2 "\n" }
        function collect(name, i, n, words) {
            if (name in seen || index(unneeded, " *" name " ")) return
            seen[name] = 1
            n = split(others[name], words, " ")
            for (i = 1; i <= n; i++) {
                sub(/^\*/, "", words[i])
                collect(words[i])
            }
            printf "%s", of[name]
        }
        END {
            n = split(targets, wanted, " ")
            for (t = 1; t <= n; t++) collect(wanted[t])
        }' "$list" | awk -v unneeded=" ${UNNEEDED-} " '!index(unneeded, " " $1 " ") && !seen[$1]++'
}

# Prints the packages to install unless WHAT is there.
missing_of() { # WHAT PACKAGES
    case $1 in
    !*) sh "$here/../${1#!}" || : ;;
    *)
        for one in $(echo "$1" | tr '|' ' '); do
            case $one in
            */*) [ ! -e "$one" ] || return 0 ;;
            *) ! command -v "$one" >/dev/null || return 0 ;;
            esac
        done
        echo "$2"
        ;;
    esac
}

missing() { # TARGET...
    rows "$@" | while read -r what packages; do
        for package in $(missing_of "$what" "$(echo "$packages" | tr ',' ' ')"); do
            case $package in
            *\?) ! is_not_to_be_had "${package%?}" || continue ;;
            esac
            echo "$package"
        done
    done | awk '!seen[$0]++ { printf "%s%s", between, $0; between = " " }'
}

has_lists() {
    for file in "$root"/var/lib/apt/lists/*_Packages*; do
        [ ! -e "$file" ] || return 0
    done
    return 1
}

is_known() { # PACKAGE
    [ -n "$(apt-cache policy "$1" 2>/dev/null | sed -n 's/^ *Candidate: *//p' | grep -v '^(none)$')" ]
}

# Known not to be in this Debian; without lists nothing is known.
is_not_to_be_had() { # PACKAGE
    has_lists && ! is_known "$1"
}

# ---- installing, as root

apt_get() {
    DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300 -o Acquire::Retries=2 \
        -o Acquire::http::Timeout=30 -o Acquire::https::Timeout=30 "$@" 2>&1 </dev/null
}

services() {
    {
        ls "$root/etc/init.d" 2>/dev/null || :
        find "$root/lib/systemd/system" "$root/etc/systemd/system" -name '*.service' 2>/dev/null | sed 's|.*/||; s|\.service$||'
    } | sort -u
}

# Links of units and scripts that start with the system.
enabled() {
    find "$root/etc/systemd/system/multi-user.target.wants" -name '*.service' 2>/dev/null || :
    find "$root"/etc/rc[2-5].d -name 'S*' 2>/dev/null || :
}

# Debian starts the services that a package brings, unless this file says not to. One that is already there stays.
hold_services() {
    if [ -e "$policy" ]; then
        grep -q -x -F "$mark" "$policy" || return 0
    fi
    cat >"$policy" <<END
#!/bin/sh
$mark
[ -d /proc/$$ ] || exit 0
while [ \$# -gt 0 ]; do
    case \$1 in -*) shift ;; *) break ;; esac
done
case " $(services | tr '\n' ' ') " in
*" \${1%.service} "*) exit 0 ;;
esac
exit 101
END
    chmod 755 "$policy"
}

release_services() {
    if grep -q -x -F "$mark" "$policy" 2>/dev/null; then
        rm -f "$policy"
    fi
}

# Services that would now start with the system. They are stopped too, in case this machine's own policy let them start.
disable_new() { # WHAT-WAS-ENABLED
    enabled | grep -v -x -F -e "$1" | while read -r link; do
        case $link in
        *.service)
            rm -f "$link"
            name=${link##*/}
            ;;
        *)
            name=${link##*/S[0-9][0-9]}
            update-rc.d "$name" disable >/dev/null 2>&1 || :
            ;;
        esac
        if [ -d "$root/run/systemd/system" ]; then
            systemctl stop "$name"
        else
            service "${name%.service}" stop
        fi >/dev/null 2>&1 || :
    done
    [ ! -d "$root/run/systemd/system" ] || systemctl daemon-reload || :
}

install() { # PACKAGE...
    before=$(enabled)
    trap release_services EXIT
    trap 'exit 130' INT
    trap 'exit 143' HUP TERM
    hold_services
    # The lists may be old or missing: once more with new ones.
    log=
    get_known "$@" || {
        log=$(apt_get -o APT::Update::Error-Mode=any update) && get_known "$@" || failed=1
    }
    disable_new "${before:-none}"
    [ -z "${failed-}" ] || {
        printf '%s\n' "$log" | sed -n 's/^E: *//p' | head -n 1 | grep . || printf '%s\n' "$log" | tail -n 1
        return 1
    }
}

# Without those that may be missing and are.
get_known() { # PACKAGE...
    for package; do
        shift
        case $package in
        *\?)
            has_lists || return 1
            is_known "${package%?}" || continue
            ;;
        esac
        set -- "$@" "${package%\?}"
    done
    [ $# -gt 0 ] || return 0
    log=$(apt_get install -y --no-install-recommends "$@")
}

# ---- from here to there

has_terminal() {
    (: >/dev/tty) 2>/dev/null
}

give_up() { # WHY
    say "$needed: $1; as root, run: sh $here/need.sh --install $packages"
    exit 1
}

# The words to put before a command. sudo asks for a password once, if there is somebody to ask.
become_root() { # TARGET...
    sudo=
    [ "$(id -u)" -ne 0 ] || return 0
    command -v sudo >/dev/null || give_up 'there is no sudo here to install them'
    if sudo -n true 2>/dev/null; then
        sudo='sudo -n'
    elif has_terminal; then
        sudo=sudo
        SUDO_PROMPT=${SUDO_PROMPT:-"[sudo] password for %p, to install what make $* needs: "}
        export SUDO_PROMPT
    else
        give_up 'sudo wants a password, and there is no terminal to ask for it'
    fi
}

plain() { # PACKAGE...: without the marks of those that may be missing
    echo "$*" | tr -d '?'
}

provide() { # TARGET...
    packages=$(missing "$@")
    [ -n "$packages" ] || return 0
    needed="make $* needs $(plain "$packages")"
    command -v apt-get >/dev/null || {
        say "$needed: there is no apt-get here; please install these (the names are Debian's)"
        exit 1
    }
    become_root "$@"
    say "$needed: installing them${sudo:+ with sudo}"
    # shellcheck disable=SC2086 # words
    why=$($sudo sh "$here/need.sh" --install $packages) || give_up "cannot install them: ${why:-apt-get failed}"
    still=$(missing "$@")
    [ -z "$still" ] || give_up "still missing after installing: $(plain "$still")"
}

# ---- for people

table() {
    awk '
        function close_row() { if (name != "" && name !~ /^\*/) printf "| `make %s` | %s |\n", name, text }
        function link(word) { return word ~ /^\*/ ? of[word] : "what `" word "` needs" }
        function add(more) { if (more != "") text = text (text == "" ? "" : ", ") more }
        BEGIN { print "| target | packages |\n|---|---|" }
        /^#/ || NF == 0 { next }
        $1 == "target" {
            close_row()
            of[name] = text
            name = $2
            text = ""
            for (i = 3; i <= NF; i++) add(link($i))
            next
        }
        {
            n = split($2, packages, ",")
            for (i = 1; i <= n; i++) {
                sub(/\?$/, "", packages[i])
                if (packages[i] != "gcc") add("`" packages[i] "`")
            }
        }
        END { close_row() }' "$list"
}

PATH=$PATH:/usr/sbin:/sbin
case ${1-} in
--install)
    shift
    install "$@"
    ;;
--missing)
    shift
    missing "$@"
    ;;
--table) table ;;
*) provide "$@" ;;
esac
