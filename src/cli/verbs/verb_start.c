/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "cli/run/run.h"
#include "cli/screen/console.h"
#include "cli/settings/key.h"
#include "cli/text/unseen.h"
#include "cli/verbs/verbs.h"

#define STORE_VARIABLES "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"

static zimport_start start;
static zimport_option settings_list[OPTIONS_LIST_MAX];
static char job_memory[ZIMPORT_ID_MAX];

static bool refuse(out *error, const char *words) {
    out_text(error, words);
    return false;
}

static bool is_input(const char *path) {
    return path && strcmp(path, "-") == 0;
}

static bool read_urls(run *r, out *error) {
    const options *given = r->options;
    zimport_view *urls = calloc(given->operand_count + 1, sizeof *urls);

    if (!urls) {
        r->machine_fault = true;
        return refuse(error, "out of memory");
    }
    start.urls = urls;
    start.url_count = given->operand_count;
    start.group = given->group;
    if (given->operand_count > 1 && !r->settings.dialect->start_groups) {
        return refuse(error, "v1 takes one object URL; give that of a folder, or use --api v2");
    }
    for (size_t i = 0; i < given->operand_count; i++) {
        if (!settings_is_text(given->operands[i], given->volume ? "a path" : "an object URL", 0, error)) {
            return false;
        }
        urls[i] = zimport_view_of(given->operands[i]);
    }
    return true;
}

static bool is_repeated(size_t last) {
    zimport_view name = settings_list[last].name;

    for (size_t i = 0; i < last; i++) {
        zimport_view other = settings_list[i].name;

        if (other.size == name.size && memcmp(other.data, name.data, name.size) == 0) {
            return true;
        }
    }
    return false;
}

static bool read_settings(const run *r, out *error) {
    const option_list *given = &r->options->settings;

    if (given->count > 0 && !r->settings.dialect->start_options) {
        return refuse(error, "option --option: v1 takes none");
    }
    for (size_t i = 0; i < given->count; i++) {
        const char *text = given->items[i];
        const char *equals = strchr(text, '=');

        if (!settings_is_text(text, "option --option", 0, error)) {
            return false;
        }
        if (!equals || equals == text) {
            return refuse(error, "option --option expects KEY=VALUE such as timeout=300s");
        }
        settings_list[i] = (zimport_option){{text, (size_t)(equals - text)}, zimport_view_of(equals + 1)};
        if (is_repeated(i)) {
            return refuse(error, "option --option gives a KEY more than once");
        }
    }
    start.options = settings_list;
    start.option_count = given->count;
    return true;
}

static bool check_store_keys(const run *r, bool files, out *error) {
    if ((start.access_key.size > 0) != (start.secret_key.size > 0)) {
        out_text(error, files ? "--access-key-file and --secret-key-file" : STORE_VARIABLES);
        return refuse(error, " go together");
    }
    if (start.session_token.size > 0 && start.access_key.size == 0) {
        return refuse(error, "a session token needs an access key and a secret key");
    }
    if (start.session_token.size > 0 && !r->settings.dialect->start_token) {
        return refuse(error, "v1 takes no session token, which these keys need; use permanent ones, or "
                             "--api v2");
    }
    return true;
}

/* They may not have been meant for this. */
static void note_store_keys(bool files) {
    out *to = !files && start.access_key.size > 0 ? console_note() : NULL;

    if (to) {
        out_text(to, "the object store's keys are those of " STORE_VARIABLES);
        console_end_line(to);
    }
}

/* From the files if there is one; else from the environment, if the service uses them. */
static bool read_store_keys(const run *r, out *error) {
    const options *given = r->options;
    bool files = given->access_key_file || given->secret_key_file || given->session_token_file;

    if (is_input(given->token_file) + is_input(given->access_key_file) + is_input(given->secret_key_file) +
            is_input(given->session_token_file) >
        1) {
        return refuse(error, "standard input can hold one key only; give the others as files");
    }
    if (given->volume) {
        return !files || refuse(error, "a volume takes no keys of an object store");
    }
    if (!r->settings.dialect->start_keys) {
        return !files || refuse(error, "milvus reads from its own object store and takes no keys");
    }
    if ((!files || given->access_key_file) &&
        !key_read(KEY_ACCESS, &start.access_key, given, &given->access_key_file, error)) {
        return false;
    }
    if ((!files || given->secret_key_file) &&
        !key_read(KEY_SECRET, &start.secret_key, given, &given->secret_key_file, error)) {
        return false;
    }
    if ((!files || given->session_token_file) &&
        !key_read(KEY_SESSION, &start.session_token, given, &given->session_token_file, error)) {
        return false;
    }
    if (!check_store_keys(r, files, error)) {
        return false;
    }
    note_store_keys(files);
    return true;
}

static bool read_volume(const run *r, out *error) {
    const char *volume = r->options->volume;

    start.volume = zimport_view_of(volume);
    if (volume && !r->settings.dialect->start_volumes) {
        return settings_refuse_here(&r->settings, "option --volume", error);
    }
    return !volume || settings_is_name(volume, "option --volume", error);
}

/* 128 random bits. Signals are not watched yet. */
static bool make_key(run *r, out *error) {
    static char memory[33];
    out key = {.data = memory, .capacity = sizeof memory - 1};
    uint32_t random[4];

    zimport_posix_platform_init(&r->platform, -1);
    if (r->platform.base.random(&r->platform.base, random, sizeof random) != ZIMPORT_OK) {
        r->machine_fault = true;
        return refuse(error, zimport_status_text(ZIMPORT_NO_RANDOM));
    }
    for (size_t i = 0; i < sizeof random / sizeof *random; i++) {
        out_hexadecimal(&key, random[i], 8);
    }
    r->key = memory;
    return true;
}

