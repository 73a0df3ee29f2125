/* SPDX-License-Identifier: Apache-2.0 */
/* Finds invisible characters, which slip in when a text is copied. */
#ifndef ZIMPORT_CLI_TEXT_UNSEEN_H
#define ZIMPORT_CLI_TEXT_UNSEEN_H

#include "cli/text/out.h"

/* Always found: controls, what is not UTF-8, and spaces or invisible characters at either end. */
enum {
    UNSEEN_INSIDE = 1,  /* between them, too */
    UNSEEN_SPACE = 2,   /* and a plain space there */
    UNSEEN_FOREIGN = 4, /* and whatever is not ASCII, such as letters that only look like it */
    UNSEEN_ID = UNSEEN_INSIDE | UNSEEN_FOREIGN
};

typedef struct unseen {
    int32_t point; /* the character; -1: a byte that is not UTF-8 */
    unsigned char byte;
    size_t number; /* of the character, from 1 */
    size_t before; /* bytes in front of it */
} unseen;

bool unseen_find(zimport_view text, unsigned kinds, unseen *found);

/* ` has a no-break space (U+00A0) at character 5`: says nothing else of the text. */
void unseen_say(out *to, const unseen *found);

/* Between quotes, up to the first of these characters, which it then names. */
void unseen_show(out *to, const char *quote, zimport_view text, unsigned kinds);

/* `SOURCE expects SOMETHING, not 'TEXT'`, the text as unseen_show shows it. Always false. */
bool unseen_refuse(out *error, const char *source, const char *expects, zimport_view text);

#define UNSEEN_ID_RULE " must be 1 to " UNSEEN_DIGITS(ZIMPORT_ID_MAX) " characters out of A-Z a-z 0-9 _ -"
#define UNSEEN_DIGITS(number) UNSEEN_DIGITS_OF(number)
#define UNSEEN_DIGITS_OF(number) #number

#endif
