# SPDX-License-Identifier: Apache-2.0
#
# Runs the sourcing script again in a network and with mounts of its own: as root, or where the kernel allows it.
# Otherwise skips its tests.

if [ "${OWN_NETWORK-}" = '' ]; then
    PATH=$PATH:/usr/sbin:/sbin
    export PATH
    command -v ip >/dev/null || {
        echo "not ok ${0##*/}: ip is missing; make test installs it before it begins"
        exit 1
    }
    for as in '' -r; do
        # shellcheck disable=SC2086 # an option or none
        if unshare $as -n -m ip link set lo up 2>/dev/null; then
            OWN_NETWORK=1 exec unshare $as -n -m sh "$0"
        fi
    done
    echo "skip ${0##*/}: no network of one's own here"
    exit 0
fi
