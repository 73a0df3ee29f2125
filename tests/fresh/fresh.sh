#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# fresh.sh: `make demo` and `make test`, or another GOAL, on machines that are new: a Debian with gcc, make and git, and
# nothing else. As root, who has everything installed on the way; and as an ordinary user, who is told what root has to run.
# The checkout is a clone of this one, with the changes that are not committed yet. Called by `make fresh-test`; needs root,
# for debootstrap and for mounts, which are in a namespace of their own and end with it.
#
# Settings: B; RELEASE (trixie); WHO (root user); GOAL (test); FUZZ_SECONDS (1). Below $B/fresh stay the release as it was unpacked, for a month, and logs.

set -u

cd "$(dirname "$0")/../.." || exit 1
RELEASE=${RELEASE:-trixie}
FUZZ_SECONDS=${FUZZ_SECONDS:-1}
WHO=${WHO:-root user}
GOAL=${GOAL:-test}
SUITE='fresh-test'
. tests/fresh/machine.sh

# ---- machines

machine() { # PLACE OWNER
    place=/
    new_tree || return 1
    on root useradd -m -s /bin/sh user || return 1
    place=$1
    owner=$2
    mkdir -p "$tree$place"
    git -c safe.directory="$PWD" clone -q --no-local . "$tree$place" && git ls-files -co --exclude-standard | while read -r file; do
        [ ! -f "$file" ] || printf '%s\0' "$file"
    done | tar -c --null -T - | tar -x -C "$tree$place" --no-same-owner && on root chown -R "$owner:" "$place"
}

# ---- what is done there

installs_first() {
    holds "$step: one installation, announced" "$(grep -c 'need.sh: .*installing them' "$log") of them" \
        [ "$(grep -c '^need.sh: make [a-z]* needs .*: installing them$' "$log")" -eq 1 ]
    holds "$step: before anything is built" "not first" sh -c "head -n 1 '$log' | grep -q '^need.sh: '"
}

# Only root can install: one line before make's own has the command.
is_told_how() {
    told=$(grep -v "^make: \|^Makefile:" "$log" | tail -n 1)
    command=$(printf '%s\n' "$told" | sed -n 's/^need.sh: make [a-z]* needs .*; as root, run: //p')
    if [ "$code" -eq 0 ] || [ -z "$command" ]; then
        not_ok "$step: is told what root has to run" "$told"
    elif [ "$(grep -c -v "^make: \|^Makefile:" "$log")" -ne 1 ]; then
        not_ok "$step: is told what root has to run" "in more than one line"
    else
        ok "$step: is told what root has to run"
        step "root runs what $step was told" root sh -c "$command"
        succeeds
    fi
}

# What starts with the system, and what runs.
services() {
    find "$tree"/etc/systemd/system -path '*.wants/*.service' | sed 's|.*/||'
    find "$tree"/etc/rc[2-5].d -name 'S*' | sed 's|.*/S[0-9]*||'
}

own_services() {
    services | grep -E '^(nginx|haproxy|stunnel4?|squid|nftables|tinyproxy)(\.service)?$' | sort -u | tr '\n' ' '
}

as_root() {
    machine /srv/zimport root || skip "a machine cannot be made: $(tail -n 1 "$work/$RELEASE-debootstrap.log")"
    # One server was there before.
    step "a server of the user's own" root sh -c 'apt-get update -q && apt-get install -y -q --no-install-recommends tinyproxy'
    before=$(own_services)
    step "root: make demo" root make -j2 demo
    succeeds
    installs_first
    cp "$tree$place/build/zimport" "$work/"
    step "root: make $GOAL" root make -j2 "$GOAL"
    succeeds
    installs_first
    holds "root: services that were installed do not begin with the system" "$(own_services)" [ "$(own_services)" = "$before" ]
    holds "root: the server that was there before does" "none" [ -n "$before" ]
    holds "root: no policy is left behind" "there is" [ ! -e "$tree/usr/sbin/policy-rc.d" ]
    holds "root: nothing is left in /tmp" "$(ls "$tree/tmp")" [ -z "$(ls -A "$tree/tmp")" ]
    # Only then is the compiler asked what it can do.
    holds "root: make demo made the program that is there after make $GOAL" "another one" cmp "$work/zimport" "$tree$place/build/zimport"
    case $WHO in *user*) cp "$tree$place/build/libzimport.a" "$work/" ;; esac
}

as_user() {
    machine /srv/where-the-sources-are/zimport user
    step "user: make demo without rights" user make -j2 demo
    is_told_how
    step "user: make demo" user make -j2 demo
    succeeds
    step "user: make $GOAL without rights" user make -j2 "$GOAL"
    is_told_how
    step "user: make $GOAL" user make -j2 "$GOAL"
    succeeds
    case $WHO in *root*) ;; *) return ;; esac
    for file in zimport libzimport.a; do
        holds "$file: the same in another folder" "other bytes" cmp "$work/$file" "$tree$place/build/$file"
    done
}

why=$(why_not fresh-test) || skip "$why"
for who in $WHO; do
    "as_$who"
done
finish
