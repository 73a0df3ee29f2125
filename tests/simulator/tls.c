/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L
#include "certs.h"

#include <errno.h>
#include <mbedtls/error.h>
#include <mbedtls/net_sockets.h>
#include <mbedtls/oid.h>
#include <mbedtls/psa_util.h>
#include <mbedtls/ssl.h>
#include <mbedtls/ssl_cache.h>
#include <mbedtls/ssl_ticket.h>
#include <psa/crypto.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

struct tls_server {
    mbedtls_ssl_config config;
    mbedtls_ssl_ticket_context tickets;
    mbedtls_ssl_cache_context cache;
    mbedtls_x509_crt chain;
    mbedtls_x509_crt authority; /* of clients */
    struct certs certs;
    size_t record;
};

struct tls {
    mbedtls_ssl_context ssl;
    int fd;
    size_t record;
    size_t left; /* bytes that may still be sent */
    bool full;   /* the handshake had a certificate in it */
};

static mbedtls_ssl_protocol_version version(const char *name) {
    return strcmp(name, "1.2") == 0 ? MBEDTLS_SSL_VERSION_TLS1_2 : MBEDTLS_SSL_VERSION_TLS1_3;
}

static int configure(struct tls_server *server, const struct options *options) {
    mbedtls_ssl_config *config = &server->config;
    int result = mbedtls_ssl_config_defaults(config, MBEDTLS_SSL_IS_SERVER, MBEDTLS_SSL_TRANSPORT_STREAM,
                                             MBEDTLS_SSL_PRESET_DEFAULT);

    if (result != 0) {
        return result;
    }
    mbedtls_ssl_conf_rng(config, mbedtls_psa_get_random, MBEDTLS_PSA_RANDOM_STATE);
    mbedtls_ssl_conf_min_tls_version(config, version(options->tls_min));
    mbedtls_ssl_conf_max_tls_version(config, version(options->tls_max));
    if (!options->no_resume) {
        result = mbedtls_ssl_ticket_setup(&server->tickets, mbedtls_psa_get_random, MBEDTLS_PSA_RANDOM_STATE,
                                          MBEDTLS_CIPHER_AES_256_GCM, 86400);
        mbedtls_ssl_conf_session_tickets_cb(config, mbedtls_ssl_ticket_write, mbedtls_ssl_ticket_parse,
                                            &server->tickets);
        mbedtls_ssl_conf_session_cache(config, &server->cache, mbedtls_ssl_cache_get, mbedtls_ssl_cache_set);
    } else {
        mbedtls_ssl_conf_session_tickets(config, MBEDTLS_SSL_SESSION_TICKETS_DISABLED);
    }
    return result;
}

/* Clients are to have a certificate of the authority's. */
static int demand_certificate(struct tls_server *server) {
    const struct text *pem = &server->certs.authority;
    int result = mbedtls_x509_crt_parse(&server->authority, (const unsigned char *)pem->data, pem->len + 1);

    mbedtls_ssl_conf_authmode(&server->config, MBEDTLS_SSL_VERIFY_REQUIRED);
    mbedtls_ssl_conf_ca_chain(&server->config, &server->authority, NULL);
    return result;
}

/* The certificates and the key of files, or new ones. */
static int own(struct tls_server *server, const struct options *options) {
    const struct text *pem = &server->certs.chain;
    int result;

    if (options->cert_file != NULL) {
        mbedtls_pk_init(&server->certs.key);
        result = mbedtls_x509_crt_parse_file(&server->chain, options->cert_file);
        return result != 0 ? result
                           : mbedtls_pk_parse_keyfile(&server->certs.key, options->key_file, NULL,
                                                      mbedtls_psa_get_random, MBEDTLS_PSA_RANDOM_STATE);
    }
    result = certs_make(&server->certs, options);
    return result != 0 ? result
                       : mbedtls_x509_crt_parse(&server->chain, (const unsigned char *)pem->data, pem->len + 1);
}

static int set_up(struct tls_server *server, const struct options *options) {
    int result;

    if (psa_crypto_init() != PSA_SUCCESS) {
        return MBEDTLS_ERR_SSL_INTERNAL_ERROR;
    }
    if ((result = own(server, options)) != 0 || (result = configure(server, options)) != 0 ||
        (options->client_out != NULL && (result = demand_certificate(server)) != 0)) {
        return result;
    }
    /* mbedTLS would not send a certificate for clients, if it knew. */
    server->chain.MBEDTLS_PRIVATE(ext_types) &= ~MBEDTLS_X509_EXT_EXTENDED_KEY_USAGE;
    return mbedtls_ssl_conf_own_cert(&server->config, &server->chain, &server->certs.key);
}

struct tls_server *tls_server_new(const struct options *options) {
    struct tls_server *server = must(calloc(1, sizeof *server));
    char why[128];
    int result;

