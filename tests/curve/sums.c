/* SPDX-License-Identifier: Apache-2.0 */
/* Sums of two multiples: see compare.h. */
#include "compare.h"

static void to_field(const zimport_field *field, zimport_limb *to, const mbedtls_mpi *from) {
    zimport_field_load(field, to, from);
    zimport_field_mul(field, to, to, field->square);
}

/* Whether a sum's result is the point. */
static bool is_point(const zimport_sum *sum, mbedtls_ecp_point *point) {
    const zimport_field *field = &sum->field;
    zimport_element power;
    zimport_element coordinate;

    if (zimport_field_is_zero(field, sum->places[ZIMPORT_Z])) {
        return mbedtls_ecp_is_zero(point) != 0;
    }
    if (mbedtls_ecp_is_zero(point)) {
        return false;
    }
    zimport_field_mul(field, power, sum->places[ZIMPORT_Z], sum->places[ZIMPORT_Z]);
    to_field(field, coordinate, &point->MBEDTLS_PRIVATE(X));
    zimport_field_mul(field, coordinate, coordinate, power);
    if (!zimport_field_equal(field, coordinate, sum->places[ZIMPORT_X])) {
        return false;
    }
    zimport_field_mul(field, power, power, sum->places[ZIMPORT_Z]);
    to_field(field, coordinate, &point->MBEDTLS_PRIVATE(Y));
    zimport_field_mul(field, coordinate, coordinate, power);
    return zimport_field_equal(field, coordinate, sum->places[ZIMPORT_Y]);
}

void compare_sum(mbedtls_ecp_group *group, mbedtls_ecp_point *result, const mbedtls_mpi *m,
                 const mbedtls_ecp_point *key, const mbedtls_mpi *n) {
    static zimport_sum sum;
    zimport_field order;
    zimport_element first;
    zimport_element second;

    must(mbedtls_ecp_muladd(group, result, m, &group->G, n, key));
    zimport_field_init(&order, &group->N, group->nbits / ZIMPORT_LIMB_BITS);
    zimport_field_load(&order, first, m);
    zimport_field_load(&order, second, n);
    zimport_sum_compute(&sum, group, first, key, second);
    compared++;
    if (!is_point(&sum, result)) {
        stop("another sum", group);
    }
}

/* The scalars at which digits, doublings and the group's order are most likely to go wrong. */
static size_t special_scalars(const mbedtls_ecp_group *group, mbedtls_mpi *scalars) {
    size_t count = 0;

    for (int small = 0; small <= 17; small++) {
        mbedtls_mpi_init(&scalars[count]);
        mbedtls_mpi_init(&scalars[count + 1]);
        must(mbedtls_mpi_lset(&scalars[count], small));
        must(mbedtls_mpi_sub_int(&scalars[count + 1], &group->N, small + 1));
        count += 2;
    }
    for (size_t bit = 31; bit < group->nbits; bit += 32) {
        mbedtls_mpi_init(&scalars[count]);
        mbedtls_mpi_init(&scalars[count + 1]);
        must(mbedtls_mpi_lset(&scalars[count], 1));
        must(mbedtls_mpi_shift_l(&scalars[count], bit));
        must(mbedtls_mpi_sub_int(&scalars[count + 1], &scalars[count], 1));
        count += 2;
    }
    mbedtls_mpi_init(&scalars[count]);
    must(mbedtls_mpi_copy(&scalars[count], &group->N));
    must(mbedtls_mpi_shift_r(&scalars[count], 1));
    return count + 1;
}

enum { SCALARS_MAX = 2 * 18 + 2 * 12 + 1 };

/* All pairs of those, with keys that are small multiples of the base point or of its negative: so that points to be
 * added are the same, or each other's negative, and sums are infinity. */
void compare_special_sums(mbedtls_ecp_group *group, size_t stride) {
    static const int factors[KEYS] = {1, -1, 2, -2, 3, -3, 7, -8, 12345};
    mbedtls_mpi scalars[SCALARS_MAX];
    size_t count = special_scalars(group, scalars);
    mbedtls_ecp_point key;
    mbedtls_ecp_point result;
    mbedtls_mpi factor;

    mbedtls_ecp_point_init(&key);
    mbedtls_ecp_point_init(&result);
    mbedtls_mpi_init(&factor);
    for (size_t i = 0; i < KEYS; i++) {
        must(mbedtls_mpi_lset(&factor, factors[i]));
        must(mbedtls_mpi_mod_mpi(&factor, &factor, &group->N));
        must(mbedtls_ecp_mul(group, &key, &factor, &group->G, random_bytes, NULL));
        /* Of 61 by 61 each key has some, of the smallest and their negatives all. */
        for (size_t m = 0; m < count; m++) {
            for (size_t n = 0; n < count; n++) {
                if ((m < 12 && n < 12) || (m + n) % stride == i) {
                    compare_sum(group, &result, &scalars[m], &key, &scalars[n]);
                }
            }
        }
    }
    for (size_t i = 0; i < count; i++) {
        mbedtls_mpi_free(&scalars[i]);
    }
    mbedtls_ecp_point_free(&key);
    mbedtls_ecp_point_free(&result);
    mbedtls_mpi_free(&factor);
}
