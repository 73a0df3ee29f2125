/* SPDX-License-Identifier: Apache-2.0 */
/* For the one program that includes it; no I/O here. */
#ifndef FAULTY_H
#define FAULTY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum action { PASS, REFUSE, DELAY, TRICKLE, TRUNCATE, CORRUPT, CUT, RESET, STALL, ACTIONS };

struct plan {
    enum action action;
    bool of_client;
    bool in_record;
    unsigned long record;
    unsigned long bytes; /* of the place, or at a time */
    unsigned long ms;
    const char *text;
};

enum { PIECE = 4096, RECORD_HEAD = 5, ALERT = 21, DATA = 23, SEALED_ALERT = 19, PADDED_ALERT = 32 };

/* In bytes and in TLS records; without TLS the latter mean nothing. */
struct place {
    unsigned long passed;
    unsigned long record;
    unsigned long within; /* bytes of this record, its head included */
    unsigned char head[RECORD_HEAD];
};

/* What was read and is to be written, and how far the stream has come. */
struct way {
    unsigned char data[PIECE + RECORD_HEAD];
    size_t size;
    size_t sent;
    long long due;
    bool ended;
    bool shut;
    bool counted; /* the plan's place is in this direction */
    bool hit;     /* a byte was harmed; whoever notes it clears this */
    bool there;   /* nothing is passed behind the place of the fault */
    struct place place;
};

static bool read_number(const char **text, char end, unsigned long *number) {
    char *rest;

    if (**text < '0' || **text > '9') {
        return false;
    }
    *number = strtoul(*text, &rest, 10);
    *text = rest + (*rest == end && end != '\0');
    return *rest == end;
}

static bool read_side(const char **text, bool *of_client) {
    *of_client = strncmp(*text, "client:", 7) == 0;
    if (!*of_client && strncmp(*text, "server:", 7) != 0) {
        return false;
    }
    *text += 7;
    return true;
}

static bool read_place(const char *text, struct plan *plan) {
    plan->in_record = strchr(text, '+') != NULL;
    return (!plan->in_record || read_number(&text, '+', &plan->record)) && read_number(&text, '\0', &plan->bytes);
}

static bool read_name(const char **text, enum action *action) {
    static const char *const names[ACTIONS] = {"pass",    "refuse", "delay", "trickle", "truncate",
                                               "corrupt", "cut",    "reset", "stall"};
    size_t size = strcspn(*text, ":");
    int i;

    for (i = 0; i < ACTIONS; i++) {
        if (strlen(names[i]) == size && strncmp(*text, names[i], size) == 0) {
            *action = (enum action)i;
            *text += size + ((*text)[size] == ':');
            return true;
        }
    }
    return false;
}

/* False: not a plan. The text has to stay. */
static bool read_plan(const char *text, struct plan *plan) {
    plan->text = text;
    if (!read_name(&text, &plan->action)) {
        return false;
    }
    switch (plan->action) {
    case PASS:
    case REFUSE:
    case TRUNCATE:
        return *text == '\0';
    case DELAY:
        return read_number(&text, '\0', &plan->ms);
    case TRICKLE:
        return read_side(&text, &plan->of_client) && read_number(&text, ':', &plan->bytes) && plan->bytes > 0 &&
               read_number(&text, '\0', &plan->ms);
    default:
        return read_side(&text, &plan->of_client) && read_place(text, plan);
    }
}

/* Of the next byte. */
static bool is_place(const struct plan *plan, const struct place *place) {
    return plan->in_record ? place->record == plan->record && place->within == plan->bytes
                           : place->passed == plan->bytes;
}

static void count_byte(struct place *place, unsigned char byte) {
    place->passed++;
    if (place->within < RECORD_HEAD) {
        place->head[place->within] = byte;
    }
    place->within++;
    if (place->within >= RECORD_HEAD && place->within - RECORD_HEAD == place->head[3] * 256UL + place->head[4]) {
        place->record++;
        place->within = 0;
    }
}

/* By its length in TLS 1.3, which hides its type: two bytes sealed, with mbedTLS's padding or none. */
static bool is_alert(const unsigned char *head) {
    return head[0] == ALERT ||
           (head[0] == DATA && head[3] == 0 && (head[4] == SEALED_ALERT || head[4] == PADDED_ALERT));
}

/* Holds a record's head back until it is whole: an alert is the end. */
static void pass_unless_alert(struct way *way, unsigned char byte) {
    unsigned long at = way->place.within;

    count_byte(&way->place, byte);
    if (at >= RECORD_HEAD) {
        way->data[way->size++] = byte;
    } else if (at == RECORD_HEAD - 1 && is_alert(way->place.head)) {
        way->there = true;
    } else if (at == RECORD_HEAD - 1) {
        memcpy(way->data + way->size, way->place.head, RECORD_HEAD);
        way->size += RECORD_HEAD;
    }
}

static bool is_end(const struct plan *plan, const struct way *way) {
    return way->counted && plan->action >= CUT && is_place(plan, &way->place);
}

/* Up to PIECE bytes; `data` was empty, and gets what is to be passed on. */
static void take(const struct plan *plan, struct way *way, const unsigned char *bytes, size_t size) {
    size_t i;

    for (i = 0; i < size && !way->there; i++) {
        if (way->counted && plan->action == TRUNCATE) {
            pass_unless_alert(way, bytes[i]);
            continue;
        }
        way->data[way->size] = bytes[i];
        if (way->counted && plan->action == CORRUPT && is_place(plan, &way->place)) {
            way->data[way->size] ^= 0x80;
            way->hit = true;
        }
        way->size++;
        count_byte(&way->place, bytes[i]);
        way->there = is_end(plan, way);
    }
}

#endif
