/* SPDX-License-Identifier: Apache-2.0 */
/*
 *     soak --seed N --polls N --plain PORT --tls12 PORT --ca12 FILE --tls13 PORT --ca13 FILE [--resident] [--verbose]
 *
 * The ports are those of simulators on 127.0.0.1. --resident: resident memory must not grow, either. Prints lines as
 * the system tests do, and how many requests each simulator must have counted: `requests NAME FROM TO`.
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "soak.h"

static struct soak soak;

static bool read_option(const char *name, const char *value) {
    const struct {
        const char *name;
        uint64_t *number;
        uint16_t *port;
        const char **text;
    } options[] = {
        {"--seed", &soak.seed, NULL, NULL},        {"--polls", &soak.wanted, NULL, NULL},
        {"--plain", NULL, &soak.plain.port, NULL}, {"--tls12", NULL, &soak.tls12.port, NULL},
        {"--tls13", NULL, &soak.tls13.port, NULL}, {"--ca12", NULL, NULL, &soak.tls12.ca},
        {"--ca13", NULL, NULL, &soak.tls13.ca},
    };
    size_t i;

    for (i = 0; i < sizeof options / sizeof options[0]; i++) {
        if (strcmp(name, options[i].name) != 0) {
            continue;
        }
        if (options[i].number != NULL) {
            *options[i].number = strtoull(value, NULL, 10);
        } else if (options[i].port != NULL) {
            *options[i].port = (uint16_t)strtoul(value, NULL, 10);
        } else {
            *options[i].text = value;
        }
        return true;
    }
    return false;
}

static bool read_options(int argc, char **argv) {
    int i;

    for (i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--verbose") == 0) {
            soak.verbose = true;
        } else if (strcmp(argv[i], "--resident") == 0) {
            soak.resident = true;
        } else if (i + 1 >= argc || !read_option(argv[i], argv[i + 1])) {
            return false;
        } else {
            i++;
        }
    }
    return soak.plain.port != 0 && soak.tls12.ca != NULL && soak.tls13.ca != NULL && soak.wanted > 0;
}

static void init_texts(void) {
    zimport_text *const texts[] = {&soak.progress.collection,  &soak.progress.file_name, &soak.progress.complete_time,
                                   &soak.progress.create_time, &soak.progress.reason,    &soak.answer.message};
    size_t i;

    for (i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        texts[i]->data = soak.texts[i];
        texts[i]->capacity = sizeof soak.texts[i];
    }
}

static struct lane *draw_lane(uint64_t *chance) {
    uint32_t at = chance_below(chance, 10000);
    size_t i = 0;

    while (i + 1 < soak.lane_count && at >= soak.lanes[i].share) {
        at -= soak.lanes[i].share;
        i++;
    }
    return &soak.lanes[i];
}

/* Lets a server close the connection before the next request. */
static void nap(uint32_t ms) {
    const struct timespec time = {0, (long)ms * 1000000};

    (void)nanosleep(&time, NULL);
}

static void tell(void) {
    if (soak.verbose) {
        printf("# %lu %s: %s:%s\n", soak.number, soak.lane->name, soak.scripts[soak.current].id, soak.trace);
    }
}

static void ask(void) {
    zimport_status status;

    judge_begin(&soak);
    status = zimport_ask(&soak.lane->client, zimport_view_of(soak.scripts[0].id), &soak.progress, &soak.answer);
    judge_end(&soak, status);
    tell();
}

/* Aborts after some steps. Complete sooner, it is like any other. */
static void ask_in_part(uint64_t *chance) {
    zimport_client *client = &soak.lane->client;
    const zimport_platform *platform = client->config.platform;
    uint32_t steps = chance_below(chance, 6);
    uint64_t until;

    judge_begin(&soak);
    (void)zimport_client_begin(client, zimport_view_of(soak.scripts[0].id), &soak.progress, &soak.answer);
    for (; steps > 0; steps--) {
        const zimport_step step = zimport_client_step(client, platform->now(platform), &until);
        if (step == ZIMPORT_STEP_DONE) {
            judge_end(&soak, soak.answer.status);
            tell();
            return;
        }
        zimport_client_wait(client, step, until);
    }
    zimport_client_abort(client);
    judge_abandon(&soak);
    tell();
}

