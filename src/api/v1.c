/* SPDX-License-Identifier: Apache-2.0 */
/* Zilliz Cloud v1: GET with a query, per region (get-import-progress page; api.md section 1). */
#include "api/dialect.h"

static const zimport_json_shape row_shape;

static const zimport_json_key data_keys[] = {
    {"fileName", ZIMPORT_MEMBER_FILE_NAME, NULL, false},
    {"fileSize", ZIMPORT_MEMBER_FILE_SIZE, NULL, false},
    {"readyPercentage", ZIMPORT_MEMBER_PERCENT, NULL, false},
    {"completeTime", ZIMPORT_MEMBER_COMPLETE_TIME, NULL, false},
    {"errorMessage", ZIMPORT_MEMBER_REASON, NULL, false},
    {"collectionName", ZIMPORT_MEMBER_COLLECTION, NULL, false},
    {"jobId", ZIMPORT_MEMBER_JOB_ID, NULL, false},
    {"jobID", ZIMPORT_MEMBER_JOB_ID, NULL, false},
    {"details", ZIMPORT_MEMBER_DETAILS, &row_shape, true},
};

static const zimport_json_shape data_shape = {data_keys, ITEMS(data_keys)};

/* A file row has the first five. */
static const zimport_json_shape row_shape = {data_keys, 5};

static const zimport_json_key reply_keys[] = {REPLY_KEYS(&data_shape)};

static const zimport_json_shape reply_shape = {reply_keys, ITEMS(reply_keys)};

/* api.md 1.7. None of these gets better by asking again. */
static const zimport_code codes[] = {
    {10003, ZIMPORT_REFUSED, WORDS("give an object URL such as s3://bucket/folder/")},
    {40003, ZIMPORT_REFUSED, WORDS("the cluster must be running: look at its status")},
    {40021, ZIMPORT_REFUSED, WORDS("there is no such cluster: check the cluster id")},
    {40022, ZIMPORT_UNAUTHORIZED, WORDS("the key has no access to this cluster: ask its administrator")},
    {47005, ZIMPORT_REFUSED, WORDS("there is no such collection: check its name, or create it first")},
    {47035, ZIMPORT_REFUSED, WORDS("split the file: it is larger than allowed")},
    {47036, ZIMPORT_REFUSED, WORDS("NumPy needs just one file for each field of the collection")},
    {47039, ZIMPORT_REFUSED, WORDS("only one import at a time: wait for the other one to end")},
    {47053, ZIMPORT_REFUSED, WORDS("check the files against the collection's schema")},
    {47055, ZIMPORT_REFUSED, WORDS("only one import at a time: wait for the other one to end")},
    {63032, ZIMPORT_REFUSED, WORDS("there is no such cloud: check the region")},
    {80000, ZIMPORT_REFUSED, WORDS("a parameter is wrong: check job and cluster id")},
    {80001, ZIMPORT_UNAUTHORIZED, WORDS("check the API key")},
    {80002, ZIMPORT_UNAUTHORIZED, WORDS("check the API key")},
    {80003, ZIMPORT_REFUSED, WORDS("a page has 5 to 100 jobs")},
    {80004, ZIMPORT_REFUSED, WORDS("pages are counted from 1")},
    {80020, ZIMPORT_REFUSED, WORDS("check the cluster id, and that the key may see the cluster")},
    {80021, ZIMPORT_REFUSED, WORDS("serverless clusters do not offer this")},
    {80022, ZIMPORT_REFUSED, WORDS("dedicated clusters do not offer this")},
    {83001, ZIMPORT_REFUSED, WORDS("check the object URL, and that its keys may read it")},
    {83004, ZIMPORT_REFUSED, WORDS("the files must lie in the cloud of the cluster")},
    {90011, ZIMPORT_REFUSED, WORDS("check the collection's name")},
    {90102, ZIMPORT_REFUSED, WORDS("the cluster is not in this region: check the region or endpoint")},
    {90103, ZIMPORT_REFUSED, WORDS("the cluster id is empty")},
    {90104, ZIMPORT_REFUSED, WORDS("the cluster id is empty")},
    {90117, ZIMPORT_REFUSED, WORDS("the host does not serve this region: check the region or endpoint")},
    {90142, ZIMPORT_REFUSED, WORDS("there is nothing to import at the object URL")},
    {90144, ZIMPORT_NOT_FOUND, WORDS("check the job id, and that the job belongs to this cluster")},
    {90145, ZIMPORT_REFUSED, WORDS("the object URL names no object")},
};

static const char *const paths[] = {"/v1/vector/collections/import/get", NULL};

const zimport_dialect zimport_v1 = {
    .name = "v1",
    .manner = &manner_query,
    .paths = paths,
    .list_path = "/v1/vector/collections/import/list",
    .start_path = "/v1/vector/collections/import",
    .urls = "objectUrl",
    .start_keys = true,
    .reply = &reply_shape,
    .row = &row_shape,
    .codes = codes,
    .code_count = ITEMS(codes),
    .fraction = true,
    .paged = true,
    .key_required = true,
    .cluster_required = true,
};
