/* SPDX-License-Identifier: Apache-2.0 */
/*
 *     NameConstraints ::= SEQUENCE { permitted [0] GeneralSubtrees OPTIONAL, excluded [1] GeneralSubtrees OPTIONAL }
 *     GeneralSubtree  ::= SEQUENCE { base GeneralName, minimum [0] DEFAULT 0, maximum [1] OPTIONAL }
 */
#include "constraints.h"

#include <string.h>

#include "../base/der.h"
#include "name.h"

enum {
    SET = MBEDTLS_ASN1_CONSTRUCTED | MBEDTLS_ASN1_SET,
    PERMITTED = MBEDTLS_ASN1_CONTEXT_SPECIFIC | MBEDTLS_ASN1_CONSTRUCTED,
    EXCLUDED = PERMITTED | 1
};

/* Numbers of a GeneralName. */
enum { EMAIL = 1, DNS = MBEDTLS_X509_SAN_DNS_NAME, DIRECTORY = MBEDTLS_X509_SAN_DIRECTORY_NAME };

static unsigned char lower(unsigned char c) {
    return c >= 'A' && c <= 'Z' ? (unsigned char)(c + ('a' - 'A')) : c;
}

/* Whether `text` ends with `tail`, in letters of either case. */
static bool ends_with(const zimport_der *text, const zimport_der *tail) {
    size_t size = zimport_der_size(tail);
    const unsigned char *at;

    if (zimport_der_size(text) < size) {
        return false;
    }
    at = text->end - size;
    for (size_t i = 0; i < size; i++) {
        if (lower(at[i]) != lower(tail->at[i])) {
            return false;
        }
    }
    return true;
}

static bool is_text(int tag) {
    return tag == MBEDTLS_ASN1_UTF8_STRING || tag == MBEDTLS_ASN1_PRINTABLE_STRING || tag == MBEDTLS_ASN1_IA5_STRING;
}

/* The next character of a text, in lower case, where several spaces are one and those at the end are none; -1: the end.
 */
static int next_of(zimport_der *text) {
    bool space = false;

    while (!zimport_der_is_empty(text) && *text->at == ' ') {
        space = true;
        text->at++;
    }
    if (zimport_der_is_empty(text)) {
        return -1;
    }
    return space ? ' ' : lower(*text->at++);
}

/* As RFC 5280 section 7.1 compares what is not beyond ASCII. */
static bool is_same_text(zimport_der a, zimport_der b) {
    int c = next_of(&a);
    int d = next_of(&b);

    c = c == ' ' ? next_of(&a) : c; /* those in front are none */
    d = d == ' ' ? next_of(&b) : d;
    while (c == d && c >= 0) {
        c = next_of(&a);
        d = next_of(&b);
    }
    return c == d;
}

/* How a name lies to the subtrees of its kind. The strongest is the last. */
typedef enum fit { ABSENT, OUTSIDE, WITHIN, UNKNOWN } fit;

/* An attribute of a name. Texts in character sets that differ may be the same. */
static fit compare_attributes(zimport_der a, zimport_der b) {
    zimport_der a_part;
    zimport_der b_part;
    int a_tag;
    int b_tag;

    if (!zimport_der_take_as(&a, MBEDTLS_ASN1_OID, &a_part) || !zimport_der_take_as(&b, MBEDTLS_ASN1_OID, &b_part)) {
        return UNKNOWN;
    }
    if (!zimport_der_is_same(&a_part, &b_part)) {
        return OUTSIDE;
    }
    if (!zimport_der_take(&a, &a_tag, &a_part) || !zimport_der_take(&b, &b_tag, &b_part)) {
        return UNKNOWN;
    }
    if (is_text(a_tag) && is_text(b_tag)) {
        return is_same_text(a_part, b_part) ? WITHIN : OUTSIDE;
    }
    return zimport_der_is_same(&a_part, &b_part) ? WITHIN : a_tag == b_tag ? OUTSIDE : UNKNOWN;
}

/* A relative distinguished name: one attribute nearly always. Several may come in any order. */
static fit compare_parts(zimport_der a, zimport_der b) {
    zimport_der a_one;
    zimport_der b_one;

    if (zimport_der_is_same(&a, &b)) {
        return WITHIN;
    }
    if (!zimport_der_take_as(&a, ZIMPORT_DER_SEQUENCE, &a_one) ||
        !zimport_der_take_as(&b, ZIMPORT_DER_SEQUENCE, &b_one) || !zimport_der_is_empty(&a) ||
        !zimport_der_is_empty(&b)) {
        return UNKNOWN;
    }
    return compare_attributes(a_one, b_one);
}

/* Whether a Name begins with all parts of another one; *rest is what it has beyond them. */
static fit directory_within(zimport_der name, zimport_der base, zimport_der *rest) {
    zimport_der part;
    zimport_der wanted;
    fit result = WITHIN;

    if (!zimport_der_take_as(&name, ZIMPORT_DER_SEQUENCE, rest) ||
        !zimport_der_take_as(&base, ZIMPORT_DER_SEQUENCE, &base)) {
        return UNKNOWN;
    }
    while (result == WITHIN && !zimport_der_is_empty(&base)) {
        if (!zimport_der_take_as(&base, SET, &wanted)) {
            return UNKNOWN;
        }
        if (!zimport_der_take_as(rest, SET, &part)) {
            return OUTSIDE;
        }
        result = compare_parts(part, wanted);
    }
    return result;
}

