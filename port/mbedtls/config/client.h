/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What every mbedTLS configuration of this project has: a TLS client that verifies certificates and nothing else. No
 * server, no files, no clock, no entropy pool, no error strings. Included by the files beside it, which choose protocol
 * versions and buffer sizes. Sizes are code of a static x86-64 program at -Os.
 */
#ifndef ZIMPORT_MBEDTLS_CLIENT_H
#define ZIMPORT_MBEDTLS_CLIENT_H

/* Multiplication of bignums in assembly: faster and 0.5 KB smaller. MBEDTLS_AESNI_C would be 1.3 KB for bulk data that
 * a poll does not have. */
#define MBEDTLS_HAVE_ASM

/* Allocation goes through hooks: zimport_tls_set_allocator, and the count of failures in port/mbedtls/base/hooks.c. */
#define MBEDTLS_PLATFORM_C
#define MBEDTLS_PLATFORM_MEMORY

/*
 * No MBEDTLS_HAVE_TIME: dates of certificates are compared in the verify callback, with the platform's clock of that
 * very connection, and sessions are timed by session.c. So mbedTLS has no clock of its own that could be wrong, and
 * needs no process-wide hook for one.
 */

/* Random bytes come from the platform alone. */
#define MBEDTLS_NO_PLATFORM_ENTROPY

/* AES: encryption only, since all cipher suites are GCM; one table of four, in read-only memory. The program, which
 * has no threads, computes it: 0.6 KB less of a file, 1.3 KB more memory. The cipher layer is for TLS 1.2. */
#define MBEDTLS_AES_C
#define MBEDTLS_AES_FEWER_TABLES
#ifndef ZIMPORT_AES_TABLES_COMPUTED
#define MBEDTLS_AES_ROM_TABLES
#endif
#define MBEDTLS_BLOCK_CIPHER_NO_DECRYPT
#define MBEDTLS_CIPHER_C
#define MBEDTLS_GCM_C

/*
 * SHA-1 by name only. Every bundle has roots that sign themselves with it, which must be parsed although their own
 * signature does not matter; a chain that relies on it is refused anyhow (ZIMPORT_TLS_WEAK). MBEDTLS_SHA1_ALT leaves
 * the hash out: 5.5 KB less; see sha1_alt.h.
 */
#define MBEDTLS_SHA1_C
#define MBEDTLS_SHA1_ALT

/* The loops of the others are not unrolled: 3 KB less. */
#define MBEDTLS_MD_C
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

/* RSA up to 4096 bits, as roots have it, and 28 bytes by which the exponent of a client's key grows when it is hidden.
 * The size also bounds buffers on the stack. */
#define MBEDTLS_BIGNUM_C
#define MBEDTLS_MPI_MAX_SIZE 540
#define MBEDTLS_RSA_C
#define MBEDTLS_RSA_NO_CRT        /* it only makes signatures faster, and a client makes none or one: 2 KB */
#define ZIMPORT_NO_RSA_ENCRYPTION /* patches/rsa-signatures-only.patch */
#define ZIMPORT_SIGNING_APART     /* patches/signing-apart.patch: what signs is linked with identity/ alone */
#define MBEDTLS_PKCS1_V15
#define MBEDTLS_PKCS1_V21

/*
 * P-256 and P-384: what public certificates and their issuers have. X25519 would be 3.6 KB, or 6.1 KB with the code of
 * Project Everest, which makes a handshake 12 million instructions shorter; every server has P-256 too (RFC 8446
 * section 9.1). The small p256-m driver cannot be had beside P-384. The reduction modulo the NIST primes is worth its 3
 * KB: without it a handshake takes several times as long. Windows are small, since tables would cost heap. The constant
 * table of multiples of P-256's base point makes a key in a third of the time for 2.3 KB (patches/p256-table.patch).
 *
 * Signatures are verified by base/ecdsa.c, since mbedTLS guards a secret there that is none: 22 million instructions
 * less for one on P-256, 40 for one on P-384, in 2 KB.
 */
#define MBEDTLS_ECP_C
#define MBEDTLS_ECP_DP_SECP256R1_ENABLED
#define MBEDTLS_ECP_DP_SECP384R1_ENABLED
#define MBEDTLS_ECP_NIST_OPTIM
#define MBEDTLS_ECP_WINDOW_SIZE 2
#define MBEDTLS_ECP_FIXED_POINT_OPTIM 1
#define ZIMPORT_NO_P384_TABLE
#define MBEDTLS_ECDH_C
#define MBEDTLS_ECDSA_C
#define MBEDTLS_ECDSA_VERIFY_ALT

/* TLS 1.3 is built on PSA. A connection takes two key slots, up to six while it opens; they are static (64 bytes each),
 * since slots on the heap would outlive the connection. */
#if defined(MBEDTLS_SSL_PROTO_TLS1_3)
#define MBEDTLS_PSA_CRYPTO_C
#define MBEDTLS_PSA_CRYPTO_CONFIG
#define MBEDTLS_PSA_CRYPTO_CONFIG_FILE "port/mbedtls/config/crypto.h"
#define MBEDTLS_PSA_CRYPTO_EXTERNAL_RNG
#define ZIMPORT_PSA_WITHOUT_SIGNATURES /* patches/psa-errors.patch */
#endif

#include "protocol.h"

#endif
