/* SPDX-License-Identifier: Apache-2.0 */
/* Zilliz Cloud v2: POST with JSON, one host for all regions (api.md section 2). */
#include "api/dialect.h"
#include "api/place.h"

/* api.md 2.7. Retrying helps with none of these. 2101 is what the Milvus behind it says of a missing job (9). */
#define CODES(CODE) \
    CODE(21119, ZIMPORT_UNAUTHORIZED, "check the API key") \
    CODE(96001, ZIMPORT_REFUSED, "check the region id") \
    CODE(96005, ZIMPORT_REFUSED, "check the project id") \
    CODE(96008, ZIMPORT_REFUSED, "a page has 1 to 100 jobs") \
    CODE(96009, ZIMPORT_REFUSED, "pages are counted from 1") \
    CODE(96012, ZIMPORT_UNAUTHORIZED, "the key and the project are in different organizations") \
    CODE(96013, ZIMPORT_UNAUTHORIZED, "the key needs the project or organization owner role") \
    CODE(96014, ZIMPORT_UNAUTHORIZED, "the key and the cluster are in different organizations") \
    CODE(96015, ZIMPORT_UNAUTHORIZED, "the key needs the project or organization owner role") \
    CODE(96016, ZIMPORT_UNAUTHORIZED, "the key's scope does not include this cluster") \
    CODE(96018, ZIMPORT_REFUSED, "there is no such cluster: check the cluster id") \
    CODE(96021, ZIMPORT_REFUSED, "free clusters do not offer this") \
    CODE(96022, ZIMPORT_REFUSED, "serverless clusters do not offer this") \
    CODE(96025, ZIMPORT_REFUSED, "the cluster id is empty") \
    CODE(96026, ZIMPORT_NOT_FOUND, "check the job id, and that the job belongs to this cluster") \
    CODE(2101, ZIMPORT_NOT_FOUND, SAME) \
    CODE(96027, ZIMPORT_UNAUTHORIZED, "the key lacks permission: check its role and scope") \
    CODE(96036, ZIMPORT_REFUSED, "check the cluster id")

static const zimport_code codes[] = {CODES(CODE_ROW)};

const char zimport_v2_words[] = CODES(CODE_ADVICE);

static const char *const paths[] = {"/v2/vectordb/jobs/import/getProgress", "/v2/vectordb/jobs/import/describe",
                                    "/v2/vectordb/jobs/import/get_progress", NULL};

const zimport_dialect zimport_v2 = {
    .name = "v2",
    .encoding = &zimport_encoding_body,
    .paths = paths,
    .list_path = "/v2/vectordb/jobs/import/list",
    .start_path = "/v2/vectordb/jobs/import/create",
    .urls = "objectUrls",
    .start_groups = true,
    .start_keys = true,
    .start_token = true,
    .start_options = true,
    .start_volumes = true,
    .place = &zimport_place_posted,
    .reply = &zimport_dialect_words_reply,
    .row = &zimport_dialect_words_row,
    .rows = &zimport_dialect_rows,
    .states = &zimport_dialect_words_states,
    .codes = codes,
    .code_count = ITEMS(codes),
    .paged = true,
    .databases = true,
    .key_required = true,
    .cluster_required = true,
};
