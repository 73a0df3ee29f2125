/* SPDX-License-Identifier: Apache-2.0 */
/* One table, from which the parser and the help texts are made. */
#ifndef ZIMPORT_CLI_SETTINGS_OPTIONS_H
#define ZIMPORT_CLI_SETTINGS_OPTIONS_H

#include "cli/settings/built.h"
#include "cli/text/out.h"

#define OPTIONS_LIST_MAX 16

/* Rows of option_table. */
#define OPTIONS_MOST 72

typedef struct option_list {
    const char *items[OPTIONS_LIST_MAX];
    size_t count;
    uint16_t lines[OPTIONS_LIST_MAX]; /* of the configuration file, from which all are, or none */
} option_list;

/* Which commands have an option: sums of these; 0: it is not built in. */
enum {
    FOR_STATUS = BUILT_STATUS ? 1 : 0,
    FOR_WAIT = BUILT_WAIT ? 2 : 0,
    FOR_LIST = BUILT_LIST ? 4 : 0,
    FOR_START = BUILT_START ? 8 : 0,
    FOR_COMMIT = BUILT_COMMIT ? 16 : 0,
    FOR_ABORT = BUILT_ABORT ? 32 : 0,
    FOR_DOCTOR = BUILT_DOCTOR ? 64 : 0,
    FOR_HELP = 128,
    FOR_VERSION = 256,                                                     /* the last two send nothing */
    FOR_JOBS = FOR_STATUS | FOR_WAIT | FOR_START | FOR_COMMIT | FOR_ABORT, /* asks about jobs, or may */
    FOR_FOLLOWING = FOR_WAIT | FOR_START | FOR_COMMIT,
    FOR_RETRYING = FOR_JOBS | FOR_LIST,
    FOR_LISTING = BUILT_LIST ? FOR_LIST | FOR_WAIT : 0,
    FOR_ASKING = FOR_RETRYING | FOR_DOCTOR,
    FOR_ALL = FOR_ASKING | FOR_VERSION | FOR_HELP
};

/* Which word of BUILT_FORMATS. */
typedef enum output_format {
    OUTPUT_TEXT = 0,
    OUTPUT_JSON = OUTPUT_TEXT + BUILT_TEXT,
    OUTPUT_CSV = OUTPUT_JSON + BUILT_JSON,
    OUTPUT_ENV = OUTPUT_CSV + BUILT_CSV,
    OUTPUT_IDS = OUTPUT_ENV + BUILT_ENV
} output_format;
typedef enum color_mode { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER } color_mode;

/* The commands by their bits, also those that are not built in. */
enum { OPTIONS_VERBS = 9 };
extern const char *const options_verbs[OPTIONS_VERBS];

/* Where a value is from; a greater one sets others aside. */
typedef enum options_level { LEVEL_NONE, LEVEL_FILE, LEVEL_PROFILE, LEVEL_VARIABLE, LEVEL_OPTION } options_level;

/* NULL and 0 where nothing is said and the table has no default. */
typedef struct options {
    unsigned verb; /* FOR_… */
    const char *region;
    const char *endpoint;
    const char *api;
    const char *path;
    const char *cluster;
    const char *project;
    const char *database;
    const char *collection;
    const char *partition;
    const char *volume;
    const char *idempotency_key;
    const char *access_key_file;
    const char *secret_key_file;
    const char *session_token_file;
    const char *token_file;
    const char *cacert;
    const char *cert;
    const char *key;
    const char *tls_session;
    const char *hook;
    const char *proxy; /* "": none, whatever the environment says */
    option_list pins;
    option_list resolve;
    option_list states;
    option_list settings; /* --option */
    option_list writes;
    int tls_min; /* 0: 1.2, 1: 1.3 */
    int family;  /* as zimport_posix_family */
    int format;  /* as output_format */
    int color;   /* as color_mode */
    int goal;    /* 1: Uncommitted is as good as Completed */
    int verbose;
    uint64_t connect_ms;
    uint64_t total_ms;
    uint64_t interval_ms;
    uint64_t timeout_ms; /* 0: none */
    uint64_t stall_ms;   /* 0: none */
    uint64_t retries;
    uint64_t page;      /* 0: not said */
    uint64_t page_size; /* the same */
    bool group;
    bool wait;
    bool cn;
    bool allow_plaintext_token;
    bool clock_floor;
    bool any;
    bool files;
    bool quiet;
    bool no_progress;
    bool exit_code;
    bool all; /* help: the options; wait: the jobs of the list */
    bool watch;
    bool help;
    char **operands;
    size_t operand_count;
    const char *profile;
    const char *config;           /* the file that was read; NULL: none */
    uint8_t levels[OPTIONS_MOST]; /* of the table's rows; LEVEL_VARIABLE is not kept, but found when it is needed */
    uint16_t lines[OPTIONS_MOST]; /* of that file */
} options;

