/* SPDX-License-Identifier: Apache-2.0 */
/* Makes the authority and the server's certificate at start: nothing to expire in the repository. */
#define _POSIX_C_SOURCE 200809L
#include "certs.h"

#include <arpa/inet.h>
#include <mbedtls/asn1.h>
#include <mbedtls/ecp.h>
#include <mbedtls/error.h>
#include <mbedtls/oid.h>
#include <mbedtls/psa_util.h>
#include <mbedtls/rsa.h>
#include <mbedtls/x509_crt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DAY = 86400, NAMES_MAX = 16 };

struct order {
    const char *subject;
    mbedtls_pk_context *key; /* the subject's */
    const char *issuer;
    mbedtls_pk_context *issuer_key;
    bool authority;
    const char *san; /* NULL for none */
    long from;       /* seconds from now */
    long to;
    mbedtls_md_type_t digest;
    bool for_clients; /* extended key usage, instead of for servers */
    unsigned char serial;
};

static void init_order(struct order *order, const char *subject, mbedtls_pk_context *key) {
    memset(order, 0, sizeof *order);
    order->subject = subject;
    order->key = key;
    order->from = -DAY;
    order->to = 30L * DAY;
    order->digest = MBEDTLS_MD_SHA256;
    order->serial = 1;
}

static int make_key(mbedtls_pk_context *key, bool rsa, unsigned bits) {
    int result = mbedtls_pk_setup(key, mbedtls_pk_info_from_type(rsa ? MBEDTLS_PK_RSA : MBEDTLS_PK_ECKEY));

    if (result != 0) {
        return result;
    }
    if (rsa) {
        return mbedtls_rsa_gen_key(mbedtls_pk_rsa(*key), mbedtls_psa_get_random, MBEDTLS_PSA_RANDOM_STATE, bits, 65537);
    }
    return mbedtls_ecp_gen_key(MBEDTLS_ECP_DP_SECP256R1, mbedtls_pk_ec(*key), mbedtls_psa_get_random,
                               MBEDTLS_PSA_RANDOM_STATE);
}

/* Comma-separated. Addresses and names live in the two rooms. */
static int set_names(mbedtls_x509write_cert *cert, const char *list) {
    mbedtls_x509_san_list nodes[NAMES_MAX];
    unsigned char addresses[NAMES_MAX][16];
    char *copy = must(strdup(list));
    char *rest = copy;
    char *name;
    size_t count = 0;
    int result;

    memset(nodes, 0, sizeof nodes);
    while (count < NAMES_MAX && (name = strtok_r(rest, ",", &rest)) != NULL) {
        mbedtls_x509_subject_alternative_name *node = &nodes[count].node;
        bool v4 = inet_pton(AF_INET, name, addresses[count]) == 1;
        bool v6 = !v4 && inet_pton(AF_INET6, name, addresses[count]) == 1;

        node->type = v4 || v6 ? MBEDTLS_X509_SAN_IP_ADDRESS : MBEDTLS_X509_SAN_DNS_NAME;
        node->san.unstructured_name.tag = MBEDTLS_ASN1_OCTET_STRING;
        node->san.unstructured_name.p = v4 || v6 ? addresses[count] : (unsigned char *)name;
        node->san.unstructured_name.len = v4 ? 4 : v6 ? 16 : strlen(name);
        if (count > 0) {
            nodes[count - 1].next = &nodes[count];
        }
        count++;
    }
    result = count > 0 ? mbedtls_x509write_crt_set_subject_alternative_name(cert, nodes) : 0;
    free(copy);
    return result;
}

static int set_times(mbedtls_x509write_cert *cert, long from, long to) {
    time_t now = time(NULL);
    time_t begin = now + from;
    time_t end = now + to;
    struct tm parts;
    char text[2][16];

    strftime(text[0], sizeof text[0], "%Y%m%d%H%M%S", gmtime_r(&begin, &parts));
    strftime(text[1], sizeof text[1], "%Y%m%d%H%M%S", gmtime_r(&end, &parts));
    return mbedtls_x509write_crt_set_validity(cert, text[0], text[1]);
}

