/* SPDX-License-Identifier: Apache-2.0 */
/* Milvus, self-hosted: POST with JSON (api.md section 3). */
#include "api/dialect.h"
#include "api/place.h"

#define DATABASE "check the collection's name, and give its database with --db"
#define AGAIN "try again later"
#define NODE "a node of the server is away: try again later"

/* api.md 3.5 and 9. Up to 106, and for 1807, the server itself says "retriable". Its nodes (9xx) come and go, and a
 * restart can cause unexpected errors (10000, 65535). */
#define CODES(CODE) \
    CODE(1, ZIMPORT_BUSY, "the server is starting: try again later") \
    CODE(2, ZIMPORT_BUSY, AGAIN) \
    CODE(4, ZIMPORT_BUSY, SAME) \
    CODE(8, ZIMPORT_BUSY, SAME) \
    CODE(12, ZIMPORT_BUSY, SAME) \
    CODE(100, ZIMPORT_REFUSED, DATABASE) \
    CODE(106, ZIMPORT_BUSY, "the collection is being recovered: try again later") \
    CODE(800, ZIMPORT_REFUSED, "there is no such database: check --db") \
    CODE(901, ZIMPORT_BUSY, NODE) \
    CODE(902, ZIMPORT_BUSY, SAME) \
    CODE(903, ZIMPORT_BUSY, SAME) \
    CODE(904, ZIMPORT_BUSY, SAME) \
    CODE(905, ZIMPORT_BUSY, SAME) \
    CODE(906, ZIMPORT_BUSY, SAME) \
    CODE(1100, ZIMPORT_REFUSED, "Milvus's job ids are numbers: check the job id") \
    CODE(1400, ZIMPORT_UNAUTHORIZED, "give the right user:password or API key") \
    CODE(1401, ZIMPORT_UNAUTHORIZED, "the user lacks the privilege, or the database's name is missing: --db") \
    CODE(1800, ZIMPORT_UNAUTHORIZED, "give the right user:password or API key") \
    CODE(1801, ZIMPORT_REFUSED, "the server cannot read the request: is this Milvus 2.4 or newer?") \
    CODE(1802, ZIMPORT_REFUSED, "a parameter is missing: is this Milvus 2.4 or newer?") \
    CODE(1807, ZIMPORT_BUSY, AGAIN) \
    CODE(2100, ZIMPORT_NOT_FOUND, "check the job id; a server forgets a job some hours after its end") \
    CODE(2101, ZIMPORT_NOT_FOUND, SAME) \
    CODE(10001, ZIMPORT_BUSY, "the server took too long: try again later") \
    CODE(10000, ZIMPORT_BUSY, "try again later, or look at the server's log") \
    CODE(65535, ZIMPORT_BUSY, SAME)

static const zimport_code codes[] = {CODES(CODE_ROW)};

const char zimport_milvus_words[] = CODES(CODE_ADVICE);

static const char *const paths[] = {"/v2/vectordb/jobs/import/describe", "/v2/vectordb/jobs/import/get_progress", NULL};

const zimport_dialect zimport_milvus = {
    .name = "milvus",
    .encoding = &zimport_encoding_body,
    .paths = paths,
    .list_path = "/v2/vectordb/jobs/import/list",
    .start_path = "/v2/vectordb/jobs/import/create",
    .urls = "files",
    .start_groups = true,
    .start_options = true,
    .place = &zimport_place_posted,
    .reply = &zimport_dialect_words_reply,
    .row = &zimport_dialect_words_row,
    .rows = &zimport_dialect_rows,
    .states = &zimport_dialect_words_states,
    .codes = codes,
    .code_count = ITEMS(codes),
    .databases = true,
    .phases = true,
};
