/* SPDX-License-Identifier: Apache-2.0 */
#include "tokens.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void stop(const char *what, const char *name) {
    fprintf(stderr, "mutate: %s: %s\n", name, what);
    exit(2);
}

static bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* Behind a comment, a preprocessor line or blanks that begin at this place; the place itself if none does. */
static size_t skipped(const char *text, size_t at) {
    if (text[at] == ' ' || text[at] == '\t' || text[at] == '\n') {
        return at + 1;
    }
    if (text[at] == '/' && text[at + 1] == '*') {
        const char *end = strstr(text + at + 2, "*/");
        return end == NULL ? strlen(text) : (size_t)(end - text) + 2;
    }
    if (text[at] == '/' && text[at + 1] == '/') {
        return at + strcspn(text + at, "\n");
    }
    if (text[at] == '#') { /* such a character stands in no other place outside of quotes */
        while (text[at] != '\0' && text[at] != '\n') {
            at += text[at] == '\\' && text[at + 1] == '\n' ? 2 : 1;
        }
    }
    return at;
}

static size_t size_of_text(const char *text) {
    size_t size = 1;
    while (text[size] != '\0' && text[size] != text[0]) {
        size += text[size] == '\\' && text[size + 1] != '\0' ? 2 : 1;
    }
    return text[size] == '\0' ? size : size + 1;
}

static size_t size_of_punctuation(const char *text) {
    static const char *const longer[] = {"<<=", ">>=", "...", "<=", ">=", "==", "!=", "&&", "||", "<<", ">>",
                                         "->",  "++",  "--",  "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^="};
    for (size_t i = 0; i < sizeof longer / sizeof *longer; i++) {
        if (strncmp(text, longer[i], strlen(longer[i])) == 0) {
            return strlen(longer[i]);
        }
    }
    return 1;
}

static struct token token_at(const char *text, size_t at, size_t index) {
    struct token token = {at, 1, index, 'p'};
    if (is_word(text[at])) {
        token.kind = text[at] >= '0' && text[at] <= '9' ? 'n' : 'w';
        while (is_word(text[at + token.size])) {
            token.size++;
        }
    } else if (text[at] == '"' || text[at] == '\'') {
        token.kind = 't';
        token.size = size_of_text(text + at);
    } else {
        token.size = size_of_punctuation(text + at);
    }
    return token;
}

static void pair_brackets(struct source *source) {
    size_t *open = malloc((source->count + 1) * sizeof *open);
    size_t depth = 0;
    for (size_t i = 0; open != NULL && i < source->count; i++) {
        struct token *token = &source->tokens[i];
        char c = source->text[token->at];
        if (token->kind != 'p' || strchr("()[]{}", c) == NULL) {
            continue;
        }
        if (c == '(' || c == '[' || c == '{') {
            open[depth++] = i;
            continue;
        }
        char wanted = (char)(c == ')' ? '(' : c - 2);
        if (depth == 0 || source->text[source->tokens[open[depth - 1]].at] != wanted) {
            stop("brackets that do not match", source->name);
        }
        token->pair = open[--depth];
        source->tokens[token->pair].pair = i;
    }
    free(open);
    if (open == NULL || depth > 0) {
        stop("no memory, or brackets that do not match", source->name);
    }
}

void read_source(struct source *source, const char *name) {
    FILE *file = fopen(name, "rb");
    long size = -1;
    if (file != NULL && fseek(file, 0, SEEK_END) == 0) {
        size = ftell(file);
        rewind(file);
    }
    *source = (struct source){name, NULL, 0, NULL, 0};
    if (file == NULL || size < 0 || (source->text = calloc((size_t)size + 4, 1)) == NULL ||
        (source->tokens = calloc((size_t)size + 1, sizeof *source->tokens)) == NULL ||
        fread(source->text, 1, (size_t)size, file) != (size_t)size) {
        stop("cannot be read", name);
    }
    fclose(file);
    source->size = (size_t)size;
    for (size_t at = 0; at < source->size;) {
        size_t next = skipped(source->text, at);
        if (next == at) {
            struct token token = token_at(source->text, at, source->count);
            source->tokens[source->count++] = token;
            next += token.size;
        }
        at = next;
    }
    pair_brackets(source);
}

void free_source(struct source *source) {
    free(source->text);
    free(source->tokens);
}

bool is(const struct source *source, size_t token, const char *text) {
    return token < source->count && source->tokens[token].size == strlen(text) &&
           memcmp(source->text + source->tokens[token].at, text, source->tokens[token].size) == 0;
}

size_t line_of(const struct source *source, size_t at) {
    size_t line = 1;
    for (size_t i = 0; i < at; i++) {
        line += source->text[i] == '\n';
    }
    return line;
}
