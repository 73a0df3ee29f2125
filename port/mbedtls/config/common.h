/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What every mbedTLS configuration of this project has: a TLS client that verifies certificates and nothing else. No
 * server, no files, no clock, no entropy pool, no error strings. Included by default.h, tls12.h, small.h and tiny.h,
 * which choose protocol versions and buffer sizes.
 */
#ifndef ZIMPORT_MBEDTLS_COMMON_H
#define ZIMPORT_MBEDTLS_COMMON_H

#define MBEDTLS_HAVE_ASM

/* Allocation goes through hooks: zimport_tls_set_allocator, and the count of failures in port/mbedtls/hooks.c. */
#define MBEDTLS_PLATFORM_C
#define MBEDTLS_PLATFORM_MEMORY

/*
 * No MBEDTLS_HAVE_TIME: dates of certificates are compared in the verify callback, with the platform's clock of that
 * very connection. So mbedTLS has no clock of its own that could be wrong, and needs no process-wide hook for one.
 * In TLS 1.3 a resumed session then tells a ticket age of 0, which servers use for early data only.
 */

/* Random bytes come from the platform alone. */
#define MBEDTLS_NO_PLATFORM_ENTROPY

/* AES: encryption only, since all cipher suites are GCM; one table of four, in read-only memory. */
#define MBEDTLS_AES_C
#define MBEDTLS_AES_FEWER_TABLES
#define MBEDTLS_AES_ROM_TABLES
#define MBEDTLS_BLOCK_CIPHER_NO_DECRYPT
#define MBEDTLS_GCM_C

/* SHA-1 is for parsing: roots that sign themselves with it are still in every bundle, and their own signature does not
 * matter. In a chain it is refused (ZIMPORT_TLS_WEAK). The loops are not unrolled: 6 KB less. */
#define MBEDTLS_MD_C
#define MBEDTLS_SHA1_C
#define MBEDTLS_SHA256_C
#define MBEDTLS_SHA256_SMALLER
#define MBEDTLS_SHA384_C
#define MBEDTLS_SHA512_C
#define MBEDTLS_SHA512_SMALLER

#define MBEDTLS_ASN1_PARSE_C
#define MBEDTLS_ASN1_WRITE_C
#define MBEDTLS_OID_C
#define MBEDTLS_PK_C
#define MBEDTLS_PK_PARSE_C

/* RSA up to 4096 bits, as roots have it. The size also bounds buffers on the stack. */
#define MBEDTLS_BIGNUM_C
#define MBEDTLS_MPI_MAX_SIZE 512
#define MBEDTLS_RSA_C
#define MBEDTLS_PKCS1_V15
#define MBEDTLS_PKCS1_V21

/* Small windows: a handshake multiplies few points, so that tables cost more heap than they save time. */
#define MBEDTLS_ECP_C
#define MBEDTLS_ECP_DP_SECP256R1_ENABLED
#define MBEDTLS_ECP_DP_SECP384R1_ENABLED
#define MBEDTLS_ECP_NIST_OPTIM
#define MBEDTLS_ECP_WINDOW_SIZE 2
#define MBEDTLS_ECP_FIXED_POINT_OPTIM 0
#define MBEDTLS_ECDH_C
#define MBEDTLS_ECDSA_C

/* PSS is what TLS 1.3 signs with when the certificate has an RSA key, and some chains use it. */
#define MBEDTLS_X509_USE_C
#define MBEDTLS_X509_CRT_PARSE_C
#define MBEDTLS_X509_REMOVE_INFO
#define MBEDTLS_X509_RSASSA_PSS_SUPPORT
#define MBEDTLS_X509_TRUSTED_CERTIFICATE_CALLBACK

#define MBEDTLS_SSL_CLI_C
#define MBEDTLS_SSL_TLS_C
#define MBEDTLS_SSL_PROTO_TLS1_2
#define MBEDTLS_KEY_EXCHANGE_ECDHE_RSA_ENABLED
#define MBEDTLS_KEY_EXCHANGE_ECDHE_ECDSA_ENABLED
#define MBEDTLS_SSL_EXTENDED_MASTER_SECRET
#define MBEDTLS_SSL_SERVER_NAME_INDICATION
#define MBEDTLS_SSL_SESSION_TICKETS

#endif
