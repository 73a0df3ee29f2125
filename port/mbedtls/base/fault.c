/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which certificate is at fault, and why. Nothing here decides: it explains a decision. What costs memory to find out
 * is left out where nobody asks for the name.
 */
#include "fault.h"

#include <string.h>

void zimport_fault_name(zimport_text *text, const mbedtls_x509_buf *name) {
    unsigned char oid[] = {MBEDTLS_ASN1_OID, 3, 0x55, 0x04, 3};
    const unsigned char *end = name->p + name->len;

    zimport_text_clear(text);
    do {
        for (unsigned char *next = name->p; next + sizeof oid < end && !text->given; next++) {
            unsigned char *at = next + sizeof oid;
            size_t size;
            if (memcmp(next, oid, sizeof oid) == 0 && mbedtls_asn1_get_tag(&at, end, &size, *at) == 0) {
                zimport_text_set(text, (zimport_view){(const char *)at, size});
            }
        }
        oid[4] ^= 3 ^ 10;
    } while (oid[4] != 3 && !text->given);
}

/* The first critical extension that mbedTLS does not know: N of 2.5.29.N, 0 for any other, -1 if there is none. */
static int find_extension(const uint8_t *der, size_t size) {
    static const uint8_t standard[] = {MBEDTLS_ASN1_OID, 3, 0x55, 0x1D};
    static const uint8_t critical[] = {MBEDTLS_ASN1_BOOLEAN, 1, 0xFF, MBEDTLS_ASN1_OCTET_STRING};
    static const uint8_t known[] = {14, 15, 17, 19, 35, 37};

    for (const uint8_t *at = der + 11; at + 4 < der + size; at++) {
        if (memcmp(at, critical, 4) != 0 || at[-9] == 0x60) { /* Netscape's is known, too */
            continue;
        }
        if (memcmp(at - 5, standard, 4) != 0) {
            return 0;
        }
        if (memchr(known, at[-1], sizeof known) == NULL) {
            return at[-1];
        }
    }
    return -1;
}

/* Looks for a certificate that has the issuer's name, but that mbedTLS did not accept as the issuer. */
typedef struct search {
    int depth; /* of the certificate that was issued */
    int place;
    int32_t fault; /* 0: not found */
} search;

static void note_unfit(search *to, const mbedtls_x509_crt *issuer) {
    bool old = to->place == ZIMPORT_TRUSTED && issuer->version < 3;
    int cause = ZIMPORT_CAUSE_OTHER_KEY;

    if (!old && (!issuer->ca_istrue || mbedtls_x509_crt_check_key_usage(issuer, MBEDTLS_X509_KU_KEY_CERT_SIGN) != 0)) {
        cause = ZIMPORT_CAUSE_NO_AUTHORITY;
    } else if (issuer->max_pathlen > 0 && issuer->max_pathlen < 1 + to->depth) {
        cause = ZIMPORT_CAUSE_PATH;
    }
    to->fault = ZIMPORT_FAULT(to->place, cause);
}

static zimport_cause cause_of_code(int code) {
    int high = -((-code) & ~0x7F);

    return high == MBEDTLS_ERR_X509_UNKNOWN_SIG_ALG || ZIMPORT_SEAM_IS_UNKNOWN(code) ? ZIMPORT_CAUSE_SIGNATURE
           : high < MBEDTLS_ERR_X509_FATAL_ERROR ? ZIMPORT_CAUSE_KEY_KIND /* a code of PK's */
                                                 : ZIMPORT_CAUSE_FORM;
}

/* Why mbedTLS cannot read a certificate, with its code; 0 if it can, and then `issuer`, unless NULL, records why it is
 * not the issuer. */
static int32_t read_it(const uint8_t *der, size_t size, int *code, search *issuer) {
    mbedtls_x509_crt certificate;
    int32_t fault;
    int extension;

    mbedtls_x509_crt_init(&certificate);
    *code = mbedtls_x509_crt_parse_der_nocopy(&certificate, der, size);
    if (*code == 0 && issuer != NULL) {
        note_unfit(issuer, &certificate);
    }
    mbedtls_x509_crt_free(&certificate);
    fault = ZIMPORT_FAULT(0, cause_of_code(*code));
    if (fault == ZIMPORT_FAULT(0, ZIMPORT_CAUSE_FORM)) {
        extension = find_extension(der, size);
        fault = extension >= 0 ? ZIMPORT_FAULT(0, ZIMPORT_CAUSE_EXTENSION) | extension << 8 : fault;
    }
    return fault;
}

