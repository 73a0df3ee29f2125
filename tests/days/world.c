/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "days.h"

/* splitmix64 */
uint32_t below(uint64_t *chance, uint32_t end) {
    uint64_t mixed = *chance += UINT64_C(0x9E3779B97F4A7C15);

    mixed = (mixed ^ mixed >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    mixed = (mixed ^ mixed >> 27) * UINT64_C(0x94D049BB133111EB);
    return (uint32_t)((mixed >> 32) % end);
}

bool once_in(uint64_t *chance, uint32_t times) {
    return below(chance, times) == 0;
}

void world_draw(uint64_t *chance, uint64_t now, unsigned number, struct thing *thing) {
    static const zimport_state ends[] = {ZIMPORT_COMPLETED, ZIMPORT_COMPLETED, ZIMPORT_COMPLETED,  ZIMPORT_FAILED,
                                         ZIMPORT_FAILED,    ZIMPORT_CANCELLED, ZIMPORT_UNCOMMITTED};
    uint64_t longest = once_in(chance, 4) ? 20000000 : 2000000; /* up to half an hour, sometimes hours */

    memset(thing, 0, sizeof *thing);
    snprintf(thing->id, sizeof thing->id, "job-%08x-%08x", number, below(chance, UINT32_MAX));
    thing->works = now + below(chance, once_in(chance, 3) ? 1 : 600000);
    thing->ends = thing->works + 1 + below(chance, (uint32_t)longest);
    thing->rows = below(chance, 1000000000);
    thing->end = ends[below(chance, sizeof ends / sizeof ends[0])];
}

/* v1 has neither a state nor these ends: it completes, or gives a reason. */
static zimport_state end_in(const zimport_dialect *dialect, zimport_state end) {
    return dialect->states != NULL || end == ZIMPORT_FAILED ? end : ZIMPORT_COMPLETED;
}

static void settle(const zimport_dialect *dialect, const struct thing *thing, uint64_t now, struct said *said) {
    int32_t step = dialect->fraction ? 1 : 100;
    uint64_t part = 0;

    said->state = dialect->states != NULL ? ZIMPORT_PENDING : ZIMPORT_IMPORTING;
    said->percent = 0;
    if (now >= thing->ends) {
        said->state = end_in(dialect, thing->end);
        part = said->state == ZIMPORT_COMPLETED || said->state == ZIMPORT_UNCOMMITTED ? 10000 : thing->rows % 9999;
    } else if (now >= thing->works) {
        said->state = ZIMPORT_IMPORTING;
        part = 9999 * (now - thing->works) / (thing->ends - thing->works);
    }
    said->percent = (int32_t)part / step * step;
    said->imported = thing->rows / 10000 * (uint64_t)said->percent;
    said->reason = said->state == ZIMPORT_FAILED;
}

const char *world_phase(const struct said *said) {
    static const struct {
        int32_t from;
        const char *name;
    } phases[] = {{9900, "committing"}, {8000, "indexing"}, {7000, "sorting"}, {4000, "importing"}, {1000, "reading"}};

    if (said->state != ZIMPORT_PENDING && said->state != ZIMPORT_IMPORTING) {
        return NULL;
    }
    for (size_t i = 0; i < sizeof phases / sizeof phases[0]; i++) {
        if (said->percent >= phases[i].from) {
            return phases[i].name;
        }
    }
    return "queued";
}

static size_t add(char *memory, size_t at, const char *format, const char *text, unsigned long long number) {
    int size = snprintf(memory + at, BODY_MOST - at, format, text, number);

    return at + (size_t)size;
}

/* Numbers in hundredths, as a fraction of one: without the machine's floating point. */
static size_t add_fraction(char *memory, size_t at, int32_t percent) {
    char digits[8];

    snprintf(digits, sizeof digits, "%05d", (int)percent);
    return at + (size_t)snprintf(memory + at, BODY_MOST - at, ",\"readyPercentage\":%.1s.%s", digits, digits + 1);
}

size_t world_body(const zimport_dialect *dialect, const struct thing *thing, uint64_t now, uint32_t files, char *memory,
                  struct said *said) {
    size_t at = 0;

    settle(dialect, thing, now, said);
    said->files = files;
    at = add(memory, at, "{%s\"code\":%llu,\"data\":{\"collectionName\":\"days\"", "", dialect->fraction ? 200 : 0);
    at = add(memory, at, ",\"jobId\":\"%s\",\"fileSize\":%llu", thing->id, now);
    if (dialect->fraction) {
        at = add_fraction(memory, at, said->percent);
        at = add(memory, at, said->reason ? ",\"errorMessage\":\"row %s\"" : ",\"errorMessage\":null", thing->id, 0);
    } else {
        at = add(memory, at, ",\"state\":\"%s\",\"progress\":%llu", zimport_state_name(said->state),
                 (unsigned long long)said->percent / 100);
        at = add(memory, at, said->reason ? ",\"reason\":\"row %s\"" : ",\"reason\":\"\"", thing->id, 0);
        at = add(memory, at, ",%s\"importedRows\":%llu", "", said->imported);
    }
    at = add(memory, at, ",\"details\":[%s", "", 0);
    for (uint32_t i = 0; i < files; i++) {
        at = add(memory, at, "%s{\"fileName\":\"f\",\"fileSize\":%llu}", i > 0 ? "," : "", i + 1U);
    }
    return add(memory, at, "]}}%s", "", 0);
}
