/* SPDX-License-Identifier: Apache-2.0 */
#define MBEDTLS_ALLOW_PRIVATE_ACCESS
#include "tls_host.h"

#include <mbedtls/oid.h>
#include <mbedtls/platform_time.h>
#include <mbedtls/psa_util.h>
#include <mbedtls/ssl.h>
#include <mbedtls/ssl_cache.h>
#include <mbedtls/ssl_ticket.h>
#include <psa/crypto.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tests/simulator/certs.h"

#define RANDOM mbedtls_psa_get_random, MBEDTLS_PSA_RANDOM_STATE

struct tls_host {
    tls_host_options options;
    struct certs certs;
    mbedtls_x509_crt chain;
    mbedtls_x509_crt authority; /* of clients */
    mbedtls_ssl_ticket_context tickets;
    mbedtls_ssl_cache_context cache;
};

struct tls_host_end {
    tls_host *server;
    mbedtls_ssl_config config;
    mbedtls_ssl_context ssl;
    struct text in;
    struct text out;
    size_t in_at, out_at;
    bool in_ended;
    bool full; /* the handshake had a certificate in it */
    tls_host_seen seen;
    char request[4096];
    size_t size;
    const char *reply; /* what is still to be sent */
};

/* Instead of mbedTLS's own clock: here time stands still, as it does for the client, however slow the machine is. */
mbedtls_ms_time_t tls_host_ms_time(void);

mbedtls_ms_time_t tls_host_ms_time(void) {
    static mbedtls_ms_time_t begin;

    begin = begin == 0 ? (mbedtls_ms_time_t)time(NULL) * 1000 : begin;
    return begin;
}

static void need(int code, const char *what) {
    if (code != 0) {
        (void)fprintf(stderr, "tls_host: %s: -0x%04x\n", what, (unsigned)-code);
        abort();
    }
}

tls_host *tls_host_new(const char *fault, const char *names, const char *kind, bool intermediate) {
    tls_host *server = must(calloc(1, sizeof *server));
    struct options options = {
        .cert_fault = fault, .cert_kind = kind, .san = names, .intermediate = intermediate, .client_out = ""};

    need((int)psa_crypto_init(), "PSA");
    need(certs_make(&server->certs, &options), "certificates");
    mbedtls_x509_crt_init(&server->chain);
    mbedtls_x509_crt_init(&server->authority);
    need(mbedtls_x509_crt_parse(&server->chain, (const unsigned char *)server->certs.chain.data,
                                server->certs.chain.len + 1),
         "chain");
    need(mbedtls_x509_crt_parse(&server->authority, (const unsigned char *)server->certs.authority.data,
                                server->certs.authority.len + 1),
         "authority");
    /* mbedTLS would not send a certificate for clients, if it knew. */
    server->chain.ext_types &= ~MBEDTLS_X509_EXT_EXTENDED_KEY_USAGE;
    mbedtls_ssl_ticket_init(&server->tickets);
    mbedtls_ssl_cache_init(&server->cache);
    need(mbedtls_ssl_ticket_setup(&server->tickets, RANDOM, MBEDTLS_CIPHER_AES_256_GCM, 86400), "tickets");
    server->options.least = 2;
    server->options.most = 3;
    server->options.record = 16384;
    server->options.reply = "";
    return server;
}

void tls_host_free(tls_host *server) {
    mbedtls_ssl_ticket_free(&server->tickets);
    mbedtls_ssl_cache_free(&server->cache);
    mbedtls_x509_crt_free(&server->chain);
    mbedtls_x509_crt_free(&server->authority);
    certs_free(&server->certs);
    free(server);
}

tls_host_options *tls_host_options_of(tls_host *server) {
    return &server->options;
}

const char *tls_host_root(const tls_host *server) {
    return server->certs.authority.data;
}

const char *tls_host_client(const tls_host *server) {
    return server->certs.client.data;
}

static int send_bytes(void *context, const unsigned char *data, size_t size) {
    text_bytes(&((tls_host_end *)context)->out, data, size);
    return (int)size;
}

