#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# deb.sh: Debian's packages, as `make deb` left them in $B/deb: lintian finds nothing; on a new Debian of each of RELEASES they
# are installed, used (inside.sh) and purged again, and leave nothing behind. Called by `make deb-test`; needs root, as
# fresh.sh does.
#
# Settings: B; RELEASES (bookworm trixie).

set -u

cd "$(dirname "$0")/../.." || exit 1
RELEASES=${RELEASES:-bookworm trixie}
FUZZ_SECONDS=1
export RELEASES
if [ -z "${RELEASE-}" ]; then
    mkdir -p "${B:=build}/fresh"
    for RELEASE in $RELEASES; do
        export RELEASE
        sh tests/packages/deb.sh
    done | tee "$B/fresh/deb-test.log"
    awk '/^[0-9]+ passed, / { p += $1; f += $3; s += $5 } END { print p " passed, " f " failed, " s " skipped"; exit p + s == 0 || f > 0 }' \
        "$B/fresh/deb-test.log"
    exit
fi
SUITE='deb-test'
. tests/fresh/machine.sh
place=/srv

# What is used beside what a new Debian has; kept, so that the second time no network is needed.
tools() {
    kept=$work/$RELEASE-debs
    mkdir -p "$kept"
    cp "$kept"/*.deb "$tree/srv/tools/" 2>/dev/null || {
        # shellcheck disable=SC2016 # for that machine's shell
        on root sh -c 'apt-get clean && apt-get -q update && apt-get -q -y --no-install-recommends -d install pkgconf libc6-dev &&
            cp /var/cache/apt/archives/*.deb /srv/tools/' || return 1
        cp "$tree"/srv/tools/*.deb "$kept/"
    }
    on root sh -c 'dpkg -i tools/*.deb'
}

# Files anywhere but where the test has put its own.
traces() {
    (cd "$tree" && find . -xdev -path ./srv -prune -o -path ./proc -prune -o -iname '*zimport*' -print)
}

why=$(why_not deb-test) || skip "$why"
if [ "$RELEASE" = "${RELEASES%% *}" ]; then
    log=$work/lintian.log
    lintian --allow-root --fail-on error,warning "$B"/deb/*.changes >"$log" 2>&1
    holds "lintian finds nothing" "it does" [ "$?" -eq 0 ]
    rm -f "$log"
fi
new_tree || skip "a machine cannot be made"
mkdir -p "$tree/srv/tools"
cp "$B"/deb/zimport_*.deb "$B"/deb/libzimport-dev_*.deb "$B/tests/simulator" tests/packages/inside.sh "$tree/srv/"
log=$work/$RELEASE-tools.log
tools >"$log" 2>&1
holds "pkgconf and libc6-dev are there" "not installed" [ "$?" -eq 0 ]
step "install" root sh -c 'dpkg -i /srv/*.deb'
succeeds
step "use" root sh inside.sh
succeeds
grep '^ok ' "$log" | sed 's/^/#   /'
step "purge" root dpkg -P zimport libzimport-dev
succeeds
holds "nothing is left behind" "$(traces | head -n 3 | tr '\n' ' ')" [ -z "$(traces)" ]
finish
