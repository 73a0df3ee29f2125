/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mbedTLS builds the chain and checks signatures, strength and usage; this file supplies the roots and checks dates, by
 * the platform's clock, and names, by RFC 9525: mbedTLS itself would fall back to the common name and match "*.test".
 */
#include "chain.h"

#include <string.h>

#include "../base/fault.h"
#include "name.h"

/* Days from 1970-01-01 to a date of the Gregorian calendar. */
static int64_t days(int64_t year, int64_t month, int64_t day) {
    int64_t y = month > 2 ? year : year - 1;       /* a year from March on, so that the leap day is its last */
    int64_t m = month > 2 ? month - 3 : month + 9; /* 0 is March */

    return y * 365 + y / 4 - y / 100 + y / 400 + (m * 153 + 2) / 5 + day - 719469;
}

static int64_t seconds(const mbedtls_x509_time *time) {
    return ((days(time->year, time->mon, time->day) * 24 + time->hour) * 60 + time->min) * 60 + time->sec;
}

static uint32_t date_flags(const zimport_tls *tls, const mbedtls_x509_crt *certificate) {
    int64_t now = zimport_clock_time(tls);

    if (now == ZIMPORT_TIME_UNKNOWN || now < seconds(&certificate->valid_from)) {
        return MBEDTLS_X509_BADCERT_FUTURE;
    }
    return now > seconds(&certificate->valid_to) ? MBEDTLS_X509_BADCERT_EXPIRED : 0;
}

static zimport_view view_of(const mbedtls_x509_buf *buffer) {
    zimport_view view = {(const char *)buffer->p, buffer->len};

    return view;
}

/* Whether the certificate is for the host: subject alternative names only. */
static bool is_for(const mbedtls_x509_crt *certificate, const char *host) {
    uint8_t address[16];
    size_t size = zimport_address_parse(zimport_view_of(host), address);

    for (const mbedtls_x509_sequence *name = &certificate->subject_alt_names; name != NULL; name = name->next) {
        int kind = name->buf.tag & 0x1F;
        if (name->buf.p == NULL) {
            continue;
        }
        if (kind == MBEDTLS_X509_SAN_IP_ADDRESS && size > 0 && name->buf.len == size &&
            memcmp(name->buf.p, address, size) == 0) {
            return true;
        }
        if (kind == MBEDTLS_X509_SAN_DNS_NAME && zimport_name_covers(view_of(&name->buf), zimport_view_of(host))) {
            return true;
        }
    }
    return false;
}

/* False for an empty certificate, which mbedTLS makes of one with an unknown algorithm. */
static bool same(const mbedtls_x509_buf *a, const mbedtls_x509_buf *b) {
    return a->len > 0 && a->len == b->len && memcmp(a->p, b->p, a->len) == 0;
}

typedef struct search {
    const mbedtls_x509_crt *certificate;
    bool found;
} search;

static bool compare(void *context, const uint8_t *der, size_t size) {
    search *wanted = context;

    wanted->found = size == wanted->certificate->raw.len && memcmp(der, wanted->certificate->raw.p, size) == 0;
    return !wanted->found;
}

/*
 * A self-signed server certificate is trusted if it equals one of the roots byte for byte, even if it may not sign
 * others. Looking for its issuer would not find it.
 */
static bool is_root_itself(zimport_tls *tls, const mbedtls_x509_crt *certificate) {
    search wanted = {certificate, false};
    const mbedtls_x509_buf *subject = &certificate->subject_raw;
    zimport_status status;

    if (!same(&certificate->issuer_raw, subject)) {
        return false;
    }
    status = tls->trust->find(tls->trust, subject->p, subject->len, compare, &wanted);
    if (status != ZIMPORT_OK) {
        tls->trust_failure = status;
    }
    return wanted.found;
}

static void put(char *to, int value, int digits) {
    for (int i = digits - 1; i >= 0; i--) {
        to[i] = (char)('0' + value % 10);
        value /= 10;
    }
}

