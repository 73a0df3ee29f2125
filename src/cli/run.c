/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/run.h"

#include <errno.h>
#include <string.h>

#include "cli/console.h"
#include "cli/exits.h"
#include "cli/signals.h"

/* Sizes of the texts that are kept. Memory that is never touched costs nothing. */
#define VALUE_SIZE 65536
#define NAME_SIZE 16384
#define TIME_SIZE 1024
#define REASON_SIZE 65536

static run the_run;

static void give_memory(run *r) {
    static char collection[NAME_SIZE];
    static char file_name[NAME_SIZE];
    static char complete_time[TIME_SIZE];
    static char reason[REASON_SIZE];
    static char message[REASON_SIZE];

    r->progress.collection = (zimport_text){.data = collection, .capacity = sizeof collection};
    r->progress.file_name = (zimport_text){.data = file_name, .capacity = sizeof file_name};
    r->progress.complete_time = (zimport_text){.data = complete_time, .capacity = sizeof complete_time};
    r->progress.reason = (zimport_text){.data = reason, .capacity = sizeof reason};
    r->answer.message = (zimport_text){.data = message, .capacity = sizeof message};
    spool_init(&r->rows);
    spool_init(&r->held);
}

static void on_file(void *context, const zimport_file *file) {
    report_file(context, file);
}

static zimport_status make_client(run *r) {
    static char value[VALUE_SIZE];
    const options *given = r->options;
    zimport_config config = {
        .platform = &r->platform.base,
        .transport = connection_make(r),
        .dialect = r->settings.dialect,
        .origin = &r->settings.origin,
        .via = settings_via(&r->settings),
        .cluster = r->settings.cluster,
        .key = r->settings.key,
        .allow_plaintext_key = given->allow_plaintext_token,
        .window = r->window,
        .window_size = sizeof r->window,
        .value = value,
        .value_size = sizeof value,
        .connect_ms = (uint32_t)given->connect_ms,
        .idle_ms = (uint32_t)given->total_ms, /* silence is allowed for as long as a request is */
        .total_ms = (uint32_t)given->total_ms,
        .retries = (uint16_t)given->retries,
        .on_file = r->wants_rows ? on_file : NULL,
        .on_event = given->verbose > 0 ? log_event : NULL,
        .context = r,
    };

    return zimport_client_init(&r->client, &config);
}

static zimport_status begin(run *r) {
    zimport_status status = make_client(r);

    r->began = r->platform.base.now(&r->platform.base);
    r->moved_at = r->began;
    r->follow = (zimport_follow){.client = &r->client,
                                 .jobs = r->jobs.jobs,
                                 .count = r->jobs.count,
                                 .interval_ms = (uint32_t)r->options->interval_ms,
                                 .once = !r->waiting,
                                 .persist = r->waiting,
                                 .progress = &r->progress,
                                 .answer = &r->answer};
    return status == ZIMPORT_OK ? zimport_follow_begin(&r->follow, r->began) : status;
}

static void note_signal(const run *r) {
    out *to = console_note();

    if (to) {
        out_text(to, r->waiting ? "waiting" : "asking");
        out_text(to, " ended by a signal; the ");
        out_text(to, r->jobs.count == 1 ? "job itself goes on" : "jobs themselves go on");
        console_end_line(to);
    }
}

/* What is asked and of whom is settled. */
static int ask(run *r) {
    zimport_status status;
    int signal_number = 0;

    give_memory(r);
    status = begin(r);
    report_begin(r);
    if (status != ZIMPORT_OK) {
        report_all(r, status);
    } else if (!r->settings.trust) {
        report_all(r, ZIMPORT_TLS_NO_TRUST);
    } else {
        signal_number = follow_jobs(r);
        zimport_client_abort(&r->client);
    }
    connection_end(r);
    if (signal_number) {
        note_signal(r);
        return EXIT_SIGNAL + signal_number;
    }
    report_end(r);
    return r->exit;
}

static int refuse(const char *verb, const out *words, int exit) {
    out *to = console_error();

    out_text(to, verb);
    out_text(to, ": ");
    out_bytes(to, words->data, words->size);
    console_end_line(to);
    return exit;
}

int run_jobs(const options *given, const char *verb, bool waiting) {
    static const format *const formats[] = {&format_text, &format_json, &format_csv, &format_env};
    char memory[1024];
    out error = {.data = memory, .capacity = sizeof memory};
    run *r = &the_run;
    int wake_fd;

    r->options = given;
    r->waiting = waiting;
    r->format = formats[given->format];
    r->wants_rows = given->files && r->format->row != NULL;
    if (!settings_make(&r->settings, given, &error)) {
        return refuse(verb, &error, EXIT_USAGE);
    }
    if (!jobs_read(&r->jobs, given, &error)) {
        return refuse(verb, &error, r->jobs.no_memory ? EXIT_INTERNAL : EXIT_USAGE);
    }
    wake_fd = signals_catch();
    if (wake_fd < 0) {
        out_text(&error, "cannot watch for signals: ");
        out_text(&error, strerror(errno));
        return refuse(verb, &error, EXIT_INTERNAL);
    }
    zimport_posix_platform_init(&r->platform, wake_fd);
    return ask(r);
}
