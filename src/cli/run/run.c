/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/run/run.h"

#include <errno.h>
#include <string.h>

#include "cli/output/exits.h"
#include "cli/run/signals.h"
#include "cli/screen/console.h"
#include "cli/settings/key.h"
#include "cli/text/errors.h"

/* Sizes of text buffers. Generous: untouched memory costs nothing. */
#define VALUE_SIZE 65536
#define NAME_SIZE 16384
#define TIME_SIZE 1024
#define REASON_SIZE 65536
#define LOSERS_SIZE 8192
#define SPOOL_SIZE 32768

static run the_run;

/* The run is all zeros before. */
#define GIVE(text, bytes) \
    do { \
        static char memory[bytes]; \
        (text).data = memory; \
        (text).capacity = sizeof memory; \
    } while (false)

static void give_memory(run *r) {
    static char rows[SPOOL_SIZE];
    static char held[SPOOL_SIZE];

    GIVE(r->progress.collection, NAME_SIZE);
    GIVE(r->progress.file_name, NAME_SIZE);
    GIVE(r->progress.complete_time, TIME_SIZE);
    GIVE(r->progress.create_time, TIME_SIZE);
    GIVE(r->progress.reason, REASON_SIZE);
    GIVE(r->answer.message, REASON_SIZE);
    GIVE(r->losers, LOSERS_SIZE);
    spool_init(&r->rows, rows, sizeof rows);
    spool_init(&r->held, held, sizeof held);
}

static void on_file(void *context, const zimport_file *file) {
    report_file(context, file);
}

/* The first bytes tell whether something other than the service answered. */
static void keep_reply(run *r, zimport_event event) {
    if (event == ZIMPORT_EVENT_SENT) {
        r->bodies = r->client.counts.body;
    } else if (event == ZIMPORT_EVENT_FAILED && r->client.stage >= ZIMPORT_AT_READING) {
        memcpy(r->reply_start, r->window, FAILURE_START);
    } else if (event == ZIMPORT_EVENT_FAILED) {
        zimport_wipe(r->reply_start, sizeof r->reply_start);
    }
}

/* Each try of a start, or of a commit, is judged by itself. */
static void keep_doubt(run *r, zimport_event event, uint64_t number) {
    if (event == ZIMPORT_EVENT_FAILED && (r->starting || r->deciding)) {
        r->doubt = run_is_uncertain(r, (zimport_status)number);
    } else if (event == ZIMPORT_EVENT_RETRY) {
        r->client.handed = false;
    }
}

static void on_event(void *context, zimport_event event, zimport_view text, uint64_t number) {
    run *r = context;

    keep_reply(r, event);
    if (BUILT_START || BUILT_DECIDING) {
        keep_doubt(r, event, number);
    }
    away_event(r, event, number);
    if (BUILT_VERBOSE && r->options->verbose > 0) {
        log_event(r, event, text, number);
    }
    if (BUILT_DOCTOR && r->options->verb == FOR_DOCTOR) {
        doctor_event(r, event, text);
    }
}

static zimport_status make_client(run *r) {
    static char value[VALUE_SIZE];
    const options *given = r->options;
    zimport_files_init(&r->files, on_file, r);
    zimport_log_init(&r->log, on_event, r);
    zimport_config config = {
        .platform = &r->platform.base,
        .transport = connection_make(r),
        .dialect = r->settings.dialect,
        .origin = &r->settings.origin,
        .via = settings_via(&r->settings),
        .path = r->settings.path,
        .project = r->settings.project,
        .cluster = r->settings.cluster,
        .database = r->settings.database,
        .key = r->settings.key,
        .allow_plaintext_key = given->allow_plaintext_token,
        .window = r->window,
        .window_size = r->window_size,
        .value = value,
        .value_size = sizeof value,
        .connect_ms = (uint32_t)given->connect_ms,
        .idle_ms = (uint32_t)given->total_ms, /* silence may last as long as the request */
        .total_ms = (uint32_t)given->total_ms,
        .retries = (uint16_t)given->retries,
        /* Without states, files have nothing to say about their job: no rows, no reason that stands in for its own. */
        .files = r->wants_rows || r->settings.dialect->states ? &r->files : NULL,
        .log = &r->log,
    };

    return zimport_client_init(&r->client, &config);
}

