/* SPDX-License-Identifier: Apache-2.0 */
/* What CBMC's own C library lacks. */
#include <string.h>

void *memchr(const void *bytes, int c, size_t size) {
    unsigned char *at = (unsigned char *)(void *)bytes;

    for (; size > 0; size--, at++) {
        if (*at == (unsigned char)c) {
            return at;
        }
    }
    return NULL;
}
