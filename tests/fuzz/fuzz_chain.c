/* SPDX-License-Identifier: Apache-2.0 */
/* Whatever is sent, only the one server's certificate that root_a vouches for is accepted, and the search ends. Or the
 * roots are from the input, too: then the server's own is one of them, or it is that one again. */
#include "fuzz.h"

#include "chains.h"
#include "port/mbedtls/base/fault.h"
#include "port/mbedtls/chain/chain.h"

static int64_t wall_clock(const zimport_platform *self) {
    (void)self;
    return INT64_C(1893456000); /* 2030 */
}

static bool parse(void *context, const uint8_t *der, size_t size) {
    return mbedtls_x509_crt_parse_der(context, der, size) == 0;
}

static void read_pem(mbedtls_x509_crt *to, const char *pem) {
    zimport_trust_memory trust;

    mbedtls_x509_crt_init(to);
    REQUIRE(zimport_trust_memory_init(&trust, pem, strlen(pem)) == ZIMPORT_OK);
    REQUIRE(trust.base.find(&trust.base, NULL, 0, parse, to) == ZIMPORT_OK);
}

/* Certificates with two bytes of length each. What cannot be read is left out, as mbedTLS does behind the first. */
static void read_sent(mbedtls_x509_crt *sent, zimport_view input) {
    while (input.size >= 2) {
        size_t size = take_byte(&input);
        size = size << 8 | take_byte(&input);
        size = size < input.size ? size : input.size;
        if (mbedtls_x509_crt_parse_der(sent, (const unsigned char *)input.data, size) != 0 && sent->version == 0) {
            return;
        }
        input.data += size;
        input.size -= size;
    }
}

static zimport_status judge(zimport_tls *tls, mbedtls_x509_crt *sent) {
    mbedtls_ssl_config *config = &zimport_tls_contexts_of(tls)->config;
    zimport_status status;
    uint32_t flags = 0;

    mbedtls_ssl_config_init(config);
    status = zimport_verify_prepare(tls);
    REQUIRE(status == ZIMPORT_OK);
    if (mbedtls_x509_crt_verify_with_ca_cb(sent, config->f_ca_cb, config->p_ca_cb, &mbedtls_x509_crt_profile_default,
                                           NULL, &flags, config->f_vrfy, config->p_vrfy) != 0) {
        status = zimport_fault_status(flags);
        REQUIRE(status != ZIMPORT_OK);
        REQUIRE(zimport_tls_cause(tls->fault) != NULL);
    }
    mbedtls_ssl_config_free(config);
    return status;
}

static bool is_among(const mbedtls_x509_crt *own, zimport_view roots) {
    for (size_t i = 0; i + own->raw.len <= roots.size; i++) {
        if (memcmp(roots.data + i, own->raw.p, own->raw.len) == 0) {
            return true;
        }
    }
    return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const zimport_platform platform = {.wall_clock = wall_clock};
    static const zimport_peer peer = {.host = "api.example.test"};
    static mbedtls_x509_crt good;
    zimport_view input = {(const char *)data, size};
    bool own_roots = take_byte(&input) % 2 == 1;
    zimport_view roots = own_roots ? input : (zimport_view){root_a, sizeof root_a - 1};
    char name[16];
    zimport_text blamed = {.data = name, .capacity = sizeof name};
    zimport_trust_memory trust = {.base = {NULL, NULL}};
    mbedtls_x509_crt sent;
    zimport_tls tls;

    if (good.version == 0) {
        read_pem(&good, leaf);
    }
    mbedtls_x509_crt_init(&sent);
    if (own_roots) { /* DER without lengths in between: where the first ends, the second begins */
        size_t first = (size_t)take_byte(&input) << 8 | take_byte(&input);
        first = first < input.size ? first : input.size;
        roots = (zimport_view){input.data + first, input.size - first};
        input.size = first;
    }
    if (zimport_trust_memory_init(&trust, roots.data, roots.size) == ZIMPORT_OK) {
        read_sent(&sent, input);
    }
    if (sent.version != 0) {
        zimport_tls_init(&tls, NULL, &platform, &trust.base, ZIMPORT_TLS_1_2);
        tls.floor = 0;
        tls.peer = &peer;
        tls.blamed = &blamed;
        if (judge(&tls, &sent) == ZIMPORT_OK) {
            bool known = sent.tbs.len == good.tbs.len && memcmp(sent.tbs.p, good.tbs.p, good.tbs.len) == 0;
            REQUIRE(known || (own_roots && is_among(&sent, roots)));
            REQUIRE(tls.chain_end >= wall_clock(NULL));
        }
    }
    mbedtls_x509_crt_free(&sent);
    return 0;
}
