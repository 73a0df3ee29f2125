/* SPDX-License-Identifier: Apache-2.0 */
/* What there is to tell about a connection, and about the library. */
#include "internal.h"

#include <string.h>

#if defined(ZIMPORT_SEAM_PEER)

/* Whether an attribute is X.520's with this last number: 3 is the common name, 10 the organization. */
static bool is_kind(const mbedtls_x509_name *name, unsigned char kind) {
    return name->oid.len == 3 && name->oid.p[0] == 0x55 && name->oid.p[1] == 0x04 && name->oid.p[2] == kind;
}

/* The common name, else the organization: what people call it. */
static void set_name(zimport_text *text, const mbedtls_x509_name *names) {
    static const unsigned char kinds[] = {3, 10};

    for (size_t i = 0; i < sizeof kinds && !text->given; i++) {
        for (const mbedtls_x509_name *name = names; name != NULL && !text->given; name = name->next) {
            if (is_kind(name, kinds[i])) {
                zimport_view view = {(const char *)name->val.p, name->val.len};
                zimport_text_set(text, view);
            }
        }
    }
}

static void set_names(const mbedtls_ssl_context *ssl, zimport_tls_info *info) {
    const mbedtls_x509_crt *certificate = mbedtls_ssl_get_peer_cert(ssl);

    if (certificate != NULL) {
        set_name(&info->subject, &certificate->subject);
        set_name(&info->issuer, &certificate->issuer);
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

const char *zimport_tls_library(void) {
    return MBEDTLS_VERSION_STRING;
}

bool zimport_tls_has(zimport_tls_version version) {
    return (ZIMPORT_SEAM_TLS_1_2 && version == ZIMPORT_TLS_1_2) || (ZIMPORT_SEAM_TLS_1_3 && version == ZIMPORT_TLS_1_3);
}
