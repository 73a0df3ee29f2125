/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Questions out of any text, and replies out of any bytes. An input is a byte that says what it is, and
 *
 *     0   the type of the question, its name, NUL, domain, NUL; then a reply to it from its flags on
 *     1   the same, and a whole reply
 *     2   the same, and what comes by TCP: messages with their sizes in front, in pieces
 */
#include "fuzz.h"

/* Not linked: their static functions serve here, too. */
#include "port/posix/ask.c" /* NOLINT(bugprone-suspicious-include) */
#include "port/posix/dns.c" /* NOLINT(bugprone-suspicious-include) */

/* Whole, with labels of 1 to 63 bytes and a root. */
static void check_query(const uint8_t *query, size_t size) {
    size_t at = 12;

    REQUIRE(size > 12 + 1 + 4 && size + ZIMPORT_DNS_OPT <= ZIMPORT_DNS_QUERY_MAX);
    while (query[at] != 0) {
        REQUIRE(query[at] <= 63);
        at += 1U + query[at];
        REQUIRE(at < size);
    }
    REQUIRE(at + 5 == size);
}

static void check_reply(const uint8_t *data, size_t size, const uint8_t *query, size_t query_size) {
    size_t width = query[query_size - 3] == ZIMPORT_DNS_A ? 4 : 16;
    zimport_dns_reply reply;
    size_t last = query_size;
    unsigned count = 0;

    memset(&reply, 0, sizeof reply);
    for (size_t at = 0; at < size; at++) {
        if (!zimport_dns_take(&reply, query, query_size, data[at])) {
            continue;
        }
        REQUIRE(at + 1 >= last + 11 + width && memcmp(reply.address, data + at + 1 - width, width) == 0);
        last = at + 1;
        count++;
    }
    if (reply.kind == ZIMPORT_DNS_OTHER) {
        REQUIRE(count == 0);
        return;
    }
    REQUIRE(size >= 12 && memcmp(data, query, 2) == 0 && (data[2] & 0x80) != 0);
    REQUIRE(size >= query_size || reply.kind >= ZIMPORT_DNS_FAILURE);
    REQUIRE(count == 0 || reply.kind == ZIMPORT_DNS_ANSWER);
    REQUIRE(count + reply.left <= number_at(data + 6));
}

/* In pieces of 1 to 64 bytes: the question has an answer, or still waits. There is no server to ask again. */
static void check_stream(const uint8_t *query, size_t size, zimport_view input) {
    static const zimport_posix_platform platform;
    zimport_tcp tcp;
    struct lookup *lookup = lookup_of(&tcp);
    unsigned i = query[size - 3] == ZIMPORT_DNS_A ? V4 : V6;

    zimport_tcp_init(&tcp, &platform);
    memset(lookup, 0, sizeof *lookup);
    lookup->states[i] = WAITING;
    lookup->streams[i] = 1;
    lookup->stream = (uint8_t)i;
    lookup->servers = lookup->attempts = 1;
    lookup->ids[i] = 0x1234;
    lookup->size = (uint16_t)size;
    memcpy(lookup->message + 2, query, size);
    while (input.size > 1 && lookup->states[i] == WAITING) {
        size_t piece = take_byte(&input) % 64U + 1U;
        piece = piece < input.size ? piece : input.size;
        stream_take(&tcp, (const uint8_t *)input.data, piece, 0);
        input.data += piece;
        input.size -= piece;
    }
    REQUIRE(lookup->prefix <= 2 && tcp.count <= ZIMPORT_POSIX_ADDRESSES);
    REQUIRE(lookup->states[i] == WAITING || lookup->streams[i] == 0);
    REQUIRE(lookup->states[i] != FOUND || tcp.count > 0);
    REQUIRE(lookup->states[i] == FOUND || lookup->states[i] == WAITING || tcp.count == 0 || lookup->reply.left > 0);
}

/* The reply is in a block of exactly its size. */
static void check(uint8_t *query, size_t query_size, zimport_view input, bool whole) {
    size_t front = whole ? 0 : query_size;
    size_t fields = whole || input.size < 4 ? 0 : 4;
    size_t size = front + input.size - fields;
    uint8_t *reply = malloc(size > 0 ? size : 1);

    REQUIRE(reply != NULL);
    memcpy(reply, query, front);
    if (fields > 0) {
        memcpy(reply + 2, input.data, 2);
        memcpy(reply + 6, input.data + 2, 2);
    }
    if (size > front) {
        memcpy(reply + front, input.data + fields, size - front);
    }
    check_reply(reply, size, query, query_size);
    free(reply);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    zimport_view input = {(const char *)data, size};
    unsigned what = take_byte(&input) % 3U;
    uint8_t type = take_byte(&input) % 2 == 0 ? ZIMPORT_DNS_A : ZIMPORT_DNS_AAAA;
    char *host = take_text(&input);
    char *domain = take_text(&input);
    uint8_t *query = malloc(ZIMPORT_DNS_QUERY_MAX);

    REQUIRE(query != NULL);
    size_t query_size = zimport_dns_query(query, host, domain);
    if (query_size > 0) {
        zimport_dns_mark(query, query_size, 0x1234, type, false);
        check_query(query, query_size);
        if (what == 2) {
            check_stream(query, query_size, input);
        } else {
            check(query, query_size, input, what == 1);
        }
    }
    free(query);
    free(host);
    free(domain);
    return 0;
}
