/* SPDX-License-Identifier: Apache-2.0 */
/* A C file as tokens: comments and preprocessor lines are left out. */
#ifndef MUTANTS_TOKENS_H
#define MUTANTS_TOKENS_H

#include <stdbool.h>
#include <stddef.h>

struct token {
    size_t at;
    size_t size;
    size_t pair; /* of a bracket: the index of the other one; of others, their own */
    char kind;   /* a word, a number, a text in quotes, or p: punctuation */
};

struct source {
    const char *name;
    char *text;
    size_t size;
    struct token *tokens;
    size_t count;
};

void stop(const char *what, const char *name);

/* Reads and takes apart. Brackets that do not match end the program. */
void read_source(struct source *source, const char *name);
void free_source(struct source *source);

/* Whether the token's text is this. An index beyond the end is no token. */
bool is(const struct source *source, size_t token, const char *text);

size_t line_of(const struct source *source, size_t at);

#endif
