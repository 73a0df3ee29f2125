/* SPDX-License-Identifier: Apache-2.0 */
/* One DER copy of each block is made, and wiped. */
#include "identity.h"

#include <string.h>

#include "../base/fault.h"

/* A certificate must fit into one message; an RSA-4096 key takes 2.4 KB. */
#define DER_MAX ((size_t)(ZIMPORT_SEAM_MESSAGE_MAX > 2560 ? ZIMPORT_SEAM_MESSAGE_MAX : 2560))

struct zimport_identity_parts {
    mbedtls_pk_context key;
    mbedtls_x509_crt chain;
};

static int use(const zimport_identity *self, zimport_tls *tls) {
    return mbedtls_ssl_conf_own_cert(&zimport_tls_contexts_of(tls)->config, &self->parts->chain, &self->parts->key);
}

void zimport_identity_free(zimport_identity *identity) {
    if (identity->parts != NULL) {
        mbedtls_pk_free(&identity->parts->key);
        mbedtls_x509_crt_free(&identity->parts->chain);
        mbedtls_free(identity->parts);
        identity->parts = NULL;
    }
}

enum { SEEN_TEXT = 4 };

/* The first failure counts; one that the hooks report goes before other causes. */
static void fail(zimport_identity_reader *reader, zimport_status status, int32_t fault) {
    zimport_status hook = zimport_hooks_failure();

    if (reader->status == ZIMPORT_OK) {
        reader->status = hook != ZIMPORT_OK ? hook : status;
        reader->fault = fault;
    }
}

void zimport_identity_begin(zimport_identity_reader *reader, zimport_identity *identity,
                            const zimport_platform *platform) {
    int32_t detail;

    memset(reader, 0, sizeof *reader);
    reader->identity = identity;
    reader->platform = platform;
#if defined(ZIMPORT_SEAM_LENT_RNG)
    reader->before = zimport_hooks_lend(platform);
#endif
    identity->use = use;
    identity->parts = NULL;
    reader->status = zimport_hooks_begin(NULL, &detail); /* uses the platform for this call only */
    if (reader->status != ZIMPORT_OK) {
        return;
    }
    identity->parts = mbedtls_calloc(1, sizeof *identity->parts);
    reader->der = mbedtls_calloc(1, DER_MAX);
    if (identity->parts == NULL || reader->der == NULL) {
        reader->status = ZIMPORT_NO_MEMORY;
    }
    if (identity->parts != NULL) {
        mbedtls_pk_init(&identity->parts->key);
        mbedtls_x509_crt_init(&identity->parts->chain);
    }
}

static void refuse(zimport_identity_reader *reader, int32_t fault) {
    /* How "Proc-Type", with which an encrypted key begins (RFC 1421), decodes as base64. */
    static const uint8_t header[] = {0x3E, 0xBA, 0x1C};

    if (reader->kind == ZIMPORT_IDENTITY_CERTIFICATE) {
        fail(reader, ZIMPORT_BAD_CERT, fault);
    } else if (reader->kind == ZIMPORT_IDENTITY_KEY) {
        bool encrypted = reader->filled == sizeof header && memcmp(reader->der, header, sizeof header) == 0;
        fail(reader, encrypted ? ZIMPORT_KEY_ENCRYPTED : ZIMPORT_BAD_CERT_KEY, fault);
    }
}

static int32_t missing(uint8_t seen) {
    return ZIMPORT_FAULT(0, seen == 0                            ? ZIMPORT_CAUSE_EMPTY
                            : seen == SEEN_TEXT                  ? ZIMPORT_CAUSE_NO_PEM
                            : (seen & ZIMPORT_IDENTITY_KEY) != 0 ? ZIMPORT_CAUSE_ONLY_KEY
                                                                 : ZIMPORT_CAUSE_ONLY_CERTIFICATE);
}

