/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "cli/output/exits.h"
#include "cli/screen/console.h"
#include "cli/settings/config.h"
#include "cli/text/wrap.h"
#include "cli/verbs/verbs.h"

#define WIDTH 80
#define HELP_COLUMN 26

#if BUILT_V2
#define CLOUD " --api v2 --cluster in01-6e64b4d2870ae54 "
#else
#define CLOUD " --region gcp-us-west1 --cluster in01-6e64b4d2870ae54 "
#endif
#define MILVUS " --endpoint http://localhost:19530 "

#if BUILT_CLOUD && BUILT_MILVUS
#define SERVICES "Zilliz Cloud or Milvus"
#elif BUILT_CLOUD
#define SERVICES "Zilliz Cloud"
#else
#define SERVICES "Milvus"
#endif

#if BUILT_CONFIG
#define CONFIG_HELP ",\nzimport help config the configuration file"
#else
#define CONFIG_HELP ""
#endif

static void entry(out *to, const char *name, size_t size, const char *text) {
    out_text(to, "  ");
    out_bytes(to, name, size);
    if (size + 4 > HELP_COLUMN) {
        out_byte(to, '\n');
        size = 0;
        out_text(to, "  ");
    }
    out_repeat(to, " ", HELP_COLUMN - 2 - size);
    wrap_text(to, zimport_view_of(text), HELP_COLUMN, WIDTH);
}

static void name_option(out *to, const option *o, const verb *v) {
    char letter[] = {'-', o->letter, '\0'};

    if (o->letter) {
        out_text(to, letter);
    }
    if (o->name) {
        out_text(to, o->letter ? ", --" : "--");
        out_text(to, o->name);
    }
    if (o->value) {
        out_byte(to, ' ');
        out_text(to, options_words(o, v->bit));
    }
}

static void describe_option(out *to, const option *o, const verb *v) {
    char memory[80];
    char words[512];
    out name = {.data = memory, .capacity = sizeof memory};
    out text = {.data = words, .capacity = sizeof words};

    name_option(&name, o, v);
    out_text(&text, o->help);
    out_text(&text, o->kind == OPTION_LIST ? "; may be repeated" : "");
    if (o->otherwise) {
        bool variable = *o->otherwise >= 'A' && *o->otherwise <= 'Z';

        out_text(&text, variable ? " [" : " (");
        out_view(&text, options_otherwise(o, v->bit));
        out_byte(&text, variable ? ']' : ')');
    }
    out_byte(&text, '\0');
    entry(to, name.data, name.size, text.data);
}

static void describe_options(out *to, const verb *v, bool all) {
    int last = -1;

    for (size_t i = 0; i < option_count; i++) {
        const option *o = &option_table[i];

        if (!((all ? o->verbs : o->common) & v->bit)) {
            continue;
        }
        if (last < 0 || (all && o->group != last)) {
            out_byte(to, '\n');
            if (all) {
                out_text(to, option_groups[o->group]);
                out_text(to, ":\n");
            }
            last = o->group;
        }
        describe_option(to, o, v);
    }
}

static void show_example(out *to, const verb *v, const char *service, const char *arguments) {
    out_text(to, "  zimport ");
    out_text(to, v->name);
    out_text(to, service);
    out_text(to, arguments);
    out_byte(to, '\n');
}

/* v1 has no jobs of two phases. */
static bool has_cloud(const verb *v) {
    return BUILT_CLOUD && (BUILT_V2 || v->cloud);
}

static void show_examples(out *to, const verb *v) {
    out_text(to, "\nExamples:\n");
    if (BUILT_MILVUS) {
        show_example(to, v, MILVUS, v->milvus);
    }
    if (has_cloud(v)) {
        show_example(to, v, CLOUD, v->cloud);
    }
    out_text(to, "\nAll options: zimport help ");
    out_text(to, v->name);
    out_text(to, " --all. Everything else: man zimport\n");
}

