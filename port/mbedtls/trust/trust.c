/* SPDX-License-Identifier: Apache-2.0 */
#include "trust.h"

#include <string.h>

#include "../base/internal.h"

typedef enum fit { NO, YES, UNKNOWN } fit;

/* From its first four bytes; 0 if it cannot be a certificate. */
static size_t element_size(const uint8_t head[4]) {
    size_t size = 0;

    if (head[0] != (MBEDTLS_ASN1_CONSTRUCTED | MBEDTLS_ASN1_SEQUENCE)) {
        return 0;
    }
    if (head[1] == 0x82) {
        size = 4U + ((size_t)head[2] << 8 | head[3]);
    } else if (head[1] == 0x81) {
        size = 3U + head[2];
    }
    return size <= ZIMPORT_TRUST_DER_MAX ? size : 0;
}

static void forget(zimport_trust_search *search) {
    mbedtls_free(search->der);
    search->der = NULL;
    search->size = 0;
    search->filled = 0;
    search->skip = false;
}

static bool skip_element(unsigned char **at, const unsigned char *end, int tag) {
    size_t size;

    if (mbedtls_asn1_get_tag(at, end, &size, tag) != 0) {
        return false;
    }
    *at += size;
    return true;
}

/* By its first `filled` bytes (RFC 5280 section 4.1); the rest is zero, so that no element begins there. UNKNOWN: too
 * few bytes, or not a certificate. */
static fit fits(const zimport_trust_search *search, const uint8_t *der, size_t size, size_t filled) {
    const int sequence = MBEDTLS_ASN1_CONSTRUCTED | MBEDTLS_ASN1_SEQUENCE;
    unsigned char *at = (unsigned char *)(uintptr_t)der; /* only read; mbedTLS asks for it so */
    const unsigned char *end = der + size;
    unsigned char *start;
    size_t length = 0;

    if (search->subject == NULL) {
        return YES;
    }
    /* Into the certificate, and into its signed part. */
    for (int depth = 0; depth < 2; depth++) {
        if (mbedtls_asn1_get_tag(&at, end, &length, sequence) != 0) {
            return UNKNOWN;
        }
    }
    end = at + length;
    (void)skip_element(&at, end, MBEDTLS_ASN1_CONTEXT_SPECIFIC | MBEDTLS_ASN1_CONSTRUCTED); /* version */
    if (!skip_element(&at, end, MBEDTLS_ASN1_INTEGER) ||                                    /* serial number */
        !skip_element(&at, end, sequence) ||                                                /* signature */
        !skip_element(&at, end, sequence) ||                                                /* issuer */
        !skip_element(&at, end, sequence)) {                                                /* validity */
        return UNKNOWN;
    }
    start = at;
    if (mbedtls_asn1_get_tag(&at, end, &length, sequence) != 0 || at > der + filled) {
        return UNKNOWN;
    }
    length += (size_t)(at - start);
    if (length != search->subject_size) {
        return NO;
    }
    if (start + length > der + filled) {
        return UNKNOWN;
    }
    return memcmp(start, search->subject, length) == 0 ? YES : NO;
}

/* Most certificates are not the wanted one: check the subject as soon as it is there, and skip the rest. */
static void look(zimport_trust_search *search) {
    if (search->filled % 64 == 0 && fits(search, search->der, search->size, search->filled) == NO) {
        forget(search);
        search->skip = true;
    }
}

static zimport_status add(zimport_trust_search *search, uint8_t byte) {
    if (search->filled >= sizeof search->head) {
        if (search->filled < search->size) {
            search->der[search->filled++] = byte;
            look(search);
        } else {
            forget(search);
            search->skip = true;
        }
        return ZIMPORT_OK;
    }
    search->head[search->filled++] = byte;
    if (search->filled < sizeof search->head) {
        return ZIMPORT_OK;
    }
    search->size = element_size(search->head);
    if (search->size == 0) {
        search->skip = true;
        return ZIMPORT_OK;
    }
    search->der = mbedtls_calloc(1, search->size);
    if (search->der == NULL) {
        return ZIMPORT_NO_MEMORY;
    }
    memcpy(search->der, search->head, sizeof search->head);
    return ZIMPORT_OK;
}

