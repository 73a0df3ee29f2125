/* SPDX-License-Identifier: Apache-2.0 */
/* RFC 7468, one character at a time; no line or block is buffered. */
#ifndef ZIMPORT_MBEDTLS_PEM_H
#define ZIMPORT_MBEDTLS_PEM_H

#include "zimport/base.h"

typedef enum zimport_pem_event {
    ZIMPORT_PEM_NOTHING,
    ZIMPORT_PEM_BEGIN, /* a block begins */
    ZIMPORT_PEM_BYTE,  /* the next byte of its DER is in `byte` */
    ZIMPORT_PEM_END,   /* it is complete */
    ZIMPORT_PEM_BAD    /* it is malformed; the search goes on */
} zimport_pem_event;

/* Begins as zeros. */
typedef struct zimport_pem {
    bool every; /* set by the caller: report blocks of every label, not only certificates */
    uint8_t state;
    uint8_t matched; /* characters of the expected boundary */
    uint8_t bits;    /* in `buffer`, not yet given out */
    uint8_t sextets; /* of the current group of four, padding included */
    uint8_t padding;
    uint8_t byte;
    uint8_t label_size;
    char label[24]; /* of the current block; blocks with a longer label are skipped */
    uint32_t buffer;
} zimport_pem;

/* At most one event per character. Text that ends before ZIMPORT_PEM_END was cut off. */
zimport_pem_event zimport_pem_feed(zimport_pem *pem, char c);

/* For base64 without boundaries. */
void zimport_pem_begin(zimport_pem *pem);

#endif