    mbedtls_ssl_config_init(&server->config);
    mbedtls_ssl_ticket_init(&server->tickets);
    mbedtls_ssl_cache_init(&server->cache);
    mbedtls_x509_crt_init(&server->chain);
    mbedtls_x509_crt_init(&server->authority);
    server->record = options->record;
    result = set_up(server, options);
    if (result != 0) {
        mbedtls_strerror(result, why, sizeof why);
        fprintf(stderr, "simulator: cannot set up TLS: %s (-0x%04x)\n", why, (unsigned)-result);
        tls_server_free(server);
        return NULL;
    }
    if (options->ca_out != NULL) {
        write_file(options->ca_out, server->certs.authority.data, server->certs.authority.len);
    }
    if (options->cert_out != NULL) {
        write_file(options->cert_out, server->certs.server.data, server->certs.server.len);
    }
    if (options->client_out != NULL) {
        write_file(options->client_out, server->certs.client.data, server->certs.client.len);
    }
    return server;
}

void tls_server_free(struct tls_server *server) {
    if (server == NULL) {
        return;
    }
    mbedtls_ssl_config_free(&server->config);
    mbedtls_ssl_ticket_free(&server->tickets);
    mbedtls_ssl_cache_free(&server->cache);
    mbedtls_x509_crt_free(&server->chain);
    mbedtls_x509_crt_free(&server->authority);
    certs_free(&server->certs);
    free(server);
    mbedtls_psa_crypto_free();
}

static int send_bytes(void *context, const unsigned char *data, size_t len) {
    struct tls *tls = context;
    ssize_t result;

    if (tls->left == 0) {
        return MBEDTLS_ERR_NET_SEND_FAILED;
    }
    result = send(tls->fd, data, len < tls->left ? len : tls->left, MSG_NOSIGNAL);
    if (result > 0 && tls->left != SIZE_MAX) {
        tls->left -= (size_t)result;
    }
    if (result < 0) {
        return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR ? MBEDTLS_ERR_SSL_WANT_WRITE
                                                                         : MBEDTLS_ERR_NET_SEND_FAILED;
    }
    return (int)result;
}

static int receive_bytes(void *context, unsigned char *data, size_t size) {
    ssize_t result = recv(((struct tls *)context)->fd, data, size, 0);

    if (result < 0) {
        return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR ? MBEDTLS_ERR_SSL_WANT_READ
                                                                         : MBEDTLS_ERR_NET_RECV_FAILED;
    }
    return (int)result;
}

struct tls *tls_new(struct tls_server *server, int fd) {
    struct tls *tls = must(calloc(1, sizeof *tls));

    mbedtls_ssl_init(&tls->ssl);
    tls->fd = fd;
    tls->record = server->record;
    tls->left = SIZE_MAX;
    if (mbedtls_ssl_setup(&tls->ssl, &server->config) != 0) {
        must(NULL);
    }
    mbedtls_ssl_set_bio(&tls->ssl, tls, send_bytes, receive_bytes, NULL);
    return tls;
}

void tls_limit(struct tls *tls, size_t bytes) {
    tls->left = bytes;
}

void tls_free(struct tls *tls) {
    if (tls != NULL) {
        mbedtls_ssl_free(&tls->ssl);
        free(tls);
    }
}

static int io_result(int result) {
    switch (result) {
    case MBEDTLS_ERR_SSL_WANT_READ:
    case MBEDTLS_ERR_SSL_CRYPTO_IN_PROGRESS:
    case MBEDTLS_ERR_SSL_ASYNC_IN_PROGRESS:
        return IO_WANT_READ;
    case MBEDTLS_ERR_SSL_WANT_WRITE:
        return IO_WANT_WRITE;
    case MBEDTLS_ERR_SSL_PEER_CLOSE_NOTIFY:
    case MBEDTLS_ERR_SSL_CONN_EOF:
        return IO_END;
    default:
        return result >= 0 ? result : IO_FAILED;
    }
}

/* Step by step: only the states tell whether a session was resumed. */
int tls_handshake(struct tls *tls) {
    int result = 0;

    while (result == 0 && !mbedtls_ssl_is_handshake_over(&tls->ssl)) {
        result = mbedtls_ssl_handshake_step(&tls->ssl);
        tls->full = tls->full || tls->ssl.MBEDTLS_PRIVATE(state) == MBEDTLS_SSL_SERVER_CERTIFICATE;
    }
    if (result == 0) {
        result = mbedtls_ssl_handshake(&tls->ssl); /* the tickets of TLS 1.3 */
    }
    return result == 0 ? 1 : io_result(result);
}

bool tls_resumed(const struct tls *tls) {
    return !tls->full;
}

long tls_read(struct tls *tls, void *data, size_t size) {
    return io_result(mbedtls_ssl_read(&tls->ssl, data, size));
}

long tls_write(struct tls *tls, const void *data, size_t len) {
    return io_result(mbedtls_ssl_write(&tls->ssl, data, len < tls->record ? len : tls->record));
}

int tls_close_notify(struct tls *tls) {
    int result = mbedtls_ssl_close_notify(&tls->ssl);

    return result == 0 ? 1 : io_result(result);
}
