/* SPDX-License-Identifier: Apache-2.0 */
#include "api/encoding.h"

#include "api/operation.h"

const struct zimport_encoding *zimport_encoding_of(const zimport_question *question) {
    const struct zimport_encoding *own = question->operation->encoding;

    return own != NULL ? own : question->dialect->encoding;
}

void zimport_encoding_text(zimport_http_writer *writer, const zimport_question *question, const char *name,
                           zimport_view value) {
    if (value.size > 0) {
        zimport_encoding_of(question)->text(writer, name, value);
    }
}
