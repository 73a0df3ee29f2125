/* SPDX-License-Identifier: Apache-2.0 */
/* The only file that asks for a version or an MBEDTLS_ switch: mbedTLS 3.6 with the configurations of this directory,
 * 3.6 as distributions build it (without the hooks), and 4.1. */
#ifndef ZIMPORT_MBEDTLS_SEAM_H
#define ZIMPORT_MBEDTLS_SEAM_H

/* The received alert and the state of the handshake have no public accessor. */
#define MBEDTLS_ALLOW_PRIVATE_ACCESS

#include <mbedtls/build_info.h>

#include <mbedtls/asn1.h>
#include <mbedtls/error.h>
#include <mbedtls/md.h>
#include <mbedtls/net_sockets.h>
#include <mbedtls/platform.h>
#include <mbedtls/ssl.h>
#include <mbedtls/version.h>
#include <mbedtls/x509.h>
#include <mbedtls/x509_crt.h>

#if MBEDTLS_VERSION_NUMBER < 0x03060000
#error "mbedTLS 3.6 or newer is needed"
#endif

/* The numbers of extensions (3.6); else in x509.h. */
#if MBEDTLS_VERSION_NUMBER < 0x04000000
#include <mbedtls/oid.h>
#endif

/* PSA has to be initialised before TLS. */
#if MBEDTLS_VERSION_NUMBER >= 0x04000000 || defined(MBEDTLS_PSA_CRYPTO_C)
#define ZIMPORT_SEAM_PSA
#include <psa/crypto.h>
#endif

/* A TLS configuration takes a random generator (3.6); 4.x has PSA's alone. */
#if MBEDTLS_VERSION_NUMBER < 0x04000000
#define ZIMPORT_SEAM_CONF_RNG
#endif

/* The last arguments of what works on a private key: random bytes (3.6), or none (4.x). */
#if defined(ZIMPORT_SEAM_CONF_RNG)
#define ZIMPORT_SEAM_RNG(platform) , zimport_hooks_random, (void *)(uintptr_t)(platform)
#else
#define ZIMPORT_SEAM_RNG(platform)
#endif

/* The largest handshake message that can be sent, in bytes. */
#define ZIMPORT_SEAM_MESSAGE_MAX MBEDTLS_SSL_OUT_CONTENT_LEN

/* PSA takes its random bytes from a function of ours. */
#if defined(ZIMPORT_SEAM_PSA) && defined(MBEDTLS_PSA_CRYPTO_EXTERNAL_RNG)
#define ZIMPORT_SEAM_PSA_RNG
#endif

/* So does what works on a private key: it has to be told whose (identity.c). */
#if defined(ZIMPORT_SEAM_PSA_RNG) && !defined(ZIMPORT_SEAM_CONF_RNG)
#define ZIMPORT_SEAM_LENT_RNG
#endif

/* mbedTLS asks for issuers, so that it can be told that there are none. */
#if defined(MBEDTLS_X509_TRUSTED_CERTIFICATE_CALLBACK)
#define ZIMPORT_SEAM_TRUST_CALLBACK
#endif

#if defined(MBEDTLS_PLATFORM_MEMORY) && !defined(MBEDTLS_PLATFORM_CALLOC_MACRO)
#define ZIMPORT_SEAM_MEMORY
#endif

/* There is no heap until a function is set. */
#if defined(MBEDTLS_PLATFORM_NO_STD_FUNCTIONS)
#define ZIMPORT_SEAM_NO_HEAP
#endif

/* Connections are used in several threads: what a hook keeps for the call at hand belongs to its thread. C99 has no
 * word for that; compilers for systems with POSIX threads have this one. */
#if defined(MBEDTLS_THREADING_PTHREAD)
#define ZIMPORT_SEAM_THREADS
#define ZIMPORT_SEAM_OWN __thread
#include <pthread.h>
#else
#define ZIMPORT_SEAM_OWN
#endif