static int receive_bytes(void *context, unsigned char *memory, size_t capacity) {
    tls_host_end *end = context;
    size_t left = end->in.len - end->in_at;
    size_t size = left < capacity ? left : capacity;

    if (left == 0) {
        return end->in_ended ? 0 : MBEDTLS_ERR_SSL_WANT_READ;
    }
    memcpy(memory, end->in.data + end->in_at, size);
    end->in_at += size;
    return (int)size;
}

static mbedtls_ssl_protocol_version version(int number) {
    return number == 2 ? MBEDTLS_SSL_VERSION_TLS1_2 : MBEDTLS_SSL_VERSION_TLS1_3;
}

tls_host_end *tls_host_accept(tls_host *server) {
    const tls_host_options *options = &server->options;
    tls_host_end *end = must(calloc(1, sizeof *end));
    mbedtls_ssl_config *config = &end->config;

    end->server = server;
    end->seen.alert = -1;
    mbedtls_ssl_config_init(config);
    mbedtls_ssl_init(&end->ssl);
    need(mbedtls_ssl_config_defaults(config, MBEDTLS_SSL_IS_SERVER, MBEDTLS_SSL_TRANSPORT_STREAM,
                                     MBEDTLS_SSL_PRESET_DEFAULT),
         "defaults");
    mbedtls_ssl_conf_rng(config, RANDOM);
    mbedtls_ssl_conf_min_tls_version(config, version(options->least));
    mbedtls_ssl_conf_max_tls_version(config, version(options->most));
    if (options->tickets) {
        mbedtls_ssl_conf_session_tickets_cb(config, mbedtls_ssl_ticket_write, mbedtls_ssl_ticket_parse,
                                            &server->tickets);
    }
    if (options->numbers) {
        mbedtls_ssl_conf_session_cache(config, &server->cache, mbedtls_ssl_cache_get, mbedtls_ssl_cache_set);
    }
    if (options->ask != TLS_ASKS_NOTHING) {
        mbedtls_ssl_conf_authmode(config, MBEDTLS_SSL_VERIFY_OPTIONAL); /* judge() has the last word */
        mbedtls_ssl_conf_ca_chain(config, &server->authority, NULL);
    }
    need(mbedtls_ssl_conf_own_cert(config, &server->chain, &server->certs.key), "own certificate");
    need(mbedtls_ssl_setup(&end->ssl, config), "setup");
    mbedtls_ssl_set_bio(&end->ssl, end, send_bytes, receive_bytes, NULL);
    return end;
}

void tls_host_leave(tls_host_end *end) {
    mbedtls_ssl_free(&end->ssl);
    mbedtls_ssl_config_free(&end->config);
    text_free(&end->in);
    text_free(&end->out);
    free(end);
}

const tls_host_seen *tls_host_seen_of(const tls_host_end *end) {
    return &end->seen;
}

bool tls_host_is_over(const tls_host_end *end) {
    return end->seen.code != 0;
}

/* Where a certificate is demanded. mbedTLS would say nothing with TLS 1.2 if there is none; with TLS 1.3 it would use
 * keys that the client has no more. */
static int judge(tls_host_end *end) {
    bool newer = end->ssl.tls_version == MBEDTLS_SSL_VERSION_TLS1_3;
    uint32_t flags = mbedtls_ssl_get_verify_result(&end->ssl);
    bool none = (flags & MBEDTLS_X509_BADCERT_MISSING) != 0;

    if (end->server->options.ask != TLS_DEMANDS || flags == 0) {
        return 0;
    }
    (void)mbedtls_ssl_send_alert_message(&end->ssl, MBEDTLS_SSL_ALERT_LEVEL_FATAL,
                                         (unsigned char)(!none   ? MBEDTLS_SSL_ALERT_MSG_UNKNOWN_CA
                                                         : newer ? 116
                                                                 : MBEDTLS_SSL_ALERT_MSG_HANDSHAKE_FAILURE));
    return MBEDTLS_ERR_SSL_NO_CLIENT_CERTIFICATE;
}

