/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Certificates in PEM text.
 *
 *     LINE --boundary--> BODY --"-"--> FOOT --boundary--> REST
 *      '--other--> REST --newline--> LINE
 *
 * Anything wrong in BODY or FOOT is ZIMPORT_PEM_BAD and leads to REST, or to LINE where it may be the next boundary.
 */
#include "pem.h"

enum { LINE, REST, BODY, FOOT };

static const char begin[] = "-----BEGIN CERTIFICATE-----";
static const char end[] = "-----END CERTIFICATE-----";

static zimport_pem_event leave(zimport_pem *pem, zimport_pem_event event, char c) {
    pem->state = c == '\n' ? LINE : REST;
    pem->matched = 0;
    return event;
}

static zimport_pem_event line(zimport_pem *pem, char c) {
    if (c != begin[pem->matched]) {
        return leave(pem, ZIMPORT_PEM_NOTHING, c);
    }
    if (++pem->matched < sizeof begin - 1) {
        return ZIMPORT_PEM_NOTHING;
    }
    pem->state = BODY;
    pem->matched = 0;
    pem->bits = 0;
    pem->sextets = 0;
    pem->padding = 0;
    pem->buffer = 0;
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

/* `=` is the last or the last two of a group of four, after bits that are all 0. */
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
        /* In the middle of a group: the end is missing, but this may be where the next certificate begins. */
        pem->state = pem->sextets == 0 ? FOOT : LINE;
        pem->matched = 1;
        return pem->state == FOOT ? ZIMPORT_PEM_NOTHING : ZIMPORT_PEM_BAD;
    }
    return leave(pem, ZIMPORT_PEM_BAD, c);
}

static zimport_pem_event foot(zimport_pem *pem, char c) {
    if (c == begin[pem->matched] && c != end[pem->matched]) {
        pem->state = LINE; /* a new certificate where the end of this one was due */
        pem->matched++;
        return ZIMPORT_PEM_BAD;
    }
    if (c != end[pem->matched]) {
        return leave(pem, ZIMPORT_PEM_BAD, c);
    }
    if (++pem->matched < sizeof end - 1) {
        return ZIMPORT_PEM_NOTHING;
    }
    return leave(pem, ZIMPORT_PEM_END, c);
}

zimport_pem_event zimport_pem_feed(zimport_pem *pem, char c) {
    switch (pem->state) {
    case LINE:
        return line(pem, c);
    case BODY:
        return body(pem, c);
    case FOOT:
        return foot(pem, c);
    default:
        pem->state = c == '\n' ? LINE : REST;
        return ZIMPORT_PEM_NOTHING;
    }
}
