/* SPDX-License-Identifier: Apache-2.0 */
/* Events come in order; what is read, written again and read again is the same. */
#include "fuzz.h"

#include "port/mbedtls/base/pem.h"

enum { BYTES_MAX = 1 << 16 };

struct blocks {
    char label[24]; /* of the last one */
    size_t label_size;
    uint8_t bytes[BYTES_MAX];
    size_t size;
    size_t from; /* of the block at hand */
    bool open;
    bool ended; /* the last one well */
};

static void take(struct blocks *blocks, const zimport_pem *pem, zimport_pem_event event) {
    switch (event) {
    case ZIMPORT_PEM_BEGIN:
        REQUIRE(!blocks->open && pem->label_size <= sizeof blocks->label);
        REQUIRE(pem->every || (pem->label_size == 11 && memcmp(pem->label, "CERTIFICATE", 11) == 0));
        REQUIRE(memchr(pem->label, '-', pem->label_size) == NULL && memchr(pem->label, '\n', pem->label_size) == NULL);
        memcpy(blocks->label, pem->label, pem->label_size);
        blocks->label_size = pem->label_size;
        blocks->from = blocks->size;
        blocks->open = true;
        break;
    case ZIMPORT_PEM_BYTE:
        REQUIRE(blocks->open && blocks->size < BYTES_MAX);
        blocks->bytes[blocks->size++] = pem->byte;
        break;
    case ZIMPORT_PEM_END:
    case ZIMPORT_PEM_BAD:
        REQUIRE(blocks->open);
        blocks->ended = event == ZIMPORT_PEM_END;
        blocks->open = false;
        break;
    default:
        break;
    }
}

static void feed(struct blocks *blocks, zimport_pem *pem, const char *text, size_t size) {
    for (size_t i = 0; i < size; i++) {
        take(blocks, pem, zimport_pem_feed(pem, text[i]));
    }
}

static size_t write_block(const struct blocks *from, char *text, uint32_t *seed) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const uint8_t *bytes = from->bytes + from->from;
    size_t left = from->size - from->from;
    int label = (int)from->label_size;
    size_t size = (size_t)sprintf(text, "-----BEGIN %.*s-----\n", label, from->label);

    for (; left > 0; bytes += 3) {
        uint32_t group =
            (uint32_t)bytes[0] << 16 | (left > 1 ? (uint32_t)bytes[1] << 8 : 0) | (left > 2 ? bytes[2] : 0);
        text[size++] = digits[group >> 18];
        text[size++] = digits[group >> 12 & 63];
        text[size++] = left > 1 ? digits[group >> 6 & 63] : '=';
        text[size++] = left > 2 ? digits[group & 63] : '=';
        left -= left > 3 ? 3 : left;
        if (scramble(seed) % 16 == 0) {
            text[size++] = '\n';
        }
    }
    size += (size_t)sprintf(text + size, "-----END %.*s-----\n", label, from->label);
    return size;
}

static void check_again(const struct blocks *whole, uint32_t seed) {
    static char text[3 * BYTES_MAX + 200];
    static struct blocks again;
    zimport_pem pem = {.every = true};

    if (!whole->ended || memchr(whole->label, '\0', whole->label_size) != NULL) {
        return;
    }
    memset(&again, 0, sizeof again);
    feed(&again, &pem, text, write_block(whole, text, &seed));
    REQUIRE(again.ended && !again.open && again.label_size == whole->label_size);
    REQUIRE(memcmp(again.label, whole->label, whole->label_size) == 0);
    REQUIRE(again.size == whole->size - whole->from);
    REQUIRE(memcmp(again.bytes, whole->bytes + whole->from, again.size) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char good[] = "\n-----BEGIN CERTIFICATE-----\nYWJj\n-----END CERTIFICATE-----\n";
    static struct blocks blocks;
    zimport_view input = {(const char *)data, size};
    uint32_t seed = take_seed(&input);
    zimport_pem pem = {.every = seed % 2 == 0};

    if (input.size > BYTES_MAX) {
        return 0;
    }
    memset(&blocks, 0, sizeof blocks);
    feed(&blocks, &pem, input.data, input.size);
    REQUIRE(blocks.size <= input.size / 4 * 3 + 2);
    check_again(&blocks, seed);

    /* Whatever came before, a good one is found. */
    blocks.ended = false;
    feed(&blocks, &pem, good, sizeof good - 1);
    REQUIRE(blocks.ended && blocks.size >= 3 && memcmp(blocks.bytes + blocks.size - 3, "abc", 3) == 0);
    return 0;
}
