/* SPDX-License-Identifier: Apache-2.0 */
/* What a certificate is worth by itself, wherever it stands. */
#include "chain.h"

#include <string.h>

#include "../base/der.h"
#include "../base/fault.h"
#include "constraints.h"

enum { POLICIES = 32 }; /* 2.5.29.32 */

/* Days from 1970-01-01 to a date of the Gregorian calendar. */
static int64_t days(int64_t year, int64_t month, int64_t day) {
    int64_t y = month > 2 ? year : year - 1;       /* a year from March on, so that the leap day is its last */
    int64_t m = month > 2 ? month - 3 : month + 9; /* 0 is March */

    return y * 365 + y / 4 - y / 100 + y / 400 + (m * 153 + 2) / 5 + day - 719469;
}

static int64_t seconds(const mbedtls_x509_time *time) {
    return ((days(time->year, time->mon, time->day) * 24 + time->hour) * 60 + time->min) * 60 + time->sec;
}

int64_t zimport_certificate_end(const mbedtls_x509_crt *certificate) {
    return seconds(&certificate->valid_to);
}

static void put(char *to, int value, int digits) {
    for (int i = digits - 1; i >= 0; i--) {
        to[i] = (char)('0' + value % 10);
        value /= 10;
    }
}

void zimport_certificate_print_end(const mbedtls_x509_crt *certificate, char text[24]) {
    const mbedtls_x509_time *time = &certificate->valid_to;

    memcpy(text, "0000-00-00T00:00:00Z", 21);
    put(text, time->year, 4);
    put(text + 5, time->mon, 2);
    put(text + 8, time->day, 2);
    put(text + 11, time->hour, 2);
    put(text + 14, time->min, 2);
    put(text + 17, time->sec, 2);
}

bool zimport_certificate_is_self_issued(const mbedtls_x509_crt *certificate) {
    return zimport_names_equal(&certificate->issuer_raw, &certificate->subject_raw);
}

static uint32_t date_flags(const zimport_tls *tls, const mbedtls_x509_crt *certificate) {
    int64_t now = zimport_clock_time(tls);

    if (now == ZIMPORT_TIME_UNKNOWN || now < seconds(&certificate->valid_from)) {
        return MBEDTLS_X509_BADCERT_FUTURE;
    }
    return now > zimport_certificate_end(certificate) ? MBEDTLS_X509_BADCERT_EXPIRED : 0;
}

/* What a certificate may be used for, if it says so. Netscape's types are looked at, too, since mbedTLS accepts that
 * extension as known when it is critical. */
static uint32_t usage_flags(const mbedtls_x509_crt *certificate, int depth) {
    unsigned type = depth > 0 ? MBEDTLS_X509_NS_CERT_TYPE_SSL_CA : MBEDTLS_X509_NS_CERT_TYPE_SSL_SERVER;

    if (mbedtls_x509_crt_check_extended_key_usage(certificate, ZIMPORT_SERVER_AUTH, sizeof ZIMPORT_SERVER_AUTH - 1) !=
        0) {
        return MBEDTLS_X509_BADCERT_EXT_KEY_USAGE;
    }
    if ((certificate->ext_types & MBEDTLS_X509_EXT_NS_CERT_TYPE) != 0 && (certificate->ns_cert_type & type) == 0) {
        return MBEDTLS_X509_BADCERT_NS_CERT_TYPE;
    }
    return 0;
}

/* RSA from 2048 bits on, and curves from 256. */
static uint32_t key_flags(const mbedtls_x509_crt *certificate) {
    size_t least = ZIMPORT_SEAM_IS_RSA(&certificate->pk) ? 2048 : 256;

    return mbedtls_pk_get_bitlen(&certificate->pk) < least ? MBEDTLS_X509_BADCERT_BAD_KEY : 0;
}

bool zimport_certificate_is_hash_strong(const mbedtls_x509_crt *certificate) {
    return certificate->sig_md == MBEDTLS_MD_SHA256 || certificate->sig_md == MBEDTLS_MD_SHA384 ||
           certificate->sig_md == MBEDTLS_MD_SHA512;
}

/* Whether a list of policies has only qualifiers that are known, those of RFC 5280 section 4.2.1.4. */
static bool are_qualifiers_known(zimport_der policies) {
    static const unsigned char known[] = {0x2B, 6, 1, 5, 5, 7, 2}; /* 1.3.6.1.5.5.7.2.N */
    zimport_der policy;
    zimport_der qualifiers;
    zimport_der qualifier;
    zimport_der oid;

    (void)zimport_der_take_as(&policies, ZIMPORT_DER_SEQUENCE, &policies);
    while (zimport_der_take_as(&policies, ZIMPORT_DER_SEQUENCE, &policy)) {
        (void)zimport_der_take_as(&policy, MBEDTLS_ASN1_OID, &oid);
        if (!zimport_der_take_as(&policy, ZIMPORT_DER_SEQUENCE, &qualifiers)) {
            continue;
        }
        while (zimport_der_take_as(&qualifiers, ZIMPORT_DER_SEQUENCE, &qualifier)) {
            if (!zimport_der_take_as(&qualifier, MBEDTLS_ASN1_OID, &oid) ||
                zimport_der_size(&oid) != sizeof known + 1 || memcmp(oid.at, known, sizeof known) != 0) {
                return false;
            }
        }
    }
    return true;
}

/* Whether it has a critical extension that cannot be respected. Only an authority can have name constraints. Policies
 * are not looked at, but must be understood. */
static bool has_unknown(const mbedtls_x509_crt *certificate) {
    zimport_der extensions = zimport_der_extensions(certificate);
    zimport_extension next;
    bool unknown = (certificate->ext_types & ZIMPORT_SEAM_EXTENSION) != 0;

    while (!unknown && zimport_der_next(&extensions, &next)) {
        unknown = next.critical && ((next.number == ZIMPORT_NAME_CONSTRAINTS && !certificate->ca_istrue) ||
                                    (next.number == POLICIES && !are_qualifiers_known(next.value)));
    }
    return unknown;
}

uint32_t zimport_certificate_flags(const zimport_tls *tls, const mbedtls_x509_crt *certificate, int depth) {
    uint32_t flags = date_flags(tls, certificate) | usage_flags(certificate, depth) | key_flags(certificate);

    if (!zimport_certificate_is_hash_strong(certificate)) {
        flags |= MBEDTLS_X509_BADCERT_BAD_MD;
    }
    if (has_unknown(certificate)) {
        flags |= ZIMPORT_FLAG_EXTENSION;
    }
    return flags;
}
