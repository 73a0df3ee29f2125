/* SPDX-License-Identifier: Apache-2.0 */
/* Command line and environment together: which one wins, which server is meant, what is refused. */
#include "cli/settings/jobs.h"
#include "cli/settings/settings.h"
#include "cli_run.h"

static const char *const variables[] = {"ZIMPORT_REGION", "ZIMPORT_ENDPOINT", "ZIMPORT_API",    "ZIMPORT_CLUSTER",
                                        "ZILLIZ_API_KEY", "SSL_CERT_FILE",    "ZIMPORT_PROJECT"};

static int clear(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(variables); i++) {
        unsetenv(variables[i]);
    }
    return 0;
}

static void endpoints(void **state) {
    (void)state;
    static const struct {
        const char *region; /* options, then the environment */
        const char *endpoint;
        const char *api;
        const char *env_region;
        const char *env_endpoint;
        const char *env_api;
        const char *host; /* NULL: refused */
        const zimport_dialect *dialect;
    } table[] = {
        {"gcp-us-west1", NULL, NULL, NULL, NULL, NULL, "controller.api.gcp-us-west1.zillizcloud.com", NULL},
        {NULL, NULL, NULL, "aws-x", NULL, NULL, "controller.api.aws-x.zillizcloud.com", &zimport_v1},
        {"b", NULL, NULL, "a", NULL, NULL, "controller.api.b.zillizcloud.com", NULL},
        {"GCP", NULL, NULL, NULL, NULL, NULL, "controller.api.gcp.zillizcloud.com", NULL},
        {NULL, NULL, NULL, "", "", "", NULL, NULL},
        {NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL},
        {"a.b", NULL, NULL, NULL, NULL, NULL, NULL, NULL},
        {"a/b", NULL, NULL, NULL, NULL, NULL, NULL, NULL},
        {"-a", NULL, NULL, NULL, NULL, NULL, NULL, NULL},
        {"a-", NULL, NULL, NULL, NULL, NULL, NULL, NULL},
        {"a b", NULL, NULL, NULL, NULL, NULL, NULL, NULL},
        {"a\xc3\xa9", NULL, NULL, NULL, NULL, NULL, NULL, NULL},
        {NULL, NULL, NULL, "a@b", NULL, NULL, NULL, NULL},
        {"0123456789012345678901234567890123456789012345678901234567890123", NULL, NULL, NULL, NULL, NULL, NULL, NULL},
        {NULL, "http://h", "v1", NULL, NULL, NULL, "h", NULL},
        {NULL, "http://h", NULL, NULL, NULL, "v1", "h", NULL},
        {NULL, "http://h", NULL, NULL, NULL, NULL, "h", &zimport_milvus},
        {NULL, "http://h", "v1", NULL, NULL, "v2", "h", &zimport_v1},
        {NULL, "http://h", NULL, NULL, NULL, "v2", "h", &zimport_v2},
        {NULL, "http://h", "v2", NULL, NULL, NULL, "h", &zimport_v2},
        {NULL, "http://h", "milvus", NULL, NULL, "v1", "h", &zimport_milvus},
        {NULL, NULL, "milvus", NULL, NULL, NULL, NULL, NULL},
        {"r", NULL, "milvus", NULL, NULL, NULL, NULL, NULL},
        {NULL, NULL, "v2", NULL, NULL, NULL, "api.cloud.zilliz.com", &zimport_v2},
        {NULL, NULL, NULL, NULL, NULL, "v2", "api.cloud.zilliz.com", &zimport_v2},
        {"r", NULL, "v2", NULL, NULL, NULL, "api.cloud.zilliz.com", &zimport_v2},
        {"r r", NULL, "v2", NULL, NULL, NULL, NULL, NULL},
        {NULL, NULL, "v3", "r", NULL, NULL, NULL, NULL},
        {NULL, "http://h", "V1", NULL, NULL, NULL, NULL, NULL},
        {NULL, "http://h", "v1", NULL, "http://other", NULL, "h", NULL},
        {NULL, NULL, "v1", NULL, "http://other", NULL, "other", NULL},
        {"r", "http://h", NULL, NULL, NULL, NULL, "h", &zimport_v1},
        {"r", NULL, NULL, NULL, "http://other", NULL, "other", &zimport_v1},
        {"r r", "http://h", NULL, NULL, NULL, NULL, NULL, NULL},
        {NULL, "http://h", NULL, "r", NULL, NULL, "h", &zimport_milvus},
        {NULL, "http://h", "v1", "r r", NULL, NULL, "h", NULL},
        {NULL, "https://Controller.example.com", NULL, NULL, NULL, NULL, "controller.example.com", &zimport_v1},
        {NULL, "controller.example.com", NULL, NULL, NULL, NULL, "controller.example.com", &zimport_v1},
        {NULL, "https://controllers.example.com", NULL, NULL, NULL, NULL, "controllers.example.com", &zimport_milvus},
        {NULL, "https://api.cloud.zilliz.com", NULL, NULL, NULL, NULL, "api.cloud.zilliz.com", &zimport_v2},
        {NULL, "https://API.cloud.zilliz.com.cn/", NULL, NULL, NULL, NULL, "api.cloud.zilliz.com.cn", &zimport_v2},
        {NULL, "https://api.cloud.zilliz.com", "v1", NULL, NULL, NULL, "api.cloud.zilliz.com", &zimport_v1},
        {NULL, "http://u:p@h", "v1", NULL, NULL, NULL, NULL, NULL},
        {NULL, "http://h?q", "v1", NULL, NULL, NULL, NULL, NULL},
        {NULL, "http://h#f", "v1", NULL, NULL, NULL, NULL, NULL},
        {NULL, "ftp://h", "v1", NULL, NULL, NULL, NULL, NULL},
    };

    for (size_t i = 0; i < COUNT(table); i++) {
        options given = {.region = table[i].region, .endpoint = table[i].endpoint, .api = table[i].api};
        out error = memory_out();
        settings result = {.options = &given};
        char label[32];

        snprintf(label, sizeof label, "row %zu", i);
        set_variable("ZIMPORT_REGION", table[i].env_region);
        set_variable("ZIMPORT_ENDPOINT", table[i].env_endpoint);
        set_variable("ZIMPORT_API", table[i].env_api);
        CHECK_EQUAL(settings_endpoint(&result, &given, &error), table[i].host != NULL, label);
        CHECK_EQUAL(error.size > 0, table[i].host == NULL, label);
        if (table[i].host) {
            CHECK_VIEW(zimport_view_of(result.origin.host), zimport_view_of(table[i].host), label);
        }
        if (table[i].dialect) {
            CHECK(result.dialect == table[i].dialect, label);
        }
    }
}

