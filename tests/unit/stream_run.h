/* SPDX-License-Identifier: Apache-2.0 */
/* What goes through an open connection and is checked, for the tests of the ports. The world that includes it has a
 * client, whose connection is client.tcp, and stream_read, _write and _round. */
#ifndef ZIMPORT_TESTS_STREAM_RUN_H
#define ZIMPORT_TESTS_STREAM_RUN_H

#include "check.h"

#include <string.h>

#include "zimport/port.h"

/* One read or write of the connection under test: at least one byte if it says so. */
zimport_status stream_read(void *into, size_t capacity, size_t *size);
zimport_status stream_write(const void *from, size_t size, size_t *written);
/* Lets the network go on, for a connection that wants to read or write. */
void stream_round(zimport_status want);

/* The n-th byte that either side sends. */
static inline unsigned char stream_byte(size_t n) {
    return (unsigned char)(n * 7 + (n >> 8) * 13 + (n >> 16));
}

/* A piece of what comes next, checked. */
static inline zimport_status read_some(void *memory, size_t piece, size_t *total) {
    const unsigned char *bytes = memory;
    size_t size;
    zimport_status status = stream_read(memory, piece, &size);
    for (size_t i = 0; i < size; i++) {
        assert_int_equal(bytes[i], stream_byte(*total + i));
    }
    *total += size;
    return status;
}

/* Some of the bytes up to `end`. */
static inline zimport_status write_some(size_t *sent, size_t end) {
    unsigned char bytes[8000];
    size_t size = end - *sent < sizeof bytes ? end - *sent : sizeof bytes;
    size_t written = 0;
    zimport_status status;
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = stream_byte(*sent + i);
    }
    status = stream_write(bytes, size, &written);
    /* The caller uses its window again at once. */
    memset(bytes, 0, sizeof bytes);
    *sent += status == ZIMPORT_OK ? written : 0;
    return status;
}

/* Returns what ended it. */
static inline zimport_status read_all(size_t piece, size_t *total) {
    static unsigned char bytes[70000];
    zimport_status status;
    assert_true(piece <= sizeof bytes);
    do {
        status = read_some(bytes, piece, total);
    } while (status == ZIMPORT_OK);
    return status;
}

static inline zimport_status read_to_end(size_t piece, size_t *total) {
    zimport_status status;
    while ((status = read_all(piece, total)) == ZIMPORT_WANT_READ) {
        stream_round(status);
    }
    return status;
}

static inline zimport_status write_all(size_t from, size_t size) {
    zimport_status status = ZIMPORT_OK;
    for (size_t sent = from; sent < from + size && (status == ZIMPORT_OK || status == ZIMPORT_WANT_WRITE);) {
        status = write_some(&sent, from + size);
        if (status != ZIMPORT_OK) {
            stream_round(status);
        }
    }
    return status;
}

#define assert_state(status_, expected_, stage_, detail_) \
    do { \
        assert_int_equal((status_), (expected_)); \
        assert_int_equal(client.tcp.base.stage, (stage_)); \
        assert_int_equal(client.tcp.base.detail, (detail_)); \
    } while (0)

#endif
