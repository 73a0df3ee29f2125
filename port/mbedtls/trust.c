/* SPDX-License-Identifier: Apache-2.0 */
/* Looking for roots by their subject, and roots in memory. */
#include "trust.h"

#include <string.h>

#include "internal.h"

/* The size of a DER element by its first four bytes, or 0 for what cannot be a certificate. */
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

static zimport_status add(zimport_trust_search *search, uint8_t byte) {
    if (search->skip) {
        return ZIMPORT_OK;
    }
    if (search->filled < sizeof search->head) {
        search->head[search->filled] = byte;
    } else if (search->filled < search->size) {
        search->der[search->filled] = byte;
    } else {
        search->skip = true;
        return ZIMPORT_OK;
    }
    if (++search->filled != sizeof search->head) {
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

/* Steps over one element; *at is then behind it. */
static bool skip_element(unsigned char **at, const unsigned char *end, int tag) {
    size_t size;

    if (mbedtls_asn1_get_tag(at, end, &size, tag) != 0) {
        return false;
    }
    *at += size;
    return true;
}

/* Whether the subject of a certificate (RFC 5280 section 4.1) is this name. */
static bool has_subject(const uint8_t *der, size_t size, const uint8_t *subject, size_t subject_size) {
    const int sequence = MBEDTLS_ASN1_CONSTRUCTED | MBEDTLS_ASN1_SEQUENCE;
    unsigned char *at = (unsigned char *)(uintptr_t)der; /* only read; mbedTLS asks for it so */
    const unsigned char *end = der + size;
    unsigned char *start;
    size_t length = 0;

    /* Into the certificate, and into what is signed of it. */
    for (int depth = 0; depth < 2; depth++) {
        if (mbedtls_asn1_get_tag(&at, end, &length, sequence) != 0) {
            return false;
        }
    }
    end = at + length;
    (void)skip_element(&at, end, MBEDTLS_ASN1_CONTEXT_SPECIFIC | MBEDTLS_ASN1_CONSTRUCTED); /* version */
    if (!skip_element(&at, end, MBEDTLS_ASN1_INTEGER) ||                                    /* serial number */
        !skip_element(&at, end, sequence) ||                                                /* signature */
        !skip_element(&at, end, sequence) ||                                                /* issuer */
        !skip_element(&at, end, sequence)) {                                                /* validity */
        return false;
    }
    start = at;
    return skip_element(&at, end, sequence) && (size_t)(at - start) == subject_size &&
           memcmp(start, subject, subject_size) == 0;
}

/* A whole certificate in DER. */
static void offer(zimport_trust_search *search, const uint8_t *der, size_t size) {
    if (search->subject == NULL || has_subject(der, size, search->subject, search->subject_size)) {
        search->done = !search->found(search->context, der, size);
    }
}

zimport_status zimport_trust_search_feed(zimport_trust_search *search, const void *text, size_t size) {
    const char *next = text;
    zimport_status status = ZIMPORT_OK;

    for (size_t i = 0; i < size && status == ZIMPORT_OK && !search->done; i++) {
        switch (zimport_pem_feed(&search->pem, next[i])) {
        case ZIMPORT_PEM_BYTE:
            status = add(search, search->pem.byte);
            break;
        case ZIMPORT_PEM_END:
            if (!search->skip && search->der != NULL && search->filled == search->size) {
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
}

static bool parses(void *context, const uint8_t *der, size_t size) {
    bool *good = context;
    mbedtls_x509_crt certificate;

    mbedtls_x509_crt_init(&certificate);
    *good = mbedtls_x509_crt_parse_der(&certificate, der, size) == 0;
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

static zimport_status find_in_memory(const zimport_trust *self, const uint8_t *subject, size_t subject_size,
                                     zimport_trust_found found, void *context) {
    const zimport_trust_memory *trust = (const zimport_trust_memory *)(const void *)self;
    zimport_trust_search search;
    zimport_status status = ZIMPORT_OK;

    memset(&search, 0, sizeof search);
    search.subject = subject;
    search.subject_size = subject_size;
    search.found = found;
    search.context = context;
    if (trust->size >= 4 && element_size(trust->data) == trust->size) {
        offer(&search, trust->data, trust->size);
    } else {
        status = zimport_trust_search_feed(&search, trust->data, trust->size);
    }
    zimport_trust_search_end(&search);
    return status;
}

zimport_status zimport_trust_memory_init(zimport_trust_memory *trust, const void *data, size_t size) {
    trust->base.find = find_in_memory;
    trust->data = data;
    trust->size = size;
    return zimport_trust_check(&trust->base);
}
