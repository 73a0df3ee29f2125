#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# run.sh IMAGE SETTINGS [QEMU-OPTION...]: starts the firmware in QEMU, with the settings where the board has them in
# flash. Its serial port is standard output, its exit status that of the firmware; 124 after LIMIT seconds (60).
#
# SETTINGS is a file with lines of NAME=VALUE (settings.h), then the trusted root as PEM, and with FIRMWARE_TLS=small13
# maybe a client certificate and its key:
#
#     url=https://10.0.2.2:8443
#     key=…
#     cluster=in01-…
#     job=job-…
#     -----BEGIN CERTIFICATE-----
#     …
#     client=
#     -----BEGIN CERTIFICATE-----
#     …
#     -----BEGIN PRIVATE KEY-----
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
command -v qemu-system-arm >/dev/null || {
    echo 'run.sh: there is no qemu-system-arm here; make firmware-demo installs it' >&2
    exit 2
}
symbol() {
    "${FIRMWARE_CROSS:-arm-none-eabi-}nm" "$image" | awk -v name="$1" '$3 == name { print "0x" $1 }'
}
page=$(symbol settings_start)
room=$(($(symbol settings_end) - page - 1))
[ "$(wc -c <"$settings")" -le $room ] || {
    echo "run.sh: $settings has more than the $room bytes that fit into the settings' flash" >&2
    exit 2
}
exec timeout -k 5 "${LIMIT:-60}" qemu-system-arm -M "${MACHINE:-mps2-an386}" -nic user,id=net,model=lan9118 \
    -display none -monitor none -serial stdio -semihosting-config enable=on,target=native -kernel "$image" \
    -device loader,file="$settings",addr=$page,force-raw=on "$@" </dev/null
