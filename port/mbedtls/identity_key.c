/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Private keys in DER. mbedTLS can read them, and takes 3 KB of code to do it: it asks the file which curve the key is
 * on, and can do without parts of an RSA key that every file has.
 */
#include "identity.h"

#include "internal.h"

#if defined(ZIMPORT_SEAM_KEY_INSIDES)

/* Enters an element that ends where its surroundings end. */
static bool enter(unsigned char **at, const unsigned char *end, int tag) {
    size_t size;

    return mbedtls_asn1_get_tag(at, end, &size, tag) == 0 && *at + size == end;
}

/* Numbers in their order (RFC 8017 appendix A.1.2); mbedTLS is built to do without the last three. */
static bool read_rsa(mbedtls_pk_context *key, unsigned char *at, const unsigned char *end) {
    mbedtls_rsa_context *rsa;
    bool good = mbedtls_pk_setup(key, mbedtls_pk_info_from_type(MBEDTLS_PK_RSA)) == 0;

    if (!good) {
        return false;
    }
    rsa = mbedtls_pk_rsa(*key);
    mbedtls_mpi *const numbers[] = {&rsa->N, &rsa->E, &rsa->D, &rsa->P, &rsa->Q, &rsa->RN, &rsa->RN, &rsa->RN};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0] && good; i++) {
        good = mbedtls_asn1_get_mpi(&at, end, numbers[i]) == 0;
    }
    mbedtls_mpi_free(&rsa->RN);
    rsa->len = mbedtls_mpi_size(&rsa->N);
    return good && at == end;
}

/* A number (RFC 5915 section 3). Its curve is that of the certificate, or it does not fit. */
static bool read_ec(mbedtls_pk_context *key, unsigned char *at, const unsigned char *end) {
    size_t size;
    mbedtls_ecp_keypair *ec;

    if (mbedtls_asn1_get_tag(&at, end, &size, MBEDTLS_ASN1_OCTET_STRING) != 0 ||
        mbedtls_pk_setup(key, mbedtls_pk_info_from_type(MBEDTLS_PK_ECKEY)) != 0) {
        return false;
    }
    ec = mbedtls_pk_ec(*key);
    return mbedtls_ecp_group_load(&ec->grp, size > 32 ? MBEDTLS_ECP_DP_SECP384R1 : MBEDTLS_ECP_DP_SECP256R1) == 0 &&
           mbedtls_mpi_read_binary(&ec->d, at, size) == 0;
}

/* What follows the version tells which of the three it is. */
bool zimport_identity_key(mbedtls_pk_context *key, const uint8_t *der, size_t size, const zimport_platform *platform) {
    const int sequence = MBEDTLS_ASN1_CONSTRUCTED | MBEDTLS_ASN1_SEQUENCE;
    unsigned char *at = (unsigned char *)(uintptr_t)der; /* only read; mbedTLS asks for it so */
    const unsigned char *end = der + size;
    int version;

    (void)platform;
    if (!enter(&at, end, sequence) || mbedtls_asn1_get_int(&at, end, &version) != 0) {
        return false;
    }
    if (at < end && *at == sequence) { /* PKCS #8 (RFC 5208 section 5): the algorithm, and one of the others */
        if (mbedtls_asn1_get_tag(&at, end, &size, sequence) != 0) {
            return false;
        }
        at += size;
        if (mbedtls_asn1_get_tag(&at, end, &size, MBEDTLS_ASN1_OCTET_STRING) != 0) {
            return false;
        }
        end = at + size;
        if (!enter(&at, end, sequence) || mbedtls_asn1_get_int(&at, end, &version) != 0) {
            return false;
        }
    }
    return at < end && *at == MBEDTLS_ASN1_INTEGER ? read_rsa(key, at, end) : read_ec(key, at, end);
}

bool zimport_identity_fits(const mbedtls_x509_crt *leaf, mbedtls_pk_context *key, const zimport_platform *platform) {
    const mbedtls_pk_context *public = &leaf->pk;

    if (mbedtls_pk_get_type(key) == MBEDTLS_PK_ECKEY && mbedtls_pk_get_type(public) == MBEDTLS_PK_ECKEY &&
        mbedtls_ecp_copy(&mbedtls_pk_ec(*key)->Q, &mbedtls_pk_ec(*public)->Q) != 0) {
        return false;
    }
    return mbedtls_pk_check_pair(public, key ZIMPORT_SEAM_RNG(platform)) == 0;
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
