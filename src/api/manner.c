/* SPDX-License-Identifier: Apache-2.0 */
#include "api/manner.h"

#include "api/operation.h"

const struct zimport_manner *manner_of(const zimport_question *question) {
    const struct zimport_manner *own = question->operation->manner;

    return own != NULL ? own : question->dialect->manner;
}

void manner_text(zimport_http_writer *writer, const zimport_question *question, const char *name, zimport_view value) {
    if (value.size > 0) {
        manner_of(question)->text(writer, name, value);
    }
}

void manner_place(zimport_http_writer *writer, const zimport_question *question) {
    if (question->dialect->cluster_required) {
        manner_text(writer, question, "clusterId", question->cluster);
    }
    if (question->dialect->databases) {
        manner_text(writer, question, "dbName", question->database);
    }
}
