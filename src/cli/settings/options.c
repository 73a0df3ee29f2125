/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/settings/options.h"

#include <string.h>

#include "cli/text/quote.h"
#include "cli/text/units.h"
#include "cli/text/unseen.h"

typedef struct parse {
    options *result;
    unsigned verb;
    int argc;
    char **argv;
    int next;           /* argument to look at */
    zimport_view typed; /* the option at hand, as it was written */
    char letter[2];     /* where that is one of several in an argument */
    out *error;
} parse;

const char *const options_verbs[OPTIONS_VERBS] = {"status", "wait",   "list", "start",  "commit",
                                                  "abort",  "doctor", "help", "version"};

static void *target(const parse *p, const option *o) {
    return (char *)p->result + o->where;
}

static void say_option(const parse *p) {
    out_text(p->error, "option ");
    quote_short(p->error, p->typed, false, 60);
}

void options_say_choices(out *error, const char *words) {
    for (const char *at = words; *at; at++) {
        if (*at != '|') {
            out_byte(error, *at);
        } else {
            out_text(error, strchr(at + 1, '|') ? ", " : " or ");
        }
    }
}

static void say_expected(const parse *p, const option *o) {
    out *error = p->error;

    out_text(error, " expects ");
    if (o->kind == OPTION_CHOICE) {
        options_say_choices(error, o->value);
        return;
    }
    if (o->kind == OPTION_SECONDS || o->kind == OPTION_PAUSE) {
        out_text(error, o->kind == OPTION_PAUSE ? "seconds such as 5 or 0.5, from 0 to "
                                                : "seconds such as 10 or 0.5, above 0 and up to ");
        out_number(error, option_limits[o->most]);
        return;
    }
    if (o->kind == OPTION_NUMBER || o->kind == OPTION_ORDINAL) {
        out_text(error, o->kind == OPTION_NUMBER ? "a number from 0 to " : "a number from 1 to ");
        out_number(error, option_limits[o->most]);
        return;
    }
    out_text(error, "a value: ");
    out_text(error, o->value);
}

static bool refuse_value(const parse *p, const option *o, const char *value) {
    say_option(p);
    say_expected(p, o);
    if (value) {
        unseen_refuse(p->error, "", "", zimport_view_of(value));
    }
    return false;
}

static bool choose(const char *words, const char *value, int *which) {
    size_t size = strlen(value);

    for (*which = 0; *words; ++*which) {
        size_t word = strcspn(words, "|");

        if (word == size && memcmp(words, value, size) == 0) {
            return true;
        }
        words += word + (words[word] == '|');
    }
    return false;
}

static bool store_listed(const parse *p, const option *o, const char *value) {
    option_list *list = target(p, o);

    if (list->count == OPTIONS_LIST_MAX) {
        say_option(p);
        out_text(p->error, " was given more than ");
        out_number(p->error, OPTIONS_LIST_MAX);
        out_text(p->error, " times");
        return false;
    }
    list->items[list->count++] = value;
    return true;
}

static bool store_number(const parse *p, const option *o, const char *value) {
    uint64_t number = 0;
    bool whole = o->kind == OPTION_NUMBER || o->kind == OPTION_ORDINAL;
    bool good = whole ? units_read_number(value, option_limits[o->most], &number)
                      : units_read_seconds(value, option_limits[o->most], &number);

    if (!good || (o->kind != OPTION_NUMBER && o->kind != OPTION_PAUSE && number == 0)) {
        return refuse_value(p, o, value);
    }
    memcpy(target(p, o), &number, sizeof number);
    return true;
}

static bool store_value(const parse *p, const option *o, const char *value) {
    int which;

    if (o->kind == OPTION_CHOICE) {
        if (!choose(o->value, value, &which)) {
            return refuse_value(p, o, value);
        }
        memcpy(target(p, o), &which, sizeof which);
        return true;
    }
    if (*value == '\0' && o->kind != OPTION_MAYBE) {
        return refuse_value(p, o, NULL);
    }
    if (o->kind == OPTION_LIST) {
        return store_listed(p, o, value);
    }
    if (o->kind == OPTION_TEXT || o->kind == OPTION_MAYBE) {
        memcpy(target(p, o), &value, sizeof value);
        return true;
    }
    return store_number(p, o, value);
}

static void store_flag(const parse *p, const option *o) {
    if (o->kind == OPTION_COUNT) {
        ++*(int *)target(p, o);
    } else if (o->kind == OPTION_CONST) {
        *(int *)target(p, o) = o->most;
    } else {
        *(bool *)target(p, o) = true;
    }
}

static bool take_value(parse *p, const option *o, const char *attached) {
    if (!attached && p->next == p->argc) {
        return refuse_value(p, o, NULL);
    }
    return store_value(p, o, attached ? attached : p->argv[p->next++]);
}

