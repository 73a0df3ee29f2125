# SPDX-License-Identifier: Apache-2.0
#
# awk -f code.awk -f words.awk FILE...: words of C that have no place in the core and in port/posix, where memory is the
# caller's and numbers are integers. src/cli may use stdio and the heap, but no floating point either.

BEGIN {
    split("malloc calloc realloc free alloca strdup strndup aligned_alloc posix_memalign", list, " ")
    for (i in list) {
        heap[list[i]] = 1
    }
    split("float double", list, " ")
    for (i in list) {
        real[list[i]] = 1
    }
}

{
    text = code($0)
    gsub(/[^A-Za-z0-9_]+/, " ", text)
    n = split(text, word, " ")
    for (i = 1; i <= n; i++) {
        if (word[i] in real) {
            print FILENAME ":" FNR ": " word[i] ": no floating point here"
        } else if (word[i] in heap && FILENAME !~ /^src\/cli\//) {
            print FILENAME ":" FNR ": " word[i] ": no heap here"
        }
    }
}