/* RFC 3339. Copied now: not every configuration keeps the certificate. */
static void keep_not_after(zimport_tls *tls, const mbedtls_x509_time *time) {
    memcpy(tls->not_after, "0000-00-00T00:00:00Z", 21);
    put(tls->not_after, time->year, 4);
    put(tls->not_after + 5, time->mon, 2);
    put(tls->not_after + 8, time->day, 2);
    put(tls->not_after + 11, time->hour, 2);
    put(tls->not_after + 14, time->min, 2);
    put(tls->not_after + 17, time->sec, 2);
}

/* A session lasts no longer than any certificate of the chain. Certificates came, so no session is being resumed. */
static void note_end(zimport_tls *tls, const mbedtls_x509_time *end) {
    int64_t until = seconds(end);

    if ((tls->session_state & ZIMPORT_SESSION_CONTINUES) != 0 || until < tls->chain_end) {
        tls->chain_end = until;
    }
    tls->session_state &= (uint8_t)~ZIMPORT_SESSION_CONTINUES;
}

/*
 * What a certificate may be used for, if it says so. mbedTLS checks that of the server's certificate alone, and
 * Netscape's types not at all, though it accepts that extension as known when it is critical. It refuses a certificate
 * with other unknown critical extensions, such as name constraints and policies; those that are not critical are
 * ignored, as RFC 5280 section 4.2 allows.
 */
static uint32_t usage_flags(const mbedtls_x509_crt *certificate, int depth) {
    unsigned type = depth > 0 ? MBEDTLS_X509_NS_CERT_TYPE_SSL_CA : MBEDTLS_X509_NS_CERT_TYPE_SSL_SERVER;

    if (mbedtls_x509_crt_check_extended_key_usage(certificate, ZIMPORT_SERVER_AUTH, sizeof ZIMPORT_SERVER_AUTH - 1) !=
        0) {
        return MBEDTLS_X509_BADCERT_EXT_KEY_USAGE;
    }
    if ((certificate->ext_types & MBEDTLS_X509_EXT_NS_CERT_TYPE) != 0 && (certificate->ns_cert_type & type) == 0) {
        return MBEDTLS_X509_BADCERT_NS_CERT_TYPE;
    }
    return 0;
}

/* Adds to *flags what mbedTLS does not check of the server's own certificate. */
static void judge_own(zimport_tls *tls, const mbedtls_x509_crt *certificate, uint32_t *flags) {
    if (!is_for(certificate, tls->peer->host)) {
        *flags |= MBEDTLS_X509_BADCERT_CN_MISMATCH;
    }
    if (tls->pins != NULL && !tls->pins->match(tls->pins, certificate->pk_raw.p, certificate->pk_raw.len)) {
        *flags |= MBEDTLS_X509_BADCERT_OTHER;
    }
    /* Then its issuers do not matter. */
    if ((tls->above != 0 || (*flags & MBEDTLS_X509_BADCERT_NOT_TRUSTED) != 0) && is_root_itself(tls, certificate)) {
        *flags &= ~(uint32_t)MBEDTLS_X509_BADCERT_NOT_TRUSTED;
        tls->above = 0;
        tls->fault = 0;
    }
    keep_not_after(tls, &certificate->valid_to);
}

/* mbedTLS calls it for each certificate of the chain, from the root to the server's (depth 0), which gets the verdict
 * on all: as a root itself it makes those above it irrelevant. */
static int verify(void *context, mbedtls_x509_crt *certificate, int depth, uint32_t *flags) {
    const uint32_t ours = MBEDTLS_X509_BADCERT_EXPIRED | MBEDTLS_X509_BADCERT_FUTURE | MBEDTLS_X509_BADCERT_CN_MISMATCH;
    zimport_tls *tls = context;

    note_end(tls, &certificate->valid_to);
    *flags = (*flags & ~ours) | date_flags(tls, certificate) | usage_flags(certificate, depth);
    if (depth == 0) {
        judge_own(tls, certificate, flags);
    }
    zimport_fault_note(tls, certificate, depth, *flags);
    tls->above |= *flags;
    *flags = depth == 0 ? tls->above : 0;
    return 0;
}

typedef struct gathering {
    const zimport_tls *tls;
    mbedtls_x509_crt *first;
    bool failed;
} gathering;

