/* SPDX-License-Identifier: Apache-2.0 */
/* The line for each failure, whole: what went wrong by status, step and bytes of the reply, and what is advised. */
#include "cli/output/failure_reply.h"
#include "cli/text/quote.h"
#include "cli_run.h"

#define HTTPS "give the endpoint with https://"
#define API "check that the endpoint is the service's API, and not something in between"
#define KEY "check the API key (ZILLIZ_API_KEY or --token-file)"
#define PLAIN_PORT "check the endpoint and its port, and whether it needs https://"
#define REST "the port speaks HTTP/2, as gRPC does; give that of the REST API (Milvus: proxy.http.port)"
#define GO "HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n"
#define NGINX \
    "HTTP/1.1 400 Bad Request\r\n\r\n<html>\r\n<head><title>400 The plain HTTP request was sent to HTTPS port</title>"
#define APACHE "HTTP/1.1 400 Bad Request\r\n\r\nReason: You're speaking plain HTTP to an SSL-enabled server port.<br />"
#define TOMCAT "HTTP/1.1 400 \r\n\r\nBad Request\r\nThis combination of host and port requires TLS.\r\n"
#define PAGE "HTTP/1.1 200 OK\r\nLink: <x>; rel=y\r\n\r\n <!DOCTYPE html><html>"

static const zimport_origin plain = {.host = "h", .port = 80};
static const zimport_origin secure = {.host = "h", .port = 443, .tls = true};
static const zimport_origin via = {.host = "p", .port = 3128};
static const zimport_dialect *const v1 = &zimport_v1;
static const zimport_dialect *const milvus = &zimport_milvus;

