/* SPDX-License-Identifier: Apache-2.0 */
/* A file of its own: programs that never show a fault do not link the texts. */
#include "fault.h"

#include <string.h>

#define DIGITS(macro) DIGITS_OF(macro)
#define DIGITS_OF(value) #value

const char *zimport_tls_cause(int32_t detail) {
    /* In the order of zimport_cause. */
    static const char causes[] =
        "\0"
        "has a weak key\0"
        "has a weak signature\0"
        "is not meant for servers\0"
        "has more than " DIGITS(MBEDTLS_X509_MAX_INTERMEDIATE_CA) " others above it\0"
                                                                  "has an unknown kind of key\0"
                                                                  "has an unknown kind of signature\0"
                                                                  "has an unknown critical extension\0"
                                                                  "cannot be read\0"
                                                                  "is no authority\0"
                                                                  "has too many authorities below it\0"
                                                                  "has another key than the issuer\0"
                                                                  "has name constraints that exclude a name below it\0"
                                                                  "takes too much work to verify\0"
                                                                  "is empty\0"
                                                                  "has none in PEM\0"
                                                                  "has only a private key\0"
                                                                  "has only a certificate\0"
                                                                  "is damaged\0"
                                                                  "is too long";
    const char *words = causes;

    for (int i = detail > 0 ? (int)ZIMPORT_CAUSE(detail) : 0; i > 0 && i <= ZIMPORT_CAUSE_TOO_LONG; i--) {
        words += strlen(words) + 1;
    }
    return words;
}
