/* SPDX-License-Identifier: Apache-2.0 */
/* Zilliz Cloud v1: GET with a query, one host per region (api.md section 1). */
#include "api/dialect.h"
#include "api/place.h"

static const zimport_json_shape row_shape;

static const zimport_json_key data_keys[] = {
    KEY("fileName", ZIMPORT_MEMBER_FILE_NAME),
    KEY("fileSize", ZIMPORT_MEMBER_FILE_SIZE),
    KEY("readyPercentage", ZIMPORT_MEMBER_PERCENT),
    KEY("completeTime", ZIMPORT_MEMBER_COMPLETE_TIME),
    KEY("errorMessage", ZIMPORT_MEMBER_REASON),
    KEY("collectionName", ZIMPORT_MEMBER_COLLECTION),
    KEY("jobId", ZIMPORT_MEMBER_JOB_ID),
    KEY("jobID", ZIMPORT_MEMBER_JOB_ID),
    {.name = "details", .id = ZIMPORT_MEMBER_DETAILS, .inner = &row_shape, .array = true},
};

static const zimport_json_shape data_shape = {data_keys, ITEMS(data_keys)};

/* File rows have the first five. */
static const zimport_json_shape row_shape = {data_keys, 5};

static const zimport_json_key reply_keys[] = {REPLY_KEYS(&data_shape)};

static const zimport_json_shape reply_shape = {reply_keys, ITEMS(reply_keys)};

/* api.md 1.7. Retrying helps with none of these. */
#define CODES(CODE) \
    CODE(10003, ZIMPORT_REFUSED, "give an object URL such as s3://bucket/folder/") \
    CODE(40003, ZIMPORT_REFUSED, "the cluster must be running: check its status") \
    CODE(40021, ZIMPORT_REFUSED, "there is no such cluster: check the cluster id") \
    CODE(40022, ZIMPORT_UNAUTHORIZED, "the key has no access to this cluster: ask its administrator") \
    CODE(47005, ZIMPORT_REFUSED, "there is no such collection: check its name, or create it first") \
    CODE(47035, ZIMPORT_REFUSED, "split the file: it is larger than allowed") \
    CODE(47036, ZIMPORT_REFUSED, "NumPy needs exactly one file for each field of the collection") \
    CODE(47039, ZIMPORT_REFUSED, "only one import at a time: wait for the other one to end") \
    CODE(47055, ZIMPORT_REFUSED, SAME) \
    CODE(47053, ZIMPORT_REFUSED, "check the files against the collection's schema") \
    CODE(63032, ZIMPORT_REFUSED, "there is no such cloud: check the region") \
    CODE(80000, ZIMPORT_REFUSED, "a parameter is wrong: check the ids, and the object URL") \
    CODE(80001, ZIMPORT_UNAUTHORIZED, "check the API key") \
    CODE(80002, ZIMPORT_UNAUTHORIZED, SAME) \
    CODE(80003, ZIMPORT_REFUSED, "a page has 5 to 100 jobs") \
    CODE(80004, ZIMPORT_REFUSED, "pages are counted from 1") \
    CODE(80020, ZIMPORT_REFUSED, "check the cluster id, and that the key may see the cluster") \
    CODE(80021, ZIMPORT_REFUSED, "serverless clusters do not offer this") \
    CODE(80022, ZIMPORT_REFUSED, "dedicated clusters do not offer this") \
    CODE(83001, ZIMPORT_REFUSED, "check the object URL, and that its keys may read it") \
    CODE(83004, ZIMPORT_REFUSED, "the files must lie in the cloud of the cluster") \
    CODE(90011, ZIMPORT_REFUSED, "check the collection's name") \
    CODE(90102, ZIMPORT_REFUSED, "the cluster is not in this region: check the region or endpoint") \
    CODE(90103, ZIMPORT_REFUSED, "the cluster id is empty") \
    CODE(90104, ZIMPORT_REFUSED, SAME) \
    CODE(90117, ZIMPORT_REFUSED, "the host does not serve this region: check the region or endpoint") \
    CODE(90142, ZIMPORT_REFUSED, "there is nothing to import at the object URL") \
    CODE(90144, ZIMPORT_NOT_FOUND, "check the job id, and that the job belongs to this cluster") \
    CODE(90145, ZIMPORT_REFUSED, "the object URL names no object")

static const zimport_code codes[] = {CODES(CODE_ROW)};

const char zimport_v1_words[] = CODES(CODE_ADVICE);

static const char *const paths[] = {"/v1/vector/collections/import/get", NULL};

static zimport_status check(const zimport_question *question) {
    return zimport_id_is_valid(question->cluster) ? ZIMPORT_OK : ZIMPORT_BAD_ID;
}

static void parameters(zimport_http_writer *writer, const zimport_question *question) {
    zimport_encoding_text(writer, question, "clusterId", question->cluster);
}

static const struct zimport_place place = {check, NULL, parameters};

const zimport_dialect zimport_v1 = {
    .name = "v1",
    .encoding = &zimport_encoding_query,
    .paths = paths,
    .list_path = "/v1/vector/collections/import/list",
    .start_path = "/v1/vector/collections/import",
    .urls = "objectUrl",
    .start_keys = true,
    .place = &place,
    .reply = &reply_shape,
    .row = &row_shape,
    .codes = codes,
    .code_count = ITEMS(codes),
    .fraction = true,
    .paged = true,
    .key_required = true,
    .cluster_required = true,
};
