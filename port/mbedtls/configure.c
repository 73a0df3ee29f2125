/* SPDX-License-Identifier: Apache-2.0 */
#include "tls.h"

#if defined(ZIMPORT_SEAM_SIGNATURES)
static const uint16_t signatures[] = {MBEDTLS_TLS1_3_SIG_ECDSA_SECP256R1_SHA256,
                                      MBEDTLS_TLS1_3_SIG_ECDSA_SECP384R1_SHA384,
                                      MBEDTLS_TLS1_3_SIG_RSA_PKCS1_SHA256,
                                      MBEDTLS_TLS1_3_SIG_RSA_PKCS1_SHA384,
                                      MBEDTLS_TLS1_3_SIG_RSA_PKCS1_SHA512,
                                      MBEDTLS_TLS1_3_SIG_RSA_PSS_RSAE_SHA256,
                                      MBEDTLS_TLS1_3_SIG_RSA_PSS_RSAE_SHA384,
                                      MBEDTLS_TLS1_3_SIG_RSA_PSS_RSAE_SHA512,
                                      MBEDTLS_TLS1_3_SIG_NONE};
#endif

#if defined(ZIMPORT_SEAM_CIPHERS)
static const int ciphers[] = {
    MBEDTLS_TLS1_3_AES_128_GCM_SHA256,
    MBEDTLS_TLS1_3_AES_256_GCM_SHA384,
    MBEDTLS_TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
    MBEDTLS_TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
    MBEDTLS_TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
    MBEDTLS_TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
    0,
};
#endif

int zimport_tls_configure(zimport_tls *tls) {
    zimport_tls_contexts *contexts = zimport_tls_contexts_of(tls);
    mbedtls_ssl_config *config = &contexts->config;
    int code = mbedtls_ssl_config_defaults(config, MBEDTLS_SSL_IS_CLIENT, MBEDTLS_SSL_TRANSPORT_STREAM,
                                           MBEDTLS_SSL_PRESET_DEFAULT);

    if (code != 0) {
        return code;
    }
    mbedtls_ssl_conf_min_tls_version(config, tls->min_version == ZIMPORT_TLS_1_3 ? MBEDTLS_SSL_VERSION_TLS1_3
                                                                                 : MBEDTLS_SSL_VERSION_TLS1_2);
#if defined(ZIMPORT_SEAM_CONF_RNG)
    mbedtls_ssl_conf_rng(config, zimport_hooks_random, (void *)(uintptr_t)tls->platform);
#endif
#if defined(ZIMPORT_SEAM_CIPHERS)
    mbedtls_ssl_conf_ciphersuites(config, ciphers);
#endif
#if defined(ZIMPORT_SEAM_SIGNATURES)
    mbedtls_ssl_conf_sig_algs(config, signatures);
#endif
#if defined(ZIMPORT_SEAM_FRAGMENT)
    code = mbedtls_ssl_conf_max_frag_len(config, ZIMPORT_SEAM_FRAGMENT);
    if (code != 0) {
        return code;
    }
#endif
    if (tls->identity != NULL) {
        code = tls->identity->use(tls->identity, tls);
        if (code != 0) {
            return code;
        }
    }
    code = mbedtls_ssl_setup(&contexts->ssl, config);
    if (code != 0) {
        return code;
    }
    /* Always call it: mbedTLS refuses to verify otherwise. NULL for an address, which must not go into SNI. */
    return mbedtls_ssl_set_hostname(&contexts->ssl, tls->peer->address ? NULL : tls->peer->host);
}