bool zimport_names_equal(const mbedtls_x509_buf *a, const mbedtls_x509_buf *b) {
    zimport_der rest;

    return directory_within(zimport_der_of(a), zimport_der_of(b), &rest) == WITHIN && zimport_der_is_empty(&rest);
}

static zimport_view view_of(const zimport_der *from) {
    zimport_view view = {(const char *)from->at, zimport_der_size(from)};

    return view;
}

/* "example.com" stands for itself and for what is below it, "" for all. */
static fit dns_within(const zimport_der *name, const zimport_der *base) {
    if (!zimport_name_is_dns(view_of(name)) || (!zimport_der_is_empty(base) && !zimport_name_is_host(view_of(base)))) {
        return UNKNOWN;
    }
    return ends_with(name, base) && (zimport_der_is_empty(base) || zimport_der_size(name) == zimport_der_size(base) ||
                                     name->end[-1 - (ptrdiff_t)zimport_der_size(base)] == '.')
               ? WITHIN
               : OUTSIDE;
}

/* An address and its mask. */
static fit address_within(const zimport_der *name, const zimport_der *base) {
    size_t size = zimport_der_size(name);

    if (zimport_der_size(base) != 8 && zimport_der_size(base) != 32) {
        return UNKNOWN;
    }
    if (zimport_der_size(base) != 2 * size) {
        return OUTSIDE;
    }
    for (size_t i = 0; i < size; i++) {
        if (((name->at[i] ^ base->at[i]) & base->at[size + i]) != 0) {
            return OUTSIDE;
        }
    }
    return WITHIN;
}

/* A name, by the number of its kind. */
typedef struct name {
    int kind;
    zimport_der value;
} name;

static fit within(const name *which, const zimport_der *base) {
    zimport_der rest;

    switch (which->kind) {
    case DNS:
        return dns_within(&which->value, base);
    case MBEDTLS_X509_SAN_IP_ADDRESS:
        return address_within(&which->value, base);
    case DIRECTORY:
        return directory_within(which->value, *base, &rest);
    default:
        return UNKNOWN;
    }
}

/* How it lies to a list of subtrees: ABSENT if none is of its kind, UNKNOWN if the list is malformed. */
static fit look_up(zimport_der subtrees, const name *which) {
    fit result = ABSENT;

    if (zimport_der_is_empty(&subtrees)) {
        return UNKNOWN;
    }
    while (!zimport_der_is_empty(&subtrees)) {
        zimport_der subtree;
        zimport_der base;
        int tag;
        fit where;
        if (!zimport_der_take_as(&subtrees, ZIMPORT_DER_SEQUENCE, &subtree) ||
            !zimport_der_take(&subtree, &tag, &base)) {
            return UNKNOWN;
        }
        if ((tag & 0x1F) != which->kind) {
            continue;
        }
        /* A distance is not part of the profile (RFC 5280 section 4.2.1.10). */
        where = zimport_der_is_empty(&subtree) ? within(which, &base) : UNKNOWN;
        result = where > result ? where : result;
    }
    return result;
}

/* Whether the value of an extension allows a name. */
static bool allows(zimport_der value, const name *which) {
    bool good = zimport_der_take_as(&value, ZIMPORT_DER_SEQUENCE, &value) && !zimport_der_is_empty(&value);

    while (good && !zimport_der_is_empty(&value)) {
        zimport_der subtrees;
        int list;
        fit where;
        if (!zimport_der_take(&value, &list, &subtrees)) {
            return false;
        }
        where = look_up(subtrees, which);
        good = where == ABSENT || (list == PERMITTED && where == WITHIN) || (list == EXCLUDED && where == OUTSIDE);
    }
    return good;
}

/* Whether all of an authority's constraints allow a name. */
static bool is_allowed(const mbedtls_x509_crt *authority, const name *which) {
    zimport_der extensions = zimport_der_extensions(authority);
    zimport_extension next;

    while (zimport_der_next(&extensions, &next)) {
        if (next.number == ZIMPORT_NAME_CONSTRAINTS && !allows(next.value, which)) {
            return false;
        }
    }
    return true;
}

/* A subject's e-mail address counts, too. */
static bool has_email(const mbedtls_x509_buf *subject) {
    static const unsigned char oid[] = {MBEDTLS_ASN1_OID, 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 9, 1};

    for (size_t i = 0; i + sizeof oid <= subject->len; i++) {
        if (memcmp(subject->p + i, oid, sizeof oid) == 0) {
            return true;
        }
    }
    return false;
}

bool zimport_constraints_allow(const mbedtls_x509_crt *authority, const mbedtls_x509_crt *below, const char *host) {
    const name subject = {DIRECTORY, zimport_der_of(&below->subject_raw)};
    const name email = {EMAIL, {NULL, NULL}};
    zimport_der alternatives;
    name alternative;

    if (below->subject_raw.len > 2 && !is_allowed(authority, &subject)) {
        return false;
    }
    if (has_email(&below->subject_raw) && !is_allowed(authority, &email)) {
        return false;
    }
    if (!zimport_der_names(below, &alternatives)) {
        return false;
    }
    while (zimport_der_take_name(&alternatives, &alternative.kind, &alternative.value)) {
        if (!is_allowed(authority, &alternative)) {
            return false;
        }
    }
    if (!zimport_der_is_empty(&alternatives)) {
        return false;
    }
    if (host != NULL) {
        unsigned char *start = (unsigned char *)(uintptr_t)host; /* only read */
        size_t size = strlen(host);
        const name asked = {DNS, {start, start + size - (size > 0 && host[size - 1] == '.')}};
        return is_allowed(authority, &asked);
    }
    return true;
}
