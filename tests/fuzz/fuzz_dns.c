/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Questions out of any text, and replies out of any bytes. An input is a byte that says what it is, and
 *
 *     0   the type of the question, its name, NUL, domain, NUL; then a reply to it from its flags on
 *     1   the same, and a whole reply
 */
#include "fuzz.h"

/* Not linked: one of its static functions serves here, too. */
#include "port/posix/dns.c" /* NOLINT(bugprone-suspicious-include) */

/* Takes the bytes up to a NUL, or to the end, with a NUL behind them. */
static char *take_text(zimport_view *input) {
    const char *end = input->size > 0 ? memchr(input->data, '\0', input->size) : NULL;
    size_t size = end != NULL ? (size_t)(end - input->data) : input->size;
    char *text = malloc(size + 1);

    REQUIRE(text != NULL);
    if (size > 0) {
        memcpy(text, input->data, size);
    }
    text[size] = '\0';
    size += end != NULL;
    input->data += size;
    input->size -= size;
    return text;
}

/* A name that was taken is whole, with labels of 1 to 63 bytes and a root. */
static void check_query(const uint8_t *query, size_t size) {
    size_t at = 12;

    REQUIRE(size > 12 + 1 + 4 && size <= ZIMPORT_DNS_QUERY_MAX);
    while (query[at] != 0) {
        REQUIRE(query[at] <= 63);
        at += 1U + query[at];
        REQUIRE(at < size);
    }
    REQUIRE(at + 5 == size);
}

static void check_reply(const uint8_t *data, size_t size, const uint8_t *query, size_t query_size) {
    zimport_dns_reply reply;
    zimport_dns_kind kind = zimport_dns_open(&reply, data, size, query, query_size);
    size_t last = query_size;
    unsigned count = 0;

    if (kind == ZIMPORT_DNS_OTHER) {
        return;
    }
    REQUIRE(size >= query_size && memcmp(data, query, 2) == 0 && (data[2] & 0x80) != 0);
    for (const uint8_t *bytes; (bytes = zimport_dns_next(&reply)) != NULL; count++) {
        size_t width = reply.type == ZIMPORT_DNS_A ? 4 : 16;
        size_t at = (size_t)(bytes - data);
        REQUIRE(at >= last + 11 && at + width <= size);
        last = at + width;
    }
    REQUIRE(count + reply.left <= number_at(data + 6));
    REQUIRE(zimport_dns_next(&reply) == NULL);
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
    bool whole = take_byte(&input) % 2 == 1;
    uint8_t type = take_byte(&input) % 2 == 0 ? ZIMPORT_DNS_A : ZIMPORT_DNS_AAAA;
    char *host = take_text(&input);
    char *domain = take_text(&input);
    uint8_t *query = malloc(ZIMPORT_DNS_QUERY_MAX);

    REQUIRE(query != NULL);
    size_t query_size = zimport_dns_query(query, host, domain);
    if (query_size > 0) {
        zimport_dns_mark(query, query_size, 0x1234, type);
        check_query(query, query_size);
        check(query, query_size, input, whole);
    }
    free(query);
    free(host);
    free(domain);
    return 0;
}