static int set_usage(mbedtls_x509write_cert *cert, const struct order *order) {
    mbedtls_asn1_sequence purpose;
    int result;

    memset(&purpose, 0, sizeof purpose);
    if (order->authority) {
        return mbedtls_x509write_crt_set_key_usage(cert, MBEDTLS_X509_KU_KEY_CERT_SIGN | MBEDTLS_X509_KU_CRL_SIGN);
    }
    purpose.buf.tag = MBEDTLS_ASN1_OID;
    purpose.buf.p = (unsigned char *)(order->for_clients ? MBEDTLS_OID_CLIENT_AUTH : MBEDTLS_OID_SERVER_AUTH);
    purpose.buf.len = order->for_clients ? sizeof MBEDTLS_OID_CLIENT_AUTH - 1 : sizeof MBEDTLS_OID_SERVER_AUTH - 1;
    result = mbedtls_x509write_crt_set_ext_key_usage(cert, &purpose);
    return result != 0 ? result : mbedtls_x509write_crt_set_key_usage(cert, MBEDTLS_X509_KU_DIGITAL_SIGNATURE);
}

static int fill(mbedtls_x509write_cert *cert, const struct order *order) {
    unsigned char serial = order->serial;
    int result;

    mbedtls_x509write_crt_set_version(cert, MBEDTLS_X509_CRT_VERSION_3);
    mbedtls_x509write_crt_set_md_alg(cert, order->digest);
    mbedtls_x509write_crt_set_subject_key(cert, order->key);
    mbedtls_x509write_crt_set_issuer_key(cert, order->issuer_key);
    if ((result = mbedtls_x509write_crt_set_subject_name(cert, order->subject)) != 0 ||
        (result = mbedtls_x509write_crt_set_issuer_name(cert, order->issuer)) != 0 ||
        (result = mbedtls_x509write_crt_set_serial_raw(cert, &serial, 1)) != 0 ||
        (result = mbedtls_x509write_crt_set_basic_constraints(cert, order->authority, -1)) != 0 ||
        (result = mbedtls_x509write_crt_set_subject_key_identifier(cert)) != 0 ||
        (result = mbedtls_x509write_crt_set_authority_key_identifier(cert)) != 0 ||
        (result = set_times(cert, order->from, order->to)) != 0 || (result = set_usage(cert, order)) != 0) {
        return result;
    }
    return order->san != NULL ? set_names(cert, order->san) : 0;
}

static int issue(const struct order *order, struct text *out) {
    mbedtls_x509write_cert cert;
    unsigned char pem[8192];
    int result;

    mbedtls_x509write_crt_init(&cert);
    result = fill(&cert, order);
    if (result == 0) {
        result = mbedtls_x509write_crt_pem(&cert, pem, sizeof pem, mbedtls_psa_get_random, MBEDTLS_PSA_RANDOM_STATE);
    }
    if (result == 0) {
        text_add(out, (const char *)pem);
    }
    mbedtls_x509write_crt_free(&cert);
    return result;
}

static const char root_name[] = "CN=Simulator Root,O=zimport tests";
static const char other_name[] = "CN=Simulator Other Root,O=zimport tests";
static const char middle_name[] = "CN=Simulator Intermediate,O=zimport tests";
static const char client_name[] = "CN=client,O=zimport tests";
static const char server_name[] = "CN=localhost,O=zimport tests";

static bool is_fault(const struct options *options, const char *fault) {
    return strcmp(options->cert_fault, fault) == 0;
}

static void spoil(struct order *order, const struct options *options) {
    if (is_fault(options, "expired")) {
        order->from = -20L * DAY;
        order->to = -DAY;
    } else if (is_fault(options, "future")) {
        order->from = 10L * DAY;
    } else if (is_fault(options, "wrong-host")) {
        order->subject = "CN=elsewhere.example,O=zimport tests";
        order->san = "elsewhere.example,*.elsewhere.example,192.0.2.1";
    } else if (is_fault(options, "sha1")) {
        order->digest = MBEDTLS_MD_SHA1;
    } else if (is_fault(options, "no-san")) {
        order->san = NULL;
    } else if (is_fault(options, "ip-only")) {
        order->san = "127.0.0.1,::1";
    } else if (is_fault(options, "client-only")) {
        order->for_clients = true;
    } else if (is_fault(options, "self-signed")) {
        order->issuer = order->subject;
        order->issuer_key = order->key;
    }
}

