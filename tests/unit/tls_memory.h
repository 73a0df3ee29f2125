/* SPDX-License-Identifier: Apache-2.0 */
/* A connection in memory to a TLS server in memory, and the platform beside it: the test moves the time, and any one
 * call can fail, fall short or stall. */
#ifndef ZIMPORT_TESTS_TLS_MEMORY_H
#define ZIMPORT_TESTS_TLS_MEMORY_H

#include "zimport/mbedtls.h"

#include "check.h"
#include "tls_host.h"

typedef enum tls_memory_call { TLS_OPEN = 1, TLS_READ = 2, TLS_WRITE = 4, TLS_RANDOM = 8 } tls_memory_call;

typedef struct tls_memory tls_memory;

typedef struct tls_memory_platform {
    zimport_platform base;
    tls_memory *memory;
} tls_memory_platform;

struct tls_memory {
    zimport_transport transport;
    tls_memory_platform platform;
    tls_host *server;
    uint64_t now;
    int64_t wall;
    uint32_t seed;

    size_t read_most, write_most; /* bytes that a call moves; 0: all */
    bool hesitates;               /* every second call is answered with ZIMPORT_WANT_… */
    bool proxied;                 /* a proxy comes first: it wants CONNECT, and answers 200 */
    zimport_view instead;         /* of what the server says, if not empty; then the end */
    size_t cut_at;                /* the server's stream ends after so many bytes; SIZE_MAX: never */
    size_t spoil_at;              /* this byte of it is another; SIZE_MAX: none */
    uint8_t spoil_with;

    /* At call number fault_at (from 0, of those in fault_calls), and at all after it with fault_stays. */
    unsigned fault_calls;
    size_t fault_at;
    bool fault_stays;
    zimport_status fault;

    size_t calls; /* of those in fault_calls */
    bool hit;     /* the fault came to pass */
    size_t opens, closes, resets;
    size_t got;         /* bytes of the server's stream */
    zimport_peer asked; /* that was opened last */

    tls_host_end *end; /* NULL: closed */
    tls_host_seen seen;
    size_t turn, instead_at, head, answered;
};

void tls_memory_init(tls_memory *memory, tls_host *server);

/* A client, to a server for host.test. */
typedef struct tls_run {
    tls_memory memory;
    zimport_tls tls;
    zimport_trust_memory trust;
    zimport_peer peer;
    char name[64];
    zimport_text blamed;
} tls_run;

#define TLS_NAMES "host.test,192.0.2.1,2001:db8::1"
#define TLS_ASK "GET / HTTP/1.1\r\n\r\n"

/* That trusts the server's root. */
void tls_run_init(tls_run *run, tls_host *server);
zimport_status tls_run_open(tls_run *run);

/* Sends a request. */
zimport_status tls_run_send(tls_run *run);

/* Reads until this many bytes have come, or something else. */
zimport_status tls_run_read(tls_run *run, char *reply, size_t wanted, size_t *size);

/* All of it; TLS_ASK, and the server's reply, which is checked. ZIMPORT_OK, or the first failure. The connection stays.
 */
zimport_status tls_run_ask(tls_run *run);
void tls_run_close(tls_run *run);

/* The server's view, also after the end. */
const tls_host_seen *tls_run_seen(tls_run *run);

#endif
