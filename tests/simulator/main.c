/* SPDX-License-Identifier: Apache-2.0 */
#include "simulator.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { JOBS_MAX = 4096 };

/* The same garbage for the same seed on every machine. */
uint64_t simulator_random(struct simulator *sim) {
    sim->random ^= sim->random >> 12;
    sim->random ^= sim->random << 25;
    sim->random ^= sim->random >> 27;
    return sim->random * UINT64_C(0x2545F4914F6CDD1D);
}

static uint32_t hash_of(const char *id) {
    uint32_t hash = 0;

    while (*id != '\0') {
        hash = hash * 31 + (unsigned char)*id++;
    }
    return hash;
}

struct job *simulator_job(struct simulator *sim, const char *id) {
    const uint32_t hash = hash_of(id);
    struct job *job;
    size_t i;

    for (i = 0; i < sim->job_count && i < JOBS_MAX; i++) {
        job = &sim->jobs[i];
        if (job->hash == hash && strcmp(job->id, id) == 0) {
            job->asks++;
            return job;
        }
    }
    job = &sim->jobs[sim->job_count++ % JOBS_MAX]; /* that of the oldest, when they are many */
    memset(job, 0, sizeof *job);
    job->hash = hash;
    snprintf(job->id, sizeof job->id, "%s", id);
    snprintf(job->collection, sizeof job->collection, "articles");
    job->since = clock_ms();
    job->since_wall = time(NULL);
    job->asks = 1;
    return job;
}

struct job *simulator_known(struct simulator *sim, size_t i) {
    size_t forgotten = sim->job_count > JOBS_MAX ? sim->job_count - JOBS_MAX : 0;

    return forgotten + i < sim->job_count ? &sim->jobs[(forgotten + i) % JOBS_MAX] : NULL;
}

void simulator_print_counters(const struct counters *counters, struct text *out) {
    text_format(out,
                "{\"connections\":%lu,\"handshakes\":%lu,\"resumed\":%lu,\"requests\":%lu,\"whole_heads\":%lu,"
                "\"bad\":%lu,\"starts\":%lu,\"decisions\":%lu}\n",
                counters->connections, counters->handshakes, counters->resumed, counters->requests,
                counters->whole_heads, counters->bad, counters->starts, counters->decisions);
}

void simulator_save_counters(struct simulator *sim) {
    struct text out = {0};

    if (sim->options.counters == NULL || !sim->counters_changed) {
        return;
    }
    simulator_print_counters(&sim->counters, &out);
    write_file(sim->options.counters, out.data, out.len);
    sim->counters_changed = false;
    text_free(&out);
}

int main(int argc, char **argv) {
    struct simulator sim;
    int status;

    memset(&sim, 0, sizeof sim);
    status = options_read(&sim.options, argc, argv);
    if (status >= 0) {
        return status;
    }
    sim.jobs = must(calloc(JOBS_MAX, sizeof *sim.jobs));
    sim.random = sim.options.seed * 2 + 1;
    sim.next_raw = SIZE_MAX;
    sim.counters_changed = true;
    if (!sim.options.plain) {
        sim.tls = tls_server_new(&sim.options);
        if (sim.tls == NULL) {
            free(sim.jobs);
            return 1;
        }
    }
    status = simulator_run(&sim);
    sim.counters_changed = true;
    simulator_save_counters(&sim);
    tls_server_free(sim.tls);
    free(sim.jobs);
    return status;
}