static void note_signal(const run *r) {
    out *to = console_note();

    if (!to) {
        return;
    }
    out_text(to, r->waiting ? "waiting" : BUILT_START && r->starting ? "starting" : "asking");
    out_text(to, " ended by a signal");
    if (BUILT_START && r->starting) {
        bool doubt = r->doubt || r->client.handed;

        out_text(to, "; ");
        out_text(to, !doubt ? "nothing was started" : r->key ? failure_again : failure_unknown);
        out_text(to, doubt && r->key ? r->key : "");
    } else if (BUILT_DECIDING && (r->deciding || r->options->verb == FOR_ABORT)) {
        out_text(to, "; ask with zimport status what became of ");
        out_text(to, r->jobs.count == 1 ? "the job" : "the jobs");
    } else if (r->jobs.count > r->ended) {
        out_text(to, r->jobs.count == 1 ? "; the job itself goes on" : "; the jobs themselves go on");
    }
    console_end_line(to);
}

static int refuse(const char *verb, const out *words, int exit) {
    out *to = console_error();

    out_text(to, verb);
    out_text(to, ": ");
    out_bytes(to, words->data, words->size);
    console_end_line(to);
    return exit;
}

static void note_left_out(const run *r, bool left_out, const char *words) {
    out *to = left_out ? console_note() : NULL;

    if (to) {
        out_text(to, r->settings.dialect->name);
        out_text(to, words);
        console_end_line(to);
    }
}

static void note_shown(void) {
    out *to = key_shown ? console_note() : NULL;

    if (to) {
        out_text(to, "others can read '");
        quote_short(to, zimport_view_of(key_shown), false, 200);
        out_text(to, "'; use chmod 600");
        console_end_line(to);
    }
}

static bool is_option(const run *r, const char *const *member) {
    return settings_level(r->options, member) == LEVEL_OPTION;
}

/* Scripts and files may set more than this dialect needs, to work with another one too. */
static void note_settings(const run *r) {
    const zimport_dialect *dialect = r->settings.dialect;

    if (BUILT_POSTED && BUILT_V1) {
        note_left_out(r, is_option(r, &r->options->database) && !dialect->databases,
                      " has no databases; --db is ignored");
    }
    if (BUILT_CLOUD && BUILT_MILVUS) {
        note_left_out(r, is_option(r, &r->options->cluster) && !dialect->cluster_required,
                      " has no clusters; --cluster is ignored");
    }
}

static bool watch(run *r, out *error) {
    int wake_fd = signals_catch();

    if (wake_fd < 0) {
        r->machine_fault = true;
        out_text(error, "cannot watch for signals: ");
        out_text(error, error_words(errno));
        return false;
    }
    zimport_posix_platform_init(&r->platform, wake_fd);
    return true;
}

static bool prepare(run *r, const task *t, out *error) {
    static const format *const formats[] = {
#if BUILT_TEXT
        &format_text,
#endif
#if BUILT_JSON
        &format_json,
#endif
#if BUILT_CSV
        &format_csv,
#endif
#if BUILT_ENV
        &format_env,
#endif
#if BUILT_IDS
        &format_ids,
#endif
    };
    static char window[WINDOW_SIZE];

    r->format = formats[r->options->format];
    r->wants_rows = r->options->files && r->format->row != NULL;
    r->window = window;
    r->window_size = sizeof window;
    return settings_make(&r->settings, r->options, error) && t->read(r, error) &&
           (!BUILT_WRITE || write_read(r, error)) &&
           (!BUILT_HOOK || !r->options->hook || hook_check(r->options, error)) && watch(r, error);
}

int run_refused(const options *given, const out *words) {
    the_run.options = given;
    the_run.exit = EXIT_USAGE;
    return doctor_refused(&the_run, words);
}

int run_task(const options *given, const char *name, const task *t) {
    char memory[1024];
    out error = {.data = memory, .capacity = sizeof memory};
    run *r = &the_run;
    int signal_number;

    r->options = given;
    if (t->check && !t->check(given, &error)) {
        return refuse(name, &error, EXIT_USAGE);
    }
    if (!prepare(r, t, &error)) {
        r->exit = r->machine_fault || r->settings.machine_fault ? EXIT_INTERNAL : EXIT_USAGE;
        return BUILT_DOCTOR && given->verb == FOR_DOCTOR ? doctor_refused(r, &error) : refuse(name, &error, r->exit);
    }
    if (BUILT_CONFIG && BUILT_VERBOSE && given->verbose > 0) {
        log_config(given);
    }
    note_settings(r);
    note_shown();
    give_memory(r);
    r->status = make_client(r);
    if (r->status == ZIMPORT_OK && !r->settings.trust) {
        r->status = ZIMPORT_TLS_NO_TRUST;
    }
    signal_number = t->work(r);
    if (r->client.phase != ZIMPORT_PHASE_IDLE || r->client.open) {
        zimport_client_abort(&r->client);
    }
    connection_end(r);
    if (BUILT_WRITE) {
        write_end(r);
    }
    if (signal_number) {
        console_keep();
        note_signal(r);
        return EXIT_SIGNAL + signal_number;
    }
    report_end(r);
    return r->exit;
}
