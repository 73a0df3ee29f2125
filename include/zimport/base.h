/* SPDX-License-Identifier: Apache-2.0 */
/* Views, bounded text and numbers: the vocabulary of the other headers. */
#ifndef ZIMPORT_BASE_H
#define ZIMPORT_BASE_H
#include "zimport/config.h"
#include "zimport/status.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes that somebody else owns, not terminated. It lives as long as what it points into. */
typedef struct zimport_view {
    const char *data;
    size_t size;
} zimport_view;

/* A view of a string literal or of a NUL-terminated string; NULL gives an empty view. */
zimport_view zimport_view_of(const char *text);
/* Whether a view holds exactly these bytes; with _nocase ASCII letters of either case are the same. */
bool zimport_view_is(zimport_view view, const char *text);
bool zimport_view_is_nocase(zimport_view view, const char *text);
/* Reads a numeric address (RFC 3986 IPv4address, RFC 4291 section 2.2): 4 or 16 bytes, or 0 where it is none. */
size_t zimport_address_parse(zimport_view text, uint8_t bytes[16]);

/* Text in memory that the caller owns. Set data and capacity (0 where the text is not wanted), leave the rest zero.
 * The text is not terminated by NUL and may contain one (JSON can say \u0000). */
typedef struct zimport_text {
    char *data;
    size_t capacity, size; /* bytes at data; bytes in use */
    bool given;            /* the server gave a text, even an empty one; false: null or absent */
    bool cut;              /* there was more than fits; it ends at a character boundary */
} zimport_text;
/* Forgets the text, keeps the memory. */
void zimport_text_clear(zimport_text *text);
/* Replaces the text by UTF-8 bytes, as many whole characters as fit. */
void zimport_text_set(zimport_text *text, zimport_view utf8);
/* The text as a view. */
zimport_view zimport_text_view(const zimport_text *text);
/* A number that the server may have left out. */
typedef struct zimport_number {
    uint64_t value;
    bool given;
} zimport_number;
/* Percent in hundredths: 0 to ZIMPORT_PERCENT_DONE, or ZIMPORT_PERCENT_NONE where the server gave none. */
#define ZIMPORT_PERCENT_NONE (-1)
#define ZIMPORT_PERCENT_DONE 10000
/* Room for contexts of the library's own, which applications do not look into. */
#define ZIMPORT_OPAQUE(size) \
    union { \
        uint64_t align; \
        void *pointer; \
        unsigned char bytes[size]; \
    }
/* Overwrites memory that held a secret; the compiler does not remove it. */
void zimport_wipe(void *memory, size_t size);
#endif