int32_t zimport_fault_parse(const uint8_t *der, size_t size) {
    int code;

    return read_it(der, size, &code, NULL);
}

#if defined(ZIMPORT_SEAM_EXPLAIN)

/* The subject of a certificate that may be readable no further (RFC 5280 section 4.1): the fourth sequence, behind the
 * algorithm, the issuer and the dates, in two others. */
static mbedtls_x509_buf subject_of(const uint8_t *der, size_t size) {
    const int sequence = MBEDTLS_ASN1_CONSTRUCTED | MBEDTLS_ASN1_SEQUENCE;
    mbedtls_x509_buf at = {0, 0, (unsigned char *)(uintptr_t)der}; /* only read; mbedTLS asks for it so */
    int seen = -2;

    while (seen < 4) {
        at.tag = at.p < der + size ? *at.p : -1;
        if (mbedtls_asn1_get_tag(&at.p, der + size, &at.len, at.tag) != 0) {
            at.len = 0;
            break;
        }
        seen += at.tag == sequence;
        if (at.tag != sequence || (seen > 0 && seen < 4)) {
            at.p += at.len;
        }
    }
    return at;
}

int32_t zimport_fault_sent(zimport_tls *tls, int code) {
    const mbedtls_ssl_context *ssl = &zimport_tls_contexts_of(tls)->ssl;
    bool newer = ssl->tls_version == MBEDTLS_SSL_VERSION_TLS1_3;
    const unsigned char *at = ssl->in_msg; /* RFC 5246 section 7.4.2, RFC 8446 section 4.4.2 */
    const unsigned char *end = at + ssl->in_hslen;
    int place = ZIMPORT_SERVERS_OWN;
    int32_t fault = 0;

    if (tls->blamed == NULL || at[0] != MBEDTLS_SSL_HS_CERTIFICATE) {
        return 0;
    }
    at += newer ? 8 : 7;
    while (end - at > 3 && fault == 0) {
        size_t size = (size_t)at[1] << 8 | at[2];
        int32_t found;
        int other;
        at += 3;
        if (size > (size_t)(end - at)) {
            break;
        }
        found = read_it(at, size, &other, NULL);
        if (other == code) {
            mbedtls_x509_buf name = subject_of(at, size);
            zimport_fault_name(tls->blamed, &name);
            fault = found | place;
        }
        place = ZIMPORT_INTERMEDIATE;
        at += size + (newer ? 2 : 0);
    }
    (void)zimport_hooks_failure(); /* the failure is `code`, not memory that ran out here */
    return fault;
}

static bool is_issuer(void *context, const uint8_t *der, size_t size) {
    search *to = context;
    int code;
    int32_t fault = read_it(der, size, &code, to);

    to->fault = code == 0 ? to->fault : fault | to->place;
    return false;
}

static bool is_same(const mbedtls_x509_buf *a, const mbedtls_x509_buf *b) {
    return a->len == b->len && memcmp(a->p, b->p, a->len) == 0;
}

/* Why no issuer was found for a certificate. */
static int32_t explain(const zimport_tls *tls, const mbedtls_x509_crt *child, int depth) {
    const mbedtls_x509_buf *issuer = &child->issuer_raw;
    search to = {depth, ZIMPORT_TRUSTED, 0};

    if (depth == tls->top) {
        (void)tls->trust->find(tls->trust, issuer->p, issuer->len, is_issuer, &to);
    }
    to.place = ZIMPORT_INTERMEDIATE;
    for (const mbedtls_x509_crt *next = is_same(issuer, &child->subject_raw) ? NULL : child->next;
         next != NULL && to.fault == 0; next = next->next) {
        if (is_same(issuer, &next->subject_raw)) {
            note_unfit(&to, next);
        }
    }
    (void)zimport_hooks_failure(); /* it stays refused, even without memory to explain it */
    return to.fault;
}

#else

int32_t zimport_fault_sent(zimport_tls *tls, int code) {
    return tls->blamed != NULL ? ZIMPORT_FAULT(0, cause_of_code(code)) : 0;
}

static int32_t explain(const zimport_tls *tls, const mbedtls_x509_crt *child, int depth) {
    (void)tls;
    (void)child;
    (void)depth;
    return 0;
}

#endif

