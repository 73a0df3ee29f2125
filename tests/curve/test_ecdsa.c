/* SPDX-License-Identifier: Apache-2.0 */
/*
 *     test_ecdsa [COUNT [SEED]]
 *
 * port/mbedtls/base/ecdsa.c beside mbedTLS's own arithmetic and verification, which this program is linked with as they
 * are: first what is special about curves and signatures, then COUNT (2,000) random sums of two multiples, one in ten
 * of them on P-384, and for each a signature made of it that is good and one that is not.
 */
#include "compare.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

uint64_t seed;
unsigned long compared;

void stop(const char *what, const mbedtls_ecp_group *group) {
    printf("not ok ecdsa: %s (P-%u, comparison %lu)\n", what, (unsigned)group->nbits, compared);
    exit(1);
}

void must(int code) {
    if (code != 0) {
        printf("not ok ecdsa: -0x%04x\n", (unsigned)-code);
        exit(1);
    }
}

/* Marsaglia's xorshift. */
uint64_t random_word(void) {
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed;
}

int random_bytes(void *context, unsigned char *bytes, size_t size) {
    (void)context;
    for (size_t i = 0; i < size; i++) {
        bytes[i] = (unsigned char)(random_word() >> 32);
    }
    return 0;
}

void random_scalar(const mbedtls_ecp_group *group, mbedtls_mpi *scalar) {
    unsigned char bytes[BYTES_MAX];
    size_t size = group->nbits / 8;
    bool runs = random_word() >> 63 != 0;

    random_bytes(NULL, bytes, size);
    for (size_t i = 0; runs && i < size; i++) {
        uint64_t word = random_word() >> 32;

        bytes[i] = word % 4 == 0 ? bytes[i] : word % 4 == 1 ? 0xFF : word % 4 == 2 ? 0 : bytes[i > 0 ? i - 1 : 0];
    }
    must(mbedtls_mpi_read_binary(scalar, bytes, size));
    must(mbedtls_mpi_mod_mpi(scalar, scalar, &group->N));
}

static void compare_random(mbedtls_ecp_group *group, struct signature *signature) {
    mbedtls_ecp_point result;
    mbedtls_mpi m;
    mbedtls_mpi n;

    mbedtls_ecp_point_init(&result);
    mbedtls_mpi_init(&m);
    mbedtls_mpi_init(&n);
    random_scalar(group, &m);
    random_scalar(group, &n);
    must(mbedtls_mpi_cmp_int(&n, 0) == 0 ? mbedtls_mpi_lset(&n, 1) : 0);
    compare_sum(group, &result, &m, &signature->key, &n);
    if (!mbedtls_ecp_is_zero(&result)) {
        set_signature(group, signature, &result.MBEDTLS_PRIVATE(X), &m, &n);
        if (verify(group, signature) != 0) {
            stop("a good signature", group);
        }
        signature->hash[random_word() % signature->size] ^= (unsigned char)(1U << random_word() % 8);
        if (verify(group, signature) != MBEDTLS_ERR_ECP_VERIFY_FAILED) {
            stop("a bad signature", group);
        }
        must(mbedtls_ecp_copy(&signature->key, &result)); /* the next key */
    }
    mbedtls_ecp_point_free(&result);
    mbedtls_mpi_free(&m);
    mbedtls_mpi_free(&n);
}

enum { CURVES = 2, THOROUGH = 100000, PROGRESS = 10000 };

int main(int argc, char **argv) {
    static const mbedtls_ecp_group_id curves[CURVES] = {MBEDTLS_ECP_DP_SECP256R1, MBEDTLS_ECP_DP_SECP384R1};
    unsigned long count = argc > 1 ? strtoul(argv[1], NULL, 10) : 2000;
    mbedtls_ecp_group groups[CURVES];
    struct signature signatures[CURVES];

    seed = argc > 2 ? strtoull(argv[2], NULL, 10) : (uint64_t)time(NULL);
    printf("# ecdsa: %lu, seed %llu\n", count, (unsigned long long)seed);
    fflush(stdout);
    seed = seed * 2 + 1;
    for (size_t i = 0; i < CURVES; i++) {
        mbedtls_ecp_group_init(&groups[i]);
        must(mbedtls_ecp_group_load(&groups[i], curves[i]));
        signature_init(&signatures[i]);
        must(mbedtls_ecp_copy(&signatures[i].key, &groups[i].G));
        compare_special_sums(&groups[i], count < THOROUGH ? 4 * KEYS : KEYS);
        compare_special_signatures(&groups[i]);
    }
    printf("ok ecdsa: %lu comparisons of what is special\n", compared);
    fflush(stdout);
    compared = 0;
    for (unsigned long i = 0; i < count; i++) {
        compare_random(&groups[i % 10 == 0], &signatures[i % 10 == 0]);
        if (compared % PROGRESS == 0) {
            printf("# ecdsa: %lu of them\n", compared);
            fflush(stdout);
        }
    }
    printf("ok ecdsa: %lu random sums, and two signatures of each\n", compared);
    for (size_t i = 0; i < CURVES; i++) {
        signature_free(&signatures[i]);
        mbedtls_ecp_group_free(&groups[i]);
    }
    return 0;
}
