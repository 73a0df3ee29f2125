/* SPDX-License-Identifier: Apache-2.0 */
/* Odd bodies of v2 and Milvus, which have a state, and progress in percent. */
#include "jobs.h"

#include <string.h>

const char text_v2_running[] =
    "{\"code\":0,\"data\":{\"jobId\":\"@\",\"collectionName\":\"articles\",\"fileName\":\"run7.json\","
    "\"fileSize\":3279917,\"state\":\"Importing\",\"progress\":40,\"completeTime\":\"\",\"reason\":\"\","
    "\"totalRows\":5979,\"details\":[{\"fileName\":\"run7.json\",\"fileSize\":3279917,\"state\":\"Importing\","
    "\"progress\":40,\"completeTime\":\"\",\"reason\":\"\"}]}}";

/* The sample: the file is complete, the job waits for its index. */
const char text_milvus_running[] =
    "{\"code\":0,\"data\":{\"collectionName\":\"articles\",\"completeTime\":\"\",\"details\":["
    "{\"completeTime\":\"2024-02-03T12:05:06+08:00\",\"fileName\":\"[run7/id.npy run7/vector.npy]\",\"fileSize\":1024,"
    "\"importedRows\":10,\"progress\":100,\"state\":\"Completed\",\"totalRows\":10}],\"fileSize\":1024,"
    "\"importedRows\":10,\"jobId\":\"@\",\"progress\":80,\"state\":\"Importing\",\"totalRows\":10}}";

const char text_code200[] =
    "{\"code\":200,\"data\":{\"collectionName\":\"articles\",\"completeTime\":\"2024-02-03T12:05:06+08:00\","
    "\"details\":["
    "{\"completeTime\":\"2024-02-03T12:05:06+08:00\",\"fileName\":\"id:449876 paths:\\\"/run7/1.parquet\\\" \","
    "\"fileSize\":1024,\"importedRows\":10,\"progress\":100,\"state\":\"Completed\",\"totalRows\":10}],"
    "\"fileSize\":1024,\"importedRows\":10,\"jobId\":\"@\",\"progress\":100,\"state\":\"Completed\",\"totalRows\":10}}";

const char text_early[] = "{\"code\":200,\"data\":{\"jobID\":\"@\",\"progress\":100,\"state\":\"Completed\"}}";

const char posted_escapes[] =
    "{\"code\":0,\"data\":{\"collectionName\":\"a\\u001b]0;title\\u0007b\\u001b[31mred\","
    "\"fileName\":\"quote\\\" back\\\\ slash\\/ b\\b f\\f n\\n r\\r t\\t nul\\u0000 end\",\"fileSize\":1,"
    "\"progress\":40,\"state\":\"Impor\\u0074ing\",\"completeTime\":\"';rm -rf $HOME `id` $(id)\","
    "\"reason\":\"lone \\ud800 low \\udc00 pair \\ud83d\\ude00 c1 \\u009b2J raw \xc2\x9b"
    "2J bidi \\u202e, \xe2\x80\xa8 "
    "\xc3\xa9 \xe6\x97\xa5 \xf0\x9f\x98\x80 del \x7f 'single' \\\"double\\\"\","
    "\"jobId\":\"@\",\"details\":[{\"fileName\":\"\\u0073\\u0033://a,b\\\"c\\nd\\ud83d\",\"fileSize\":1,"
    "\"progress\":50,\"state\":\"\\u001b[2J\",\"completeTime\":\"\",\"reason\":\"\\u001b[2J\"}]}}";