typedef enum option_kind {
    OPTION_FLAG,    /* bool becomes true */
    OPTION_COUNT,   /* int grows by one */
    OPTION_CONST,   /* int becomes `most` */
    OPTION_TEXT,    /* const char * */
    OPTION_MAYBE,   /* const char *, which may be empty */
    OPTION_LIST,    /* option_list */
    OPTION_CHOICE,  /* int: which word of `value` */
    OPTION_NUMBER,  /* uint64_t, at most `most` */
    OPTION_ORDINAL, /* the same, from 1 */
    OPTION_SECONDS, /* uint64_t in milliseconds, above 0, at most `most` seconds */
    OPTION_PAUSE    /* the same, and 0 is fine */
} option_kind;

typedef enum option_group {
    GROUP_WHERE,
    GROUP_LIST,
    GROUP_START,
    GROUP_CONNECTION,
    GROUP_FOLLOWING,
    GROUP_OUTPUT,
    GROUP_COUNT
} option_group;

/* option.most of the kinds with a limit. In seconds: what fits the library's 32-bit milliseconds, and about three
 * years. */
enum { RETRIES_MOST, REQUEST_MOST, WAIT_MOST, PAGE_MOST };
extern const uint32_t option_limits[];

/* Small members together save 24 bytes per row. */
typedef struct option {
    const char *name;      /* without the dashes; may be NULL */
    const char *value;     /* what it is called, or the words to choose from with | between them; NULL: takes none */
    char letter;           /* 0: none */
    uint8_t kind;          /* option_kind */
    unsigned group : 4;    /* option_group */
    unsigned most : 4;     /* for OPTION_CONST the value, else which limit */
    uint8_t common;        /* FOR_… below 256: the help of which commands has it without --all */
    uint16_t verbs;        /* FOR_… */
    uint16_t where;        /* offset in options */
    const char *otherwise; /* in capitals, what it can be set by, too; else the default as it is written; or NULL */
    const char *help;
} option;

extern const option option_table[];
extern const size_t option_count;
/* `only jobs in this state: A, B or C`; from the colon on also for messages. */
extern const char option_states[];
#define OPTION_STATES_AT 24
extern const char *const option_groups[GROUP_COUNT];

/* The arguments behind a command (FOR_…). Options and operands in any order; `--` ends the options, --help the reading.
 * Operands are moved to the front of argv. False: `error` has the message, without a line end. */
bool options_parse(options *result, unsigned verb, int argc, char **argv, out *error);

/* The row of a member of `given`, or of an item of a list; NULL: it is not built in. */
const option *options_row(const options *given, const void *member);

/* How messages name a member of `given`, or an item of a list, `option --NAME` or `FILE:LINE: NAME`, until the next
 * call. */
const char *options_source(const options *given, const void *member);

/* NULL if there is none. */
const option *options_find(zimport_view name);

/* Stores what a line of given->config says. False: `error` has the message, and nothing is stored. */
bool options_store(options *given, const option *o, const char *value, options_level level, unsigned line, out *error);

/* o->value, or those of its words that this command has. */
const char *options_words(const option *o, unsigned verb);

/* o->otherwise, or the first word that this command has. */
zimport_view options_otherwise(const option *o, unsigned verb);

/* Whether the value is one of the words a|b|c; which one. */
bool options_choose(const char *words, zimport_view value, int *which);

/* `a, b or c` of a|b|c. */
void options_say_choices(out *error, const char *words);

/* Of the names of these commands' options. */
void options_suggest(out *error, zimport_view word, unsigned verbs, const char *before);

/* suggest.c: ` (did you mean BEFORE…?)`, if a candidate resembles the word or begins with it; what is typed here from
 * habit with other programs, a command or an option with its dashes, or NULL. */
void suggest(out *to, zimport_view word, const char *const *candidates, size_t count, const char *before);
void suggest_this(out *to, const char *before, const char *words);
const char *suggest_habit(zimport_view word);

#endif
