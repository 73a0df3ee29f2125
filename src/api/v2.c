/* SPDX-License-Identifier: Apache-2.0 */
/* Zilliz Cloud v2: POST with JSON, one host for all regions (api.md section 2). */
#include "api/dialect.h"

/* api.md 2.7. None of these gets better by asking again. */
static const zimport_code codes[] = {
    {21119, ZIMPORT_UNAUTHORIZED, WORDS("check the API key")},
    {96001, ZIMPORT_REFUSED, WORDS("check the region id")},
    {96005, ZIMPORT_REFUSED, WORDS("check the project id")},
    {96008, ZIMPORT_REFUSED, WORDS("a page has 1 to 100 jobs")},
    {96009, ZIMPORT_REFUSED, WORDS("pages are counted from 1")},
    {96012, ZIMPORT_UNAUTHORIZED, WORDS("the key belongs to another organization than the project")},
    {96013, ZIMPORT_UNAUTHORIZED, WORDS("the key needs the role of a project or organization owner")},
    {96014, ZIMPORT_UNAUTHORIZED, WORDS("the key belongs to another organization than the cluster")},
    {96015, ZIMPORT_UNAUTHORIZED, WORDS("the key needs the role of a project or organization owner")},
    {96016, ZIMPORT_UNAUTHORIZED, WORDS("the key's scope does not include this cluster")},
    {96018, ZIMPORT_REFUSED, WORDS("there is no such cluster: check the cluster id")},
    {96021, ZIMPORT_REFUSED, WORDS("free clusters do not offer this")},
    {96022, ZIMPORT_REFUSED, WORDS("serverless clusters do not offer this")},
    {96025, ZIMPORT_REFUSED, WORDS("the cluster id is empty")},
    {96026, ZIMPORT_NOT_FOUND, WORDS("check the job id, and that the job belongs to this cluster")},
    {96027, ZIMPORT_UNAUTHORIZED, WORDS("the key lacks the right: check its role and scope")},
    {96036, ZIMPORT_REFUSED, WORDS("check the cluster id")},
};

static const char *const paths[] = {"/v2/vectordb/jobs/import/getProgress", "/v2/vectordb/jobs/import/describe",
                                    "/v2/vectordb/jobs/import/get_progress", NULL};

const zimport_dialect zimport_v2 = {
    .name = "v2",
    .manner = &manner_body,
    .paths = paths,
    .list_path = "/v2/vectordb/jobs/import/list",
    .start_path = "/v2/vectordb/jobs/import/create",
    .urls = "objectUrls",
    .start_groups = true,
    .start_keys = true,
    .start_token = true,
    .start_options = true,
    .reply = &dialect_words_reply,
    .row = &dialect_words_row,
    .state = dialect_words_state,
    .codes = codes,
    .code_count = ITEMS(codes),
    .paged = true,
    .databases = true,
    .key_required = true,
    .cluster_required = true,
};
