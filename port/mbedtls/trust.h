/* SPDX-License-Identifier: Apache-2.0 */
/* Roots out of a text or file, a piece at a time. */
#ifndef ZIMPORT_MBEDTLS_TRUST_H
#define ZIMPORT_MBEDTLS_TRUST_H

#include "zimport/mbedtls.h"

#include "pem.h"

/* Larger certificates are left out. The largest root in use has about 2.3 KB. */
#define ZIMPORT_TRUST_DER_MAX 16384U

/* One search. Set subject, subject_size, found and context; the rest is zero. At most one certificate is on the heap.
 */
typedef struct zimport_trust_search {
    const uint8_t *subject; /* NULL: any */
    size_t subject_size;
    zimport_trust_found found;
    void *context;
    zimport_pem pem;
    uint8_t head[4];
    uint8_t *der;
    size_t size; /* of the certificate at hand; 0 until its first bytes have told */
    size_t filled;
    bool skip; /* it is none, or too large */
    bool done; /* `found` has seen enough */
} zimport_trust_search;

/* The next bytes of a PEM text. ZIMPORT_OK or ZIMPORT_NO_MEMORY. */
zimport_status zimport_trust_search_feed(zimport_trust_search *search, const void *text, size_t size);

/* Frees what an unfinished certificate holds. */
void zimport_trust_search_end(zimport_trust_search *search);

/* ZIMPORT_OK when `trust` gives a certificate that mbedTLS can read, else ZIMPORT_TLS_NO_TRUST or what find says. */
zimport_status zimport_trust_check(const zimport_trust *trust);

#endif
