/* SPDX-License-Identifier: Apache-2.0 */
/* Signatures, good and bad: see compare.h. */
#include "compare.h"

#include <mbedtls/ecdsa.h>
#include <string.h>

void signature_init(struct signature *signature) {
    mbedtls_ecp_point_init(&signature->key);
    mbedtls_mpi_init(&signature->r);
    mbedtls_mpi_init(&signature->s);
}

void signature_free(struct signature *signature) {
    mbedtls_ecp_point_free(&signature->key);
    mbedtls_mpi_free(&signature->r);
    mbedtls_mpi_free(&signature->s);
}

int verify(mbedtls_ecp_group *group, const struct signature *signature) {
    return zimport_ecdsa_verify(group, signature->hash, signature->size, &signature->key, &signature->r, &signature->s);
}

/* What the two say of a signature, which has to be the same. */
static int compare_verdict(mbedtls_ecp_group *group, const struct signature *signature) {
    int own =
        mbedtls_ecdsa_verify(group, signature->hash, signature->size, &signature->key, &signature->r, &signature->s);

    compared++;
    if (own != verify(group, signature)) {
        stop("another verdict", group);
    }
    return own;
}

void set_signature(mbedtls_ecp_group *group, struct signature *signature, const mbedtls_mpi *x, const mbedtls_mpi *m,
                   const mbedtls_mpi *n) {
    mbedtls_mpi hash;

    mbedtls_mpi_init(&hash);
    must(mbedtls_mpi_mod_mpi(&signature->r, x, &group->N));
    must(mbedtls_mpi_inv_mod(&signature->s, n, &group->N));
    must(mbedtls_mpi_mul_mpi(&signature->s, &signature->s, &signature->r));
    must(mbedtls_mpi_mod_mpi(&signature->s, &signature->s, &group->N));
    must(mbedtls_mpi_mul_mpi(&hash, m, &signature->s));
    must(mbedtls_mpi_mod_mpi(&hash, &hash, &group->N));
    signature->size = group->nbits / 8;
    must(mbedtls_mpi_write_binary(&hash, signature->hash, signature->size));
    mbedtls_mpi_free(&hash);
}

/* A good signature, and what it becomes with other values of r and s. */
static void compare_values(mbedtls_ecp_group *group, struct signature *good) {
    enum { VALUES = 14 };
    mbedtls_mpi values[VALUES];

    for (size_t i = 0; i < VALUES; i++) {
        mbedtls_mpi_init(&values[i]);
    }
    must(mbedtls_mpi_copy(&values[0], &good->r));
    must(mbedtls_mpi_copy(&values[1], &good->s));
    must(mbedtls_mpi_sub_mpi(&values[2], &group->N, &good->r));
    must(mbedtls_mpi_sub_mpi(&values[3], &group->N, &good->s)); /* as good */
    must(mbedtls_mpi_add_mpi(&values[4], &group->N, &good->r));
    must(mbedtls_mpi_add_mpi(&values[5], &group->N, &good->s));
    must(mbedtls_mpi_lset(&values[6], 0));
    must(mbedtls_mpi_lset(&values[7], 1));
    must(mbedtls_mpi_lset(&values[8], -1));
    must(mbedtls_mpi_copy(&values[9], &group->N));
    must(mbedtls_mpi_sub_int(&values[10], &group->N, 1));
    must(mbedtls_mpi_copy(&values[11], &group->P));
    must(mbedtls_mpi_sub_mpi(&values[12], &group->P, &group->N));
    must(mbedtls_mpi_lset(&values[13], 1));
    must(mbedtls_mpi_shift_l(&values[13], 2 * group->nbits));
    for (size_t r = 0; r < VALUES; r++) {
        for (size_t s = 0; s < VALUES; s++) {
            must(mbedtls_mpi_copy(&good->r, &values[r]));
            must(mbedtls_mpi_copy(&good->s, &values[s]));
            if ((compare_verdict(group, good) == 0) != (r == 0 && (s == 1 || s == 3))) {
                stop("a verdict that both have wrong", group);
            }
        }
    }
    must(mbedtls_mpi_copy(&good->r, &values[0]));
    must(mbedtls_mpi_copy(&good->s, &values[1]));
    for (size_t i = 0; i < VALUES; i++) {
        mbedtls_mpi_free(&values[i]);
    }
}

/* Hashes of all lengths, and numbers around the order: what is left of it is 0, or more than the order. */
static void compare_hashes(mbedtls_ecp_group *group, struct signature *signature) {
    mbedtls_mpi number;

    for (signature->size = 0; signature->size <= HASH_MAX; signature->size++) {
        random_bytes(NULL, signature->hash, HASH_MAX);
        compare_verdict(group, signature);
        memset(signature->hash, 0, HASH_MAX);
        compare_verdict(group, signature);
        memset(signature->hash, 0xFF, HASH_MAX);
        compare_verdict(group, signature);
    }
    mbedtls_mpi_init(&number);
    signature->size = group->nbits / 8;
    for (int more = -2; more <= 2; more++) {
        must(mbedtls_mpi_add_int(&number, &group->N, more));
        must(mbedtls_mpi_write_binary(&number, signature->hash, signature->size));
        compare_verdict(group, signature);
    }
    mbedtls_mpi_free(&number);
}