static void end_text(zimport_identity_reader *reader) {
    const struct zimport_identity_parts *parts = reader->identity->parts;

    refuse(reader, ZIMPORT_FAULT(0, ZIMPORT_CAUSE_CUT));
    if ((reader->wanted & ZIMPORT_IDENTITY_CERTIFICATE) != 0 && parts != NULL && parts->chain.raw.p == NULL) {
        fail(reader, ZIMPORT_BAD_CERT, missing(reader->seen));
    }
}

void zimport_identity_text(zimport_identity_reader *reader, uint8_t wanted) {
    end_text(reader);
    memset(&reader->pem, 0, sizeof reader->pem);
    reader->pem.every = true;
    reader->kind = 0;
    reader->seen = 0;
    reader->wanted = wanted;
}

/* By the end of its label: there are several kinds of keys and certificates. The first key counts. */
static void open_block(zimport_identity_reader *reader) {
    static const char certificate[] = "CERTIFICATE";
    static const char key[] = "PRIVATE KEY";
    enum { SIZE = sizeof key - 1 };
    const zimport_pem *pem = &reader->pem;
    const char *end;

    reader->filled = 0;
    reader->kind = 0;
    if (pem->label_size < SIZE) {
        return;
    }
    end = pem->label + pem->label_size - SIZE;
    if (memcmp(end, certificate, SIZE) == 0) {
        reader->kind = ZIMPORT_IDENTITY_CERTIFICATE;
    } else if (memcmp(end, key, SIZE) == 0) {
        reader->kind = ZIMPORT_IDENTITY_KEY;
    }
    reader->seen |= reader->kind;
    reader->kind &= reader->wanted;
    if (reader->kind == ZIMPORT_IDENTITY_KEY) {
        reader->wanted &= ZIMPORT_IDENTITY_CERTIFICATE;
        if (memcmp(pem->label, "ENCRYPTED", 9) == 0) {
            reader->status = ZIMPORT_KEY_ENCRYPTED;
        }
    }
}

/* 0, or the fault. mbedTLS must be able to read the first certificate; it sends the others as they are. */
static int32_t add_certificate(mbedtls_x509_crt *chain, uint8_t *der, size_t size) {
    const int32_t other = ZIMPORT_FAULT(0, ZIMPORT_CAUSE_FORM);
    mbedtls_x509_crt *next;
    uint8_t *at = der;
    size_t length;

    if (mbedtls_asn1_get_tag(&at, der + size, &length, MBEDTLS_ASN1_CONSTRUCTED | MBEDTLS_ASN1_SEQUENCE) != 0 ||
        at + length != der + size) {
        return other;
    }
    if (chain->raw.p == NULL) {
        bool good =
            mbedtls_x509_crt_parse_der(chain, der, size) == 0 && (chain->ext_types & ZIMPORT_SEAM_EXTENSION) == 0;
        return good ? 0 : zimport_fault_parse(der, size);
    }
    next = mbedtls_calloc(1, sizeof *next);
    if (next == NULL) {
        return other;
    }
    while (chain->next != NULL) {
        chain = chain->next;
    }
    chain->next = next;
    next->raw.p = mbedtls_calloc(1, size);
    if (next->raw.p == NULL) {
        return other;
    }
    memcpy(next->raw.p, der, size);
    next->raw.len = size;
    next->own_buffer = 1;
    return 0;
}

static void close_block(zimport_identity_reader *reader) {
    struct zimport_identity_parts *parts = reader->identity->parts;
    int32_t fault = 0;

    if (reader->kind == ZIMPORT_IDENTITY_CERTIFICATE) {
        fault = add_certificate(&parts->chain, reader->der, reader->filled);
    } else if (reader->kind == ZIMPORT_IDENTITY_KEY &&
               !zimport_identity_key(&parts->key, reader->der, reader->filled, reader->platform)) {
        fault = ZIMPORT_FAULT(0, ZIMPORT_CAUSE_FORM);
    }
    if (fault != 0) {
        refuse(reader, fault);
    }
    reader->kind = 0;
}

