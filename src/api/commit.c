/* SPDX-License-Identifier: Apache-2.0 */
/* The second phase of a job that waits Uncommitted (api.md 9). A commit may be repeated, an abort is sent once. */
#include "api/dialect.h"
#include "api/operation.h"

#define PATH "/v2/vectordb/jobs/import/"

static const char *path_of_commit(const zimport_dialect *dialect, size_t index) {
    (void)dialect;
    (void)index;
    return PATH "commit";
}

static const char *path_of_abort(const zimport_dialect *dialect, size_t index) {
    (void)dialect;
    (void)index;
    return PATH "abort";
}

/* Jobs of two phases are made by an option. */
static zimport_status check(const zimport_question *question) {
    return question->dialect->start_options ? zimport_operation_progress.check(question) : ZIMPORT_BAD_ARGUMENT;
}

static void parameters(zimport_http_writer *writer, const zimport_question *question) {
    zimport_operation_progress.parameters(writer, question);
}

/* Empty data will do. */
static void begin(zimport_decoder *decoder) {
    decoder->notes |= NOTE_MEMBER;
}

static void member(zimport_decoder *decoder, const zimport_json_value *value) {
    (void)decoder;
    (void)value;
}

static zimport_status end(zimport_decoder *decoder) {
    (void)decoder;
    return ZIMPORT_OK;
}

/* Servers that can do this say 2101 of an unknown job, and 2100 of one in the wrong state. */
static zimport_status refine(zimport_decoder *decoder, zimport_status status) {
    zimport_answer *answer = decoder->answer;

    if (status == ZIMPORT_NOT_FOUND && answer->code == 2100) {
        answer->code_row = 0;
        return ZIMPORT_REFUSED;
    }
    return status;
}

const zimport_operation zimport_operation_commit = {
    .path = path_of_commit,
    .check = check,
    .parameters = parameters,
    .begin = begin,
    .member = member,
    .end = end,
    .refine = refine,
};

const zimport_operation zimport_operation_abort = {
    .path = path_of_abort,
    .check = check,
    .parameters = parameters,
    .begin = begin,
    .member = member,
    .end = end,
    .refine = refine,
    .once = true,
};
