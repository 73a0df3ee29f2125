/* SPDX-License-Identifier: Apache-2.0 */
/* PEM text (RFC 7468), a character at a time: no line, no block is ever held. */
#ifndef ZIMPORT_MBEDTLS_PEM_H
#define ZIMPORT_MBEDTLS_PEM_H

#include "zimport/base.h"

typedef enum zimport_pem_event {
    ZIMPORT_PEM_NOTHING,
    ZIMPORT_PEM_BEGIN, /* a block begins */
    ZIMPORT_PEM_BYTE,  /* the next byte of its DER is in `byte` */
    ZIMPORT_PEM_END,   /* it is complete */
    ZIMPORT_PEM_BAD    /* it was none after all; the search goes on */
} zimport_pem_event;

/* All zero is the beginning of a text. */
typedef struct zimport_pem {
    bool every; /* set by the caller: blocks of every label are told, not only certificates */
    uint8_t state;
    uint8_t matched; /* characters of the boundary that is looked for */
    uint8_t bits;    /* in `buffer`, not yet given out */
    uint8_t sextets; /* of the group of four at hand, padding included */
    uint8_t padding;
    uint8_t byte;
    uint8_t label_size;
    char label[24]; /* of the block at hand; blocks with a longer one are left out */
    uint32_t buffer;
} zimport_pem;

/* The next character. At most one event each. A text that ends without ZIMPORT_PEM_END ended too early. */
zimport_pem_event zimport_pem_feed(zimport_pem *pem, char c);

/* As if a block had just begun: for base64 without boundaries. */
void zimport_pem_begin(zimport_pem *pem);

#endif