static void describe_exits(out *to) {
    out_text(to, "\nExit status:\n");
    for (int status = 0; exits_meaning(status); status++) {
        char memory[24];
        out number = {.data = memory, .capacity = sizeof memory};

        const char *meaning = exits_meaning(status);

        out_number(&number, (uint64_t)status);
        if (*meaning) {
            entry(to, number.data, number.size, meaning);
        }
    }
    entry(to, "130, 143", 8, "ended by SIGINT or SIGTERM; the job itself goes on");
}

void help_verb(out *to, const verb *v, bool all) {
    bool asks = (v->bit & FOR_ASKING) != 0;

    out_text(to, "Usage: zimport ");
    out_text(to, v->name);
    out_text(to, asks ? " [options]" : "");
    if (v->operands) {
        out_byte(to, ' ');
        out_text(to, v->operands);
    }
    out_text(to, "\n\n");
    wrap_text(to, zimport_view_of(v->text), 0, WIDTH);
    if (v->bit & (FOR_JOBS & ~FOR_START)) {
        out_text(to, "JOB is a job id, or - to read ids from standard input, one a line.\n");
    }
    out_text(to, asks && all ? "\nOptions override the [VARIABLE] of the environment. A TIME is in seconds, or has\n"
                               "units: 500ms, 90s, 10m, 1h30m, 2d.\n"
                             : "");
    describe_options(to, v, all);
    if (asks && all) {
        describe_exits(to);
    } else if (asks) {
        show_examples(to, v);
    }
}

void help_program(out *to) {
    const verb *v = &verb_table[BUILT_STATUS && BUILT_WAIT ? 1 : 0];

    out_text(to, "Usage: zimport COMMAND [options] [operands]\n\n"
                 "Shows how far bulk imports into " SERVICES " have come.\n\nCommands:\n");
    for (size_t i = 0; i < verb_count; i++) {
        entry(to, verb_table[i].name, strlen(verb_table[i].name), verb_table[i].summary);
    }
    out_text(to, "\nExample:\n");
    if (has_cloud(v)) {
        out_text(to, "  export ZILLIZ_API_KEY=...\n");
    }
    show_example(to, v, has_cloud(v) ? CLOUD : MILVUS, BUILT_WAIT ? "job-demo" : has_cloud(v) ? v->cloud : v->milvus);
    out_text(to, "\nzimport help COMMAND shows the common options and examples" CONFIG_HELP ".\n");
}

static void help_config(out *to) {
    char memory[1024];
    out names = {.data = memory, .capacity = sizeof memory};

    out_text(to, "The configuration file is the first of these that exists:\n\n"
                 "  $ZIMPORT_CONFIG\n"
                 "  $XDG_CONFIG_HOME/zimport/config, or ~/.config/zimport/config\n"
                 "  /etc/zimport.conf\n\n"
                 "It has lines name = value and # comments. What stands before the first [profile]\n"
                 "is for all; --profile NAME or ZIMPORT_PROFILE chooses one. Options and variables\n"
                 "override the file.\n\n"
                 "  token-file = /etc/zimport.token\n\n"
                 "  [test]\n"
                 "  endpoint = http://localhost:19530\n\n");
    out_text(&names, "Names:");
    for (size_t i = 0; i < option_count; i++) {
        if (config_allows(&option_table[i])) {
            out_byte(&names, ' ');
            out_text(&names, option_table[i].name);
        }
    }
    wrap_text(to, (zimport_view){names.data, names.size}, 0, WIDTH);
}

int verb_help(const options *given) {
    const verb *v = given->operand_count > 0 ? verb_find(given->operands[0]) : NULL;

    if (given->operand_count > 1) {
        out *to = console_error();

        out_text(to, "help: expects one command at most");
        console_end_line(to);
        return EXIT_USAGE;
    }
    if (BUILT_CONFIG && given->operand_count == 1 && strcmp(given->operands[0], "config") == 0) {
        help_config(console_out());
        return console_finish() ? EXIT_GOOD : EXIT_INTERNAL;
    }
    if (given->operand_count == 1 && !v) {
        return verb_unknown(given->operands);
    }
    if (v) {
        help_verb(console_out(), v, given->all);
    } else {
        help_program(console_out());
    }
    return console_finish() ? EXIT_GOOD : EXIT_INTERNAL;
}
