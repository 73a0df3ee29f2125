/* SPDX-License-Identifier: Apache-2.0 */
/* Chooses what a job id says. Other files rely on some of it, as noted there. */
#include <string.h>

#include "soak.h"

const char *const kind_names[KINDS] = {
    "good reply",    "refusal",  "unusable reply", "garbage",       "ended",           "reset",
    "ended orderly", "TLS cut",  "stalled",        "dripping",      "handshake ended", "port refused",
    "port deaf",     "no trust", "other name",     "unasked bytes", "abandoned",
};

/* splitmix64 */
uint64_t chance_next(uint64_t *state) {
    uint64_t mixed = *state += UINT64_C(0x9E3779B97F4A7C15);

    mixed = (mixed ^ mixed >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    mixed = (mixed ^ mixed >> 27) * UINT64_C(0x94D049BB133111EB);
    return mixed ^ mixed >> 31;
}

uint32_t chance_below(uint64_t *state, uint32_t end) {
    return (uint32_t)((chance_next(state) >> 32) % end);
}

bool chance_of(uint64_t *state, uint32_t in_thousand) {
    return chance_below(state, 1000) < in_thousand;
}

static const struct {
    const char *name;
    size_t place;
} words[] = {
    {"p", offsetof(struct step, done)},          {"failed", offsetof(struct step, failed)},
    {"rows", offsetof(struct step, rows)},       {"pretty", offsetof(struct step, pretty)},
    {"other", offsetof(struct step, other)},     {"code", offsetof(struct step, code)},
    {"http", offsetof(struct step, http)},       {"after", offsetof(struct step, after)},
    {"date", offsetof(struct step, date)},       {"control", offsetof(struct step, control)},
    {"early", offsetof(struct step, early)},     {"chunked", offsetof(struct step, chunked)},
    {"until", offsetof(struct step, until)},     {"say", offsetof(struct step, say)},
    {"interim", offsetof(struct step, interim)}, {"bye", offsetof(struct step, bye)},
    {"rude", offsetof(struct step, rude)},       {"idle", offsetof(struct step, idle)},
    {"late", offsetof(struct step, late)},       {"extra", offsetof(struct step, extra)},
    {"slow", offsetof(struct step, slow)},       {"fin", offsetof(struct step, fin)},
    {"rst", offsetof(struct step, rst)},         {"stall", offsetof(struct step, stall)},
    {"notify", offsetof(struct step, notify)},   {"raw", offsetof(struct step, raw)},
    {"garbage", offsetof(struct step, garbage)}, {"next", offsetof(struct step, next)},
};

static long *place_of(struct step *step, size_t i) {
    return (long *)(void *)((char *)step + words[i].place);
}

static void clear(struct step *step, enum kind kind) {
    size_t i;

    step->kind = kind;
    for (i = 0; i < sizeof words / sizeof words[0]; i++) {
        *place_of(step, i) = -1;
    }
}

static void draw_body(uint64_t *chance, bool last, struct step *step) {
    uint32_t size = chance_below(chance, 1000);

    step->done = last && !chance_of(chance, 100) ? 10000 : (long)chance_below(chance, 10000);
    step->failed = last && (step->done < 10000 || chance_of(chance, 50)) ? 0 : -1;
    step->rows = (long)chance_below(chance, size < 2 ? 3000 : size < 50 ? 60 : 4);
    step->pretty = chance_of(chance, 100) ? 0 : -1;
    step->interim = chance_of(chance, 30) ? 0 : -1;
}

static void draw_framing(uint64_t *chance, struct step *step) {
    uint32_t form = chance_below(chance, 100);

    step->chunked = form < 25 ? 0 : -1;
    step->until = form >= 25 && form < 29 ? 0 : -1;
    step->say = chance_of(chance, 20) ? 0 : -1;
}

/* After a complete reply. Extra bytes are for short ones: both must come together. */
static void draw_ending(uint64_t *chance, struct step *step) {
    uint32_t form = chance_below(chance, 1000);

    step->bye = form < 25 ? 0 : -1;
    step->rude = form >= 25 && form < 50 ? 0 : -1;
    step->idle = form >= 50 && form < 100 ? (long)chance_below(chance, 4) : -1;
    step->late = form >= 130 && form < 140 ? (long)chance_below(chance, 3) : -1;
    step->extra = form >= 100 && form < 115 && step->rows < 50 ? 1 + (long)chance_below(chance, 200) : -1;
    step->slow = form >= 115 && form < 120 && step->rows < 4 ? 20 + (long)chance_below(chance, 100) : -1;
    step->next = form >= 120 && form < 130 ? (long)chance_below(chance, 110) : -1;
    if (step->until >= 0) {
        step->rude = step->extra = step->late = -1; /* they would be part of the body's end */
    }
}

static void keep_open(struct step *step) {
    step->bye = step->rude = step->idle = step->late = step->extra = -1;
}

static void draw_good(uint64_t *chance, bool last, struct step *step) {
    clear(step, GOOD);
    draw_body(chance, last, step);
    draw_framing(chance, step);
    draw_ending(chance, step);
}

static void draw_refusal(uint64_t *chance, bool passing, struct step *step) {
    static const long busy[] = {408, 425, 429, 500, 502, 503, 504, 507, 520, 522, 530, 599};
    static const long others[] = {301, 302, 307, 400, 401, 403, 404, 405, 410, 413, 451, 501, 505, 511, 525, 526};
    static const long codes[] = {40021, 40022, 80001, 80002, 80020, 90144, 12345};

    clear(step, REFUSAL);
    if (passing) {
        step->http = busy[chance_below(chance, sizeof busy / sizeof busy[0])];
        step->after = chance_of(chance, 250) ? (long)chance_below(chance, chance_of(chance, 50) ? 3600 : 40) : -1;
        step->date = step->after < 0 && chance_of(chance, 150) ? 2 + (long)chance_below(chance, 40) : -1;
    } else if (chance_of(chance, 500)) {
        step->http = others[chance_below(chance, sizeof others / sizeof others[0])];
    } else {
        step->code = codes[chance_below(chance, sizeof codes / sizeof codes[0])];
    }
    step->pretty = chance_of(chance, 100) ? 0 : -1;
    draw_framing(chance, step);
    draw_ending(chance, step);
}

static void draw_unusable(uint64_t *chance, struct step *step) {
    uint32_t form = chance_below(chance, 4);
    long at = (long)chance_below(chance, 100000);

    draw_good(chance, false, step);
    step->kind = UNUSABLE;
    if (form == 0) {
        step->other = 0;
    } else if (form == 1) {
        step->control = at;
    } else if (form == 2) {
        step->early = at;
        step->pretty = -1;
    } else {
        clear(step, GARBAGE);
        step->garbage = 1 + at % 3000;
    }
}

static long draw_place(uint64_t *chance) {
    uint32_t form = chance_below(chance, 100);

    return form < 15 ? 0 : (long)chance_below(chance, form < 50 ? 300 : 100000);
}

static void draw_fault(uint64_t *chance, bool tls, struct step *step) {
    static const enum kind kinds[] = {FIN, FIN, RESET, NOTIFIED, RAW};
    long *const places[] = {&step->fin, &step->fin, &step->rst, &step->notify, &step->raw};
    uint32_t form = chance_below(chance, tls ? 5 : 4);
    long place = draw_place(chance);

    if (chance_of(chance, 150)) {
        draw_refusal(chance, chance_of(chance, 500), step);
    } else {
        draw_good(chance, false, step);
    }
    keep_open(step);
    step->slow = step->next = -1;
    step->after = step->after > LONGEST_WAIT ? -1 : step->after;
    step->kind = kinds[form];
    *places[form] = form == 4 && chance_of(chance, 500) ? place % 100 : place;
}

/* What may make a client try again. On a connection that may be gone, nobody could tell whether a step without a reply
 * was taken. */
static void draw_passing(uint64_t *chance, const struct terms *terms, bool doomed, struct step *step) {
    do {
        if (chance_of(chance, 400)) {
            draw_refusal(chance, true, step);
        } else {
            draw_fault(chance, terms->tls, step);
        }
    } while (doomed && fits_silence(step));
}

static void draw_final(uint64_t *chance, const struct terms *terms, bool doomed, struct step *step) {
    uint32_t form = chance_below(chance, 100);

    if (form < 78) {
        draw_good(chance, chance_of(chance, 500), step);
    } else if (form < 84) {
        draw_refusal(chance, false, step);
    } else if (form < 90) {
        draw_unusable(chance, step);
    } else {
        draw_passing(chance, terms, doomed, step);
    }
}

/* False: the id has no more room. */
static bool print_step(struct script *script, const struct step *step) {
    size_t begin = strlen(script->id);
    size_t at = begin + 1;
    char *id = script->id;
    size_t i;

    id[begin] = '_';
    for (i = 0; i < sizeof words / sizeof words[0] && at < sizeof script->id; i++) {
        long number = *place_of((struct step *)(uintptr_t)step, i);
        int size = 0;

        if (number >= 0) {
            size = snprintf(id + at, sizeof script->id - at, number > 0 ? "%s%s%ld" : "%s%s",
                            id[at - 1] == '_' ? "" : "-", words[i].name, number);
        }
        at += (size_t)size;
    }
    if (at >= sizeof script->id) {
        id[begin] = '\0';
        return false;
    }
    id[at] = '\0';
    return true;
}

static void begin_script(long serial, struct script *script) {
    memset(script, 0, sizeof *script);
    script->serial = serial;
    snprintf(script->id, sizeof script->id, "job-script-%ld", serial);
}

static void add(struct script *script, const struct step *step) {
    if (script->count < STEPS_MAX && print_step(script, step)) {
        script->steps[script->count++] = *step;
    }
}

static bool doomed_after(const struct terms *terms, const struct script *script) {
    return script->count > 0 ? fits_doom(&script->steps[script->count - 1]) : terms->doomed;
}

/* Trouble and progress by turns, then something final. With several jobs the order is not known: either no reply dooms
 * the connection, or every step has one. */
static void draw_followed(uint64_t *chance, const struct terms *terms, struct script *script) {
    const struct terms calm = {.tls = false, .doomed = terms->doomed};
    uint32_t more = chance_below(chance, STEPS_MAX - 1);
    struct step step;

    for (; more > 0; more--) {
        if (chance_of(chance, 250)) {
            draw_passing(chance, &calm, calm.doomed, &step);
        } else {
            draw_good(chance, false, &step);
        }
        if (calm.doomed) {
            step.next = -1;
        } else {
            keep_open(&step);
        }
        if (strlen(script->id) < sizeof script->id - 60) {
            add(script, &step);
        }
    }
    clear(&step, GOOD);
    step.rows = (long)chance_below(chance, 4);
    if (chance_of(chance, 100)) {
        clear(&step, REFUSAL);
        step.code = 90144;
    }
    add(script, &step);
}

/* What nobody can be sure of must not reach beyond its own connection. */
static void add_after(const struct terms *terms, struct script *script, struct step *step) {
    if (doomed_after(terms, script)) {
        step->next = -1;
    }
    add(script, step);
}

void draw_script(uint64_t *chance, const struct terms *terms, long serial, struct script *script) {
    struct step step;

    begin_script(serial, script);
    if (terms->followed) {
        draw_followed(chance, terms, script);
        return;
    }
    while (script->count <= terms->retries && chance_of(chance, 200)) {
        draw_passing(chance, terms, doomed_after(terms, script), &step);
        add_after(terms, script, &step);
    }
    draw_final(chance, terms, doomed_after(terms, script), &step);
    add_after(terms, script, &step);
}

void draw_lonely(uint64_t *chance, long serial, enum kind kind, struct script *script) {
    struct step step;

    begin_script(serial, script);
    draw_good(chance, false, &step);
    keep_open(&step);
    step.kind = kind;
    step.next = -1;
    step.slow = kind == DRIP ? 1 : -1;
    step.stall = kind == STALL ? draw_place(chance) : -1;
    add(script, &step);
}

const struct step *script_step(const struct script *script) {
    return &script->steps[script->asks < script->count ? script->asks : script->count - 1];
}
