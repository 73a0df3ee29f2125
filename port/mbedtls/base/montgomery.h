/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Montgomery's product of two numbers that everybody may know: it takes as long as they make it take. Numbers are
 * limbs, the least significant one first; R is 2 to the power of all their bits.
 */
#ifndef ZIMPORT_MBEDTLS_MONTGOMERY_H
#define ZIMPORT_MBEDTLS_MONTGOMERY_H

#include "seam.h"

#if defined(ZIMPORT_SEAM_INSIDES) || defined(ZIMPORT_SEAM_VERIFY)
#include <mbedtls/bignum.h>
#include <stddef.h>

typedef mbedtls_mpi_uint zimport_limb;

enum { ZIMPORT_LIMB_BITS = 8 * sizeof(zimport_limb) };

/* An odd number that is divided by, and -1 / that, modulo 2 to the power of ZIMPORT_LIMB_BITS. */
typedef struct zimport_modulus {
    const zimport_limb *limbs;
    size_t count; /* at most ZIMPORT_MODULUS_MAX */
    zimport_limb inverse;
} zimport_modulus;

enum { ZIMPORT_MODULUS_MAX = MBEDTLS_MPI_MAX_SIZE / sizeof(zimport_limb) };

void zimport_modulus_init(zimport_modulus *modulus, const zimport_limb *limbs, size_t count);

/* z = x - y; what was borrowed is returned. */
zimport_limb zimport_limbs_sub(zimport_limb *z, const zimport_limb *x, const zimport_limb *y, size_t count);

/* z = x - modulus or, if x and a carry above it are less, z = x. */
void zimport_modulus_reduce(const zimport_modulus *modulus, zimport_limb *z, const zimport_limb *x, zimport_limb carry);

/* z = x * y / R modulo the modulus. x may be any number below R, y is less than the modulus; z may be one of them. */
void zimport_modulus_mul(const zimport_modulus *modulus, zimport_limb *z, const zimport_limb *x, const zimport_limb *y);
#endif

#endif
