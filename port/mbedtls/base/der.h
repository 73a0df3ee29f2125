/* SPDX-License-Identifier: Apache-2.0 */
/* Reading DER, and the extensions of a certificate in it. */
#ifndef ZIMPORT_MBEDTLS_DER_H
#define ZIMPORT_MBEDTLS_DER_H

#include "internal.h"

enum { ZIMPORT_DER_SEQUENCE = MBEDTLS_ASN1_CONSTRUCTED | MBEDTLS_ASN1_SEQUENCE };

/* What is still to be read. */
typedef struct zimport_der {
    unsigned char *at; /* never written; mbedTLS asks for it so */
    const unsigned char *end;
} zimport_der;

zimport_der zimport_der_of(const mbedtls_x509_buf *buffer);
bool zimport_der_is_empty(const zimport_der *from);
size_t zimport_der_size(const zimport_der *from);
bool zimport_der_is_same(const zimport_der *a, const zimport_der *b);

/* The same of two buffers, neither of which may be empty. */
bool zimport_der_equal(const mbedtls_x509_buf *a, const mbedtls_x509_buf *b);

/* Takes the next element's content, with its tag; false: there is none, or it is malformed. `content` may be `from`. */
bool zimport_der_take(zimport_der *from, int *tag, zimport_der *content);
bool zimport_der_take_as(zimport_der *from, int tag, zimport_der *content);

/* An extension 2.5.29.N; the number of any other is 0. */
typedef struct zimport_extension {
    int number;
    bool critical;
    zimport_der value;
} zimport_extension;

zimport_der zimport_der_extensions(const mbedtls_x509_crt *certificate);

/* Takes the next one; false at the end. mbedTLS has seen that they are well-formed. */
bool zimport_der_next(zimport_der *extensions, zimport_extension *next);

/* The alternative names (RFC 5280 section 4.2.1.6), empty if there are none; false: malformed. */
bool zimport_der_names(const mbedtls_x509_crt *certificate, zimport_der *names);

/* Takes the next one, with the number of its kind; false at the end, and before one that is malformed. */
bool zimport_der_take_name(zimport_der *names, int *kind, zimport_der *name);

#endif