/* Parses a root into the list, at the front if it is valid now: mbedTLS takes the first that fits. Roots that mbedTLS
 * cannot read are skipped. */
static bool gather(void *context, const uint8_t *der, size_t size) {
    gathering *roots = context;
    mbedtls_x509_crt *root = mbedtls_calloc(1, sizeof *root);
    mbedtls_x509_crt **at = &roots->first;

    if (root == NULL) {
        roots->failed = true;
        return false;
    }
    mbedtls_x509_crt_init(root);
    if (zimport_economy_root(root, der, size) != 0) {
        mbedtls_free(root);
        return true;
    }
    if (date_flags(roots->tls, root) != 0) {
        while (*at != NULL) {
            at = &(*at)->next;
        }
    }
    root->next = *at;
    *at = root;
    return true;
}

/* The roots named `subject`, or all of them for NULL, as a list that the caller frees. */
static mbedtls_x509_crt *roots_named(zimport_tls *tls, const mbedtls_x509_buf *subject) {
    gathering roots = {tls, NULL, false};
    zimport_status status = tls->trust->find(tls->trust, subject != NULL ? subject->p : NULL,
                                             subject != NULL ? subject->len : 0, gather, &roots);

    if (status != ZIMPORT_OK || roots.failed) {
        tls->trust_failure = roots.failed ? ZIMPORT_NO_MEMORY : status;
    }
    return roots.first;
}

#if defined(ZIMPORT_SEAM_TRUST_CALLBACK)
/* mbedTLS continues with the first later certificate that has the right name. So move one that is valid now there,
 * wherever the server had put it (RFC 8446 section 4.4.2). */
static void bring_issuer(const zimport_tls *tls, mbedtls_x509_crt *child) {
    for (mbedtls_x509_crt **at = &child->next; *at != NULL; at = &(*at)->next) {
        mbedtls_x509_crt *issuer = *at;
        if (same(&issuer->subject_raw, &child->issuer_raw) && date_flags(tls, issuer) == 0) {
            *at = issuer->next;
            issuer->next = child->next;
            child->next = issuer;
            return;
        }
    }
}

static int issuers(void *context, const mbedtls_x509_crt *child, mbedtls_x509_crt **candidates) {
    zimport_tls *tls = context;

    /* If no root fits, mbedTLS continues with the server's certificates, which it owns: they are not const. */
    zimport_economy_done(child);
    bring_issuer(tls, (mbedtls_x509_crt *)(uintptr_t)child);
    for (mbedtls_x509_crt *next = child->next; next != NULL; next = next->next) {
        zimport_economy_prepare(next);
    }
    *candidates = child->issuer_raw.len > 0 ? roots_named(tls, &child->issuer_raw) : NULL;
    return tls->trust_failure == ZIMPORT_OK ? 0 : MBEDTLS_ERR_X509_FATAL_ERROR;
}
#endif

zimport_status zimport_verify_prepare(zimport_tls *tls) {
    zimport_tls_contexts *contexts = zimport_tls_contexts_of(tls);

    tls->trust_failure = ZIMPORT_OK;
    tls->above = 0;
    tls->fault = 0;
    tls->top = 0;
    if (tls->blamed != NULL) {
        zimport_text_clear(tls->blamed);
    }
    /* Without the time neither certificates nor sessions can be judged. */
    if (zimport_clock_time(tls) == ZIMPORT_TIME_UNKNOWN) {
        return ZIMPORT_TLS_CLOCK;
    }
    mbedtls_ssl_conf_authmode(&contexts->config, MBEDTLS_SSL_VERIFY_REQUIRED);
    mbedtls_ssl_conf_verify(&contexts->config, verify, tls);
#if defined(ZIMPORT_SEAM_TRUST_CALLBACK)
    mbedtls_ssl_conf_ca_cb(&contexts->config, issuers, tls);
#else
    contexts->roots = roots_named(tls, NULL);
    mbedtls_ssl_conf_ca_chain(&contexts->config, contexts->roots, NULL);
    if (tls->trust_failure == ZIMPORT_OK && contexts->roots == NULL) {
        tls->trust_failure = ZIMPORT_TLS_NO_TRUST;
    }
#endif
    return tls->trust_failure;
}