static void china(void **state) {
    (void)state;
    options given = {.region = "ali-cn-hangzhou", .cn = true};
    out error = memory_out();
    settings result = {.options = &given};

    assert_true(settings_endpoint(&result, &given, &error));
    assert_string_equal(result.origin.host, "controller.api.ali-cn-hangzhou.cloud.zilliz.com.cn");
    assert_true(result.origin.tls);
    given = (options){.api = "v2", .cn = true};
    assert_true(settings_endpoint(&result, &given, &error));
    assert_string_equal(result.origin.host, "api.cloud.zilliz.com.cn");
}

static void what_is_no_endpoint(void **state) {
    (void)state;
#define SLASHES "; two slashes follow http: and https:"
#define FIRST "; the host comes first, or http:// or https://"
#define HOST "; the host is neither a name nor an address"
#define PORT "; a port is a number from 1 to 65535, and an IPv6 address goes in brackets"
#define PREFIX "; the prefix is not a URL path, or is longer than 128 bytes"
#define LEAVE_OUT "; leave out user, query and fragment"
    static const struct {
        const char *url, *shown, *fault;
    } table[] = {
        {"https:/h", ", not 'https:/h'", SLASHES},
        {"http:/h:19530", ", not 'http:/h:19530'", SLASHES},
        {"HTTPS:h", ", not 'HTTPS:h'", SLASHES},
        {"https:", ", not 'https:'", SLASHES},
        {"htp://h", ", not 'htp://h'", FIRST},
        {"milvus://h:19530", ", not 'milvus://h:19530'", FIRST},
        {"http://https://h", ", not 'http://https://h'", FIRST},
        {"//h", ", not '//h'", FIRST},
        {"/h", ", not '/h'", FIRST},
        {"http://", ", not 'http://'", FIRST},
        {"https:///h", ", not 'https:///h'", FIRST},
        {"h h", ", not 'h h'", HOST},
        {"a..b:80", ", not 'a..b:80'", HOST},
        {"127.1", ", not '127.1'", HOST},
        {"h\\x", ", not 'h\\x'", HOST},
        {"\xc3\xa4", ", not '\xc3\xa4', which has a character that is not ASCII (U+00E4) at character 1", HOST},
        {":80", ", not ':80'", PORT},
        {"h:0", ", not 'h:0'", PORT},
        {"h:65536", ", not 'h:65536'", PORT},
        {"http://h:abc/x", ", not 'http://h:abc/x'", PORT},
        {"h:", ", not 'h:'", PORT},
        {"http://h:/x", ", not 'http://h:/x'", PORT},
        {"::1", ", not '::1'", PORT},
        {"1:2:3:4:5:6:7:8", ", not '1:2:3:4:5:6:7:8'", PORT},
        {"[::1", ", not '[::1'", PORT},
        {"[::1]:0", ", not '[::1]:0'", PORT},
        {"h/a b", ", not 'h/a b'", PREFIX},
        {"http://h:1/%", ", not 'http://h:1/%'", PREFIX},
        {"h?a", ", not 'h?a'", LEAVE_OUT},
        {"http://u:secret@h", "", LEAVE_OUT},
        {" h", ", not ' h', which has a space (U+0020) at character 1", ""},
        {"h\xc2\xa0", ", not 'h...', which has a no-break space (U+00A0) at character 2", ""},
        {"\xef\xbb\xbfhttps://h", ", not '...', which has a byte order mark (U+FEFF) at character 1", ""},
        {"https://h\xe2\x80\x8b.x", ", not 'https://h...', which has a zero-width space (U+200B) at character 10", ""},
        {"http://u:secret@h\xc2\xa0", "", LEAVE_OUT},
    };

    for (size_t i = 0; i < COUNT(table); i++) {
        options given = {.endpoint = table[i].url};
        out error = memory_out();
        settings result = {.options = &given};
        char expected[300];

        snprintf(expected, sizeof expected, "option --endpoint expects [http://|https://]HOST[:PORT][/PREFIX]%s%s",
                 table[i].shown, table[i].fault);
        CHECK(!settings_endpoint(&result, &given, &error), table[i].url);
        CHECK_VIEW(written(&error), zimport_view_of(expected), table[i].url);
    }
}

