#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# What port/need.sh says, asks and runs where packages are missing, with stubs for apt, sudo and user.

. "${0%/*}/../system/lib.sh"
need script setsid

NEED=$(cd "$tests/../port" && pwd)/need.sh
mkdir -p "$T/bin" "$T/port" "$T/root/usr/sbin" "$T/root/etc/init.d" "$T/root/etc/systemd/system/multi-user.target.wants" \
    "$T/root/etc/rc2.d" "$T/root/var/lib/apt/lists"
cp "$NEED" "$T/port/need.sh"
cat >"$T/port/needs.txt" <<'END'
target *part
    sh          dash
    here-a      package-a
target some *part
    here-b|here-c  package-b,package-c
target rare
    here-d      package-d?
target none
    sh          dash
END

# $T/all has the lines of need.sh and of the stubs, in their order.
stub() { # NAME: its script is standard input
    {
        printf '#!/bin/sh\nT=%s\n' "$T"
        cat
    } >"$T/bin/$1"
    chmod +x "$T/bin/$1"
}

for tool in sh awk cat chmod dirname find grep head ls mkdir rm sed sort tail touch tr env ln; do
    ln -s "$(command -v $tool)" "$T/bin/$tool"
done
stub id <<'END'
cat "$T/uid"
END
stub apt-cache <<'END'
[ -e "$T/knows-all" ] && echo 'Candidate: 1' || echo 'Candidate: (none)'
END
# Each package brings a program; package-a also a service. Records the policy about services.
apt() { # EXIT [LINE]
    stub apt-get <<END
case "\$*" in
*update*) echo update; touch "\$T/updated" ;;
*install*) echo install "\${*#*recommends }" ;;
esac >>"\$T/all"
[ -z '${2-}' ] || { echo '${2-}' >&2; exit $1; }
case "\$*" in *install*) ;; *) exit 0 ;; esac
for of in a b c d; do
    case "\$*" in *package-\$of*) printf '#!/bin/sh\n' >"\$T/bin/here-\$of" && chmod +x "\$T/bin/here-\$of" ;; esac
done
wants="\$T/root/etc/systemd/system/multi-user.target.wants"
ln -sf /nowhere "\$wants/new.service"
ln -sf /nowhere "\$T/root/etc/rc2.d/S01new"
for service in new new.service old; do
    "\$T/root/usr/sbin/policy-rc.d" --quiet \$service start && echo "\$service may start" || echo "\$service may not start"
done >"\$T/policy"
exit 0
END
}
stub update-rc.d <<'END'
echo "update-rc.d $*" >>"$T/all"
rm -f "$T/root/etc/rc2.d/S01$1"
END
stub service <<'END'
echo "service $*" >>"$T/all"
END

begin() { # UID [NEED-PASSWORD]: a machine on which all is missing
    echo "$1" >"$T/uid"
    rm -f "$T"/bin/here-* "$T/bin/sudo" "$T/knows-all" "$T/updated" "$T/policy" "$T/root/usr/sbin/policy-rc.d"
    : >"$T/all"
    apt 0
}

sudo_wants() { # a password | nothing
    stub sudo <<END
[ '$1' = nothing ] || [ "\$1" != -n ] || exit 1
[ "\$2" != true ] || exit 0
echo "sudo \$1 asked: '\${SUDO_PROMPT-}'" >>"\$T/all"
[ "\$1" != -n ] || shift
echo 0 >"\$T/uid"
exec "\$@"
END
}

needs() { # TARGET...: $code, and $T/all with the lines of need.sh behind each other
    (
        cd "$T" || exit
        exec timeout 60 setsid -w env PATH="$T/bin" TMPDIR="$T/nowhere" NEED_ROOT="$T/root" UNNEEDED="${without-}" \
            sh "$T/port/need.sh" "$@" >>"$T/all" 2>&1 </dev/null
    )
    code=$?
    cp "$T/all" "$T/out"
    : >"$T/err"
}

all_is() { # NAME EXIT LINE...: exactly these, # for what may be anything
    name=$1
    exit=$2
    shift 2
    [ "$code" -eq "$exit" ] || { not_ok "$name" "exit $code" && return; }
    printf '%s\n' "$@" | sed 's/[][*.^$\\]/\\&/g; s/#/.*/g; s/^/^/; s/$/$/' >"$T/patterns"
    n=0
    while read -r line; do
        sed -n "$((n += 1))p" "$T/patterns" >"$T/pattern"
        [ -s "$T/pattern" ] && printf '%s\n' "$line" | grep -q -f "$T/pattern" || echo "$line"
    done <"$T/all" >"$T/others"
    if [ -s "$T/others" ] || [ "$(wc -l <"$T/all")" -ne "$(wc -l <"$T/patterns")" ]; then
        not_ok "$name" "other lines"
    else
        ok "$name"
    fi
}

INSTALL="install package-a package-b package-c"
DISABLED='update-rc.d new disable'
ANNOUNCED='need.sh: make some needs package-a package-b package-c: installing them'

# ---- what is installed

begin 0
needs none
holds "nothing is missing: nothing is said or run" "said: $(cat "$T/all")" [ "$code" -eq 0 -a ! -s "$T/all" ]

begin 0
needs some
all_is "root: said, and one installation" 0 "$ANNOUNCED" "$INSTALL" 'service new stop' "$DISABLED" 'service new stop'
needs some
holds "a second time there is nothing to do" "there is" [ "$(wc -l <"$T/all")" -eq 5 ]

