/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "cli/settings/options.h"

#define WORD_MAX 24

static size_t least(size_t a, size_t b) {
    return a < b ? a : b;
}

/* Levenshtein distance. */
static size_t distance(zimport_view a, zimport_view b) {
    size_t row[WORD_MAX + 1];

    for (size_t j = 0; j <= b.size; j++) {
        row[j] = j;
    }
    for (size_t i = 1; i <= a.size; i++) {
        size_t diagonal = row[0];

        row[0] = i;
        for (size_t j = 1; j <= b.size; j++) {
            size_t change = diagonal + (a.data[i - 1] != b.data[j - 1]);

            diagonal = row[j];
            row[j] = least(change, least(row[j], row[j - 1]) + 1);
        }
    }
    return row[b.size];
}

static bool begins(const char *candidate, zimport_view word) {
    return word.size > 2 && strncmp(candidate, word.data, word.size) == 0;
}

void suggest_this(out *to, const char *before, const char *words) {
    out_text(to, " (did you mean ");
    out_text(to, before);
    out_text(to, words);
    out_text(to, "?)");
}

void suggest(out *to, zimport_view word, const char *const *candidates, size_t count, const char *before) {
    const char *best = NULL;
    size_t best_distance = 3;

    for (size_t i = 0; i < count && word.size <= WORD_MAX; i++) {
        zimport_view candidate = zimport_view_of(candidates[i]);
        size_t d = candidate.size <= WORD_MAX ? distance(word, candidate) : best_distance;

        if (begins(candidates[i], word)) {
            d = 0;
        }
        if (d < best_distance && d < candidate.size / 2 + 1) {
            best = candidates[i];
            best_distance = d;
        }
    }
    if (best) {
        suggest_this(to, before, best);
    }
}

/* What is typed, and what is meant. */
static const char habits[] = "get\0status\0"
                             "describe\0status\0"
                             "show\0status\0"
                             "progress\0status\0"
                             "ls\0list\0"
                             "jobs\0list\0"
                             "watch\0wait\0"
                             "follow\0wait\0"
                             "import\0start\0"
                             "create\0start\0"
                             "cancel\0abort\0"
                             "delete\0abort\0"
#if BUILT_JSON
                             "--json\0-o json\0"
#endif
#if BUILT_CSV
                             "--csv\0-o csv\0"
#endif
#if BUILT_CLOUD
                             "--cluster-id\0--cluster\0"
#endif
#if BUILT_POSTED
                             "--database\0--db\0"
#endif
                             "--format\0-o\0"
                             "--url\0--endpoint\0"
                             "--host\0--endpoint\0"
                             "--api-key\0--token-file\0"
                             "-k\0--cacert, with the certificate to trust\0"
                             "--insecure\0--cacert, with the certificate to trust\0"
                             "-f\0zimport wait\0"
                             "-w\0--watch, or zimport wait\0";

const char *suggest_habit(zimport_view word) {
    const char *at = habits;

    while (*at) {
        bool typed = zimport_view_is(word, at);

        at += strlen(at) + 1;
        if (typed) {
            return at;
        }
        at += strlen(at) + 1;
    }
    return NULL;
}
