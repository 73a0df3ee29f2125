/* SPDX-License-Identifier: Apache-2.0 */
/* zimport doctor: at which check each status belongs, from each stage; and what the checks print. */
#include "check.h"
#include "cli/output/checks.h"

#include <string.h>

/* For a status that does not tell by itself: the check of each stage, in their order. */
static const char of_stages[] = {CHECK_CONFIGURATION, CHECK_NAME, CHECK_CONNECTION, CHECK_CONNECTION,
                                 CHECK_TLS,           CHECK_HTTP, CHECK_HTTP,       CHECK_API};

static void each_status_from_each_stage(void **state) {
    (void)state;
    static const struct {
        zimport_status first;
        zimport_status last;
        int kind; /* CHECKS: that of the stage */
    } table[] = {
        {ZIMPORT_OK, ZIMPORT_NOT_PORTED, CHECK_CONFIGURATION},
        {ZIMPORT_NO_RANDOM, ZIMPORT_SYSTEM, CHECKS},
        {ZIMPORT_NO_ADDRESS, ZIMPORT_NAME_FAILED, CHECK_NAME},
        {ZIMPORT_NO_CONNECTION, ZIMPORT_PROXY_FAILED, CHECK_CONNECTION},
        {ZIMPORT_LOST, ZIMPORT_TOTAL_TIMEOUT, CHECKS},
        {ZIMPORT_PROXY_REFUSED, ZIMPORT_PROXY_REFUSED, CHECK_CONNECTION},
        {ZIMPORT_TLS_UNTRUSTED, ZIMPORT_TLS_CLIENT_CERT, CHECK_TLS},
        {ZIMPORT_TLS_NO_TRUST, ZIMPORT_TLS_NO_TRUST, CHECK_CONFIGURATION},
        {ZIMPORT_TLS_ABSENT, ZIMPORT_TLS_FAILED, CHECK_TLS},
        {ZIMPORT_HTTP_SYNTAX, ZIMPORT_HTTP_ENCODING, CHECK_HTTP},
        {ZIMPORT_JSON_SYNTAX, ZIMPORT_REPLY_OTHER_JOB, CHECK_API},
        {ZIMPORT_UNAUTHORIZED, ZIMPORT_UNAUTHORIZED, CHECK_KEY},
        {ZIMPORT_NOT_FOUND, ZIMPORT_NOT_FOUND, CHECK_API},
        {ZIMPORT_REDIRECTED, ZIMPORT_REDIRECTED, CHECK_HTTP},
        {ZIMPORT_BUSY, ZIMPORT_REFUSED, CHECK_HTTP},
        {ZIMPORT_ABORTED, ZIMPORT_ABORTED, CHECKS},
    };
    int expected = ZIMPORT_OK;

    for (size_t i = 0; i < COUNT(table); i++) {
        CHECK_EQUAL(table[i].first, expected, "no status is left out");
        expected = (int)table[i].last + 1;
        for (int s = (int)table[i].first; s <= (int)table[i].last; s++) {
            for (size_t stage = 0; stage < COUNT(of_stages); stage++) {
                int kind = table[i].kind == CHECKS ? of_stages[stage] : table[i].kind;

                CHECK_EQUAL(check_of((zimport_status)s, (zimport_stage)stage, NULL), kind,
                            zimport_status_text((zimport_status)s));
            }
        }
    }
    CHECK_EQUAL(expected, ZIMPORT_STATUS_COUNT, "the last one");
}

static void refusals(void **state) {
    (void)state;
    static const struct {
        zimport_answer answer;
        check_kind kind;
        const char *what;
    } table[] = {
        {{.http_status = 500, .has_code = true, .code = 65535}, CHECK_API, "the service's own"},
        {{.http_status = 200, .has_code = true, .code = 40021}, CHECK_API, "the same with HTTP 200"},
        {{.http_status = 404}, CHECK_API, "a path that is not there"},
        {{.http_status = 503}, CHECK_HTTP, "a gateway's"},
        {{.http_status = 511}, CHECK_HTTP, "a captive portal's"},
        {{.http_status = 400}, CHECK_HTTP, "somebody's"},
    };

    for (size_t i = 0; i < COUNT(table); i++) {
        CHECK_EQUAL(check_of(ZIMPORT_REFUSED, ZIMPORT_AT_DECODING, &table[i].answer), table[i].kind, table[i].what);
        CHECK_EQUAL(check_of(ZIMPORT_BUSY, ZIMPORT_AT_DECODING, &table[i].answer), table[i].kind, table[i].what);
    }
}

