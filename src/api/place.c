/* SPDX-License-Identifier: Apache-2.0 */
#include "api/place.h"

#include "api/encoding.h"

zimport_status place_check_database(const zimport_question *question) {
    return question_is_clean(question->database, ' ') ? ZIMPORT_OK : ZIMPORT_BAD_ARGUMENT;
}

void place_database_field(zimport_http_writer *writer, const zimport_question *question) {
    if (question->database.size > 0) {
        zimport_http_raw(writer, "DB-Name: ");
        zimport_http_value(writer, question->database);
    }
}

void place_database(zimport_http_writer *writer, const zimport_question *question) {
    encoding_text(writer, question, "dbName", question->database);
}
