/* SPDX-License-Identifier: Apache-2.0 */
/* See field.h. */
#include "field.h"

#if defined(ZIMPORT_SEAM_VERIFY)
#include <string.h>

typedef mbedtls_t_udbl wide;

void zimport_field_add(const zimport_field *field, zimport_limb *z, const zimport_limb *x, const zimport_limb *y) {
    zimport_element sum;
    zimport_limb carry = 0;

    for (size_t i = 0; i < field->limbs; i++) {
        wide digit = (wide)x[i] + y[i] + carry;

        sum[i] = (zimport_limb)digit;
        carry = (zimport_limb)(digit >> ZIMPORT_LIMB_BITS);
    }
    zimport_modulus_reduce(&field->modulus, z, sum, carry);
}

void zimport_field_sub(const zimport_field *field, zimport_limb *z, const zimport_limb *x, const zimport_limb *y) {
    zimport_limb carry = 0;

    if (zimport_limbs_sub(z, x, y, field->limbs) != 0) {
        for (size_t i = 0; i < field->limbs; i++) {
            wide digit = (wide)z[i] + field->prime[i] + carry;

            z[i] = (zimport_limb)digit;
            carry = (zimport_limb)(digit >> ZIMPORT_LIMB_BITS);
        }
    }
}

void zimport_field_mul(const zimport_field *field, zimport_limb *z, const zimport_limb *x, const zimport_limb *y) {
    zimport_modulus_mul(&field->modulus, z, x, y);
}

/* Fermat: x to the power of prime - 2. */
void zimport_field_invert(const zimport_field *field, zimport_limb *z, const zimport_limb *x) {
    zimport_element exponent;
    zimport_element power;

    memcpy(exponent, field->prime, sizeof exponent);
    exponent[0] -= 2; /* no prime of a curve ends with less */
    memcpy(power, field->one, sizeof power);
    for (size_t at = field->limbs * ZIMPORT_LIMB_BITS; at-- > 0;) {
        zimport_field_mul(field, power, power, power);
        if (zimport_field_bit(exponent, at) != 0) {
            zimport_field_mul(field, power, power, x);
        }
    }
    memcpy(z, power, sizeof power);
}

bool zimport_field_below(const zimport_field *field, const zimport_limb *x, const zimport_limb *y) {
    zimport_element difference;

    return zimport_limbs_sub(difference, x, y, field->limbs) != 0;
}

bool zimport_field_equal(const zimport_field *field, const zimport_limb *x, const zimport_limb *y) {
    return memcmp(x, y, field->limbs * sizeof *x) == 0;
}

bool zimport_field_is_zero(const zimport_field *field, const zimport_limb *x) {
    zimport_limb bits = 0;

    for (size_t i = 0; i < field->limbs; i++) {
        bits |= x[i];
    }
    return bits == 0;
}

unsigned zimport_field_bit(const zimport_limb *x, size_t at) {
    return (unsigned)(x[at / ZIMPORT_LIMB_BITS] >> at % ZIMPORT_LIMB_BITS) & 1;
}

void zimport_field_load(const zimport_field *field, zimport_limb *to, const mbedtls_mpi *from) {
    for (size_t i = 0; i < field->limbs; i++) {
        to[i] = i < from->MBEDTLS_PRIVATE(n) ? from->MBEDTLS_PRIVATE(p)[i] : 0;
    }
}

void zimport_field_init(zimport_field *field, const mbedtls_mpi *prime, size_t limbs) {
    const zimport_element zero = {0};

    field->limbs = limbs;
    zimport_field_load(field, field->prime, prime);
    zimport_modulus_init(&field->modulus, field->prime, limbs);
    (void)zimport_limbs_sub(field->one, zero, field->prime, limbs);
    memcpy(field->square, field->one, sizeof field->square);
    for (size_t i = 0; i < limbs * ZIMPORT_LIMB_BITS; i++) {
        zimport_field_add(field, field->square, field->square, field->square);
    }
}
#endif