#define NOW INT64_C(1796083200) /* 2026-12-01T00:00:00Z */

static void time_left(void **state) {
    (void)state;
    static const struct {
        check_certificate certificate;
        int64_t left;
    } table[] = {{{.not_after = "2026-12-01T00:00:00Z"}, 0},
                 {{.not_after = "2026-12-02T00:00:01Z"}, 86401},
                 {{.not_after = "2026-11-30T23:59:59Z"}, -1},
                 {{.not_after = "2036-12-01T00:00:00Z"}, 86400 * INT64_C(3653)}};

    for (size_t i = 0; i < COUNT(table); i++) {
        CHECK_EQUAL(check_time_left(&table[i].certificate, NOW), table[i].left, table[i].certificate.not_after);
    }
}

typedef struct written {
    char memory[4096];
    out to;
} written;

static const char *print(written *w, check *c, bool json, bool color) {
    w->to = (out){.data = w->memory, .capacity = sizeof w->memory - 1};
    if (json) {
        check_print_json(&w->to, c);
    } else {
        check_print_text(&w->to, c, color, 80);
    }
    w->memory[w->to.size] = '\0';
    return w->memory;
}

static out words(char *text) {
    return (out){.data = text, .size = strlen(text), .capacity = strlen(text)};
}

static void texts(void **state) {
    (void)state;
    static const check_certificate certificates[] = {{"api.test", "Middle", "2026-12-05T00:00:00Z"},
                                                     {"Middle", "", "2026-11-29T00:00:00Z"},
                                                     {"", "", "2027-01-01T00:00:00Z"}};
    char found_text[] = "one two three four five six seven eight nine ten eleven twelve thirteen";
    char advice_text[] = "do something";
    char empty[] = "";
    out found = words(found_text);
    out advice = words(advice_text);
    out none = words(empty);
    written w;
    check c = {.kind = CHECK_TLS,
               .result = CHECK_WARN,
               .found = &found,
               .advice = &advice,
               .certificates = certificates,
               .certificate_count = 3,
               .now = NOW};

    assert_string_equal(print(&w, &c, false, false),
                        "warn  TLS            one two three four five six seven eight nine ten eleven\n"
                        "                     twelve thirteen\n"
                        "                     'api.test' by 'Middle', ends 2026-12-05 (4 days)\n"
                        "                     'Middle', ended 2026-11-29 (2 days ago)\n"
                        "                     '', ends 2027-01-01 (31 days)\n"
                        "                  -> do something\n");
    c.now = ZIMPORT_TIME_UNKNOWN;
    c.certificate_count = 1;
    c.advice = &none;
    assert_non_null(strstr(print(&w, &c, false, true), "\033[33mwarn\033[0m  TLS "));
    assert_non_null(strstr(print(&w, &c, false, true), "'api.test' by 'Middle', ends 2026-12-05\n"));
    c.certificate_count = 3;
    assert_string_equal(
        print(&w, &c, true, false),
        "{\"check\":\"TLS\",\"result\":\"warn\",\"exit\":0,\"found\":\"one two three four five six seven eight nine "
        "ten "
        "eleven twelve thirteen\",\"advice\":null,\"certificates\":[{\"subject\":\"api.test\",\"issuer\":\"Middle\","
        "\"notAfter\":\"2026-12-05T00:00:00Z\"},{\"subject\":\"Middle\",\"issuer\":null,\"notAfter\":"
        "\"2026-11-29T00:00:00Z\"},{\"subject\":null,\"issuer\":null,\"notAfter\":\"2027-01-01T00:00:00Z\"}]}\n");
    c = (check){.kind = CHECK_KEY, .result = CHECK_FAIL, .exit = 6, .found = &none, .advice = &advice};
    assert_string_equal(print(&w, &c, true, false), "{\"check\":\"key\",\"result\":\"fail\",\"exit\":6,\"found\":null,"
                                                    "\"advice\":\"do something\"}\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_status_from_each_stage),
        cmocka_unit_test(refusals),
        cmocka_unit_test(time_left),
        cmocka_unit_test(texts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
