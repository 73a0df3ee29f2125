/* SPDX-License-Identifier: Apache-2.0 */
/* A tool of the build, for the machine that builds: completions bash|zsh|fish <TEMPLATE >FILE
 *
 * Copies the template. A line of `marks` below becomes what the program's tables of commands and options say, in that
 * shell's words; @sections@ becomes the script for sed that finds the profiles. */
#include <stdio.h>
#include <string.h>

#include "cli/verbs/verbs.h"

/* A section as config.c reads it; none whose name could drive a terminal. */
#define SECTIONS \
    "s/^#.*//; s/[[:blank:]]#.*//; s/[[:space:]]*$//; " \
    "s/^[[:space:]]*\\[[[:space:]]*\\([^[:cntrl:]]*[^[:cntrl:][:space:]]\\)[[:space:]]*\\]$/\\1/p"

#define SMALL "abcdefghijklmnopqrstuvwxyz"
#define CAPITALS "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS "0123456789"

/* What can be completed of an option's value. */
typedef enum value_kind { VALUE_NONE, VALUE_OTHER, VALUE_WORD, VALUE_WORD_FILE, VALUE_FILE, VALUE_PROFILE } value_kind;

typedef struct value {
    value_kind kind;
    char words[400]; /* with a blank between them */
} value;

static void add_word(value *v, const char *word, size_t size) {
    size_t used = strlen(v->words);

    if (used + size + 2 < sizeof v->words) {
        (void)snprintf(v->words + used, sizeof v->words - used, "%s%.*s", used > 0 ? " " : "", (int)size, word);
    }
}

/* Of `a|b|KEY`, what is not a name for something else. */
static void take_choices(value *v, const char *choices, size_t size) {
    size_t at = 0;

    while (at < size) {
        size_t word = strcspn(choices + at, "|");

        word = word < size - at ? word : size - at;
        if (strspn(choices + at, SMALL DIGITS ".-") >= word && word > 0) {
            add_word(v, choices + at, word);
        }
        at += word + 1;
    }
}

/* Of `TEXT: A, B (REMARK) or C`. */
static void take_listed(value *v, const char *help) {
    const char *at = strrchr(help, ':');

    while (at && *at) {
        size_t word = strspn(at, SMALL CAPITALS DIGITS "-");

        if (*at == '(') {
            at += strcspn(at, ")");
        } else if (word > 0 && !(word == 2 && memcmp(at, "or", 2) == 0)) {
            add_word(v, at, word);
        }
        at += word + (at[word] != '\0');
    }
}

static bool is_word(const char *text, size_t size, const char *word) {
    return size == strlen(word) && memcmp(text, word, size) == 0;
}

static const char *words_of(const option *o, unsigned verbs) {
    return options_words(o, verbs & ~(verbs - 1));
}

/* Those of the commands for which an option's value is as it is for the first of them. */
static unsigned alike(const option *o, unsigned verbs) {
    const char *words = words_of(o, verbs);
    unsigned same = 0;

    for (unsigned bit = 1; bit <= verbs; bit <<= 1) {
        same |= !words || strcmp(options_words(o, bit), words) == 0 ? verbs & bit : 0;
    }
    return same;
}

/* For commands that are alike. */
static value value_of(const option *o, unsigned verbs) {
    value v = {VALUE_OTHER, ""};
    const char *words = words_of(o, verbs);
    size_t size = words ? strlen(words) : 0;
    bool file = size > 5 && strcmp(words + size - 5, ":FILE") == 0;

    if (!words) {
        v.kind = VALUE_NONE;
        return v;
    }
    if (o->where == offsetof(options, profile)) {
        v.kind = VALUE_PROFILE;
        return v;
    }
    if (is_word(words, size, "FILE") || is_word(words, size, "PROGRAM")) {
        v.kind = VALUE_FILE;
        return v;
    }
    size -= file ? 5 : 0;
    if (is_word(words, size, "STATE") || is_word(words, size, "FORMAT")) {
        take_listed(&v, o->help);
    } else {
        take_choices(&v, words, size);
    }
    if (v.words[0]) {
        v.kind = file ? VALUE_WORD_FILE : VALUE_WORD;
    }
    return v;
}

static void print_verbs(unsigned verbs, const char *between) {
    const char *before = "";

    for (size_t i = 0; i < verb_count; i++) {
        if (verb_table[i].bit & verbs) {
            printf("%s%s", before, verb_table[i].name);
            before = between;
        }
    }
}

