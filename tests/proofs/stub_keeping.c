/* SPDX-License-Identifier: Apache-2.0 */
/* What json_keeper.c has in addition: the states that there can be, and stubs of what the keeper calls. */
#include "prove.h"

#include "base/views.h"
#include "json_keeper.h"
#include "json/escapes.h"

bool zimport_views_are(const char *bytes, size_t size, const char *text, unsigned fold) {
    ASSERT(size == 0 || READABLE(bytes, size));
    return nondet_bool();
}

size_t zimport_escapes_resolve(char *text, size_t size) {
    ASSERT(size == 0 || WRITABLE(text, size));
    return up_to(size);
}

zimport_status sink(void *context, const zimport_json_value *value) {
    ASSERT(value->size == 0 || WRITABLE(value->data, value->size));
    return nondet_bool() ? ZIMPORT_OK : ZIMPORT_NO_ROOM;
}

static const zimport_json_key keys[] = {{"id", NULL, 1, false}, {"list", NULL, 2, true}};
const zimport_json_shape shape = {keys, 2};

bool possible(const zimport_json_scanner *s, enum phase phase) {
    if (s->capacity != MOST || s->size > MOST || (s->element && (s->size < 1 || s->size == MOST || s->entered < 1))) {
        return false;
    }
    switch (phase) {
    case IN_KEY:
        return s->mark <= s->size && s->limit == MOST - KEEPER_TAIL && (s->cut || s->size <= s->limit) &&
               (!s->element || (s->mark >= 1 && s->mark < MOST)) &&
               (!s->keeping || (s->depth == s->entered && s->depth > 0));
    case AFTER_KEY:
        return s->member == NULL || !s->cut;
    case IN_SCALAR:
        return !s->keeping || (s->member != NULL && s->safe <= s->size && s->size <= s->limit &&
                               s->limit <= (s->element ? MOST - KEEPER_TAIL : MOST) &&
                               (!s->element || (s->mark >= 1 && s->mark <= s->safe)));
    default:
        return true;
    }
}
