/* SPDX-License-Identifier: Apache-2.0 */
/* Which certificate is at fault, and why: explains a decision, makes none. What costs memory to find out is left out
 * where nobody asks for the name. */
#include "fault.h"

#include <string.h>

#include "der.h"

void zimport_fault_name(zimport_text *text, const mbedtls_x509_buf *name) {
    unsigned char oid[] = {MBEDTLS_ASN1_OID, 3, 0x55, 0x04, 3};

    zimport_text_clear(text);
    do {
        for (size_t next = 0; next + sizeof oid < name->len && !text->given; next++) { /* without a name p is NULL */
            unsigned char *at = name->p + next + sizeof oid;
            size_t size;
            if (memcmp(name->p + next, oid, sizeof oid) == 0 &&
                mbedtls_asn1_get_tag(&at, name->p + name->len, &size, *at) == 0) {
                zimport_text_set(text, (zimport_view){(const char *)at, size});
            }
        }
        oid[4] ^= 3 ^ 10;
    } while (oid[4] != 3 && !text->given);
}

/* The first critical extension that is not known: N of 2.5.29.N, 0 for any other, -1 if there is none. Name constraints
 * are known where they may be. */
static int find_extension(const uint8_t *der, size_t size, bool constrained) {
    static const uint8_t standard[] = {MBEDTLS_ASN1_OID, 3, 0x55, 0x1D};
    static const uint8_t critical[] = {MBEDTLS_ASN1_BOOLEAN, 1, 0xFF, MBEDTLS_ASN1_OCTET_STRING};
    static const uint8_t known[] = {14, 15, 17, 19, 32, 35, 37, 30};
    size_t count = sizeof known - !constrained;

    for (size_t i = 11; i + 4 < size; i++) {
        const uint8_t *at = der + i;
        if (memcmp(at, critical, 4) != 0 || at[-9] == 0x60) { /* Netscape's is known, too */
            continue;
        }
        if (memcmp(at - 5, standard, 4) != 0) {
            return 0;
        }
        if (memchr(known, at[-1], count) == NULL) {
            return at[-1];
        }
    }
    return -1;
}

/* A certificate with the issuer's name that mbedTLS did not accept as the issuer. */
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

/* Why mbedTLS cannot read a certificate, with its code; if it can, 0, and `issuer` (unless NULL) records why it is not
 * the issuer. */
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
        extension = find_extension(der, size, false);
        fault = extension >= 0 ? ZIMPORT_FAULT(0, ZIMPORT_CAUSE_EXTENSION) | extension << 8 : fault;
    }
    return fault;
}

int32_t zimport_fault_parse(const uint8_t *der, size_t size) {
    int code;

    return read_it(der, size, &code, NULL);
}

#if defined(ZIMPORT_SEAM_EXPLAIN)

/* Even if the rest cannot be read (RFC 5280 section 4.1): inside two sequences the fourth one, after algorithm, issuer
 * and dates. */
static mbedtls_x509_buf subject_of(const uint8_t *der, size_t size) {
    mbedtls_x509_buf whole = {0, size, (unsigned char *)(uintptr_t)der}; /* only read; mbedTLS asks for it so */
    mbedtls_x509_buf subject = {0, 0, NULL};
    zimport_der rest = zimport_der_of(&whole);
    zimport_der part;
    int seen = 0;

    for (int level = 0; level < 2; level++) {
        if (!zimport_der_take_as(&rest, ZIMPORT_DER_SEQUENCE, &rest)) {
            return subject;
        }
    }
    while (seen < 4) {
        subject.p = rest.at;
        if (!zimport_der_take(&rest, &subject.tag, &part)) {
            return (mbedtls_x509_buf){0, 0, NULL};
        }
        seen += subject.tag == ZIMPORT_DER_SEQUENCE;
    }
    subject.len = (size_t)(rest.at - subject.p);
    return subject;
}

/* The server's message with its certificates (RFC 5246 section 7.4.2, RFC 8446 section 4.4.2), as far as it was read.
 */
typedef struct message {
    const unsigned char *at;
    const unsigned char *end;
    bool newer; /* of TLS 1.3: each has extensions of its own */
} message;

static message message_of(const zimport_tls *tls) {
    const mbedtls_ssl_context *ssl = &zimport_tls_contexts_of(tls)->ssl;
    bool newer = ssl->tls_version == MBEDTLS_SSL_VERSION_TLS1_3;
    message m = {ssl->in_msg, ssl->in_msg, newer};

    if (m.at != NULL && m.at[0] == MBEDTLS_SSL_HS_CERTIFICATE) {
        m.end += ssl->in_hslen;
        m.at += newer ? 8 : 7;
    }
    return m;
}

/* The next certificate; empty at the end. */
static mbedtls_x509_buf next_of(message *m) {
    mbedtls_x509_buf next = {0, 0, NULL};
    size_t size;

    if (m->end - m->at > 3) {
        size = (size_t)m->at[1] << 8 | m->at[2];
        if (size <= (size_t)(m->end - m->at) - 3) {
            next.p = (unsigned char *)(uintptr_t)m->at + 3; /* only read */
            next.len = size;
            m->at += 3 + size;
            if (m->newer && m->end - m->at >= 2) {
                size = 2 + ((size_t)m->at[0] << 8 | m->at[1]);
                m->at = size < (size_t)(m->end - m->at) ? m->at + size : m->end;
            }
        }
    }
    return next;
}

