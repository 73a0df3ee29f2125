/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Shows a client certificates, case by case. The server is a script in memory: the first two messages of TLS 1.2, which
 * need no private key. A client that then waits for more has taken the certificates.
 *
 *     chains [--memory N] <CASES     a line a case, prints `ok NAME` or `not ok NAME: WHY`
 *
 * CASES: NAME~SENT~ROOTS~HOST~DAYS~VERDICT. SENT and ROOTS are files NAME.der, the server's own first, separated by
 * blanks; NAME! has its last byte changed, NAME*7 is sent seven times. DAYS from now is the time of the case. VERDICT
 * is how what the client said begins: STATUS PLACE NAME: CAUSE.
 *
 * --memory N: every Nth allocation that is made for the server's messages fails in turn. The verdict must be the same,
 * or that there is no memory.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "zimport/mbedtls.h"
#include "zimport/port.h"

enum { CERTIFICATE_MAX = 1 << 14, MESSAGE_MAX = 1 << 15, FIELDS = 6, RECORD = 16384 };

typedef struct bytes {
    size_t size;
    uint8_t data[MESSAGE_MAX];
} bytes;

static void give_up(const char *why, const char *what) {
    (void)fprintf(stderr, "chains: %s: %s\n", why, what);
    exit(2);
}

static void put(bytes *to, const void *data, size_t size) {
    if (size > sizeof to->data - to->size) {
        give_up("too long", "a message");
    }
    memcpy(to->data + to->size, data, size);
    to->size += size;
}

static void put_number(bytes *to, size_t value, size_t size) {
    for (size_t i = size; i > 0; i--) {
        uint8_t byte = (uint8_t)(value >> (8 * (i - 1)));
        put(to, &byte, 1);
    }
}

/* ---- memory that runs out */

static long until_failure = -1;
static long supply = -1; /* from the first message on; -1: enough */
static long taken;

static void *take(size_t count, size_t size) {
    void *memory = until_failure == 0 ? NULL : calloc(count, size);

    until_failure -= until_failure >= 0;
    taken += memory != NULL;
    return memory;
}

static void give(void *memory) {
    taken--;
    free(memory);
}

/* ---- the platform, and what comes from below */

static int64_t the_time;

static uint64_t clock_now(const zimport_platform *self) {
    (void)self;
    return 0;
}

static int64_t wall_clock(const zimport_platform *self) {
    (void)self;
    return the_time;
}

static zimport_status random_bytes(const zimport_platform *self, void *memory, size_t size) {
    static uint32_t state = 1;

    (void)self;
    for (size_t i = 0; i < size; i++) {
        state = state * 1664525U + 1013904223U;
        ((uint8_t *)memory)[i] = (uint8_t)(state >> 24);
    }
    return ZIMPORT_OK;
}

typedef struct wire {
    zimport_transport base;
    bytes script;
    size_t at;
    bool heard; /* the client's first message */
} wire;

static zimport_status wire_open(zimport_transport *self, const zimport_peer *peer, uint64_t now, uint64_t *wake) {
    (void)self;
    (void)peer;
    (void)now;
    (void)wake;
    return ZIMPORT_OK;
}

static zimport_status wire_read(zimport_transport *self, void *memory, size_t capacity, size_t *size) {
    wire *of = (wire *)(void *)self;
    size_t left = of->script.size - of->at;

    if (!of->heard || left == 0) {
        return ZIMPORT_WANT_READ;
    }
    until_failure = of->at == 0 ? supply : until_failure;
    *size = left < capacity ? left : capacity;
    memcpy(memory, of->script.data + of->at, *size);
    of->at += *size;
    return ZIMPORT_OK;
}

static zimport_status wire_write(zimport_transport *self, const void *memory, size_t size, size_t *written) {
    (void)memory;
    ((wire *)(void *)self)->heard = true;
    *written = size;
    return ZIMPORT_OK;
}

static void wire_close(zimport_transport *self) {
    (void)self;
}

/* ---- the server */