const char posted_numbers[] =
    "{\"code\":2e2,\"code\":0,\"data\":{\"collectionName\":\"articles\",\"fileSize\":9223372036854775807,"
    "\"importedRows\":9223372036854775806,\"totalRows\":9223372036854775807,\"progress\":4.0e1,\"state\":\"Importing\","
    "\"completeTime\":\"\",\"jobId\":\"@\",\"details\":["
    "{\"fileName\":\"max\",\"fileSize\":9223372036854775807,\"progress\":100.0,\"totalRows\":18446744073709551616},"
    "{\"fileName\":\"over\",\"fileSize\":9223372036854775808,\"progress\":99.9999999999999999999,\"importedRows\":-1},"
    "{\"fileName\":\"umax\",\"fileSize\":18446744073709551615,\"progress\":1E-30,\"importedRows\":1.5},"
    "{\"fileName\":\"beyond\",\"fileSize\":18446744073709551616,\"progress\":-0,\"totalRows\":\"7\"},"
    "{\"fileName\":\"long\",\"fileSize\":123456789012345678901234567890,\"progress\":-5},"
    "{\"fileName\":\"fraction\",\"fileSize\":12.0,\"progress\":1e400},"
    "{\"fileName\":\"exponent\",\"fileSize\":1e3,\"progress\":0.009},"
    "{\"fileName\":\"negative\",\"fileSize\":-1,\"progress\":101}]}}";

const char posted_pretty[] =
    " \t\r\n{\r\n  \"requestId\" : [ { \"deep\" : [ 1 , [ ] , { } , null , true , false ] } ] ,\r\n"
    "  \"data\" : {\r\n    \"details\" : [ ] ,\r\n    \"jobId\" : \"@\" ,\r\n"
    "    \"reason\" : \"\" ,\r\n    \"extra\" : { \"jobId\" : \"not-this\" , \"state\" : \"Failed\" } ,\r\n"
    "    \"completeTime\" : \"2024-02-03T04:05:06Z\" ,\r\n    \"pro\\u0067ress\" : 100 ,\r\n"
    "    \"st\\u0061te\" : \"Completed\" ,\r\n    \"fileSize\" : 7 ,\r\n    \"fileName\" : \"f\" ,\r\n"
    "    \"collectionName\" : \"articles\"\r\n  } ,\r\n  \"code\" : 0\r\n}\r\n \t";

const char posted_dup[] =
    "{\"code\":500,\"code\":0,\"data\":{\"collectionName\":\"old\",\"collectionName\":\"articles\","
    "\"fileName\":\"old\",\"fileName\":\"f\",\"fileSize\":1,\"fileSize\":2,\"progress\":10,\"progress\":70,"
    "\"state\":\"Failed\",\"state\":\"Importing\",\"completeTime\":\"old\",\"completeTime\":\"\",\"reason\":\"old\","
    "\"reason\":\"\",\"totalRows\":1,\"totalRows\":2,\"jobId\":\"old\",\"jobId\":\"@\",\"details\":["
    "{\"fileName\":\"old\",\"fileName\":\"new\",\"fileSize\":1,\"fileSize\":2,\"progress\":10,\"progress\":20,"
    "\"state\":\"Failed\",\"state\":\"Importing\",\"completeTime\":\"\",\"reason\":\"old\",\"reason\":\"\"}]}}";

/* For each key the right value, and one of another type. */
static const struct {
    const char *key;
    const char *right;
    const char *wrong;
} values[] = {
    {"collectionName", "\"articles\"", "false"},
    {"completeTime", "\"2024-02-03T04:05:06Z\"", "17"},
    {"details", "[]", "{\"fileName\":\"f\"}"},
    {"fileName", "\"run7.json\"", "[\"a\",\"b\"]"},
    {"fileSize", "1024", "{\"bytes\":[1]}"},
    {"importedRows", "10", "\"10\""},
    {"jobId", "\"@\"", "17"},
    {"progress", "100", "{\"value\":100}"},
    {"reason", "\"\"", "[7]"},
    {"state", "\"Completed\"", "3"},
    {"totalRows", "10", "null"},
};

static bool is_word(const char *list, const char *word) {
    size_t len = strlen(word);

    return strncmp(list, word, len) == 0 && (list[len] == '\0' || list[len] == '-');
}

