/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What every configuration for mbedTLS 4 has, as ../client.h for 3.6: a TLS client that verifies certificates. Its
 * other half is crypto.h, since 4 takes its cryptography from a library of its own. Included by default.h and tls12.h.
 */
#ifndef ZIMPORT_MBEDTLS_V4_CLIENT_H
#define ZIMPORT_MBEDTLS_V4_CLIENT_H

#define MBEDTLS_X509_USE_C
#define MBEDTLS_X509_CRT_PARSE_C
#define MBEDTLS_X509_REMOVE_INFO
#define MBEDTLS_X509_RSASSA_PSS_SUPPORT
#define MBEDTLS_X509_TRUSTED_CERTIFICATE_CALLBACK
#define ZIMPORT_X509_EXT_UNKNOWN (1 << 30) /* patches/critical-extensions.patch */

#define MBEDTLS_SSL_CLI_C
#define MBEDTLS_SSL_TLS_C
#define MBEDTLS_SSL_PROTO_TLS1_2
#define MBEDTLS_KEY_EXCHANGE_ECDHE_RSA_ENABLED
#define MBEDTLS_KEY_EXCHANGE_ECDHE_ECDSA_ENABLED
#define MBEDTLS_SSL_EXTENDED_MASTER_SECRET
#define MBEDTLS_SSL_SERVER_NAME_INDICATION
#define MBEDTLS_SSL_SESSION_TICKETS

#define MBEDTLS_SSL_IN_CONTENT_LEN 16384 /* the largest record that a server may send */
#define MBEDTLS_SSL_OUT_CONTENT_LEN 4096 /* a request, and later a client's certificates */

#endif