struct keys {
    mbedtls_pk_context root;
    mbedtls_pk_context other;
    mbedtls_pk_context middle;
};

static int make_keys(struct keys *keys, struct certs *certs, const struct options *options) {
    bool rsa = strcmp(options->cert_kind, "rsa") == 0;
    bool weak = is_fault(options, "weak");
    int result;

    if ((result = make_key(&keys->root, rsa, 2048)) != 0 || (result = make_key(&keys->other, false, 0)) != 0 ||
        (result = make_key(&keys->middle, false, 0)) != 0) {
        return result;
    }
    return make_key(&certs->key, rsa || weak, weak ? 1024 : 2048);
}

/* For clients to trust; with "untrusted" another one, which has signed nothing. */
static int make_root(struct keys *keys, struct certs *certs, const struct options *options) {
    bool untrusted = is_fault(options, "untrusted");
    struct order order;

    init_order(&order, untrusted ? other_name : root_name, untrusted ? &keys->other : &keys->root);
    order.issuer = order.subject;
    order.issuer_key = order.key;
    order.authority = true;
    order.from = -365L * DAY;
    order.to = 3650L * DAY;
    return issue(&order, &certs->authority);
}

static int make_middle(struct keys *keys, struct certs *certs, const struct options *options) {
    struct order order;

    init_order(&order, middle_name, &keys->middle);
    order.issuer = root_name;
    order.issuer_key = &keys->root;
    order.authority = !is_fault(options, "not-ca");
    order.serial = 2;
    return issue(&order, &certs->chain);
}

/* A client's, with its key, from the root. */
static int make_client(struct keys *keys, struct certs *certs, const struct options *options) {
    mbedtls_pk_context key;
    unsigned char pem[4096];
    struct order order;
    int result;

    mbedtls_pk_init(&key);
    init_order(&order, client_name, &key);
    order.issuer = root_name;
    order.issuer_key = &keys->root;
    order.for_clients = true;
    order.serial = 4;
    if ((result = make_key(&key, strcmp(options->cert_kind, "rsa") == 0, 2048)) == 0 &&
        (result = issue(&order, &certs->client)) == 0 &&
        (result = mbedtls_pk_write_key_pem(&key, pem, sizeof pem)) == 0) {
        text_add(&certs->client, (const char *)pem);
    }
    mbedtls_pk_free(&key);
    return result;
}

static int make_all(struct keys *keys, struct certs *certs, const struct options *options) {
    bool middle = options->intermediate || is_fault(options, "not-ca");
    struct text between = {0};
    struct order order;
    int result;

    if ((result = make_keys(keys, certs, options)) != 0 || (result = make_root(keys, certs, options)) != 0 ||
        (options->client_out != NULL && (result = make_client(keys, certs, options)) != 0)) {
        return result;
    }
    init_order(&order, server_name, &certs->key);
    order.issuer = middle ? middle_name : root_name;
    order.issuer_key = middle ? &keys->middle : &keys->root;
    order.san = options->san;
    order.serial = 3;
    spoil(&order, options);
    if ((result = issue(&order, &certs->server)) == 0 && middle) {
        result = make_middle(keys, certs, options);
    }
    between = certs->chain;
    memset(&certs->chain, 0, sizeof certs->chain);
    text_add(&certs->chain, certs->server.data != NULL ? certs->server.data : "");
    text_bytes(&certs->chain, between.data, between.len);
    text_free(&between);
    return result;
}

int certs_make(struct certs *certs, const struct options *options) {
    struct keys keys;
    int result;

    memset(certs, 0, sizeof *certs);
    mbedtls_pk_init(&certs->key);
    mbedtls_pk_init(&keys.root);
    mbedtls_pk_init(&keys.other);
    mbedtls_pk_init(&keys.middle);
    result = make_all(&keys, certs, options);
    mbedtls_pk_free(&keys.root);
    mbedtls_pk_free(&keys.other);
    mbedtls_pk_free(&keys.middle);
    return result;
}

void certs_free(struct certs *certs) {
    mbedtls_pk_free(&certs->key);
    text_free(&certs->chain);
    text_free(&certs->server);
    text_free(&certs->authority);
    text_free(&certs->client);
}
