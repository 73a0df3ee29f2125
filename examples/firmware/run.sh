#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# run.sh IMAGE SETTINGS [QEMU-OPTION...]: starts the firmware in QEMU, with the settings where the board has them in
# flash. Its serial port is standard output, its exit status that of the firmware; 124 after LIMIT seconds (60).
#
# SETTINGS is a file with lines of NAME=VALUE (settings.h), then the trusted root as PEM:
#
#     url=https://10.0.2.2:8443
#     key=…
#     cluster=in01-…
#     job=job-…
#     -----BEGIN CERTIFICATE-----
#
# The emulated network is QEMU's own: the board gets 10.0.2.15 by DHCP, and finds this machine's loopback at 10.0.2.2.

set -eu

[ $# -ge 2 ] || {
    sed -n 's/^# \(run.sh .*\)/usage: \1/p' "$0" >&2
    exit 2
}
image=$1
settings=$2
shift 2
[ "$(wc -c <"$settings")" -lt 4096 ] || {
    echo "run.sh: $settings has more than the 4095 bytes that fit into the settings' flash" >&2
    exit 2
}
command -v qemu-system-arm >/dev/null || {
    echo 'run.sh: there is no qemu-system-arm here; make firmware-demo installs it' >&2
    exit 2
}
exec timeout -k 5 "${LIMIT:-60}" qemu-system-arm -M "${MACHINE:-mps2-an386}" -nic user,id=net,model=lan9118 \
    -display none -monitor none -serial stdio -semihosting-config enable=on,target=native -kernel "$image" \
    -device loader,file="$settings",addr=0x1f000,force-raw=on "$@" </dev/null