static bool refuse_unknown(const parse *p) {
    const char *names[80];
    size_t count = 0;
    size_t dashes = p->typed.size > 1 && p->typed.data[1] == '-' ? 2 : 1;

    for (size_t i = 0; i < option_count && count < 80; i++) {
        if (option_table[i].name && (option_table[i].verbs & p->verb)) {
            names[count++] = option_table[i].name;
        }
    }
    out_text(p->error, "unknown option ");
    unseen_show(p->error, "", p->typed, UNSEEN_ID);
    if (BUILT_SUGGESTIONS && p->typed.size > 2) {
        suggest(p->error, (zimport_view){p->typed.data + dashes, p->typed.size - dashes}, names, count, "--");
    }
    return false;
}

static bool refuse_verb(const parse *p, const option *o) {
    const char *before = " is for ";
    unsigned left = 0;

    for (unsigned i = 0; i < OPTIONS_VERBS; i++) {
        left += o->verbs >> i & 1U;
    }
    say_option(p);
    for (unsigned i = 0; i < OPTIONS_VERBS; i++) {
        if (o->verbs >> i & 1U) {
            out_text(p->error, before);
            out_text(p->error, options_verbs[i]);
            before = --left == 1 ? " and " : ", ";
        }
    }
    out_text(p->error, " only");
    return false;
}

static const option *find_name(zimport_view name) {
    for (size_t i = 0; i < option_count; i++) {
        if (option_table[i].name && zimport_view_is(name, option_table[i].name)) {
            return &option_table[i];
        }
    }
    return NULL;
}

static bool parse_long(parse *p, char *argument) {
    size_t size = strcspn(argument, "=");
    const char *value = argument[size] ? argument + size + 1 : NULL;
    const option *o = find_name((zimport_view){argument + 2, size - 2});

    p->typed = (zimport_view){argument, size};
    if (!o) {
        return refuse_unknown(p);
    }
    if (!(o->verbs & p->verb)) {
        return refuse_verb(p, o);
    }
    if (o->value) {
        return take_value(p, o, value);
    }
    if (value) {
        say_option(p);
        out_text(p->error, " takes no value");
        return false;
    }
    store_flag(p, o);
    return true;
}

static const option *find_letter(char letter) {
    for (size_t i = 0; i < option_count; i++) {
        if (option_table[i].letter == letter) {
            return &option_table[i];
        }
    }
    return NULL;
}

/* The last letter may take a value: `-qvo json`, `-qvojson`. */
static bool parse_letters(parse *p, char *argument) {
    /* A dash is missing: no letters were meant. */
    p->typed = (zimport_view){argument, strcspn(argument, "=")};
    if (find_name((zimport_view){argument + 1, p->typed.size - 1})) {
        return refuse_unknown(p);
    }
    for (char *at = argument + 1; *at; at++) {
        const option *o = find_letter(*at);

        p->letter[0] = '-';
        p->letter[1] = *at;
        p->typed = (zimport_view){p->letter, sizeof p->letter};
        if (!o) {
            return refuse_unknown(p);
        }
        if (!(o->verbs & p->verb)) {
            return refuse_verb(p, o);
        }
        if (o->value) {
            return take_value(p, o, at[1] ? at + 1 : NULL);
        }
        store_flag(p, o);
    }
    return true;
}

static bool set_defaults(parse *p) {
    memset(p->result, 0, sizeof *p->result);
    p->result->verb = p->verb;
    for (size_t i = 0; i < option_count; i++) {
        const option *o = &option_table[i];

        if ((o->kind == OPTION_CHOICE || o->kind == OPTION_NUMBER || o->kind == OPTION_SECONDS ||
             o->kind == OPTION_PAUSE) &&
            o->otherwise && strcmp(o->otherwise, "none") != 0 && !store_value(p, o, o->otherwise)) {
            return false;
        }
    }
    return true;
}

bool options_parse(options *result, unsigned verb, int argc, char **argv, out *error) {
    parse p = {.result = result, .verb = verb, .argc = argc, .argv = argv, .error = error};
    bool only_operands = false;

    if (!set_defaults(&p)) {
        return false;
    }
    result->operands = argv;
    while (p.next < argc) {
        char *argument = argv[p.next++];
        bool is_operand = only_operands || argument[0] != '-' || argument[1] == '\0';

        if (is_operand) {
            argv[result->operand_count++] = argument;
        } else if (strcmp(argument, "--") == 0) {
            only_operands = true;
        } else if (!(argument[1] == '-' ? parse_long(&p, argument) : parse_letters(&p, argument))) {
            return false;
        } else if (result->help) {
            return true;
        }
    }
    return true;
}
