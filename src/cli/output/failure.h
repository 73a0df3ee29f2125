/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZIMPORT_CLI_OUTPUT_FAILURE_H
#define ZIMPORT_CLI_OUTPUT_FAILURE_H

#include "cli/text/out.h"
#include "zimport/mbedtls.h"
#include "zimport/zimport.h"

#define FAILURE_START 1023

typedef struct failure {
    zimport_view job;  /* that was asked about, if it was one */
    const char *doing; /* what is said before the job, or without one; NULL: " about " */
    bool deciding;     /* a commit or an abort failed */
    bool starting;     /* a start did */
    bool uncertain;    /* and it may have arrived all the same */
    const char *key;   /* then it can be started again with this idempotency key; NULL: it has none */
    const zimport_dialect *dialect;
    bool database; /* one was named */
    const zimport_origin *origin;
    const zimport_origin *proxy; /* NULL: none */
    const uint8_t *pin;          /* of the server's key, for ZIMPORT_TLS_PIN */
    zimport_view blamed;         /* the name of the certificate that is to blame */
    zimport_status status;
    int exit;
    const zimport_answer *answer; /* NULL: it did not come to one */
    zimport_stage stage;
    int32_t detail;      /* errno, one of zimport/mbedtls.h, an HTTP status of the proxy, or 0 */
    const char *address; /* that a failure to connect is about; "" before the first */
    int family;          /* that was asked for, as zimport_posix_family */
    unsigned tries;
    uint64_t connect_ms;
    uint64_t total_ms;
    int64_t wall_clock;
    const char *reply_start; /* how the reply begins, FAILURE_START bytes and a NUL; NULL: not known */
    uint64_t body;           /* bytes of its body */
    const char *words;       /* instead of those for the status; may be NULL */
    const char *advice;      /* the same; "": none */
} failure;

/* `what was being done: what went wrong; what to do`, without the line end. */
void failure_line(out *to, const failure *f);

/* What went wrong; and `; what to do`, or nothing. */
void failure_what(out *to, const failure *f);
void failure_advice(out *to, const failure *f);

/* For data formats: the service's own words if it had any, else ours. */
void failure_message(out *to, const failure *f, void (*quote)(out *, zimport_view));

/* mbedTLS's code, the proxy's HTTP status or the system's words; or nothing. */
void failure_detail(out *to, zimport_status status, int32_t detail);

/* trouble.c: what happened, by HTTP status and code (`answer` may be NULL); what to do about a lasting 5xx, or NULL. */
const char *trouble_words(zimport_status status, const zimport_answer *answer);
const char *trouble_advice(const zimport_answer *answer);
/* failure_tls.c: what went wrong with TLS, or the words of any other status; the detail if above 0; what to do about a
 * certificate that is not valid now. */
void failure_tls(out *to, const failure *f);
void failure_tls_detail(out *to, zimport_status status, int32_t detail);
void failure_clock(out *to, const failure *f);

/* Of a start that may have arrived: before its idempotency key, or without one. */
extern const char failure_again[];
extern const char failure_unknown[];

/* To append: " while connecting". */
const char *failure_stage(zimport_stage stage);

/* `host:port`, with brackets if needed. */
void failure_peer(out *to, const zimport_origin *origin);

#endif
