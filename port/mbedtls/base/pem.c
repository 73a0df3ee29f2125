/* SPDX-License-Identifier: Apache-2.0 */
/*
 * PEM text.
 *
 *     LINE --"-----BEGIN "--> LABEL --"-----"--> BODY --"-"--> FOOT --boundary--> REST
 *      '--other--> REST --newline--> LINE
 *
 * An error in BODY or FOOT is ZIMPORT_PEM_BAD and leads to REST, or to LINE where the next boundary may begin.
 */
#include "pem.h"

#include <string.h>

enum { LINE, LABEL, REST, BODY, FOOT };

static const char begin[] = "-----BEGIN ";
static const char end[] = "-----END ";
static const char certificate[] = "CERTIFICATE";

enum { END_SIZE = sizeof end - 1, DASHES = 5 };

static zimport_pem_event leave(zimport_pem *pem, zimport_pem_event event, char c) {
    pem->state = c == '\n' ? LINE : REST;
    pem->matched = 0;
    return event;
}

static zimport_pem_event line(zimport_pem *pem, char c) {
    if (c != begin[pem->matched]) {
        return leave(pem, ZIMPORT_PEM_NOTHING, c);
    }
    if (++pem->matched == sizeof begin - 1) {
        pem->state = LABEL;
        pem->matched = 0;
        pem->label_size = 0;
    }
    return ZIMPORT_PEM_NOTHING;
}

void zimport_pem_begin(zimport_pem *pem) {
    pem->state = BODY;
    pem->matched = 0;
    pem->bits = 0;
    pem->sextets = 0;
    pem->padding = 0;
    pem->buffer = 0;
}

/* RFC 7468 section 3 allows a hyphen inside a label, but no label we accept has one. */
static zimport_pem_event label(zimport_pem *pem, char c) {
    if (c != '-' && pem->matched == 0 && c != '\n' && pem->label_size < sizeof pem->label) {
        pem->label[pem->label_size++] = c;
        return ZIMPORT_PEM_NOTHING;
    }
    if (c != '-') {
        return leave(pem, ZIMPORT_PEM_NOTHING, c);
    }
    if (++pem->matched < DASHES) {
        return ZIMPORT_PEM_NOTHING;
    }
    if (!pem->every &&
        (pem->label_size != sizeof certificate - 1 || memcmp(pem->label, certificate, sizeof certificate - 1) != 0)) {
        return leave(pem, ZIMPORT_PEM_NOTHING, c);
    }
    zimport_pem_begin(pem);
    return ZIMPORT_PEM_BEGIN;
}

static int sextet_of(char c) {
    if (c >= 'A' && c <= 'Z') {
        return c - 'A';
    }
    if (c >= 'a' && c <= 'z') {
        return c - 'a' + 26;
    }
    if (c >= '0' && c <= '9') {
        return c - '0' + 52;
    }
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

static zimport_pem_event sextet(zimport_pem *pem, unsigned value) {
    pem->buffer = (pem->buffer << 6 | value) & 0xFFFFU;
    pem->sextets = (uint8_t)((pem->sextets + 1U) & 3U);
    pem->bits = (uint8_t)(pem->bits + 6U);
    if (pem->bits < 8) {
        return ZIMPORT_PEM_NOTHING;
    }
    pem->bits = (uint8_t)(pem->bits - 8U);
    pem->byte = (uint8_t)(pem->buffer >> pem->bits);
    return ZIMPORT_PEM_BYTE;
}

/* `=` fills the last one or two places of a group of four; the unused bits before it are 0. */
static zimport_pem_event pad(zimport_pem *pem) {
    if (pem->sextets < 2 || (pem->buffer & ((1U << pem->bits) - 1U)) != 0) {
        return leave(pem, ZIMPORT_PEM_BAD, '=');
    }
    pem->padding = 1;
    pem->sextets = (uint8_t)((pem->sextets + 1U) & 3U);
    return ZIMPORT_PEM_NOTHING;
}

static zimport_pem_event body(zimport_pem *pem, char c) {
    int value = sextet_of(c);

    if (value >= 0 && pem->padding == 0) {
        return sextet(pem, (unsigned)value);
    }
    if (c == '\n' || c == '\r' || c == ' ' || c == '\t') {
        return ZIMPORT_PEM_NOTHING;
    }
    if (c == '=') {
        return pad(pem);
    }
    if (c == '-') {
        /* This block is cut off, but the next one may begin here. */
        pem->state = pem->sextets == 0 ? FOOT : LINE;
        pem->matched = 1;
        return pem->state == FOOT ? ZIMPORT_PEM_NOTHING : ZIMPORT_PEM_BAD;
    }
    return leave(pem, ZIMPORT_PEM_BAD, c);
}

static char due(const zimport_pem *pem) {
    unsigned at = pem->matched;

    if (at < END_SIZE) {
        return end[at];
    }
    return at - END_SIZE < pem->label_size ? pem->label[at - END_SIZE] : '-';
}

static zimport_pem_event foot(zimport_pem *pem, char c) {
    if (pem->matched == DASHES && c == begin[DASHES]) {
        pem->state = LINE; /* a new block where this one should have ended */
        pem->matched++;
        return ZIMPORT_PEM_BAD;
    }
    if (c != due(pem)) {
        return leave(pem, ZIMPORT_PEM_BAD, c);
    }
    if (++pem->matched < END_SIZE + pem->label_size + DASHES) {
        return ZIMPORT_PEM_NOTHING;
    }
    return leave(pem, ZIMPORT_PEM_END, c);
}

zimport_pem_event zimport_pem_feed(zimport_pem *pem, char c) {
    switch (pem->state) {
    case LINE:
        return line(pem, c);
    case LABEL:
        return label(pem, c);
    case BODY:
        return body(pem, c);
    case FOOT:
        return foot(pem, c);
    default:
        pem->state = c == '\n' ? LINE : REST;
        return ZIMPORT_PEM_NOTHING;
    }
}
