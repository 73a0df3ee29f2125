/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mbedTLS's own verification multiplies twice, with the same care not to tell a secret by its time as where one signs.
 * There is no secret here: both multiplications share their doublings, and no step is made that is not needed.
 */
#include "ecdsa.h"

#if defined(ZIMPORT_SEAM_VERIFY)
#include <string.h>

/* The result's coordinates, those of the point to be added, and what comes up between. */
enum { X, Y, Z, X2, Y2, Z2, H, R, U, V };

enum operation { ADD, SUB, MUL };

struct step {
    uint8_t operation, to, left, right;
};

/* Of a curve with a = -3. */
static const struct step doubling[] = {
    {MUL, U, Z, Z}, {SUB, V, X, U}, {ADD, U, X, U}, {MUL, V, V, U}, {ADD, U, V, V}, {ADD, V, V, U}, /* 3 (X^2 - Z^4) */
    {MUL, Z, Z, Y}, {ADD, Z, Z, Z},                                                                 /* 2 Y Z */
    {MUL, U, Y, Y}, {ADD, U, U, U}, {MUL, H, X, U}, {ADD, H, H, H},                                 /* 4 X Y^2 */
    {MUL, U, U, U}, {ADD, U, U, U},                                                                 /* 8 Y^4 */
    {MUL, X, V, V}, {SUB, X, X, H}, {SUB, X, X, H},                                                 /* V^2 - 2 H */
    {SUB, H, H, X}, {MUL, Y, V, H}, {SUB, Y, Y, U},                                                 /* V (H - X) - U */
};

/* The differences of the two points once their Z is the same: H of X, R of Y. U and V are what X and Y are then. */
static const struct step differences[] = {
    {MUL, V, Z2, Z2}, {MUL, U, V, X}, {MUL, V, V, Z2}, {MUL, V, V, Y}, {MUL, R, Z, Z},
    {MUL, H, R, X2},  {MUL, R, R, Z}, {MUL, R, R, Y2}, {SUB, H, H, U}, {SUB, R, R, V},
};

/* Where only H is 0, Z becomes 0: a point and its negative make infinity. */
static const struct step addition[] = {
    {MUL, Z, Z, Z2}, {MUL, Z, Z, H},                                 /* Z Z2 H */
    {MUL, X, H, H},  {MUL, U, U, X}, {MUL, H, H, X}, {MUL, V, V, H}, /* U H^2, H^3, V H^3 */
    {MUL, X, R, R},  {SUB, X, X, H}, {SUB, X, X, U}, {SUB, X, X, U}, /* R^2 - H^3 - 2 U H^2 */
    {SUB, U, U, X},  {MUL, Y, R, U}, {SUB, Y, Y, V},                 /* R (U H^2 - X) - V H^3 */
};

static void take(zimport_sum *sum, const struct step *steps, size_t count) {
    static void (*const operations[])(const zimport_field *field, zimport_limb *z, const zimport_limb *x,
                                      const zimport_limb *y) = {zimport_field_add, zimport_field_sub,
                                                                zimport_field_mul};

    for (const struct step *step = steps; step < steps + count; step++) {
        operations[step->operation](&sum->field, sum->places[step->to], sum->places[step->left],
                                    sum->places[step->right]);
    }
}

#define TAKE(sum, steps) take(sum, steps, sizeof(steps) / sizeof(steps)[0])

static bool is_zero(const zimport_sum *sum, unsigned place) {
    return zimport_field_is_zero(&sum->field, sum->places[place]);
}

/* result = result + point, or result - point. The point is not infinity. */
static void add(zimport_sum *sum, zimport_point *point, bool minus) {
    const zimport_element zero = {0};

    memcpy(sum->places[X2], *point, sizeof *point);
    if (minus) {
        zimport_field_sub(&sum->field, sum->places[Y2], zero, sum->places[Y2]);
    }
    if (is_zero(sum, Z)) {
        memcpy(sum->places[X], sum->places[X2], sizeof *point);
        return;
    }
    TAKE(sum, differences);
    if (is_zero(sum, H) && is_zero(sum, R)) {
        TAKE(sum, doubling);
    } else {
        TAKE(sum, addition);
    }
}

static void set_multiples(zimport_sum *sum, zimport_point *odd, const mbedtls_ecp_point *point) {
    const zimport_field *field = &sum->field;
    zimport_point even;

    memset(sum->places, 0, sizeof sum->places);
    zimport_field_load(field, sum->places[X], &point->MBEDTLS_PRIVATE(X));
    zimport_field_load(field, sum->places[Y], &point->MBEDTLS_PRIVATE(Y));
    zimport_field_mul(field, sum->places[X], sum->places[X], field->square);
    zimport_field_mul(field, sum->places[Y], sum->places[Y], field->square);
    memcpy(sum->places[Z], field->one, sizeof field->one);
    memcpy(odd[0], sum->places[X], sizeof odd[0]);
    TAKE(sum, doubling);
    memcpy(even, sum->places[X], sizeof even);
    for (size_t i = 1; i < ZIMPORT_ODD_MULTIPLES; i++) {
        memcpy(sum->places[X], odd[i - 1], sizeof odd[0]);
        add(sum, &even, false);
        memcpy(odd[i], sum->places[X], sizeof odd[0]);
    }
}