static void what_is_no_region(void **state) {
    (void)state;
    static const struct {
        const char *region, *words;
    } table[] = {
        {"a b", ", not 'a b'"},
        {"gcp-us-west1\xc2\xa0", ", not 'gcp-us-west1...', which has a no-break space (U+00A0) at character 13"},
        {"https://h", ", not 'https://h'; a host or a URL goes with --endpoint"},
        {"h.example", ", not 'h.example'; a host or a URL goes with --endpoint"},
    };

    for (size_t i = 0; i < COUNT(table); i++) {
        options given = {.region = table[i].region};
        out error = memory_out();
        settings result = {.options = &given};
        char expected[200];

        snprintf(expected, sizeof expected, "option --region expects a region id such as gcp-us-west1%s",
                 table[i].words);
        CHECK(!settings_endpoint(&result, &given, &error), table[i].region);
        CHECK_VIEW(written(&error), zimport_view_of(expected), table[i].region);
    }
}

static void passwords(void **state) {
    (void)state;
    options given = {.endpoint = "https://user:hunter2@example.com", .api = "v1"};
    out error = memory_out();
    settings result = {.options = &given};

    assert_false(settings_endpoint(&result, &given, &error));
    out_byte(&error, '\0');
    assert_null(strstr(error.data, "hunter2"));
}

