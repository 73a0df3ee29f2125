/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The verdict on the server's certificates. mbedTLS's own is not used: it knows no name constraints, does not step back
 * from a dead end, falls back to the common name and matches "*.test". It is shown the server's certificate alone, so
 * that it verifies no signature, and its last question is answered by what is found here. Names are judged by RFC 9525.
 */
#include "chain.h"

#include <string.h>

#include "../base/der.h"
#include "../base/fault.h"
#include "name.h"

/* What a certificate that is trusted itself may have. */
enum { NO_PATH = MBEDTLS_X509_BADCERT_NOT_TRUSTED | ZIMPORT_FLAG_LENGTH | ZIMPORT_FLAG_WORK };

/* Whether the certificate is for the host: subject alternative names only, all of them well-formed. */
static bool is_for(const mbedtls_x509_crt *certificate, const char *host) {
    zimport_der names;
    zimport_der name;
    uint8_t address[16];
    size_t size = zimport_address_parse(zimport_view_of(host), address);
    bool good = zimport_der_names(certificate, &names);
    bool found = false;
    int kind;

    while (good && zimport_der_take_name(&names, &kind, &name)) {
        zimport_view text = {(const char *)name.at, zimport_der_size(&name)};
        found = found || (kind == MBEDTLS_X509_SAN_IP_ADDRESS && size > 0 && text.size == size &&
                          memcmp(name.at, address, size) == 0);
        found = found || (kind == MBEDTLS_X509_SAN_DNS_NAME && zimport_name_covers(text, zimport_view_of(host)));
    }
    return found && zimport_der_is_empty(&names);
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
 * A server's certificate is trusted if it equals one of the roots byte for byte, even if it may not sign others, and
 * whoever issued it. Looking for its issuer would not find it.
 */
static bool is_root_itself(zimport_tls *tls, const mbedtls_x509_crt *certificate) {
    search wanted = {certificate, false};
    const mbedtls_x509_buf *subject = &certificate->subject_raw;
    zimport_status status;

    status = tls->trust->find(tls->trust, subject->p, subject->len, compare, &wanted);
    if (status != ZIMPORT_OK) {
        zimport_path_failed(tls, status);
    }
    return wanted.found;
}

#if defined(ZIMPORT_SEAM_TRUST_CALLBACK)

/* Called where own-verdict.patch is not applied: mbedTLS asks for the issuers of the server's certificate, before it
 * looks at those that were sent. It owns them, so they are not const. */
static int hide_others(void *context, const mbedtls_x509_crt *own, mbedtls_x509_crt **candidates) {
    zimport_tls_contexts *contexts = zimport_tls_contexts_of(context);

    contexts->others = own->next;
    ((mbedtls_x509_crt *)(uintptr_t)own)->next = NULL;
    *candidates = NULL;
    return 0;
}

static void show_others(const zimport_tls *tls, mbedtls_x509_crt *own) {
    const zimport_tls_contexts *contexts = zimport_tls_contexts_of(tls);

    if (contexts->others != NULL) {
        own->next = contexts->others;
    }
}

static void set_issuers(zimport_tls *tls) {
    mbedtls_ssl_conf_ca_cb(&zimport_tls_contexts_of(tls)->config, hide_others, tls);
}

#else

/* Then it verifies what was sent, in vain. */
static void show_others(const zimport_tls *tls, const mbedtls_x509_crt *own) {
    (void)tls;
    (void)own;
}

static void set_issuers(zimport_tls *tls) {
    zimport_tls_contexts *contexts = zimport_tls_contexts_of(tls);

    mbedtls_x509_crt_init(&contexts->nobody);
    mbedtls_ssl_conf_ca_chain(&contexts->config, &contexts->nobody, NULL);
}

#endif

/* What is wrong with the server's own certificate, and with its path. */
static uint32_t judge(zimport_tls *tls, mbedtls_x509_crt *own) {
    uint32_t flags = zimport_certificate_flags(tls, own, 0);

    /* A session lasts no longer than any certificate of the path. */
    tls->chain_end = zimport_certificate_end(own);
    flags |= zimport_path_find(tls, own);
    if (!is_for(own, tls->peer->host)) {
        flags |= MBEDTLS_X509_BADCERT_CN_MISMATCH;
    }
    if (tls->pins != NULL && !tls->pins->match(tls->pins, own->pk_raw.p, own->pk_raw.len)) {
        flags |= MBEDTLS_X509_BADCERT_OTHER;
    }
    /* Then its issuers do not matter. */
    if ((tls->above != 0 || (flags & NO_PATH) != 0) && is_root_itself(tls, own)) {
        flags &= ~(uint32_t)NO_PATH;
        tls->chain_end = zimport_certificate_end(own);
        zimport_fault_begin(tls);
    }
    zimport_certificate_print_end(own, tls->not_after); /* now: not every configuration keeps the certificate */
    zimport_fault_note(tls, own, 0, flags);
    return tls->above |= flags;
}

/*
 * mbedTLS calls it at the end of its own verification, last for the server's certificate (depth 0), whose verdict
 * becomes ours. Certificates came, so no session is being resumed.
 */
static int verify(void *context, mbedtls_x509_crt *certificate, int depth, uint32_t *flags) {
    zimport_tls *tls = context;

    *flags = 0;
    if (depth == 0) {
        tls->session_state &= (uint8_t)~ZIMPORT_SESSION_CONTINUES;
        show_others(tls, certificate);
        *flags = judge(tls, certificate);
    }
    return tls->trust_failure == ZIMPORT_OK ? 0 : MBEDTLS_ERR_X509_FATAL_ERROR;
}

zimport_status zimport_verify_prepare(zimport_tls *tls) {
    zimport_tls_contexts *contexts = zimport_tls_contexts_of(tls);

    tls->trust_failure = ZIMPORT_OK;
    zimport_fault_begin(tls);
    /* Without the time neither certificates nor sessions can be judged. */
    if (zimport_clock_time(tls) == ZIMPORT_TIME_UNKNOWN) {
        return ZIMPORT_TLS_CLOCK;
    }
    mbedtls_ssl_conf_authmode(&contexts->config, MBEDTLS_SSL_VERIFY_REQUIRED);
    mbedtls_ssl_conf_verify(&contexts->config, verify, tls);
    set_issuers(tls);
    return ZIMPORT_OK;
}
