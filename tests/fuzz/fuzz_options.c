/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Command lines, and ids on standard input. What is taken is in range, and said again in one form it gives the same;
 * what is refused is refused in one line, without the key. An input is a byte for the command and how it is shown, one
 * with the number of arguments, two for the pieces of standard input, the arguments with NUL behind them, standard
 * input.
 */
#include "fuzz.h"

#include <stdint.h>
#include <unistd.h>

#include "cli/settings/settings.h"
#include "cli/text/quote.h"

#include "messages.h"

static struct {
    zimport_view left;
    uint32_t seed;
} input_file;

static ssize_t input_read(int fd, void *memory, size_t size) {
    size_t piece = piece_size(&input_file.seed, input_file.left.size);

    REQUIRE(fd == STDIN_FILENO);
    piece = piece < size ? piece : size;
    if (piece > 0) {
        memcpy(memory, input_file.left.data, piece);
        input_file.left.data += piece;
        input_file.left.size -= piece;
    }
    return (ssize_t)piece;
}

#define read input_read
#define calloc(count, size) calloc((count) + 1, size) /* for the analyser: that of none may be NULL */
#include "cli/settings/jobs.c"                        /* NOLINT(bugprone-suspicious-include) */
#undef read

enum { INPUT_MOST = 5000, ARGUMENTS_MOST = 40, ALL = 200 };

struct arguments {
    char *argv[ALL];
    int argc;
    size_t sizes[ALL];
};

/* ---- what is taken */

static const void *member_of(const options *given, const option *o) {
    return (const char *)given + o->where;
}

static bool is_among(const struct arguments *from, const char *text) {
    for (int i = 0; i < from->argc; i++) {
        /* Addresses are compared as numbers: they need not be of one object. */
        uintptr_t start = (uintptr_t)from->argv[i];
        if ((uintptr_t)text >= start && (uintptr_t)text <= start + from->sizes[i]) {
            return true;
        }
    }
    return false;
}

static void check_row(const options *given, const option *o, const struct arguments *from) {
    const void *member = member_of(given, o);
    uint64_t number = 0;
    options_level level = (options_level)given->levels[o - option_table];

    REQUIRE(level == LEVEL_NONE || level == LEVEL_OPTION);
    REQUIRE(level == LEVEL_NONE || (o->verbs & given->verb) != 0);
    if (o->kind == OPTION_TEXT || o->kind == OPTION_MAYBE) {
        const char *text = *(const char *const *)member;
        REQUIRE((text != NULL) == (level == LEVEL_OPTION));
        REQUIRE(text == NULL || (is_among(from, text) && (*text != '\0' || o->kind == OPTION_MAYBE)));
    } else if (o->kind == OPTION_LIST) {
        const option_list *list = member;
        REQUIRE(list->count <= OPTIONS_LIST_MAX && (list->count > 0) == (level == LEVEL_OPTION));
        for (size_t i = 0; i < list->count; i++) {
            REQUIRE(is_among(from, list->items[i]) && *list->items[i] != '\0');
        }
    } else if (o->kind == OPTION_CHOICE) {
        check_choice(o, *(const int *)member);
    } else if (o->kind >= OPTION_NUMBER) {
        memcpy(&number, member, sizeof number);
        check_number(o, number, level != LEVEL_NONE);
    }
}

/* ---- said again */

static void add_argument(struct arguments *to, const char *before, const char *text) {
    size_t size = strlen(before) + strlen(text);
    char *copy = malloc(size + 1);

    REQUIRE(copy != NULL && to->argc < ALL);
    (void)snprintf(copy, size + 1, "%s%s", before, text);
    to->sizes[to->argc] = size;
    to->argv[to->argc++] = copy;
}

static void add_flag(struct arguments *to, const options *given, const option *o) {
    int value = o->kind == OPTION_FLAG ? 1 : *(const int *)member_of(given, o);
    char letters[INPUT_MOST + 2] = "-";

    if (o->kind == OPTION_COUNT) { /* however often, in one argument */
        REQUIRE(value > 0 && value <= INPUT_MOST);
        memset(letters + 1, o->letter, (size_t)value);
        add_argument(to, letters, "");
    } else if (o->kind == OPTION_FLAG) {
        add_argument(to, "--", o->name);
    } else if (value == o->most) { /* the last of several counts */
        letters[1] = o->letter;
        add_argument(to, letters, "");
    }
}

