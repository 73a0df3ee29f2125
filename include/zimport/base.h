/* SPDX-License-Identifier: Apache-2.0 */
/* Views, bounded text and numbers: the vocabulary of the other headers. */
#ifndef ZIMPORT_BASE_H
#define ZIMPORT_BASE_H
#include "zimport/config.h"
#include "zimport/status.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
ZIMPORT_BEGIN_C
/* The version of the library that is linked, such as "1.0.0"; ZIMPORT_VERSION is that of the headers. */
const char *zimport_version(void);
/* Bytes owned by somebody else, not NUL-terminated. Valid as long as the memory it points into. */
typedef struct zimport_view {
    const char *data;
    size_t size;
} zimport_view;
/* A view of a string literal or of a NUL-terminated string; NULL gives an empty view. */
zimport_view zimport_view_of(const char *text);
/* Whether a view holds exactly these bytes; _nocase ignores the case of ASCII letters. */
bool zimport_view_is(zimport_view view, const char *text);
bool zimport_view_is_nocase(zimport_view view, const char *text);
/* Reads a numeric address (RFC 3986 IPv4address, RFC 4291 section 2.2). Returns its size, 4 or 16; 0 if it is none. */
size_t zimport_address_parse(zimport_view text, uint8_t bytes[16]);
/* Reads an HTTP date in any of its forms (RFC 9110 section 5.6.7): seconds since 1970; -1: it is none. */
int64_t zimport_date_read(const char *text, size_t size);
/* Text in the caller's memory. Set data and capacity (0 if the text is not wanted), leave the rest zero. The text is
 * not NUL-terminated and may contain NUL (\u0000 in JSON). */
typedef struct zimport_text {
    char *data;
    size_t capacity, size; /* bytes at data; bytes in use */
    bool given;            /* the server gave a text, even an empty one; false: null or absent */
    bool cut;              /* it did not fit and was cut, at a character boundary */
} zimport_text;
void zimport_text_clear(zimport_text *text); /* Forgets the text, keeps the memory. */
/* Replaces the text with UTF-8 bytes: as many whole characters as fit. */
void zimport_text_set(zimport_text *text, zimport_view utf8);
zimport_view zimport_text_view(const zimport_text *text); /* The text as a view. */
/* A number that the server may have left out. */
typedef struct zimport_number {
    uint64_t value;
    bool given;
} zimport_number;
/* Percent in hundredths: 0 to ZIMPORT_PERCENT_DONE, or ZIMPORT_PERCENT_NONE if the server gave none. */
#define ZIMPORT_PERCENT_NONE (-1)
#define ZIMPORT_PERCENT_DONE 10000
/* Memory for internal state of the library; applications must not touch it. */
#define ZIMPORT_OPAQUE(size) \
    union { \
        uint64_t align; \
        void *pointer; \
        unsigned char bytes[size]; \
    }
/* Overwrites memory that held a secret; the compiler cannot optimize this away. */
void zimport_wipe(void *memory, size_t size);
ZIMPORT_END_C
#endif
