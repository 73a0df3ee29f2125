/* SPDX-License-Identifier: Apache-2.0 */
#include "api/encoding.h"
#include "api/operation.h"

static void target(zimport_http_writer *writer, const zimport_question *question) {
    question->operation->parameters(writer, question);
}

static void end(zimport_http_writer *writer, const zimport_question *question) {
    (void)question;
    zimport_http_end(writer);
}

const struct zimport_encoding zimport_encoding_query = {"GET", target, end, zimport_http_query, zimport_http_query};