/* Step by step: only the states tell whether a session was resumed. */
static int shake_hands(tls_host_end *end) {
    int code = 0;

    while (code == 0 && !mbedtls_ssl_is_handshake_over(&end->ssl)) {
        int before = end->ssl.state;
        code = mbedtls_ssl_handshake_step(&end->ssl);
        end->full = end->full || end->ssl.state == MBEDTLS_SSL_SERVER_CERTIFICATE;
        if (code == 0 && end->full && before == MBEDTLS_SSL_CLIENT_CERTIFICATE && end->ssl.state != before &&
            end->ssl.tls_version == MBEDTLS_SSL_VERSION_TLS1_2) {
            code = judge(end);
        }
    }
    if (code == 0 && end->full && end->ssl.tls_version == MBEDTLS_SSL_VERSION_TLS1_3) {
        code = judge(end);
    }
    if (code == 0) {
        code = mbedtls_ssl_handshake(&end->ssl); /* the tickets of TLS 1.3 */
    }
    if (code == 0) {
        end->seen.open = true;
        end->seen.resumed = !end->full;
        end->seen.certified = mbedtls_ssl_get_peer_cert(&end->ssl) != NULL;
    }
    return code;
}

/* What ends the connection, or 0. */
static int finish_reply(tls_host_end *end) {
    switch (end->server->options.ending) {
    case TLS_CLOSES:
        (void)mbedtls_ssl_close_notify(&end->ssl);
        return MBEDTLS_ERR_SSL_PEER_CLOSE_NOTIFY;
    case TLS_CUTS:
        return MBEDTLS_ERR_SSL_CONN_EOF;
    case TLS_ALERTS:
        (void)mbedtls_ssl_send_alert_message(&end->ssl, MBEDTLS_SSL_ALERT_LEVEL_FATAL, end->server->options.alert);
        return MBEDTLS_ERR_SSL_FATAL_ALERT_MESSAGE;
    default:
        return 0;
    }
}

static int send_reply(tls_host_end *end) {
    size_t left = strlen(end->reply);

    while (left > 0) {
        int code = mbedtls_ssl_write(&end->ssl, (const unsigned char *)end->reply,
                                     left < end->server->options.record ? left : end->server->options.record);
        if (code < 0) {
            return code;
        }
        end->reply += code;
        left -= (size_t)code;
    }
    end->reply = NULL;
    return finish_reply(end);
}

static int serve(tls_host_end *end) {
    int code = end->seen.open ? 0 : shake_hands(end);

    while (code == 0) {
        if (end->reply != NULL) {
            code = send_reply(end);
            continue;
        }
        code = mbedtls_ssl_read(&end->ssl, (unsigned char *)end->request + end->size, sizeof end->request - end->size);
        if (code <= 0) {
            return code == 0 ? MBEDTLS_ERR_SSL_CONN_EOF : code;
        }
        end->size += (size_t)code;
        code = 0;
        if (end->size >= 4 && memcmp(end->request + end->size - 4, "\r\n\r\n", 4) == 0) {
            end->seen.requests++;
            end->size = 0;
            end->reply = end->server->options.reply;
        }
    }
    return code;
}

void tls_host_put(tls_host_end *end, const void *bytes, size_t size) {
    int code;

    if (tls_host_is_over(end)) {
        return;
    }
    end->in_ended = end->in_ended || size == 0;
    text_bytes(&end->in, bytes, size);
    code = serve(end);
    if (code != 0 && code != MBEDTLS_ERR_SSL_WANT_READ) {
        end->seen.code = code;
        if (code == MBEDTLS_ERR_SSL_FATAL_ALERT_MESSAGE && end->ssl.in_msgtype == MBEDTLS_SSL_MSG_ALERT) {
            end->seen.alert = end->ssl.in_msg[1];
        }
    }
}

size_t tls_host_get(tls_host_end *end, void *memory, size_t capacity) {
    size_t left = end->out.len - end->out_at;
    size_t size = left < capacity ? left : capacity;

    if (size > 0) {
        memcpy(memory, end->out.data + end->out_at, size);
        end->out_at += size;
    }
    return size;
}
