/* SPDX-License-Identifier: Apache-2.0 */
#include "api/manner.h"
#include "api/operation.h"

static void target(zimport_http_writer *writer, const zimport_question *question) {
    question->operation->parameters(writer, question);
}

static void end(zimport_http_writer *writer, const zimport_question *question) {
    (void)question;
    zimport_http_end(writer);
}

static void number(zimport_http_writer *writer, const char *name, uint32_t value) {
    zimport_http_query(writer, name, (zimport_view){NULL, 0});
    zimport_http_number(writer, value);
}

const struct zimport_manner manner_query = {"GET", target, end, zimport_http_query, number};
