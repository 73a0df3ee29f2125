/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Certificates and TLS, for mbedTLS 3.6 and 4 alike. Included by client.h and v4/client.h; MBEDTLS_SSL_PROTO_TLS1_3 is
 * defined before, where there is to be TLS 1.3.
 */
#ifndef ZIMPORT_MBEDTLS_PROTOCOL_H
#define ZIMPORT_MBEDTLS_PROTOCOL_H

/* PSS is what TLS 1.3 signs with when the certificate has an RSA key, and some chains use it. Issuers are asked for by
 * a callback, and unknown critical extensions are marked (patches/critical-extensions.patch), for port/mbedtls/chain.
 */
#define MBEDTLS_X509_USE_C
#define MBEDTLS_X509_CRT_PARSE_C
#define MBEDTLS_X509_REMOVE_INFO
#define MBEDTLS_X509_RSASSA_PSS_SUPPORT
#define MBEDTLS_X509_TRUSTED_CERTIFICATE_CALLBACK
#define ZIMPORT_X509_EXT_UNKNOWN (1 << 30)
#define ZIMPORT_OWN_VERDICT /* patches/own-verdict.patch */

#define MBEDTLS_SSL_CLI_C
#define MBEDTLS_SSL_TLS_C
#define MBEDTLS_SSL_PROTO_TLS1_2
#define MBEDTLS_KEY_EXCHANGE_ECDHE_RSA_ENABLED
#define MBEDTLS_KEY_EXCHANGE_ECDHE_ECDSA_ENABLED
#define MBEDTLS_SSL_EXTENDED_MASTER_SECRET
#define MBEDTLS_SSL_SERVER_NAME_INDICATION
#define MBEDTLS_SSL_SESSION_TICKETS

/* The PSK mode is for resumed sessions; with the tickets it has 4 KB. */
#if defined(MBEDTLS_SSL_PROTO_TLS1_3)
#define MBEDTLS_SSL_TLS1_3_COMPATIBILITY_MODE
#define MBEDTLS_SSL_TLS1_3_KEY_EXCHANGE_MODE_EPHEMERAL_ENABLED
#define MBEDTLS_SSL_TLS1_3_KEY_EXCHANGE_MODE_PSK_EPHEMERAL_ENABLED
#define MBEDTLS_SSL_KEEP_PEER_CERTIFICATE /* mbedTLS needs it for 1.3; without, certificates are parsed where they lie \
                                           */
#define ZIMPORT_TLS1_3_CIPHERSUITES MBEDTLS_TLS1_3_AES_128_GCM_SHA256, MBEDTLS_TLS1_3_AES_256_GCM_SHA384,
#else
#define ZIMPORT_TLS1_3_CIPHERSUITES
#endif

/* AES-128 first: it is enough, and its handshake hash needs half the memory. */
#define MBEDTLS_SSL_CIPHERSUITES \
    ZIMPORT_TLS1_3_CIPHERSUITES \
    MBEDTLS_TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, MBEDTLS_TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, \
        MBEDTLS_TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, MBEDTLS_TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384

#endif
