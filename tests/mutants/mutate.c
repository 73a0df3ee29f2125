/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Small changes of C files, each of which a test should notice.
 *
 *   mutate --list FILE...          all of them, a line each, with tabs between: FILE, number, line, function and change
 *   mutate --sample N SEED FILE... so many of those lines, chosen at random; all of them, if there are fewer
 *   mutate --apply N FILE          the file with its change of that number
 *
 * What is changed: relations, && and ||, whole numbers by one, conditions and ! (turned around), statements (left out),
 * what is returned. Macros are left alone: a change of one would be one of many places.
 */
#include "tokens.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What becomes of each change as it is found: one is applied, or all are listed. */
static size_t number;
static size_t applied;
static char function[64]; /* that is read, with a colon; empty outside */
static char **lines;
static size_t line_count;

/* With blanks and line ends as one blank. */
static void add_words(char *to, size_t room, const char *text, size_t size) {
    size_t used = strlen(to);
    for (size_t i = 0; i < size && used + 2 < room; i++) {
        bool blank = text[i] == ' ' || text[i] == '\n' || text[i] == '\t';
        if (!blank) {
            to[used++] = text[i];
        } else if (used > 0 && to[used - 1] != ' ') {
            to[used++] = ' ';
        }
    }
    to[used] = '\0';
}

static void list(const struct source *source, size_t from, size_t to, const char *by) {
    char words[400] = "";
    char old[120] = "";
    size_t begin = from;
    while (begin > 0 && source->text[begin - 1] != '\n') {
        begin--;
    }
    add_words(words, sizeof words, source->text + begin, from - begin);
    add_words(words, sizeof words, by, by != NULL ? strlen(by) : 0);
    add_words(words, sizeof words, source->text + to, strcspn(source->text + to, "\n"));
    add_words(old, sizeof old, source->text + from, to - from);
    char **more = realloc(lines, (line_count + 1) * sizeof *lines);
    char *line = malloc(strlen(source->name) + 800);
    if (more == NULL || line == NULL) {
        stop("no memory", source->name);
    }
    lines = more;
    sprintf(line, "%s\t%zu\t%zu\t%s%s [was: %s]", source->name, number, line_of(source, from), function, words, old);
    lines[line_count++] = line;
}

/* A place in the file with other text. */
static void change(const struct source *source, size_t from, size_t to, const char *by) {
    number++;
    if (applied == 0) {
        list(source, from, to, by);
    } else if (applied == number) {
        fwrite(source->text, 1, from, stdout);
        fputs(by, stdout);
        fwrite(source->text + to, 1, source->size - to, stdout);
    }
}

static void change_token(const struct source *source, size_t token, const char *by) {
    const struct token *it = &source->tokens[token];
    change(source, it->at, it->at + it->size, by);
}

/* Tokens from first to last, between two texts. */
static void wrap(const struct source *source, size_t first, size_t last, const char *before, const char *behind) {
    size_t from = source->tokens[first].at;
    size_t to = source->tokens[last].at + source->tokens[last].size;
    char *by = malloc(to - from + strlen(before) + strlen(behind) + 1);
    if (by == NULL) {
        stop("no memory", source->name);
    }
    sprintf(by, "%s%.*s%s", before, (int)(to - from), source->text + from, behind);
    change(source, from, to, by);
    free(by);
}

static size_t end_of_part(const struct source *source, size_t token, const char *also) {
    while (token < source->count && !is(source, token, ";") && !is(source, token, ",") && !is(source, token, ")") &&
           !is(source, token, also)) {
        token = source->tokens[token].pair > token ? source->tokens[token].pair + 1 : token + 1;
    }
    return token;
}

static bool same_tokens(const struct source *source, size_t one, size_t end, size_t other) {
    for (; one < end; one++, other++) {
        const struct token *a = &source->tokens[one];
        const struct token *b = &source->tokens[other];
        if (a->size != b->size || memcmp(source->text + a->at, source->text + b->at, a->size) != 0) {
            return false;
        }
    }
    return true;
}

/* a < b ? a : b, the smaller or the larger one: which of two that are equal is all the same. */
static bool is_choice(const struct source *source, size_t token) {
    size_t question = end_of_part(source, token, "?");
    size_t colon = end_of_part(source, question, ":");
    size_t end = end_of_part(source, colon, ";");
    size_t first = colon - question - 1;
    size_t second = end - colon - 1;
    size_t right = question - token - 1;

    if (!is(source, question, "?") || !is(source, colon, ":")) {
        return false;
    }
    return (second == right && first <= token && same_tokens(source, colon + 1, end, token + 1) &&
            same_tokens(source, question + 1, colon, token - first)) ||
           (first == right && second <= token && same_tokens(source, question + 1, colon, token + 1) &&
            same_tokens(source, colon + 1, end, token - second));
}