/* What stands between "asking h:PORT about j: " and the end of the line. */
static const struct row {
    zimport_status status;
    zimport_stage stage;
    bool tls, proxy;
    int detail;
    const zimport_dialect *dialect;
    zimport_view begun; /* .data NULL: not known */
    unsigned body, http;
    int code; /* -1: none */
    const char *message;
    const char *line;
} rows[] = {
#define CONNECTION(status, stage, tls, proxy, detail, line) \
    { status, stage, tls, proxy, detail, NULL, LIT(""), 0, 0, -1, "", line }
#define BYTES(status, stage, tls, begun, body, http, line) \
    { status, stage, tls, false, 0, NULL, LIT(begun), body, http, -1, "", line }
#define ANSWER(status, dialect, http, code, message, line) \
    { status, ZIMPORT_AT_DECODING, true, false, 0, dialect, {NULL, 0}, 0, http, code, message, line }

    /* the way to the server */
    CONNECTION(ZIMPORT_NO_ADDRESS, ZIMPORT_AT_RESOLVING, true, false, 0,
               "the name has no address; check the region or endpoint"),
    CONNECTION(ZIMPORT_NO_ADDRESS, ZIMPORT_AT_RESOLVING, true, true, 0,
               "looking up the proxy: the name has no address; check the proxy's URL, and that it is up"),
    CONNECTION(ZIMPORT_NO_NAME, ZIMPORT_AT_RESOLVING, true, false, 0,
               "no such name; check the region or endpoint, and this machine's name servers"),
    CONNECTION(ZIMPORT_NAME_FAILED, ZIMPORT_AT_RESOLVING, true, false, 0,
               "the name service failed; try again later, or check the name servers in /etc/resolv.conf"),
    CONNECTION(ZIMPORT_NO_CONNECTION, ZIMPORT_AT_CONNECTING, true, false, 0,
               "cannot connect to 192.0.2.1; check the endpoint and its port, and this machine's network"),
    CONNECTION(ZIMPORT_NO_CONNECTION, ZIMPORT_AT_CONNECTING, true, true, 0,
               "cannot connect to the proxy 192.0.2.1; check the proxy's URL, and that it is up"),
    CONNECTION(ZIMPORT_CONNECT_TIMEOUT, ZIMPORT_AT_RESOLVING, true, false, 0,
               "the name service did not answer within 10 s; check this machine's name service, or raise "
               "--connect-timeout"),
    CONNECTION(ZIMPORT_CONNECT_TIMEOUT, ZIMPORT_AT_CONNECTING, true, false, 0,
               "no connection to 192.0.2.1 within 10 s; check the network, or raise --connect-timeout"),
    CONNECTION(ZIMPORT_CONNECT_TIMEOUT, ZIMPORT_AT_CONNECTING, true, true, 0,
               "no connection to the proxy 192.0.2.1 within 10 s; check the proxy, or raise "
               "--connect-timeout"),
    CONNECTION(ZIMPORT_CONNECT_TIMEOUT, ZIMPORT_AT_PROXY, true, true, 0,
               "the proxy did not answer within 10 s; check the proxy, or raise --connect-timeout"),
    CONNECTION(ZIMPORT_CONNECT_TIMEOUT, ZIMPORT_AT_TLS, true, false, 0,
               "the TLS handshake did not end within 10 s; check the network, or raise --connect-timeout"),
    CONNECTION(ZIMPORT_TOTAL_TIMEOUT, ZIMPORT_AT_CONNECTING, true, false, 0,
               "no connection to 192.0.2.1 within 60 s; try again later, or raise --max-time"),
    CONNECTION(ZIMPORT_TOTAL_TIMEOUT, ZIMPORT_AT_TLS, true, false, 0,
               "the TLS handshake did not end within 60 s; try again later, or raise --max-time"),
    CONNECTION(ZIMPORT_TOTAL_TIMEOUT, ZIMPORT_AT_SENDING, true, false, 0,
               "the request could not be sent within 60 s; try again later, or raise --max-time"),
    CONNECTION(ZIMPORT_TOTAL_TIMEOUT, ZIMPORT_AT_READING, true, false, 0,
               "no reply within 60 s; try again later, or raise --max-time"),
    BYTES(ZIMPORT_IDLE_TIMEOUT, ZIMPORT_AT_READING, true, "HTTP/1.1 200 OK\r\n", 0, 0,
          "no complete reply within 60 s; try again later, or raise --max-time"),
    CONNECTION(ZIMPORT_PROXY_FAILED, ZIMPORT_AT_PROXY, true, true, 502,
               "the proxy p:3128 gets no connection (HTTP 502); check the endpoint and the proxy, or bypass it with "
               "NO_PROXY or --proxy ''"),
    CONNECTION(ZIMPORT_PROXY_FAILED, ZIMPORT_AT_PROXY, true, true, 0,
               "the proxy p:3128 does not answer like an HTTP proxy; check the proxy's URL, and that it is up"),
    CONNECTION(ZIMPORT_PROXY_REFUSED, ZIMPORT_AT_PROXY, true, true, 403,
               "the proxy p:3128 refuses (HTTP 403); check what the proxy allows, or bypass it with NO_PROXY or "
               "--proxy ''"),
    CONNECTION(ZIMPORT_PROXY_REFUSED, ZIMPORT_AT_PROXY, true, true, 407,
               "the proxy p:3128 refuses (HTTP 407); give the right USER:PASSWORD@ in the proxy's URL"),
    /* that of a proxy that passes the request on is an answer, too, and not told twice */
    {ZIMPORT_PROXY_REFUSED, ZIMPORT_AT_PROXY, false, true, 403, NULL, LIT(""), 0, 403, -1, "",
     "the proxy p:3128 refuses (HTTP 403); check what the proxy allows, or bypass it with NO_PROXY or --proxy ''"},
    {ZIMPORT_PROXY_FAILED, ZIMPORT_AT_PROXY, false, true, 504, NULL, LIT(""), 0, 504, -1, "",
     "the proxy p:3128 gets no connection (HTTP 504); check the endpoint and the proxy, or bypass it with NO_PROXY "
     "or --proxy ''"},

    /* the connection is lost: with nothing of a reply, or in the middle */
    BYTES(ZIMPORT_LOST, ZIMPORT_AT_READING, true, "", 0, 0,
          "the connection was lost before any reply; try again later, or raise --retry"),
    BYTES(ZIMPORT_LOST, ZIMPORT_AT_READING, false, "", 0, 0, "the connection was lost before any reply; " PLAIN_PORT),
    BYTES(ZIMPORT_LOST, ZIMPORT_AT_SENDING, false, "", 0, 0,
          "the connection was lost while sending the request; " PLAIN_PORT),
    BYTES(ZIMPORT_LOST, ZIMPORT_AT_READING, false, "HTTP/1.1 200", 0, 0,
          "the connection was lost before the reply was complete; try again later, or raise --retry"),
    BYTES(ZIMPORT_LOST, ZIMPORT_AT_READING, true, "HTTP/1.1 200", 0, 0,
          "the connection was lost before the reply was complete; try again later, or raise --retry"),

    /* another protocol */
    BYTES(ZIMPORT_HTTP_SYNTAX, ZIMPORT_AT_READING, false, "\0\0\x12\4\0\0\0\0\0", 0, 0, REST),
    BYTES(ZIMPORT_HTTP_SYNTAX, ZIMPORT_AT_READING, true, "\0\0\0\4\0\0\0\0\0", 0, 0, REST),
    BYTES(ZIMPORT_HTTP_SYNTAX, ZIMPORT_AT_READING, true, "\0\0\x22\7\0\0\0\0\0", 0, 0, REST),
    BYTES(ZIMPORT_HTTP_SYNTAX, ZIMPORT_AT_READING, false, "\x15\3\1\0\2\2\x46", 0, 0, "the port speaks TLS; " HTTPS),
    BYTES(ZIMPORT_HTTP_SYNTAX, ZIMPORT_AT_READING, false, "SSH-2.0-OpenSSH_9.2\r\n", 0, 0,
          "the reply is not HTTP: it begins with 'SSH-2.0-OpenSSH_9.2'; check the endpoint and its port"),
    BYTES(ZIMPORT_HTTP_SYNTAX, ZIMPORT_AT_READING, true, "\1\2\3", 0, 0,
          "the reply is not HTTP; check the endpoint and its port"),
    BYTES(ZIMPORT_HTTP_SYNTAX, ZIMPORT_AT_READING, true, "key s3cr3t \x1b[2J", 0, 0,
          "the reply is not HTTP: it begins with 'key *** ?[2J'; check the endpoint and its port"),
    BYTES(ZIMPORT_HTTP_SYNTAX, ZIMPORT_AT_READING, true, "HTTP/1.1 20 OK\r\n", 0, 0,
          "the reply is not valid HTTP; " API),
    BYTES(ZIMPORT_HTTP_FRAMING, ZIMPORT_AT_READING, true, "HTTP/1.1 200 OK\r\n", 0, 0,
          "the reply contradicts itself about its length; " API),
    BYTES(ZIMPORT_HTTP_LIMIT, ZIMPORT_AT_READING, true, "HTTP/1.1 200 OK\r\n", 0, 0,
          "the reply is larger than allowed; " API),
    BYTES(ZIMPORT_HTTP_ENCODING, ZIMPORT_AT_DECODING, true, "HTTP/1.1 200 OK\r\n", 9, 200,
          "the reply is compressed, which was not asked for (HTTP 200); " API),
    BYTES(ZIMPORT_REFUSED, ZIMPORT_AT_DECODING, false, GO, 1, 400, "the port expects TLS (HTTP 400); " HTTPS),
    BYTES(ZIMPORT_REFUSED, ZIMPORT_AT_DECODING, false, NGINX, 1, 400, "the port expects TLS (HTTP 400); " HTTPS),
    BYTES(ZIMPORT_REFUSED, ZIMPORT_AT_DECODING, false, APACHE, 1, 400, "the port expects TLS (HTTP 400); " HTTPS),
    BYTES(ZIMPORT_REFUSED, ZIMPORT_AT_DECODING, false, TOMCAT, 1, 400, "the port expects TLS (HTTP 400); " HTTPS),
    BYTES(ZIMPORT_REFUSED, ZIMPORT_AT_DECODING, false, GO, 1, 418, "the service refused (HTTP 418); " API),
    BYTES(ZIMPORT_REFUSED, ZIMPORT_AT_DECODING, true, GO, 1, 400, "the service refused (HTTP 400); " API),
    BYTES(ZIMPORT_REFUSED, ZIMPORT_AT_DECODING, false, PAGE "see https://h/", 1, 400,
          "the service refused (HTTP 400); " API),

    /* no JSON */
    BYTES(ZIMPORT_JSON_EARLY, ZIMPORT_AT_DECODING, true, "HTTP/1.1 204 No Content\r\n\r\n", 0, 204,
          "the reply is empty (HTTP 204); " API),
    BYTES(ZIMPORT_JSON_EARLY, ZIMPORT_AT_DECODING, true, "HTTP/1.1 200 OK\r\n\r\n{", 1, 200,
          "the JSON of the reply ends early (HTTP 200); " API),
    BYTES(ZIMPORT_JSON_SYNTAX, ZIMPORT_AT_DECODING, true, PAGE, 9, 200,
          "the reply is a web page, not JSON (HTTP 200); " API),
    BYTES(ZIMPORT_JSON_SYNTAX, ZIMPORT_AT_DECODING, true, "1f\r\n<html>", 9, 200,
          "the reply is a web page, not JSON (HTTP 200); " API),
    BYTES(ZIMPORT_JSON_SYNTAX, ZIMPORT_AT_DECODING, true, "HTTP/1.1 200 OK\r\n\r\n<?xml version='1.0'?>", 9, 200,
          "the reply is not JSON (HTTP 200); " API),
    BYTES(ZIMPORT_JSON_SYNTAX, ZIMPORT_AT_DECODING, true, "HTTP/1.1 200 OK\r\n\r\n{\"a\":<b>}", 9, 200,
          "the reply is not JSON (HTTP 200); " API),
    BYTES(ZIMPORT_JSON_DEPTH, ZIMPORT_AT_DECODING, true, "", 9, 200, "the reply is nested too deeply (HTTP 200); " API),

    /* what the service said */
    ANSWER(ZIMPORT_REPLY_NO_CODE, v1, 200, -1, "", "the reply has no code (HTTP 200); " API),
    ANSWER(ZIMPORT_REPLY_NO_CODE, v1, 200, -1, "no token", "the reply has no code (HTTP 200): 'no token'; " KEY),
    ANSWER(ZIMPORT_REPLY_NO_DATA, v1, 200, 0, "",
           "the reply lacks what was asked for (HTTP 200); check the ids that were given"),
    ANSWER(ZIMPORT_REPLY_NO_DATA, milvus, 200, 0, "",
           "the reply lacks what was asked for (HTTP 200); check the job id"),
    ANSWER(ZIMPORT_REPLY_NO_DATA, milvus, 200, 0, "The Token is illegal.",
           "the reply lacks what was asked for (HTTP 200): 'The Token is illegal.'; " KEY),
    ANSWER(ZIMPORT_REPLY_TYPE, v1, 200, -1, "", "a value in the reply has the wrong type (HTTP 200); " API),
    ANSWER(ZIMPORT_REPLY_OTHER_JOB, v1, 200, 0, "", "the reply is about another job (HTTP 200); " API),
    ANSWER(ZIMPORT_UNAUTHORIZED, v1, 401, -1, "", "the API key is missing, wrong or lacks permission (HTTP 401); " KEY),
    ANSWER(ZIMPORT_UNAUTHORIZED, milvus, 403, -1, "",
           "the API key is missing, wrong or lacks permission (HTTP 403); or the database's name is missing: give it "
           "with --db"),
    BYTES(
        ZIMPORT_UNAUTHORIZED, ZIMPORT_AT_DECODING, true, PAGE, 9, 403,
        "the API key is missing, wrong or lacks permission (HTTP 403); check the API key, and what stands in front of "
        "the service"),
    ANSWER(ZIMPORT_NOT_FOUND, v1, 404, 7, "",
           "no such job (HTTP 404, code 7); check the job id, and that the job belongs to this cluster"),
    ANSWER(ZIMPORT_NOT_FOUND, milvus, 404, 7, "", "no such job (HTTP 404, code 7); check the job id"),
    ANSWER(ZIMPORT_REDIRECTED, v1, 302, -1, "https://x/y",
           "the server redirects (HTTP 302): to 'https://x/y'; redirects are not followed; if it is "
           "right, give its scheme and host as --endpoint"),
    ANSWER(ZIMPORT_REDIRECTED, v1, 304, -1, "", "the server redirects (HTTP 304); " API),
    ANSWER(ZIMPORT_BUSY, v1, 503, -1, "", "the service is not available (HTTP 503); try again later"),
    ANSWER(ZIMPORT_REFUSED, v1, 404, -1, "",
           "the service refused (HTTP 404); check --api and the endpoint, or give the path with --path"),
    ANSWER(ZIMPORT_REFUSED, milvus, 200, 80001, "",
           "the service refused (HTTP 200, code 80001); this code is Zilliz Cloud's: check --api and the "
           "endpoint"),
    ANSWER(ZIMPORT_REFUSED, v1, 200, 7, "", "the service refused (HTTP 200, code 7)"),
    ANSWER(ZIMPORT_REFUSED, v1, 200, 7, "bad token", "the service refused (HTTP 200, code 7): 'bad token'; " KEY),
    ANSWER(ZIMPORT_REFUSED, v1, 200, 7, "Unexpected token <",
           "the service refused (HTTP 200, code 7): 'Unexpected token <'"),
    ANSWER(ZIMPORT_REFUSED, v1, 200, 7, "no such tokenizer",
           "the service refused (HTTP 200, code 7): 'no such tokenizer'"),
};

