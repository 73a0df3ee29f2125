/* SPDX-License-Identifier: Apache-2.0 */
/*
 *     days [SEED [POLLS]]
 *
 * Follows fleets of jobs through a wire that fails at random, in simulated time, until there were so many answers.
 * Prints `ok` with the seed, what came of what, and how much time went by; or the first thing that was wrong.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "days.h"

#define KEY "5ecre7-0a1b2c3d4e5f"
#define SPIN_MOST 5000

static struct wire wire;
static struct day day;
static uint64_t polls;
static uint64_t outcomes[FATES][ZIMPORT_STATUS_COUNT];

static bool finds(const void *memory, size_t size, const char *text) {
    const char *at = memory;
    const char *end = at + size - strlen(text) + 1; /* of where it may begin */

    while ((at = memchr(at, text[0], (size_t)(end - at))) != NULL && memcmp(at, text, strlen(text)) != 0) {
        at++;
    }
    return at != NULL;
}

static void on_file(void *context, const zimport_file *file) {
    (void)context;
    if (file->index == 0) {
        day.rows = 0;
        day.row_sum = 0;
    }
    day.rows += file->index == day.rows;
    day.row_sum += file->file_size.value;
}

/* ---- the judge ---- */

static void expect(bool fine, const char *otherwise) {
    if (!fine) {
        wire_blame(&wire, otherwise);
    }
}

static bool may_pass(zimport_status status) {
    static const uint64_t passing = A(ZIMPORT_NO_ADDRESS) | A(ZIMPORT_NO_NAME) | A(ZIMPORT_NAME_FAILED) |
                                    A(ZIMPORT_NO_CONNECTION) | A(ZIMPORT_LOST) | A(ZIMPORT_CONNECT_TIMEOUT) |
                                    A(ZIMPORT_IDLE_TIMEOUT) | A(ZIMPORT_TOTAL_TIMEOUT) | A(ZIMPORT_BUSY);

    return (passing >> status & 1) != 0;
}

static void judge_phase(void) {
    const zimport_dialect *dialect = day.client.config.dialect;
    const zimport_job_phase *phase = zimport_job_phase_of(dialect, day.progress.state, day.progress.percent);
    const char *name = dialect->phases ? world_phase(&wire.said) : NULL;

    expect((phase != NULL) == (name != NULL) && (name == NULL || strcmp(phase->name, name) == 0), "another phase");
}

static void judge_progress(void) {
    const zimport_progress *progress = &day.progress;
    const struct said *said = &wire.said;

    expect(progress->state == said->state, "another state");
    expect(progress->percent == said->percent, "another percentage");
    expect(progress->files == said->files && (said->files == 0 || day.rows == said->files), "another number of files");
    expect(said->files == 0 || day.row_sum == (uint64_t)said->files * (said->files + 1) / 2, "other file rows");
    expect(progress->reason.given == said->reason, "a reason, or none");
    expect(!progress->imported_rows.given || progress->imported_rows.value == said->imported, "other rows");
    judge_phase();
}

static void judge_time(void) {
    const zimport_config *config = &day.client.config;
    uint64_t tries = config->retries + UINT64_C(1);
    uint64_t most =
        tries * (config->connect_ms + config->total_ms + ZIMPORT_BACKOFF_CAP_MS + ZIMPORT_RETRY_AFTER_MAX * 1000);

    expect(wire.began == ZIMPORT_NEVER || wire.now - wire.began <= most + wire.jumped, "it took too long");
    wire.began = ZIMPORT_NEVER;
    wire.jumped = 0;
}

/* How many answers came since one with news. While the service is away, at least as many as make the interval grow. */
static uint32_t quiet_for(size_t current) {
    const struct said *said = &wire.said;
    const struct said *last = &day.last[current];
    bool told = day.answer.status == ZIMPORT_OK;
    bool rows = day.client.config.dialect->fraction || (uint32_t)said->imported == (uint32_t)last->imported;
    uint32_t quiet = day.quiet[current] + 1;

    if (told && !(day.answered[current] && said->state == last->state && said->percent == last->percent && rows)) {
        return 0;
    }
    return told || quiet > 3 ? quiet : 3;
}