static void put_message(bytes *to, int type, const bytes *body) {
    static bytes message;

    message.size = 0;
    put_number(&message, (size_t)type, 1);
    put_number(&message, body->size, 3);
    put(&message, body->data, body->size);
    for (size_t at = 0; at < message.size; at += RECORD) {
        size_t size = message.size - at < RECORD ? message.size - at : RECORD;
        put(to, "\x16\x03\x03", 3);
        put_number(to, size, 2);
        put(to, message.data + at, size);
    }
}

static bool has_rsa_key(const bytes *der) {
    static const uint8_t ec[] = {6, 7, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 2, 1};

    for (size_t i = 0; i + sizeof ec <= der->size; i++) {
        if (memcmp(der->data + i, ec, sizeof ec) == 0) {
            return false;
        }
    }
    return true;
}

/* ServerHello: ECDHE and AES-128-GCM; no session; extensions: secure renegotiation, point formats, extended master
 * secret. */
static void put_hello(bytes *to, bool rsa) {
    static bytes hello;

    hello.size = 0;
    put_number(&hello, 0x0303, 2);
    for (size_t i = 0; i < 32; i++) {
        put_number(&hello, 7 * i + 1, 1);
    }
    put_number(&hello, 0, 1);
    put_number(&hello, rsa ? 0xC02F : 0xC02B, 2);
    put_number(&hello, 0, 1);
    put(&hello, "\0\017\377\1\0\1\0\0\13\0\2\1\0\0\27\0\0", 17);
    put_message(to, 2, &hello);
}

/* NAME, NAME! or NAME*N. Returns N. */
static size_t read_certificate(bytes *to, const char *word) {
    char path[100];
    size_t length = strcspn(word, "!*");
    FILE *file;

    (void)snprintf(path, sizeof path, "%.*s.der", (int)length, word);
    file = fopen(path, "rb");
    if (file == NULL) {
        give_up("no such certificate", path);
    }
    to->size = fread(to->data, 1, CERTIFICATE_MAX, file);
    (void)fclose(file);
    if (word[length] == '!') {
        to->data[to->size - 1] ^= 1;
    }
    return word[length] == '*' ? strtoul(word + length + 1, NULL, 10) : 1;
}

static void write_script(bytes *script, char *sent) {
    static bytes list;
    static bytes message;
    static bytes der;
    bool rsa = false;

    list.size = 0;
    for (char *word = strtok(sent, " "); word != NULL; word = strtok(NULL, " ")) {
        size_t count = read_certificate(&der, word);
        rsa = list.size == 0 ? has_rsa_key(&der) : rsa;
        for (size_t i = 0; i < count; i++) {
            put_number(&list, der.size, 3);
            put(&list, der.data, der.size);
        }
    }
    message.size = 0;
    put_number(&message, list.size, 3);
    put(&message, list.data, list.size);
    script->size = 0;
    put_hello(script, rsa);
    put_message(script, 11, &message);
}

/* ---- a case */

static const char *word_of(zimport_status status) {
    switch (status) {
    case ZIMPORT_WANT_READ:
        return "ok";
    case ZIMPORT_TLS_UNTRUSTED:
        return "untrusted";
    case ZIMPORT_TLS_EXPIRED:
        return "expired";
    case ZIMPORT_TLS_NOT_YET_VALID:
        return "early";
    case ZIMPORT_TLS_WRONG_HOST:
        return "host";
    case ZIMPORT_TLS_WEAK:
        return "weak";
    case ZIMPORT_TLS_LIMIT:
        return "limit";
    case ZIMPORT_NO_MEMORY:
        return "memory";
    default:
        return zimport_status_text(status);
    }
}

