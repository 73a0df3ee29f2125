/* SPDX-License-Identifier: Apache-2.0 */
#include "dns.h"

#include <string.h>

#define HEADER 12
#define TAIL 4 /* after the name of a question: type and class */
#define NAME_TEXT_MAX 253
#define LABEL_MAX 63

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

/* 0: too long. */
static size_t put_text(uint8_t *name, size_t at, const char *of) {
    zimport_view text = zimport_view_of(of);

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
    /* The root's label, class IN; then the root's label, type OPT and the size of a datagram. */
    static const uint8_t tail[1 + TAIL + ZIMPORT_DNS_OPT] = {
        [TAIL] = 1, [TAIL + 3] = 41, ZIMPORT_DNS_REPLY_MAX >> 8, ZIMPORT_DNS_REPLY_MAX & 0xFF};
    uint8_t *name = query + HEADER;
    size_t size = put_text(name, 0, host);

    size = size > 0 ? put_text(name, size, domain + (*domain == '.')) : 0;
    if (size == 0 || !put_sizes(name, size)) {
        return 0;
    }
    memcpy(query, header, HEADER);
    memcpy(name + size, tail, sizeof tail);
    return HEADER + size + 1 + TAIL;
}

void zimport_dns_mark(uint8_t *query, size_t size, uint16_t id, uint8_t type, bool opt) {
    query[0] = (uint8_t)(id >> 8);
    query[1] = (uint8_t)(id & 0xFF);
    query[HEADER - 1] = opt;
    query[size - 3] = type;
}

enum { NAME, POINTER, FIELDS, DATA, OVER };

static unsigned number_at(const uint8_t *bytes) {
    return (unsigned)bytes[0] << 8 | bytes[1];
}

static uint8_t lower(uint8_t byte) {
    return byte >= 'A' && byte <= 'Z' ? (uint8_t)(byte + ('a' - 'A')) : byte;
}

/* RFC 1035 section 4.1.1. No answer from a server that neither has the name (AA) nor asks others (RA) is a referral. */
static zimport_dns_kind kind_of(const uint8_t *header) {
    switch (header[3] & 0x0F) {
    case 0:
        return number_at(header + 6) > 0 || (header[2] & 6) || (header[3] & 0x80) ? ZIMPORT_DNS_ANSWER
                                                                                  : ZIMPORT_DNS_FAILURE;
    case 1:
    case 4:
        return ZIMPORT_DNS_PUZZLED;
    case 3:
        return ZIMPORT_DNS_NO_NAME;
    default:
        return ZIMPORT_DNS_FAILURE;
    }
}

/* QR is set, OPCODE is 0. A server that does not understand a question may leave it out. */
static void take_header(zimport_dns_reply *reply, const uint8_t *query) {
    const uint8_t *header = reply->address;
    zimport_dns_kind kind = kind_of(header);
    unsigned questions = number_at(header + 4);

    reply->cut = (header[2] & 2) != 0;
    reply->left = (uint16_t)number_at(header + 6);
    if (memcmp(header, query, 2) == 0 && (header[2] & 0xF8) == 0x80) {
        if (questions == 1) {
            return;
        }
        if (questions == 0 && kind > ZIMPORT_DNS_NO_NAME) {
            reply->kind = (uint8_t)kind;
        }
    }
    reply->part = OVER;
}

/* Size, type and class bytes are below 'A': the whole question is compared without regard to case. */
static void take_front(zimport_dns_reply *reply, const uint8_t *query, size_t size, uint8_t byte) {
    if (reply->at < HEADER) {
        reply->address[reply->at++] = byte;
        if (reply->at == HEADER) {
            take_header(reply, query);
        }
        return;
    }
    if (lower(byte) != lower(query[reply->at++])) {
        reply->part = OVER;
    } else if (reply->at == size) {
        reply->kind = (uint8_t)kind_of(reply->address);
        reply->part = reply->kind == ZIMPORT_DNS_ANSWER && reply->left > 0 ? NAME : OVER;
    }
}

/* A pointer (RFC 1035 section 4.1.4) ends a name and is not followed. */
static void take_name(zimport_dns_reply *reply, uint8_t byte) {
    reply->at = 0;
    if (reply->rest > 0) {
        reply->rest--;
    } else if (byte == 0) {
        reply->part = FIELDS;
    } else if (byte <= LABEL_MAX) {
        reply->rest = byte;
    } else {
        reply->part = byte >= 0xC0 ? POINTER : OVER;
    }
}

static void end_record(zimport_dns_reply *reply) {
    reply->left--;
    reply->part = reply->left > 0 ? NAME : OVER;
}

static void take_field(zimport_dns_reply *reply, uint8_t byte) {
    reply->fields[reply->at++] = byte;
    if (reply->at < sizeof reply->fields) {
        return;
    }
    reply->at = 0;
    reply->part = DATA;
    reply->rest = (uint16_t)number_at(reply->fields + 8);
    if (reply->rest == 0) {
        end_record(reply);
    }
}

static bool take_data(zimport_dns_reply *reply, uint8_t type, uint8_t byte) {
    bool wanted = number_at(reply->fields) == type && number_at(reply->fields + 2) == 1 &&
                  number_at(reply->fields + 8) == (type == ZIMPORT_DNS_A ? 4U : 16U);

    if (wanted) {
        reply->address[reply->at++] = byte;
    }
    if (--reply->rest > 0) {
        return false;
    }
    end_record(reply);
    return wanted;
}

bool zimport_dns_take(zimport_dns_reply *reply, const uint8_t *query, size_t size, uint8_t byte) {
    switch (reply->part) {
    case NAME:
        if (reply->kind == ZIMPORT_DNS_OTHER) {
            take_front(reply, query, size, byte);
        } else {
            take_name(reply, byte);
        }
        return false;
    case POINTER:
        reply->part = FIELDS;
        return false;
    case FIELDS:
        take_field(reply, byte);
        return false;
    case DATA:
        return take_data(reply, query[size - 3], byte);
    default:
        return false;
    }
}
