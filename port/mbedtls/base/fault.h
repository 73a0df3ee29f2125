/* SPDX-License-Identifier: Apache-2.0 */
/* The detail of a refusal, as zimport/mbedtls.h describes it. */
#ifndef ZIMPORT_MBEDTLS_FAULT_H
#define ZIMPORT_MBEDTLS_FAULT_H

#include "internal.h"

/* Of a certificate, or of a text that should hold one; fault_text.c has the texts. */
typedef enum zimport_cause {
    ZIMPORT_CAUSE_NONE,
    ZIMPORT_CAUSE_KEY_SIZE, /* of ZIMPORT_TLS_WEAK */
    ZIMPORT_CAUSE_HASH,
    ZIMPORT_CAUSE_USE,
    ZIMPORT_CAUSE_LENGTH,
    ZIMPORT_CAUSE_KEY_KIND, /* mbedTLS cannot read it */
    ZIMPORT_CAUSE_SIGNATURE,
    ZIMPORT_CAUSE_EXTENSION,
    ZIMPORT_CAUSE_FORM,
    ZIMPORT_CAUSE_NO_AUTHORITY, /* of ZIMPORT_TLS_UNTRUSTED: the certificate with the issuer's name cannot be the issuer
                                 */
    ZIMPORT_CAUSE_PATH,
    ZIMPORT_CAUSE_OTHER_KEY,
    ZIMPORT_CAUSE_NAMES, /* of ZIMPORT_TLS_WEAK */
    ZIMPORT_CAUSE_WORK,
    ZIMPORT_CAUSE_EMPTY, /* of a text */
    ZIMPORT_CAUSE_NO_PEM,
    ZIMPORT_CAUSE_ONLY_KEY,
    ZIMPORT_CAUSE_ONLY_CERTIFICATE,
    ZIMPORT_CAUSE_CUT,
    ZIMPORT_CAUSE_TOO_LONG /* to be sent */
} zimport_cause;

/* Flags beside mbedTLS's. */
enum {
    ZIMPORT_FLAG_EXTENSION = 1 << 24, /* a critical extension that is not known */
    ZIMPORT_FLAG_NAMES = 1 << 25,     /* its name constraints exclude a name below it */
    ZIMPORT_FLAG_LENGTH = 1 << 26,    /* of the server's own: the path has no end, or too late */
    ZIMPORT_FLAG_WORK = 1 << 27       /* too many signatures were verified for it */
};

/* Composes a detail, and takes out what zimport/mbedtls.h has no macro for. */
#define ZIMPORT_FAULT(place, cause) ((int32_t)(place) | (int32_t)(cause) << 2)
#define ZIMPORT_CAUSE(detail) ((zimport_cause)((detail) >> 2 & 31))

/* Cause and extension. */
int32_t zimport_fault_parse(const uint8_t *der, size_t size);

/* The certificate for which mbedTLS returned `code`; 0 if there is none. */
int32_t zimport_fault_sent(zimport_tls *tls, int code);

/* Forgets what was recorded. */
void zimport_fault_begin(zimport_tls *tls);

/* Records a certificate of the chain with its flags; tls->above has those of the certificates before it. It is at fault
 * unless something above is worse. */
void zimport_fault_note(zimport_tls *tls, const mbedtls_x509_crt *certificate, int depth, uint32_t flags);

zimport_status zimport_fault_status(uint32_t flags);

/* For flags that mbedTLS itself set on the server's own certificate. */
int32_t zimport_fault_own(uint32_t flags);

/* The common name, or else the organization. */
void zimport_fault_name(zimport_text *text, const mbedtls_x509_buf *name);

#endif
