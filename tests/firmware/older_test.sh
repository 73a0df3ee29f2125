#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The firmware for the older processor, a Cortex-M3, with the older lwIP, 2.1.

tests=$(cd "${0%/*}/.." && pwd)
. "$tests/firmware/board.sh"
[ "$PROFILE" = small ] && BELOW=$B/cortex-m3 || BELOW=$BELOW-m3
ELF=$BELOW/firmware/firmware.elf
MACHINE=mps2-an385
export MACHINE

# shellcheck disable=SC2086 # an option with its value
start_sim --san "$HOST" $ONLY --duration 2 --cert-kind rsa --intermediate
board job=job-ok interval_ms=250
ends "Cortex-M3, lwIP 2.1: a job is followed to its end" 0 '^job-ok: Completed, 100 %'
board job=job-wide-1024
ends "Cortex-M3, lwIP 2.1: 1,024 file rows" 0 'Completed, 100 % in 1024 files'
ROOT=$T/none.pem
: >"$ROOT"
board job=job-instant
ends "Cortex-M3, lwIP 2.1: no root" 8 'no trusted root'
finish