/* `leave_out`: without them. */
static void reply_changed(const struct ask *ask, bool leave_out, struct reply *reply) {
    bool bare = leave_out && is_word(ask->rest, "both");
    struct text body = {0};
    size_t i;

    fill_template(is_word(ask->rest, "code") ? "{\"code\":[0],\"data\":{" : OPEN, ask, &body);
    for (i = 0; i < sizeof values / sizeof values[0]; i++) {
        bool changed = is_word(ask->rest, values[i].key) || (is_word(ask->rest, "row") && i == 2);

        if (leave_out &&
            (changed || (bare && (is_word("progress", values[i].key) || is_word("state", values[i].key))))) {
            continue;
        }
        text_format(&body, "%s\"%s\":", body.data[body.len - 1] == '{' ? "" : ",", values[i].key);
        fill_template(!changed                    ? values[i].right
                      : is_word(ask->rest, "row") ? "[17,\"f\",[],null]"
                                                  : values[i].wrong,
                      ask, &body);
    }
    text_add(&body, "}}");
    reply_json(reply, 200, &body);
    text_free(&body);
}

void job_posted_type(const struct ask *ask, struct reply *reply) {
    struct text body = {0};

    if (!is_word(ask->rest, "data")) {
        reply_changed(ask, false, reply);
        return;
    }
    text_add(&body, "{\"code\":0,\"data\":\"none\"}");
    reply_json(reply, 200, &body);
    text_free(&body);
}

void job_without(const struct ask *ask, struct reply *reply) {
    reply_changed(ask, true, reply);
}

/* api.md 9: a restart of a server. In front of it stands something that answers meanwhile, or the server itself does.
 */
void job_restart(const struct ask *ask, struct reply *reply) {
    static const struct {
        unsigned status;
        long code;
        const char *message;
    } ways[] = {{502, 0, "Bad Gateway"},
                {503, 0, "Service Unavailable"},
                {504, 0, "Gateway Timeout"},
                {200, 1, "service not ready[role=proxy]: Initializing"},
                {200, 2, "service unavailable: internal: Milvus Proxy is not ready yet. please wait"},
                {200, 1807, "request is rejected by limiter"},
                {200, 65535, "rpc error: code = Unavailable desc = connection refused"}};
    size_t count = ask->dialect == MILVUS ? sizeof ways / sizeof ways[0] : 3;
    int64_t begins = (int64_t)ask->sim->options.duration * 4 / 10;
    int64_t lasts = ask->number < 0 ? 2000 : ask->number;
    size_t way = ask->job->asks % count;

    if (ask->elapsed < begins || ask->elapsed >= begins + lasts) {
        job_painted(ask, reply);
    } else if (ways[way].status == 200) {
        reply_error(reply, 200, ways[way].code, ways[way].message);
    } else {
        struct text page = {0};

        text_format(&page, "<html>\r\n<h1>%u %s</h1>\r\n</html>\r\n", ways[way].status, ways[way].message);
        reply_whole(reply, ways[way].status, "text/html", NULL, &page);
        text_free(&page);
    }
}

/* Busy in each way that Milvus has for it, all with HTTP 200. */
void job_limited(const struct ask *ask, struct reply *reply) {
    static const struct {
        long code;
        const char *message;
    } ways[] = {{1807, "request is rejected by limiter"},
                {1, "service not ready"},
                {2, "service unavailable"},
                {8, "service rate limit exceeded"}};
    unsigned long times = ask->number < 0 ? 1 : (unsigned long)ask->number;
    struct text body = {0};

    if (ask->job->asks <= times) {
        size_t way = (ask->job->asks - 1) % (sizeof ways / sizeof ways[0]);

        refuse_code(ask, ways[way].code, ways[way].message, reply);
        return;
    }
    complete_body(ask, &body);
    reply_json(reply, 200, &body);
    text_free(&body);
}
