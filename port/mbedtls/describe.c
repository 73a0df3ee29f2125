/* SPDX-License-Identifier: Apache-2.0 */
#include "base/fault.h"

#include <string.h>

#include "chain/chain.h"

#if defined(ZIMPORT_SEAM_PEER)

static void set_names(const mbedtls_ssl_context *ssl, zimport_tls_info *info) {
    const mbedtls_x509_crt *certificate = mbedtls_ssl_get_peer_cert(ssl);

    if (certificate != NULL) {
        zimport_fault_name(&info->subject, &certificate->subject_raw);
        zimport_fault_name(&info->issuer, &certificate->issuer_raw);
    }
}

#else

static void set_names(const mbedtls_ssl_context *ssl, zimport_tls_info *info) {
    (void)ssl;
    (void)info;
}

#endif

bool zimport_tls_describe(const zimport_tls *tls, zimport_tls_info *info) {
    const mbedtls_ssl_context *ssl;

    zimport_text_clear(&info->subject);
    zimport_text_clear(&info->issuer);
    if (tls->state != ZIMPORT_TLS_OPEN) {
        return false;
    }
    ssl = &zimport_tls_contexts_of(tls)->ssl;
    info->version = mbedtls_ssl_get_version(ssl);
    info->cipher = mbedtls_ssl_get_ciphersuite(ssl);
    memcpy(info->not_after, tls->not_after, sizeof info->not_after);
    info->resumed = (tls->session_state & ZIMPORT_SESSION_CONTINUES) != 0;
    set_names(ssl, info);
    return true;
}

static void show(zimport_tls *tls, const void *certificate, int depth) {
    const mbedtls_x509_crt *given = certificate;
    char subject[100];
    char issuer[100];
    zimport_tls_info info = {.subject = {.data = subject, .capacity = sizeof subject},
                             .issuer = {.data = issuer, .capacity = sizeof issuer}};

    if (given != NULL) {
        zimport_fault_name(&info.subject, &given->subject_raw);
        zimport_fault_name(&info.issuer, &given->issuer_raw);
        zimport_certificate_print_end(given, info.not_after);
    }
    tls->seen(tls->context, depth, given != NULL ? &info : NULL);
}

void zimport_tls_watch(zimport_tls *tls, void (*seen)(void *context, int depth, const zimport_tls_info *info),
                       void *context) {
    tls->show = show;
    tls->seen = seen;
    tls->context = context;
}

const char *zimport_tls_library(void) {
    return MBEDTLS_VERSION_STRING;
}

bool zimport_tls_has(zimport_tls_version version) {
    return (ZIMPORT_SEAM_TLS_1_2 && version == ZIMPORT_TLS_1_2) || (ZIMPORT_SEAM_TLS_1_3 && version == ZIMPORT_TLS_1_3);
}