/* See config/sha1_alt.h. */
#if defined(MBEDTLS_SHA1_ALT)
#define ZIMPORT_SEAM_NO_SHA1
#include <mbedtls/md.h>
#include <mbedtls/sha1.h>
#endif

/* Signatures on curves are verified by a function of ours (ecdsa.c). */
#if defined(MBEDTLS_ECDSA_VERIFY_ALT)
#define ZIMPORT_SEAM_VERIFY
#endif

/* For hash.c. */
#if MBEDTLS_VERSION_NUMBER < 0x04000000
#include <mbedtls/sha256.h>
typedef mbedtls_sha256_context zimport_hash;
#else
typedef psa_hash_operation_t zimport_hash;
#endif

/* For economy.c: the insides of a parsed certificate are known. */
#if MBEDTLS_VERSION_NUMBER < 0x04000000 && defined(MBEDTLS_RSA_C) && !defined(MBEDTLS_RSA_ALT)
#define ZIMPORT_SEAM_INSIDES
#include <mbedtls/rsa.h>
#endif

/* Certificates with an unknown critical extension can be parsed, and are marked with this (critical-extensions.patch).
 */
#if defined(ZIMPORT_X509_EXT_UNKNOWN)
#define ZIMPORT_SEAM_EXTENSION ZIMPORT_X509_EXT_UNKNOWN
#else
#define ZIMPORT_SEAM_EXTENSION 0
#endif

/* Verifies a certificate's signature, of which a hash was computed. 0: it is good. */
#if MBEDTLS_VERSION_NUMBER < 0x04000000
#define ZIMPORT_SEAM_CHECK_SIGNATURE(certificate, key, hash, size) \
    mbedtls_pk_verify_ext((certificate)->sig_pk, (certificate)->sig_opts, key, (certificate)->sig_md, hash, size, \
                          (certificate)->sig.p, (certificate)->sig.len)
#else
#define ZIMPORT_SEAM_CHECK_SIGNATURE(certificate, key, hash, size) \
    mbedtls_pk_verify_ext((certificate)->sig_pk, key, (certificate)->sig_md, hash, size, (certificate)->sig.p, \
                          (certificate)->sig.len)
#endif

/* Whether a public key is one of RSA. */
#if MBEDTLS_VERSION_NUMBER < 0x04000000
#define ZIMPORT_SEAM_IS_RSA(key) (mbedtls_pk_get_type(key) == MBEDTLS_PK_RSA)
#else
#define ZIMPORT_SEAM_IS_RSA(key) \
    (mbedtls_pk_can_do_psa(key, PSA_ALG_RSA_PKCS1V15_SIGN(PSA_ALG_SHA_256), PSA_KEY_USAGE_VERIFY_HASH) != 0)
#endif

/* For identity_key.c: so are those of a private key. */
#if defined(ZIMPORT_SEAM_INSIDES) && defined(MBEDTLS_RSA_NO_CRT) && !defined(MBEDTLS_USE_PSA_CRYPTO)
#define ZIMPORT_SEAM_KEY_INSIDES
#endif

/* What private keys are set up with (patches/signing-apart.patch). */
#if defined(ZIMPORT_SIGNING_INFO)
#define ZIMPORT_SEAM_RSA_INFO (&mbedtls_rsa_signing_info)
#define ZIMPORT_SEAM_EC_INFO (&mbedtls_eckey_signing_info)
#else
#define ZIMPORT_SEAM_RSA_INFO mbedtls_pk_info_from_type(MBEDTLS_PK_RSA)
#define ZIMPORT_SEAM_EC_INFO mbedtls_pk_info_from_type(MBEDTLS_PK_ECKEY)
#endif

/* The server's certificate stays readable after the handshake. */
#if defined(MBEDTLS_SSL_KEEP_PEER_CERTIFICATE)
#define ZIMPORT_SEAM_PEER
#endif

