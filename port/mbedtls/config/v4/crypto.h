/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The cryptography under mbedTLS 4 (TF_PSA_CRYPTO_CONFIG_FILE): what TLS 1.2 and 1.3 need of PSA, as ../client.h and
 * ../crypto.h choose it for 3.6, which say why. All of it goes through PSA now.
 */
#ifndef ZIMPORT_MBEDTLS_V4_CRYPTO_H
#define ZIMPORT_MBEDTLS_V4_CRYPTO_H

#define PSA_WANT_ALG_ECDH 1
#define PSA_WANT_ALG_ECDSA 1
#define PSA_WANT_ALG_GCM 1
#define PSA_WANT_ALG_HMAC 1
#define PSA_WANT_ALG_HKDF_EXTRACT 1
#define PSA_WANT_ALG_HKDF_EXPAND 1
#define PSA_WANT_ALG_RSA_PKCS1V15_SIGN 1
#define PSA_WANT_ALG_RSA_PSS 1
#define PSA_WANT_ALG_RSA_PKCS1V15_CRYPT 1 /* mbedTLS asks for this and the next; nothing here encrypts with RSA */
#define PSA_WANT_ALG_RSA_OAEP 1
#define PSA_WANT_ALG_SHA_1 1
#define PSA_WANT_ALG_SHA_256 1
#define PSA_WANT_ALG_SHA_384 1
#define PSA_WANT_ALG_SHA_512 1
#define PSA_WANT_ALG_TLS12_PRF 1
#define PSA_WANT_ECC_SECP_R1_256 1
#define PSA_WANT_ECC_SECP_R1_384 1
#define PSA_WANT_KEY_TYPE_AES 1
#define PSA_WANT_KEY_TYPE_DERIVE 1
#define PSA_WANT_KEY_TYPE_HMAC 1
#define PSA_WANT_KEY_TYPE_ECC_PUBLIC_KEY 1
#define PSA_WANT_KEY_TYPE_ECC_KEY_PAIR_BASIC 1
#define PSA_WANT_KEY_TYPE_ECC_KEY_PAIR_IMPORT 1
#define PSA_WANT_KEY_TYPE_ECC_KEY_PAIR_EXPORT 1
#define PSA_WANT_KEY_TYPE_ECC_KEY_PAIR_GENERATE 1
#define PSA_WANT_KEY_TYPE_RSA_PUBLIC_KEY 1
#define PSA_WANT_KEY_TYPE_RSA_KEY_PAIR_BASIC 1
#define PSA_WANT_KEY_TYPE_RSA_KEY_PAIR_IMPORT 1
#define PSA_WANT_KEY_TYPE_RSA_KEY_PAIR_EXPORT 1

/* SHA-1 by name only, since roots that sign themselves with it have to be parsed: there is said to be an accelerator,
 * so that mbedTLS leaves its own code out, and there is none. 5 KB less. */
#define MBEDTLS_PSA_ACCEL_ALG_SHA_1 1

/* Random bytes come from the platform alone. Nobody else writes to the memory that PSA is given, so that it need not be
 * copied: 3 KB of code and 17 KB of heap less. */
#define MBEDTLS_PSA_CRYPTO_C
#define MBEDTLS_PSA_CRYPTO_EXTERNAL_RNG
#define MBEDTLS_PSA_ASSUME_EXCLUSIVE_BUFFERS
#if defined(MBEDTLS_THREADING_C)
#define MBEDTLS_PSA_KEY_SLOT_COUNT 128
#else
#define MBEDTLS_PSA_KEY_SLOT_COUNT 32
#endif

/* Allocation goes through hooks; there is no clock, and there are no files. */
#define MBEDTLS_PLATFORM_C
#define MBEDTLS_PLATFORM_MEMORY

#define MBEDTLS_HAVE_ASM
#define MBEDTLS_AES_FEWER_TABLES
#define MBEDTLS_AES_ROM_TABLES
#define MBEDTLS_BLOCK_CIPHER_NO_DECRYPT
#define MBEDTLS_SHA256_SMALLER
#define MBEDTLS_SHA512_SMALLER

#define MBEDTLS_ASN1_PARSE_C
#define MBEDTLS_ASN1_WRITE_C
#define MBEDTLS_MD_C
#define MBEDTLS_PK_C
#define MBEDTLS_PK_PARSE_C

#define MBEDTLS_MPI_MAX_SIZE 540
#define MBEDTLS_RSA_NO_CRT
#define MBEDTLS_ECP_NIST_OPTIM
#define MBEDTLS_ECP_WINDOW_SIZE 2
#define MBEDTLS_ECP_FIXED_POINT_OPTIM 1
#define ZIMPORT_NO_P384_TABLE /* ../../patches/p256-table.patch; without it 5.6 KB more */

#endif
