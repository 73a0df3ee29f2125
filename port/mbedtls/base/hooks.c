/* SPDX-License-Identifier: Apache-2.0 */
/* The port's variables: mbedTLS's hooks belong to the process, not to a connection. Memory always, random bytes where
 * PSA makes the keys; these come from the platform of the connection that the thread has opened last. */
#include "internal.h"

#include "ecdsa.h"

#if !defined(ZIMPORT_SEAM_NO_HEAP)
#include <stdlib.h>
#define ALLOCATE calloc
#define RELEASE free
#else
#define ALLOCATE NULL
#define RELEASE NULL
#endif

static struct {
    void *(*allocate)(size_t count, size_t size);
    void (*release)(void *memory);
} hooks = {ALLOCATE, RELEASE};

/* Used up by the call that sets it, or set anew by the one that needs it. */
static ZIMPORT_SEAM_OWN struct {
    const zimport_platform *platform;
    zimport_status failure;
} own;

#if defined(ZIMPORT_SEAM_MEMORY)
static void *allocate(size_t count, size_t size) {
    void *memory = hooks.allocate != NULL ? hooks.allocate(count, size) : NULL;

    if (memory == NULL && count > 0 && size > 0) {
        own.failure = ZIMPORT_NO_MEMORY;
    }
    return memory;
}

static void release(void *memory) {
    if (memory != NULL) {
        hooks.release(memory);
    }
}

#if defined(ZIMPORT_SEAM_THREADS)
static pthread_once_t once = PTHREAD_ONCE_INIT;
#endif

static void set_memory(void) {
    (void)mbedtls_platform_set_calloc_free(allocate, release);
}
#endif

int zimport_hooks_random(void *platform, unsigned char *memory, size_t size) {
    const zimport_platform *source = platform;

    if (source != NULL && source->random(source, memory, size) == ZIMPORT_OK) {
        return 0;
    }
    own.failure = ZIMPORT_NO_RANDOM;
    return MBEDTLS_ERR_SSL_INTERNAL_ERROR;
}

#if defined(ZIMPORT_SEAM_PSA_RNG)
/* For PSA, but declared in no public header. */
psa_status_t mbedtls_psa_external_get_random(mbedtls_psa_external_random_context_t *context, uint8_t *output,
                                             size_t output_size, size_t *output_length) {
    (void)context;
    if (zimport_hooks_random((void *)(uintptr_t)own.platform, output, output_size) != 0) {
        return PSA_ERROR_INSUFFICIENT_ENTROPY;
    }
    *output_length = output_size;
    return PSA_SUCCESS;
}
#endif

#if defined(ZIMPORT_SEAM_LENT_RNG)
const zimport_platform *zimport_hooks_lend(const zimport_platform *platform) {
    const zimport_platform *before = own.platform;

    own.platform = platform;
    return before;
}
#endif

#if defined(ZIMPORT_SEAM_NO_SHA1)
/* See config/sha1_alt.h. */
void mbedtls_sha1_init(mbedtls_sha1_context *ctx) {
    (void)ctx;
}

void mbedtls_sha1_free(mbedtls_sha1_context *ctx) {
    (void)ctx;
}

void mbedtls_sha1_clone(mbedtls_sha1_context *dst, const mbedtls_sha1_context *src) {
    *dst = *src;
}

int mbedtls_sha1_starts(mbedtls_sha1_context *ctx) {
    (void)ctx;
    return MBEDTLS_ERR_MD_FEATURE_UNAVAILABLE;
}

int mbedtls_sha1_update(mbedtls_sha1_context *ctx, const unsigned char *input, size_t ilen) {
    (void)ctx;
    (void)input;
    (void)ilen;
    return MBEDTLS_ERR_MD_FEATURE_UNAVAILABLE;
}

int mbedtls_sha1_finish(mbedtls_sha1_context *ctx, unsigned char output[20]) {
    (void)ctx;
    (void)output;
    return MBEDTLS_ERR_MD_FEATURE_UNAVAILABLE;
}

int mbedtls_internal_sha1_process(mbedtls_sha1_context *ctx, const unsigned char data[64]) {
    (void)ctx;
    (void)data;
    return MBEDTLS_ERR_MD_FEATURE_UNAVAILABLE;
}
#endif

#if defined(ZIMPORT_SEAM_VERIFY)
/* Here, since this file is in every program that has TLS, before mbedTLS is looked at. */
int mbedtls_ecdsa_verify(mbedtls_ecp_group *grp, const unsigned char *buf, size_t blen, const mbedtls_ecp_point *Q,
                         const mbedtls_mpi *r, const mbedtls_mpi *s) {
    return zimport_ecdsa_verify(grp, buf, blen, Q, r, s);
}
#endif

zimport_status zimport_hooks_begin(const zimport_platform *platform, int32_t *detail) {
    own.failure = ZIMPORT_OK;
    if (platform != NULL) {
        own.platform = platform;
    }
#if defined(ZIMPORT_SEAM_MEMORY)
#if defined(ZIMPORT_SEAM_THREADS)
    (void)pthread_once(&once, set_memory);
#else
    set_memory();
#endif
#endif
#if defined(ZIMPORT_SEAM_PSA)
    *detail = (int32_t)psa_crypto_init();
    if (*detail != PSA_SUCCESS) {
        return *detail == PSA_ERROR_INSUFFICIENT_MEMORY ? ZIMPORT_NO_MEMORY : ZIMPORT_TLS_FAILED;
    }
#endif
    *detail = 0;
    return ZIMPORT_OK;
}

#if defined(ZIMPORT_SEAM_THREADS)
void zimport_hooks_own(const zimport_platform *platform) {
    own.platform = platform;
}
#endif

zimport_status zimport_hooks_failure(void) {
    zimport_status failure = own.failure;

    own.failure = ZIMPORT_OK;
    return failure;
}

void zimport_tls_set_allocator(void *(*allocate_with)(size_t count, size_t size), void (*release_with)(void *memory)) {
    hooks.allocate = allocate_with;
    hooks.release = release_with;
}