static void add_row(struct arguments *to, const options *given, const option *o) {
    const void *member = member_of(given, o);
    const option_list *list = member;
    char before[80];
    char text[300] = "";
    uint64_t number = 0;

    if (given->levels[o - option_table] == LEVEL_NONE || o->where == offsetof(options, help)) {
        return;
    }
    if (o->value == NULL) {
        add_flag(to, given, o);
        return;
    }
    (void)snprintf(before, sizeof before, "--%s=", o->name);
    if (o->kind == OPTION_LIST) {
        for (size_t i = 0; i < list->count; i++) {
            add_argument(to, before, list->items[i]);
        }
        return;
    }
    if (o->kind == OPTION_TEXT || o->kind == OPTION_MAYBE) {
        add_argument(to, before, *(const char *const *)member);
        return;
    }
    if (o->kind == OPTION_CHOICE) {
        (void)word_of(o->value, *(const int *)member, text, sizeof text);
    } else {
        memcpy(&number, member, sizeof number);
        bool time = o->kind == OPTION_SECONDS || o->kind == OPTION_PAUSE;
        (void)snprintf(text, sizeof text, "%llu%s", (unsigned long long)number, time ? "ms" : "");
    }
    add_argument(to, before, text);
}

/* Operands may look like options only behind --. */
static void say_again(struct arguments *to, const options *given) {
    to->argc = 0;
    for (size_t i = 0; given->help && i < given->operand_count; i++) {
        add_argument(to, given->operands[i], "");
    }
    for (size_t i = 0; i < option_count; i++) {
        add_row(to, given, &option_table[i]);
    }
    add_argument(to, given->help ? "--help" : "--", "");
    for (size_t i = 0; !given->help && i < given->operand_count; i++) {
        add_argument(to, given->operands[i], "");
    }
}

static void check_same_row(const options *a, const options *b, const option *o) {
    const void *one = member_of(a, o);
    const void *other = member_of(b, o);
    size_t count = 1;

    if (o->kind == OPTION_FLAG) {
        REQUIRE(*(const bool *)one == *(const bool *)other);
    } else if (o->kind == OPTION_COUNT || o->kind == OPTION_CONST || o->kind == OPTION_CHOICE) {
        REQUIRE(*(const int *)one == *(const int *)other);
    } else if (o->kind >= OPTION_NUMBER) {
        REQUIRE(memcmp(one, other, sizeof(uint64_t)) == 0);
    } else {
        const char *const *texts = one;
        const char *const *others = other;
        if (o->kind == OPTION_LIST) {
            count = ((const option_list *)one)->count;
            REQUIRE(count == ((const option_list *)other)->count);
        }
        for (size_t i = 0; i < count; i++) {
            REQUIRE((texts[i] == NULL) == (others[i] == NULL));
            REQUIRE(texts[i] == NULL || strcmp(texts[i], others[i]) == 0);
        }
    }
}

static void check_again(const options *given, out *error) {
    static struct arguments again;
    options other;

    say_again(&again, given);
    struct arguments kept = again; /* operands are moved to the front */
    REQUIRE(options_parse(&other, given->verb, again.argc, again.argv, error));
    REQUIRE(error->size == 0 && other.operand_count == given->operand_count);
    for (size_t i = 0; i < option_count; i++) {
        check_same_row(given, &other, &option_table[i]);
    }
    for (size_t i = 0; i < given->operand_count; i++) {
        REQUIRE(strcmp(given->operands[i], other.operands[i]) == 0);
    }
    for (int i = 0; i < kept.argc; i++) {
        free(kept.argv[i]);
    }
}

/* ---- HOST:PORT:ADDR */

static void check_override(const char *text) {
    zimport_posix_override override;
    char *copy = strdup(text);
    char again[600];

    REQUIRE(copy != NULL);
    if (strlen(text) < ZIMPORT_HOST_MAX + 64 && settings_override(copy, &override)) {
        uint8_t bytes[16];
        zimport_posix_override other;
        REQUIRE(override.host[0] != '\0' && override.port > 0);
        REQUIRE(zimport_address_parse(zimport_view_of(override.address), bytes) > 0);
        for (const char *at = override.host; *at != '\0'; at++) {
            REQUIRE(*at < 'A' || *at > 'Z');
        }
        int size = snprintf(again, sizeof again, strchr(override.host, ':') != NULL ? "[%s]:%u:[%s]" : "%s:%u:%s",
                            override.host, (unsigned) override.port, override.address);
        REQUIRE(size > 0 && (size_t)size < sizeof again);
        if (strchr(override.host, ']') == NULL && override.host[strlen(override.host) - 1] != '.') {
            REQUIRE(override.host[0] == '[' || settings_override(again, &other));
            REQUIRE(override.host[0] == '[' || (other.port == override.port && strcmp(other.host, override.host) == 0));
        }
    }
    free(copy);
}

