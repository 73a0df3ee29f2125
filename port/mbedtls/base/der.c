/* SPDX-License-Identifier: Apache-2.0 */
/* Reading DER. */
#include "der.h"

#include <string.h>

enum { ALTERNATIVE_NAMES = 17, CLASS = 0xC0 };

zimport_der zimport_der_of(const mbedtls_x509_buf *buffer) {
    zimport_der all = {buffer->p, buffer->len > 0 ? buffer->p + buffer->len : buffer->p};

    return all;
}

bool zimport_der_is_empty(const zimport_der *from) {
    return from->at == from->end;
}

size_t zimport_der_size(const zimport_der *from) {
    return (size_t)(from->end - from->at);
}

bool zimport_der_is_same(const zimport_der *a, const zimport_der *b) {
    return zimport_der_size(a) == zimport_der_size(b) && memcmp(a->at, b->at, zimport_der_size(a)) == 0;
}

bool zimport_der_equal(const mbedtls_x509_buf *a, const mbedtls_x509_buf *b) {
    return a->len > 0 && a->len == b->len && memcmp(a->p, b->p, a->len) == 0;
}

bool zimport_der_take(zimport_der *from, int *tag, zimport_der *content) {
    zimport_der inside = *from;
    size_t size;

    if (zimport_der_is_empty(from)) {
        return false;
    }
    *tag = *from->at;
    if (mbedtls_asn1_get_tag(&inside.at, from->end, &size, *tag) != 0) {
        return false;
    }
    inside.end = inside.at + size;
    from->at = inside.at + size;
    *content = inside;
    return true;
}

bool zimport_der_take_as(zimport_der *from, int tag, zimport_der *content) {
    int found;

    return zimport_der_take(from, &found, content) && found == tag;
}

zimport_der zimport_der_extensions(const mbedtls_x509_crt *certificate) {
    zimport_der all = zimport_der_of(&certificate->v3_ext);
    zimport_der none = {NULL, NULL};

    return zimport_der_take_as(&all, ZIMPORT_DER_SEQUENCE, &all) ? all : none;
}

bool zimport_der_next(zimport_der *extensions, zimport_extension *next) {
    zimport_der extension;
    zimport_der oid;
    int tag;

    if (!zimport_der_take_as(extensions, ZIMPORT_DER_SEQUENCE, &extension) ||
        !zimport_der_take_as(&extension, MBEDTLS_ASN1_OID, &oid) || !zimport_der_take(&extension, &tag, &next->value)) {
        return false;
    }
    next->number = zimport_der_size(&oid) == 3 && oid.at[0] == 0x55 && oid.at[1] == 0x1D ? oid.at[2] : 0;
    next->critical = tag == MBEDTLS_ASN1_BOOLEAN && !zimport_der_is_empty(&next->value) && *next->value.at != 0;
    return tag == MBEDTLS_ASN1_OCTET_STRING || zimport_der_take_as(&extension, MBEDTLS_ASN1_OCTET_STRING, &next->value);
}

bool zimport_der_names(const mbedtls_x509_crt *certificate, zimport_der *names) {
    zimport_der extensions = zimport_der_extensions(certificate);
    zimport_extension next;

    *names = (zimport_der){NULL, NULL};
    while (zimport_der_next(&extensions, &next)) {
        if (next.number == ALTERNATIVE_NAMES) {
            return zimport_der_take_as(&next.value, ZIMPORT_DER_SEQUENCE, names) && zimport_der_is_empty(&next.value);
        }
    }
    return true;
}

bool zimport_der_take_name(zimport_der *names, int *kind, zimport_der *name) {
    zimport_der rest = *names;
    int tag;

    if (!zimport_der_take(&rest, &tag, name) || (tag & CLASS) != MBEDTLS_ASN1_CONTEXT_SPECIFIC) {
        return false;
    }
    *kind = tag & MBEDTLS_ASN1_TAG_VALUE_MASK;
    *names = rest;
    return true;
}
