#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# need.sh CLANG: makes sure that there is a clang, and the libFuzzer and sanitizer runtimes that belong to its version.
# Says nothing, and costs two look-ups, when they are there.

set -eu

clang=${1:-clang}
need=$(dirname "$0")/../../port/need.sh

sh "$need" "$clang" "$(basename "$clang")"

# Where a version keeps its runtimes differs; that they lie below its resource folder does not.
runtimes() {
    folder=$("$clang" -print-resource-dir)/lib
    for name in fuzzer asan ubsan_standalone; do
        [ -n "$(find -L "$folder" -name "libclang_rt.$name*.a" 2>/dev/null | head -n 1)" ] || return 1
    done
}

runtimes && exit 0
major=$("$clang" -dumpversion | cut -d. -f1)
# The package since Debian 12; before, it was part of another one.
for package in "libclang-rt-$major-dev" "libclang-common-$major-dev"; do
    sh "$need" "$("$clang" -print-resource-dir)/lib/linux/libclang_rt.fuzzer-$(uname -m).a" "$package" || :
    ! runtimes || exit 0
done
echo "need.sh: no libFuzzer runtime for $clang; please install libclang-rt-$major-dev" >&2
exit 1
