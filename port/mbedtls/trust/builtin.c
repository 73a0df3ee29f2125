/* SPDX-License-Identifier: Apache-2.0 */
/* From `make CA_BUNDLE=file.pem`, through bundle.sh. */
#include "zimport/mbedtls.h"

#if defined(ZIMPORT_CA_BUNDLE)

static const uint8_t roots[] = {
#include "ca_bundle.inc"
};

zimport_status zimport_trust_builtin_init(zimport_trust_memory *trust) {
    return zimport_trust_memory_init(trust, roots, sizeof roots);
}

#else

static zimport_status find_nothing(const zimport_trust *self, const uint8_t *subject, size_t subject_size,
                                   zimport_trust_found found, void *context) {
    (void)self;
    (void)subject;
    (void)subject_size;
    (void)found;
    (void)context;
    return ZIMPORT_TLS_NO_TRUST;
}

static bool identify_nothing(const zimport_trust *self, void (*mix)(void *context, const void *bytes, size_t size),
                             void *context) {
    (void)self;
    (void)mix;
    (void)context;
    return false;
}

zimport_status zimport_trust_builtin_init(zimport_trust_memory *trust) {
    trust->base.find = find_nothing;
    trust->base.identify = identify_nothing;
    return ZIMPORT_TLS_NO_TRUST;
}

#endif