/* Room for code that explains a chain, beyond the verdict. */
#if defined(MBEDTLS_SSL_KEEP_PEER_CERTIFICATE)
#define ZIMPORT_SEAM_EXPLAIN
#endif

/* Servers known to send small records are asked for them (RFC 6066 section 4). With TLS 1.3 OpenSSL breaks off when it
 * sees the request. */
#if defined(MBEDTLS_SSL_MAX_FRAGMENT_LENGTH) && !defined(MBEDTLS_SSL_PROTO_TLS1_3) && MBEDTLS_SSL_IN_CONTENT_LEN < 16384
#define ZIMPORT_SEAM_FRAGMENT MBEDTLS_SSL_MAX_FRAG_LEN_1024
#endif

#if defined(MBEDTLS_SSL_PROTO_TLS1_2)
#define ZIMPORT_SEAM_TLS_1_2 true
#else
#define ZIMPORT_SEAM_TLS_1_2 false
#endif
#if defined(MBEDTLS_SSL_PROTO_TLS1_3)
#define ZIMPORT_SEAM_TLS_1_3 true
#else
#define ZIMPORT_SEAM_TLS_1_3 false
#endif

/* PKCS #1 comes first: mbedTLS 3.6.6 and 4.1.0 as released offer RSA-PSS for TLS 1.3 and then refuse it from a server
 * with only TLS 1.2. With PKCS #1 in front, most such servers choose that. */
#if defined(MBEDTLS_SSL_PROTO_TLS1_2) && defined(MBEDTLS_SSL_PROTO_TLS1_3)
#define ZIMPORT_SEAM_SIGNATURES
#endif

#if !defined(MBEDTLS_SSL_CIPHERSUITES)
#define ZIMPORT_SEAM_CIPHERS
#endif

/* The contexts are of unknown size: they come from the heap. */
#if !defined(ZIMPORT_MBEDTLS_CLIENT_H)
#define ZIMPORT_SEAM_HEAP
#endif

/* For the age of a ticket. */
#if defined(MBEDTLS_SSL_PROTO_TLS1_3) && defined(MBEDTLS_HAVE_TIME)
#define ZIMPORT_SEAM_TICKET_TIME
#endif

#if defined(MBEDTLS_SSL_PROTO_TLS1_2) && defined(MBEDTLS_SSL_PROTO_TLS1_3)
#define ZIMPORT_SEAM_NEWER
#endif

/* mbedTLS reports TLS 1.3 tickets only on demand. */
#if defined(MBEDTLS_SSL_PROTO_TLS1_3) && defined(MBEDTLS_SSL_TLS1_3_SIGNAL_NEW_SESSION_TICKETS_ENABLED)
#define ZIMPORT_SEAM_TICKET_SIGNAL
#endif

/* mbedTLS adds the code of a cause to its own (3.6), or returns that of the cause alone (4.x): one of ASN.1 for a
 * certificate that cannot be read, and one of its own for an algorithm. */
#if MBEDTLS_VERSION_NUMBER < 0x04000000
#define ZIMPORT_SEAM_IS_UNREADABLE(code) false
#define ZIMPORT_SEAM_IS_UNKNOWN(code) false
#else
#define ZIMPORT_SEAM_IS_UNREADABLE(code) \
    ((code) <= MBEDTLS_ERR_ASN1_OUT_OF_DATA && (code) >= MBEDTLS_ERR_ASN1_INVALID_DATA)
#define ZIMPORT_SEAM_IS_UNKNOWN(code) ((code) == MBEDTLS_ERR_X509_UNKNOWN_OID)
#endif

/* Not in every version, or as PSA's. */
#if defined(MBEDTLS_ERR_SSL_RECEIVED_NEW_SESSION_TICKET)
#define ZIMPORT_SEAM_TICKET MBEDTLS_ERR_SSL_RECEIVED_NEW_SESSION_TICKET
#else
#define ZIMPORT_SEAM_TICKET MBEDTLS_ERR_SSL_WANT_READ
#endif

#endif
