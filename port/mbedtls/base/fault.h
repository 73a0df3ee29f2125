/* SPDX-License-Identifier: Apache-2.0 */
/* Which certificate is to blame, and why: the details of a refusal, as zimport/mbedtls.h has them. */
#ifndef ZIMPORT_MBEDTLS_FAULT_H
#define ZIMPORT_MBEDTLS_FAULT_H

#include "internal.h"

/* What is the matter with a certificate, or with a text that should have one: fault_text.c has the words. */
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
    ZIMPORT_CAUSE_NO_AUTHORITY, /* of ZIMPORT_TLS_UNTRUSTED: who has the issuer's name cannot be the issuer */
    ZIMPORT_CAUSE_PATH,
    ZIMPORT_CAUSE_OTHER_KEY,
    ZIMPORT_CAUSE_EMPTY, /* of a text */
    ZIMPORT_CAUSE_NO_PEM,
    ZIMPORT_CAUSE_ONLY_KEY,
    ZIMPORT_CAUSE_ONLY_CERTIFICATE,
    ZIMPORT_CAUSE_CUT,
    ZIMPORT_CAUSE_TOO_LONG /* to be sent */
} zimport_cause;

/* A detail, put together, and taken apart where zimport/mbedtls.h does not. */
#define ZIMPORT_FAULT(place, cause) ((int32_t)(place) | (int32_t)(cause) << 2)
#define ZIMPORT_CAUSE(detail) ((zimport_cause)((detail) >> 2 & 31))

/* Why mbedTLS cannot read a certificate: cause and extension. */
int32_t zimport_fault_parse(const uint8_t *der, size_t size);

/* Which of the server's certificates made mbedTLS say `code`; 0: none. */
int32_t zimport_fault_sent(zimport_tls *tls, int code);

/* A certificate of the chain has these flags, those before it tls->above. Where nothing above is worse, the fault is
 * its. */
void zimport_fault_note(zimport_tls *tls, const mbedtls_x509_crt *certificate, int depth, uint32_t flags);

/* What the flags of a refused chain amount to. */
zimport_status zimport_fault_status(uint32_t flags);

/* What these flags of the server's own certificate amount to, which mbedTLS found by itself. */
int32_t zimport_fault_own(uint32_t flags);

/* The common name out of a name in DER, else the organization: what people call it. */
void zimport_fault_name(zimport_text *text, const mbedtls_x509_buf *name);

#endif
