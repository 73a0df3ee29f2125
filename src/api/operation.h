/* SPDX-License-Identifier: Apache-2.0 */
/* What can be asked of a service: a file and a constant each, so that what is not asked costs nothing. */
#ifndef ZIMPORT_SRC_API_OPERATION_H
#define ZIMPORT_SRC_API_OPERATION_H

#include "api/decoder.h"
#include "api/encoding.h"

struct zimport_operation {
    /* Where to ask. Of a job's progress there are alternatives, and NULL behind the last. */
    const char *(*path)(const zimport_dialect *dialect, size_t index);
    /* Before anything is sent. */
    zimport_status (*check)(const zimport_question *question);
    void (*parameters)(zimport_http_writer *writer, const zimport_question *question);
    const struct zimport_encoding *encoding; /* NULL: that of the dialect */
    /* The reply: what is wanted of it; its "data" begins, has a member, was good as far as anything can be said without
     * looking into it. */
    const zimport_json_shape *shape; /* NULL: that of the dialect */
    void (*begin)(zimport_decoder *decoder);
    void (*member)(zimport_decoder *decoder, const zimport_json_value *value);
    zimport_status (*end)(zimport_decoder *decoder);
    bool about_job; /* the job can be unknown, and the path that worked is remembered */
    bool once;      /* never sent a second time */
};

extern const zimport_operation operation_progress, operation_list, operation_start;

#endif
