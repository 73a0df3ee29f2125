/* SPDX-License-Identifier: Apache-2.0 */
/* lookup find|parse BUNDLE ROOT: looks for the root in the bundle, as a connection does for each certificate of a
 * chain, or parses the whole bundle, as mbedTLS would. Prints what it found and the heap it took; callgrind counts the
 * instructions of look_up and parse_all. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <mbedtls/x509_crt.h>

#include "zimport/mbedtls.h"

/* The peak since it was last set. Each block begins with its size. */
static size_t heap;
static size_t peak;

enum { FRONT = 16 };

static void *allocate(size_t count, size_t size) {
    size_t *block = calloc(1, count * size + FRONT);

    if (block == NULL) {
        return NULL;
    }
    *block = count * size;
    heap += count * size;
    peak = heap > peak ? heap : peak;
    return (unsigned char *)block + FRONT;
}

static void release(void *memory) {
    size_t *block = (void *)((unsigned char *)memory - FRONT);

    heap -= *block;
    free(block);
}

/* What cannot be parsed is left out. */
static bool add(void *context, const uint8_t *der, size_t size) {
    (void)mbedtls_x509_crt_parse_der(context, der, size);
    return true;
}

static zimport_status look_up(const zimport_trust *trust, const mbedtls_x509_crt *root, mbedtls_x509_crt *list) {
    return trust->find(trust, root->subject_raw.p, root->subject_raw.len, add, list);
}

static zimport_status parse_all(const zimport_trust *trust, const mbedtls_x509_crt *root, mbedtls_x509_crt *list) {
    (void)root;
    return trust->find(trust, NULL, 0, add, list);
}

int main(int count, char **arguments) {
    zimport_status (*measured)(const zimport_trust *, const mbedtls_x509_crt *, mbedtls_x509_crt *);
    zimport_trust_file bundle;
    zimport_trust_file one;
    mbedtls_x509_crt root;
    mbedtls_x509_crt list;
    size_t certificates = 0;
    size_t before;

    zimport_tls_set_allocator(allocate, release);
    mbedtls_x509_crt_init(&root);
    mbedtls_x509_crt_init(&list);
    if (count != 4 || zimport_trust_file_init(&bundle, arguments[2], NULL) != ZIMPORT_OK ||
        zimport_trust_file_init(&one, arguments[3], NULL) != ZIMPORT_OK ||
        one.base.find(&one.base, NULL, 0, add, &root) != ZIMPORT_OK) {
        (void)fprintf(stderr, "usage: lookup find|parse BUNDLE ROOT\n");
        return 2;
    }
    measured = strcmp(arguments[1], "find") == 0 ? look_up : parse_all;
    before = heap;
    peak = heap;
    if (measured(&bundle.base, &root, &list) != ZIMPORT_OK) {
        return 1;
    }
    for (const mbedtls_x509_crt *at = &list; at != NULL && at->raw.p != NULL; at = at->next) {
        certificates++;
    }
    (void)printf("certificates %zu, heap %zu bytes\n", certificates, peak - before);
    return certificates == 0;
}
