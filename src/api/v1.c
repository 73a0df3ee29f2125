/* SPDX-License-Identifier: Apache-2.0 */
/* Zilliz Cloud v1: GET /v1/vector/collections/import/get (get-import-progress page; api.md section 1). */
#include "api/dialect.h"

#if ZIMPORT_WORDS
#define WORDS(text) text
#else
#define WORDS(text) NULL
#endif

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const zimport_json_key row_keys[] = {
    {"fileName", ZIMPORT_MEMBER_FILE_NAME, NULL, false},
    {"fileSize", ZIMPORT_MEMBER_FILE_SIZE, NULL, false},
    {"readyPercentage", ZIMPORT_MEMBER_PERCENT, NULL, false},
    {"completeTime", ZIMPORT_MEMBER_COMPLETE_TIME, NULL, false},
    {"errorMessage", ZIMPORT_MEMBER_REASON, NULL, false},
};

static const zimport_json_shape row_shape = {row_keys, COUNT(row_keys)};

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

static const zimport_json_shape data_shape = {data_keys, COUNT(data_keys)};

static const zimport_json_key reply_keys[] = {
    {"code", ZIMPORT_MEMBER_CODE, NULL, false},
    {"message", ZIMPORT_MEMBER_MESSAGE, NULL, false},
    {"data", ZIMPORT_MEMBER_DATA, &data_shape, false},
};

static const zimport_json_shape reply_shape = {reply_keys, COUNT(reply_keys)};

/* api.md 1.7. None of these gets better by asking again. */
static const zimport_code codes[] = {
    {40021, ZIMPORT_REFUSED, WORDS("there is no such cluster: check the cluster id")},
    {40022, ZIMPORT_UNAUTHORIZED, WORDS("the key has no access to this cluster: ask its administrator")},
    {63032, ZIMPORT_REFUSED, WORDS("there is no such cloud: check the region")},
    {80000, ZIMPORT_REFUSED, WORDS("a parameter is wrong: check job and cluster id")},
    {80001, ZIMPORT_UNAUTHORIZED, WORDS("check the API key")},
    {80002, ZIMPORT_UNAUTHORIZED, WORDS("check the API key")},
    {80020, ZIMPORT_REFUSED, WORDS("check the cluster id, and that the key may see the cluster")},
    {80021, ZIMPORT_REFUSED, WORDS("serverless clusters do not offer this")},
    {80022, ZIMPORT_REFUSED, WORDS("dedicated clusters do not offer this")},
    {90102, ZIMPORT_REFUSED, WORDS("the cluster is not in this region: check the region or endpoint")},
    {90103, ZIMPORT_REFUSED, WORDS("the cluster id is empty")},
    {90104, ZIMPORT_REFUSED, WORDS("the cluster id is empty")},
    {90117, ZIMPORT_REFUSED, WORDS("the host does not serve this region: check the region or endpoint")},
    {90144, ZIMPORT_NOT_FOUND, WORDS("check the job id, and that the job belongs to this cluster")},
};

const zimport_dialect zimport_v1 = {
    .name = "v1",
    .path = "/v1/vector/collections/import/get",
    .reply = &reply_shape,
    .row = &row_shape,
    .codes = codes,
    .code_count = COUNT(codes),
    .fraction = true,
    .key_required = true,
    .cluster_required = true,
};