static void take_byte(zimport_identity_reader *reader) {
    if (reader->kind == 0) {
        return;
    }
    if (reader->filled == DER_MAX) {
        refuse(reader, ZIMPORT_FAULT(0, ZIMPORT_CAUSE_TOO_LONG));
        return;
    }
    reader->der[reader->filled++] = reader->pem.byte;
}

void zimport_identity_feed(zimport_identity_reader *reader, const char *text, size_t size) {
    reader->seen |= size > 0 ? SEEN_TEXT : 0;
    for (size_t i = 0; i < size && reader->status == ZIMPORT_OK; i++) {
        switch (zimport_pem_feed(&reader->pem, text[i])) {
        case ZIMPORT_PEM_BEGIN:
            open_block(reader);
            break;
        case ZIMPORT_PEM_BYTE:
            take_byte(reader);
            break;
        case ZIMPORT_PEM_END:
            close_block(reader);
            break;
        case ZIMPORT_PEM_BAD:
            refuse(reader, ZIMPORT_FAULT(0, ZIMPORT_CAUSE_CUT));
            break;
        default:
            break;
        }
    }
}

/* mbedTLS wants the whole chain in one message and record. TLS 1.3 has the longer form (RFC 8446 section 4.4.2). */
static bool is_sendable(const mbedtls_x509_crt *chain) {
    size_t size = 8;

    for (; chain != NULL; chain = chain->next) {
        size += 5 + chain->raw.len;
    }
    return size <= ZIMPORT_SEAM_MESSAGE_MAX;
}

static void check(zimport_identity_reader *reader) {
    zimport_identity *identity = reader->identity;
    const mbedtls_x509_crt *leaf = &identity->parts->chain;
    zimport_hash hash;

    if (!is_sendable(leaf)) {
        fail(reader, ZIMPORT_BAD_CERT, ZIMPORT_FAULT(0, ZIMPORT_CAUSE_TOO_LONG));
        return;
    }
    if ((reader->wanted & ZIMPORT_IDENTITY_KEY) != 0) {
        fail(reader, ZIMPORT_BAD_CERT_KEY, missing(reader->seen));
        return;
    }
    if (!zimport_identity_fits(leaf, &identity->parts->key, reader->platform)) {
        fail(reader, ZIMPORT_KEY_MISFIT, 0);
        return;
    }
    zimport_hash_begin(&hash);
    zimport_hash_add(&hash, leaf->raw.p, leaf->raw.len);
    if (!zimport_hash_end(&hash, identity->digest)) {
        fail(reader, ZIMPORT_TLS_FAILED, 0);
    }
}

zimport_status zimport_identity_end(zimport_identity_reader *reader, zimport_status status) {
    int32_t fault;

    if (status == ZIMPORT_OK) {
        end_text(reader);
    } else if (reader->status == ZIMPORT_OK) {
        reader->status = status;
    }
    if (reader->der != NULL) {
        zimport_wipe(reader->der, DER_MAX);
        mbedtls_free(reader->der);
    }
    if (reader->status == ZIMPORT_OK) {
        check(reader);
    }
    status = reader->status;
    fault = reader->fault;
    if (status != ZIMPORT_OK) {
        zimport_identity_free(reader->identity);
    }
#if defined(ZIMPORT_SEAM_LENT_RNG)
    (void)zimport_hooks_lend(reader->before);
#endif
    zimport_wipe(reader, sizeof *reader);
    reader->fault = fault;
    return status;
}

zimport_status zimport_identity_init(zimport_identity *identity, const zimport_platform *platform,
                                     zimport_view certificates, zimport_view key) {
    zimport_identity_reader reader;

    zimport_identity_begin(&reader, identity, platform);
    zimport_identity_text(&reader, ZIMPORT_IDENTITY_CERTIFICATE);
    zimport_identity_feed(&reader, certificates.data, certificates.size);
    zimport_identity_text(&reader, ZIMPORT_IDENTITY_KEY);
    zimport_identity_feed(&reader, key.data, key.size);
    return zimport_identity_end(&reader, ZIMPORT_OK);
}
