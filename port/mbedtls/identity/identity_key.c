/* SPDX-License-Identifier: Apache-2.0 */
/* mbedTLS's own parser takes 3 KB of code more: it looks up the curve that the file names, and can do without parts of
 * an RSA key that every file has. */
#include "identity.h"

#include "../base/internal.h"

#if defined(ZIMPORT_SEAM_KEY_INSIDES)

/* It must end where its parent ends. */
static bool enter(unsigned char **at, const unsigned char *end, int tag) {
    size_t size;

    return mbedtls_asn1_get_tag(at, end, &size, tag) == 0 && *at + size == end;
}

/* In the order of RFC 8017 appendix A.1.2; mbedTLS needs the first five. */
enum { RSA_NUMBERS = 8, RSA_NEEDED = 5 };

typedef char rsa_is_in_order[offsetof(mbedtls_rsa_context, Q) - offsetof(mbedtls_rsa_context, N) ==
                                     (RSA_NEEDED - 1) * sizeof(mbedtls_mpi)
                                 ? 1
                                 : -1];

static bool read_rsa(mbedtls_pk_context *key, unsigned char *at, const unsigned char *end) {
    mbedtls_rsa_context *rsa; /* what mbedtls_pk_setup has made of the key */
    mbedtls_mpi *number;
    mbedtls_mpi unused;
    bool good = mbedtls_pk_setup(key, ZIMPORT_SEAM_RSA_INFO) == 0;

    if (!good) {
        return false;
    }
    rsa = key->pk_ctx;
    number = (mbedtls_mpi *)(void *)((char *)rsa + offsetof(mbedtls_rsa_context, N));
    mbedtls_mpi_init(&unused);
    for (int i = 0; i < RSA_NUMBERS && good; i++) {
        good = mbedtls_asn1_get_mpi(&at, end, i < RSA_NEEDED ? number++ : &unused) == 0;
    }
    mbedtls_mpi_free(&unused);
    rsa->len = mbedtls_mpi_size(&rsa->N);
    return good && at == end;
}

/* RFC 5915 section 3. The curve is the certificate's, or the key does not fit. */
static bool read_ec(mbedtls_pk_context *key, unsigned char *at, const unsigned char *end) {
    size_t size;
    mbedtls_ecp_keypair *ec;

    if (mbedtls_asn1_get_tag(&at, end, &size, MBEDTLS_ASN1_OCTET_STRING) != 0 ||
        mbedtls_pk_setup(key, ZIMPORT_SEAM_EC_INFO) != 0) {
        return false;
    }
    ec = key->pk_ctx;
    return mbedtls_ecp_group_load(&ec->grp, size > 32 ? MBEDTLS_ECP_DP_SECP384R1 : MBEDTLS_ECP_DP_SECP256R1) == 0 &&
           mbedtls_mpi_read_binary(&ec->d, at, size) == 0;
}

/* What follows the version tells the three forms apart. PKCS #8 (RFC 5208 section 5) has an algorithm there, which the
 * key inside repeats. */
bool zimport_identity_key(mbedtls_pk_context *key, const uint8_t *der, size_t size, const zimport_platform *platform) {
    const int sequence = MBEDTLS_ASN1_CONSTRUCTED | MBEDTLS_ASN1_SEQUENCE;
    unsigned char *at = (unsigned char *)(uintptr_t)der; /* only read; mbedTLS asks for it so */
    const unsigned char *end = der + size;
    int version;

    (void)platform;
    for (;;) {
        if (!enter(&at, end, sequence) || mbedtls_asn1_get_int(&at, end, &version) != 0) {
            return false;
        }
        if (mbedtls_asn1_get_tag(&at, end, &size, sequence) != 0) {
            break;
        }
        at += size;
        if (mbedtls_asn1_get_tag(&at, end, &size, MBEDTLS_ASN1_OCTET_STRING) != 0) {
            return false;
        }
        end = at + size;
    }
    return at < end && *at == MBEDTLS_ASN1_INTEGER ? read_rsa(key, at, end) : read_ec(key, at, end);
}

bool zimport_identity_fits(const mbedtls_x509_crt *leaf, mbedtls_pk_context *key, const zimport_platform *platform) {
    const mbedtls_ecp_keypair *public = mbedtls_pk_ec(leaf->pk);
    mbedtls_ecp_keypair *private = mbedtls_pk_ec(*key);

    if (public != NULL && private != NULL && mbedtls_ecp_copy(&private->Q, &public->Q) != 0) {
        return false;
    }
    return mbedtls_pk_check_pair(&leaf->pk, key ZIMPORT_SEAM_RNG(platform)) == 0;
}

#else

bool zimport_identity_key(mbedtls_pk_context *key, const uint8_t *der, size_t size, const zimport_platform *platform) {
    (void)platform;
    return mbedtls_pk_parse_key(key, der, size, NULL, 0 ZIMPORT_SEAM_RNG(platform)) == 0;
}

bool zimport_identity_fits(const mbedtls_x509_crt *leaf, mbedtls_pk_context *key, const zimport_platform *platform) {
    (void)platform;
    return mbedtls_pk_check_pair(&leaf->pk, key ZIMPORT_SEAM_RNG(platform)) == 0;
}

#endif
