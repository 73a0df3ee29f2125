#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Is there a clang, FUZZCC, with libFuzzer and sanitizer runtimes of its version? Else prints the Debian packages that
# have them.

set -eu

clang=${FUZZCC:-clang}
name=${clang##*/}
# Until Debian 11 the runtimes are part of clang's own packages.
case $name in
clang-[0-9]*) packages="$name libclang-rt-${name#clang-}-dev?" ;;
*) packages='clang libclang-rt-dev?' ;;
esac

# Where a version keeps its runtimes differs; that they lie below its resource folder does not.
runtimes() {
    folder=$("$clang" -print-resource-dir 2>/dev/null)/lib || return 1
    for part in fuzzer asan ubsan_standalone; do
        [ -n "$(find -L "$folder" -name "libclang_rt.$part*.a" 2>/dev/null | head -n 1)" ] || return 1
    done
}

runtimes || {
    echo "$packages"
    exit 1
}