static int cause_of(uint32_t flags) {
    return (flags & MBEDTLS_X509_BADCERT_BAD_MD) != 0    ? ZIMPORT_CAUSE_HASH
           : (flags & MBEDTLS_X509_BADCERT_BAD_PK) != 0  ? ZIMPORT_CAUSE_SIGNATURE
           : (flags & MBEDTLS_X509_BADCERT_BAD_KEY) != 0 ? ZIMPORT_CAUSE_KEY_SIZE
                                                         : ZIMPORT_CAUSE_USE;
}

int32_t zimport_fault_own(uint32_t flags) {
    /* mbedTLS's way to say that there are more certificates than it has room for. */
    if (flags == UINT32_MAX) {
        return ZIMPORT_FAULT(ZIMPORT_SERVERS_OWN, ZIMPORT_CAUSE_LENGTH);
    }
    return ZIMPORT_FAULT(ZIMPORT_SERVERS_OWN, cause_of(flags));
}

/*
 * Several things can be wrong at once; the first of these is reported. A signature with a refused algorithm is never
 * checked, so it says nothing about trust. Without trust, nothing the certificate says can be believed. Then dates: a
 * wrong clock is the most common cause, and quick to find. Then what the certificate's owner has to replace anyway, and
 * last the name, which may be a typo in the endpoint.
 */
zimport_status zimport_fault_status(uint32_t flags) {
    const uint32_t weak = MBEDTLS_X509_BADCERT_KEY_USAGE | MBEDTLS_X509_BADCERT_EXT_KEY_USAGE |
                          MBEDTLS_X509_BADCERT_NS_CERT_TYPE | MBEDTLS_X509_BADCERT_BAD_PK |
                          MBEDTLS_X509_BADCERT_BAD_KEY;

    if ((flags & MBEDTLS_X509_BADCERT_BAD_MD) != 0) {
        return ZIMPORT_TLS_WEAK;
    }
    if ((flags & MBEDTLS_X509_BADCERT_NOT_TRUSTED) != 0) {
        return ZIMPORT_TLS_UNTRUSTED;
    }
    if ((flags & MBEDTLS_X509_BADCERT_FUTURE) != 0) {
        return ZIMPORT_TLS_NOT_YET_VALID;
    }
    if ((flags & MBEDTLS_X509_BADCERT_EXPIRED) != 0) {
        return ZIMPORT_TLS_EXPIRED;
    }
    if ((flags & weak) != 0) {
        return ZIMPORT_TLS_WEAK;
    }
    if ((flags & MBEDTLS_X509_BADCERT_CN_MISMATCH) != 0) {
        return ZIMPORT_TLS_WRONG_HOST;
    }
    return (flags & MBEDTLS_X509_BADCERT_OTHER) != 0 ? ZIMPORT_TLS_PIN : ZIMPORT_TLS_FAILED;
}

/* RSA of 2048 bits or more, and the built-in curves. */
static bool is_strong(const mbedtls_pk_context *key) {
    size_t bits = mbedtls_pk_get_bitlen(key);

    return bits >= 2048 || bits == 256 || bits == 384;
}

void zimport_fault_note(zimport_tls *tls, const mbedtls_x509_crt *certificate, int depth, uint32_t flags) {
    zimport_status status = zimport_fault_status(flags);
    const mbedtls_x509_buf *name = &certificate->subject_raw;
    int cause = status == ZIMPORT_TLS_WEAK ? cause_of(flags) : 0;
    int place = ZIMPORT_INTERMEDIATE;

    tls->top = depth > tls->top ? (uint8_t)depth : tls->top;
    if (flags == 0 || zimport_fault_status(tls->above | flags) != status || tls->blamed == NULL) {
        return;
    }
    if (status == ZIMPORT_TLS_UNTRUSTED) {
        tls->fault = explain(tls, certificate, depth);
        name = &certificate->issuer_raw;
    } else {
        /* mbedTLS also reports an issuer's weak key at the certificate below it. */
        if (cause == ZIMPORT_CAUSE_KEY_SIZE && (depth > 0 || is_strong(&certificate->pk))) {
            name = &certificate->issuer_raw;
            depth++;
        }
        if (depth == 0) {
            place = ZIMPORT_SERVERS_OWN;
        } else if (depth == tls->top && (flags & MBEDTLS_X509_BADCERT_NOT_TRUSTED) == 0) {
            place = ZIMPORT_TRUSTED;
        }
        tls->fault = ZIMPORT_FAULT(place, cause);
    }
    zimport_fault_name(tls->blamed, name);
}