/* Each byte of `special` with a backslash in front, for a text between single quotes. */
static void print_quoted(const char *text, const char *special, const char *quote) {
    for (; *text; text++) {
        if (*text == '\'') {
            printf("%s", quote);
        } else {
            printf("%s%c", strchr(special, *text) ? "\\" : "", *text);
        }
    }
}

static void print_help(const option *o, const char *special, const char *quote) {
    print_quoted(o->help, special, quote);
    if (o->otherwise && !strchr(CAPITALS, *o->otherwise)) {
        printf(" (");
        print_quoted(o->otherwise, special, quote);
        printf(")");
    }
}

/* -o and --output, as far as there are both. */
static void print_names(const option *o, const char *letter, const char *between, const char *name) {
    if (o->letter) {
        printf("%s%c", letter, o->letter);
    }
    if (o->name) {
        printf("%s%s%s", o->letter ? between : "", name, o->name);
    }
}

/* ---- bash */

static void bash_commands(void) {
    printf("    words='");
    print_verbs(FOR_ALL, " ");
    printf("'\n");
}

static void bash_options(void) {
    for (size_t i = 0; i < verb_count; i++) {
        const char *before = "";

        printf("    %s) words='", verb_table[i].name);
        for (size_t j = 0; j < option_count; j++) {
            const option *o = &option_table[j];

            if (o->verbs & verb_table[i].bit) {
                printf("%s", before);
                print_names(o, "-", " ", "--");
                before = " ";
            }
        }
        printf("' ;;\n");
    }
}

/* All options whose values are of this kind, in one line. */
static void bash_kind(value_kind kind, const char *name) {
    const char *before = "    ";

    for (size_t i = 0; i < option_count; i++) {
        if (value_of(&option_table[i], FOR_ALL).kind == kind) {
            printf("%s", before);
            print_names(&option_table[i], "-", " | ", "--");
            before = " | ";
        }
    }
    if (strcmp(before, " | ") == 0) {
        printf(") takes='%s' ;;\n", name);
    }
}

/* Where the commands differ, by the one that was typed. */
static void bash_words(const option *o) {
    unsigned all = o->verbs & FOR_ALL;

    if (alike(o, all) == all) {
        printf(" words='%s'", value_of(o, all).words);
        return;
    }
    printf("\n        case ${typed[1]-} in\n");
    for (unsigned left = all; left > 0; left &= ~alike(o, left)) {
        printf("        ");
        print_verbs(alike(o, left), " | ");
        printf(") words='%s' ;;\n", value_of(o, left).words);
    }
    printf("        esac");
}

static void bash_values(void) {
    bash_kind(VALUE_OTHER, "other");
    bash_kind(VALUE_FILE, "file");
    bash_kind(VALUE_PROFILE, "profile");
    for (size_t i = 0; i < option_count; i++) {
        const option *o = &option_table[i];
        value v = value_of(o, FOR_ALL);

        if (v.kind == VALUE_WORD || v.kind == VALUE_WORD_FILE) {
            printf("    ");
            print_names(o, "-", " | ", "--");
            printf(") takes='%s'", v.kind == VALUE_WORD ? "word" : "word:file");
            bash_words(o);
            printf(" ;;\n");
        }
    }
}

/* ---- zsh */

#define ZSH_QUOTE "'\\''"

static void zsh_commands(void) {
    for (size_t i = 0; i < verb_count; i++) {
        printf("        '%s:", verb_table[i].name);
        print_quoted(verb_table[i].summary, "\\", ZSH_QUOTE);
        printf("'\n");
    }
}

static void zsh_spec(const option *o, unsigned verbs, const char *dashes, const char *name, const char *equals) {
    static const char *const actions[] = {"", " ", "(", " _zimport_word_file ", "_files", "_zimport_profiles"};
    bool again = o->kind == OPTION_LIST || o->kind == OPTION_COUNT;
    value v = value_of(o, verbs);

    printf(" '");
    if (again) {
        printf("*");
    } else if (o->letter && o->name) {
        printf("(-%c --%s)", o->letter, o->name);
    }
    printf("%s%s%s[", dashes, name, v.kind == VALUE_NONE ? "" : equals);
    print_help(o, "[]\\", ZSH_QUOTE);
    printf("]");
    if (v.kind != VALUE_NONE) {
        printf(":");
        print_quoted(words_of(o, verbs), ":\\", ZSH_QUOTE);
        printf(":%s%s%s", actions[v.kind], v.words, v.kind == VALUE_WORD ? ")" : "");
    }
    printf("'");
}

