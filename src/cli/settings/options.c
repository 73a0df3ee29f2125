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
    const char *source; /* of a line in a file: what messages begin with; NULL: an argument */
    zimport_view typed; /* the option at hand, as it was written */
    char letter[2];     /* where that is one of several in an argument */
    out *error;
} parse;

const char *const options_verbs[OPTIONS_VERBS] = {"status", "wait",   "list", "start",  "commit",
                                                  "abort",  "doctor", "help", "version"};

static void *target(const parse *p, const option *o) {
    return (char *)p->result + o->where;
}

const option *options_row(const options *given, const void *member) {
    size_t where = (size_t)((const char *)member - (const char *)given);

    for (const option *o = option_table; o < option_table + option_count; o++) {
        size_t span = o->kind == OPTION_LIST ? OPTIONS_LIST_MAX * sizeof(char *) : 1;

        if (where - o->where < span) {
            return o;
        }
    }
    return NULL;
}

static unsigned line_of(const options *given, const option *o, const void *member) {
    const void *list = (const char *)given + o->where;
    size_t item = (size_t)((const char *)member - (const char *)list) / sizeof(char *);

    return o->kind == OPTION_LIST ? ((const option_list *)list)->lines[item] : given->lines[o - option_table];
}

const char *options_source(const options *given, const void *member) {
    static char memory[300];
    out to = {.data = memory, .capacity = sizeof memory - 1};
    const option *o = options_row(given, member);
    options_level level = (options_level)given->levels[o - option_table];

    if (BUILT_CONFIG && (level == LEVEL_FILE || level == LEVEL_PROFILE)) {
        quote_short(&to, zimport_view_of(given->config), false, 200);
        out_byte(&to, ':');
        out_number(&to, line_of(given, o, member));
        out_text(&to, ": ");
    } else {
        out_text(&to, "option --");
    }
    out_text(&to, o->name);
    memory[to.size] = '\0';
    return memory;
}

static void say_option(const parse *p) {
    if (BUILT_CONFIG && p->source) {
        out_text(p->error, p->source);
        return;
    }
    out_text(p->error, "option ");
    quote_short(p->error, p->typed, false, 60);
}

zimport_view options_otherwise(const option *o, unsigned verb) {
    zimport_view otherwise = zimport_view_of(o->otherwise);
    int which;

    if (!BUILT_FORMAT_OF_ALL && o->where == offsetof(options, format)) {
        const char *words = options_words(o, verb);

        if (!options_choose(words, otherwise, &which)) {
            otherwise = (zimport_view){words, strcspn(words, "|")};
        }
    }
    return otherwise;
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
        options_say_choices(error, options_words(o, p->verb));
        return;
    }
    if (o->kind == OPTION_SECONDS || o->kind == OPTION_PAUSE) {
        out_text(error, o->kind == OPTION_PAUSE ? "a time such as 5, 500ms or 1h30m, from 0 to "
                                                : "a time such as 10, 500ms or 1h30m, above 0 and up to ");
        out_number(error, option_limits[o->most]);
        out_text(error, " s");
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

bool options_choose(const char *words, zimport_view value, int *which) {
    for (*which = 0; *words; ++*which) {
        size_t word = strcspn(words, "|");

        if (word == value.size && memcmp(words, value.data, word) == 0) {
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
                      : units_read_time(value, option_limits[o->most], &number);

    if (!good || (o->kind != OPTION_NUMBER && o->kind != OPTION_PAUSE && number == 0)) {
        return refuse_value(p, o, value);
    }
    memcpy(target(p, o), &number, sizeof number);
    return true;
}

static bool store_value(const parse *p, const option *o, const char *value) {
    int which;

    if (o->kind == OPTION_CHOICE) {
        if (!options_choose(options_words(o, p->verb), zimport_view_of(value), &which)) {
            return refuse_value(p, o, value);
        }
        (void)options_choose(o->value, zimport_view_of(value), &which);
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
    p->result->levels[o - option_table] = LEVEL_OPTION;
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
    p->result->levels[o - option_table] = LEVEL_OPTION;
    return store_value(p, o, attached ? attached : p->argv[p->next++]);
}

void options_suggest(out *error, zimport_view word, unsigned verbs, const char *before) {
    const char *names[OPTIONS_MOST];
    size_t count = 0;

    for (size_t i = 0; i < option_count; i++) {
        if (option_table[i].name && (option_table[i].verbs & verbs)) {
            names[count++] = option_table[i].name;
        }
    }
    suggest(error, word, names, count, before);
}

static bool refuse_unknown(const parse *p) {
    size_t dashes = p->typed.size > 1 && p->typed.data[1] == '-' ? 2 : 1;

    out_text(p->error, "unknown option ");
    unseen_show(p->error, "", p->typed, UNSEEN_ID);
    if (BUILT_SUGGESTIONS && suggest_habit(p->typed)) {
        suggest_this(p->error, "", suggest_habit(p->typed));
    } else if (BUILT_SUGGESTIONS && p->typed.size > 2) {
        options_suggest(p->error, (zimport_view){p->typed.data + dashes, p->typed.size - dashes}, p->verb, "--");
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

const option *options_find(zimport_view name) {
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
    const option *o = options_find((zimport_view){argument + 2, size - 2});

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
    if (options_find((zimport_view){argument + 1, p->typed.size - 1})) {
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

        if (!BUILT_FORMAT_OF_ALL && o->where == offsetof(options, format)) {
            (void)options_choose(o->value, options_otherwise(o, p->verb), &p->result->format);
        }
        if ((o->kind == OPTION_NUMBER || o->kind == OPTION_SECONDS || o->kind == OPTION_PAUSE) && o->otherwise &&
            strcmp(o->otherwise, "none") != 0 && !store_value(p, o, o->otherwise)) {
            return false;
        }
    }
    return true;
}

static bool store_switch(const parse *p, const option *o, const char *value) {
    int which;

    if (!options_choose("no|yes|false|true", zimport_view_of(value), &which)) {
        out_text(p->error, p->source);
        return unseen_refuse(p->error, " expects yes or no", "", zimport_view_of(value));
    }
    *(bool *)target(p, o) = which & 1;
    return true;
}

bool options_store(options *given, const option *o, const char *value, options_level level, unsigned line, out *error) {
    parse p = {.result = given, .verb = FOR_ALL, .error = error};
    size_t row = (size_t)(o - option_table);
    void *member = target(&p, o);

    if (o->kind == OPTION_LIST) {
        option_list *list = member;
        size_t next;

        list->count = given->levels[row] < level ? 0 : list->count;
        next = list->count % OPTIONS_LIST_MAX;
        list->lines[next] = (uint16_t)line;
        member = &list->items[next];
    }
    given->levels[row] = (uint8_t)level;
    given->lines[row] = (uint16_t)line;
    p.source = options_source(given, member);
    return o->kind == OPTION_FLAG ? store_switch(&p, o, value) : store_value(&p, o, value);
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