/* From the third answer without news on, each adds half an interval, up to four in all or a minute; from 90 % on it is
 * half of one. It varies by an eighth. */
static uint64_t least_pause(size_t current) {
    uint64_t interval = day.follow.interval_ms;
    uint32_t quiet = day.quiet[current];
    uint64_t halves = quiet < 3 ? 0 : quiet < 8 ? quiet - 2 : 6;
    uint64_t longest = interval > 60000 ? interval : 60000;
    uint64_t pause = quiet < 3 && day.last[current].percent >= 9000 ? interval / 2 : interval + interval / 2 * halves;

    return (pause < longest ? pause : longest) * 7 / 8;
}

static void judge_pace(size_t current) {
    expect(wire.now >= day.soonest[current], "asked again too early");
    day.quiet[current] = quiet_for(current);
    if (day.answer.status == ZIMPORT_OK) {
        day.last[current] = wire.said;
        day.answered[current] = true;
    }
    day.soonest[current] = wire.now + least_pause(current);
}

static void judge(void) {
    size_t current = day.follow.current;
    const zimport_job *job = &day.jobs[current];
    zimport_status status = day.answer.status;
    bool over = day.progress.state >= ZIMPORT_UNCOMMITTED;

    polls++;
    outcomes[wire.fate][status]++;
    expect(((wire.expect | wire.also) >> status & 1) != 0, "an outcome that cannot come of it");
    expect(job->status == status, "another status than the answer's");
    if (status == ZIMPORT_OK) {
        judge_progress();
    } else {
        over = !(day.follow.persist && day.answered[current] && may_pass(status));
    }
    expect(job->ended == over, job->ended ? "a job is no longer followed" : "a job is followed beyond its end");
    expect(day.client.open == wire.open, "the client takes the connection for something else");
    expect(!finds(day.window, sizeof day.window, KEY) && !finds(day.value, sizeof day.value, KEY), "the key is left");
    judge_time();
    judge_pace(current);
    wire.also = 0;
    wire.asked = false;
}

/* ---- the fleets ---- */

static void draw_client(uint64_t *chance) {
    static const zimport_dialect *const dialects[] = {&zimport_v1, &zimport_v2, &zimport_milvus};
    const zimport_dialect *dialect = dialects[below(chance, 3)];
    const zimport_config config = {
        .platform = &wire.clock.base,
        .transport = &wire.base,
        .dialect = dialect,
        .origin = &day.origin,
        .cluster = zimport_view_of(dialect->cluster_required ? "in01-6e64b4d2870ae54" : ""),
        .key = zimport_view_of(KEY),
        .window = day.window,
        .window_size = ZIMPORT_WINDOW_MIN + 300 + below(chance, (uint32_t)sizeof day.window - ZIMPORT_WINDOW_MIN - 300),
        .value = day.value,
        .value_size = sizeof day.value,
        .retries = (uint16_t)below(chance, 4),
        .files = &day.files,
    };

    zimport_files_init(&day.files, on_file, NULL);
    expect(zimport_client_init(&day.client, &config) == ZIMPORT_OK, "no client");
}

