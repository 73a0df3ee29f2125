/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "cli/output/exits.h"
#include "cli/screen/console.h"
#include "cli/settings/config.h"
#include "cli/settings/key.h"
#include "cli/verbs/verbs.h"

static int work(const verb *v, const options *given) {
    if (v->task) {
        return run_task(given, v->name, v->task);
    }
    return v->bit == FOR_HELP ? verb_help(given) : verb_version();
}

/* `topic` is where the help is. */
static int refuse(const char *name, const char *topic, const char *words, size_t size) {
    out *to = console_error();

    out_text(to, name);
    out_text(to, ": ");
    out_bytes(to, words, size);
    out_text(to, "; see zimport help ");
    out_text(to, topic);
    console_end_line(to);
    return EXIT_USAGE;
}

static bool read_config(options *given, out *error) {
    char memory[512];
    out words = {.data = memory, .capacity = sizeof memory};
    bool good = config_read(given, error, &words);
    out *note = words.size > 0 && !given->quiet ? console_note() : NULL;

    if (note) {
        out_bytes(note, words.data, words.size);
        console_end_line(note);
    }
    return good;
}

static int run_verb(const verb *v, int argc, char **argv) {
    static const char no_operands[] = "takes no operands";
    char memory[1024];
    out error = {.data = memory, .capacity = sizeof memory};
    options given;

    if (!options_parse(&given, v->bit, argc, argv, &error)) {
        return refuse(v->name, v->name, error.data, error.size);
    }
    if (given.help) {
        help_verb(console_out(), v, false);
        return console_finish() ? EXIT_GOOD : EXIT_INTERNAL;
    }
    if (!v->operands && given.operand_count > 0) {
        return refuse(v->name, v->name, no_operands, sizeof no_operands - 1);
    }
    if (BUILT_CONFIG && (v->bit & FOR_ASKING) && !read_config(&given, &error)) {
        if (BUILT_DOCTOR && v->bit == FOR_DOCTOR) {
            console_configure(&given);
            return run_refused(&given, &error);
        }
        return refuse(v->name, "config", error.data, error.size);
    }
    console_configure(&given);
    return work(v, &given);
}

static int refuse_nothing(void) {
    out *to = console_error();

    out_text(to, "expects a command");
    console_end_line(to);
    help_program(to);
    out_flush(to);
    return EXIT_USAGE;
}

static const char *verb_name(const char *argument) {
    if (strcmp(argument, "-V") == 0 || strcmp(argument, "--version") == 0) {
        return "version";
    }
    return strcmp(argument, "-h") == 0 || strcmp(argument, "--help") == 0 ? "help" : argument;
}

int main(int argc, char **argv) {
    const verb *v;
    int status;

    if (!console_init()) {
        return EXIT_INTERNAL;
    }
    if (argc < 2) {
        return refuse_nothing();
    }
    v = verb_find(verb_name(argv[1]));
    status = v ? run_verb(v, argc - 2, argv + 2) : verb_unknown(argv + 1);
    key_wipe();
    return status;
}
