/* SPDX-License-Identifier: Apache-2.0 */
/* What mbedTLS's codes and a server's alerts amount to. */
#include "internal.h"

/* mbedTLS adds a low-level code (up to 0x7F) to a high-level one. */
static int high(int code) {
    return -((-code) & ~0x7F);
}

static int low(int code) {
    return -((-code) & 0x7F);
}

/* A peer that refuses to talk on, in its own words (RFC 8446 section 6.2). */
static zimport_status alert_status(unsigned alert, bool asked) {
    switch (alert) {
    case MBEDTLS_SSL_ALERT_MSG_PROTOCOL_VERSION:
    case MBEDTLS_SSL_ALERT_MSG_INSUFFICIENT_SECURITY:
        return ZIMPORT_TLS_NO_COMMON;
    case MBEDTLS_SSL_ALERT_MSG_HANDSHAKE_FAILURE:
        /* When it had time to ask for a certificate, version and cipher were agreed on: TLS 1.2 servers refuse an
         * empty certificate with this alert. */
        return asked ? ZIMPORT_TLS_CLIENT_CERT : ZIMPORT_TLS_NO_COMMON;
    case 116: /* certificate_required, which mbedTLS 3.6 has no name for */
        return ZIMPORT_TLS_CLIENT_CERT;
    case MBEDTLS_SSL_ALERT_MSG_BAD_CERT:
    case MBEDTLS_SSL_ALERT_MSG_UNSUPPORTED_CERT:
    case MBEDTLS_SSL_ALERT_MSG_CERT_REVOKED:
    case MBEDTLS_SSL_ALERT_MSG_CERT_EXPIRED:
    case MBEDTLS_SSL_ALERT_MSG_CERT_UNKNOWN:
    case MBEDTLS_SSL_ALERT_MSG_UNKNOWN_CA:
    case MBEDTLS_SSL_ALERT_MSG_ACCESS_DENIED:
        return asked ? ZIMPORT_TLS_CLIENT_CERT : ZIMPORT_TLS_FAILED;
    default:
        return ZIMPORT_TLS_FAILED;
    }
}

/* A certificate that mbedTLS could not use: an algorithm it does not know or an extension it must not ignore. */
static bool is_weak(int code) {
    switch (high(code)) {
    case MBEDTLS_ERR_X509_UNKNOWN_SIG_ALG:
    case MBEDTLS_ERR_X509_SIG_MISMATCH:
    case MBEDTLS_ERR_X509_FEATURE_UNAVAILABLE:
    case MBEDTLS_ERR_X509_UNKNOWN_VERSION:
#if defined(MBEDTLS_ERR_PK_UNKNOWN_PK_ALG)
    case MBEDTLS_ERR_PK_UNKNOWN_PK_ALG:
    case MBEDTLS_ERR_PK_UNKNOWN_NAMED_CURVE:
#endif
        return true;
    case MBEDTLS_ERR_X509_INVALID_EXTENSIONS:
        return low(code) == MBEDTLS_ERR_ASN1_UNEXPECTED_TAG;
    default:
        return false;
    }
}

/* Where the memory hooks do not exist, the codes have to tell. In 4.x all of these are PSA's one code, never combined.
 */
static bool is_memory(int code) {
    return code == MBEDTLS_ERR_SSL_ALLOC_FAILED || high(code) == MBEDTLS_ERR_X509_ALLOC_FAILED ||
           code == MBEDTLS_ERR_ASN1_ALLOC_FAILED || low(code) == MBEDTLS_ERR_ASN1_ALLOC_FAILED;
}

zimport_status zimport_tls_failure(int code, unsigned alert, bool asked) {
    switch (code) {
    case MBEDTLS_ERR_SSL_FATAL_ALERT_MESSAGE:
        return alert_status(alert, asked);
    case MBEDTLS_ERR_SSL_BAD_PROTOCOL_VERSION:
    case MBEDTLS_ERR_SSL_HANDSHAKE_FAILURE:
        return ZIMPORT_TLS_NO_COMMON;
    case MBEDTLS_ERR_SSL_CONN_EOF:
    case MBEDTLS_ERR_SSL_PEER_CLOSE_NOTIFY:
        return ZIMPORT_LOST;
    default:
        if (is_memory(code)) {
            return ZIMPORT_NO_MEMORY;
        }
        return is_weak(code) ? ZIMPORT_TLS_WEAK : ZIMPORT_TLS_FAILED;
    }
}