static void change_operator(const struct source *source, size_t token) {
    static const struct {
        const char *old, *by, * or ;
    } operators[] = {{"<", "<=", ">="},  {">", ">=", "<="},  {"<=", "<", ">"},   {">=", ">", "<"}, {"==", "!=", NULL},
                     {"!=", "==", NULL}, {"&&", "||", NULL}, {"||", "&&", NULL}, {"!", "", NULL}};
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
        if (is(source, token, operators[i].old)) {
            if (operators[i].or == NULL || !is_choice(source, token)) {
                change_token(source, token, operators[i].by);
            }
            if (operators[i].or != NULL) {
                change_token(source, token, operators[i].or);
            }
        }
    }
}

static bool is_word_at(const struct source *source, size_t token) {
    return token < source->count && source->tokens[token].kind == 'w' && !is(source, token, "return") &&
           !is(source, token, "case");
}

/* The size of an array that is declared here; a larger one would do as well. */
static bool is_array_size(const struct source *source, size_t token) {
    return token >= 3 && is(source, token - 1, "[") && is(source, token + 1, "]") && is_word_at(source, token - 2) &&
           (is_word_at(source, token - 3) || is(source, token - 3, "*"));
}

static void change_number(const struct source *source, size_t token) {
    const char *text = source->text + source->tokens[token].at;
    char *end;
    unsigned long long value = strtoull(text, &end, 0);
    char by[64];
    size_t rest = source->tokens[token].size - (size_t)(end - text);
    if (end < text + source->tokens[token].size && strspn(end, "uUlL") < rest) {
        return;
    }
    if (!is_array_size(source, token)) {
        sprintf(by, "%llu%.*s", value + 1, (int)rest, end);
        change_token(source, token, by);
    }
    if (value == 0) {
        strcpy(by, "(-1)");
    } else {
        sprintf(by, "%llu%.*s", value - 1, (int)rest, end);
    }
    change_token(source, token, by);
}

/* Whether what changes one of the tokens turns all of it around already. */
static bool has_own_negation(const struct source *source, size_t first, size_t last) {
    size_t relations = is(source, first, "!");
    for (size_t i = first; i <= last; i++) {
        i = source->tokens[i].pair > i ? source->tokens[i].pair : i;
        if (is(source, i, "&&") || is(source, i, "||") || is(source, i, "?")) {
            return false;
        }
        relations += is(source, i, "<") || is(source, i, ">") || is(source, i, "<=") || is(source, i, ">=") ||
                     is(source, i, "==") || is(source, i, "!=");
    }
    return relations > 0;
}

static void negate(const struct source *source, size_t first, size_t last) {
    if (first <= last && !has_own_negation(source, first, last)) {
        wrap(source, first, last, "!(", ")");
    }
}

/* The semicolon that ends what begins here; 0 if it is no statement of one line of thought. */
static size_t end_of_statement(const struct source *source, size_t token) {
    for (size_t i = token; i < source->count; i++) {
        if (is(source, i, ";")) {
            return i;
        }
        if (is(source, i, "}") || (is(source, i, "{") && !is(source, i - 1, ")"))) {
            return 0;
        }
        i = source->tokens[i].pair > i ? source->tokens[i].pair : i;
    }
    return 0;
}

/* What the function that is read returns: b(ool), p(ointer), s(tatus) or n(umber). */
static char returned;

static void read_type(const struct source *source, size_t body) {
    size_t i = source->tokens[body - 1].pair;
    const struct token *name = &source->tokens[i > 0 ? i - 1 : 0];
    function[0] = '\0';
    add_words(function, sizeof function - 2, source->text + name->at, name->size);
    strcat(function, ": ");
    returned = 'n';
    for (; i > 0 && !is(source, i - 1, ";") && !is(source, i - 1, "}"); i--) {
        if (is(source, i - 1, "*")) {
            returned = 'p';
        } else if (returned != 'p') {
            returned = is(source, i - 1, "bool") ? 'b' : is(source, i - 1, "zimport_status") ? 's' : returned;
        }
    }
}

static void change_return(const struct source *source, size_t token) {
    size_t end = end_of_statement(source, token);
    size_t first = token + 1;
    bool one = end == first + 1;
    if (end <= first) {
        return;
    }
    if (is(source, first, "true") && one) {
        change_token(source, first, "false");
    } else if (is(source, first, "false") && one) {
        change_token(source, first, "true");
    } else if (returned == 'b') {
        negate(source, first, end - 1);
    } else if (returned == 's') {
        change(source, source->tokens[first].at, source->tokens[end].at,
               is(source, first, "ZIMPORT_OK") && one ? "ZIMPORT_LOST" : "ZIMPORT_OK");
    } else if (returned == 'p' && !is(source, first, "NULL")) {
        change(source, source->tokens[first].at, source->tokens[end].at, "NULL");
    } else if (returned == 'n' && source->tokens[end - 1].kind != 'n') {
        wrap(source, first, end - 1, "(", ") + 1");
    }
}

