/* SPDX-License-Identifier: Apache-2.0 */
/* Jobs of two phases (api.md 9): started with auto_commit=false they wait Uncommitted until they are committed, which
 * may be repeated, or aborted. job-done-KIND: a commit or abort is done, and its reply behaves as job-KIND;
 * job-undone-KIND: it is not done, whatever the reply says. */
#include "jobs.h"

#include <stdio.h>
#include <string.h>

static bool is_two_phase(const struct ask *ask) {
    return ask->job->two_phase || ask->kind->paint == paint_uncommitted;
}

/* A commit takes a twentieth of the job's time. */
static bool is_committing(const struct ask *ask) {
    return clock_ms() - ask->job->decided_at < (int64_t)ask->sim->options.duration / 20;
}

static void set_state(struct picture *picture, const char *state) {
    picture->exact = 9900;
    snprintf(picture->state, sizeof picture->state, "%s", state);
}

void paint(const struct ask *ask, struct picture *picture) {
    picture_init(picture, 0);
    ask->kind->paint(ask, picture);
    if (!is_two_phase(ask)) {
        return;
    }
    if (ask->job->decided == 'a') {
        picture_init(picture, 10000);
        picture->exact = 9900;
        picture->error = "the import was aborted by the user";
    } else if (ask->job->decided == 'c') {
        picture_init(picture, 10000);
        if (is_committing(ask)) {
            set_state(picture, "Committing");
        }
    } else if (strcmp(picture_state(picture, ask), "Completed") == 0) {
        set_state(picture, "Uncommitted");
    }
}

/* As Go reads a truth value; Milvus before 3.0 does not know the option. */
bool decide_options(struct ask *ask, const char *pairs, struct reply *reply) {
    static const char *const no[] = {"0", "f", "F", "false", "FALSE", "False"};
    static const char *const yes[] = {"1", "t", "T", "true", "TRUE", "True"};
    const char *at = strstr(pairs, "\nauto_commit=");
    size_t len;
    size_t i;

    if (at == NULL || is_older(ask, "3.0")) {
        return true;
    }
    at += strlen("\nauto_commit=");
    len = strcspn(at, "\n");
    for (i = 0; i < sizeof no / sizeof no[0]; i++) {
        ask->two_phase |= strlen(no[i]) == len && memcmp(no[i], at, len) == 0;
        if (ask->two_phase || (strlen(yes[i]) == len && memcmp(yes[i], at, len) == 0)) {
            return true;
        }
    }
    refuse_code(ask, 1801, "parse auto_commit option failed, expect bool", reply);
    return false;
}

static bool decide(const struct ask *ask, bool commit) {
    struct picture picture;

    paint(ask, &picture);
    if (commit && ask->job->decided == 'c') {
        return true;
    }
    if (!is_two_phase(ask) || strcmp(picture_state(&picture, ask), "Uncommitted") != 0) {
        return false;
    }
    ask->job->decided = commit ? 'c' : 'a';
    ask->job->decided_at = clock_ms();
    return true;
}

/* The reply is that of job-KIND. */
static void answer_as(struct ask *ask, const char *kind, struct reply *reply) {
    char id[ID_SIZE + 4];

    snprintf(id, sizeof id, "job-%s", kind);
    id[ID_SIZE - 1] = '\0';
    ask->job = simulator_job(ask->sim, id);
    ask_handle(ask, reply);
}

void decide_answer(struct ask *ask, bool commit, struct reply *reply) {
    struct text body = {0};
    bool known = ask_resolve(ask);
    bool trouble = known && (strcmp(ask->kind->name, "job-done") == 0 || strcmp(ask->kind->name, "job-undone") == 0);

    ask->decision = true;
    if (!known || ask->kind->paint == NULL) {
        ask_handle(ask, reply);
    } else if (trouble && *ask->rest != '\0') {
        if (strcmp(ask->kind->name, "job-done") == 0) {
            decide(ask, commit);
        }
        answer_as(ask, ask->rest, reply);
    } else if (!decide(ask, commit)) {
        refuse_code(ask, 2100,
                    is_two_phase(ask) ? "import job is not in state Uncommitted: importing data failed"
                                      : "import job was not made with auto_commit=false: importing data failed",
                    reply);
    } else {
        complete_body(ask, &body);
        reply_json(reply, 200, &body);
    }
    text_free(&body);
}