begin 0
printf '#!/bin/sh\n' >"$T/bin/here-c" && chmod +x "$T/bin/here-c"
needs some
holds "either of two is enough" "it is not" grep -q -x 'install package-a' "$T/all"
begin 0
needs none some
holds "what several targets need is one installation" "it is not" grep -q -x "$INSTALL" "$T/all"
begin 0
without=here-a needs some
holds "not what settings make unneeded" "it is" grep -q -x 'install package-b package-c' "$T/all"
begin 0
without='*part' needs some
holds "not a part that settings make unneeded" "it is" grep -q -x 'install package-b package-c' "$T/all"
unset without

begin 0
: >"$T/root/var/lib/apt/lists/x_Packages"
needs rare
holds "without a package that this Debian lacks" "said: $(cat "$T/all")" [ "$code" -eq 0 -a ! -s "$T/all" ]
touch "$T/knows-all"
needs rare
holds "and one that it has" "not installed" grep -q -x 'install package-d' "$T/all"
begin 0
rm "$T/root/var/lib/apt/lists/x_Packages"
needs rare
holds "without lists nobody knows: they are got" "they are not" test -e "$T/updated"

# ---- services

begin 0
: >"$T/root/etc/init.d/old"
ln -s /nowhere "$T/root/etc/systemd/system/multi-user.target.wants/old.service"
ln -s /nowhere "$T/root/etc/rc2.d/S01old"
needs some
printf '%s\n' 'new may not start' 'new.service may not start' 'old may start' >"$T/expected"
holds "what is installed is not started, what was there may be" "$(cat "$T/policy")" cmp -s "$T/expected" "$T/policy"
holds "no policy is left behind" "there is" [ ! -e "$T/root/usr/sbin/policy-rc.d" ]
wants=$T/root/etc/systemd/system/multi-user.target.wants
holds "what is installed does not begin with the system" "it does" [ ! -h "$wants/new.service" ]
holds "what is installed does not begin with init" "it does" [ ! -h "$T/root/etc/rc2.d/S01new" ]
holds "what was there begins as it did" "it does not" [ -h "$wants/old.service" -a -h "$T/root/etc/rc2.d/S01old" ]
begin 0
printf '#!/bin/sh\nexit 101\n' >"$T/root/usr/sbin/policy-rc.d"
chmod +x "$T/root/usr/sbin/policy-rc.d"
needs some
holds "a policy of this machine's own stays as it is" "it does not" grep -q -x 'exit 101' "$T/root/usr/sbin/policy-rc.d"

# ---- not root

HOW="as root, run: sh $T/port/need.sh --install package-a package-b package-c"
begin 1000
needs some
all_is "no sudo: one line, with the command" 1 "need.sh: make some needs package-a package-b package-c: there is no sudo here to install them; $HOW"
sudo_wants 'a password'
: >"$T/all"
needs some
all_is "sudo wants a password, no terminal: one line, with the command" 1 "need.sh: make some needs #: sudo wants a password, and there is no terminal to ask for it; $HOW"
echo 0 >"$T/uid"
: >"$T/all"
sed 's/.*run: //' "$T/out" >"$T/how"
PATH=$T/bin NEED_ROOT=$T/root sh "$T/how" >/dev/null 2>&1
needs some
all_is "that command is enough" 0 "$INSTALL" 'service new stop' "$DISABLED" 'service new stop'

begin 1000
sudo_wants nothing
needs some
all_is "sudo without a password: said before, once" 0 "$ANNOUNCED with sudo" "sudo -n asked: ''" "$INSTALL" \
    'service new stop' "$DISABLED" 'service new stop'

begin 1000
sudo_wants 'a password'
cat >"$T/on-terminal" <<END
cd "$T" && PATH="$T/bin" NEED_ROOT="$T/root" sh "$T/port/need.sh" some 2>>"$T/all"
END
timeout 60 script -q -e -c "sh $T/on-terminal" /dev/null >"$T/out" 2>&1 </dev/null
code=$?
all_is "a terminal: said, then asked once, by whom and for what" 0 "$ANNOUNCED with sudo" \
    "sudo sh asked: '[sudo] password for %p, to install what make some needs: '" "$INSTALL" 'service new stop' "$DISABLED" 'service new stop'

# ---- what fails

begin 0
apt 100 "E: Temporary failure resolving the mirror"
needs some
all_is "no network: said, and the command behind why" 1 "$ANNOUNCED" "$INSTALL" update \
    "need.sh: make some needs #: cannot install them: Temporary failure resolving the mirror; $HOW"
begin 0
apt 0
sed -i 's/^for of in .*/for of in b; do/' "$T/bin/apt-get"
needs some
holds "installed, and still missing" "not said" grep -q "still missing after installing: package-a; as root" "$T/all"
begin 0
rm "$T/bin/apt-get"
needs some
all_is "no apt-get: one line" 1 "need.sh: make some needs package-a package-b package-c: there is no apt-get here; please install these (the names are Debian's)"

# ---- the real list

sh "$NEED" --table >"$T/table"
holds "tests/README.md has the list as it is" "make needs prints another one" \
    [ "$(grep -c -x -F -f "$T/table" "$tests/README.md")" -ge "$(wc -l <"$T/table")" ]
installs=$(grep -l -r -E '(need\.sh|apt-get|npm) +(install|[a-z-]+ [a-z])' "$tests" --include='*_test.sh' | grep -v /fresh/ || :)
holds "no test installs anything" "$installs" [ -z "$installs" ]
finish