/* ---- ids */

/* The lines of standard input that are ids, in `ids`; the number of the first bad one in `bad`. */
static size_t read_lines(zimport_view text, zimport_view *ids, size_t *bad) {
    size_t count = 0;

    *bad = 0;
    for (size_t number = 1; text.size > 0; number++) {
        const char *end = memchr(text.data, '\n', text.size);
        zimport_view said = {text.data, end != NULL ? (size_t)(end - text.data) : text.size};
        text.data += said.size + (end != NULL);
        text.size -= said.size + (end != NULL);
        while (said.size > ZIMPORT_ID_MAX + 1 && said.data[said.size - 1] == '\r') {
            said.size--;
        }
        bool fits = said.size <= ZIMPORT_ID_MAX + 1;
        said.size -= said.size > 0 && said.data[said.size - 1] == '\r';
        size_t blanks = 0;
        while (blanks < said.size && strchr(" \t", said.data[blanks] != '\0' ? said.data[blanks] : 'x') != NULL) {
            blanks++;
        }
        if (fits && blanks == said.size) {
            continue;
        }
        if (!fits || !zimport_id_is_valid(said)) {
            *bad = number;
            return count;
        }
        ids[count++] = said;
    }
    return count;
}

static void free_jobs(job_list *list) {
    while (list->first != NULL) {
        struct id_chunk *next = list->first->next;
        free(list->first);
        list->first = next;
    }
    free(list->jobs);
    free(list->notes);
}

static void check_jobs(const options *given, zimport_view text, uint32_t seed, out *error) {
    static zimport_view lines[5000];
    static zimport_view ids[INPUT_MOST + ALL];
    job_list list = {.count = 0};
    size_t bad = 0;
    size_t count = 0;
    bool good = true;

    for (size_t i = 0; i < given->operand_count && good; i++) {
        ids[count++] = zimport_view_of(given->operands[i]);
        good = zimport_id_is_valid(ids[count - 1]) || zimport_view_is(ids[count - 1], "-");
        if (zimport_view_is(ids[count - 1], "-")) {
            size_t more = read_lines(text, lines, &bad);
            memcpy(ids + count - 1, lines, more * sizeof *lines);
            count += more - 1;
            text.size = bad > 0 ? text.size : 0;
            good = bad == 0;
        }
    }
    good = good && !(given->format == OUTPUT_ENV && count > 1);
    input_file.seed = seed;
    REQUIRE(jobs_read(&list, given, error) == good);
    if (good) {
        REQUIRE(list.count == count && error->size == 0);
        for (size_t i = 0; i < count; i++) {
            REQUIRE(list.jobs[i].id.size == ids[i].size && memcmp(list.jobs[i].id.data, ids[i].data, ids[i].size) == 0);
        }
    } else {
        check_message(error);
    }
    free_jobs(&list);
}

static void take_arguments(zimport_view *input, struct arguments *to, int count) {
    to->argc = 0;
    while (to->argc < count && input->size > 0) {
        to->argv[to->argc] = take_text(input);
        to->sizes[to->argc] = strlen(to->argv[to->argc]);
        to->argc++;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static struct arguments arguments;
    zimport_view input = {(const char *)data, size < INPUT_MOST ? size : INPUT_MOST};
    unsigned choice = take_byte(&input);
    int count = take_byte(&input) % ARGUMENTS_MOST;
    uint32_t seed = take_seed(&input);
    out error = message_out();
    options given;

    quote_set_secret(zimport_view_of(KEY));
    quote_set_unicode((choice & 0x10) != 0);
    quote_set_terminal((choice & 0x20) != 0);
    take_arguments(&input, &arguments, count);
    struct arguments kept = arguments;
    if (options_parse(&given, 1U << choice % 16U % OPTIONS_VERBS, arguments.argc, arguments.argv, &error)) {
        REQUIRE(error.size == 0 && given.operand_count <= (size_t)kept.argc);
        for (size_t i = 0; i < option_count; i++) {
            check_row(&given, &option_table[i], &kept);
        }
        check_again(&given, &error);
        for (size_t i = 0; i < given.resolve.count; i++) {
            check_override(given.resolve.items[i]);
        }
        input_file.left = input;
        check_jobs(&given, input, seed, &error);
    } else {
        check_message(&error);
        REQUIRE(memcmp(error.data, "option ", 7) == 0 || memcmp(error.data, "unknown option ", 15) == 0);
    }
    for (int i = 0; i < kept.argc; i++) {
        free(kept.argv[i]);
    }
    return 0;
}