static void draw_fleet(uint64_t *chance, unsigned number) {
    zimport_text *const texts[] = {&day.progress.collection,  &day.progress.file_name, &day.progress.complete_time,
                                   &day.progress.create_time, &day.progress.reason,    &day.answer.message};

    memset(&day, 0, sizeof day);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        *texts[i] = (zimport_text){.data = day.texts[i], .capacity = sizeof day.texts[i]};
    }
    expect(zimport_origin_parse(&day.origin, zimport_view_of("http://localhost:8080")) == ZIMPORT_OK, "no origin");
    draw_client(chance);
    day.follow =
        (zimport_follow){.client = &day.client,
                         .jobs = day.jobs,
                         .count = 1 + below(chance, FLEET_MOST),
                         .interval_ms = once_in(chance, 10) ? below(chance, 1000) : 1000 + below(chance, 60000),
                         .progress = &day.progress,
                         .answer = &day.answer};
    for (size_t i = 0; i < day.follow.count; i++) {
        world_draw(chance, wire.now, number, &day.things[i]);
        day.jobs[i].id = zimport_view_of(day.things[i].id);
    }
    zimport_follow_patiently(&day.follow, !once_in(chance, 4), 0);
    wire.day = &day;
    wire.asked_at = 0; /* a new client knows of no request */
}

/* Sometimes the application gives up the request at hand. */
static void interfere(uint64_t *chance, zimport_step step) {
    if (step != ZIMPORT_STEP_WAIT && once_in(chance, 20000)) {
        zimport_client_abort(&day.client);
        wire.also |= A(ZIMPORT_ABORTED);
    }
}

static void follow_fleet(uint64_t *chance, uint64_t wanted) {
    uint64_t until = 0;
    uint64_t before = 0;
    unsigned spins = 0;
    zimport_step step = ZIMPORT_STEP_DONE;

    expect(zimport_follow_begin(&day.follow, wire.now) == ZIMPORT_OK, "the following did not begin");
    while (wire.wrong == NULL && polls < wanted &&
           (step = zimport_follow_step(&day.follow, wire.now, &until)) != ZIMPORT_STEP_DONE) {
        spins = wire.now == before ? spins + 1 : 0;
        before = wire.now;
        expect(spins < SPIN_MOST, "it spins");
        if (step == ZIMPORT_STEP_EVENT) {
            judge();
            continue;
        }
        expect(until != ZIMPORT_NEVER && (step != ZIMPORT_STEP_WAIT || until > wire.now), "it waits for nothing");
        interfere(chance, step);
        wire_wait(&wire, step, until);
    }
    expect(step != ZIMPORT_STEP_DONE || day.follow.left == 0, "the following ended before its jobs");
    zimport_client_close(&day.client);
    expect(!wire.open && !wire.opening, "a connection is left");
}

static void report(uint64_t seed, uint64_t began) {
    for (unsigned fate = 0; fate < FATES; fate++) {
        for (unsigned status = 0; status < ZIMPORT_STATUS_COUNT; status++) {
            if (outcomes[fate][status] > 0) {
                printf("# %9llu polls  %-16s %s\n", (unsigned long long)outcomes[fate][status], fate_names[fate],
                       zimport_status_text((zimport_status)status));
            }
        }
    }
    printf("ok days: %llu polls, %llu requests and %llu connections in %llu simulated days, each with an outcome that "
           "fits; seed %llu\n",
           (unsigned long long)polls, (unsigned long long)wire.requests, (unsigned long long)wire.connections,
           (unsigned long long)((wire.now - began) / 86400000), (unsigned long long)seed);
}

int main(int argc, char **argv) {
    uint64_t seed = argc > 1 ? strtoull(argv[1], NULL, 10) : 1;
    uint64_t wanted = argc > 2 ? strtoull(argv[2], NULL, 10) : 10000000;
    uint64_t chance = seed * 1000003;
    unsigned number = 0;

    wire_init(&wire, seed);
    uint64_t began = wire.now;
    while (wire.wrong == NULL && polls < wanted) {
        draw_fleet(&chance, ++number);
        follow_fleet(&chance, wanted);
    }
    if (wire.wrong != NULL) {
        printf("not ok days: %s\n# seed %llu, fleet %u, poll %llu, %s, status: %s\n", wire.wrong,
               (unsigned long long)seed, number, (unsigned long long)polls, fate_names[wire.fate],
               zimport_status_text(day.answer.status));
        return 1;
    }
    report(seed, began);
    return 0;
}
