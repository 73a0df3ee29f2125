/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The configuration file, beside a second reading of its lines: where a value is said to be from, it is, and what
 * counts is there. What is refused is refused in one line, which names the file and a line of it. An input is a byte
 * for the command, one for the file, one for the variables that are set, the profile with NUL behind it, and the file.
 */
#include "fuzz.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/text/environment.h"
#include "cli/text/quote.h"

#include "messages.h"

#define PATH "/of/this.test"

static struct {
    zimport_view left;
    size_t padding; /* empty lines behind it */
    unsigned variables;
    mode_t mode;
    int error; /* of open */
    bool open;
} world;

static int world_open(const char *path, int flags) {
    REQUIRE(strcmp(path, PATH) == 0 || (strcmp(path, "/etc/zimport.conf") == 0 && world.error == ENOENT));
    REQUIRE((flags & O_NONBLOCK) != 0 && !world.open);
    errno = world.error;
    world.open = world.error == 0;
    return world.error == 0 ? 9 : -1;
}

static int world_fcntl(int fd, int what, int flags) {
    REQUIRE(fd == 9 && what == F_SETFL && flags == 0);
    return 0;
}

static int world_stat(const char *path, struct stat *about) {
    memset(about, 0, sizeof *about);
    about->st_mode = world.mode;
    return path == NULL || world.error != ENOENT ? 0 : -1;
}

static int world_fstat(int fd, struct stat *about) {
    REQUIRE(fd == 9 && world.open);
    return world_stat(NULL, about);
}

static ssize_t world_read(int fd, void *memory, size_t size) {
    size_t piece = world.left.size < size ? world.left.size : size;

    REQUIRE(fd == 9 && world.open);
    if (piece > 0) {
        memcpy(memory, world.left.data, piece);
        world.left.data += piece;
        world.left.size -= piece;
    } else {
        piece = world.padding < size ? world.padding : size;
        memset(memory, '\n', piece);
        world.padding -= piece;
    }
    return (ssize_t)piece;
}

static int world_close(int fd) {
    REQUIRE(fd == 9 && world.open);
    world.open = false;
    return 0;
}

const char *environment_get(const char *name) {
    static const char *const names[] = {"ZIMPORT_REGION",  "ZIMPORT_ENDPOINT", "ZIMPORT_API",   "ZIMPORT_CLUSTER",
                                        "ZIMPORT_PROJECT", "ZIMPORT_DB",       "ZILLIZ_API_KEY"};

    if (strcmp(name, "ZIMPORT_CONFIG") == 0) {
        return PATH;
    }
    for (unsigned i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(name, names[i]) == 0) {
            return (world.variables >> i & 1) != 0 ? "set" : NULL;
        }
    }
    return NULL;
}

#define open world_open
#define fcntl world_fcntl
#define stat(path, about) world_stat(path, about)
#define fstat world_fstat
#define read world_read
#define close world_close
#include "cli/settings/config.c" /* NOLINT(bugprone-suspicious-include) */
#undef open
#undef read
#undef close

/* ---- the second reading */

enum { LINES_MOST = 2000 };

static struct said {
    char *name;
    char *value;
    bool counts; /* in front of all sections, or in the profile's */
    bool in_profile;
} lines[LINES_MOST + 2];
static size_t line_count;

static char *strip(char *text) {
    char *end = text + strlen(text);

    while (end > text && (end[-1] == ' ' || end[-1] == '\t' || end[-1] == '\r')) {
        *--end = '\0';
    }
    while (*text == ' ' || *text == '\t' || *text == '\r') {
        text++;
    }
    return text;
}

/* All lines of a good file. Returns whether the profile has a section. */
static bool read_lines(char *text, const char *profile) {
    bool sections = false;
    bool named = false;
    bool found = false;

    line_count = 0;
    memset(lines, 0, sizeof lines);
    for (char *next = text; next != NULL;) {
        struct said *line = &lines[++line_count];
        char *start = next;
        REQUIRE(line_count <= LINES_MOST);
        next = strchr(start, '\n');
        if (next != NULL) {
            *next++ = '\0';
        }
        for (char *at = start; *at != '\0'; at++) {
            if (*at == '#' && (at == start || at[-1] == ' ' || at[-1] == '\t')) {
                *at = '\0';
                break;
            }
        }
        start = strip(start);
        char *equals = strchr(start, '=');
        size_t size = strlen(start);
        if (size > 1 && start[0] == '[' && start[size - 1] == ']') {
            start[size - 1] = '\0';
            sections = true;
            named = profile != NULL && strcmp(strip(start + 1), profile) == 0;
            found |= named;
        } else if (equals != NULL) {
            *equals = '\0';
            *line = (struct said){strip(start), strip(equals + 1), !sections || named, named};
        } else {
            REQUIRE(*start == '\0');
        }
    }
    return found;
}

static void check_value(const options *given, const option *o, const char *value) {
    const void *member = (const char *)given + o->where;
    const option_list *list = member;
    char word[80];
    uint64_t number;

    if (o->kind == OPTION_TEXT || o->kind == OPTION_MAYBE) {
        REQUIRE(strcmp(*(const char *const *)member, value) == 0);
    } else if (o->kind == OPTION_LIST) {
        REQUIRE(list->count > 0 && list->count <= OPTIONS_LIST_MAX);
        REQUIRE(strcmp(list->items[list->count - 1], value) == 0);
    } else if (o->kind == OPTION_CHOICE) {
        check_choice(o, *(const int *)member);
        REQUIRE(word_of(o->value, *(const int *)member, word, sizeof word) && strcmp(word, value) == 0);
    } else if (o->kind == OPTION_FLAG) {
        bool yes = strcmp(value, "yes") == 0 || strcmp(value, "true") == 0;
        REQUIRE(*(const bool *)member == yes && (yes || strcmp(value, "no") == 0 || strcmp(value, "false") == 0));
    } else {
        memcpy(&number, member, sizeof number);
        check_number(o, number, true);
    }
}

