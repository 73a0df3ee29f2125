/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "cli/run/listing.h"

/* A list that never ends must not take all memory. */
#define KNOWN_MOST ((size_t)1 << 21)

typedef struct mark {
    uint64_t id;   /* hash of the id; 0: free */
    uint64_t line; /* of all that is shown; the last byte is the number of the last round that had it */
} mark;

static struct {
    mark now; /* of the line at hand */
    mark *slots;
    size_t room; /* a power of 2 */
    size_t used;
    size_t have; /* bytes of `now` */
    bool news;
    bool failed;
    uint8_t round;
} known;

static uint64_t hash_view(uint64_t hash, zimport_view text) {
    return hash_bytes(hash, text.data, text.size);
}

void known_mark(out *to, const zimport_listed *job) {
    mark m = {.id = hash_view(HASH_START, job->id)};

    m.line = m.id + job->state + ((uint64_t)(uint32_t)job->percent << 8);
    m.line = hash_view(hash_view(m.line, job->collection), job->reason);
    /* Jobs without an id are told apart by the rest. */
    m.id = (job->id.size > 0 ? m.id : m.line) | 1;
    out_bytes(to, (const char *)&m, sizeof m);
}

static mark *find(uint64_t id) {
    size_t at = (size_t)(id >> 1);

    while (known.slots[at & (known.room - 1)].id != 0 && known.slots[at & (known.room - 1)].id != id) {
        at++;
    }
    return &known.slots[at & (known.room - 1)];
}

/* Rounds ago, which it was last in a list. */
static unsigned age(const mark *m) {
    return (uint8_t)(known.round - m->line);
}

/* Leaves out those that are gone. */
static bool rebuild(size_t room) {
    mark *old = known.slots;
    size_t count = known.room;
    mark *slots = room <= KNOWN_MOST ? calloc(room, sizeof *slots) : NULL;

    if (!slots) {
        return false;
    }
    known.slots = slots;
    known.room = room;
    known.used = 0;
    for (size_t i = 0; i < count; i++) {
        if (old[i].id != 0 && age(&old[i]) < 2) {
            *find(old[i].id) = old[i];
            known.used++;
        }
    }
    free(old);
    return true;
}

static bool is_full(void) {
    return 4 * known.used >= 3 * known.room;
}

static bool look(void) {
    mark *before;
    mark *now = &known.now;

    if (is_full() && !(rebuild(known.room > 0 ? known.room : 64) && (!is_full() || rebuild(2 * known.room)))) {
        return false;
    }
    before = find(now->id);
    now->line = (now->line & ~(uint64_t)UINT8_MAX) | known.round;
    known.news = before->id == 0 || (age(before) > 0 && (before->line ^ now->line) > UINT8_MAX);
    known.used += before->id == 0;
    if (before->id == 0 || age(before) > 0) {
        *before = *now;
    }
    return true;
}

static bool take(void *context, const char *data, size_t size) {
    for (; size > 0 && !known.failed; size--, data++) {
        if (known.have < sizeof known.now) {
            ((char *)&known.now)[known.have++] = *data;
            known.failed = known.have == sizeof known.now && !look();
        } else if (*data == '\0') {
            known.have = 0;
        } else if (known.news) {
            out_byte(context, *data);
        }
    }
    return !known.failed;
}

bool known_copy(spool *from, out *to) {
    known.have = 0;
    spool_each(from, take, to);
    return !known.failed;
}

void known_end_round(void) {
    known.round++;
}
