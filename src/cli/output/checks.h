/* SPDX-License-Identifier: Apache-2.0 */
/* What `doctor` prints: each check as a few lines of text, or as an object of JSON. */
#ifndef ZIMPORT_CLI_OUTPUT_CHECKS_H
#define ZIMPORT_CLI_OUTPUT_CHECKS_H

#include "cli/text/out.h"
#include "zimport/mbedtls.h"
#include "zimport/zimport.h"

/* In their order. */
typedef enum check_kind {
    CHECK_CONFIGURATION,
    CHECK_NAME,
    CHECK_CONNECTION,
    CHECK_TLS,
    CHECK_CLOCK,
    CHECK_HTTP,
    CHECK_API,
    CHECK_KEY,
    CHECKS
} check_kind;

typedef enum check_result { CHECK_OK, CHECK_WARN, CHECK_FAIL, CHECK_SKIP } check_result;

/* A server's certificate, or one above it. */
typedef struct check_certificate {
    char subject[100], issuer[100]; /* "": it has no name */
    char not_after[24];
} check_certificate;

/* The most on a path. */
#define CHECK_CERTIFICATES 10

typedef struct check {
    check_kind kind;
    check_result result;
    int exit;                              /* of a failure */
    out *found, *advice;                   /* in words, with a byte of memory more; advice may be empty */
    const check_certificate *certificates; /* the server's own first */
    size_t certificate_count;
    int64_t now; /* by which they are judged; ZIMPORT_TIME_UNKNOWN: not at all */
} check;

void check_print_text(out *to, const check *c, bool color, unsigned columns);
void check_print_json(out *to, const check *c);

/* The check that a question failed at. `answer` may be NULL. */
check_kind check_of(zimport_status status, zimport_stage stage, const zimport_answer *answer);

/* Seconds from `now` until the certificate ends. */
int64_t check_time_left(const check_certificate *certificate, int64_t now);

#endif