static void overrides(void **state) {
    (void)state;
    static const struct {
        const char *text;
        const char *host; /* NULL: refused */
        unsigned port;
        const char *address;
    } table[] = {
        {"example.com:443:192.0.2.1", "example.com", 443, "192.0.2.1"},
        {"Example.COM.:443:192.0.2.1", "example.com", 443, "192.0.2.1"},
        {"h:1:::1", "h", 1, "::1"},
        {"h:65535:[2001:db8::1]", "h", 65535, "2001:db8::1"},
        {"[::1]:80:127.0.0.1", "::1", 80, "127.0.0.1"},
        {"", NULL, 0, NULL},
        {"h", NULL, 0, NULL},
        {"h:443", NULL, 0, NULL},
        {"h:443:", NULL, 0, NULL},
        {":443:1.2.3.4", NULL, 0, NULL},
        {"h::1.2.3.4", NULL, 0, NULL},
        {"h:0:1.2.3.4", NULL, 0, NULL},
        {"h:65536:1.2.3.4", NULL, 0, NULL},
        {"h:x:1.2.3.4", NULL, 0, NULL},
        {"h:443:1.2.3", NULL, 0, NULL},
        {"h:443:name", NULL, 0, NULL},
        {"h:443:[::1", NULL, 0, NULL},
        {"h:443:[", NULL, 0, NULL},
        {"[::1:80:1.2.3.4", NULL, 0, NULL},
        {"[]:80:1.2.3.4", NULL, 0, NULL},
        {"h:443:1.2.3.4,5.6.7.8", NULL, 0, NULL},
    };

    for (size_t i = 0; i < COUNT(table); i++) {
        char text[64];
        zimport_posix_override result = {NULL, 0, NULL};

        snprintf(text, sizeof text, "%s", table[i].text);
        CHECK_EQUAL(settings_override(text, &result), table[i].host != NULL, table[i].text);
        if (table[i].host) {
            CHECK_VIEW(zimport_view_of(result.host), zimport_view_of(table[i].host), table[i].text);
            CHECK_EQUAL(result.port, table[i].port, table[i].text);
            CHECK_VIEW(zimport_view_of(result.address), zimport_view_of(table[i].address), table[i].text);
        }
    }
}

static void whole(void **state) {
    (void)state;
    static const struct {
        const char *endpoint;
        const char *cluster;
        const char *key;
        bool plaintext;
        const char *error; /* how it begins; NULL: none */
    } table[] = {
        {"http://localhost", "in01-x", "k", false, NULL},
        {"http://127.1.2.3:80", "in01-x", "k", false, NULL},
        {"http://[::1]", "in01-x", "k\n", false, NULL},
        {"http://localhost", "in01-x", "k\r\n", false, NULL},
        {"http://localhost", NULL, "k", false, "no cluster id"},
        {"http://localhost", "", "k", false, "no cluster id"},
        {"http://localhost", "a.b", "k", false, "ZIMPORT_CLUSTER must be 1 to 128 char"},
        {"http://localhost", "in01-x", NULL, false, "no API key"},
        {"http://localhost", "in01-x", "\n", false, "no API key"},
        {"http://localhost", "in01-x", "a b", false, "the API key has a space (U+0020) at character 2; it must be one"},
        {"http://localhost", "in01-x", "a\n\n", false, "the API key has a line end (U+000A) at character 2; it"},
        {"http://localhost", "in01-x", "a\x7f", false, "the API key has a control (U+007F) at character 2; it must"},
        {"http://localhost", "in01-x", "a\r", false, "the API key has a carriage return (U+000D) at character 2; "},
        {"http://localhost", "in01-x", "k\xc2\xa0", false, "the API key has a no-break space (U+00A0) at character 2"},
        {"http://localhost", "in01-x", "\xef\xbb\xbfk", false, "the API key has a byte order mark (U+FEFF) at chara"},
        {"http://localhost", "in01-x", "k\xe2\x80\x8bk", false, "the API key has a zero-width space (U+200B) at char"},
        {"http://localhost", "in01-x", "k\xa0", false,
         "the API key has a byte that is not UTF-8 (0xA0) at character 2"},
        {"http://localhost", "in01-\xe2\x80\x8bx", "k", false,
         "ZIMPORT_CLUSTER must be 1 to 128 characters out of A-Z a-z "
         "0-9 _ -, not 'in01-...', which has a zero-width space (U+200B) at character 6"},
        {"http://example.com", "in01-x", "k", false, "the API key would be sent unencrypted to example.com"},
        {"http://example.com", "in01-x", "k", true, NULL},
    };

    for (size_t i = 0; i < COUNT(table); i++) {
        options given = {.endpoint = table[i].endpoint, .api = "v1", .allow_plaintext_token = table[i].plaintext};
        out error = memory_out();
        settings result;
        bool good = table[i].error == NULL;
        zimport_view start;

        set_variable("ZIMPORT_CLUSTER", table[i].cluster);
        set_variable("ZILLIZ_API_KEY", table[i].key);
        CHECK_EQUAL(settings_make(&result, &given, &error), good, table[i].endpoint);
        start = zimport_view_of(table[i].error);
        error.size = error.size < start.size ? error.size : start.size;
        CHECK_VIEW(written(&error), start, table[i].endpoint);
        if (good) {
            CHECK_VIEW(result.key, VIEW("k"), table[i].endpoint);
        }
    }
}

