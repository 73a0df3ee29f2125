/* SPDX-License-Identifier: Apache-2.0 */
/* Lines of resolv.conf and hosts: any word of up to MOST bytes and more, with comments, line ends and bytes of every
 * kind, from any state between two words. A word has room for fewer, so that it can be too long; by what calls the
 * bytes come, a stub says: it gives any, and the end at last. */
#include "prove.h"

#include "port/posix/files.c"

static unsigned given;

int next_byte_stub(word_file *words) {
    return given++ < MOST ? nondet_byte() : -1;
}

int close(int fd) {
    ASSERT(fd >= 0);
    return 0;
}

void proof(void) {
    word_file words;

    havoc(&words, sizeof words);
    if (words_next(&words)) {
        ASSERT(memchr(words.word, '\0', sizeof words.word) != NULL);
        size_t size = strlen(words.word);
        size_t at = up_to(ZIMPORT_POSIX_WORD - 1);
        ASSERT(size > 0 || (words.strict && words.place == 0));
        ASSERT(at >= size || (unsigned char)words.word[at] > ' ');
    }
}
