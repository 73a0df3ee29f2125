/* SPDX-License-Identifier: Apache-2.0 */
#include "dns.h"

#include <string.h>

#define HEADER 12
#define TAIL 4 /* of a question behind its name: type and class */
#define NAME_TEXT_MAX 253
#define LABEL_MAX 63

/* Puts the size of each label in the place of the dot in front of it. */
static bool put_sizes(uint8_t *name, size_t size) {
    size_t label = 0;

    for (size_t at = size; at-- > 0;) {
        if (name[at] != '.') {
            label++;
            continue;
        }
        if (label == 0 || label > LABEL_MAX) {
            return false;
        }
        name[at] = (uint8_t)label;
        label = 0;
    }
    return true;
}

/* Appends a dot and a text. 0 when it is too long. */
static size_t put_text(uint8_t *name, size_t at, zimport_view text) {
    if (text.size > 0 && text.data[text.size - 1] == '.') {
        text.size--;
    }
    if (text.size == 0) {
        return at;
    }
    if (text.size > NAME_TEXT_MAX || at + text.size > NAME_TEXT_MAX) {
        return 0;
    }
    name[at] = '.';
    memcpy(name + at + 1, text.data, text.size);
    return at + 1 + text.size;
}

size_t zimport_dns_query(uint8_t query[ZIMPORT_DNS_QUERY_MAX], const char *host, const char *domain) {
    static const uint8_t header[HEADER] = {[2] = 1, [5] = 1}; /* recursion desired; one question */
    static const uint8_t tail[1 + TAIL] = {[TAIL] = 1};       /* the root's label; class IN */
    uint8_t *name = query + HEADER;
    size_t size = put_text(name, 0, zimport_view_of(host));

    size = size > 0 ? put_text(name, size, zimport_view_of(domain)) : 0;
    if (size == 0 || !put_sizes(name, size)) {
        return 0;
    }
    memcpy(query, header, HEADER);
    memcpy(name + size, tail, sizeof tail);
    return HEADER + size + sizeof tail;
}

void zimport_dns_mark(uint8_t *query, size_t size, uint16_t id, uint8_t type) {
    query[0] = (uint8_t)(id >> 8);
    query[1] = (uint8_t)(id & 0xFF);
    query[size - 3] = type;
}

static unsigned number_at(const uint8_t *bytes) {
    return (unsigned)bytes[0] << 8 | bytes[1];
}

static uint8_t lower(uint8_t byte) {
    return byte >= 'A' && byte <= 'Z' ? (uint8_t)(byte + ('a' - 'A')) : byte;
}

/* Sizes, type and class are below 'A', so that all of it can be compared as letters. */
static bool same_question(const uint8_t *data, const uint8_t *query, size_t query_size) {
    for (size_t i = HEADER; i < query_size; i++) {
        if (lower(data[i]) != lower(query[i])) {
            return false;
        }
    }
    return true;
}

zimport_dns_kind zimport_dns_open(zimport_dns_reply *reply, const uint8_t *data, size_t size, const uint8_t *query,
                                  size_t query_size) {
    /* QR is set, OPCODE is 0 (RFC 1035 section 4.1.1). */
    if (size < query_size || memcmp(data, query, 2) != 0 || (data[2] & 0xF8) != 0x80 || number_at(data + 4) != 1 ||
        !same_question(data, query, query_size)) {
        return ZIMPORT_DNS_OTHER;
    }
    *reply =
        (zimport_dns_reply){data, size, query_size, number_at(data + 6), query[query_size - 3], (data[2] & 2) != 0};
    switch (data[3] & 0x0F) {
    case 0:
        return ZIMPORT_DNS_ANSWER;
    case 3:
        return ZIMPORT_DNS_NO_NAME;
    default:
        return ZIMPORT_DNS_FAILURE;
    }
}

/* Where a name ends; a pointer (RFC 1035 section 4.1.4) is its end, and is not followed. 0: it does not. */
static size_t name_end(const uint8_t *data, size_t size, size_t at) {
    while (at < size && data[at] <= LABEL_MAX) {
        if (data[at] == 0) {
            return at + 1;
        }
        at += 1U + data[at];
    }
    return at < size && data[at] >= 0xC0 ? at + 2 : 0;
}

const uint8_t *zimport_dns_next(zimport_dns_reply *reply) {
    size_t wanted = reply->type == ZIMPORT_DNS_A ? 4 : 16;

    while (reply->left > 0) {
        size_t at = name_end(reply->data, reply->size, reply->at);
        if (at == 0 || reply->size < at + 10) {
            return NULL;
        }
        const uint8_t *fields = reply->data + at; /* type, class, TTL, size */
        size_t size = number_at(fields + 8);
        if (reply->size - at - 10 < size) {
            return NULL;
        }
        reply->at = at + 10 + size;
        reply->left--;
        if (number_at(fields) == reply->type && number_at(fields + 2) == 1 && size == wanted) {
            return fields + 10;
        }
    }
    return NULL;
}
