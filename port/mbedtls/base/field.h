/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Arithmetic modulo a prime of 256 or 384 bits, in Montgomery's representation. It takes as long as the numbers make it
 * take, so it is for numbers that everybody may know: those of a signature that is verified.
 */
#ifndef ZIMPORT_MBEDTLS_FIELD_H
#define ZIMPORT_MBEDTLS_FIELD_H

#include "montgomery.h"

#if defined(ZIMPORT_SEAM_VERIFY)
#include <stdbool.h>

enum { ZIMPORT_FIELD_MAX = 384 / ZIMPORT_LIMB_BITS };

typedef zimport_limb zimport_element[ZIMPORT_FIELD_MAX];

typedef struct zimport_field {
    zimport_element prime;
    zimport_element one;    /* R mod prime: what 1 is in this representation */
    zimport_element square; /* R * R mod prime: multiplied with it, a number comes into this representation */
    zimport_modulus modulus;
    size_t limbs;
} zimport_field;

/* The prime has as many bits as that many limbs. */
void zimport_field_init(zimport_field *field, const mbedtls_mpi *prime, size_t limbs);
void zimport_field_load(const zimport_field *field, zimport_limb *to, const mbedtls_mpi *from);

/* Results may be where operands are. A product is x * y / R; x may be any number below R. */
void zimport_field_add(const zimport_field *field, zimport_limb *z, const zimport_limb *x, const zimport_limb *y);
void zimport_field_sub(const zimport_field *field, zimport_limb *z, const zimport_limb *x, const zimport_limb *y);
void zimport_field_mul(const zimport_field *field, zimport_limb *z, const zimport_limb *x, const zimport_limb *y);
void zimport_field_invert(const zimport_field *field, zimport_limb *z, const zimport_limb *x);

bool zimport_field_below(const zimport_field *field, const zimport_limb *x, const zimport_limb *y);
bool zimport_field_equal(const zimport_field *field, const zimport_limb *x, const zimport_limb *y);
bool zimport_field_is_zero(const zimport_field *field, const zimport_limb *x);
unsigned zimport_field_bit(const zimport_limb *x, size_t at);
#endif

#endif