/* Digits of which one in five is not 0: the sum of digits[i] * 2^i is the scalar. They are 0 before. */
static void set_digits(const zimport_field *field, signed char *digits, const zimport_limb *scalar) {
    const size_t bits = field->limbs * ZIMPORT_LIMB_BITS;
    unsigned carry = 0;

    for (size_t at = 0; at <= bits; at++) {
        unsigned digit = carry;

        if ((at < bits ? zimport_field_bit(scalar, at) : 0) == carry) {
            continue;
        }
        for (size_t i = 0; i < ZIMPORT_WINDOW && at + i < bits; i++) {
            digit += zimport_field_bit(scalar, at + i) << i;
        }
        carry = digit >> (ZIMPORT_WINDOW - 1);
        digits[at] = (signed char)((int)digit - (int)(carry << ZIMPORT_WINDOW));
        at += ZIMPORT_WINDOW - 1;
    }
}

void zimport_sum_compute(zimport_sum *sum, const mbedtls_ecp_group *group, const zimport_limb *first,
                         const mbedtls_ecp_point *key, const zimport_limb *second) {
    const size_t limbs = group->nbits / ZIMPORT_LIMB_BITS;

    memset(sum, 0, sizeof *sum);
    zimport_field_init(&sum->field, &group->P, limbs);
    set_multiples(sum, sum->odd[0], &group->G);
    set_multiples(sum, sum->odd[1], key);
    set_digits(&sum->field, sum->digits[0], first);
    set_digits(&sum->field, sum->digits[1], second);
    memset(sum->places, 0, sizeof sum->places);
    for (size_t at = limbs * ZIMPORT_LIMB_BITS + 1; at-- > 0;) {
        TAKE(sum, doubling);
        for (size_t i = 0; i < 2; i++) {
            signed char digit = sum->digits[i][at];

            if (digit != 0) {
                add(sum, &sum->odd[i][(digit < 0 ? -digit : digit) / 2], digit < 0);
            }
        }
    }
}

/* Whether the result's affine coordinate is x. */
static bool is_at(const zimport_sum *sum, const zimport_limb *square_of_z, const zimport_limb *x) {
    zimport_element product;

    zimport_field_mul(&sum->field, product, x, sum->field.square);
    zimport_field_mul(&sum->field, product, product, square_of_z);
    return zimport_field_equal(&sum->field, product, sum->places[X]);
}

/* Whether it is r modulo the order, of which the prime has less than two: r, or r and the order. */
static bool is_at_either(const zimport_sum *sum, const zimport_field *order, zimport_limb *r) {
    const zimport_field *field = &sum->field;
    zimport_element square;
    zimport_element gap;

    if (is_zero(sum, Z)) {
        return false;
    }
    zimport_field_mul(field, square, sum->places[Z], sum->places[Z]);
    if (is_at(sum, square, r)) {
        return true;
    }
    zimport_field_sub(field, gap, field->prime, order->prime);
    if (!zimport_field_below(field, r, gap)) {
        return false;
    }
    zimport_field_add(field, r, r, order->prime);
    return is_at(sum, square, r);
}

/* The hash as a number: of a longer one what is in front. */
static void load_hash(const zimport_field *order, zimport_limb *to, const unsigned char *hash, size_t size) {
    const size_t most = order->limbs * sizeof *to;

    memset(to, 0, most);
    size = size < most ? size : most;
    for (size_t i = 0; i < size; i++) {
        size_t at = size - 1 - i;

        to[at / sizeof *to] |= (zimport_limb)hash[i] << 8 * (at % sizeof *to);
    }
}

/* What is not in memory of its own: on a board the stack has more room. */
struct numbers {
    zimport_field order;
    zimport_element hash;
    zimport_element r;
    zimport_element s;
};

static bool is_right(zimport_sum *sum, struct numbers *numbers, const mbedtls_ecp_group *group,
                     const mbedtls_ecp_point *key) {
    const zimport_field *order = &numbers->order;

    /* The inverse of s comes in the field's representation, and leaves it as it is multiplied with what is not. */
    zimport_field_mul(order, numbers->s, numbers->s, order->square);
    zimport_field_invert(order, numbers->s, numbers->s);
    zimport_field_mul(order, numbers->hash, numbers->hash, numbers->s);
    zimport_field_mul(order, numbers->s, numbers->r, numbers->s);
    zimport_sum_compute(sum, group, numbers->hash, key, numbers->s);
    return is_at_either(sum, order, numbers->r);
}

static bool in_range(const mbedtls_ecp_group *group, const mbedtls_mpi *x) {
    return mbedtls_mpi_cmp_int(x, 1) >= 0 && mbedtls_mpi_cmp_mpi(x, &group->N) < 0;
}

int zimport_ecdsa_verify(mbedtls_ecp_group *group, const unsigned char *hash, size_t size, const mbedtls_ecp_point *key,
                         const mbedtls_mpi *r, const mbedtls_mpi *s) {
    struct numbers numbers;
    zimport_sum *sum;
    int result;

    if (group->id != MBEDTLS_ECP_DP_SECP256R1 && group->id != MBEDTLS_ECP_DP_SECP384R1) {
        return MBEDTLS_ERR_ECP_BAD_INPUT_DATA;
    }
    if (!in_range(group, r) || !in_range(group, s)) {
        return MBEDTLS_ERR_ECP_VERIFY_FAILED;
    }
    result = mbedtls_ecp_check_pubkey(group, key);
    if (result != 0) {
        return result;
    }
    sum = mbedtls_calloc(1, sizeof *sum);
    if (sum == NULL) {
        return MBEDTLS_ERR_ECP_ALLOC_FAILED;
    }
    zimport_field_init(&numbers.order, &group->N, group->nbits / ZIMPORT_LIMB_BITS);
    zimport_field_load(&numbers.order, numbers.r, r);
    zimport_field_load(&numbers.order, numbers.s, s);
    load_hash(&numbers.order, numbers.hash, hash, size);
    result = is_right(sum, &numbers, group, key) ? 0 : MBEDTLS_ERR_ECP_VERIFY_FAILED;
    mbedtls_free(sum);
    return result;
}
#endif
