/* SPDX-License-Identifier: Apache-2.0 */
/* Where jobs are: in a cluster, in a region of a project, in a database. A table of the dialect, so that a program
 * links only what its dialect knows. */
#ifndef ZIMPORT_SRC_API_PLACE_H
#define ZIMPORT_SRC_API_PLACE_H

#include "api/question.h"
#include "http/writer.h"

struct zimport_place {
    zimport_status (*check)(const zimport_question *question);
    void (*fields)(zimport_http_writer *writer, const zimport_question *question); /* of the head; may be NULL */
    void (*parameters)(zimport_http_writer *writer, const zimport_question *question);
};

/* Of v2 and milvus. */
extern const struct zimport_place zimport_place_posted;

#endif