/* The line that its value must be from: the last of the profile's, else the last in front of all sections; 0: none. */
static size_t line_of(const option *o) {
    size_t last = 0;

    for (size_t i = 1; i <= line_count; i++) {
        const struct said *line = &lines[i];
        if (line->name != NULL && line->counts && strcmp(line->name, o->name) == 0 &&
            (line->in_profile || last == 0 || !lines[last].in_profile)) {
            last = i;
        }
    }
    return last;
}

/* Some options count for some commands and formats only. */
static bool always_counts(const option *o) {
    return o->group != GROUP_FOLLOWING && o->where != offsetof(options, format) &&
           o->where != offsetof(options, writes) && o->where != offsetof(options, collection);
}

static void check_row(const options *given, const options *before, const option *o) {
    size_t row = (size_t)(o - option_table);
    options_level level = (options_level)given->levels[row];
    size_t line = o->name != NULL ? line_of(o) : 0;
    bool set_aside = before->levels[row] == LEVEL_OPTION || (o->otherwise != NULL && environment_get(o->otherwise));

    if (level == LEVEL_FILE || level == LEVEL_PROFILE) {
        REQUIRE(!set_aside && (o->verbs & given->verb) != 0 && line > 0);
        REQUIRE((level == LEVEL_PROFILE) == lines[line].in_profile || !always_counts(o));
        if (given->lines[row] == line) {
            check_value(given, o, lines[line].value);
        } else { /* the last format may be one that the command does not have */
            REQUIRE(o->where == offsetof(options, format));
        }
    } else {
        REQUIRE(level == before->levels[row]);
        REQUIRE(line == 0 || set_aside || (o->verbs & given->verb) == 0 || !always_counts(o));
    }
}

static void check_refusal(const out *error, const options *given, size_t line_total) {
    const size_t size = strlen(PATH);
    const char *text = error->data;
    size_t line = 0;

    check_message(error);
    REQUIRE(error->size > size + 2 && memcmp(text, PATH ":", size + 1) == 0);
    for (text += size + 1; *text >= '0' && *text <= '9'; text++) {
        line = line * 10 + (size_t)(*text - '0');
    }
    REQUIRE((text[0] == ':' && text[1] == ' ' && line > 0 && line <= line_total) || (line == 0 && text[0] == ' '));
    REQUIRE(line > 0 || given->profile != NULL || world.error != 0 || (world.mode & 022) != 0 ||
            holds((zimport_view){error->data, error->size}, "no configuration file"));
}

static void check(options *given, zimport_view file) {
    options before = *given;
    out error = message_out();
    char words[200];
    out note = {.data = words, .capacity = sizeof words};
    char *copy = copy_of((zimport_view){file.data, file.size});
    size_t line_total = 1 + world.padding;

    for (size_t i = 0; i < file.size; i++) {
        line_total += file.data[i] == '\n';
    }
    bool empty = world.error == ENOENT;
    bool whole = !world.error && (world.mode & 022) == 0 && file.size + world.padding <= 16384 &&
                 (file.size == 0 || memchr(file.data, '\0', file.size) == NULL);
    bool good = config_read(given, &error, &note);
    REQUIRE(!world.open && (note.size > 0) == empty);
    if (empty) {
        REQUIRE(good == (given->profile == NULL));
    } else if (!good) {
        memory[0] = '\0';
        error.data[error.size] = '\0';
        check_refusal(&error, given, line_total);
    } else {
        REQUIRE(whole && error.size == 0);
        char *text = realloc(copy, file.size + 1);
        REQUIRE(text != NULL);
        text[file.size] = '\0';
        copy = text;
        bool found = read_lines(text, given->profile);
        REQUIRE(found || given->profile == NULL);
        for (size_t i = 0; i < option_count; i++) {
            check_row(given, &before, &option_table[i]);
        }
    }
    free(copy);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static char arguments[][20] = {"--region=r", "--tls-min=1.3", "--pin=p", "--max-time=9", "--endpoint=e"};
    zimport_view input = {(const char *)data, size < LINES_MOST ? size : LINES_MOST};
    unsigned choice = take_byte(&input);
    unsigned file = take_byte(&input);
    char *argv[sizeof arguments / sizeof *arguments];
    int argc = 0;
    options given;
    out error = message_out();

    world.variables = take_byte(&input);
    char *profile = take_text(&input);
    world.error = (file & 7) == 7 ? (file & 8) != 0 ? EACCES : ENOENT : 0;
    world.mode = S_IFREG | ((file & 0x70) == 0x70 ? 0660 : 0600);
    world.padding = (file & 0x80) != 0 ? 16384 + (file & 1) - input.size : 0;
    world.left = input;
    quote_set_secret(zimport_view_of(KEY));
    for (unsigned i = 0; i < sizeof arguments / sizeof *arguments; i++) {
        if ((choice >> (i % 4 + 4) & 1) != 0) {
            argv[argc++] = arguments[i];
        }
    }
    REQUIRE(options_parse(&given, 1U << choice % 16U % 7U, argc, argv, &error));
    given.profile = *profile != '\0' ? profile : NULL;
    check(&given, input);
    free(profile);
    return 0;
}
