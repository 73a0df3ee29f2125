/* SPDX-License-Identifier: Apache-2.0 */
/* A project with its region, or a cluster; an option beats a variable (api.md 9). */
#include "cli/settings/settings.h"
#include "cli_run.h"

static int clear(void **state) {
    (void)state;
    unsetenv("ZIMPORT_PROJECT");
    unsetenv("ZIMPORT_CLUSTER");
    unsetenv("ZIMPORT_API");
    unsetenv("ZIMPORT_ENDPOINT");
    unsetenv("ZIMPORT_REGION");
    return 0;
}

static void projects(void **state) {
    (void)state;
    static const struct {
        const char *project; /* options, then the environment */
        const char *cluster;
        const char *api;
        const char *env_project;
        const char *env_cluster;
        bool good;
        const char *asked; /* the project, or the cluster */
    } table[] = {
        {"p", NULL, NULL, NULL, NULL, true, "p"},       {NULL, NULL, NULL, "p", NULL, true, "p"},
        {"p", NULL, "v2", "q", "c", true, "p"},         {NULL, "c", "v2", "p", NULL, true, NULL},
        {"p", NULL, NULL, NULL, "c", true, "p"},        {"p", "c", NULL, NULL, NULL, false, NULL},
        {NULL, NULL, NULL, "p", "c", false, NULL},      {"p", NULL, "v1", NULL, NULL, false, NULL},
        {"p", NULL, "milvus", NULL, NULL, false, NULL}, {"a b", NULL, NULL, NULL, NULL, false, NULL},
    };
    set_variable("ZILLIZ_API_KEY", "k");
    for (size_t i = 0; i < COUNT(table); i++) {
        char memory[512];
        static settings made;
        options given = {.region = "r", .project = table[i].project, .cluster = table[i].cluster, .api = table[i].api};
        out error = {.data = memory, .capacity = sizeof memory};
        set_variable("ZIMPORT_PROJECT", table[i].env_project);
        set_variable("ZIMPORT_CLUSTER", table[i].env_cluster);
        bool good = settings_make(&made, &given, &error);
        CHECK_EQUAL(good, table[i].good, table[i].project);
        if (good && table[i].asked) {
            CHECK_VIEW(made.project->id, zimport_view_of(table[i].asked), table[i].asked);
            CHECK_VIEW(made.project->region, VIEW("r"), table[i].asked);
            assert_int_equal(made.cluster.size, 0);
            assert_ptr_equal(made.dialect, &zimport_v2);
            assert_string_equal(made.origin.host, "api.cloud.zilliz.com");
        } else if (good) {
            assert_null(made.project);
            assert_int_equal(made.cluster.size, 1);
        }
    }
}

int main(void) {
    static const struct CMUnitTest tests[] = {cmocka_unit_test_setup_teardown(projects, clear, clear)};

    return cmocka_run_group_tests_name("command line, projects", tests, NULL, NULL);
}
