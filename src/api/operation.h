/* SPDX-License-Identifier: Apache-2.0 */
/* One file and constant per kind of request, so that a program links only those it uses. */
#ifndef ZIMPORT_SRC_API_OPERATION_H
#define ZIMPORT_SRC_API_OPERATION_H

#include "api/decoder.h"
#include "api/encoding.h"

struct zimport_operation {
    /* Progress has alternatives, ended by NULL. */
    const char *(*path)(const zimport_dialect *dialect, size_t index);
    zimport_status (*check)(const zimport_question *question);
    void (*parameters)(zimport_http_writer *writer, const zimport_question *question);
    const struct zimport_encoding *encoding; /* NULL: the dialect's */
    /* `begin` and `member` take "data"; `end` judges it, and runs only if the envelope was fine. */
    const zimport_json_shape *shape; /* the members wanted; NULL: the dialect's */
    void (*begin)(zimport_decoder *decoder);
    void (*member)(zimport_decoder *decoder, const zimport_json_value *value);
    zimport_status (*end)(zimport_decoder *decoder);
    /* What it makes of the code and the HTTP status, where that is not what a question about a job does; or NULL. */
    zimport_status (*refine)(zimport_decoder *decoder, zimport_status status);
    bool about_job; /* its paths are alternatives, and the one that worked is remembered */
    bool once;      /* never sent a second time */
};

extern const zimport_operation zimport_operation_progress, zimport_operation_list, zimport_operation_start,
    zimport_operation_commit, zimport_operation_abort;

/* For a request that is not about a job: nor is what was not found, or is wrong. */
zimport_status zimport_operation_without_job(zimport_decoder *decoder, zimport_status status);

#endif
