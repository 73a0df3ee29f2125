/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of this test share. Each comparison that fails ends the program. */
#ifndef CURVE_COMPARE_H
#define CURVE_COMPARE_H

#include "port/mbedtls/base/ecdsa.h"

extern uint64_t seed;
extern unsigned long compared; /* how often mbedTLS was asked, too */

void stop(const char *what, const mbedtls_ecp_group *group);

/* mbedTLS's functions fail here only for want of memory, or where this program is wrong. */
void must(int code);

uint64_t random_word(void);
int random_bytes(void *context, unsigned char *bytes, size_t size);

/* A scalar below the order: in half of the cases one with long runs of ones and zeros. */
void random_scalar(const mbedtls_ecp_group *group, mbedtls_mpi *scalar);

/* result = m * G + n * key by mbedTLS, and the same by us. */
void compare_sum(mbedtls_ecp_group *group, mbedtls_ecp_point *result, const mbedtls_mpi *m,
                 const mbedtls_ecp_point *key, const mbedtls_mpi *n);

/* Sums of what is special; a smaller stride makes more of them. */
void compare_special_sums(mbedtls_ecp_group *group, size_t stride);

enum { KEYS = 9, HASH_MAX = 66, BYTES_MAX = 48 };

struct signature {
    unsigned char hash[HASH_MAX];
    size_t size;
    mbedtls_ecp_point key;
    mbedtls_mpi r;
    mbedtls_mpi s;
};

void signature_init(struct signature *signature);
void signature_free(struct signature *signature);
int verify(mbedtls_ecp_group *group, const struct signature *signature);

/* Of a sum m * G + n * key at x: r and s, and the hash that is signed by them, without knowing the private key. */
void set_signature(mbedtls_ecp_group *group, struct signature *signature, const mbedtls_mpi *x, const mbedtls_mpi *m,
                   const mbedtls_mpi *n);

void compare_special_signatures(mbedtls_ecp_group *group);

#endif