/* Without them, _arguments takes what stands behind an operand for something else. */
static void zsh_operands(void) {
    for (size_t i = 0; i < verb_count; i++) {
        const verb *v = &verb_table[i];
        const char *last = v->operands ? strrchr(v->operands, ' ') : NULL;

        if (v->operands && v->bit != FOR_HELP) {
            last = last ? last + 1 : v->operands;
            printf("    [[ $command == %s ]] && options+=( '*:%.*s: ' )\n", v->name, (int)strcspn(last, "."), last);
        }
    }
}

static void zsh_options(void) {
    for (size_t i = 0; i < option_count; i++) {
        const option *o = &option_table[i];
        const char letter[] = {o->letter, '\0'};

        for (unsigned left = o->verbs & FOR_ALL; left > 0; left &= ~alike(o, left)) {
            printf("    [[ $command == (");
            print_verbs(alike(o, left), "|");
            printf(") ]] && options+=(");
            if (o->letter) {
                zsh_spec(o, left, "-", letter, "+");
            }
            if (o->name) {
                zsh_spec(o, left, "--", o->name, "=");
            }
            printf(" )\n");
        }
    }
}

/* ---- fish */

#define FISH_QUOTE "\\'"

static void fish_commands(void) {
    for (size_t i = 0; i < verb_count; i++) {
        printf("complete -c zimport -n __zimport_wants_command -a %s -d '", verb_table[i].name);
        print_quoted(verb_table[i].summary, "\\", FISH_QUOTE);
        printf("'\n");
    }
}

static void fish_value(const option *o, unsigned verbs) {
    value v = value_of(o, verbs);

    if (v.kind == VALUE_FILE) {
        printf(" -r -F");
    } else if (v.kind != VALUE_NONE) {
        printf(" -x");
    }
    if (v.kind == VALUE_WORD) {
        printf(" -a '%s'", v.words);
    } else if (v.kind == VALUE_WORD_FILE) {
        printf(" -a '(__zimport_word_file %s)'", v.words);
    } else if (v.kind == VALUE_PROFILE) {
        printf(" -a '(__zimport_profiles)'");
    }
}

static void fish_options(void) {
    for (size_t i = 0; i < option_count; i++) {
        const option *o = &option_table[i];

        for (unsigned left = o->verbs & FOR_ALL; left > 0; left &= ~alike(o, left)) {
            printf("complete -c zimport -n '__zimport_at ");
            print_verbs(alike(o, left), " ");
            printf("' ");
            print_names(o, "-s ", " ", "-l ");
            fish_value(o, left);
            printf(" -d '");
            print_help(o, "\\", FISH_QUOTE);
            printf("'\n");
        }
    }
}

/* What stands in place of which line: what is printed, or a text where there is a configuration file. */
static const struct {
    const char *shell;
    const char *line;
    void (*print)(void);
    const char *topic;
} marks[] = {
    {"bash", "# @commands@\n", bash_commands, NULL},
    {"bash", "# @options@\n", bash_options, NULL},
    {"bash", "# @values@\n", bash_values, NULL},
    {"bash", "# @topics@\n", NULL, "    words+=' config'\n"},
    {"zsh", "# @commands@\n", zsh_commands, NULL},
    {"zsh", "# @operands@\n", zsh_operands, NULL},
    {"zsh", "# @options@\n", zsh_options, NULL},
    {"zsh", "# @topics@\n", NULL, "        'config:the configuration file'\n"},
    {"fish", "# @commands@\n", fish_commands, NULL},
    {"fish", "# @options@\n", fish_options, NULL},
    {"fish", "# @topics@\n", NULL,
     "complete -c zimport -n '__zimport_at help' -a config -d 'the configuration file'\n"},
};

static void copy_line(const char *shell, const char *line) {
    const char *sections = strstr(line, "@sections@");

    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        if (strcmp(shell, marks[i].shell) == 0 && strcmp(line, marks[i].line) == 0) {
            if (marks[i].print) {
                marks[i].print();
            }
            printf("%s", BUILT_CONFIG && marks[i].topic ? marks[i].topic : "");
            return;
        }
    }
    if (sections) {
        printf("%.*s" SECTIONS, (int)(sections - line), line);
        line = strchr(sections + 1, '@') + 1;
    }
    printf("%s", line);
}

int main(int argc, char **argv) {
    char line[1000];

    if (argc != 2) {
        (void)fprintf(stderr, "usage: completions bash|zsh|fish <TEMPLATE >FILE\n");
        return 1;
    }
    while (fgets(line, sizeof line, stdin)) {
        copy_line(argv[1], line);
    }
    return ferror(stdin) || fflush(stdout) != 0 || ferror(stdout) ? 1 : 0;
}
