/* SPDX-License-Identifier: Apache-2.0 */
/* Configuration, keys and pictures in files, whatever the system's calls say: what fails is told, and nothing is left
 * behind. */
#include "file_run.h"

#include "cli/output/picture.h"
#include "cli/settings/config.h"
#include "cli/settings/key.h"
#include "cli_run.h"

static void test_config(void **state) {
    static const struct {
        const char *plan, *error;
    } rows[] = {
        {"", NULL},
        {"r1i", NULL},
        {"r1h", NULL},
        {"r1i r2h r3i", NULL},
        {"c1e", NULL},
        {"s1e", "config: Input/output error"},
        {"r1e", "config: Input/output error"},
        {"r2e", "config: Input/output error"},
        {"r1i r2e c1t", "config: Input/output error"},
    };

    (void)state;
    write_file("config", "region = r\n", 11);
    assert_int_equal(setenv("ZIMPORT_CONFIG", "config", 1), 0);
    for (size_t i = 0; i < COUNT(rows); i++) {
        static char notes[1000];
        options given = {.verb = FOR_STATUS};
        out error = memory_out();
        out note = {.data = notes, .capacity = sizeof notes};
        int before = descriptor();
        set_plan(rows[i].plan);
        CHECK_EQUAL(config_read(&given, &error, &note), rows[i].error == NULL, rows[i].plan);
        check_plan(rows[i].plan);
        CHECK_VIEW(written(&error), zimport_view_of(rows[i].error), rows[i].plan);
        CHECK(rows[i].error != NULL || (given.region != NULL && strcmp(given.region, "r") == 0), rows[i].plan);
        CHECK_EQUAL(descriptor(), before, rows[i].plan);
    }
    assert_int_equal(unsetenv("ZIMPORT_CONFIG") | unlink("config"), 0);
}

/* Without fstat it is not known who else can read it. */
static void test_key(void **state) {
    static const struct {
        const char *plan, *error;
        bool shown;
    } rows[] = {
        {"", NULL, true},
        {"s1e", NULL, false},
        {"r1i r2h r3i", NULL, true},
        {"c1e", NULL, true},
        {"r1e", "cannot read 'key': Input/output error", true},
        {"r2e c1t", "cannot read 'key': Input/output error", true},
    };

    (void)state;
    write_file("key", "0123456789\n", 11);
    assert_int_equal(chmod("key", 0644), 0);
    for (size_t i = 0; i < COUNT(rows); i++) {
        options given = {.verb = FOR_STATUS, .token_file = "key"};
        out error = memory_out();
        int before = descriptor();
        zimport_view key;
        key_shown = NULL;
        set_plan(rows[i].plan);
        CHECK_EQUAL(key_read(KEY_API, &key, &given, &given.token_file, &error), rows[i].error == NULL, rows[i].plan);
        check_plan(rows[i].plan);
        CHECK(rows[i].error != NULL ? contains(written(&error), rows[i].error) : error.size == 0,
              show(written(&error)));
        CHECK(rows[i].error != NULL || zimport_view_is(key, "0123456789"), rows[i].plan);
        CHECK_EQUAL(key_shown != NULL, rows[i].shown, rows[i].plan);
        CHECK_EQUAL(descriptor(), before, rows[i].plan);
    }
    key_wipe();
    assert_int_equal(unlink("key"), 0);
}

/* The new picture, or the old one; with the old one's mode, if that can be set. */
static void test_picture(void **state) {
    static const struct {
        const char *plan;
        int error;
    } rows[] = {
        {"", 0},      {"w1h w2i", 0}, {"m1e", 0},       {"w1e", EIO},         {"w1h w2e", EIO}, {"w10", ENOSPC},
        {"c1e", EIO}, {"n1e", EIO},   {"n1e u1t", EIO}, {"w1e c1t u1i", EIO}, {"c1t", ENOTDIR},
    };
    static picture p = {.api = "milvus", .now = ZIMPORT_TIME_UNKNOWN, .answered = ZIMPORT_TIME_UNKNOWN};

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        picture_file file;
        struct stat old;
        struct stat new;
        int before = descriptor();
        assert_true(picture_read(&file, "json:picture"));
        write_file("picture", "old", 3);
        assert_int_equal(stat("picture", &old), 0);
        set_plan(rows[i].plan);
        CHECK_EQUAL(picture_show(&file, &p, true, 7), rows[i].error == 0, rows[i].plan);
        check_plan(rows[i].plan);
        CHECK_EQUAL(file.error, rows[i].error, rows[i].plan);
        assert_int_equal(stat("picture", &new), 0);
        CHECK_EQUAL(new.st_ino == old.st_ino, rows[i].error != 0, rows[i].plan);
        CHECK(strstr(rows[i].plan, "m1") != NULL || (new.st_mode & 0777) == 0600, rows[i].plan);
        CHECK_EQUAL(files(), strchr(rows[i].plan, 'u') != NULL ? 2 : 1, rows[i].plan);
        CHECK_EQUAL(descriptor(), before, rows[i].plan);
        (void)unlink("picture.00000007");
        assert_int_equal(unlink("picture"), 0);
    }
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        IN_FOLDER(test_config),
        IN_FOLDER(test_key),
        IN_FOLDER(test_picture),
    };

    return cmocka_run_group_tests_name("command line, files and calls", tests, NULL, NULL);
}
