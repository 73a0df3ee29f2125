/* SPDX-License-Identifier: Apache-2.0 */
/* Certificates of a few members, for what looks at nothing else. Include it after check.h. */
#ifndef ZIMPORT_TESTS_UNIT_MADE_H
#define ZIMPORT_TESTS_UNIT_MADE_H

#include "port/mbedtls/base/der.h"

enum { EXTENSIONS_MAX = 300 };

/* A certificate with at most one extension. All lengths are below 128. */
typedef struct made {
    mbedtls_x509_crt certificate;
    unsigned char extensions[EXTENSIONS_MAX];
} made;

static inline void put(made *to, const void *bytes, size_t size) {
    memcpy(to->extensions + to->certificate.v3_ext.len, bytes, size);
    to->certificate.v3_ext.len += size;
}

/* With the extension 2.5.29.N. */
static inline void extend_critically(made *to, int number, zimport_view value, bool critical) {
    const unsigned char more = critical ? 3 : 0;
    const unsigned char head[] = {0x30,
                                  (unsigned char)(value.size + 9 + more),
                                  0x30,
                                  (unsigned char)(value.size + 7 + more),
                                  6,
                                  3,
                                  0x55,
                                  0x1D,
                                  (unsigned char)number};
    const unsigned char between[] = {1, 1, 0xFF, 4, (unsigned char)value.size};

    mbedtls_x509_crt_init(&to->certificate);
    to->certificate.v3_ext.p = to->extensions;
    put(to, head, sizeof head);
    put(to, between + 3 - more, 2U + more);
    put(to, value.data, value.size);
}

static inline void extend(made *to, int number, zimport_view value) {
    extend_critically(to, number, value, false);
}

#endif