struct following {
    bool answered[JOBS_MAX]; /* there was a good answer about the job */
    uint32_t most;           /* answers, then it ends */
};

static bool is_over(const struct following *following, const zimport_follow *follow) {
    zimport_status status = soak.answer.status;

    if (status == ZIMPORT_OK) {
        return zimport_state_is_final(soak.progress.state);
    }
    return !(follow->persist && following->answered[follow->current] && fits_retry(status));
}

static bool on_answer(void *context, const zimport_follow *follow) {
    struct following *following = context;
    const zimport_job *job = &follow->jobs[follow->current];

    judge_end(&soak, soak.answer.status);
    tell();
    if (job->ended != is_over(following, follow)) {
        soak.wrong = job->ended ? "a job is no longer followed" : "a job is followed beyond its end";
    }
    if (follow->away != (job->status != ZIMPORT_OK && !job->ended)) {
        soak.wrong = "the service is away, or is not";
    }
    following->answered[follow->current] |= soak.answer.status == ZIMPORT_OK;
    if (soak.wrong != NULL) {
        return false;
    }
    judge_begin(&soak);
    return --following->most > 0;
}

static void follow(uint64_t *chance, size_t count) {
    struct following following = {{false}, chance_of(chance, 50) ? 1 + chance_below(chance, 6) : 1000};
    zimport_job jobs[JOBS_MAX];
    zimport_status status;
    size_t i;

    memset(jobs, 0, sizeof jobs);
    for (i = 0; i < count; i++) {
        jobs[i].id = zimport_view_of(soak.scripts[i].id);
    }
    zimport_follow all = {.client = &soak.lane->client,
                          .jobs = jobs,
                          .count = count,
                          .interval_ms = chance_below(chance, 5000),
                          .progress = &soak.progress,
                          .answer = &soak.answer};
    zimport_follow_patiently(&all, chance_of(chance, 500), 0);
    soak.follow = &all;
    judge_begin(&soak);
    status = zimport_follow_run(&all, ZIMPORT_NEVER, on_answer, &following);
    soak.follow = NULL;
    if (status == ZIMPORT_ABORTED) {
        soak.lane->kept = CLOSED;
        soak.lane->doomed = false;
    } else if (status != ZIMPORT_OK) {
        soak.wrong = "the following did not end well";
    }
}

static void draw_followed(uint64_t *chance) {
    size_t count = 1 + chance_below(chance, JOBS_MAX);
    const struct terms terms = {
        .tls = lane_is_tls(soak.lane), .doomed = soak.lane->doomed || chance_of(chance, 500), .followed = true};
    size_t i;

    for (i = 0; i < count; i++) {
        draw_script(chance, &terms, (long)soak.number * 10 + (long)i, &soak.scripts[i]);
    }
    follow(chance, count);
}

/* Fixed, so that it ends soon. */
static void draw_hasty(uint64_t *chance, enum kind kind) {
    zimport_config *config = &soak.lane->client.config;

    config->retries = 0;
    soak.hasty = kind == STALL;
    soak.brief = kind == DRIP;
    config->idle_ms = soak.hasty ? 50 : config->idle_ms;
    config->total_ms = soak.brief ? 60 : config->total_ms;
    draw_lonely(chance, (long)soak.number * 10, kind, &soak.scripts[0]);
    ask();
}

static void draw_question(uint64_t *chance) {
    const struct terms terms = {
        .tls = lane_is_tls(soak.lane), .doomed = soak.lane->doomed, .retries = soak.lane->client.config.retries};
    uint32_t form = chance_below(chance, 10000);

    if (soak.lane->way == DEAF || form < 12) {
        draw_hasty(chance, STALL);
    } else if (form < 18) {
        draw_hasty(chance, DRIP);
    } else if (form < 100) {
        draw_lonely(chance, (long)soak.number * 10, GOOD, &soak.scripts[0]);
        ask_in_part(chance);
    } else if (form < 500 && soak.lane->way == ORDINARY) {
        draw_followed(chance);
    } else {
        draw_script(chance, &terms, (long)soak.number * 10, &soak.scripts[0]);
        ask();
    }
}

