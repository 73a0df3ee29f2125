/* SPDX-License-Identifier: Apache-2.0 */
/* What is kept of values, by induction: from every state that `possible` allows, each call of the scanner leads to one
 * that it allows, in the order in which the scanner calls. So texts of every length are proved, fed in any pieces. MOST
 * bytes of memory have room for some members; shapes have as many levels as json.h says. */
#include "prove.h"

#include "json_keeper.h"

static enum phase step(zimport_json_scanner *s, enum phase phase) {
    char bytes[2];

    switch (phase) {
    case IN_KEY:
    case IN_SCALAR:
        if (nondet_bool()) {
            zimport_keeper_bytes(s, bytes, up_to(sizeof bytes));
            keeper_character(s);
            return phase;
        }
        if (phase == IN_KEY) {
            zimport_keeper_key_end(s);
            return AFTER_KEY;
        }
        (void)zimport_keeper_scalar_end(s);
        return BETWEEN;
    case AFTER_KEY:
        break;
    default:
        s->member = NULL;
        if (s->depth > 0 && nondet_bool()) {
            zimport_keeper_key_begin(s);
            return IN_KEY;
        }
        if (s->depth > 0 && nondet_bool()) {
            (void)zimport_keeper_close(s);
            return BETWEEN;
        }
    }
    if (nondet_bool()) {
        zimport_keeper_scalar_begin(s, nondet_bool() ? ZIMPORT_JSON_STRING : ZIMPORT_JSON_NUMBER);
        return IN_SCALAR;
    }
    (void)zimport_keeper_open(s, nondet_bool());
    return BETWEEN;
}

void proof(void) {
    char memory[MOST];
    enum phase phase = nondet_byte() % 4U;
    zimport_json_scanner s;

    havoc(&s, sizeof s);
    s.memory = memory;
    s.sink = sink;
    s.member = nondet_bool() ? &shape.keys[nondet_bool()] : NULL;
    s.shapes[0] = s.shapes[1] = s.shapes[2] = s.shapes[3] = &shape;
    zimport_json_keep_members(&s);
    ASSUME(possible(&s, phase) && s.entered <= s.depth && s.entered < (s.element ? 5 : 4));
    ASSERT(possible(&s, step(&s, phase)));
}