static failure failure_of(const struct row *row, char *begun, zimport_answer *answer) {
    memset(begun, 0, FAILURE_START + 1);
    if (row->begun.data) {
        memcpy(begun, row->begun.data, row->begun.size);
    }
    *answer = (zimport_answer){.http_status = (uint16_t)row->http, .has_code = row->code >= 0, .code = row->code};
    answer->message = (zimport_text){.data = (char *)(uintptr_t)row->message, .size = strlen(row->message)};
    return (failure){.job = VIEW("j"),
                     .origin = row->tls ? &secure : &plain,
                     .proxy = row->proxy ? &via : NULL,
                     .dialect = row->dialect,
                     .status = row->status,
                     .stage = row->stage,
                     .detail = row->detail,
                     .address = "192.0.2.1",
                     .reply_start = row->begun.data ? begun : NULL,
                     .body = row->body,
                     .answer = answer,
                     .connect_ms = 10000,
                     .total_ms = 60000};
}

static void lines(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        static char begun[FAILURE_START + 1];
        char expected[500];
        zimport_answer answer;
        failure f = failure_of(&rows[i], begun, &answer);
        out to = memory_out();

        snprintf(expected, sizeof expected, "asking h:%d about j: %s", rows[i].tls ? 443 : 80, rows[i].line);
        failure_line(&to, &f);
        CHECK_VIEW(written(&to), zimport_view_of(expected), rows[i].line);
    }
}

