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
    bool about_job; /* "not found" means the job, and the path that worked is remembered */
    bool once;      /* never sent a second time */
};

extern const zimport_operation operation_progress, operation_list, operation_start;

#endif
