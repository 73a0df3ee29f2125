/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/verbs/verbs.h"

#include <string.h>

#include "cli/output/exits.h"
#include "cli/screen/console.h"
#include "cli/text/quote.h"
#include "cli/text/unseen.h"

const verb *verb_find(const char *name) {
    for (size_t i = 0; i < verb_count; i++) {
        if (strcmp(verb_table[i].name, name) == 0) {
            return &verb_table[i];
        }
    }
    return NULL;
}

#define ALL_VERBS (verb_count == OPTIONS_VERBS)

static bool is_left_out(const char *name) {
    for (size_t i = 0; i < OPTIONS_VERBS; i++) {
        if (strcmp(options_verbs[i], name) == 0) {
            return true;
        }
    }
    return false;
}

/* Only the command is missing from a job's id. */
static const char *habit(const char *name) {
    bool id = strlen(name) >= 8 && (strncmp(name, "job-", 4) == 0 || strspn(name, "0123456789") == strlen(name));

    return id ? "status" : suggest_habit(zimport_view_of(name));
}

static void suggest_verb(out *to, const char *name) {
    const char *names[OPTIONS_VERBS];
    const char *meant = habit(name);

    if (meant && verb_find(meant)) {
        suggest_this(to, "zimport ", meant);
        return;
    }
    for (size_t i = 0; i < verb_count; i++) {
        names[i] = verb_table[i].name;
    }
    suggest(to, zimport_view_of(name), names, verb_count, "");
}

/* The command that stands behind the options. */
static void suggest_order(out *to, char **argv) {
    for (char **at = argv; *at; at++) {
        if (verb_find(*at)) {
            char memory[80];
            out words = {.data = memory, .capacity = sizeof memory - 1};

            out_text(&words, *at);
            out_byte(&words, ' ');
            quote_short(&words, (zimport_view){argv[0], strcspn(argv[0], "=")}, false, 40);
            memory[words.size] = '\0';
            suggest_this(to, "zimport ", memory);
            return;
        }
    }
}

int verb_unknown(char **argv) {
    const char *name = argv[0];
    out *to = console_error();

    if (name[0] == '-') {
        out_text(to, "expects a command before the options, not ");
    } else if (!ALL_VERBS && is_left_out(name)) {
        out_text(to, "this program was built without the command ");
    } else {
        out_text(to, "there is no command ");
    }
    unseen_show(to, "'", (zimport_view){name, strcspn(name, "=")}, UNSEEN_ID);
    if (BUILT_SUGGESTIONS && name[0] == '-') {
        suggest_order(to, argv);
    } else if (BUILT_SUGGESTIONS) {
        suggest_verb(to, name);
    }
    out_text(to, "; see zimport help");
    console_end_line(to);
    return EXIT_USAGE;
}
