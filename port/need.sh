#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# need.sh WHAT PACKAGE...: makes sure that WHAT (a program, or a file if it has a slash) is there; else installs the Debian
# packages, with sudo when not root, and says what it runs.

set -eu

what=$1
shift

there() {
    case $what in
    */*) [ -e "$what" ] ;;
    *) command -v "$what" >/dev/null 2>&1 || [ -x "/usr/sbin/$what" ] ;;
    esac
}

as_root() {
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || {
            echo "need.sh: $what is missing, and installing it needs root: $*" >&2
            exit 1
        }
        set -- sudo "$@"
    fi
    printf '+ %s\n' "$*" >&2
    "$@" >"${TMPDIR:-/tmp}/need.$$" 2>&1 </dev/null || {
        cat "${TMPDIR:-/tmp}/need.$$" >&2
        rm -f "${TMPDIR:-/tmp}/need.$$"
        return 1
    }
    rm -f "${TMPDIR:-/tmp}/need.$$"
}

install() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y -q --no-install-recommends "$@"
}

there && exit 0
command -v apt-get >/dev/null || {
    echo "need.sh: $what is missing; please install it (Debian has it in: $*)" >&2
    exit 1
}
# Lists that are old or were never got: once more with new ones.
install "$@" 2>/dev/null || { as_root apt-get update -q && install "$@"; }
there || {
    echo "need.sh: $what is still missing after installing $*" >&2
    exit 1
}