static void judge(wire *lower, const bytes *roots, const char *host, char *said, size_t room) {
    static const zimport_platform platform = {clock_now, wall_clock, random_bytes, NULL};
    static const char *const places[] = {"", " own", " intermediate", " trusted"};
    zimport_peer peer = {.host = host, .port = 443, .deadline = ZIMPORT_NEVER};
    char name[40];
    zimport_text blamed = {.data = name, .capacity = sizeof name};
    uint64_t wake = ZIMPORT_NEVER;
    zimport_trust_memory trust;
    zimport_tls tls;
    zimport_status status = zimport_trust_memory_init(&trust, roots->data, roots->size);
    int32_t detail = 0;

    peer.address = strspn(host, "0123456789.") == strlen(host) || strchr(host, ':') != NULL;
    name[0] = '\0';
    lower->at = 0;
    lower->heard = false;
    if (status == ZIMPORT_OK) {
        zimport_tls_init(&tls, &lower->base, &platform, &trust.base, ZIMPORT_TLS_1_2);
        tls.floor = 0;
        tls.blamed = &blamed;
        status = tls.base.api->open(&tls.base, &peer, 0, &wake);
        detail = tls.base.detail > 0 ? tls.base.detail : 0;
        if (status == ZIMPORT_WANT_READ && lower->at != lower->script.size) {
            status = ZIMPORT_TLS_FAILED;
        }
        tls.base.api->close(&tls.base);
    }
    (void)snprintf(said, room, "%s%s", word_of(status), status == ZIMPORT_WANT_READ ? "" : places[detail & 3]);
    if (status != ZIMPORT_WANT_READ && blamed.size > 0) {
        (void)snprintf(said + strlen(said), room - strlen(said), " %.*s:", (int)blamed.size, name);
    }
    if (*zimport_tls_cause(detail) != '\0' && status != ZIMPORT_TLS_LIMIT) {
        (void)snprintf(said + strlen(said), room - strlen(said), " %s", zimport_tls_cause(detail));
    }
}

/* With memory for n allocations. */
static bool starve(wire *lower, const bytes *roots, const char *host, const char *verdict, long step, char *said,
                   size_t room) {
    bool enough = false;
    bool good = true;

    for (supply = 0; !enough && good; supply += step) {
        judge(lower, roots, host, said, room);
        enough = until_failure >= 0;
        until_failure = -1;
        good = taken == 0 && (strcmp(said, verdict) == 0 || strncmp(said, "memory", 6) == 0 ||
                              (strcmp(verdict, "ok") != 0 && strncmp(said, verdict, strcspn(verdict, " ")) == 0));
    }
    supply = -1;
    return good;
}

static void run(char **fields, long step) {
    static wire lower;
    static bytes roots;
    static bytes der;
    static const zimport_transport_api api = {wire_open, wire_read, wire_write, wire_close, NULL};
    char said[200];
    char verdict[200];
    bool good;

    lower.base.api = &api;
    write_script(&lower.script, fields[1]);
    roots.size = 0;
    for (char *word = strtok(fields[2], " "); word != NULL; word = strtok(NULL, " ")) {
        (void)read_certificate(&der, word);
        put(&roots, der.data, der.size);
    }
    the_time = (int64_t)time(NULL) + strtol(fields[4], NULL, 10) * 86400 + 60;
    judge(&lower, &roots, fields[3], said, sizeof said);
    good = strncmp(said, fields[5], strlen(fields[5])) == 0 && (strcmp(fields[5], "ok") != 0 || said[2] == '\0');
    if (good && step > 0) {
        (void)strcpy(verdict, said);
        good = starve(&lower, &roots, fields[3], verdict, step, said, sizeof said);
    }
    if (good) {
        (void)printf("ok %s\n", fields[0]);
    } else {
        (void)printf("not ok %s: %s, not %s\n", fields[0], said, fields[5]);
    }
    (void)fflush(stdout);
}

int main(int count, char **arguments) {
    char line[1000];
    long step = count == 3 && strcmp(arguments[1], "--memory") == 0 ? strtol(arguments[2], NULL, 10) : 0;

    zimport_tls_set_allocator(take, give);
    while (fgets(line, sizeof line, stdin) != NULL) {
        char *fields[FIELDS];
        char *at = line;
        line[strcspn(line, "\n")] = '\0';
        for (int i = 0; i < FIELDS; i++) {
            fields[i] = at;
            at += strcspn(at, "~");
            if (i + 1 < FIELDS && *at == '\0') {
                give_up("too few columns", fields[0]);
            }
            if (*at != '\0') {
                *at++ = '\0';
            }
        }
        run(fields, step);
    }
    return 0;
}
