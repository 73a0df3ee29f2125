/* SPDX-License-Identifier: Apache-2.0 */
/* What targets about options share: the ranges of their values, and what is said of bad ones. */
#ifndef ZIMPORT_TESTS_FUZZ_MESSAGES_H
#define ZIMPORT_TESTS_FUZZ_MESSAGES_H

#include "fuzz.h"

#include "cli/settings/options.h"

/* What no message may show. */
#define KEY "s3cr3t-0a1b2c3d"

static inline out message_out(void) {
    static char memory[4096];

    return (out){.data = memory, .capacity = sizeof memory - 1};
}

static inline bool holds(zimport_view text, const char *part) {
    size_t size = strlen(part);

    for (size_t i = 0; i + size <= text.size; i++) {
        if (memcmp(text.data + i, part, size) == 0) {
            return true;
        }
    }
    return false;
}

/* One line that drives no terminal and does not show the key. */
static inline void check_message(const out *error) {
    zimport_view text = {error->data, error->size};

    REQUIRE(!error->failed && text.size > 0 && is_utf8(text) && !holds(text, KEY));
    for (size_t i = 0; i < text.size; i++) {
        REQUIRE((unsigned char)text.data[i] >= ' ' && text.data[i] != 127);
    }
}

/* The word of A|B|C with this number; false: there are fewer. */
static inline bool word_of(const char *words, int which, char *word, size_t capacity) {
    for (; which > 0 && *words != '\0'; which--) {
        words += strcspn(words, "|");
        words += *words == '|';
    }
    (void)snprintf(word, capacity, "%.*s", (int)strcspn(words, "|"), words);
    return which == 0 && *word != '\0';
}

static inline void check_choice(const option *o, int which) {
    char word[80];

    REQUIRE(which >= 0 && word_of(o->value, which, word, sizeof word));
}

static inline void check_number(const option *o, uint64_t number, bool given) {
    bool time = o->kind == OPTION_SECONDS || o->kind == OPTION_PAUSE;

    REQUIRE(number <= option_limits[o->most] * (time ? UINT64_C(1000) : 1));
    REQUIRE(number > 0 || !given || o->kind == OPTION_NUMBER || o->kind == OPTION_PAUSE);
}

#endif