void zimport_trust_search_begin(zimport_trust_search *search, const uint8_t *subject, size_t subject_size,
                                zimport_trust_found found, void *context) {
    memset(search, 0, sizeof *search);
    search->subject = subject;
    search->subject_size = subject_size;
    search->found = found;
    search->context = context;
}

static void offer(zimport_trust_search *search, const uint8_t *der, size_t size) {
    if (fits(search, der, size, size) == YES) {
        search->hit = true;
        search->done = !search->found(search->context, der, size);
    }
}

zimport_status zimport_trust_search_feed(zimport_trust_search *search, const void *text, size_t size) {
    const char *next = text;
    const char *end = next + size;
    zimport_status status = ZIMPORT_OK;

    for (; next < end && status == ZIMPORT_OK && !search->done; next++) {
        if (search->skip) { /* to the boundary */
            next = memchr(next, '-', (size_t)(end - next));
            if (next == NULL) {
                break;
            }
            forget(search);
        }
        switch (zimport_pem_feed(&search->pem, *next)) {
        case ZIMPORT_PEM_BYTE:
            status = add(search, search->pem.byte);
            break;
        case ZIMPORT_PEM_END:
            if (search->der != NULL && search->filled == search->size) {
                offer(search, search->der, search->size);
            }
            forget(search);
            break;
        case ZIMPORT_PEM_BAD:
            forget(search);
            break;
        default:
            break;
        }
    }
    return status;
}

void zimport_trust_search_end(zimport_trust_search *search) {
    forget(search);
    memset(&search->pem, 0, sizeof search->pem);
}

/* Whether it can be read, and says nothing critical that is not understood. */
static bool parses(void *context, const uint8_t *der, size_t size) {
    bool *good = context;
    mbedtls_x509_crt certificate;

    mbedtls_x509_crt_init(&certificate);
    *good = mbedtls_x509_crt_parse_der(&certificate, der, size) == 0 &&
            (certificate.ext_types & ZIMPORT_SEAM_EXTENSION) == 0;
    mbedtls_x509_crt_free(&certificate);
    return !*good;
}

zimport_status zimport_trust_check(const zimport_trust *trust) {
    int32_t detail;
    bool good = false;
    zimport_status status = zimport_hooks_begin(NULL, &detail);

    if (status == ZIMPORT_OK) {
        status = trust->find(trust, NULL, 0, parses, &good);
    }
    if (status == ZIMPORT_OK && !good) {
        status = zimport_hooks_failure();
        return status == ZIMPORT_OK ? ZIMPORT_TLS_NO_TRUST : status;
    }
    return status;
}

static size_t walk(zimport_trust_search *search, const uint8_t *der, size_t size) {
    size_t at = 0;

    while (size - at >= sizeof search->head && !search->done) {
        size_t length = element_size(der + at);
        if (length == 0 || length > size - at) {
            break;
        }
        offer(search, der + at, length);
        at += length;
    }
    return at;
}

static zimport_status find_in_memory(const zimport_trust *self, const uint8_t *subject, size_t subject_size,
                                     zimport_trust_found found, void *context) {
    const zimport_trust_memory *trust = (const zimport_trust_memory *)(const void *)self;
    zimport_trust_search search;
    zimport_status status = ZIMPORT_OK;

    zimport_trust_search_begin(&search, subject, subject_size, found, context);
    if (walk(&search, trust->data, trust->size) == 0) {
        status = zimport_trust_search_feed(&search, trust->data, trust->size);
    }
    zimport_trust_search_end(&search);
    return status;
}

typedef struct mixing {
    void (*mix)(void *context, const void *bytes, size_t size);
    void *context;
} mixing;

static bool mix_signature(void *context, const uint8_t *der, size_t size) {
    const mixing *to = context;
    size_t end = size < 32 ? size : 32;

    to->mix(to->context, der + size - end, end);
    return true;
}

/* By the end of its signature; the whole bundle would be too much for each connection. */
static bool identify_memory(const zimport_trust *self, void (*mix)(void *context, const void *bytes, size_t size),
                            void *context) {
    mixing to = {mix, context};

    return find_in_memory(self, NULL, 0, mix_signature, &to) == ZIMPORT_OK;
}

zimport_status zimport_trust_memory_init(zimport_trust_memory *trust, const void *data, size_t size) {
    trust->base.find = find_in_memory;
    trust->base.identify = identify_memory;
    trust->data = data;
    trust->size = size;
    return zimport_trust_check(&trust->base);
}