static bool read_key(run *r, out *error) {
    zimport_view key = zimport_view_of(r->options->idempotency_key);

    r->key = key.data;
    if (key.data && !r->settings.dialect->start_options) {
        return settings_refuse_here(&r->settings, "option --idempotency-key", error);
    }
    if (key.data && !zimport_idempotency_key_is_valid(key)) {
        return unseen_refuse(error, "option --idempotency-key", " expects auto or 1 to 256 visible ASCII characters",
                             key);
    }
    if (zimport_view_is(key, "auto") && !make_key(r, error)) {
        return false;
    }
    start.idempotency_key = zimport_view_of(r->key);
    return true;
}

/* It must hold the whole request, in which one byte can become six. */
static bool make_window(run *r, out *error) {
    const options *given = r->options;
    size_t size = 6 * (start.access_key.size + start.secret_key.size + start.session_token.size);

    for (size_t i = 0; i < start.url_count; i++) {
        size += 6 * start.urls[i].size + 8;
    }
    for (size_t i = 0; i < given->settings.count; i++) {
        size += 6 * strlen(given->settings.items[i]) + 8;
    }
    size += 6 * (start.collection.size + start.partition.size + start.volume.size + r->settings.database.size);
    r->window_size += size;
    r->window = malloc(r->window_size);
    r->machine_fault = !r->window;
    return r->window || refuse(error, "out of memory");
}

static bool check_start(const options *given, out *error) {
    if (given->operand_count == 0) {
        return refuse(error, "no file; give at least one object URL such as s3://bucket/folder/");
    }
    for (size_t i = 0; i < given->operand_count; i++) {
        if (is_input(given->operands[i])) {
            return refuse(error, "give object URLs as operands, not on standard input");
        }
    }
    return given->collection || refuse(error, "no collection; give --collection");
}

static bool read_start(run *r, out *error) {
    const options *given = r->options;

    start.job = (zimport_text){.data = job_memory, .capacity = sizeof job_memory};
    start.collection = zimport_view_of(given->collection);
    start.partition = zimport_view_of(given->partition);
    return follow_check(given, error) &&
           settings_is_name(given->collection, options_source(given, &given->collection), error) &&
           (!given->partition || settings_is_name(given->partition, "option --partition", error)) &&
           read_urls(r, error) && read_settings(r, error) && read_volume(r, error) && read_store_keys(r, error) &&
           read_key(r, error) && make_window(r, error);
}

static void report_start_failure(run *r) {
    failure f = run_failure(r, (zimport_view){NULL, 0}, r->answer.status);

    f.starting = true;
    f.uncertain = run_is_uncertain(r, f.status);
    f.key = r->key;
    /* 8 is for a server that got nothing; what breaks after the handshake is a lost connection. */
    f.exit = f.uncertain && f.exit == EXIT_TLS ? EXIT_NETWORK : f.exit;
    report_failed(r, &f);
    if (r->format->failure) {
        r->format->failure(console_out(), &f);
    }
}

static void say_started(out *to) {
    if (to) {
        out_text(to, "started ");
        out_view(to, zimport_text_view(&start.job));
        console_end_line(to);
    }
}

/* At once, so that the id is known whatever happens while waiting; with formats of one line a job, in a note. */
static void print_started(run *r) {
    out *to = console_out();
    zimport_progress nothing = {.percent = ZIMPORT_PERCENT_NONE};
    result started = {.job = zimport_text_view(&start.job),
                      .cluster = r->settings.cluster,
                      .api = r->settings.dialect->name,
                      .progress = &nothing,
                      .rows = r->wants_rows ? &r->rows : NULL,
                      .first = true};

    if (BUILT_TEXT && r->options->format == OUTPUT_TEXT) {
        out_view(to, started.job);
        out_byte(to, '\n');
        r->printed = true;
    } else if (!r->options->wait || r->format->each_change) {
        if (r->format->begin) {
            r->format->begin(to, false);
        }
        r->format->result(to, &started);
        r->printed = true;
    } else {
        say_started(console_note());
    }
    /* The import runs, whether or not this can be written. */
    if (!out_flush(to)) {
        say_started(console_error());
    }
}

static int start_import(run *r) {
    int ending = 0;

    r->starting = true;
    if (r->key && r->options->verbose > 0) {
        out *to = console_err();

        out_text(to, "* idempotency key ");
        out_text(to, r->key);
        console_end_line(to);
    }
    r->answer.status = r->status == ZIMPORT_OK ? zimport_start_begin(&r->client, &start, &r->answer) : r->status;
    if (r->answer.status == ZIMPORT_OK) {
        ending = follow_question(r);
    }
    if (ending) {
        return ending;
    }
    if (r->answer.status != ZIMPORT_OK) {
        report_start_failure(r);
        return 0;
    }
    r->starting = false;
    print_started(r);
    if (!r->options->wait || console_broken()) {
        return 0;
    }
    r->waiting = true;
    if (!jobs_one(&r->jobs, zimport_text_view(&start.job))) {
        r->status = ZIMPORT_NO_MEMORY;
    }
    ending = follow_jobs(r);
    if (ending && r->options->quiet && !r->printed) {
        say_started(console_error());
    }
    return ending;
}

const task verb_start = {check_start, read_start, start_import};
