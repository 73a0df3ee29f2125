/* SPDX-License-Identifier: Apache-2.0 */
/* Odd bodies in faultless HTTP. */
#include "jobs.h"

#include <string.h>

const char text_running[] =
    V1_HEAD "\"readyPercentage\":0.4,\"completeTime\":null,\"errorMessage\":null,\"jobId\":\"@\",\"details\":["
            "{\"fileName\":\"s3://bkt/run7/1.parquet\",\"fileSize\":52428800,\"readyPercentage\":0.8,"
            "\"completeTime\":null,\"errorMessage\":null},"
            "{\"fileName\":\"s3://bkt/run7/2.parquet\",\"fileSize\":52428800,\"readyPercentage\":0,"
            "\"completeTime\":null,\"errorMessage\":null}]}}";

const char text_failed[] = V1_HEAD
    "\"readyPercentage\":0.4,\"completeTime\":null,\"errorMessage\":\"row 17: wrong vector dimension\"," V1_TAIL;

/* Escapes of every form, a terminal's title and colours, C1 in both spellings, lone and paired surrogates, quotes of
 * shells and CSV, a NUL, bidirectional overrides, UTF-8 of two to four bytes. */
const char text_escapes[] =
    "{\"code\":200,\"data\":{\"collectionName\":\"a\\u001b]0;title\\u0007b\\u001b[31mred\","
    "\"fileName\":\"quote\\\" back\\\\ slash\\/ b\\b f\\f n\\n r\\r t\\t nul\\u0000 end\",\"fileSize\":1,"
    "\"readyPercentage\":0.4,\"completeTime\":\"';rm -rf $HOME `id` $(id)\","
    "\"errorMessage\":\"lone \\ud800 low \\udc00 pair \\ud83d\\ude00 c1 \\u009b2J raw \xc2\x9b"
    "2J bidi \\u202e, \xe2\x80\xa8 "
    "\xc3\xa9 \xe6\x97\xa5 \xf0\x9f\x98\x80 del \x7f 'single' \\\"double\\\"\","
    "\"jobId\":\"@\",\"details\":[{\"fileName\":\"\\u0073\\u0033://a,b\\\"c\\nd\\ud83d\",\"fileSize\":1,"
    "\"readyPercentage\":0.5,\"completeTime\":\"\",\"errorMessage\":\"\\u001b[2J\"}]}}";

const char text_numbers[] =
    "{\"code\":2e2,\"code\":200,\"data\":{\"collectionName\":\"articles\",\"fileName\":\"f\","
    "\"fileSize\":9223372036854775807,\"readyPercentage\":4.0e-1,\"completeTime\":null,\"errorMessage\":null,"
    "\"jobId\":\"@\",\"details\":["
    "{\"fileName\":\"max\",\"fileSize\":9223372036854775807,\"readyPercentage\":1.0},"
    "{\"fileName\":\"over\",\"fileSize\":9223372036854775808,\"readyPercentage\":0.999999999999999999999},"
    "{\"fileName\":\"umax\",\"fileSize\":18446744073709551615,\"readyPercentage\":1E-30},"
    "{\"fileName\":\"beyond\",\"fileSize\":18446744073709551616,\"readyPercentage\":-0},"
    "{\"fileName\":\"long\",\"fileSize\":123456789012345678901234567890,\"readyPercentage\":-0.5},"
    "{\"fileName\":\"fraction\",\"fileSize\":12.0,\"readyPercentage\":1e400},"
    "{\"fileName\":\"exponent\",\"fileSize\":1e3,\"readyPercentage\":0.00009},"
    "{\"fileName\":\"negative\",\"fileSize\":-1,\"readyPercentage\":101}]}}";

const char text_pretty[] =
    " \t\r\n{\r\n  \"requestId\" : [ { \"deep\" : [ 1 , [ ] , { } , null , true , false ] } ] ,\r\n"
    "  \"data\" : {\r\n    \"details\" : [ ] ,\r\n    \"jobId\" : \"@\" ,\r\n"
    "    \"errorMessage\" : \"\" ,\r\n    \"extra\" : { \"jobId\" : \"not-this\" } ,\r\n"
    "    \"completeTime\" : \"2024-02-03T04:05:06Z\" ,\r\n    \"ready\\u0050ercentage\" : 1 ,\r\n"
    "    \"fileSize\" : 7 ,\r\n    \"fileName\" : \"f\" ,\r\n"
    "    \"collectionName\" : \"articles\"\r\n  } ,\r\n  \"code\" : 200\r\n}\r\n \t";

const char text_dup[] =
    "{\"code\":500,\"code\":200,\"data\":{\"collectionName\":\"old\",\"collectionName\":\"articles\","
    "\"fileName\":\"old\",\"fileName\":\"f\",\"fileSize\":1,\"fileSize\":2,\"readyPercentage\":0.1,"
    "\"readyPercentage\":0.7,\"completeTime\":\"old\",\"completeTime\":null,\"errorMessage\":\"old\","
    "\"errorMessage\":null,\"jobId\":\"old\",\"jobId\":\"@\",\"details\":[{\"fileName\":\"old\",\"fileName\":\"new\","
    "\"fileSize\":1,\"fileSize\":2,\"readyPercentage\":0.1,\"readyPercentage\":0.2,\"completeTime\":null,"
    "\"errorMessage\":\"old\",\"errorMessage\":null}]}}";

