/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lowers the peak of heap use, which is while a chain is verified. Works on mbedTLS 3.6's private members, and does
 * nothing with other versions.
 */
#include "chain.h"

#include "../base/montgomery.h"

#if defined(ZIMPORT_SEAM_INSIDES)

/* R^2 mod N, where R is 2 to the power of N's size in memory, in bits. 0, or mbedTLS's code. Doubling gives R times 2
 * to the power of the count of limbs; each square in Montgomery's sense doubles that power, until it is R, too. */
static int square_of_r(mbedtls_mpi *result, const mbedtls_mpi *n) {
    size_t power = mbedtls_mpi_bitlen(n) - 1;
    size_t wanted = n->n * (ZIMPORT_LIMB_BITS + 1);
    zimport_modulus modulus;
    int code = mbedtls_mpi_lset(result, 1);

    if (code == 0) {
        code = mbedtls_mpi_shift_l(result, power);
    }
    for (; code == 0 && power < wanted; power++) {
        code = mbedtls_mpi_shift_l(result, 1);
        if (code == 0 && mbedtls_mpi_cmp_mpi(result, n) >= 0) {
            code = mbedtls_mpi_sub_mpi(result, result, n);
        }
    }
    if (code == 0) {
        code = mbedtls_mpi_grow(result, n->n);
    }
    zimport_modulus_init(&modulus, n->p, n->n);
    for (unsigned bits = 1; code == 0 && bits < ZIMPORT_LIMB_BITS; bits *= 2) {
        zimport_modulus_mul(&modulus, result->p, result->p, result->p);
    }
    return code;
}

static mbedtls_rsa_context *rsa_of(const mbedtls_x509_crt *certificate) {
    return mbedtls_pk_get_type(&certificate->pk) == MBEDTLS_PK_RSA ? mbedtls_pk_rsa(certificate->pk) : NULL;
}

/*
 * To verify an RSA signature mbedTLS needs R^2 mod N, the key's Montgomery constant, and computes it by a long division
 * with five numbers of twice the key's length: 2.7 KB at the very peak with RSA-2048, 5.4 KB with RSA-4096. It caches
 * the constant in the key, so we put it there first, computed in place, and faster. A longer key than
 * mbedTLS is built for it refuses then.
 */
void zimport_economy_prepare(mbedtls_x509_crt *certificate) {
    mbedtls_rsa_context *rsa = rsa_of(certificate);

    if (rsa != NULL && rsa->RN.p == NULL && mbedtls_mpi_bitlen(&rsa->N) > 1 && rsa->N.n <= ZIMPORT_MODULUS_MAX &&
        square_of_r(&rsa->RN, &rsa->N) != 0) {
        mbedtls_mpi_free(&rsa->RN); /* then mbedTLS computes it */
    }
}

void zimport_economy_done(const mbedtls_x509_crt *certificate) {
    mbedtls_rsa_context *rsa = rsa_of(certificate);

    if (rsa != NULL) {
        mbedtls_mpi_free(&rsa->RN);
    }
}

#else

void zimport_economy_prepare(mbedtls_x509_crt *certificate) {
    (void)certificate;
}

void zimport_economy_done(const mbedtls_x509_crt *certificate) {
    (void)certificate;
}

#endif
