/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZIMPORT_CLI_RUN_DOCTOR_H
#define ZIMPORT_CLI_RUN_DOCTOR_H

#include "cli/output/checks.h"
#include "cli/run/run.h"

/* What is known of the question so far. */
typedef struct doctor {
    check_kind next;       /* the first that was not told yet */
    zimport_status failed; /* why the question did */
    zimport_list list;
    int64_t date;     /* of the reply; ZIMPORT_TIME_UNKNOWN: none */
    int64_t dated;    /* this machine's clock then */
    char address[48]; /* the first that failed, with its errno */
    int error;
    unsigned failures; /* addresses that failed */
    out servers;       /* those that the reply names */
    zimport_tls_info info;
    check_certificate certificates[CHECK_CERTIFICATES];
    size_t certificate_count;
} doctor;

/* doctor_words.c: what a check that did not fail has found. Of the clock also where the question failed before. */
void doctor_passed(const run *r, const doctor *d, check *c);

/* By which certificates are judged. */
int64_t doctor_now(const run *r);

#endif
