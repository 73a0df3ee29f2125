/* SPDX-License-Identifier: Apache-2.0 */
/* The pieces of the templates, in the shape of each dialect. */
#include "jobs.h"

#include <string.h>

struct shape {
    const char *code;
    const char *head;
    const char *done;
    const char *tail;
    const char *complete;
};

/* In Milvus keys are in alphabetical order, which only the whole body can have. */
static const struct shape shapes[] = {
    [V1] = {"200", V1_HEAD, V1_DONE, V1_TAIL, V1_HEAD V1_DONE V1_TAIL},
    [V2] = {"0",
            "{\"code\":0,\"data\":{\"collectionName\":\"articles\",\"fileName\":\"run7.json\",\"fileSize\":3279917,",
            "\"state\":\"Completed\",\"progress\":100,\"completeTime\":\"2024-02-03T04:05:06Z\",\"reason\":\"\",",
            "\"jobId\":\"@\",\"totalRows\":5979,\"details\":[]}}",
            "{\"code\":0,\"data\":{\"jobId\":\"@\",\"collectionName\":\"articles\",\"fileName\":\"run7.json\","
            "\"fileSize\":3279917,\"state\":\"Completed\",\"progress\":100,\"completeTime\":\"2024-02-03T04:05:06Z\","
            "\"reason\":\"\",\"totalRows\":5979,\"details\":[{\"fileName\":\"run7.json\",\"fileSize\":3279917,"
            "\"state\":\"Completed\",\"progress\":100,\"completeTime\":\"2024-02-03T04:05:06Z\",\"reason\":\"\"}]}}"},
    [MILVUS] = {"0", "{\"code\":0,\"data\":{\"collectionName\":\"articles\",",
                "\"completeTime\":\"2024-02-03T12:05:06+08:00\",\"progress\":100,\"state\":\"Completed\",",
                "\"details\":[],\"fileSize\":1024,\"importedRows\":10,\"jobId\":\"@\",\"totalRows\":10}}",
                "{\"code\":0,\"data\":{\"collectionName\":\"articles\",\"completeTime\":\"2024-02-03T12:05:06+08:00\","
                "\"details\":[{\"completeTime\":\"2024-02-03T12:05:06+08:00\",\"fileName\":\"[run7/id.npy "
                "run7/vector.npy]\",\"fileSize\":1024,\"importedRows\":10,\"progress\":100,\"state\":\"Completed\","
                "\"totalRows\":10}],\"fileSize\":1024,\"importedRows\":10,\"jobId\":\"@\",\"progress\":100,"
                "\"state\":\"Completed\",\"totalRows\":10}}"}};

static void fill_ids(const char *template, size_t len, const struct ask *ask, struct text *body) {
    const char *end = template + len;

    while (template <end) {
        size_t part = 0;

        while (template + part < end && template[part] != '@') {
            part++;
        }
        text_bytes(body, template, part);
        template += part;
        if (template <end) {
            text_add(body, ask->job->id);
            template ++;
        }
    }
}

void fill_template(const char *template, const struct ask *ask, struct text *body) {
    static const char marks[] = CODE DATA_HEAD DONE DATA_TAIL COMPLETE;
    const struct shape *shape = &shapes[ask->dialect];
    const char *const pieces[] = {shape->code, shape->head, shape->done, shape->tail, shape->complete};

    text_add(body, "");
    while (*template != '\0') {
        size_t len = strcspn(template, marks);

        fill_ids(template, len, ask, body);
        template += len;
        if (*template != '\0') {
            const char *piece = pieces[strchr(marks, *template) - marks];

            fill_ids(piece, strlen(piece), ask, body);
            template ++;
        }
    }
}

void complete_body(const struct ask *ask, struct text *body) {
    if (ask->create != NULL) {
        create_body(ask, body);
    } else if (ask->decision) {
        text_add(body, "{\"code\":0,\"data\":{}}");
    } else {
        fill_template(COMPLETE, ask, body);
    }
}
