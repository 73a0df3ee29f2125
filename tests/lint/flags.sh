#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# flags.sh: what the Makefile gives a file that includes an mbedTLS header, as words for a shell. Settings: B, MAKE and
# those of the Makefile.

set -eu

# shellcheck disable=SC2016
printf '%s\n' 'include Makefile' 'lint-flags: ; @:' '$(info $(mbedtls_san_cppflags))' |
    env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL "${MAKE:-make}" -s -f - B="${B:-build}" lint-flags 2>/dev/null