static void without_a_job(void **state) {
    (void)state;
    static const struct {
        zimport_status status;
        bool starting, uncertain;
        const zimport_dialect *dialect;
        unsigned http;
        const char *message, *advice;
    } table[] = {
        {ZIMPORT_REFUSED, false, false, &zimport_v1, 404, "", "check --api and the endpoint"},
        {ZIMPORT_REPLY_NO_DATA, false, false, &zimport_v1, 200, "", "check the ids that were given"},
        {ZIMPORT_REPLY_NO_DATA, false, false, &zimport_milvus, 200, "", API},
        {ZIMPORT_REPLY_NO_DATA, true, true, &zimport_v2, 200, "",
         "it may have been started all the same: look for it with zimport list before you start it again"},
        {ZIMPORT_LOST, true, true, &zimport_v2, 0, "",
         "it may have been started all the same: look for it with zimport list before you start it again"},
        {ZIMPORT_REFUSED, true, false, &zimport_v2, 400, "the token has expired",
         "check the API key, and the keys of the object store"},
    };

    for (size_t i = 0; i < COUNT(table); i++) {
        static char begun[FAILURE_START + 1];
        struct row row = {.status = table[i].status, .dialect = table[i].dialect, .http = table[i].http, .code = -1};
        zimport_answer answer;
        out to = memory_out();
        zimport_view advice = zimport_view_of(table[i].advice);
        failure f;

        row.message = table[i].message;
        row.begun = VIEW("");
        f = failure_of(&row, begun, &answer);
        f.job.size = 0;
        f.starting = table[i].starting;
        f.uncertain = table[i].uncertain;
        f.body = 1;
        failure_line(&to, &f);
        CHECK(to.size > advice.size, table[i].advice);
        CHECK_VIEW(((zimport_view){to.data + to.size - advice.size, advice.size}), advice, table[i].advice);
        CHECK_VIEW(((zimport_view){to.data + to.size - advice.size - 2, 2}), VIEW("; "), table[i].advice);
    }
}

static void stages(void **state) {
    (void)state;
    static const struct {
        zimport_stage stage;
        const char *words;
    } table[] = {
        {ZIMPORT_AT_NOTHING, ""},
        {ZIMPORT_AT_RESOLVING, " while looking up the name"},
        {ZIMPORT_AT_CONNECTING, " while connecting"},
        {ZIMPORT_AT_PROXY, " while asking the proxy"},
        {ZIMPORT_AT_TLS, " during the TLS handshake"},
        {ZIMPORT_AT_SENDING, " while sending the request"},
        {ZIMPORT_AT_READING, " before the reply was complete"},
        {ZIMPORT_AT_DECODING, ""},
        {(zimport_stage)(ZIMPORT_AT_DECODING + 1), ""},
    };

    for (size_t i = 0; i < COUNT(table); i++) {
        assert_string_equal(failure_stage(table[i].stage), table[i].words);
    }
}

static int setup(void **state) {
    (void)state;
    quote_set_secret(VIEW("s3cr3t"));
    quote_set_unicode(false);
    return 0;
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines),
        cmocka_unit_test(without_a_job),
        cmocka_unit_test(stages),
    };

    return cmocka_run_group_tests(tests, setup, NULL);
}