int32_t zimport_fault_sent(zimport_tls *tls, int code) {
    message m = message_of(tls);
    int place = ZIMPORT_SERVERS_OWN;
    int32_t fault = 0;

    for (mbedtls_x509_buf next; tls->blamed != NULL && fault == 0 && (next = next_of(&m)).len > 0;) {
        int other;
        int32_t found = read_it(next.p, next.len, &other, NULL);
        if (other == code) {
            mbedtls_x509_buf name = subject_of(next.p, next.len);
            zimport_fault_name(tls->blamed, &name);
            fault = found | place;
        }
        place = ZIMPORT_INTERMEDIATE;
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

/* No issuer was found for it. */
static int32_t explain(zimport_tls *tls, const mbedtls_x509_crt *child, int depth) {
    const mbedtls_x509_buf *issuer = &child->issuer_raw;
    zimport_status before = zimport_hooks_failure();
    search to = {depth, ZIMPORT_TRUSTED, 0};
    message m = message_of(tls);
    mbedtls_x509_buf sent;

    if (depth == tls->top) {
        (void)tls->trust->find(tls->trust, issuer->p, issuer->len, is_issuer, &to);
    }
    to.place = ZIMPORT_INTERMEDIATE;
    while (to.fault == 0 && !zimport_der_equal(issuer, &child->subject_raw) && (sent = next_of(&m)).len > 0) {
        mbedtls_x509_buf subject = subject_of(sent.p, sent.len);
        if (zimport_der_equal(issuer, &subject)) {
            (void)is_issuer(&to, sent.p, sent.len);
        }
    }
    (void)zimport_hooks_failure(); /* it stays refused, even without memory to explain it */
    if (before != ZIMPORT_OK) {
        tls->trust_failure = before; /* perhaps there was no memory for its issuer */
    }
    return to.fault;
}

#else

int32_t zimport_fault_sent(zimport_tls *tls, int code) {
    return tls->blamed != NULL ? ZIMPORT_FAULT(0, cause_of_code(code)) : 0;
}

static int32_t explain(zimport_tls *tls, const mbedtls_x509_crt *child, int depth) {
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
           : (flags & ZIMPORT_FLAG_EXTENSION) != 0       ? ZIMPORT_CAUSE_EXTENSION
           : (flags & ZIMPORT_FLAG_NAMES) != 0           ? ZIMPORT_CAUSE_NAMES
           : (flags & ZIMPORT_FLAG_LENGTH) != 0          ? ZIMPORT_CAUSE_LENGTH
           : (flags & ZIMPORT_FLAG_WORK) != 0            ? ZIMPORT_CAUSE_WORK
                                                         : ZIMPORT_CAUSE_USE;
}

int32_t zimport_fault_own(uint32_t flags) {
    if (flags == UINT32_MAX) { /* more certificates than mbedTLS has room for */
        flags = ZIMPORT_FLAG_LENGTH;
    }
    return ZIMPORT_FAULT(ZIMPORT_SERVERS_OWN, cause_of(flags));
}

/* The first of several faults. A signature with a refused algorithm is never checked, so it says nothing about trust.
 * Without trust, nothing in the certificate can be believed. Then dates: a wrong clock is the most common cause. Then
 * what the certificate's owner has to replace anyway, and last the name, which may be a typo in the endpoint. */
zimport_status zimport_fault_status(uint32_t flags) {
    const uint32_t weak = MBEDTLS_X509_BADCERT_KEY_USAGE | MBEDTLS_X509_BADCERT_EXT_KEY_USAGE |
                          MBEDTLS_X509_BADCERT_NS_CERT_TYPE | MBEDTLS_X509_BADCERT_BAD_PK |
                          MBEDTLS_X509_BADCERT_BAD_KEY | ZIMPORT_FLAG_EXTENSION | ZIMPORT_FLAG_NAMES |
                          ZIMPORT_FLAG_LENGTH | ZIMPORT_FLAG_WORK;

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

/* For whoever watches (describe.c). */
static void show(zimport_tls *tls, const mbedtls_x509_crt *certificate, int depth) {
    if (tls->show != NULL) {
        tls->show(tls, certificate, depth);
    }
}

void zimport_fault_begin(zimport_tls *tls) {
    tls->above = 0;
    tls->fault = 0;
    tls->top = 0;
    if (tls->blamed != NULL) {
        zimport_text_clear(tls->blamed);
    }
    show(tls, NULL, 0);
}

void zimport_fault_note(zimport_tls *tls, const mbedtls_x509_crt *certificate, int depth, uint32_t flags) {
    zimport_status status = zimport_fault_status(flags);
    const mbedtls_x509_buf *name = &certificate->subject_raw;
    int cause = status == ZIMPORT_TLS_WEAK ? cause_of(flags) : 0;
    int place = ZIMPORT_INTERMEDIATE;
    int number;

    tls->top = depth > tls->top ? (uint8_t)depth : tls->top;
    show(tls, certificate, depth);
    if (flags == 0 || zimport_fault_status(tls->above | flags) != status || tls->blamed == NULL) {
        return;
    }
    if (status == ZIMPORT_TLS_UNTRUSTED) {
        tls->fault = explain(tls, certificate, depth);
        name = &certificate->issuer_raw;
    } else {
        if (depth == 0) {
            place = ZIMPORT_SERVERS_OWN;
        } else if (depth == tls->top && (flags & MBEDTLS_X509_BADCERT_NOT_TRUSTED) == 0) {
            place = ZIMPORT_TRUSTED;
        }
        tls->fault = ZIMPORT_FAULT(place, cause);
        if (cause == ZIMPORT_CAUSE_EXTENSION) {
            number = find_extension(certificate->raw.p, certificate->raw.len, certificate->ca_istrue);
            tls->fault |= number > 0 ? number << 8 : 0;
        }
    }
    zimport_fault_name(tls->blamed, name);
}