static void job_ids(void **state) {
    (void)state;
    static char *good[] = {"job-1", "a", "0123456789-_ABCxyz"};
    static char *bad[] = {"job-1", "a b"};
    options given = {.operands = good, .operand_count = COUNT(good)};
    job_list list = {.count = 0};
    out error = memory_out();

    assert_true(jobs_read(&list, &given, &error));
    assert_int_equal(list.count, COUNT(good));
    for (size_t i = 0; i < COUNT(good); i++) {
        CHECK_VIEW(list.jobs[i].id, zimport_view_of(good[i]), good[i]);
    }
    free(list.jobs);
    free(list.notes);
    free(list.first);

    list = (job_list){.count = 0};
    given = (options){.operands = bad, .operand_count = COUNT(bad)};
    assert_false(jobs_read(&list, &given, &error));
    assert_false(list.no_memory);
    free(list.first);

    list = (job_list){.count = 0};
    given = (options){.operands = good, .operand_count = COUNT(good), .format = OUTPUT_ENV};
    assert_false(jobs_read(&list, &given, &error));
    free(list.first);

    given = (options){.operands = good, .operand_count = 0};
    error.size = 0;
    assert_false(jobs_check(&given, &error));
    CHECK_VIEW(written(&error), VIEW("no job id; give at least one, or - to read them from standard input"), "none");
}

/* Jobs by their ids, or those of the list. */
static void which_jobs(void **state) {
    (void)state;
    static char *ids[] = {"a"};
    static const struct {
        options given;
        const char *error; /* NULL: fine */
    } table[] = {
        {{.operands = ids, .operand_count = 1}, NULL},
        {{.all = true}, NULL},
        {{.all = true, .collection = "c", .states = {.items = {"x"}, .count = 1}}, NULL},
        {{.all = true, .operands = ids, .operand_count = 1}, "--all and job ids; give one of them"},
        {{.operands = ids, .operand_count = 1, .collection = "c"}, "--collection and --state need --all"},
        {{.operands = ids, .operand_count = 1, .states = {.items = {"x"}, .count = 1}},
         "--collection and --state need --all"},
    };

    for (size_t i = 0; i < COUNT(table); i++) {
        out error = memory_out();

        CHECK_EQUAL(jobs_check(&table[i].given, &error), table[i].error == NULL, table[i].error);
        CHECK_VIEW(written(&error), zimport_view_of(table[i].error), "which jobs");
    }
}

/* From a list, in pieces: what is no id is left out; and the jobs are made again with more. */
static void listed_jobs(void **state) {
    (void)state;
    static const char text[] = "a\n***\nb/c\n\nd\n";
    job_list list = {.count = 0};

    for (size_t i = 0; i < sizeof text - 1; i++) {
        assert_true(jobs_take(&list, text + i, 1));
        assert_true(jobs_make(&list));
    }
    assert_int_equal(list.count, 2);
    CHECK_VIEW(list.jobs[0].id, VIEW("a"), "first");
    CHECK_VIEW(list.jobs[1].id, VIEW("d"), "second");
    free(list.jobs);
    free(list.notes);
    free(list.first);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(endpoints, clear),
        cmocka_unit_test_setup(china, clear),
        cmocka_unit_test_setup(passwords, clear),
        cmocka_unit_test(overrides),
        cmocka_unit_test_setup(what_is_no_endpoint, clear),
        cmocka_unit_test_setup(what_is_no_region, clear),
        cmocka_unit_test_setup(whole, clear),
        cmocka_unit_test(job_ids),
        cmocka_unit_test(which_jobs),
        cmocka_unit_test(listed_jobs),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