static void reply_template(const struct ask *ask, const char *template, struct reply *reply) {
    struct text body = {0};

    fill_template(template, ask, &body);
    reply_json(reply, 200, &body);
    text_free(&body);
}

void job_body(const struct ask *ask, struct reply *reply) {
    reply_template(ask, ask->kind->text, reply);
}

void job_code(const struct ask *ask, struct reply *reply) {
    struct text message = {0};

    text_format(&message, "simulated service code %ld", ask->number);
    refuse_code(ask, ask->number, message.data, reply);
    text_free(&message);
}

void job_wrong_type(const struct ask *ask, struct reply *reply) {
    static const struct {
        const char *key;
        const char *template;
    } wrongs[] = {
        {"code", "{\"code\":[200],\"data\":{" V1_DONE V1_TAIL},
        {"data", "{\"code\":200,\"data\":\"none\"}"},
        {"readyPercentage",
         V1_HEAD "\"readyPercentage\":{\"value\":1},\"completeTime\":null,\"errorMessage\":null," V1_TAIL},
        {"fileSize", "{\"code\":200,\"data\":{\"fileSize\":{\"bytes\":[1]}," V1_DONE V1_TAIL},
        {"fileName", "{\"code\":200,\"data\":{\"fileName\":[\"a\",\"b\"]," V1_DONE V1_TAIL},
        {"collectionName", "{\"code\":200,\"data\":{\"collectionName\":false," V1_DONE V1_TAIL},
        {"completeTime", V1_HEAD "\"readyPercentage\":1,\"completeTime\":17,\"errorMessage\":null," V1_TAIL},
        {"errorMessage", V1_HEAD "\"readyPercentage\":1,\"completeTime\":null,\"errorMessage\":[7]," V1_TAIL},
        {"jobId", V1_HEAD V1_DONE "\"jobId\":17,\"details\":[]}}"},
        {"details", V1_HEAD V1_DONE "\"jobId\":\"@\",\"details\":{\"fileName\":\"f\"}}}"},
        {"row", V1_HEAD V1_DONE "\"jobId\":\"@\",\"details\":[17,\"f\",[],null]}}"},
    };
    size_t i;

    for (i = 0; i < sizeof wrongs / sizeof wrongs[0]; i++) {
        if (strcmp(wrongs[i].key, ask->rest) == 0) {
            reply_template(ask, wrongs[i].template, reply);
            return;
        }
    }
    reply_error(reply, 200, 90144, "no such key to give a wrong type to");
}

static size_t wanted(const struct ask *ask, size_t otherwise) {
    return ask->number < 0 ? otherwise : (size_t)ask->number;
}

void job_long_name(const struct ask *ask, struct reply *reply) {
    struct text body = {0};
    size_t len = wanted(ask, 2000);
    size_t i;

    fill_template(ask->dialect == MILVUS ? OPEN "\"collectionName\":\"" : OPEN "\"fileName\":\"", ask, &body);
    for (i = 0; i < len; i++) {
        text_bytes(&body, &"abcdefghijklmnopqrstuvwxyz/"[i % 27], 1);
    }
    text_add(&body, "\",");
    fill_template(DONE DATA_TAIL, ask, &body);
    reply_json(reply, 200, &body);
    text_free(&body);
}

void job_deep(const struct ask *ask, struct reply *reply) {
    struct text body = {0};
    size_t depth = wanted(ask, 100);
    size_t i;

    fill_template("{\"code\":" CODE ",\"deep\":", ask, &body);
    for (i = 0; i < depth; i++) {
        text_add(&body, "[");
    }
    for (i = 0; i < depth; i++) {
        text_add(&body, "]");
    }
    fill_template(depth == 0 ? "0,\"data\":{" DONE DATA_TAIL : ",\"data\":{" DONE DATA_TAIL, ask, &body);
    reply_json(reply, 200, &body);
    text_free(&body);
}

void job_many_keys(const struct ask *ask, struct reply *reply) {
    struct text body = {0};
    size_t keys = wanted(ask, 1000);
    size_t i;

    fill_template(OPEN, ask, &body);
    for (i = 0; i < keys; i++) {
        text_format(&body, "\"key%zu\":{\"a\":[%zu]},", i, i);
    }
    fill_template(DONE DATA_TAIL, ask, &body);
    reply_json(reply, 200, &body);
    text_free(&body);
}

void job_garbage_body(const struct ask *ask, struct reply *reply) {
    struct text body = {0};
    int i;

    for (i = 0; i < 512; i++) {
        uint64_t word = simulator_random(ask->sim);

        text_bytes(&body, &word, sizeof word);
    }
    reply_json(reply, 200, &body);
    text_free(&body);
}