/* Good for hashes that are shorter and longer than the order, too. */
static void compare_signed(mbedtls_ecp_group *group, struct signature *signature) {
    mbedtls_mpi secret;

    mbedtls_mpi_init(&secret);
    must(mbedtls_ecp_gen_keypair(group, &secret, &signature->key, random_bytes, NULL));
    for (signature->size = 1; signature->size <= 64; signature->size++) {
        random_bytes(NULL, signature->hash, signature->size);
        must(mbedtls_ecdsa_sign(group, &signature->r, &signature->s, &secret, signature->hash, signature->size,
                                random_bytes, NULL));
        if (compare_verdict(group, signature) != 0) {
            stop("a good signature", group);
        }
    }
    compare_hashes(group, signature);
    mbedtls_mpi_free(&secret);
}

/* A point at the first x from there on that the curve has. */
static void point_from(mbedtls_ecp_group *group, mbedtls_ecp_point *point, mbedtls_mpi *x) {
    unsigned char bytes[1 + BYTES_MAX] = {2};

    for (;;) {
        must(mbedtls_mpi_write_binary(x, bytes + 1, group->nbits / 8));
        must(mbedtls_ecp_point_read_binary(group, point, bytes, 1 + group->nbits / 8));
        if (mbedtls_ecp_check_pubkey(group, point) == 0) {
            return;
        }
        must(mbedtls_mpi_add_int(x, x, 1));
    }
}

/* Where the sum's x is not below the order, r is less by the order; and r is not more than x where both together make
 * more than the prime. At chance neither ever comes up: the key is chosen so. */
static void compare_overflow(mbedtls_ecp_group *group, struct signature *signature, const mbedtls_mpi *from,
                             bool good) {
    mbedtls_ecp_point point;
    mbedtls_mpi x;
    mbedtls_mpi m;
    mbedtls_mpi n;
    mbedtls_mpi inverse;
    mbedtls_mpi factor;

    mbedtls_ecp_point_init(&point);
    mbedtls_mpi_init(&x);
    mbedtls_mpi_init(&m);
    mbedtls_mpi_init(&n);
    mbedtls_mpi_init(&inverse);
    mbedtls_mpi_init(&factor);
    must(mbedtls_mpi_copy(&x, from));
    point_from(group, &point, &x);
    random_scalar(group, &m);
    random_scalar(group, &n);
    must(mbedtls_mpi_inv_mod(&inverse, &n, &group->N));
    must(mbedtls_mpi_sub_mpi(&factor, &group->N, &m));
    must(mbedtls_mpi_mul_mpi(&factor, &factor, &inverse));
    must(mbedtls_mpi_mod_mpi(&factor, &factor, &group->N));
    must(mbedtls_ecp_muladd(group, &signature->key, &factor, &group->G, &inverse, &point)); /* (point - m * G) / n */
    if (!good) {
        must(mbedtls_mpi_add_mpi(&x, &x, &group->P)); /* and so r has less by the order, but is too much */
    }
    set_signature(group, signature, &x, &m, &n);
    if ((compare_verdict(group, signature) == 0) != good) {
        stop("an x that is not r", group);
    }
    mbedtls_ecp_point_free(&point);
    mbedtls_mpi_free(&x);
    mbedtls_mpi_free(&m);
    mbedtls_mpi_free(&n);
    mbedtls_mpi_free(&inverse);
    mbedtls_mpi_free(&factor);
}

/* Keys that are none. */
static void compare_keys(mbedtls_ecp_group *group, struct signature *signature) {
    must(mbedtls_mpi_add_int(&signature->key.MBEDTLS_PRIVATE(Y), &signature->key.MBEDTLS_PRIVATE(Y), 1));
    compare_verdict(group, signature);
    must(mbedtls_mpi_add_mpi(&signature->key.MBEDTLS_PRIVATE(X), &signature->key.MBEDTLS_PRIVATE(X), &group->P));
    compare_verdict(group, signature);
    must(mbedtls_mpi_lset(&signature->key.MBEDTLS_PRIVATE(X), 0));
    must(mbedtls_mpi_lset(&signature->key.MBEDTLS_PRIVATE(Y), 0));
    compare_verdict(group, signature);
    must(mbedtls_ecp_set_zero(&signature->key));
    compare_verdict(group, signature);
}

void compare_special_signatures(mbedtls_ecp_group *group) {
    struct signature signature;
    mbedtls_mpi number;

    signature_init(&signature);
    mbedtls_mpi_init(&number);
    compare_signed(group, &signature);
    for (int small = 1; small < 40; small += 6) {
        must(mbedtls_mpi_add_int(&number, &group->N, small));
        compare_overflow(group, &signature, &number, true);
        must(mbedtls_mpi_lset(&number, small));
        compare_overflow(group, &signature, &number, true);
        compare_overflow(group, &signature, &number, false);
    }
    must(mbedtls_mpi_lset(&number, 1));
    compare_overflow(group, &signature, &number, true);
    compare_values(group, &signature);
    compare_keys(group, &signature);
    signature_free(&signature);
    mbedtls_mpi_free(&number);
}
