/* SPDX-License-Identifier: Apache-2.0 */
/* Command line and environment together: which one wins, which server is meant, what is refused. */
#include "cli/jobs.h"
#include "cli/settings.h"
#include "cli_run.h"

static const char *const variables[] = {"ZIMPORT_REGION",  "ZIMPORT_ENDPOINT", "ZIMPORT_API",
                                        "ZIMPORT_CLUSTER", "ZILLIZ_API_KEY",   "SSL_CERT_FILE"};

static int clear(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(variables); i++) {
        unsetenv(variables[i]);
    }
    return 0;
}

static void set(const char *name, const char *value) {
    if (value) {
        setenv(name, value, 1);
    } else {
        unsetenv(name);
    }
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
        set("ZIMPORT_REGION", table[i].env_region);
        set("ZIMPORT_ENDPOINT", table[i].env_endpoint);
        set("ZIMPORT_API", table[i].env_api);
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

/* A password in a URL does not get onto the screen. */
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
        {"http://localhost", "a.b", "k", false, "ZIMPORT_CLUSTER expects"},
        {"http://localhost", "in01-x", NULL, false, "no API key"},
        {"http://localhost", "in01-x", "\n", false, "no API key"},
        {"http://localhost", "in01-x", "a b", false, "the API key has a space"},
        {"http://localhost", "in01-x", "a\n\n", false, "the API key has a space"},
        {"http://localhost", "in01-x", "a\x7f", false, "the API key has a space"},
        {"http://example.com", "in01-x", "k", false, "the API key would travel unencrypted to example.com"},
        {"http://example.com", "in01-x", "k", true, NULL},
    };

    for (size_t i = 0; i < COUNT(table); i++) {
        options given = {.endpoint = table[i].endpoint, .api = "v1", .allow_plaintext_token = table[i].plaintext};
        out error = memory_out();
        settings result;
        bool good = table[i].error == NULL;
        zimport_view start;

        set("ZIMPORT_CLUSTER", table[i].cluster);
        set("ZILLIZ_API_KEY", table[i].key);
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

    list = (job_list){.count = 0};
    given = (options){.operands = good, .operand_count = 0};
    assert_false(jobs_read(&list, &given, &error));
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(endpoints, clear), cmocka_unit_test_setup(china, clear),
        cmocka_unit_test_setup(passwords, clear), cmocka_unit_test(overrides),
        cmocka_unit_test_setup(whole, clear),     cmocka_unit_test(job_ids),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
