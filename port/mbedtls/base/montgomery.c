/* SPDX-License-Identifier: Apache-2.0 */
/* See montgomery.h. */
#include "montgomery.h"

#if defined(ZIMPORT_SEAM_INSIDES) || defined(ZIMPORT_SEAM_VERIFY)
#include <string.h>

typedef mbedtls_t_udbl wide;

void zimport_modulus_init(zimport_modulus *modulus, const zimport_limb *limbs, size_t count) {
    zimport_limb inverse = 1;

    /* Newton: each step doubles how many of the lowest bits are right. */
    for (unsigned bits = 1; bits < ZIMPORT_LIMB_BITS; bits *= 2) {
        inverse *= 2 - limbs[0] * inverse;
    }
    modulus->limbs = limbs;
    modulus->count = count;
    modulus->inverse = 0 - inverse;
}

zimport_limb zimport_limbs_sub(zimport_limb *z, const zimport_limb *x, const zimport_limb *y, size_t count) {
    zimport_limb borrow = 0;

    for (size_t i = 0; i < count; i++) {
        wide difference = (wide)x[i] - y[i] - borrow;

        z[i] = (zimport_limb)difference;
        borrow = (zimport_limb)(difference >> ZIMPORT_LIMB_BITS) & 1;
    }
    return borrow;
}

/* What is clearly less is not subtracted from. */
void zimport_modulus_reduce(const zimport_modulus *modulus, zimport_limb *z, const zimport_limb *x,
                            zimport_limb carry) {
    const size_t count = modulus->count;

    if ((carry == 0 && x[count - 1] < modulus->limbs[count - 1]) ||
        zimport_limbs_sub(z, x, modulus->limbs, count) > carry) {
        memcpy(z, x, count * sizeof *z);
    }
}

/* *low = x * y + a + b, of which the upper limb is returned. Compilers make better code of this than of a sum of wide
 * numbers. */
static inline zimport_limb product(zimport_limb *low, zimport_limb x, zimport_limb y, zimport_limb a, zimport_limb b) {
    const wide both = (wide)x * y;
    zimport_limb sum = (zimport_limb)both;
    zimport_limb high = (zimport_limb)(both >> ZIMPORT_LIMB_BITS);

    sum += a;
    high += sum < a;
    sum += b;
    high += sum < b;
    *low = sum;
    return high;
}

/* Limb by limb of x: adds x[i] * y and, in the same pass, as many times the modulus as make the lowest limb 0, which is
 * dropped. What is kept is always less than two moduli. */
void zimport_modulus_mul(const zimport_modulus *modulus, zimport_limb *z, const zimport_limb *x,
                         const zimport_limb *y) {
    const zimport_limb *const limbs = modulus->limbs;
    const size_t count = modulus->count;
    zimport_limb sum[ZIMPORT_MODULUS_MAX];
    zimport_limb above = 0;

    memset(sum, 0, count * sizeof *sum);
    for (size_t i = 0; i < count; i++) {
        const zimport_limb digit = x[i];
        zimport_limb low;
        zimport_limb carry = product(&low, digit, y[0], sum[0], 0);
        const zimport_limb times = low * modulus->inverse;
        zimport_limb other = product(&low, times, limbs[0], low, 0);

        for (size_t j = 1; j < count; j++) {
            carry = product(&low, digit, y[j], sum[j], carry);
            other = product(&sum[j - 1], times, limbs[j], low, other);
        }
        carry += above;
        above = carry < above;
        sum[count - 1] = carry + other;
        above += sum[count - 1] < other;
    }
    zimport_modulus_reduce(modulus, z, sum, above);
}
#endif
