#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# flags.sh [lwip|sockets|firmware]: the Makefile's flags for a file that includes an mbedTLS header, or one of lwIP, for the
# tests or for the firmware, as words for a shell. Settings: B, MAKE and those of the Makefile.

set -eu

flags=mbedtls_san_cppflags
[ $# -eq 0 ] || flags=lwip_$1_cppflags
printf '%s\n' 'include Makefile' 'lint-flags: ; @:' "\$(info \$($flags))" |
    env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL "${MAKE:-make}" -s -f - B="${B:-build}" lint-flags 2>/dev/null
