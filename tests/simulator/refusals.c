/* SPDX-License-Identifier: Apache-2.0 */
/* What each dialect says no with. The codes are those of the services' documentation; Milvus has HTTP statuses too. */
#include "jobs.h"

#include <string.h>

struct form {
    unsigned status; /* 400: as reply_refuse, 0: this dialect has no such thing */
    long code;
    const char *message; /* @ stands for the job id */
};

static const struct form forms[][3] = {
    [NO_KEY] = {{200, 80002, "The token is not found or unauthorized."},
                {200, 21119, "API key illegal"},
                {401, 1800, "user hasn't authenticated"}},
    [BAD_KEY] = {{200, 80001, "The token is illegal."},
                 {200, 21119, "API key illegal"},
                 {401, 1800, "user hasn't authenticated"}},
    [NO_CLUSTER] = {{200, 90104, "The clusterId is empty."}, {200, 96025, "The clusterId is empty."}, {0, 0, NULL}},
    [NO_PROJECT] = {{0, 0, NULL}, {200, 96005, "The project id is invalid."}, {0, 0, NULL}},
    [NO_REGION] = {{0, 0, NULL}, {200, 96001, "The region id is invalid."}, {0, 0, NULL}},
    [UNKNOWN_CLUSTER] = {{200, 40021, "The cluster does not exist."},
                         {200, 96018, "The cluster is not found."},
                         {200, 800, "database not found"}},
    [NO_ACCESS] = {{200, 40022, "No access to this cluster."},
                   {200, 96012, "No permission for this cluster."},
                   {403, 65535, "PrivilegeImport: permission deny"}},
    [NO_PRIVILEGE] = {{200, 40022, "No access to this database."},
                      {403, 96012, "No permission for this database."},
                      {403, 65535, "PrivilegeImport: permission deny in this database"}},
    [OTHER_REGION] = {{200, 90102, "The cluster is not in this region."},
                      {200, 96001, "The region id is invalid."},
                      {0, 0, NULL}},
    [UNKNOWN_JOB] = {{200, 90144, "no such job"},
                     {200, 96026, "The job is not found."},
                     {200, 2101, "import job does not exist, jobID=@: importing data failed"}},
    [TOKEN_TRAP] = {{200, 200, "The token is illegal."},
                    {200, 0, "The token is illegal."},
                    {200, 0, "user hasn't authenticated"}},
    [MISSING] = {{200, 80000, "wrong parameter: "},
                 {200, 80000, "wrong parameter: "},
                 {200, 1802, "missing required parameters: "}},
    [WRONG_TYPE] = {{400, 80000, "not of its type: "},
                    {400, 80000, "not of its type: "},
                    {200, 1801, "can only accept json format request, type of: "}},
    [PAGE_SIZE] = {{200, 80003, "The pageSize is not in 5..100."},
                   {200, 96008, "The pageSize is not in 1..100."},
                   {0, 0, NULL}},
    [CURRENT_PAGE] = {{200, 80004, "The currentPage is out of range."},
                      {200, 96009, "The currentPage is out of range."},
                      {0, 0, NULL}},
};

bool is_older(const struct ask *ask, const char *version) {
    return ask->dialect == MILVUS && strcmp(ask->sim->options.version, version) < 0;
}

/* api.md 9: with proxy.http.standardErrorStatus. */
static unsigned standard_status(long code) {
    switch (code) {
    case 1:
    case 2:
        return 503;
    case 8:
    case 1807:
        return 429;
    case 2100:
    case 2101:
    case 65535:
        return 500;
    default:
        return 400;
    }
}

void refuse_code(const struct ask *ask, long code, const char *message, struct reply *reply) {
    bool standard = ask->dialect == MILVUS && ask->sim->options.standard_status;

    reply_error(reply, standard ? standard_status(code) : 200, code, message);
}

static void refuse_adding(const struct form *form, const struct ask *ask, const char *message, const char *more,
                          struct reply *reply) {
    struct text words = {0};

    fill_template(message, ask, &words);
    text_add(&words, more);
    if (form->status == 400) {
        reply_refuse(ask->sim, reply, words.data);
    } else if (form->status == 200) {
        /* 2101 is new in 2.6.19. */
        refuse_code(ask, form->code == 2101 && is_older(ask, "2.6") ? 2100 : form->code, words.data, reply);
    } else {
        reply_error(reply, form->status, form->code, words.data);
    }
    text_free(&words);
}

void refuse_as(enum refusal refusal, const struct ask *ask, struct reply *reply) {
    const struct form *form = &forms[refusal][ask->dialect];

    refuse_adding(form, ask, form->message, "", reply);
}

void refuse_saying(enum refusal refusal, const struct ask *ask, const char *message, struct reply *reply) {
    refuse_adding(&forms[refusal][ask->dialect], ask, message, "", reply);
}

void refuse_member(enum refusal refusal, const struct ask *ask, const char *name, struct reply *reply) {
    const struct form *form = &forms[refusal][ask->dialect];

    refuse_adding(form, ask, form->message, name, reply);
}

void job_refused(const struct ask *ask, struct reply *reply) {
    static const struct {
        const char *name;
        enum refusal refusal;
    } names[] = {{"job-unknown", UNKNOWN_JOB},
                 {"job-badcluster", UNKNOWN_CLUSTER},
                 {"job-denied", NO_ACCESS},
                 {"job-region", OTHER_REGION},
                 {"job-token", TOKEN_TRAP}};
    size_t i;

    for (i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(ask->kind->name, names[i].name) == 0) {
            refuse_as(names[i].refusal, ask, reply);
        }
    }
}

void job_late(const struct ask *ask, struct reply *reply) {
    if (ask->elapsed < ask->number) {
        refuse_as(UNKNOWN_JOB, ask, reply);
    } else {
        job_painted(ask, reply);
    }
}

void job_echo_key(const struct ask *ask, struct reply *reply) {
    struct text message = {0};

    text_format(&message, "The token %s is illegal.", ask->key);
    refuse_saying(BAD_KEY, ask, message.data, reply);
    text_free(&message);
}
