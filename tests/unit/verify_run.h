/* SPDX-License-Identifier: Apache-2.0 */
/* A chain of certificates is judged, as mbedTLS has it verified during a handshake: at a time, with little memory. */
#ifndef ZIMPORT_TESTS_UNIT_VERIFY_RUN_H
#define ZIMPORT_TESTS_UNIT_VERIFY_RUN_H

#include "check.h"

#include "chains.h"
#include "port/mbedtls/base/fault.h"
#include "port/mbedtls/chain/chain.h"

enum { AT_MOST = 4 };

/* In seconds. */
#define YEAR(year) (((year)-1970) * INT64_C(31556952))

static int64_t the_time;

static inline int64_t wall_clock(const zimport_platform *self) {
    (void)self;
    return the_time;
}

static const zimport_platform platform = {.wall_clock = wall_clock};

/* Memory. */

static long supply = -1; /* allocations during a verification; -1: enough */
static long until_failure = -1;
static long taken;
static bool enough;

static inline void *take(size_t count, size_t size) {
    void *memory = until_failure == 0 ? NULL : calloc(count, size);

    until_failure -= until_failure > 0;
    taken += memory != NULL;
    return memory;
}

static inline void give(void *memory) {
    taken--;
    free(memory);
}

/* Roots that cannot be read any more. */

static long until_unreadable = -1; /* questions; -1: for ever */
static bool unreadable;

typedef struct asked_roots {
    zimport_trust base;
    zimport_trust_memory roots;
} asked_roots;

static inline zimport_status find(const zimport_trust *self, const uint8_t *subject, size_t size,
                                  zimport_trust_found found, void *context) {
    const zimport_trust *roots = &((const asked_roots *)self)->roots.base;

    unreadable = until_unreadable == 0;
    if (unreadable) {
        return ZIMPORT_SYSTEM;
    }
    until_unreadable -= until_unreadable > 0;
    return roots->find(roots, subject, size, found, context);
}

static inline bool parse(void *context, const uint8_t *der, size_t size) {
    return mbedtls_x509_crt_parse_der(context, der, size) == 0;
}

static inline const char *text_of(const char *const *certificates) {
    static char text[4000];

    text[0] = '\0';
    for (size_t i = 0; i < AT_MOST && certificates[i] != NULL; i++) {
        (void)strcat(text, certificates[i]);
    }
    return text;
}

/* It is shown this certificate alone. Of another, which some configurations show it, it is told that all is well. */
static inline int alone(void *context, mbedtls_x509_crt *certificate, int depth, uint32_t *flags) {
    const mbedtls_ssl_config *config = context;
    uint32_t others = MBEDTLS_X509_BADCERT_NOT_TRUSTED;

    assert_int_equal(depth, 0);
    assert_int_equal(config->f_vrfy(config->p_vrfy, certificate, 1, &others), 0);
    assert_int_equal(others, 0);
    return config->f_vrfy(config->p_vrfy, certificate, depth, flags);
}

static inline int verify(zimport_tls *tls, mbedtls_x509_crt *chain, uint32_t *flags) {
    mbedtls_ssl_config *config = &zimport_tls_contexts_of(tls)->config;

    return mbedtls_x509_crt_verify_with_ca_cb(chain, config->f_ca_cb, config->p_ca_cb,
                                              &mbedtls_x509_crt_profile_default, NULL, flags, alone, config);
}

/* As when a connection is opened, at that time. */
static inline void begin(zimport_tls *tls, int64_t floor, int64_t time) {
    zimport_tls_init(tls, NULL, &platform, NULL, ZIMPORT_TLS_1_2);
    tls->floor = floor;
    tls->chain_end = INT64_MAX;
    the_time = time;
}

/* For a connection to api.example.test. */
static inline zimport_status judge(zimport_tls *tls, const char *const *sent, const char *const *roots) {
    static const zimport_peer peer = {.host = "api.example.test"};
    asked_roots trust = {.base = {.find = find}};
    zimport_trust_memory server;
    mbedtls_x509_crt chain;
    zimport_status status;
    uint32_t flags = 0;

    mbedtls_x509_crt_init(&chain);
    assert_int_equal(zimport_trust_memory_init(&server, text_of(sent), strlen(text_of(sent))), ZIMPORT_OK);
    assert_int_equal(server.base.find(&server.base, NULL, 0, parse, &chain), ZIMPORT_OK);
    assert_int_equal(zimport_trust_memory_init(&trust.roots, text_of(roots), strlen(text_of(roots))), ZIMPORT_OK);
    tls->trust = &trust.base;
    tls->peer = &peer;
    mbedtls_ssl_config_init(&zimport_tls_contexts_of(tls)->config);
    status = zimport_verify_prepare(tls);
    (void)zimport_hooks_failure();
    until_failure = supply;
    if (status == ZIMPORT_OK && verify(tls, &chain, &flags) != 0) {
        status = zimport_hooks_failure();
        status = status != ZIMPORT_OK               ? status
                 : tls->trust_failure != ZIMPORT_OK ? tls->trust_failure
                                                    : zimport_fault_status(flags);
    }
    enough = until_failure != 0;
    until_failure = -1;
    mbedtls_ssl_config_free(&zimport_tls_contexts_of(tls)->config);
    mbedtls_x509_crt_free(&chain);
    return status;
}

#endif
