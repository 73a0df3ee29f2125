/* SPDX-License-Identifier: Apache-2.0 */
#include "internal.h"

#if MBEDTLS_VERSION_NUMBER < 0x04000000

/* mbedTLS's own code, not an accelerator's: none of these can fail. */
void zimport_hash_begin(zimport_hash *hash) {
    mbedtls_sha256_init(hash);
    (void)mbedtls_sha256_starts(hash, 0);
}

void zimport_hash_add(void *hash, const void *bytes, size_t size) {
    (void)mbedtls_sha256_update(hash, bytes, size);
}

bool zimport_hash_end(zimport_hash *hash, uint8_t digest[32]) {
    bool good = mbedtls_sha256_finish(hash, digest) == 0;

    mbedtls_sha256_free(hash);
    return good;
}

#else

/* An operation that failed stays failed. */
void zimport_hash_begin(zimport_hash *hash) {
    *hash = psa_hash_operation_init();
    (void)psa_hash_setup(hash, PSA_ALG_SHA_256);
}

void zimport_hash_add(void *hash, const void *bytes, size_t size) {
    (void)psa_hash_update(hash, bytes, size);
}

bool zimport_hash_end(zimport_hash *hash, uint8_t digest[32]) {
    size_t size;
    bool good = psa_hash_finish(hash, digest, 32, &size) == PSA_SUCCESS;

    (void)psa_hash_abort(hash);
    return good;
}

#endif
