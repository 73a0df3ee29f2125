/* SPDX-License-Identifier: Apache-2.0 */
/* A TLS server in memory: mbedTLS with its server side, as the simulator has it, under names of its own, so that the
 * client under test is the one that is shipped, and shares neither memory nor random bytes with it. It answers each
 * request with one reply. */
#ifndef ZIMPORT_TESTS_TLS_HOST_H
#define ZIMPORT_TESTS_TLS_HOST_H

#include <stdbool.h>
#include <stddef.h>

typedef struct tls_host tls_host;
typedef struct tls_host_end tls_host_end;

typedef enum tls_host_ask { TLS_ASKS_NOTHING, TLS_ASKS, TLS_DEMANDS } tls_host_ask;

/* Behind the reply. */
typedef enum tls_host_ending { TLS_STAYS, TLS_CLOSES, TLS_CUTS, TLS_ALERTS } tls_host_ending;

/* May be changed between connections. */
typedef struct tls_host_options {
    int least, most; /* versions: 2 or 3 */
    tls_host_ask ask;
    bool tickets;
    bool numbers; /* sessions of TLS 1.2 without tickets */
    size_t record;
    const char *reply;
    tls_host_ending ending;
    unsigned char alert; /* of TLS_ALERTS: fatal */
} tls_host_options;

/* With certificates of its own, made now: `fault` as the simulator's --cert-fault, "" for none; `names` separated by
 * commas; `kind` is "ec" or "rsa". Ends the program if that fails. */
tls_host *tls_host_new(const char *fault, const char *names, const char *kind, bool intermediate);
void tls_host_free(tls_host *server);
tls_host_options *tls_host_options_of(tls_host *server);
const char *tls_host_root(const tls_host *server);   /* PEM: what clients trust */
const char *tls_host_client(const tls_host *server); /* PEM: a certificate and its key that the server accepts */

/* `code` behind the client's close_notify, and behind its end without. */
enum { TLS_HOST_CLOSED = -0x7880, TLS_HOST_CUT = -0x7280 };

/* What became of the last connection. */
typedef struct tls_host_seen {
    bool open, resumed, certified; /* the handshake is over; without a certificate of the server; with a client's */
    size_t requests;
    int alert; /* that the client sent; -1: none */
    int code;  /* mbedTLS's, of what ended it; 0: nothing yet */
} tls_host_seen;

tls_host_end *tls_host_accept(tls_host *server);
void tls_host_leave(tls_host_end *end);
const tls_host_seen *tls_host_seen_of(const tls_host_end *end);

/* Bytes from the client; with 0, its end. Goes on as far as it can. */
void tls_host_put(tls_host_end *end, const void *bytes, size_t size);

/* Bytes for the client, up to `capacity`; 0: none yet, or none any more. */
size_t tls_host_get(tls_host_end *end, void *memory, size_t capacity);
bool tls_host_is_over(const tls_host_end *end);

#endif
