/* SPDX-License-Identifier: Apache-2.0 */
/* Classes of characters, for every char, beside definitions that are written differently. There is no longer input. */
#include "prove.h"

#include "base/chars.h"

static bool in_class(char c, const char *class) {
    while (*class != '\0' && *class != c) {
        class ++;
    }
    return *class != '\0';
}

void proof(void) {
    char c = nondet_char();
    bool alnum = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    bool hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    int digit = zimport_chars_hex(c);

    ASSERT(digit >= -1 && digit < 16);
    ASSERT((digit >= 0) == hex);
    ASSERT(zimport_chars_alnum(c) == alnum);
    ASSERT(zimport_chars_id(c) == (alnum || c == '_' || c == '-'));
    ASSERT(zimport_chars_token(c) == (alnum || in_class(c, "!#$%&'*+-.^_`|~")));
}
