/* SPDX-License-Identifier: Apache-2.0 */
/* Proxies: their URLs, lists as in NO_PROXY, and what a proxy answers to CONNECT, chosen by the first byte. */
#include "fuzz.h"

#include "zimport/zimport.h"

/* ---- URLs */

static size_t base64_decode(const char *text, unsigned char *bytes) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    size_t size = 0;
    uint32_t bits = 0;
    size_t length = strlen(text);
    REQUIRE(length % 4 == 0);
    for (size_t i = 0; i < length; i++) {
        const char *digit = text[i] == '=' ? digits : strchr(digits, text[i]);
        REQUIRE(digit != NULL && (text[i] != '=' || i + 2 >= length));
        bits = bits << 6 | (uint32_t)(digit - digits);
        if (i % 4 == 3) {
            bytes[size++] = (unsigned char)(bits >> 16);
            bytes[size++] = (unsigned char)(bits >> 8);
            bytes[size++] = (unsigned char)bits;
        }
    }
    while (length > 0 && text[--length] == '=') {
        size--;
    }
    return size;
}

/* Written out in full, with every byte of the credentials escaped. */
static void check_again(const zimport_proxy_server *server) {
    char text[3 * ZIMPORT_CREDENTIALS_MAX + ZIMPORT_HOST_MAX + 32] = "HTTP://";
    unsigned char plain[ZIMPORT_CREDENTIALS_MAX + 2] = {0};
    zimport_proxy_server again;
    bool brackets = strchr(server->origin.host, ':') != NULL;
    size_t credentials = base64_decode(server->credentials, plain);
    size_t size = strlen(text);
    bool colon = false;
    for (size_t i = 0; i < credentials; i++) {
        REQUIRE(plain[i] >= ' ' && plain[i] != 127);
        bool first = plain[i] == ':' && !colon;
        size += (size_t)snprintf(text + size, sizeof text - size, first ? ":" : "%%%02X", plain[i]);
        colon |= first;
    }
    REQUIRE(credentials == 0 || colon);
    size +=
        (size_t)snprintf(text + size, sizeof text - size, "%s%s%s%s:%u", credentials > 0 ? "@" : "",
                         brackets ? "[" : "", server->origin.host, brackets ? "]" : "", (unsigned)server->origin.port);
    REQUIRE(zimport_proxy_parse(&again, (zimport_view){text, size}) == ZIMPORT_OK);
    REQUIRE(strcmp(again.credentials, server->credentials) == 0);
    REQUIRE(strcmp(again.origin.host, server->origin.host) == 0 && again.origin.port == server->origin.port);
}

static void check_url(zimport_view text) {
    zimport_proxy_server server;
    zimport_status status = zimport_proxy_parse(&server, text);
    REQUIRE(status == ZIMPORT_OK || status == ZIMPORT_BAD_URL);
    if (status == ZIMPORT_BAD_URL) {
        REQUIRE(server.credentials[0] == '\0');
        return;
    }
    REQUIRE(server.origin.port != 0 && !server.origin.tls && server.origin.prefix[0] == '\0');
    check_again(&server);
}

/* ---- lists */

static bool is_out(zimport_view list, const zimport_origin *origin) {
    char *copy = copy_of(list);
    bool out = zimport_proxy_excluded((zimport_view){copy, list.size}, origin);
    free(copy);
    return out;
}

/* A list matches if one of its entries does, ignoring case. */
static void check_list(zimport_view list, const zimport_origin *origin) {
    bool out = is_out(list, origin);
    bool any = false;
    size_t start = 0;
    char *other = copy_of(list);
    for (size_t i = 0; i <= list.size; i++) {
        if (i == list.size || strchr(", \t", list.data[i] != '\0' ? list.data[i] : 'x') != NULL) {
            any |= is_out((zimport_view){list.data + start, i - start}, origin);
            start = i + 1;
        } else if ((other[i] >= 'a' && other[i] <= 'z') || (other[i] >= 'A' && other[i] <= 'Z')) {
            other[i] = (char)(other[i] ^ ' ');
        }
    }
    REQUIRE(out == any);
    REQUIRE(out == is_out((zimport_view){other, list.size}, origin));
    free(other);
}

static void check_lists(zimport_view input) {
    static const char *const fixed[] = {"a.b.example:8080", "http://10.1.2.3", "[2001:db8::1]"};
    zimport_origin origin;
    const char *end = input.size > 0 ? memchr(input.data, '\n', input.size) : NULL;
    size_t line = end != NULL ? (size_t)(end - input.data) : 0;
    zimport_view list = end != NULL ? (zimport_view){end + 1, input.size - line - 1} : input;
    if (zimport_origin_parse(&origin, (zimport_view){input.data, line}) == ZIMPORT_OK) {
        check_list(list, &origin);
        REQUIRE(is_out(zimport_view_of(origin.host), &origin));
        REQUIRE(is_out(zimport_view_of("x,*"), &origin));
    }
    for (size_t i = 0; i < sizeof fixed / sizeof fixed[0]; i++) {
        REQUIRE(zimport_origin_parse(&origin, zimport_view_of(fixed[i])) == ZIMPORT_OK);
        check_list(list, &origin);
    }
}