static bool begins_statement(const struct source *source, size_t token) {
    size_t before = token - 1;
    if (token == 0 || is(source, before, ";") || is(source, before, "{") || is(source, before, "}") ||
        is(source, before, "else") || is(source, before, "do")) {
        return token > 0;
    }
    if (is(source, before, ":")) {
        return is(source, token - 3, "case") || is(source, token - 2, "default");
    }
    size_t open = source->tokens[before].pair;
    return is(source, before, ")") && open > 0 &&
           (is(source, open - 1, "if") || is(source, open - 1, "while") || is(source, open - 1, "for"));
}

/* A call, an assignment, a jump: no declaration, which the rest would miss. */
static void leave_out(const struct source *source, size_t token) {
    static const char *const second[] = {
        "(", "=", "->", ".", "[", "++", "--", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>="};
    bool wanted = is(source, token, "break") || is(source, token, "continue") || is(source, token, "*") ||
                  is(source, token, "++") || is(source, token, "--");
    for (size_t i = 0; i < sizeof second / sizeof *second; i++) {
        wanted = wanted || (source->tokens[token].kind == 'w' && is(source, token + 1, second[i]));
    }
    wanted = wanted && !is(source, token, "if") && !is(source, token, "for") && !is(source, token, "while") &&
             !is(source, token, "switch") && !is(source, token, "return") && !is(source, token, "sizeof");
    size_t end = wanted ? end_of_statement(source, token) : 0;
    if (end > 0) {
        change(source, source->tokens[token].at, source->tokens[end].at, "");
    }
}

static void change_source(const struct source *source) {
    size_t body_end = 0;   /* of the function that is read */
    size_t header_end = 0; /* of a for, whose statements are not left out */
    number = 0;
    for (size_t i = 0; i < source->count; i++) {
        if (i > body_end && is(source, i, "{") && i > 0 && is(source, i - 1, ")")) {
            body_end = source->tokens[i].pair;
            read_type(source, i);
        }
        change_operator(source, i);
        if (source->tokens[i].kind == 'n') {
            change_number(source, i);
        }
        if (i >= body_end) {
            function[0] = '\0';
            continue;
        }
        if (is(source, i, "for")) {
            header_end = source->tokens[i + 1].pair;
        }
        if ((is(source, i, "if") || is(source, i, "while")) && is(source, i + 1, "(")) {
            negate(source, i + 2, source->tokens[i + 1].pair - 1);
        }
        if (is(source, i, "return")) {
            change_return(source, i);
        }
        if (i > header_end && begins_statement(source, i)) {
            leave_out(source, i);
        }
    }
}

static void change_files(char **names, size_t count) {
    for (size_t i = 0; i < count; i++) {
        struct source source;
        read_source(&source, names[i]);
        change_source(&source);
        free_source(&source);
    }
}

/* Puts a random choice of so many lines in front, in random order. */
static size_t choose(size_t wanted, uint64_t seed) {
    uint64_t state = seed * 2 + 1;
    wanted = wanted < line_count ? wanted : line_count;
    for (size_t i = 0; i < wanted; i++) {
        state = state * 6364136223846793005U + 1442695040888963407U;
        size_t other = i + (size_t)((state >> 33) % (line_count - i));
        char *line = lines[i];
        lines[i] = lines[other];
        lines[other] = line;
    }
    return wanted;
}

int main(int argc, char **argv) {
    size_t count = 0;
    if (argc > 2 && strcmp(argv[1], "--list") == 0) {
        change_files(argv + 2, (size_t)argc - 2);
        count = line_count;
    } else if (argc > 4 && strcmp(argv[1], "--sample") == 0) {
        change_files(argv + 4, (size_t)argc - 4);
        count = choose((size_t)strtoull(argv[2], NULL, 10), strtoull(argv[3], NULL, 10));
    } else if (argc == 4 && strcmp(argv[1], "--apply") == 0) {
        applied = (size_t)strtoull(argv[2], NULL, 10);
        change_files(argv + 3, 1);
        if (applied == 0 || number < applied) {
            stop("has no change of that number", argv[3]);
        }
    } else {
        fputs("usage: mutate --list FILE... | --sample COUNT SEED FILE... | --apply NUMBER FILE\n", stderr);
        return 2;
    }
    for (size_t i = 0; i < line_count; i++) {
        if (i < count) {
            puts(lines[i]);
        }
        free(lines[i]);
    }
    free(lines);
    return fflush(stdout) == 0 ? 0 : 2;
}
