/* SPDX-License-Identifier: Apache-2.0 */
/* Verification of the server's certificates. */
#ifndef ZIMPORT_MBEDTLS_CHAIN_H
#define ZIMPORT_MBEDTLS_CHAIN_H

#include "../base/internal.h"

/* Sets up the verification, for a connection whose contexts are initialised. */
zimport_status zimport_verify_prepare(zimport_tls *tls);

/*
 * Looks for a path from the server's certificate, through those sent with it, to a root. tls->above becomes the flags
 * of all certificates above the server's own, tls->chain_end their earliest end, tls->trust_failure why the roots could
 * not be read. Returns flags of the server's own: NOT_TRUSTED if no issuer was found for it.
 */
uint32_t zimport_path_find(zimport_tls *tls, mbedtls_x509_crt *own);

/* Right after the roots could not be read: errno says why. */
void zimport_path_failed(zimport_tls *tls, zimport_status status);

/* What is wrong with a certificate by itself, as flags of mbedTLS and of fault.h: dates, usage, strength, and critical
 * extensions. Depth 0 is the server's own. */
uint32_t zimport_certificate_flags(const zimport_tls *tls, const mbedtls_x509_crt *certificate, int depth);

/* Whether its signature is made with a hash that counts: a weak one is a flag, and never computed. */
bool zimport_certificate_is_hash_strong(const mbedtls_x509_crt *certificate);

/* Its end, in seconds since 1970. */
int64_t zimport_certificate_end(const mbedtls_x509_crt *certificate);

/* The same as RFC 3339 has it. */
void zimport_certificate_print_end(const mbedtls_x509_crt *certificate, char text[24]);

/* Whether it was issued to the name that issued it. */
bool zimport_certificate_is_self_issued(const mbedtls_x509_crt *certificate);

/* Saving heap: call before a signature is verified with a certificate's key, and afterwards. */
void zimport_economy_prepare(mbedtls_x509_crt *certificate);
void zimport_economy_done(const mbedtls_x509_crt *certificate);

#endif
