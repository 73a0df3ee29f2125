/* SPDX-License-Identifier: Apache-2.0 */
#include "base/fault.h"
#include "tls.h"

/* mbedTLS adds a low-level code (up to 0x7F) to a high-level one. */
static int high(int code) {
    return -((-code) & ~0x7F);
}

static int low(int code) {
    return -((-code) & 0x7F);
}

/* RFC 8446 section 6.2. */
static zimport_status alert_status(int alert, bool asked) {
    /* Once it has asked for a certificate, version and cipher are agreed: TLS 1.2 servers send this alert for an empty
     * certificate. */
    bool failure = alert == MBEDTLS_SSL_ALERT_MSG_HANDSHAKE_FAILURE;
    bool about_certificate = alert >= MBEDTLS_SSL_ALERT_MSG_BAD_CERT && alert <= MBEDTLS_SSL_ALERT_MSG_ACCESS_DENIED &&
                             alert != MBEDTLS_SSL_ALERT_MSG_ILLEGAL_PARAMETER;

    /* 116 is certificate_required, which mbedTLS 3.6 has no name for. */
    if (alert == 116 || (asked && (failure || about_certificate))) {
        return ZIMPORT_TLS_CLIENT_CERT;
    }
    return failure || alert == MBEDTLS_SSL_ALERT_MSG_PROTOCOL_VERSION ||
                   alert == MBEDTLS_SSL_ALERT_MSG_INSUFFICIENT_SECURITY
               ? ZIMPORT_TLS_NO_COMMON
               : ZIMPORT_TLS_ALERT;
}

static bool is_certificate(int code) {
    int of = high(code);

#if defined(MBEDTLS_ERR_PK_UNKNOWN_NAMED_CURVE)
    if (of <= MBEDTLS_ERR_PK_UNKNOWN_NAMED_CURVE && of >= MBEDTLS_ERR_PK_KEY_INVALID_FORMAT) {
        return true;
    }
#endif
    return (of <= MBEDTLS_ERR_X509_FEATURE_UNAVAILABLE && of >= MBEDTLS_ERR_X509_SIG_MISMATCH) ||
           ZIMPORT_SEAM_IS_UNREADABLE(code);
}

/* Without memory hooks only the codes can tell. In 4.x they are all one code of PSA, never combined. */
static bool is_memory(int code) {
    return code == MBEDTLS_ERR_SSL_ALLOC_FAILED || high(code) == MBEDTLS_ERR_X509_ALLOC_FAILED ||
           code == MBEDTLS_ERR_ASN1_ALLOC_FAILED || low(code) == MBEDTLS_ERR_ASN1_ALLOC_FAILED;
}

static zimport_status refused(zimport_tls *tls) {
    uint32_t flags = mbedtls_ssl_get_verify_result(&zimport_tls_contexts_of(tls)->ssl);
    zimport_status status = zimport_fault_status(flags);

    if (flags == 0) {
        return ZIMPORT_TLS_BROKEN;
    }
    if (tls->blamed != NULL) { /* the code adds nothing to the status */
        if (tls->fault == 0 || zimport_fault_status(tls->above) != status) {
            tls->fault = status == ZIMPORT_TLS_WEAK ? zimport_fault_own(flags) : 0;
        }
        tls->base.detail = tls->fault;
    }
    return status;
}

static zimport_status of_certificate(zimport_tls *tls, int code) {
    tls->fault = zimport_fault_sent(tls, code);
    tls->base.detail = tls->fault != 0 ? tls->fault : code;
    return ZIMPORT_TLS_WEAK;
}

/* The very first byte: no record has another type (RFC 8446 section 5.1). */
static bool is_tls(uint8_t first) {
    return first >= MBEDTLS_SSL_MSG_CHANGE_CIPHER_SPEC && first <= MBEDTLS_SSL_MSG_APPLICATION_DATA;
}

static zimport_status status_of(int code) {
    static const struct {
        int16_t code;
        uint8_t status;
    } codes[] = {
        {MBEDTLS_ERR_X509_CERT_VERIFY_FAILED, ZIMPORT_TLS_UNTRUSTED},
        {MBEDTLS_ERR_X509_FATAL_ERROR, ZIMPORT_TLS_UNTRUSTED},
        {MBEDTLS_ERR_SSL_BAD_CERTIFICATE, ZIMPORT_TLS_UNTRUSTED},
        {MBEDTLS_ERR_SSL_FATAL_ALERT_MESSAGE, ZIMPORT_TLS_ALERT},
        {MBEDTLS_ERR_SSL_BAD_PROTOCOL_VERSION, ZIMPORT_TLS_NO_COMMON},
        {MBEDTLS_ERR_SSL_HANDSHAKE_FAILURE, ZIMPORT_TLS_NO_COMMON},
        {MBEDTLS_ERR_SSL_CONN_EOF, ZIMPORT_LOST},
        {MBEDTLS_ERR_SSL_PEER_CLOSE_NOTIFY, ZIMPORT_LOST},
        {MBEDTLS_ERR_ERROR_CORRUPTION_DETECTED, ZIMPORT_TLS_LIMIT}, /* a message has outgrown the buffer */
        {MBEDTLS_ERR_SSL_BAD_INPUT_DATA, ZIMPORT_TLS_LIMIT},        /* so has a record */
        {MBEDTLS_ERR_SSL_INVALID_RECORD, ZIMPORT_TLS_ABSENT},
        {MBEDTLS_ERR_SSL_INVALID_MAC, ZIMPORT_TLS_BROKEN},
        {MBEDTLS_ERR_SSL_DECODE_ERROR, ZIMPORT_TLS_BROKEN},
        {MBEDTLS_ERR_SSL_ILLEGAL_PARAMETER, ZIMPORT_TLS_BROKEN},
        {MBEDTLS_ERR_SSL_UNEXPECTED_MESSAGE, ZIMPORT_TLS_BROKEN},
        {MBEDTLS_ERR_SSL_UNSUPPORTED_EXTENSION, ZIMPORT_TLS_BROKEN},
    };

    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        if (codes[i].code == code) {
            return (zimport_status)codes[i].status;
        }
    }
    return is_memory(code) ? ZIMPORT_NO_MEMORY : is_certificate(code) ? ZIMPORT_TLS_WEAK : ZIMPORT_TLS_FAILED;
}

zimport_status zimport_tls_failure(zimport_tls *tls, int code) {
    const mbedtls_ssl_context *ssl = &zimport_tls_contexts_of(tls)->ssl;
    zimport_status status = status_of(code);

    switch (status) {
    case ZIMPORT_TLS_UNTRUSTED:
        return refused(tls);
    case ZIMPORT_TLS_WEAK:
        return of_certificate(tls, code);
    case ZIMPORT_TLS_ALERT:
        if (ssl->in_msgtype != MBEDTLS_SSL_MSG_ALERT) { /* mbedTLS's own, for an empty list of certificates */
            return ZIMPORT_TLS_BROKEN;
        }
        tls->base.detail = ssl->in_msg[1];
        return alert_status(ssl->in_msg[1], tls->asked);
    case ZIMPORT_TLS_LIMIT:
        tls->base.detail = MBEDTLS_SSL_IN_CONTENT_LEN;
        return status;
    case ZIMPORT_TLS_ABSENT:
        return is_tls(tls->first) ? ZIMPORT_TLS_BROKEN : status;
    default:
        return status;
    }
}