/* ---- answers */

struct lower {
    zimport_transport base;
    zimport_view left;
    uint32_t seed;
};

static zimport_status lower_open(zimport_transport *self, const zimport_peer *peer, uint64_t now, uint64_t *wake) {
    (void)now;
    REQUIRE(strcmp(peer->host, "proxy") == 0 && *wake == peer->deadline);
    self->stage = ZIMPORT_AT_CONNECTING;
    *wake = 0;
    return ZIMPORT_OK;
}

static zimport_status lower_read(zimport_transport *self, void *memory, size_t capacity, size_t *size) {
    struct lower *lower = (struct lower *)(void *)self;
    if (lower->left.size == 0) {
        return ZIMPORT_CLOSED;
    }
    *size = piece_size(&lower->seed, lower->left.size);
    *size = *size < capacity ? *size : capacity;
    memcpy(memory, lower->left.data, *size);
    lower->left.data += *size;
    lower->left.size -= *size;
    return ZIMPORT_OK;
}

static zimport_status lower_write(zimport_transport *self, const void *memory, size_t size, size_t *written) {
    (void)self;
    (void)memory;
    *written = 1 + size / 2;
    return ZIMPORT_OK;
}

static void lower_close(zimport_transport *self) {
    (void)self;
}

static zimport_status open_tunnel(zimport_view answer, uint32_t seed, int32_t *detail, size_t *left) {
    static const zimport_transport_api api = {lower_open, lower_read, lower_write, lower_close, NULL};
    static const zimport_peer peer = {.host = "h.example", .port = 443, .deadline = 1000};
    struct lower lower = {.base = {.api = &api}, answer, seed};
    zimport_proxy_server server;
    zimport_proxy proxy;
    uint64_t wake = peer.deadline;
    char *memory = malloc(ZIMPORT_WINDOW_MIN);
    REQUIRE(memory != NULL);
    REQUIRE(zimport_proxy_parse(&server, zimport_view_of("u:p@proxy")) == ZIMPORT_OK);
    zimport_proxy_init(&proxy, &lower.base, &server, memory, ZIMPORT_WINDOW_MIN);
    zimport_status status = proxy.base.api->open(&proxy.base, &peer, 0, &wake);
    REQUIRE(status == ZIMPORT_OK || status == ZIMPORT_PROXY_FAILED || status == ZIMPORT_PROXY_REFUSED);
    REQUIRE(proxy.base.stage == ZIMPORT_AT_PROXY);
    *detail = proxy.base.detail;
    *left = lower.left.size;
    proxy.base.api->close(&proxy.base);
    free(memory);
    return status;
}

/* The same in pieces, but bytes after the head are seen only if they come with it. */
static void check_answer(zimport_view answer, uint32_t seed) {
    int32_t detail;
    int32_t other_detail;
    size_t left;
    size_t other_left;
    zimport_status status = open_tunnel(answer, 0, &detail, &left);
    zimport_status other = open_tunnel(answer, seed, &other_detail, &other_left);
    if (status == ZIMPORT_OK) {
        REQUIRE(detail == 0 && answer.size - left >= strlen("HTTP/1.1 200\n\n"));
    } else if (detail != 0) {
        bool passes = detail == 408 || detail == 425 || detail == 429 || detail >= 500;
        bool lasts = detail == 501 || detail == 505 || detail == 511 || detail == 525 || detail == 526;
        bool refused = detail >= 300 && (!passes || lasts);
        REQUIRE(status == (refused ? ZIMPORT_PROXY_REFUSED : ZIMPORT_PROXY_FAILED));
        REQUIRE(detail == 101 || (detail >= 300 && detail <= 599));
    }
    if (other == ZIMPORT_OK && other_left > 0) {
        REQUIRE(status == ZIMPORT_OK || (status == ZIMPORT_PROXY_FAILED && detail == 0));
    } else if (status != ZIMPORT_OK || left == 0) {
        REQUIRE(other == status && other_detail == detail);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    zimport_view input = {(const char *)data, size};
    switch (take_byte(&input) % 3) {
    case 0: {
        char *copy = copy_of(input);
        check_url((zimport_view){copy, input.size});
        free(copy);
        break;
    }
    case 1:
        check_lists(input);
        break;
    default: {
        uint32_t seed = take_seed(&input);
        check_answer(input, seed);
        break;
    }
    }
    return 0;
}