static void question(void) {
    uint64_t chance = soak.seed * 1000003 + soak.number;
    zimport_config *config;

    soak.lane = draw_lane(&chance);
    if (soak.lane->doomed && chance_of(&chance, 150)) {
        nap(chance_below(&chance, 6));
    }
    if (chance_of(&chance, 10)) {
        zimport_client_close(&soak.lane->client);
        soak.lane->kept = CLOSED;
        soak.lane->doomed = false;
    }
    config = &soak.lane->client.config;
    config->retries = (uint16_t)chance_below(&chance, 4);
    config->idle_ms = 30000;
    config->total_ms = 60000;
    soak.hasty = soak.brief = false;
    draw_question(&chance);
    lane_clear_backlog(soak.lane);
    watch_idle(&soak);
}

static void explain(void) {
    const struct script *script = &soak.scripts[soak.current];

    printf("not ok soak: %s\n", soak.wrong);
    printf("# seed %lu, number %lu, way '%s', %lu polls so far\n", (unsigned long)soak.seed, soak.number,
           soak.lane->name, (unsigned long)soak.polls);
    printf("# job %s, asked %u times; status: %s\n", script->id, script->asks, zimport_status_text(soak.answer.status));
    printf("# events:%s\n", soak.trace);
}

static bool run(void) {
    uint64_t every = soak.wanted / 20 > 0 ? soak.wanted / 20 : 1;
    uint64_t next = every * 2; /* the first ones may settle in */

    while (soak.polls < soak.wanted && soak.wrong == NULL) {
        soak.number++;
        question();
        if (soak.wrong == NULL && soak.polls >= next) {
            (void)watch_sample(&soak);
            next += every;
        }
    }
    if (soak.wrong == NULL) {
        (void)watch_sample(&soak);
    }
    return soak.wrong == NULL;
}

static void report_tries(void) {
    int kind;
    int status;

    for (kind = 0; kind < KINDS; kind++) {
        for (status = 0; status < ZIMPORT_STATUS_COUNT; status++) {
            if (soak.tried[kind][status] > 0) {
                printf("# %8lu tries  %-16s %s\n", soak.tried[kind][status], kind_names[kind],
                       zimport_status_text((zimport_status)status));
            }
        }
    }
}

static void report_lanes(void) {
    size_t i;

    for (i = 0; i < soak.lane_count; i++) {
        const struct lane *lane = &soak.lanes[i];

        printf("# %-17s %7lu connections, %7lu requests, %6lu retries, %5lu handshakes, %5lu resumed\n", lane->name,
               lane->connections, lane->sent, lane->retries, (unsigned long)lane->tls.handshakes,
               (unsigned long)lane->tls.resumed);
        if (lane->client.counts.connections != lane->connections || lane->client.counts.requests != lane->sent ||
            lane->client.counts.retries != lane->retries) {
            soak.wrong = "a client counts otherwise than it tells";
        }
        if (lane->tls.session != NULL && lane->tls.handshakes > 20 && lane->tls.resumed < lane->tls.handshakes / 2) {
            soak.wrong = "few handshakes were resumed";
        }
    }
}

static void report_outcomes(void) {
    uint64_t sum = 0;
    int status;

    for (status = 0; status < ZIMPORT_STATUS_COUNT; status++) {
        sum += soak.outcomes[status];
        if (soak.outcomes[status] > 0) {
            printf("# %8lu polls  %s\n", soak.outcomes[status], zimport_status_text((zimport_status)status));
        }
    }
    if (sum != soak.polls) {
        soak.wrong = "the outcomes do not sum up to the polls";
    }
}

static void report_requests(const char *name, const struct server *server) {
    printf("requests %s %lu %lu\n", name, server->requests, server->requests + server->doubtful);
}

int main(int argc, char **argv) {
    if (!read_options(argc, argv)) {
        fputs("soak: see the top of tests/soak/soak.c\n", stderr);
        return 2;
    }
    clock_init(&soak.clock);
    watch_init();
    init_texts();
    if (!lanes_init(&soak)) {
        return 2;
    }
    if (run()) {
        report_tries();
        report_lanes();
        report_outcomes();
        watch_report();
        report_requests("plain", &soak.plain);
        report_requests("tls12", &soak.tls12);
        report_requests("tls13", &soak.tls13);
    }
    lanes_end(&soak);
    if (soak.wrong != NULL) {
        explain();
        return 1;
    }
    printf("ok %lu polls, each with an outcome that fits; seed %lu\n", (unsigned long)soak.polls,
           (unsigned long)soak.seed);
    return 0;
}
